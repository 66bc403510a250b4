//! Emails that came back, or that their readers complained of, after SES had taken them.

use anteroom_domain::message::Address;
use anteroom_domain::person::{MailProblem, MailProblemKind};
use anteroom_domain::values::{BookingId, DeliveryId};
use jiff::Timestamp;

use super::{DeliveryState, MessageItem, end_in};
use crate::change::{Change, Test};
use crate::keys::Key;
use crate::value::{number, text, value};
use crate::{Outcome, Store, StoreError};

/// What became of an email after SES had taken it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Returned {
    /// It came back, and so will whatever is sent to the address.
    ForGood,
    /// It came back, for a reason that may pass.
    ForNow,
    /// Its reader called it spam.
    Complained,
}

impl Returned {
    fn code(self) -> &'static str {
        match self {
            Self::ForGood => "bounced",
            Self::ForNow => "bounced_for_now",
            Self::Complained => "complained",
        }
    }

    /// What it says of the address.
    fn problem(self) -> Option<MailProblemKind> {
        match self {
            Self::ForGood => Some(MailProblemKind::Bounced),
            Self::Complained => Some(MailProblemKind::Complained),
            Self::ForNow => None,
        }
    }
}

/// Which email came back, as its tags say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The booking that it is about.
    pub booking: BookingId,
    /// The message.
    pub delivery: DeliveryId,
    /// Which of its reader's addresses it went to: a number that rises with each new one.
    pub epoch: u32,
}

impl Store {
    /// Writes down that an email came back: with its reader, if their address is still the
    /// same, so that it is not written to again; and with the message, which shows in the work
    /// queue from then on, unless it was sent again already. Doing it twice is the same as once.
    /// False if there is no such email, or it has been sent to another address since.
    pub async fn mail_returned(
        &self,
        subject: &Subject,
        returned: Returned,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let key = Key::message(&subject.booking, &subject.delivery);
        let item = self.get::<MessageItem>(&key).await?;
        let Some(item) = item.filter(|item| item.to.link_epoch == subject.epoch) else {
            return Ok(false);
        };
        let Address::Email(address) = item.to.address else {
            return Ok(false);
        };
        if let Some(kind) = returned.problem() {
            let problem = MailProblem { address, kind, at };
            let mark = problem_of(&problem);
            self.update(&Key::person(&item.to.person), mark).await?;
        }
        // It may come before the notifier has written down that it was sent.
        let failed = DeliveryState::Failed;
        // If it was sent again, somebody has seen to it already.
        let list = failed.list().filter(|_| item.resent_as.is_none());
        let failed = end_in(Change::default(), failed, list)
            .set("failure", text(returned.code()))
            .when("attempt", ">", number(0))
            .when("state", "<>", text(DeliveryState::Dropped.as_str()));
        Ok(matches!(self.update(&key, failed).await?, Outcome::Done(_)))
    }
}

/// Marks a person's address, unless they have another by now, or it is marked already.
fn problem_of(problem: &MailProblem) -> Change {
    let address = || text(problem.address.as_str());
    Change::default()
        .set("mailProblem", value(problem))
        .add("version", number(1))
        .when("email", "=", address())
        .when_any([
            ("mailProblem", Test::Absent),
            ("mailProblem.address", Test::Is("<>", address())),
        ])
}
