//! The key of members' links (A2) is known to the functions that sign or check with it, and to no other.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use anteroom_stack::wiring::Wiring;

#[test]
fn the_key_of_links_is_known_to_those_that_need_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let functions = Wiring::read(&root, &Default::default()).unwrap().functions;
    let with_key = functions
        .iter()
        .filter(|function| function.environment.contains_key("LINK_KEY"));
    let mut names: Vec<&str> = with_key.map(|function| function.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["bookings", "concierge", "notifier", "sessions"]);
    for function in &functions {
        let secrets = function.environment.iter();
        let secrets = secrets.filter(|(_, value)| value.contains("resolve:secretsmanager"));
        let names: Vec<&str> = secrets.map(|(name, _)| name.as_str()).collect();
        assert!(names.is_empty() || names == ["LINK_KEY"], "{names:?}");
    }
}
