//! The shapes that travel: requests as they are read, meetings and attendees as they are answered.

use serde::{Deserialize, Serialize};

use crate::features::{Capabilities, Features};
use crate::limits::{
    Arn, ClientToken, ExternalId, Guid, List, MediaRegion, PrimaryMeetingId, TagKey, TagValue,
    TenantId, Violation,
};

/// CreateMeeting, and CreateMeetingWithAttendees if it has `attendees`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateMeeting {
    pub(crate) client_request_token: ClientToken,
    pub(crate) media_region: MediaRegion,
    pub(crate) external_meeting_id: ExternalId,
    pub(crate) meeting_host_id: Option<ExternalId>,
    pub(crate) notifications_configuration: Option<Notifications>,
    pub(crate) meeting_features: Option<Features>,
    pub(crate) primary_meeting_id: Option<PrimaryMeetingId>,
    pub(crate) tenant_ids: Option<List<TenantId, 1, 5>>,
    pub(crate) tags: Option<List<Tag, 0, 50>>,
    pub(crate) media_placement_network_type: Option<NetworkType>,
    pub(crate) attendees: Option<List<CreateAttendee, 1, 20>>,
}

impl CreateMeeting {
    /// Checks what one field asks of another.
    pub(crate) fn check(&self) -> Result<(), Violation> {
        if self.primary_meeting_id.is_some() {
            return Err(Violation::Replica);
        }
        let features = self.features();
        features.check()?;
        let attendees = self.attendees.iter().flat_map(List::iter);
        attendees
            .filter_map(|attendee| attendee.capabilities)
            .try_for_each(|asked| asked.check(&features))
    }

    pub(crate) fn features(&self) -> Features {
        self.meeting_features.clone().unwrap_or_default()
    }
}

/// CreateAttendee, and each member of a batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateAttendee {
    pub(crate) external_user_id: ExternalId,
    pub(crate) capabilities: Option<Capabilities>,
}

/// BatchCreateAttendee.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct BatchCreateAttendee {
    pub(crate) attendees: List<CreateAttendee, 1, 100>,
}

/// UpdateAttendeeCapabilities.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateCapabilities {
    pub(crate) capabilities: Capabilities,
}

/// BatchUpdateAttendeeCapabilitiesExcept.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateCapabilitiesExcept {
    pub(crate) excluded_attendee_ids: List<AttendeeId, 1, 250>,
    pub(crate) capabilities: Capabilities,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AttendeeId {
    pub(crate) attendee_id: Guid,
}

/// Where the cloud would also send events. It is read to be checked and compared; events go to one place here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Notifications {
    pub(crate) lambda_function_arn: Option<Arn>,
    pub(crate) sns_topic_arn: Option<Arn>,
    pub(crate) sqs_queue_arn: Option<Arn>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Tag {
    pub(crate) key: TagKey,
    pub(crate) value: TagValue,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) enum NetworkType {
    Ipv4Only,
    DualStack,
}

/// A meeting as the service answers it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Meeting {
    pub(crate) meeting_id: Guid,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) meeting_host_id: Option<ExternalId>,
    pub(crate) external_meeting_id: ExternalId,
    pub(crate) media_region: MediaRegion,
    pub(crate) media_placement: MediaPlacement,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) meeting_features: Option<Features>,
    pub(crate) tenant_ids: Vec<TenantId>,
    pub(crate) meeting_arn: String,
}

/// Where clients find a meeting's media. EventIngestionUrl is left out: without it a client keeps its own
/// telemetry to itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct MediaPlacement {
    audio_host_url: String,
    audio_fallback_url: String,
    signaling_url: String,
    turn_control_url: String,
    screen_data_url: String,
    screen_viewing_url: String,
    screen_sharing_url: String,
}

impl MediaPlacement {
    /// Addresses on one host, given as `host:port`, with the paths that the cloud uses.
    pub(crate) fn on(host: &str, meeting_id: &Guid) -> Self {
        Self {
            audio_host_url: host.to_owned(),
            audio_fallback_url: format!("ws://{host}/calls/{meeting_id}"),
            signaling_url: format!("ws://{host}/control/{meeting_id}"),
            turn_control_url: format!("http://{host}/v2/turn_sessions"),
            screen_data_url: format!("ws://{host}/v2/screen/{meeting_id}"),
            screen_viewing_url: format!("ws://{host}/ws/connect?X-BitHub-Call-Id={meeting_id}"),
            screen_sharing_url: format!("ws://{host}/v2/screen/{meeting_id}"),
        }
    }
}

/// An attendee as the service answers it, with the secret that lets them in.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Attendee {
    pub(crate) external_user_id: ExternalId,
    pub(crate) attendee_id: Guid,
    pub(crate) join_token: String,
    pub(crate) capabilities: Capabilities,
}

/// Why one member of a batch was not made.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AttendeeError {
    pub(crate) external_user_id: ExternalId,
    pub(crate) error_code: &'static str,
    pub(crate) error_message: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct MeetingAnswer {
    pub(crate) meeting: Meeting,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AttendeeAnswer {
    pub(crate) attendee: Attendee,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct MeetingWithAttendeesAnswer {
    pub(crate) meeting: Meeting,
    #[serde(flatten)]
    pub(crate) batch: BatchAnswer,
}

#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct BatchAnswer {
    pub(crate) attendees: Vec<Attendee>,
    pub(crate) errors: Vec<AttendeeError>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AttendeePage {
    pub(crate) attendees: Vec<Attendee>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_token: Option<Guid>,
}
