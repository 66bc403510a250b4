//! Email addresses.

use std::str::FromStr;

use super::{ValueError, serde_as_text};

/// An address that mail can be sent to. The domain is in lower case. The local part is kept as
/// given, since only its host may interpret it (RFC 5321, 2.4).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// The address as it appears in a header.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address in lower case, for comparing: hosts take both, and nobody means another person by
    /// a capital.
    pub fn folded(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// Whether it is the same address but for capitals.
    pub fn is_same(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl FromStr for EmailAddress {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let (local, domain) = text.rsplit_once('@').ok_or(ValueError::Email)?;
        if text.len() > 254 || !is_local_part(local) || !is_domain(domain) {
            return Err(ValueError::Email);
        }
        Ok(Self(format!("{local}@{}", domain.to_ascii_lowercase())))
    }
}

serde_as_text!(EmailAddress);

/// Whether this is a dot-atom (RFC 5322, 3.2.3) of at most 64 octets. Quoted local parts are
/// refused, since mail services refuse them too.
fn is_local_part(local: &str) -> bool {
    let atom = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
    };
    local.len() <= 64 && local.split('.').all(atom)
}

/// Whether this is an ASCII host name of at least two labels (RFC 1035, 2.3.1).
fn is_domain(domain: &str) -> bool {
    let label = |part: &str| {
        (1..=63).contains(&part.len())
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    domain.contains('.') && domain.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_addresses_pass() {
        for good in [
            "an@example.com",
            "a.b+c@sub.example.co.uk",
            "O'Brien@example.org",
        ] {
            assert!(good.parse::<EmailAddress>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "an",
            "an@",
            "@example.com",
            "an@example",
            "a b@example.com",
            "a@-x.com",
            "a@example.com\r\nBcc: b@example.com",
            "a..b@example.com",
            "an@exämple.com",
            "a@b@",
            "x@y..z",
        ] {
            assert_eq!(
                bad.parse::<EmailAddress>(),
                Err(ValueError::Email),
                "{bad:?}"
            );
        }
    }
}
