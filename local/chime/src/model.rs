//! The shapes that travel: requests as they are read, meetings and attendees as they are answered.

use serde::{Deserialize, Serialize};

use crate::limits::{
    Arn, ClientToken, ExternalId, Guid, List, MediaRegion, PrimaryMeetingId, TagKey, TagValue,
    TenantId, Violation,
};

/// CreateMeeting, and CreateMeetingWithAttendees if it has `attendees`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Notifications {
    pub(crate) lambda_function_arn: Option<Arn>,
    pub(crate) sns_topic_arn: Option<Arn>,
    pub(crate) sqs_queue_arn: Option<Arn>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Tag {
    pub(crate) key: TagKey,
    pub(crate) value: TagValue,
}

#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub(crate) enum NetworkType {
    Ipv4Only,
    DualStack,
}

/// What a meeting offers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Features {
    #[serde(skip_serializing_if = "Option::is_none")]
    audio: Option<AudioFeatures>,
    #[serde(skip_serializing_if = "Option::is_none")]
    video: Option<VideoFeatures>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<ContentFeatures>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attendee: Option<AttendeeFeatures>,
}

impl Features {
    /// How many attendees fit: 250, but 25 with the highest resolutions, or fewer if the meeting says so.
    pub(crate) fn capacity(&self) -> u16 {
        self.max_count().unwrap_or_else(|| self.most())
    }

    fn check(&self) -> Result<(), Violation> {
        match self.max_count() {
            None if self.content() == ContentResolution::Uhd => Err(Violation::NoMaxCount),
            Some(count) if !(1..=self.most()).contains(&count) => {
                Err(Violation::MaxCount { max: self.most() })
            }
            _ => Ok(()),
        }
    }

    fn most(&self) -> u16 {
        let highest =
            self.video() == VideoResolution::Fhd || self.content() == ContentResolution::Uhd;
        if highest { 25 } else { 250 }
    }

    fn max_count(&self) -> Option<u16> {
        self.attendee
            .as_ref()
            .and_then(|attendee| attendee.max_count)
    }

    fn video(&self) -> VideoResolution {
        let chosen = self.video.as_ref().and_then(|video| video.max_resolution);
        chosen.unwrap_or(VideoResolution::Hd)
    }

    fn content(&self) -> ContentResolution {
        let chosen = self
            .content
            .as_ref()
            .and_then(|content| content.max_resolution);
        chosen.unwrap_or(ContentResolution::Fhd)
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AudioFeatures {
    #[serde(skip_serializing_if = "Option::is_none")]
    echo_reduction: Option<FeatureStatus>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum FeatureStatus {
    Available,
    Unavailable,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct VideoFeatures {
    #[serde(skip_serializing_if = "Option::is_none")]
    max_resolution: Option<VideoResolution>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
enum VideoResolution {
    None,
    #[serde(rename = "HD")]
    Hd,
    #[serde(rename = "FHD")]
    Fhd,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ContentFeatures {
    #[serde(skip_serializing_if = "Option::is_none")]
    max_resolution: Option<ContentResolution>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
enum ContentResolution {
    None,
    #[serde(rename = "FHD")]
    Fhd,
    #[serde(rename = "UHD")]
    Uhd,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AttendeeFeatures {
    #[serde(skip_serializing_if = "Option::is_none")]
    max_count: Option<u16>,
}

/// What one attendee may do with each kind of media.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Capabilities {
    pub(crate) audio: Capability,
    pub(crate) video: Capability,
    pub(crate) content: Capability,
}

impl Capabilities {
    /// Everything that the meeting offers, which is what an attendee has unless told otherwise.
    pub(crate) fn all_of(features: &Features) -> Self {
        let offered = |offered: bool| {
            if offered {
                Capability::SendReceive
            } else {
                Capability::None
            }
        };
        let video = features.video() != VideoResolution::None;
        let content = video && features.content() != ContentResolution::None;
        Self {
            audio: Capability::SendReceive,
            video: offered(video),
            content: offered(content),
        }
    }

    /// Checks the corner cases that the API reference lists.
    pub(crate) fn check(&self, features: &Features) -> Result<(), Violation> {
        if features.video() == VideoResolution::None && self.video != Capability::None {
            return Err(Violation::NoVideo);
        }
        if features.content() == ContentResolution::None && self.content != Capability::None {
            return Err(Violation::NoContent);
        }
        if self.content.receives() && !self.video.receives() {
            return Err(Violation::ContentNeedsVideo);
        }
        Ok(())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Capability {
    SendReceive,
    Send,
    Receive,
    None,
}

impl Capability {
    fn receives(self) -> bool {
        matches!(self, Self::SendReceive | Self::Receive)
    }
}

/// A meeting as the service answers it.
#[derive(Debug, Clone, Serialize)]
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
#[derive(Debug, Clone, Serialize)]
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
#[derive(Debug, Clone, Serialize)]
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::{Value, json};

    use super::*;

    fn meeting(features: Value) -> CreateMeeting {
        serde_json::from_value(json!({
            "ClientRequestToken": "token", "MediaRegion": "us-east-1", "ExternalMeetingId": "room",
            "MeetingFeatures": features,
        }))
        .unwrap()
    }

    #[test]
    fn the_highest_resolutions_make_meetings_small() {
        assert_eq!(meeting(json!(null)).features().capacity(), 250);
        assert_eq!(
            meeting(json!({"Video": {"MaxResolution": "FHD"}}))
                .features()
                .capacity(),
            25
        );
        assert_eq!(
            meeting(json!({"Attendee": {"MaxCount": 2}}))
                .features()
                .capacity(),
            2
        );
        let refused = |features| meeting(features).check().err();
        assert_eq!(
            refused(json!({"Attendee": {"MaxCount": 0}})),
            Some(Violation::MaxCount { max: 250 })
        );
        assert_eq!(
            refused(json!({"Attendee": {"MaxCount": 251}})),
            Some(Violation::MaxCount { max: 250 })
        );
        assert_eq!(
            refused(json!({"Content": {"MaxResolution": "UHD"}})),
            Some(Violation::NoMaxCount)
        );
        let uhd = json!({"Content": {"MaxResolution": "UHD"}, "Attendee": {"MaxCount": 25}});
        assert_eq!(refused(uhd), None);
    }

    #[test]
    fn capabilities_fit_the_meeting() {
        use Capability::{None as No, Receive, Send, SendReceive};
        let check = |features: Value, video, content| {
            Capabilities {
                audio: SendReceive,
                video,
                content,
            }
            .check(&meeting(features).features())
            .err()
        };
        assert_eq!(check(json!({}), SendReceive, SendReceive), None);
        assert_eq!(
            check(json!({}), Send, Receive),
            Some(Violation::ContentNeedsVideo)
        );
        assert_eq!(check(json!({}), Receive, No), None);
        let no_video = json!({"Video": {"MaxResolution": "None"}});
        assert_eq!(
            check(no_video.clone(), Receive, No),
            Some(Violation::NoVideo)
        );
        assert_eq!(
            check(json!({"Content": {"MaxResolution": "None"}}), Receive, Send),
            Some(Violation::NoContent)
        );
        let features = meeting(no_video).features();
        assert_eq!(Capabilities::all_of(&features).check(&features), Ok(()));
    }
}
