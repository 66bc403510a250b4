//! Writes a step. Its messages get their ids and are counted, and everything is written in one transaction.

use anteroom_domain::booking::{Booking, OpenChange};
use anteroom_domain::message::{Draft, Message};
use anteroom_domain::policy::Policy;
use anteroom_domain::transition::Transition;
use anteroom_domain::values::Actor;
use anteroom_runtime::ids;
use anteroom_store::{Before, CommitExtras, Conflict, MessageCount, Store};
use jiff::Timestamp;

use crate::measure::{self, write};

/// Writes a step that was decided on `before`, with the messages that it causes and what it changes of
/// the member's open bookings.
pub async fn commit(
    store: &Store,
    before: impl Into<Before<'_>>,
    step: &Transition,
    extras: CommitExtras,
    policy: &Policy,
    now: Timestamp,
) -> Result<(), Conflict> {
    let before = before.into();
    let booking = step.booking.as_ref().or(before.booking());
    let messages = booking.into_iter().flat_map(|booking| {
        let drafts = step.drafts.iter();
        drafts.map(move |draft| about_booking(draft, booking, now, store))
    });
    let by = step
        .entry
        .as_ref()
        .map_or(&Actor::SYSTEM, |entry| &entry.by);
    let mut told = counted(messages.collect(), by, policy, now);
    if step
        .entry
        .as_ref()
        .is_some_and(|entry| entry.what.is_never_refused())
    {
        let counts = told.counted.take();
        told.counted = counts.map(|(counts, now)| {
            let unlimited = counts.into_iter().map(MessageCount::unlimited);
            (unlimited.collect(), now)
        });
    }
    let extras = CommitExtras {
        messages: told.messages,
        held: step.held,
        counted: told.counted,
        open: step
            .booking
            .as_ref()
            .and_then(|after| OpenChange::between(before.booking(), after, policy)),
        ..extras
    };
    write(store, before, step, &extras, now).await?;
    if let Some(metric) = measure::reminder(before, step, policy, now) {
        metric.record(now);
    }
    Ok(())
}

/// A message about a booking, with an id of its own.
pub fn about_booking(draft: &Draft, booking: &Booking, now: Timestamp, store: &Store) -> Message {
    Message {
        id: ids::delivery(now, store.random.draw()),
        booking: Some(booking.id.clone()),
        sequence: booking.sequence,
        kind: draft.kind,
        other: booking.party(draft.to.side.other()).id.clone(),
        to: draft.to.clone(),
        facts: draft.facts.clone(),
        queued_at: now,
    }
}

/// A message about its reader alone, with an id of its own.
pub fn about_reader(draft: &Draft, now: Timestamp, store: &Store) -> Message {
    Message {
        id: ids::delivery(now, store.random.draw()),
        booking: None,
        sequence: 0,
        kind: draft.kind,
        other: draft.to.person.clone(),
        to: draft.to.clone(),
        facts: draft.facts.clone(),
        queued_at: now,
    }
}

/// Messages, and what they count for the person who causes them and for their readers.
pub fn counted(
    messages: Vec<Message>,
    by: &Actor,
    policy: &Policy,
    now: Timestamp,
) -> CommitExtras {
    CommitExtras {
        counted: Some((MessageCount::of(&messages, by, policy), now)),
        messages,
        ..CommitExtras::default()
    }
}
