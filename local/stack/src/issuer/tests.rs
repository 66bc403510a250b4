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
