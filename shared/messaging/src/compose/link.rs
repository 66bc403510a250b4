//! The token in a member's link (A2). It names one booking, its sequence when the link was made,
//! one member, and the epoch of the address to which it was sent. The token alone grants nothing:
//! the verifier must also check that the booking has not moved on and that the member's address is
//! unchanged.

use std::fmt;

use anteroom_domain::values::{BookingId, PersonId};
use jiff::Timestamp;
use jsonwebtoken::crypto::sign;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

/// The key that signs links and verifies them.
#[derive(Clone)]
pub struct LinkKey {
    signs: EncodingKey,
    verifies: DecodingKey,
}

/// The key is too short.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must have at least {} bytes", LinkKey::SHORTEST)]
pub struct KeyTooShort;

impl LinkKey {
    /// The shortest key, in bytes: the length of the hash (RFC 7518, 3.2).
    pub const SHORTEST: usize = 32;

    /// A key from a secret.
    pub fn new(secret: &[u8]) -> Result<Self, KeyTooShort> {
        if secret.len() < Self::SHORTEST {
            return Err(KeyTooShort);
        }
        Ok(Self {
            signs: EncodingKey::from_secret(secret),
            verifies: DecodingKey::from_secret(secret),
        })
    }

    /// The keyed hash of a text: HMAC-SHA256, in base64url.
    pub(super) fn mac(&self, text: &str) -> String {
        sign(text.as_bytes(), &self.signs, Algorithm::HS256).expect("a secret signs any text")
    }
}

impl fmt::Debug for LinkKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkKey(…)")
    }
}

/// The claims of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkClaims {
    /// The booking.
    pub booking: BookingId,
    /// The member.
    pub member: PersonId,
    /// The booking's sequence when it was made; the link is void once the booking has moved.
    pub sequence: u32,
    /// The member's link epoch when it was made; the link is void once the epoch rises.
    pub epoch: u32,
    /// When it expires, in whole seconds.
    pub expires_at: Timestamp,
}

/// Why a link is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// It is valid but has expired.
    #[error("the link has expired")]
    Expired,
    /// It is not ours or is damaged.
    #[error("the link is void")]
    Void,
}

/// Signs a link's token. All its characters are allowed in the fragment of a URL.
pub fn issue(key: &LinkKey, claims: &LinkClaims) -> String {
    let token = Token {
        aud: AUDIENCE.into(),
        bkg: claims.booking.clone(),
        mem: claims.member.clone(),
        seq: claims.sequence,
        epo: claims.epoch,
        exp: claims.expires_at.as_second(),
    };
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), &token, &key.signs)
        .expect("a secret signs any claims, and these are plain data")
}

/// Verifies a link's token at `now`.
pub fn verify(key: &LinkKey, token: &str, now: Timestamp) -> Result<LinkClaims, LinkError> {
    let token: Token = jsonwebtoken::decode(token, &key.verifies, &rules())
        .map_err(|_| LinkError::Void)?
        .claims;
    let expires_at = Timestamp::from_second(token.exp).map_err(|_| LinkError::Void)?;
    if expires_at <= now {
        return Err(LinkError::Expired);
    }
    Ok(LinkClaims {
        booking: token.bkg,
        member: token.mem,
        sequence: token.seq,
        epoch: token.epo,
        expires_at,
    })
}

/// The audience that distinguishes links from other tokens signed with the same key.
const AUDIENCE: &str = "anteroom:visit";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Token {
    aud: String,
    bkg: BookingId,
    mem: PersonId,
    seq: u32,
    epo: u32,
    exp: i64,
}

/// The validation rules: one algorithm; the expiry is checked against the given instant, not the
/// ambient clock.
fn rules() -> Validation {
    let mut rules = Validation::new(Algorithm::HS256);
    rules.set_audience(&[AUDIENCE]);
    rules.set_required_spec_claims(&["aud", "exp"]);
    rules.validate_exp = false;
    rules
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::{Value, json};

    use super::*;

    const SECRET: &[u8] = b"a secret of at least 32 bytes, for tests";

    fn claims() -> LinkClaims {
        LinkClaims {
            booking: "bkg_01JD3Z5T3Q8K8A3V6W5N2M1P0R".parse().unwrap(),
            member: "mem_01JD3Z5T3Q8K8A3V6W5N2M1P0S".parse().unwrap(),
            sequence: 3,
            epoch: 1,
            expires_at: "2026-11-23T04:05:00Z".parse().unwrap(),
        }
    }

    fn signed(algorithm: Algorithm, secret: &[u8], change: impl FnOnce(&mut Value)) -> String {
        let mut body = json!({"aud": AUDIENCE, "bkg": "bkg_1", "mem": "mem_1", "seq": 0, "epo": 0, "exp": 2_000_000_000});
        change(&mut body);
        jsonwebtoken::encode(
            &Header::new(algorithm),
            &body,
            &EncodingKey::from_secret(secret),
        )
        .unwrap()
    }

    #[test]
    fn a_link_gives_the_signed_claims_until_it_expires() {
        let key = LinkKey::new(SECRET).unwrap();
        let token = issue(&key, &claims());
        let before = "2026-11-23T04:04:59Z".parse().unwrap();
        assert_eq!(verify(&key, &token, before), Ok(claims()));
        assert_eq!(
            verify(&key, &token, claims().expires_at),
            Err(LinkError::Expired)
        );
        assert!(
            token
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
        );
    }

    #[test]
    fn nothing_else_passes() {
        let key = LinkKey::new(SECRET).unwrap();
        let now = Timestamp::UNIX_EPOCH;
        let good = signed(Algorithm::HS256, SECRET, |_| ());
        assert!(verify(&key, &good, now).is_ok());

        let unsigned = format!("eyJhbGciOiJub25lIn0.{}.", good.split('.').nth(1).unwrap());
        let mut forged = good.clone().into_bytes();
        let middle = good.find('.').unwrap() + 20;
        forged[middle] = if forged[middle] == b'A' { b'B' } else { b'A' };
        let bad = [
            String::new(),
            "x".to_owned(),
            "a.b.c".to_owned(),
            unsigned,
            String::from_utf8(forged).unwrap(),
            format!("{good}x"),
            signed(Algorithm::HS384, SECRET, |_| ()),
            signed(Algorithm::HS512, SECRET, |_| ()),
            signed(
                Algorithm::HS256,
                b"another secret, also of at least 32 bytes",
                |_| (),
            ),
            signed(Algorithm::HS256, SECRET, |body| {
                body["aud"] = json!("anteroom:cursor")
            }),
            signed(Algorithm::HS256, SECRET, |body| {
                body["bkg"] = json!("no id")
            }),
            signed(Algorithm::HS256, SECRET, |body| body["exp"] = json!("soon")),
            signed(Algorithm::HS256, SECRET, |body| {
                body["exp"] = json!(i64::MAX)
            }),
            signed(Algorithm::HS256, SECRET, |body| {
                drop(body.as_object_mut().unwrap().remove("aud"))
            }),
            signed(Algorithm::HS256, SECRET, |body| {
                drop(body.as_object_mut().unwrap().remove("exp"))
            }),
        ];
        for token in bad {
            assert_eq!(verify(&key, &token, now), Err(LinkError::Void), "{token}");
        }
    }

    #[test]
    fn a_key_is_long_and_never_shown() {
        assert_eq!(LinkKey::new(b"short").map(drop), Err(KeyTooShort));
        assert_eq!(format!("{:?}", LinkKey::new(SECRET).unwrap()), "LinkKey(…)");
    }
}
