//! Join tokens.

use rand::RngCore;
use rand::distr::{Alphanumeric, SampleString};

/// Join tokens travel as a WebSocket sub-protocol, where `/` and `=` are not allowed and `_` separates
/// words, so they are letters and digits only.
const JOIN_TOKEN_LENGTH: usize = 64;

/// A new secret that lets one attendee in.
pub(crate) fn join_token(drawn_by: &mut impl RngCore) -> String {
    Alphanumeric.sample_string(drawn_by, JOIN_TOKEN_LENGTH)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::join_token;

    #[test]
    fn a_join_token_is_fit_for_a_sub_protocol_and_never_repeats() {
        let mut drawn = StdRng::seed_from_u64(1);
        let (first, second) = (join_token(&mut drawn), join_token(&mut drawn));
        assert!(first.chars().all(|c| c.is_ascii_alphanumeric()));
        assert_eq!(first.len(), 64);
        assert_ne!(first, second);
    }
}
