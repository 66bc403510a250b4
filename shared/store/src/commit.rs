//! The only code that writes a transition of a booking or its session. The patch is the difference
//! between the two states, and the conditions come from the transition's guards. Everything that
//! belongs to the step is written in one transaction.

use anteroom_domain::booking::{AgendaChange, Booking, State, Status};
use anteroom_domain::session::SessionState;
use anteroom_domain::transition::{BookingRecord, Guard, Transition};
use anteroom_domain::values::BookingId;

use super::change::Change;
use super::history::HistoryAttributes;
use super::items::Outcome;
use super::keys::Key;
use super::session_change::session_change;
use super::transaction::{CommitExtras, Conflict, Transaction};
use super::value::{number, value};
use super::{
    Store, admissions, agenda, attention, booking_item, meeting, note, people, session_item,
};

/// The state on which a step was decided.
#[derive(Clone, Copy, Debug)]
pub enum Before<'a> {
    /// No state: the step creates the booking.
    Nothing,
    /// A booking with its session.
    Record(&'a BookingRecord),
    /// A session alone, for a step that does not change its booking.
    Session(&'a SessionState),
}

impl<'a> From<&'a BookingRecord> for Before<'a> {
    fn from(record: &'a BookingRecord) -> Self {
        Self::Record(record)
    }
}

impl<'a> From<&'a SessionState> for Before<'a> {
    fn from(session: &'a SessionState) -> Self {
        Self::Session(session)
    }
}

impl<'a> Before<'a> {
    /// The booking as it was, if it was read.
    pub fn booking(self) -> Option<&'a Booking> {
        match self {
            Self::Record(record) => Some(&record.booking),
            Self::Nothing | Self::Session(_) => None,
        }
    }

    /// The session as it was, if there was one.
    pub fn session(self) -> Option<&'a SessionState> {
        match self {
            Self::Nothing => None,
            Self::Record(record) => Some(&record.session),
            Self::Session(session) => Some(session),
        }
    }
}

impl Store {
    /// Writes a step that was decided on `before`, with its extras, among them the messages that were
    /// made of its drafts. Writes everything or nothing; [`Conflict`] gives the reason. A change of one
    /// item without extras takes an `UpdateItem`, all others a transaction.
    pub async fn commit(
        &self,
        before: impl Into<Before<'_>>,
        step: &Transition,
        extras: &CommitExtras,
    ) -> Result<(), Conflict> {
        let before = before.into();
        debug_assert_eq!(step.drafts.len(), extras.messages.len(), "a draft is lost");
        debug_assert!(
            extras.messages.is_empty() || extras.counted.is_some(),
            "messages are not counted"
        );
        debug_assert!(
            step.booking.is_none() || !matches!(before, Before::Session(_)),
            "a step that changes a booking was decided on its session alone"
        );
        let booking = step.booking.as_ref().and_then(|after| {
            let before = before.booking()?;
            booking_change(before, after, step)
        });
        let session = before
            .session()
            .and_then(|before| session_change(before, &step.session, &step.guards));
        let id = &step.session.terms.booking;
        let mut rest = Transaction::default();
        self.beside(before, step, &mut rest);
        rest.extra(&self.table, extras);
        if let Some(meeting) = &extras.meeting {
            rest.replace(&self.table, meeting::item(id, meeting));
        }
        if let Some(admitted) = &extras.admitted {
            rest.replace(&self.table, admissions::item(id, admitted));
        }
        self.write_all(id, booking, session, rest).await?;
        if let Some(meeting) = &extras.meeting {
            self.remember(id, meeting);
        }
        Ok(())
    }

    /// Writes the changes of the two items with the rest. A change of one item takes an
    /// `UpdateItem`.
    async fn write_all(
        &self,
        id: &BookingId,
        booking: Option<Change>,
        session: Option<Change>,
        rest: Transaction,
    ) -> Result<(), Conflict> {
        match (booking, session) {
            (Some(change), None) if rest.is_empty() => {
                self.write_one(&Key::booking(id), change).await
            }
            (None, Some(change)) if rest.is_empty() => {
                self.write_one(&Key::session(id), change).await
            }
            (None, None) if rest.is_empty() => Ok(()),
            (booking, session) => {
                let mut transaction = Transaction::default();
                if let Some(change) = booking {
                    transaction.change(&self.table, &Key::booking(id), change);
                }
                if let Some(change) = session {
                    transaction.change(&self.table, &Key::session(id), change);
                }
                transaction.append(rest);
                self.write(transaction).await
            }
        }
    }

    async fn write_one(&self, key: &Key, change: Change) -> Result<(), Conflict> {
        match self.update(key, change).await? {
            Outcome::Done(_) => Ok(()),
            Outcome::Refused(_) => Err(Conflict::Changed),
        }
    }

    /// The writes beside the two items: new items, the agendas of both people, the record that they
    /// have met, and the call for the concierge.
    fn beside(&self, before: Before<'_>, step: &Transition, to: &mut Transaction) {
        let table = &self.table;
        if let Before::Nothing = before {
            let booking = step.booking.as_ref().expect("a step makes a booking");
            to.create(table, booking_item::whole(booking, step.entry.as_ref()));
            to.create(table, session_item::whole(&step.session));
        }
        if let Some(after) = &step.booking {
            let old = before.booking().filter(|booking| takes_time(booking));
            let new = Some(after).filter(|booking| takes_time(booking));
            let (old, new) = (
                old.map(|booking| &booking.span),
                new.map(|booking| &booking.span),
            );
            for ((side, day), cells) in AgendaChange::between(old, new) {
                if let Some(change) = agenda::change(after, cells) {
                    let key = Key::agenda(&after.party(side).id, day);
                    to.agenda(table, &key, change, side);
                }
            }
            for note in note::of(before.booking(), after, step.entry.as_ref()) {
                to.replace(table, note);
            }
            let begins = after.state.status() == Status::Ongoing
                && before.booking().map(|booking| booking.state.status())
                    == Some(Status::Confirmed);
            if begins {
                to.replace(table, people::met(after));
            }
        }
        let called = |session: &SessionState| {
            let called = session.concierge_called_at;
            called.or(session.absence_called_at)
        };
        let called_before = before.session().and_then(called);
        if let (None, Some(at)) = (called_before, called(&step.session)) {
            to.create(table, attention::call(&step.session.terms, at));
        }
    }
}

/// Whether the booking holds its slot in the agendas of its people.
fn takes_time(booking: &Booking) -> bool {
    match booking.state {
        State::Pending { .. }
        | State::Confirmed
        | State::Ongoing { .. }
        | State::Completed { .. }
        | State::NoShow { .. } => true,
        State::Cancelled(_) | State::Expired { .. } => false,
    }
}

/// The change of a booking's item, on the condition that its version is the one that was read;
/// `None` if the step does not change it.
fn booking_change(before: &Booking, after: &Booking, step: &Transition) -> Option<Change> {
    let (was, is) = (
        booking_item::attributes(before),
        booking_item::attributes(after),
    );
    let mut change = Change::between(&was, &is);
    if let Some(entry) = &step.entry {
        let entry = value(&HistoryAttributes::from(entry));
        change = change.append(&booking_item::path::HISTORY, entry);
    }
    if change.is_empty() {
        return None;
    }
    change = change
        .when(booking_item::path::VERSION.is(number(before.version)))
        .when(booking_item::path::REMINDED_UNTIL.as_in(&was));
    if step.guards.contains(&Guard::MemberNotCome) || before.phone != after.phone {
        change = change.when(booking_item::path::PHONE.as_in(&was));
    }
    Some(change)
}
