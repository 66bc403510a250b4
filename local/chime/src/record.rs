//! One meeting: when it is over, who sits in it, and what it looks like from outside.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::errors::Refusal;
use crate::events::{ACCOUNT, Event, EventType};
use crate::limits::Guid;
use crate::model::{Attendee, CreateMeeting, MediaPlacement, Meeting};

/// A meeting with nobody in it ends after this time.
const EMPTY_FOR_AT_MOST: SignedDuration = SignedDuration::from_mins(5);
/// A meeting ends after this time, whoever is in it.
const OPEN_FOR_AT_MOST: SignedDuration = SignedDuration::from_hours(24);

/// A live meeting, for people and tests to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MeetingSnapshot {
    /// The service's id of the meeting.
    pub meeting_id: String,
    /// The caller's own name for the meeting.
    pub external_meeting_id: String,
    /// Those who may join, in the order in which they were added.
    pub attendees: Vec<AttendeeSnapshot>,
}

/// An attendee of a live meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AttendeeSnapshot {
    /// The service's id of the attendee.
    pub attendee_id: String,
    /// The caller's own name for the person.
    pub external_user_id: String,
    /// Whether the attendee is in the meeting now.
    pub present: bool,
}

/// A meeting with its attendees, from its start until long after its end.
#[derive(Serialize, Deserialize)]
pub(crate) struct Record {
    pub(crate) request: CreateMeeting,
    pub(crate) meeting: Meeting,
    pub(crate) seats: Vec<Seat>,
    pub(crate) created: Timestamp,
    pub(crate) empty_since: Option<Timestamp>,
    pub(crate) ended: bool,
}

/// An attendee, with what is known of their presence.
#[derive(Serialize, Deserialize)]
pub(crate) struct Seat {
    pub(crate) attendee: Attendee,
    pub(crate) present: bool,
    pub(crate) presence_as_of: Timestamp,
    pub(crate) deleted: bool,
}

impl Record {
    pub(crate) fn new(
        request: CreateMeeting,
        region: &str,
        media_host: &str,
        meeting_id: Guid,
        now: Timestamp,
    ) -> Self {
        let meeting = Meeting {
            meeting_host_id: request.meeting_host_id.clone(),
            external_meeting_id: request.external_meeting_id.clone(),
            media_region: request.media_region.clone(),
            media_placement: MediaPlacement::on(media_host, &meeting_id),
            meeting_features: request.meeting_features.clone(),
            tenant_ids: request
                .tenant_ids
                .iter()
                .flat_map(|ids| ids.iter().cloned())
                .collect(),
            meeting_arn: format!("arn:aws:chime:{region}:{ACCOUNT}:meeting/{meeting_id}"),
            meeting_id,
        };
        Self {
            request,
            meeting,
            seats: Vec::new(),
            created: now,
            empty_since: Some(now),
            ended: false,
        }
    }

    /// Goes on where a service that was stopped had left it, on a host that may be another. Nobody is in yet.
    pub(crate) fn resume(&mut self, media_host: &str, now: Timestamp) {
        self.meeting.media_placement = MediaPlacement::on(media_host, &self.meeting.meeting_id);
        for seat in &mut self.seats {
            seat.present = false;
        }
        self.empty_since = Some(now);
    }

    /// When the meeting ends if nobody joins.
    pub(crate) fn over_at(&self) -> Timestamp {
        let oldest = self.created + OPEN_FOR_AT_MOST;
        self.empty_since
            .map_or(oldest, |since| oldest.min(since + EMPTY_FOR_AT_MOST))
    }

    pub(crate) fn end(&mut self, when: Timestamp) -> Event {
        self.ended = true;
        for seat in &mut self.seats {
            seat.present = false;
        }
        self.event(EventType::MeetingEnded, when)
    }

    /// Notes since when the meeting is empty; nothing if somebody is in it.
    pub(crate) fn note_emptiness(&mut self, now: Timestamp) {
        let occupied = self.seats.iter().any(|seat| seat.present);
        self.empty_since = if occupied {
            None
        } else {
            self.empty_since.or(Some(now))
        };
    }

    pub(crate) fn event(&self, kind: EventType, when: Timestamp) -> Event {
        Event::new(kind, when, &self.meeting, None)
    }

    pub(crate) fn taken(&self) -> impl Iterator<Item = &Seat> {
        self.seats.iter().filter(|seat| !seat.deleted)
    }

    pub(crate) fn seat(&self, id: &Guid) -> Result<&Seat, Refusal> {
        self.taken()
            .find(|seat| seat.attendee.attendee_id == *id)
            .ok_or_else(|| Refusal::NoAttendee(id.clone()))
    }

    pub(crate) fn seat_mut(&mut self, id: &Guid) -> Result<&mut Seat, Refusal> {
        let seat = self
            .seats
            .iter_mut()
            .find(|seat| !seat.deleted && seat.attendee.attendee_id == *id);
        seat.ok_or_else(|| Refusal::NoAttendee(id.clone()))
    }

    pub(crate) fn snapshot(&self) -> MeetingSnapshot {
        let attendees = self.taken().map(|seat| AttendeeSnapshot {
            attendee_id: seat.attendee.attendee_id.to_string(),
            external_user_id: seat.attendee.external_user_id.to_string(),
            present: seat.present,
        });
        MeetingSnapshot {
            meeting_id: self.meeting.meeting_id.to_string(),
            external_meeting_id: self.meeting.external_meeting_id.to_string(),
            attendees: attendees.collect(),
        }
    }
}

impl Seat {
    /// Compares all of the token, so that the time it takes tells nothing of it.
    pub(crate) fn has_token(&self, token: &str) -> bool {
        let own = self.attendee.join_token.as_bytes();
        let differing = own
            .iter()
            .zip(token.bytes())
            .fold(0, |all, (a, b)| all | (a ^ b));
        own.len() == token.len() && differing == 0
    }

    /// Follows what an event says. One that is older than what is known comes late and changes nothing, and a
    /// deleted attendee can't be in. Events tell milliseconds, so no finer time decides.
    pub(crate) fn be(&mut self, present: bool, as_of: Timestamp) {
        if !self.deleted && as_of.as_millisecond() >= self.presence_as_of.as_millisecond() {
            self.present = present;
            self.presence_as_of = as_of;
        }
    }
}
