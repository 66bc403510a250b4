//! The user pool's stand-in: issues and checks access tokens as a Cognito user pool does, and
//! signs people in at the portal.

pub mod grants;
mod key;
pub mod pages;
mod password;
pub mod people;
pub mod pool;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use self::grants::Person;
pub use self::key::IssuerError;

/// The app client for which every local token is issued.
pub const CLIENT_ID: &str = "anteroom-local";

/// How long a token is valid, by the stack's clock.
const LIFETIME: SignedDuration = SignedDuration::from_hours(1);

/// The key's id in the token's header and in the published key set.
const KEY_ID: &str = "local";

/// Issues RS256 access tokens and checks them. Clones share one key.
#[derive(Clone)]
pub struct Issuer {
    inner: Arc<Inner>,
}

struct Inner {
    url: String,
    signing: EncodingKey,
    checking: DecodingKey,
    keys: JwkSet,
}

/// Why a token is refused.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// Not a JWT of this issuer, or tampered with.
    #[error("not a token of this issuer")]
    Invalid(#[from] jsonwebtoken::errors::Error),
    /// It expired before the given time.
    #[error("expired")]
    Expired,
    /// Issued for another app client.
    #[error("issued for another client")]
    Client,
}

impl Issuer {
    /// An issuer under a URL. Its key lives in the file, if one is given, so that tokens
    /// survive a restart; otherwise only in memory.
    ///
    /// # Errors
    /// If no key can be made, or the file neither holds nor takes one.
    pub fn new(url: impl Into<String>, key_file: Option<&Path>) -> Result<Self, IssuerError> {
        let signing = EncodingKey::from_rsa_der(&key::private_key(key_file)?);
        let mut jwk = Jwk::from_encoding_key(&signing, Algorithm::RS256)?;
        jwk.common.key_id = Some(KEY_ID.to_owned());
        jwk.common.public_key_use = Some(PublicKeyUse::Signature);
        let inner = Inner {
            url: url.into(),
            checking: DecodingKey::from_jwk(&jwk)?,
            signing,
            keys: JwkSet { keys: vec![jwk] },
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// The issuer's URL, the `iss` of its tokens.
    pub fn url(&self) -> &str {
        &self.inner.url
    }

    /// The app client's id, the `client_id` of its tokens.
    pub fn client_id(&self) -> &str {
        CLIENT_ID
    }

    /// An access token for whoever has the role, valid for an hour from `now`. Their user name is the
    /// `sub`.
    pub fn mint(&self, sub: &str, role: &str, now: Timestamp) -> String {
        self.access_token(sub, sub, role, now)
    }

    /// The same for a user whose `sub` was drawn by the pool.
    pub fn access_token(&self, sub: &str, name: &str, role: &str, now: Timestamp) -> String {
        let expiry = now.checked_add(LIFETIME).unwrap_or(Timestamp::MAX);
        let claims = json!({
            "sub": sub,
            "iss": self.inner.url,
            "client_id": CLIENT_ID,
            "token_use": "access",
            "scope": "openid",
            "cognito:groups": [role],
            "username": name,
            "auth_time": now.as_second(),
            "iat": now.as_second(),
            "exp": expiry.as_second(),
            "jti": Uuid::new_v4().to_string(),
        });
        self.sign(&claims)
    }

    /// An id token, which tells the portal who signed in, and when: a renewed one says the same.
    pub fn id_token(
        &self,
        person: &Person,
        signed_in: Timestamp,
        nonce: Option<&str>,
        now: Timestamp,
    ) -> String {
        let expiry = now.checked_add(LIFETIME).unwrap_or(Timestamp::MAX);
        self.sign(&json!({
            "sub": person.sub,
            "iss": self.inner.url,
            "aud": CLIENT_ID,
            "token_use": "id",
            "cognito:groups": [person.role],
            "cognito:username": person.id,
            "name": person.name,
            "email": person.email,
            "nonce": nonce,
            "auth_time": signed_in.as_second(),
            "iat": now.as_second(),
            "exp": expiry.as_second(),
        }))
    }

    fn sign(&self, claims: &Value) -> String {
        let mut header = Header::new(Algorithm::RS256);
        header.kid = Some(KEY_ID.to_owned());
        jsonwebtoken::encode(&header, claims, &self.inner.signing)
            .expect("an RSA key that made its own public half can sign JSON")
    }

    /// The claims of a token that is valid at a given time, by the rules of an HTTP API's JWT
    /// authorizer.
    ///
    /// # Errors
    /// If the token is not one of ours, has expired by `now`, or is of another client.
    pub fn verify(&self, token: &str, now: Timestamp) -> Result<Map<String, Value>, TokenError> {
        let mut rules = Validation::new(Algorithm::RS256);
        rules.set_issuer(&[&self.inner.url]);
        // An access token has no audience. The expiry is checked below, against the given time.
        rules.validate_aud = false;
        rules.validate_exp = false;
        let claims =
            jsonwebtoken::decode::<Map<String, Value>>(token, &self.inner.checking, &rules)?.claims;
        let expiry = claims.get("exp").and_then(Value::as_i64);
        if expiry.is_none_or(|expiry| expiry <= now.as_second()) {
            return Err(TokenError::Expired);
        }
        // An id token has an audience, and the gateway looks at the client's id only without one
        // ("Troubleshooting issues with HTTP API JWT authorizers", developer guide of API Gateway).
        // It does not check `token_use`.
        let client = claims.get("aud").or_else(|| claims.get("client_id"));
        if client.and_then(Value::as_str) != Some(CLIENT_ID) {
            return Err(TokenError::Client);
        }
        Ok(claims)
    }

    /// The discovery document, `/.well-known/openid-configuration`.
    pub fn discovery(&self) -> Value {
        let at = |path: &str| format!("{}/{path}", self.inner.url);
        json!({
            "issuer": self.inner.url,
            "authorization_endpoint": at("authorize"),
            "token_endpoint": at("token"),
            "revocation_endpoint": at("revoke"),
            "end_session_endpoint": at("logout"),
            "jwks_uri": at(".well-known/jwks.json"),
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "scopes_supported": ["openid", "email", "profile"],
        })
    }

    /// The public keys, `/.well-known/jwks.json`.
    pub fn keys(&self) -> &JwkSet {
        &self.inner.keys
    }
}
