//! What becomes of a text after SNS has taken it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

/// What becomes of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It arrives.
    Delivered,
    /// The telephone is off or out of reach.
    Unreachable,
    /// The carrier takes it for spam.
    Blocked,
    /// The number does not exist.
    InvalidNumber,
    /// The number's holder has said that they want no texts.
    OptedOut,
    /// It costs more than it may.
    OverPrice,
    /// The account has spent what it may in a month.
    NoQuota,
    /// The account is in the sandbox, and the number is not verified there.
    Unverified,
    /// It arrives, and nothing is reported: so it is in an account that was not told to log what becomes
    /// of texts.
    #[default]
    Unreported,
}

impl Fate {
    /// Whether the text arrives.
    pub(super) fn arrives(self) -> bool {
        matches!(self, Self::Delivered | Self::Unreported)
    }

    /// `providerResponse` in the status log; none if nothing is reported. The texts are those of the
    /// developer guide ("SMS delivery failure reasons"), which has none for the sandbox. That of
    /// the spending limit is what accounts have seen.
    pub(super) fn response(self) -> Option<&'static str> {
        Some(match self {
            Self::Delivered => "Message has been accepted by phone carrier",
            Self::Unreachable => "Phone is currently unreachable/unavailable",
            Self::Blocked => "Blocked as spam by phone carrier",
            Self::InvalidNumber => "Invalid phone number",
            Self::OptedOut => "Phone number is opted out",
            Self::OverPrice => "This delivery would exceed max price",
            Self::NoQuota => "No quota left for account",
            Self::Unverified => "Unknown error attempting to reach phone",
            Self::Unreported => return None,
        })
    }
}

/// An order for what becomes of texts, the body of `POST /_local/text-fates`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FateOrder {
    /// The number whose texts it is about; those to all others, if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// What becomes of them.
    pub fate: Fate,
}

/// The networks: what was ordered of each number. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Carriers(Arc<Mutex<BTreeMap<Option<String>, Fate>>>);

impl Carriers {
    /// Texts have this fate from now on.
    pub fn order(&self, order: FateOrder) {
        let mut orders = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        orders.insert(order.to, order.fate);
    }

    /// Everything that is ordered.
    pub fn orders(&self) -> Vec<FateOrder> {
        let orders = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let order = |(to, fate): (&Option<String>, &Fate)| FateOrder {
            to: to.clone(),
            fate: *fate,
        };
        orders.iter().map(order).collect()
    }

    /// All texts arrive, and nothing is reported of them.
    pub fn clear(&self) {
        let mut orders = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        orders.clear();
    }

    /// What becomes of a text to a number.
    pub(super) fn fate(&self, to: &str) -> Fate {
        let orders = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let ordered = orders.get(&Some(to.to_owned()));
        ordered.or(orders.get(&None)).copied().unwrap_or_default()
    }
}
