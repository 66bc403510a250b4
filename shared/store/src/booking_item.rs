//! How a booking with its session is stored.

use std::collections::BTreeMap;

use anteroom_domain::booking::{
    Booking, Cancellation, HistoryEntry, Party, SessionType, Side, Span, State, Status,
};
use anteroom_domain::session::{
    Admission, Attempt, ClientWord, Introduction, PhoneSteps, Presence, ServiceWord, SessionState,
    Word,
};
use anteroom_domain::values::{
    Actor, BookingId, Comment, EmailAddress, Language, Name, PersonId, PhoneNumber, Reason, Zone,
};
use jiff::fmt::serde::timestamp::millisecond;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// The item. Indexes hold only a part of it, so whatever they leave out has a default.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct BookingItem {
    pub(super) version: u64,
    pub(super) sequence: u32,
    pub(super) booking: BookingAttributes,
    pub(super) live: LiveAttributes,
    /// The meeting service's own objects; never in an index, since they let people in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) meeting: Option<MeetingAttributes>,
    /// What clients said of their presence; see [`super::attendance`].
    #[serde(default)]
    pub(super) log: BTreeMap<String, i64>,
    #[serde(default)]
    pub(super) history: Vec<HistoryEntry>,
}

/// The booking proper.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct BookingAttributes {
    id: BookingId,
    provider: PartyAttributes,
    member: PartyAttributes,
    session_type: SessionType,
    moved_at: u32,
    #[serde(with = "millisecond::required")]
    starts_at: Timestamp,
    duration_minutes: i64,
    buffer_minutes: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    comment: Option<Comment>,
    #[serde(with = "millisecond::required")]
    created_at: Timestamp,
    created_by: Actor,
    status: Status,
    /// When the state began, or for a pending booking when it ends.
    #[serde(
        default,
        with = "millisecond::optional",
        skip_serializing_if = "Option::is_none"
    )]
    state_at: Option<Timestamp>,
    #[serde(
        default,
        with = "millisecond::optional",
        skip_serializing_if = "Option::is_none"
    )]
    started_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cancelled_by: Option<Actor>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<Reason>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    late: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    no_show: Option<Side>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PartyAttributes {
    id: PersonId,
    name: Name,
    email: EmailAddress,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    phone: Option<PhoneNumber>,
    zone: Zone,
    language: Language,
    link_epoch: u32,
}

/// What is known of the session.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LiveAttributes {
    generation: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    meeting_id: Option<String>,
    /// The generation of every meeting that there was.
    #[serde(default)]
    meetings: BTreeMap<String, u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    host_client: Option<WordAttributes>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    host_service: Option<WordAttributes>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    member_client: Option<WordAttributes>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    member_service: Option<WordAttributes>,
    #[serde(
        default,
        with = "millisecond::optional",
        skip_serializing_if = "Option::is_none"
    )]
    waiting_until: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    admitted: Option<AdmissionAttributes>,
    #[serde(default)]
    admissions: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    revoking: Option<String>,
    #[serde(default)]
    late_notice_sent: bool,
    #[serde(default)]
    concierge_called: bool,
    #[serde(
        default,
        with = "millisecond::optional",
        skip_serializing_if = "Option::is_none"
    )]
    reminded_until: Option<Timestamp>,
    #[serde(default)]
    introductions: Vec<Introduction>,
    #[serde(default)]
    attempts: Vec<Attempt>,
}

impl LiveAttributes {
    /// Of a session that nobody has come to yet, booked at an instant.
    pub(super) fn new(booked_at: Timestamp) -> Self {
        Self {
            reminded_until: Some(booked_at),
            ..Self::default()
        }
    }
}

/// One side's newest word, of a client or of the service.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct WordAttributes {
    pub(super) word: Word,
    #[serde(with = "millisecond::required")]
    pub(super) at: Timestamp,
    pub(super) generation: u32,
}

/// The attendee of a member who was let in.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AdmissionAttributes {
    pub(super) generation: u32,
    pub(super) attendee_id: String,
}

/// The meeting and the provider's attendee, as JSON in the service's own shape.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MeetingAttributes {
    /// The meeting.
    pub meeting: String,
    /// The provider's attendee in it.
    pub host: String,
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
            id: booking.id.clone(),
            provider: PartyAttributes::from(&booking.provider),
            member: PartyAttributes::from(&booking.member),
            session_type: booking.session_type,
            moved_at: booking.moved_at,
            starts_at: booking.span.starts_at,
            duration_minutes: booking.span.duration.as_mins(),
            buffer_minutes: booking.span.buffer.as_mins(),
            comment: booking.comment.clone(),
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

impl BookingItem {
    /// The booking, if its attributes agree with its status.
    pub(super) fn booking(&self) -> Option<Booking> {
        let b = &self.booking;
        let state = match b.status {
            Status::Pending => State::Pending {
                accept_by: b.state_at?,
            },
            Status::Confirmed => State::Confirmed,
            Status::Ongoing => State::Ongoing {
                started_at: b.started_at?,
            },
            Status::Completed => State::Completed {
                started_at: b.started_at?,
                ended_at: b.state_at?,
            },
            Status::Cancelled => State::Cancelled(Cancellation {
                at: b.state_at?,
                by: b.cancelled_by.clone()?,
                reason: b.reason.clone()?,
                late: b.late?,
            }),
            Status::Expired => State::Expired { at: b.state_at? },
            Status::NoShow => State::NoShow {
                who: b.no_show?,
                at: b.state_at?,
                started_at: b.started_at,
            },
        };
        Some(Booking {
            id: b.id.clone(),
            version: self.version,
            sequence: self.sequence,
            moved_at: b.moved_at,
            provider: Party::from(&b.provider),
            member: Party::from(&b.member),
            session_type: b.session_type,
            span: Span {
                starts_at: b.starts_at,
                duration: SignedDuration::from_mins(b.duration_minutes),
                buffer: SignedDuration::from_mins(b.buffer_minutes),
            },
            comment: b.comment.clone(),
            created_at: b.created_at,
            created_by: b.created_by.clone(),
            state,
        })
    }

    /// The session.
    pub(super) fn live(&self) -> SessionState {
        let l = &self.live;
        SessionState {
            generation: l.generation,
            meeting_id: l.meeting_id.clone(),
            meetings: l.meetings.clone(),
            host: presence(l.host_client, l.host_service),
            member: presence(l.member_client, l.member_service),
            waiting_until: l.waiting_until,
            admitted: l.admitted.as_ref().map(|a| Admission {
                generation: a.generation,
                attendee_id: a.attendee_id.clone(),
            }),
            admissions: l.admissions,
            revoking: l.revoking.clone(),
            late_notice_sent: l.late_notice_sent,
            concierge_called: l.concierge_called,
            reminded_until: l.reminded_until,
            phone: PhoneSteps {
                introductions: l.introductions.clone(),
                attempts: l.attempts.clone(),
            },
        }
    }
}

fn presence(client: Option<WordAttributes>, service: Option<WordAttributes>) -> Presence {
    Presence {
        client: client.map(|w| ClientWord {
            word: w.word,
            at: w.at,
            generation: w.generation,
        }),
        service: service.map(|w| ServiceWord {
            word: w.word,
            at: w.at,
            generation: w.generation,
        }),
    }
}

impl From<&Party> for PartyAttributes {
    fn from(party: &Party) -> Self {
        let Party {
            id,
            name,
            email,
            phone,
            zone,
            language,
            link_epoch,
        } = party.clone();
        Self {
            id,
            name,
            email,
            phone,
            zone,
            language,
            link_epoch,
        }
    }
}

impl From<&PartyAttributes> for Party {
    fn from(party: &PartyAttributes) -> Self {
        Self {
            id: party.id.clone(),
            name: party.name.clone(),
            email: party.email.clone(),
            phone: party.phone.clone(),
            zone: party.zone.clone(),
            language: party.language,
            link_epoch: party.link_epoch,
        }
    }
}
