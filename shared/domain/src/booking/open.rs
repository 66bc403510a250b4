//! The open bookings of a member. They are limited, in all and with each provider (A3).
//!
//! A booking counts until it is cancelled or its time is over. The end of its time needs no write, so
//! a session that ends costs none here. One that ends early counts until its planned end.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Booking, BookingRefused, State};
use crate::policy::Policy;
use crate::values::{BookingId, PersonId, Role};

/// How many bookings whose time is over one new booking removes at most. An update may have some 4 KB
/// (DynamoDB developer guide, "Quotas"), and those that stay do not count.
const MOST_REMOVED: usize = 20;

/// An open booking of a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenBooking {
    /// The provider.
    pub provider: PersonId,
    /// When it no longer counts.
    pub until: Timestamp,
}

/// The bookings of a member that are counted as open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenBookings {
    /// How many bookings the member has ever had. It rises with each new one and never falls.
    pub opened: u64,
    /// Those that were not cancelled. Their time may be over.
    pub bookings: BTreeMap<BookingId, OpenBooking>,
}

/// What a new booking requires of the open bookings of its member, and what it removes there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The most bookings that the member may ever have had when it is written. Others may have been
    /// made since the open ones were read, as long as there is room for this one too.
    pub opened_at_most: u64,
    /// The bookings whose time is over.
    pub over: Vec<BookingId>,
}

/// What a step changes of the open bookings of its member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenChange {
    /// The member.
    pub member: PersonId,
    /// The booking.
    pub booking: BookingId,
    /// How it counts after the step. `None` if it was cancelled.
    pub after: Option<OpenBooking>,
}

impl OpenBookings {
    /// What a new booking with a provider requires, which somebody of a role makes.
    ///
    /// # Errors
    ///
    /// [`BookingRefused::TooManyOpen`], with the time from which there is room. A provider is not told
    /// when the member's sessions with others end (A1).
    pub fn opening(
        &self,
        provider: &PersonId,
        by: Role,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<Opening, BookingRefused> {
        let (open, over): (Vec<_>, Vec<_>) = self
            .bookings
            .iter()
            .partition(|(_, booking)| booking.until > now);
        let of_pair = open.iter().filter(|(_, open)| open.provider == *provider);
        let of_member = room(
            open.iter().map(|(_, open)| open.until),
            policy.open_member_limit,
        );
        let of_pair = room(of_pair.map(|(_, open)| open.until), policy.open_pair_limit);
        let room = match (of_member, of_pair) {
            (Ok(of_member), Ok(of_pair)) => Ok(of_member.min(of_pair)),
            (Ok(_), Err(until)) => Err(Some(until)),
            (Err(_), _) if by == Role::Provider => Err(None),
            (Err(until), Ok(_)) => Err(Some(until)),
            (Err(one), Err(other)) => Err(Some(one.max(other))),
        };
        let room = room.map_err(|until| BookingRefused::TooManyOpen { until })?;
        Ok(Opening {
            opened_at_most: self.opened + room - 1,
            over: over
                .into_iter()
                .map(|(id, _)| id.clone())
                .take(MOST_REMOVED)
                .collect(),
        })
    }
}

/// How many more there may be, at least one; otherwise when there is room for one.
fn room(until: impl Iterator<Item = Timestamp>, limit: u32) -> Result<u64, Timestamp> {
    let mut until: Vec<Timestamp> = until.collect();
    until.sort_unstable();
    let limit = limit.max(1) as usize;
    match until.len().checked_sub(limit) {
        None => Ok((limit - until.len()) as u64),
        Some(too_many) => Err(until[too_many]),
    }
}

impl OpenChange {
    /// What a step changes. `None` if the booking counts as it did before.
    pub fn between(before: Option<&Booking>, after: &Booking, policy: &Policy) -> Option<Self> {
        let was = before.and_then(|before| before.open_until(policy));
        let until = after.open_until(policy);
        let cancelled = was.is_some() && matches!(after.state, State::Cancelled(_));
        if !cancelled && (until.is_none() || until == was) {
            return None;
        }
        Some(Self {
            member: after.member.id.clone(),
            booking: after.id.clone(),
            after: until.map(|until| OpenBooking {
                provider: after.provider.id.clone(),
                until,
            }),
        })
    }
}

impl Booking {
    /// When an open booking counts no longer: when a proposal expires, when a session leaves
    /// *Upcoming* at the latest (B8). `None` if it is not open.
    fn open_until(&self, policy: &Policy) -> Option<Timestamp> {
        match &self.state {
            State::Pending { accept_by } => Some(*accept_by),
            State::Confirmed | State::Ongoing { .. } => {
                Some(self.span.ends_at() + policy.close_after)
            }
            State::Completed { .. }
            | State::Cancelled(_)
            | State::Expired { .. }
            | State::NoShow { .. } => None,
        }
    }
}
