//! The meeting service's events, as EventBridge delivers them (Amazon Chime SDK developer
//! guide, "Amazon Chime SDK meeting events").

use anteroom_domain::values::{BookingId, PersonId};
use jiff::Timestamp;
use serde::Deserialize;

/// An event.
#[derive(Clone, Debug, Deserialize)]
pub struct MeetingEvent {
    /// When EventBridge received it.
    pub time: Timestamp,
    /// What happened.
    pub detail: Detail,
}

/// What happened.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Detail {
    event_type: String,
    /// When it happened, in milliseconds since the Unix epoch.
    timestamp: i64,
    /// The service's id of the meeting.
    pub meeting_id: String,
    external_meeting_id: Option<String>,
    /// The service's id of the attendee.
    pub attendee_id: Option<String>,
    external_user_id: Option<String>,
}

/// The kinds of event that this function handles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Came,
    Left,
    Dropped,
    MeetingEnded,
}

impl Detail {
    /// The kind of the event; `None` if this function does not handle it.
    pub(crate) fn what(&self) -> Option<What> {
        match self.event_type.as_str() {
            "chime:AttendeeJoined" => Some(What::Came),
            "chime:AttendeeLeft" => Some(What::Left),
            "chime:AttendeeDropped" => Some(What::Dropped),
            "chime:MeetingEnded" => Some(What::MeetingEnded),
            _ => None,
        }
    }

    /// When it happened, by the service's clock.
    pub(crate) fn at(&self) -> Result<Timestamp, jiff::Error> {
        Timestamp::from_millisecond(self.timestamp)
    }

    /// The booking that the meeting belongs to.
    pub(crate) fn booking(&self) -> Option<BookingId> {
        self.external_meeting_id.as_deref()?.parse().ok()
    }

    /// The person that the attendee belongs to.
    pub(crate) fn person(&self) -> Option<PersonId> {
        self.external_user_id.as_deref()?.parse().ok()
    }
}
