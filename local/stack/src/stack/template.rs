//! The first phase: what the template says, with the values that hold on this machine.

use std::collections::BTreeMap;

use super::data::Data;
use super::error::StartError;
use super::options::Options;
use crate::wiring::Wiring;

/// Reads the template with the parameters and the secrets of this stack.
pub(super) fn read(options: &Options, url: &str, data: &Data<'_>) -> Result<Wiring, StartError> {
    let mut wiring = Wiring::read(&options.root, &parameters(url, &options.parameters))?;
    let secret = data.secret()?;
    wiring.resolve_secrets(|_| secret.clone());
    Ok(wiring)
}

/// The stack's own values, and over them those that were given.
fn parameters(url: &str, given: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let signalling = url.replacen("http", "ws", 1);
    let own = [
        ("Stage", "local"),
        ("PortalUrl", url),
        ("PortalOrigins", url),
        ("MediaSources", &signalling),
        // Its mail domain is verified, so that the user pool sends codes for signing in.
        ("PoolMailFrom", "Anteroom <no-reply@anteroom.example>"),
        // Its services take as much as comes, until limits are ordered.
        ("MailRate", "0"),
        ("TextRate", "0"),
    ];
    let own = own.map(|(name, value)| (name.to_owned(), value.to_owned()));
    own.into_iter().chain(given.clone()).collect()
}
