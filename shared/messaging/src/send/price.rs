//! The most that a text may cost.

use std::str::FromStr;

/// A price in US dollars above nought, as its decimal text, such as `0.5` (M8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price(String);

/// A text is no price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not a price in US dollars, such as 0.50")]
pub struct NotAPrice;

impl Price {
    /// The price as the service takes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Price {
    type Err = NotAPrice;

    fn from_str(text: &str) -> Result<Self, NotAPrice> {
        let is_decimal = text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
        let is_above_nought = text.parse::<f64>().is_ok_and(|price| price > 0.0);
        if is_decimal && is_above_nought {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAPrice)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_number_above_nought_is_a_price() {
        for good in ["0.5", "0.50", "1", "0.0083", "12.00"] {
            assert!(good.parse::<Price>().is_ok(), "{good}");
        }
        for bad in [
            "", "0", "0.00", "-1", "1e3", "0,50", "0.5 USD", "1.2.3", "inf", "+1",
        ] {
            assert_eq!(bad.parse::<Price>(), Err(NotAPrice), "{bad:?}");
        }
    }
}
