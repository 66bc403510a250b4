//! Keyed hashes of addresses and numbers, for the history of people (D5): two can be compared, and
//! without the key nobody finds out what was hashed.

use std::fmt;

use jsonwebtoken::crypto::sign;
use jsonwebtoken::{Algorithm, EncodingKey};

/// The key of the hashes.
#[derive(Clone)]
pub struct ContactKey(EncodingKey);

impl ContactKey {
    /// A key from a secret.
    pub fn new(secret: &[u8]) -> Self {
        Self(EncodingKey::from_secret(secret))
    }

    /// The hash of an address or a number: HMAC-SHA256, in base64url.
    pub fn hash(&self, contact: &str) -> String {
        // No token that is signed with the same secret has a colon.
        let text = format!("anteroom:contact:{contact}");
        sign(text.as_bytes(), &self.0, Algorithm::HS256).expect("a secret signs any text")
    }
}

impl fmt::Debug for ContactKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContactKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// (D5)
    #[test]
    fn a_hash_depends_on_the_contact_and_the_key() {
        let key = ContactKey::new(b"one secret of enough bytes");
        let hash = key.hash("an@example.com");
        assert_eq!(hash, key.hash("an@example.com"));
        assert_ne!(hash, key.hash("mai@example.com"));
        let other = ContactKey::new(b"another secret of enough bytes");
        assert_ne!(hash, other.hash("an@example.com"));
        assert_eq!(hash.len(), 43);
    }
}
