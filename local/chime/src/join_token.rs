//! Join tokens.

#![allow(
    clippy::disallowed_methods,
    reason = "a stand-in for a cloud service makes up tokens as the service does"
)]

use rand::distr::{Alphanumeric, SampleString};

/// Join tokens travel as a WebSocket sub-protocol, where `/` and `=` are not allowed and `_` separates
/// words, so they are letters and digits only.
const JOIN_TOKEN_LENGTH: usize = 64;

/// A new secret that lets one attendee in.
pub(crate) fn join_token() -> String {
    Alphanumeric.sample_string(&mut rand::rng(), JOIN_TOKEN_LENGTH)
}

#[cfg(test)]
mod tests {
    use super::join_token;

    #[test]
    fn a_join_token_is_fit_for_a_sub_protocol_and_never_repeats() {
        let (first, second) = (join_token(), join_token());
        assert!(first.chars().all(|c| c.is_ascii_alphanumeric()));
        assert_eq!(first.len(), 64);
        assert_ne!(first, second);
    }
}
