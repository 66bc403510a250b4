//! The code by which a person confirms an address or a number of their own (A7). It is derived from the
//! random id of the message that tells it, with the service's key. So it is stored nowhere, and without
//! the key nobody can tell it.

use anteroom_domain::values::DeliveryId;
use sha2::{Digest, Sha256};

use super::link::LinkKey;

/// The code that a message tells: six digits.
pub fn of(key: &LinkKey, message: &DeliveryId) -> String {
    // No token of a link has a colon.
    let mac = key.mac(&format!("anteroom:code:{message}"));
    let hash = Sha256::digest(mac);
    let first = hash.iter().take(8);
    let number = first.fold(0, |number: u64, byte| number << 8 | u64::from(*byte));
    format!("{:06}", number % 1_000_000)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeSet;

    use super::*;

    /// (A7)
    #[test]
    fn a_code_has_six_digits_and_depends_on_the_message_and_the_key() {
        let [key, other] = [7, 8].map(|byte| LinkKey::new(&[byte; 32]).unwrap());
        let message = |number: u32| format!("dlv_{number:026}").parse::<DeliveryId>().unwrap();
        let codes = (0..200).map(|number| of(&key, &message(number)));
        let codes: BTreeSet<String> = codes.collect();
        assert!(codes.len() > 190);
        for code in &codes {
            assert!(
                code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()),
                "{code}"
            );
        }
        assert_eq!(of(&key, &message(1)), of(&key, &message(1)));
        assert_ne!(of(&key, &message(1)), of(&other, &message(1)));
    }
}
