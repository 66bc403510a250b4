//! What the networks report of a text after the service has taken it (M8).

use jiff::Timestamp;

use super::{Delivery, Receipt, State};
use crate::message::Channel;

/// Why a text did not arrive, in our own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Undelivered {
    /// The telephone was off or out of reach.
    Unreachable,
    /// A network refused the text, or its reader's telephone does.
    Blocked,
    /// Nobody has the number.
    InvalidNumber,
    /// Its reader has told the network that they want no texts of ours.
    OptedOut,
    /// It would have cost more than a text may.
    OverPrice,
    /// The account has spent what it may in this month.
    NoQuota,
    /// For a reason that was not told.
    NotTold,
}

impl Undelivered {
    /// Every reason.
    pub const ALL: [Self; 7] = [
        Self::Unreachable,
        Self::Blocked,
        Self::InvalidNumber,
        Self::OptedOut,
        Self::OverPrice,
        Self::NoQuota,
        Self::NotTold,
    ];

    /// The code in the API and in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "phone_unreachable",
            Self::Blocked => "text_blocked",
            Self::InvalidNumber => "invalid_number",
            Self::OptedOut => "opted_out",
            Self::OverPrice => "over_price",
            Self::NoQuota => "no_quota",
            Self::NotTold => "reason_not_told",
        }
    }
}

/// What a network reports of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextReport {
    /// When.
    pub at: Timestamp,
    /// Why it did not arrive; none if it did.
    pub undelivered: Option<Undelivered>,
}

/// Networks report only of texts that were sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is no text that was sent")]
pub struct NotSent;

impl TextReport {
    /// Whether it takes the place of another one: it is later, or at the same instant the worse one.
    /// Reports come late, twice and in any order.
    pub fn replaces(&self, other: &Self) -> bool {
        let rank = |report: &Self| (report.at, report.undelivered.is_some());
        rank(self) > rank(other)
    }
}

impl Delivery {
    /// What the networks reported of it last, if it is a text and they did.
    pub fn report(&self) -> Option<TextReport> {
        match &self.state {
            State::Delivered { reported_at, .. } => Some(TextReport {
                at: *reported_at,
                undelivered: None,
            }),
            State::Undelivered {
                reported_at, why, ..
            } => Some(TextReport {
                at: *reported_at,
                undelivered: Some(*why),
            }),
            State::Queued { .. }
            | State::Sending { .. }
            | State::Held
            | State::Sent(_)
            | State::Failed { .. }
            | State::Unknown { .. }
            | State::Dropped(_) => None,
        }
    }

    /// A network reports what became of it. The same if a report is there that this one does not
    /// replace.
    pub fn reported(&self, report: &TextReport) -> Result<Self, NotSent> {
        if self.channel() != Channel::Sms {
            return Err(NotSent);
        }
        let receipt = match &self.state {
            State::Sent(receipt)
            | State::Delivered { receipt, .. }
            | State::Undelivered { receipt, .. } => receipt,
            State::Queued { .. }
            | State::Sending { .. }
            | State::Held
            | State::Failed { .. }
            | State::Unknown { .. }
            | State::Dropped(_) => return Err(NotSent),
        };
        if self.report().is_some_and(|there| !report.replaces(&there)) {
            return Ok(self.clone());
        }
        Ok(Self {
            state: State::of_report(receipt.clone(), report),
            ..self.clone()
        })
    }
}

impl State {
    fn of_report(receipt: Receipt, report: &TextReport) -> Self {
        let reported_at = report.at;
        match report.undelivered {
            None => Self::Delivered {
                receipt,
                reported_at,
            },
            Some(why) => Self::Undelivered {
                receipt,
                why,
                reported_at,
            },
        }
    }
}
