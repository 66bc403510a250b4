//! The proof that a request came through the portal's distribution, and not straight to the API's own address (A9).

use std::fmt;

use anteroom_runtime::environment::{self, EnvironmentError};
use http::{HeaderMap, HeaderName};
use subtle::ConstantTimeEq;

/// The header by which the distribution proves itself. `infra/web.yaml` has it add the key to every request, in
/// place of what the client may have sent.
const HEADER: HeaderName = HeaderName::from_static("x-origin-key");

/// The keys that are accepted: the one that the distribution sends, and another one while keys are being changed.
#[derive(Clone)]
pub struct OriginKeys([String; 2]);

impl OriginKeys {
    /// The two keys, which may be the same.
    pub fn new(key: impl Into<String>, other: impl Into<String>) -> Self {
        Self([key.into(), other.into()])
    }

    /// Reads the environment.
    pub fn from_environment() -> Result<Self, EnvironmentError> {
        Ok(Self([
            environment::text("ORIGIN_KEY")?,
            environment::text("OTHER_ORIGIN_KEY")?,
        ]))
    }

    /// Whether the headers have one of the keys. The time that this takes tells nothing of a key but its length.
    pub(crate) fn admit(&self, headers: &HeaderMap) -> bool {
        let Some(given) = headers.get(HEADER) else {
            return false;
        };
        let [key, other] = &self.0;
        let is = |key: &str| key.as_bytes().ct_eq(given.as_bytes());
        (is(key) | is(other)).into()
    }
}

impl fmt::Debug for OriginKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OriginKeys(…)")
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    /// (A9)
    #[test]
    fn either_key_is_accepted_and_nothing_else() {
        let keys = OriginKeys::new("now", "next");
        let admit = |value: &'static str| {
            let value = HeaderValue::from_static(value);
            keys.admit(&HeaderMap::from_iter([(HEADER, value)]))
        };
        assert!(admit("now") && admit("next"));
        for wrong in ["", "no", "nowx", "Now", "now,next", "now, now"] {
            assert!(!admit(wrong), "{wrong}");
        }
        assert!(!keys.admit(&HeaderMap::new()));
        assert_eq!(format!("{keys:?}"), "OriginKeys(…)");
    }
}
