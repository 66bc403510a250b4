//! Idempotency tokens of transactions: a transaction that is sent again is not carried out again.

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

/// How long DynamoDB remembers a token (API reference, `TransactWriteItems`).
const KEPT: SignedDuration = SignedDuration::from_mins(10);

/// The tokens of the transactions that were carried out within the last ten minutes.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    seen: HashMap<String, u64>,
    ages: VecDeque<(Timestamp, String)>,
}

/// What a token says of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// It is the first of its token.
    Never,
    /// The same request was carried out already.
    Same,
    /// Another request with this token was carried out.
    Other,
}

impl Tokens {
    /// Looks a request up by its token and digest.
    pub(super) fn look_up(&mut self, token: &str, digest: u64, now: Timestamp) -> Seen {
        while let Some((at, _)) = self.ages.front()
            && now.duration_since(*at) >= KEPT
        {
            if let Some((_, token)) = self.ages.pop_front() {
                self.seen.remove(&token);
            }
        }
        match self.seen.get(token) {
            None => Seen::Never,
            Some(known) if *known == digest => Seen::Same,
            Some(_) => Seen::Other,
        }
    }

    /// Remembers a request that was carried out.
    pub(super) fn remember(&mut self, token: String, digest: u64, now: Timestamp) {
        self.ages.push_back((now, token.clone()));
        self.seen.insert(token, digest);
    }
}

/// A digest of a request, the same for requests that differ in the order of their members only.
pub(super) fn digest(request: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    hash(request, &mut hasher);
    hasher.finish()
}

fn hash(value: &Value, hasher: &mut DefaultHasher) {
    match value {
        Value::Null => 0_u8.hash(hasher),
        Value::Bool(bool) => (1_u8, bool).hash(hasher),
        Value::Number(number) => (2_u8, number.to_string()).hash(hasher),
        Value::String(text) => (3_u8, text).hash(hasher),
        Value::Array(items) => {
            (4_u8, items.len()).hash(hasher);
            items.iter().for_each(|item| hash(item, hasher));
        }
        Value::Object(map) => {
            (5_u8, map.len()).hash(hasher);
            // A sum does not depend on the order.
            let sum = map.iter().fold(0_u64, |sum, (name, value)| {
                let mut member = DefaultHasher::new();
                name.hash(&mut member);
                hash(value, &mut member);
                sum.wrapping_add(member.finish())
            });
            sum.hash(hasher);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn request(text: &str) -> u64 {
        digest(&serde_json::from_str(text).unwrap())
    }

    #[test]
    fn a_digest_does_not_depend_on_the_order_of_members() {
        let one = request(r#"{"a": {"b": 1, "c": [1, 2]}, "d": null}"#);
        assert_eq!(one, request(r#"{"d": null, "a": {"c": [1, 2], "b": 1}}"#));
        assert_ne!(one, request(r#"{"d": null, "a": {"c": [2, 1], "b": 1}}"#));
        assert_ne!(one, request(r#"{"a": {"b": 1, "c": [1, 2]}, "d": false}"#));
    }

    #[test]
    fn a_token_is_known_for_ten_minutes() {
        let mut tokens = Tokens::default();
        let at: Timestamp = "2026-11-22T10:00:00Z".parse().unwrap();
        assert_eq!(tokens.look_up("t", 1, at), Seen::Never);
        tokens.remember("t".to_owned(), 1, at);
        let later = at + SignedDuration::from_secs(599);
        assert_eq!(tokens.look_up("t", 1, later), Seen::Same);
        assert_eq!(tokens.look_up("t", 2, later), Seen::Other);
        let late = at + SignedDuration::from_secs(600);
        assert_eq!(tokens.look_up("t", 1, late), Seen::Never);
        assert!(tokens.ages.is_empty());
    }
}
