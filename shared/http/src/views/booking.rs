//! A booking, as shown to its provider, its member or the concierge.

use anteroom_domain::booking::{
    Actions, Booking, HistoryEntry, HistoryEvent, Moved, Party, SessionType, Side, State, Status,
    actions,
};
use anteroom_domain::delivery::Dismissal;
use anteroom_domain::policy::Policy;
use anteroom_domain::session::{Admitted, CameBy};
use anteroom_domain::transition::BookingRecord;
use anteroom_domain::values::{Actor, Role};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::{ActionsView, PhoneStepsView};
use crate::{formats, words};

/// A booking.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Booking)]
pub struct BookingView {
    /// Its id.
    #[schema(value_type = formats::BookingId)]
    id: String,
    /// Rises by one with each change; also the ETag.
    version: u64,
    /// Its status.
    #[schema(value_type = words::BookingStatus)]
    status: Status,
    /// How the session is held.
    #[schema(value_type = words::SessionType)]
    session_type: SessionType,
    /// The provider, who holds the session.
    provider: PartyView,
    /// The member, for whom the session is.
    member: PartyView,
    /// When the session starts.
    #[schema(value_type = String, format = DateTime)]
    starts_at: Timestamp,
    /// When the session is planned to end.
    #[schema(value_type = String, format = DateTime)]
    ends_at: Timestamp,
    /// The planned length, in minutes.
    duration_minutes: i64,
    /// The comment from the request that booked it.
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
    /// When it was booked.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// The person who booked it.
    created_by: ActorView,
    /// The cancellation, if it is cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    cancellation: Option<CancellationView>,
    /// The side that did not come, if it is a no-show.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<words::BookingSide>)]
    no_show: Option<Side>,
    /// Until when the member can accept it, while it is pending.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    accept_by: Option<Timestamp>,
    /// Whom to call in a phone session; only for the concierge, and for its provider from the time
    /// at which it is agreed until an hour after its end (`NumberAfterMinutes`).
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<PhoneView>,
    /// The introductions and calls so far in a phone session; only for its provider and the
    /// concierge. Answers to changes leave it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_steps: Option<PhoneStepsView>,
    /// The session, once the provider has started it or the member waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<SessionView>,
    /// What the caller may do with it now.
    actions: ActionsView,
}

/// One side of a booking.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Party)]
pub struct PartyView {
    #[schema(value_type = formats::PersonId)]
    id: String,
    #[schema(value_type = formats::PersonName)]
    name: String,
    /// The time zone of their profile.
    #[schema(value_type = formats::TimeZone)]
    time_zone: String,
}

/// The author of a change.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Actor)]
pub struct ActorView {
    /// Null if the author is the system.
    #[schema(required, value_type = Option<formats::PersonId>)]
    id: Option<String>,
    /// Their role.
    #[schema(value_type = words::ActorRole)]
    role: Role,
}

/// How a booking was cancelled.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Cancellation)]
pub struct CancellationView {
    /// The person who cancelled it.
    by: ActorView,
    /// The reason that they gave.
    reason: String,
    /// Whether it was a late cancellation: nearer to the start than `lateChangeHours` of the
    /// policy (B6).
    late: bool,
}

/// The number of a phone session.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = BookingPhone)]
pub struct PhoneView {
    /// The member's number.
    #[schema(value_type = formats::PhoneNumber)]
    member_e164: String,
}

/// The state of a session.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Session)]
pub struct SessionView {
    /// When the provider first started it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    started_at: Option<Timestamp>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    /// Whether the member is in the waiting room.
    member_waiting: bool,
    /// Whether the provider is in the meeting.
    host_present: bool,
}

/// An entry in the history of a booking.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = HistoryEntry)]
pub struct HistoryView {
    /// When it happened.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// The author.
    by: ActorView,
    /// What happened.
    #[schema(value_type = words::HistoryEventName)]
    what: HistoryEvent,
    /// The status of the booking afterwards.
    #[schema(value_type = words::BookingStatus)]
    status: Status,
    /// The reason or comment of the author.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    /// The old and the new start, if the booking was moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    moved: Option<MovedView>,
    /// How the member came, if they were let in.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<words::CameByName>)]
    came_by: Option<CameBy>,
    /// The id of the request or event that caused it.
    request_id: String,
}

/// The move of a booking.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Moved)]
pub struct MovedView {
    /// The old start.
    #[schema(value_type = String, format = DateTime)]
    from: Timestamp,
    /// The new start.
    #[schema(value_type = String, format = DateTime)]
    to: Timestamp,
}

impl BookingView {
    /// A stored booking, as shown to a person in `role` at `now`.
    pub fn of(record: &BookingRecord, role: Role, policy: &Policy, now: Timestamp) -> Self {
        let session = SessionView::of(record, policy, now);
        let phone_steps = is_told_of_steps(&record.booking, role)
            .then(|| PhoneStepsView::from(&record.booking.phone));
        Self {
            session,
            phone_steps,
            ..Self::offering(
                record.actions(role, policy, now),
                &record.booking,
                record.booking.shows_number(role, policy, now),
            )
        }
    }

    /// A booking without a session.
    pub fn without_session(booking: &Booking, role: Role, policy: &Policy, now: Timestamp) -> Self {
        let shows_number = booking.shows_number(role, policy, now);
        Self::offering(actions(booking, role, policy, now), booking, shows_number)
    }

    /// A booking without a session, and what the person may do with it.
    fn offering(offered: Actions, booking: &Booking, shows_number: bool) -> Self {
        let number = booking.member.phone.as_ref();
        let number = number.filter(|_| shows_number);
        Self {
            id: booking.id.to_string(),
            version: booking.version,
            status: booking.state.status(),
            session_type: booking.session_type,
            provider: PartyView::from(&booking.provider),
            member: PartyView::from(&booking.member),
            starts_at: booking.span.starts_at,
            ends_at: booking.span.ends_at(),
            duration_minutes: booking.span.duration.as_mins(),
            comment: booking.comment.as_ref().map(ToString::to_string),
            created_at: booking.created_at,
            created_by: ActorView::from(&booking.created_by),
            cancellation: match &booking.state {
                State::Cancelled(c) => Some(CancellationView {
                    by: ActorView::from(&c.by),
                    reason: c.reason.to_string(),
                    late: c.late,
                }),
                _ => None,
            },
            no_show: match booking.state {
                State::NoShow { who, .. } => Some(who),
                _ => None,
            },
            accept_by: match booking.state {
                State::Pending { accept_by } => Some(accept_by),
                _ => None,
            },
            phone: number.map(|number| PhoneView {
                member_e164: number.to_string(),
            }),
            phone_steps: None,
            session: None,
            actions: offered.into(),
        }
    }
}

/// Only the provider and the concierge may see the introductions and the outcome of calls (S8).
fn is_told_of_steps(booking: &Booking, role: Role) -> bool {
    booking.session_type == SessionType::Phone && matches!(role, Role::Provider | Role::Concierge)
}

impl SessionView {
    fn of(record: &BookingRecord, policy: &Policy, now: Timestamp) -> Option<Self> {
        let (booking, session) = (&record.booking, &record.session);
        let open = matches!(booking.state, State::Confirmed | State::Ongoing { .. });
        let view = Self {
            started_at: booking.state.started_at(),
            ended_at: match booking.state {
                State::Completed { ended_at, .. } => Some(ended_at),
                _ => None,
            },
            member_waiting: open && session.member_waits(now, policy),
            host_present: open && session.is_present(Side::Provider, now, policy),
        };
        (view.started_at.is_some() || view.member_waiting).then_some(view)
    }
}

impl From<&Party> for PartyView {
    fn from(party: &Party) -> Self {
        Self {
            id: party.id.to_string(),
            name: party.name.to_string(),
            time_zone: party.zone.to_string(),
        }
    }
}

impl From<&Actor> for ActorView {
    fn from(actor: &Actor) -> Self {
        Self {
            id: actor.id.as_ref().map(ToString::to_string),
            role: actor.role,
        }
    }
}

impl From<&HistoryEntry> for HistoryView {
    fn from(entry: &HistoryEntry) -> Self {
        Self {
            at: entry.at,
            by: ActorView::from(&entry.by),
            what: entry.what,
            status: entry.status,
            why: entry.why.clone(),
            moved: entry.moved.map(|Moved { from, to }| MovedView { from, to }),
            came_by: None,
            request_id: entry.request_id.clone(),
        }
    }
}

impl From<&Admitted> for HistoryView {
    fn from(admitted: &Admitted) -> Self {
        Self {
            at: admitted.at,
            by: ActorView::from(&admitted.by),
            what: HistoryEvent::Admitted,
            // Nobody is let in before or after.
            status: Status::Ongoing,
            why: None,
            moved: None,
            came_by: Some(admitted.came_by),
            request_id: admitted.request_id.clone(),
        }
    }
}

impl HistoryView {
    /// The dismissal of a message about a booking, which had a status at that time.
    pub fn of_dismissal(dismissal: &Dismissal, status: Status) -> Self {
        Self {
            at: dismissal.at,
            by: ActorView::from(&dismissal.by),
            what: HistoryEvent::MessageDismissed,
            status,
            why: Some(dismissal.reason.to_string()),
            moved: None,
            came_by: None,
            request_id: dismissal.request_id.clone(),
        }
    }

    /// When it happened.
    pub fn at(&self) -> Timestamp {
        self.at
    }
}
