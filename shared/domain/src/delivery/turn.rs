//! Turns: how the notifiers of a channel share what its service takes in a second (M11).
//!
//! A turn is an instant at which one message may go out. No two turns are nearer to each other than the
//! rate allows, so no second has more of them than the service takes. A notifier asks for the turns
//! of a batch, and waits for them: what comes behind waits in the stream, where what matters most
//! has places of its own (`template.yaml`). When that takes long, messages are put off: queued for a later time, at
//! which the scheduler has the stream tell of them at the rate.

use jiff::{SignedDuration, Timestamp};

use crate::message::{Kind, Message};
use crate::person::Lead;

/// How much a message matters when not all can go out at once, what matters most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    /// Somebody waits for it, or it is of use for the next minutes only.
    Urgent,
    /// It may come later.
    Usual,
}

impl Priority {
    /// The priority of a message.
    pub fn of(message: &Message) -> Self {
        match message.kind {
            Kind::MemberWaiting
            | Kind::ProviderWaiting
            | Kind::Introduction
            | Kind::SwitchedToPhone
            | Kind::ChangedSoon
            | Kind::ContactCode => Self::Urgent,
            Kind::Reminder if message.facts.lead == Some(Lead::Hour1) => Self::Urgent,
            Kind::Reminder
            | Kind::Proposal
            | Kind::Confirmation
            | Kind::Rescheduled
            | Kind::Cancellation
            | Kind::Declined
            | Kind::Expired
            | Kind::NoShow
            | Kind::PhoneBooked
            | Kind::ContactChanged => Self::Usual,
        }
    }
}

/// What asks for a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asks {
    /// How much it matters.
    pub priority: Priority,
    /// Whether it is no new message, but one that was put off until now.
    pub was_put_off: bool,
    /// Whether the stream took longer than [`SOON`] to tell of it.
    pub is_late: bool,
}

/// What it gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It may go out at this instant, which is near.
    At(Timestamp),
    /// None for now. It is to ask again from this instant on.
    Later(Timestamp),
}

/// How turns are taken for messages that ask alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    /// None is taken: theirs begin now.
    FromNow,
    /// Some are taken: theirs come after those.
    Behind,
    /// They are put off, and no others of their priority are.
    PutOff,
    /// They are put off until after those that are.
    PutOffBehind,
    /// They were put off before, and ask again in [`AGAIN`]. Nothing is written.
    Again,
}

/// The turns of a channel, the same for all notifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turns {
    /// The first instant that is not taken.
    pub free_from: Timestamp,
    /// Until when urgent messages are put off.
    pub urgent_until: Timestamp,
    /// Until when usual messages are put off.
    pub usual_until: Timestamp,
}

/// Within what time the stream should tell of a message, half of [`TAKEN_WITHIN`](super::TAKEN_WITHIN).
pub(super) const SOON: SignedDuration = SignedDuration::from_mins(1);

/// After what time a message that was put off asks again, if turns are not near even then. The scheduler looks for it
/// each minute.
pub const AGAIN: SignedDuration = SignedDuration::from_secs(30);

/// No turn is later than this; what says so was written under another clock.
pub const FARTHEST_TURN: SignedDuration = SignedDuration::from_mins(2);

/// The same of what is put off.
pub const FARTHEST_PUT_OFF: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The time between two turns, rounded up to a microsecond. A twentieth longer than the rate allows, since one call takes
/// longer than the next, and the service counts when they arrive.
pub fn step(per_second: u32) -> SignedDuration {
    SignedDuration::from_micros(1_050_000_u32.div_ceil(per_second.max(1)).into())
}

impl Asks {
    /// By when the last turn of a batch ends for which a notifier waits. While it waits, it takes no others from
    /// its part of the stream, so that the stream holds what can't go out yet. Urgent messages wait longer:
    /// their turns may be behind all that usual ones wait for.
    pub fn patience(self) -> SignedDuration {
        SignedDuration::from_secs(match (self.priority, self.was_put_off, self.is_late) {
            // The function has 60 seconds, in which the last message is to be sent, too.
            (Priority::Urgent, _, _) => 36,
            (Priority::Usual, true, _) | (Priority::Usual, false, false) => 20,
            // So many wait in the stream that the scheduler would soon take them for lost.
            (Priority::Usual, false, true) => 2,
        })
    }

    /// Whether it gets a turn although others are put off.
    pub fn is_first(self) -> bool {
        self.was_put_off || self.priority == Priority::Urgent
    }
}

impl Turn {
    /// The turns of so many messages, the first of which has a certain one.
    pub fn following(first: Self, count: usize, step: SignedDuration) -> Vec<Self> {
        let mut next = first;
        let turns = (0..count).map(|_| {
            let turn = next;
            next = match turn {
                Self::At(at) => Self::At(at + step),
                Self::Later(from) => Self::Later(from + step),
            };
            turn
        });
        turns.collect()
    }
}

impl Turns {
    /// None is taken and nothing is put off.
    pub fn none(now: Timestamp) -> Self {
        Self {
            free_from: now,
            urgent_until: now,
            usual_until: now,
        }
    }

    /// How messages that ask like this take their turns, which last for `all` together.
    pub fn take(&self, asks: Asks, all: SignedDuration, now: Timestamp) -> Take {
        let is_put_off = |until: Timestamp| until > now && until <= now + FARTHEST_PUT_OFF;
        let others_wait = is_put_off(self.urgent_until) || is_put_off(self.usual_until);
        let may_go = asks.is_first() || !others_wait;
        let is_taken = self.free_from > now && self.free_from <= now + FARTHEST_TURN;
        let until = match asks.priority {
            Priority::Urgent => self.urgent_until,
            Priority::Usual => self.usual_until,
        };
        if may_go && !is_taken {
            Take::FromNow
        } else if may_go && self.free_from + all <= now + asks.patience() {
            Take::Behind
        } else if asks.was_put_off {
            Take::Again
        } else if is_put_off(until) {
            Take::PutOffBehind
        } else {
            Take::PutOff
        }
    }
}
