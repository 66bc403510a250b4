//! Emails that bounced, or that their readers reported as spam, after SES had taken them.

use anteroom_domain::delivery::MailFeedback;
use anteroom_domain::person::MailProblem;
use anteroom_domain::values::{BookingId, DeliveryId, PersonId};
use jiff::Timestamp;

use super::difference::difference;
use crate::change::Change;
use crate::condition::Condition;
use crate::items::Outcome;
use crate::keys::Key;
use crate::message_item;
use crate::people::path;
use crate::value::{number, text, value};
use crate::{Store, StoreError};

/// Which email a report is about, as the email's tags say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The booking that it is about, or its reader if it is about them alone.
    pub about: About,
    /// The message.
    pub delivery: DeliveryId,
    /// Which of its reader's addresses it went to: a number that rises with each new one.
    pub epoch: u32,
}

/// What an email is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A booking.
    Booking(BookingId),
    /// Its reader alone.
    Reader(PersonId),
}

/// How often a message is read again that has changed since it was read.
const TRIES: usize = 4;

impl Store {
    /// Records what the mail service reports of an email: with its reader, if their address is
    /// still the same, so that it is not written to again; and with the message, which somebody
    /// must look at from then on, unless it was sent again already. Once more is the same as once.
    /// False if there is no such email, or the report changes nothing.
    pub async fn mail_returned(
        &self,
        subject: &Subject,
        feedback: MailFeedback,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let key = match &subject.about {
            About::Booking(booking) => Key::message(booking, &subject.delivery),
            About::Reader(reader) => Key::notice(reader, &subject.delivery),
        };
        for attempt in 0..TRIES {
            let Some(found) = self.item(&key).await? else {
                return Ok(false);
            };
            let before = message_item::read_message(found)?;
            let Some(address) = before.email_of(subject.epoch) else {
                return Ok(false);
            };
            let problem = feedback.problem(address, at).filter(|_| attempt == 0);
            if let Some(problem) = problem {
                let person = Key::person(&before.message.to.person);
                self.update(&person, problem_of(&problem)).await?;
            }
            let Ok(after) = before.returned(feedback, subject.epoch) else {
                return Ok(false);
            };
            if after == before {
                return Ok(true);
            }
            if let Outcome::Done(_) = self.update(&key, difference(&before, &after)).await? {
                return Ok(true);
            }
        }
        Err(StoreError::Contention)
    }
}

/// Marks a person's address, unless they have another by now, or it is marked already.
fn problem_of(problem: &MailProblem) -> Change {
    let address = || text(problem.address.as_str());
    let noted = path::MAIL_PROBLEM_ADDRESS;
    Change::default()
        .set(&path::MAIL_PROBLEM, value(problem))
        .add(&path::VERSION, number(1))
        .when(path::EMAIL.is(address()))
        .when(Condition::any([noted.absent(), noted.is_not(address())]))
}
