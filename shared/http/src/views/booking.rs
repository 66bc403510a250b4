//! A booking, as shown to its provider, its member or the concierge.

use anteroom_domain::booking::{
    Actions, Booking, HistoryEntry, HistoryEvent, Moved, Party, SessionType, Side, State, Status,
    actions,
};
use anteroom_domain::phone::{Attempt, Introduction, PhoneSteps};
use anteroom_domain::policy::Policy;
use anteroom_domain::transition::BookingRecord;
use anteroom_domain::values::{Actor, Role};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// A booking.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Booking)]
pub struct BookingView {
    /// `bkg_` and a ULID.
    id: String,
    /// Rises by one with each change; also the ETag.
    version: u64,
    /// What became of it.
    #[schema(value_type = String, example = "confirmed")]
    status: Status,
    /// `video` or `phone`.
    #[schema(value_type = String, example = "video")]
    session_type: SessionType,
    /// Who holds the session.
    provider: PartyView,
    /// Who has it.
    member: PartyView,
    /// When it starts.
    #[schema(value_type = String, format = DateTime)]
    starts_at: Timestamp,
    /// When it ends.
    #[schema(value_type = String, format = DateTime)]
    ends_at: Timestamp,
    /// How long it lasts, in minutes.
    duration_minutes: i64,
    /// What was said when it was booked.
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
    /// When it was booked.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Who booked it.
    created_by: ActorView,
    /// How it was cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    cancellation: Option<CancellationView>,
    /// Which side never came.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "provider")]
    no_show: Option<Side>,
    /// Until when a pending booking can be accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    accept_by: Option<Timestamp>,
    /// The number of a phone session; only for its provider and the concierge.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<PhoneView>,
    /// What was done so far in a phone session; only for its provider and the concierge, when
    /// they look at it.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_steps: Option<PhoneStepsView>,
    /// The session, once it was started or the member waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<SessionView>,
    /// What the person who asks may do now.
    #[schema(value_type = Object)]
    actions: Actions,
}

/// One side of a booking.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Party)]
pub struct PartyView {
    id: String,
    name: String,
    /// Their IANA time zone.
    time_zone: String,
}

/// Who did something.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Actor)]
pub struct ActorView {
    /// Null for the system.
    #[schema(required)]
    id: Option<String>,
    /// `provider`, `member`, `concierge` or `system`.
    #[schema(value_type = String)]
    role: Role,
}

/// How a booking was cancelled.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Cancellation)]
pub struct CancellationView {
    by: ActorView,
    reason: String,
    /// Whether it was nearer to the start than the late-change limit.
    late: bool,
}

/// The number of a phone session.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = BookingPhone)]
pub struct PhoneView {
    /// The member's number, E.164.
    member_e164: String,
}

/// The introductions and calls of a phone session.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BookingPhoneSteps)]
pub(crate) struct PhoneStepsView {
    /// The introductions that were sent: when, and via `service` or `handset`.
    #[schema(value_type = Vec<Object>)]
    introductions: Vec<Introduction>,
    /// The calls that were tried: when, and their outcome, `reached` or `no_answer`.
    #[schema(value_type = Vec<Object>)]
    attempts: Vec<Attempt>,
}

/// A session.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Session)]
pub struct SessionView {
    /// When the provider first started it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    started_at: Option<Timestamp>,
    /// When it was ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    /// Whether the member is in the waiting room.
    member_waiting: bool,
    /// Whether the provider is in the meeting.
    host_present: bool,
}

/// A line of a booking's history.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = HistoryEntry)]
pub struct HistoryView {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    by: ActorView,
    #[schema(value_type = String, example = "booked")]
    what: HistoryEvent,
    /// The status after it.
    #[schema(value_type = String, example = "confirmed")]
    status: Status,
    /// Why, in the words of who did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    /// From which start to which it was moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    moved: Option<MovedView>,
    /// The id of the request or event from which it came.
    request_id: String,
}

/// From which start to which a booking was moved.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Moved)]
pub(crate) struct MovedView {
    #[schema(value_type = String, format = DateTime)]
    from: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    to: Timestamp,
}

impl BookingView {
    /// A stored booking, as shown to a person in `role` at `now`.
    pub fn of(record: &BookingRecord, role: Role, policy: &Policy, now: Timestamp) -> Self {
        let session = SessionView::of(record, policy, now);
        let phone_steps = is_told_of_phone(&record.booking, role)
            .then(|| PhoneStepsView::from(&record.booking.phone));
        Self {
            session,
            phone_steps,
            ..Self::without_session(&record.booking, role, policy, now)
        }
    }

    /// A booking without a session.
    pub fn without_session(booking: &Booking, role: Role, policy: &Policy, now: Timestamp) -> Self {
        let number = booking.member.phone.as_ref();
        let number = number.filter(|_| is_told_of_phone(booking, role));
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
            actions: actions(booking, role, policy, now),
        }
    }
}

/// Only the provider and the concierge may see the number and the outcome of calls (S8).
fn is_told_of_phone(booking: &Booking, role: Role) -> bool {
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

impl From<&PhoneSteps> for PhoneStepsView {
    fn from(steps: &PhoneSteps) -> Self {
        let PhoneSteps {
            introductions,
            attempts,
        } = steps.clone();
        Self {
            introductions,
            attempts,
        }
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
            request_id: entry.request_id.clone(),
        }
    }
}
