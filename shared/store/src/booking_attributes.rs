//! The attribute `booking` of a booking's item: what the lists show.

use anteroom_domain::booking::{Booking, Cancellation, Party, SessionType, Side, State, Status};
use anteroom_domain::values::{
    Actor, Comment, EmailAddress, Language, Name, PersonId, PhoneNumber, Reason, Zone,
};
use jiff::Timestamp;
use jiff::fmt::serde::timestamp::millisecond;
use serde::{Deserialize, Serialize};

use super::note;

/// The booking without its phone steps and due times.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct BookingAttributes {
    #[serde(with = "PartyAttributes")]
    pub(super) provider: Party,
    #[serde(with = "PartyAttributes")]
    pub(super) member: Party,
    pub(super) session_type: SessionType,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(super) moved_at: u32,
    #[serde(with = "millisecond::required")]
    pub(super) starts_at: Timestamp,
    pub(super) duration_minutes: i64,
    pub(super) buffer_minutes: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) comment: Option<Comment>,
    /// Whether the comment is long and has an item of its own.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) has_note: bool,
    #[serde(with = "millisecond::required")]
    pub(super) created_at: Timestamp,
    pub(super) created_by: Actor,
    pub(super) status: Status,
    /// When the state began; for a pending booking, when it ends.
    #[serde(
        default,
        with = "millisecond::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub(super) state_at: Option<Timestamp>,
    #[serde(
        default,
        with = "millisecond::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub(super) started_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) cancelled_by: Option<Actor>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<Reason>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) late: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) no_show: Option<Side>,
}

/// The attributes of a person in a booking.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Party", rename_all = "camelCase")]
struct PartyAttributes {
    id: PersonId,
    name: Name,
    email: EmailAddress,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    phone: Option<PhoneNumber>,
    zone: Zone,
    language: Language,
    #[serde(default, skip_serializing_if = "is_zero")]
    link_epoch: u32,
}

/// Whether a number is left out of an item.
#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands in a reference"
)]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl From<&Booking> for BookingAttributes {
    fn from(booking: &Booking) -> Self {
        let (mut cancelled_by, mut reason, mut late, mut no_show) = (None, None, None, None);
        let state_at = match &booking.state {
            State::Pending { accept_by } => Some(*accept_by),
            State::Confirmed | State::Ongoing { .. } => None,
            State::Completed { ended_at, .. } => Some(*ended_at),
            State::Expired { at } => Some(*at),
            State::Cancelled(cancellation) => {
                cancelled_by = Some(cancellation.by.clone());
                reason = Some(cancellation.reason.clone());
                late = Some(cancellation.late);
                Some(cancellation.at)
            }
            State::NoShow { who, at, .. } => {
                no_show = Some(*who);
                Some(*at)
            }
        };
        Self {
            provider: booking.provider.clone(),
            member: booking.member.clone(),
            session_type: booking.session_type,
            moved_at: booking.moved_at,
            starts_at: booking.span.starts_at,
            duration_minutes: booking.span.duration.as_mins(),
            buffer_minutes: booking.span.buffer.as_mins(),
            comment: booking.comment.clone().filter(note::is_short),
            has_note: booking
                .comment
                .as_ref()
                .is_some_and(|comment| !note::is_short(comment)),
            created_at: booking.created_at,
            created_by: booking.created_by.clone(),
            status: booking.state.status(),
            state_at,
            started_at: booking.state.started_at(),
            cancelled_by,
            reason,
            late,
            no_show,
        }
    }
}

impl BookingAttributes {
    /// The state; `None` if an attribute that belongs to the status is missing.
    pub(super) fn state(&self) -> Option<State> {
        Some(match self.status {
            Status::Pending => State::Pending {
                accept_by: self.state_at?,
            },
            Status::Confirmed => State::Confirmed,
            Status::Ongoing => State::Ongoing {
                started_at: self.started_at?,
            },
            Status::Completed => State::Completed {
                started_at: self.started_at?,
                ended_at: self.state_at?,
            },
            Status::Cancelled => State::Cancelled(Cancellation {
                at: self.state_at?,
                by: self.cancelled_by.clone()?,
                reason: self.reason.clone()?,
                late: self.late?,
            }),
            Status::Expired => State::Expired { at: self.state_at? },
            Status::NoShow => State::NoShow {
                who: self.no_show?,
                at: self.state_at?,
                started_at: self.started_at,
            },
        })
    }
}
