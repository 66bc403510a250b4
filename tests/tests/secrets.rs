//! Each secret is known to those that need it, and to no other: the key of members' links (A2) to the functions that
//! sign or check with it, the key of the portal's distribution (A9) to the distribution and the functions behind it.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anteroom_stack::wiring::{Function, Wiring};

const LINK: &[&str] = &["LINK_KEY"];
const LINK_AND_ORIGIN: &[&str] = &["LINK_KEY", "ORIGIN_KEY", "OTHER_ORIGIN_KEY"];

fn wiring(parameters: &[(&str, &str)]) -> Wiring {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let parameters = parameters.iter();
    let parameters = parameters.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Wiring::read(&root, &parameters.collect()).unwrap()
}

/// The names of a function's variables that are secrets.
fn secrets(function: &Function) -> Vec<&str> {
    let variables = function.environment.iter();
    let secrets = variables.filter(|(_, value)| value.contains("resolve:secretsmanager"));
    secrets.map(|(name, _)| name.as_str()).collect()
}

#[test]
fn each_secret_is_known_to_the_functions_that_need_it() {
    let functions = wiring(&[]).functions;
    let known = functions
        .iter()
        .map(|each| (each.name.as_str(), secrets(each)));
    let known: BTreeMap<_, _> = known.filter(|(_, secrets)| !secrets.is_empty()).collect();
    let expected = [
        ("bookings", LINK_AND_ORIGIN.to_vec()),
        ("concierge", LINK_AND_ORIGIN.to_vec()),
        ("notifier", LINK.to_vec()),
        ("sessions", LINK_AND_ORIGIN.to_vec()),
    ];
    assert_eq!(known, BTreeMap::from(expected));
}

#[test]
fn every_function_behind_the_api_demands_what_the_distribution_sends() {
    let wiring = wiring(&[
        ("OriginKeyVersion", "sent"),
        ("OtherOriginKeyVersion", "other"),
    ]);
    let [(header, sent)] = wiring.origin_headers.as_slice() else {
        panic!("{:?}", wiring.origin_headers);
    };
    assert_eq!(header, "x-origin-key");
    assert!(sent.ends_with(":SecretString:::sent}}"), "{sent}");
    let behind: BTreeSet<&str> = wiring
        .routes
        .iter()
        .map(|route| route.function.as_str())
        .collect();
    assert_eq!(behind.len(), 3);
    for function in &wiring.functions {
        let has = |name: &str| function.environment.get(name).map(String::as_str);
        let demanded = behind.contains(function.name.as_str()).then_some(sent);
        assert_eq!(has("ORIGIN_KEY"), demanded.map(String::as_str));
        let other = demanded.map(|sent| sent.replace(":::sent", ":::other"));
        assert_eq!(has("OTHER_ORIGIN_KEY"), other.as_deref());
    }
}
