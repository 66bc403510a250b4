//! Meetings and attendees in the meeting service's own format, as its browser client library
//! expects them.

use aws_sdk_chimesdkmeetings::types;
use serde::Serialize;

/// A meeting in the service's own format.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct MeetingObject {
    pub(super) meeting_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_meeting_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    media_region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    media_placement: Option<MediaPlacement>,
    #[serde(skip_serializing_if = "Option::is_none")]
    meeting_arn: Option<String>,
}

/// The addresses to which a client connects, in the service's own format.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct MediaPlacement {
    #[serde(skip_serializing_if = "Option::is_none")]
    audio_host_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    audio_fallback_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signaling_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    turn_control_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_ingestion_url: Option<String>,
}

/// An attendee in the service's own format. Its token is a credential: anybody who holds it can
/// enter the meeting.
#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Attendee {
    external_user_id: String,
    /// The attendee's id.
    pub attendee_id: String,
    join_token: String,
}

impl Attendee {
    /// The attendee as JSON in the service's own format.
    pub fn to_json(&self) -> String {
        json(self)
    }
}

impl std::fmt::Debug for Attendee {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Attendee")
            .field("attendee_id", &self.attendee_id)
            .finish_non_exhaustive()
    }
}

/// A meeting; `None` if it has no id.
pub(super) fn meeting(from: types::Meeting) -> Option<MeetingObject> {
    Some(MeetingObject {
        meeting_id: from.meeting_id?,
        external_meeting_id: from.external_meeting_id,
        media_region: from.media_region,
        media_placement: from.media_placement.map(|placement| MediaPlacement {
            audio_host_url: placement.audio_host_url,
            audio_fallback_url: placement.audio_fallback_url,
            signaling_url: placement.signaling_url,
            turn_control_url: placement.turn_control_url,
            event_ingestion_url: placement.event_ingestion_url,
        }),
        meeting_arn: from.meeting_arn,
    })
}

/// An attendee; `None` if a required field is missing.
pub(super) fn attendee(from: types::Attendee) -> Option<Attendee> {
    Some(Attendee {
        external_user_id: from.external_user_id?,
        attendee_id: from.attendee_id?,
        join_token: from.join_token?,
    })
}

/// An object as JSON in the service's own format.
pub(super) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("the service's objects are plain JSON")
}
