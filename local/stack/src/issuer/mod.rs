//! The user pool's stand-in: issues and checks access tokens as a Cognito user pool does, and
//! signs people in at the portal.

pub mod grants;
pub mod pages;
pub mod people;

use std::path::Path;
use std::sync::Arc;
use std::{fs, io};

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use self::grants::Person;

/// The app client for which every local token is issued.
pub const CLIENT_ID: &str = "anteroom-local";

/// How long a token is good for, by the stack's clock.
const LIFETIME: SignedDuration = SignedDuration::from_hours(1);

/// The key's id in the token's header and in the published key set.
const KEY_ID: &str = "local";

/// What precedes the PKCS#1 key in the PKCS#8 form of a 2048-bit RSA key: lengths and the
/// algorithm's name, always of the same size (RFC 5958, RFC 8017 appendix A).
const PKCS8_PREFIX: usize = 26;

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

/// The issuer could not get a key.
#[derive(Debug, thiserror::Error)]
pub enum IssuerError {
    /// No key could be made.
    #[error("no RSA key could be made")]
    Generate,
    /// The key's file could not be read or written.
    #[error("the issuer's key file")]
    File(#[from] io::Error),
    /// What is in the file is not an RSA key.
    #[error("the issuer's key file does not hold a key of ours")]
    Key(#[from] jsonwebtoken::errors::Error),
}

/// Why a token is refused.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// Not a JWT of this issuer, or tampered with.
    #[error("not a token of this issuer")]
    Invalid(#[from] jsonwebtoken::errors::Error),
    /// Past its expiry at the time handed in.
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
        let signing = EncodingKey::from_rsa_der(&private_key(key_file)?);
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

    /// An access token for a person, good for an hour from `now`.
    pub fn mint(&self, sub: &str, role: &str, now: Timestamp) -> String {
        let expiry = now.checked_add(LIFETIME).unwrap_or(Timestamp::MAX);
        let claims = json!({
            "sub": sub,
            "iss": self.inner.url,
            "client_id": CLIENT_ID,
            "token_use": "access",
            "scope": "openid",
            "cognito:groups": [role],
            "username": sub,
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
            "sub": person.id,
            "iss": self.inner.url,
            "aud": CLIENT_ID,
            "token_use": "id",
            "cognito:groups": [person.role],
            "name": person.name,
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

    /// The claims of a token that is good at the time handed in, by the rules of an HTTP API's JWT
    /// authorizer.
    ///
    /// # Errors
    /// If the token is not one of ours, has expired by `now`, or is of another client.
    pub fn verify(&self, token: &str, now: Timestamp) -> Result<Map<String, Value>, TokenError> {
        let mut rules = Validation::new(Algorithm::RS256);
        rules.set_issuer(&[&self.inner.url]);
        // An access token has no audience, and the expiry goes by the time handed in.
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
        // What a token is for, it does not check.
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

/// The private key in PKCS#1 form: from the file if it is there, otherwise new (and kept).
fn private_key(file: Option<&Path>) -> Result<Vec<u8>, IssuerError> {
    if let Some(file) = file.filter(|file| file.exists()) {
        return Ok(fs::read(file)?);
    }
    let pair = KeyPair::generate(KeySize::Rsa2048).map_err(|_| IssuerError::Generate)?;
    let pkcs8 = AsDer::<aws_lc_rs::encoding::Pkcs8V1Der<'_>>::as_der(&pair)
        .map_err(|_| IssuerError::Generate)?;
    let key = pkcs8
        .as_ref()
        .get(PKCS8_PREFIX..)
        .ok_or(IssuerError::Generate)?;
    if let Some(file) = file {
        fs::write(file, key)?;
    }
    Ok(key.to_vec())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const URL: &str = "http://localhost:3000/_local/issuer";

    fn at(instant: &str) -> Timestamp {
        instant.parse().unwrap()
    }

    #[test]
    fn a_token_is_good_for_an_hour() {
        let issuer = Issuer::new(URL, None).unwrap();
        let token = issuer.mint("prv_1", "provider", at("2026-11-22T10:00:00Z"));
        let claims = issuer.verify(&token, at("2026-11-22T10:59:59Z")).unwrap();
        assert_eq!(claims["sub"], "prv_1");
        assert_eq!(claims["cognito:groups"], json!(["provider"]));
        assert!(matches!(
            issuer.verify(&token, at("2026-11-22T11:00:00Z")),
            Err(TokenError::Expired)
        ));
    }

    #[test]
    fn another_issuers_or_a_changed_token_is_refused() {
        let now = at("2026-11-22T10:00:00Z");
        let issuer = Issuer::new(URL, None).unwrap();
        let other_key = Issuer::new(URL, None).unwrap();
        let token = other_key.mint("prv_1", "provider", now);
        assert!(matches!(
            issuer.verify(&token, now),
            Err(TokenError::Invalid(_))
        ));
        assert!(matches!(
            issuer.verify("no.token", now),
            Err(TokenError::Invalid(_))
        ));
    }

    #[test]
    fn the_published_key_checks_a_token() {
        let issuer = Issuer::new(URL, None).unwrap();
        let published: JwkSet =
            serde_json::from_value(serde_json::to_value(issuer.keys()).unwrap()).unwrap();
        let key = DecodingKey::from_jwk(published.find(KEY_ID).unwrap()).unwrap();
        let token = issuer.mint("mem_1", "member", at("2026-11-22T10:00:00Z"));
        let mut rules = Validation::new(Algorithm::RS256);
        rules.validate_exp = false;
        assert!(jsonwebtoken::decode::<Value>(&token, &key, &rules).is_ok());
    }
}
