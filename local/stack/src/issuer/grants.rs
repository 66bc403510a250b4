//! What was granted at the sign-in page: codes that become tokens once, and tokens that renew.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

/// How long a code is good for. The user pool's are, too.
const CODE_LIFETIME: SignedDuration = SignedDuration::from_mins(5);

/// How long a person can renew their tokens, as `infra/state.yaml` says.
const REFRESH_LIFETIME: SignedDuration = SignedDuration::from_hours(12);

/// Somebody who can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their user name, which is the person's id.
    pub id: String,
    /// The `sub` of their tokens: drawn by the pool, if they are its user.
    pub sub: String,
    /// Their only group.
    pub role: &'static str,
    /// Their name, if it is known.
    pub name: Option<String>,
    /// Their address, if they are a user of the pool.
    pub email: Option<String>,
}

/// What a code was given for.
#[derive(Debug, Clone)]
pub struct Request {
    /// Where the code is sent.
    pub redirect_uri: String,
    /// The S256 challenge of the client's verifier.
    pub challenge: String,
    /// What the client wants to find in the id token.
    pub nonce: Option<String>,
}

/// The grants of one issuer, in memory.
#[derive(Clone, Default)]
pub struct Grants {
    kept: Arc<Mutex<Kept>>,
}

#[derive(Default)]
struct Kept {
    codes: HashMap<String, (Person, Request, Timestamp)>,
    refresh: HashMap<String, (Person, Timestamp)>,
}

impl Grants {
    /// A code for a person, to be exchanged soon and once.
    pub fn code(&self, person: Person, request: Request, now: Timestamp) -> String {
        let code = Uuid::new_v4().to_string();
        let granted = (person, request, now + CODE_LIFETIME);
        self.lock().codes.insert(code.clone(), granted);
        code
    }

    /// The person and nonce of a code, if it was given for this redirection to whoever knows
    /// the verifier. A code that was shown once is worthless, whatever the answer.
    pub fn exchange(
        &self,
        code: &str,
        redirect_uri: &str,
        verifier: &str,
        now: Timestamp,
    ) -> Option<(Person, Option<String>)> {
        let (person, request, expiry) = self.lock().codes.remove(code)?;
        let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()));
        let good =
            now < expiry && request.redirect_uri == redirect_uri && request.challenge == challenge;
        good.then_some((person, request.nonce))
    }

    /// A token that renews the others of a person who has just signed in.
    pub fn refresh_token(&self, person: Person, now: Timestamp) -> String {
        let token = Uuid::new_v4().to_string();
        self.lock().refresh.insert(token.clone(), (person, now));
        token
    }

    /// Whose tokens a token renews, and when they signed in.
    pub fn renews(&self, token: &str, now: Timestamp) -> Option<(Person, Timestamp)> {
        let kept = self.lock();
        let granted = kept.refresh.get(token);
        granted
            .filter(|(_, since)| now < *since + REFRESH_LIFETIME)
            .cloned()
    }

    /// Makes a token worthless.
    pub fn revoke(&self, token: &str) {
        self.lock().refresh.remove(token);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const BACK: &str = "http://localhost:3000/signed-in";

    fn now() -> Timestamp {
        "2026-11-22T10:00:00Z".parse().unwrap()
    }

    fn grace() -> Person {
        Person {
            id: "prv_1".to_owned(),
            sub: "prv_1".to_owned(),
            role: "provider",
            name: Some("Grace Tan".to_owned()),
            email: None,
        }
    }

    /// The verifier and its challenge are those of RFC 7636, appendix B.
    fn request() -> Request {
        Request {
            redirect_uri: BACK.to_owned(),
            challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM".to_owned(),
            nonce: Some("n".to_owned()),
        }
    }
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    #[test]
    fn a_code_is_good_once_and_for_whoever_knows_the_verifier() {
        let grants = Grants::default();
        let code = grants.code(grace(), request(), now());
        let granted = grants.exchange(&code, BACK, VERIFIER, now());
        assert_eq!(granted, Some((grace(), Some("n".to_owned()))));
        assert_eq!(grants.exchange(&code, BACK, VERIFIER, now()), None);

        let code = grants.code(grace(), request(), now());
        assert_eq!(grants.exchange(&code, BACK, "another", now()), None);
        let code = grants.code(grace(), request(), now());
        assert_eq!(grants.exchange(&code, "http://x/", VERIFIER, now()), None);
        let code = grants.code(grace(), request(), now());
        let late = now() + CODE_LIFETIME;
        assert_eq!(grants.exchange(&code, BACK, VERIFIER, late), None);
    }

    #[test]
    fn a_refresh_token_renews_until_it_expires_or_is_revoked() {
        let grants = Grants::default();
        let token = grants.refresh_token(grace(), now());
        let later = now() + SignedDuration::from_hours(2);
        assert_eq!(grants.renews(&token, later), Some((grace(), now())));
        assert_eq!(grants.renews(&token, now() + REFRESH_LIFETIME), None);
        grants.revoke(&token);
        assert_eq!(grants.renews(&token, now()), None);
    }
}
