//! Why a message was not sent, or did not arrive, as a code.

use serde::{Deserialize, Serialize};

use super::{MailFeedback, Suppression, Undelivered};

/// Why a message was not sent, or did not arrive. A code, never a text, so that it can stand in
/// lists and logs (A4).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum FailureCode {
    /// It was not to be sent.
    Suppressed(Suppression),
    /// The notifier that had claimed it did not report within its lease.
    LeaseLapsed,
    /// The same, and it had been tried [`MOST_ATTEMPTS`](super::MOST_ATTEMPTS) times.
    GaveUp,
    /// Its words could not be made.
    NotRendered,
    /// Its record could not be read.
    Unreadable,
    /// It was queued or due before the table was restored, and may have been sent then (M10).
    TableRestored,
    /// The mail service took it, and reported later that it bounced or that its reader complained.
    Returned(MailFeedback),
    /// The service took the text, and its network reported later that it did not arrive.
    Undelivered(Undelivered),
    /// The code with which the sending service refused it, or ours for how the call failed.
    Service(String),
}

impl FailureCode {
    /// The codes of our own that carry no data.
    const PLAIN: [Self; 5] = [
        Self::LeaseLapsed,
        Self::GaveUp,
        Self::NotRendered,
        Self::Unreadable,
        Self::TableRestored,
    ];

    /// Every code of our own.
    pub fn ours() -> impl Iterator<Item = Self> {
        let plain = Self::PLAIN.into_iter();
        let suppressed = Suppression::ALL.into_iter().map(Self::Suppressed);
        let returned = MailFeedback::ALL.into_iter().map(Self::Returned);
        let undelivered = Undelivered::ALL.into_iter().map(Self::Undelivered);
        let later = returned.chain(undelivered);
        plain.chain(suppressed).chain(later)
    }

    /// The code in the API and in the store.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Suppressed(why) => why.code(),
            Self::LeaseLapsed => "lease_lapsed",
            Self::GaveUp => "gave_up",
            Self::NotRendered => "not_rendered",
            Self::Unreadable => "unreadable",
            Self::TableRestored => "table_restored",
            Self::Returned(feedback) => feedback.code(),
            Self::Undelivered(why) => why.code(),
            Self::Service(code) => code,
        }
    }
}

impl From<String> for FailureCode {
    /// Reads a code. One that is not ours is a service's.
    fn from(code: String) -> Self {
        Self::ours()
            .find(|known| known.as_str() == code)
            .unwrap_or(Self::Service(code))
    }
}

impl From<FailureCode> for String {
    fn from(failure: FailureCode) -> Self {
        match failure {
            FailureCode::Service(code) => code,
            ours => ours.as_str().to_owned(),
        }
    }
}

impl std::fmt::Display for FailureCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
