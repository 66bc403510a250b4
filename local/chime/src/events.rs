//! Meeting events in the shape in which EventBridge delivers them.
//!
//! Types and fields are those of "Understanding Amazon Chime SDK meeting lifecycle events" in the service's
//! developer guide.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::features::Capabilities;
use crate::limits::Guid;
use crate::model::{Attendee, Meeting};

/// The account that everything belongs to here.
pub(crate) const ACCOUNT: &str = "000000000000";

/// Why an event can't be made on demand.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EventError {
    /// The service has no event of this type.
    #[error("the meeting service has no event {0}")]
    UnknownType(String),
    /// No meeting had this id, not even one that has ended.
    #[error("there never was a meeting {0}")]
    UnknownMeeting(String),
    /// No attendee of the meeting had this id, not even one that was deleted.
    #[error("the meeting never had an attendee {0}")]
    UnknownAttendee(String),
    /// An event of this type is about an attendee, and none was named.
    #[error("{0} is about an attendee: give its id")]
    AttendeeMissing(&'static str),
}

/// Declares the types of events with their names on the wire.
macro_rules! event_types {
    ($($variant:ident),+ $(,)?) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum EventType { $($variant),+ }

        impl EventType {
            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$variant),+];

            /// The type's name without the prefix `chime:`.
            pub(crate) fn name(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant)),+ }
            }

            /// Reads a name, with or without the prefix `chime:`.
            pub(crate) fn parse(name: &str) -> Result<Self, EventError> {
                match name.strip_prefix("chime:").unwrap_or(name) {
                    $(stringify!($variant) => Ok(Self::$variant),)+
                    _ => Err(EventError::UnknownType(name.to_owned())),
                }
            }
        }
    };
}

event_types! {
    MeetingStarted,
    MeetingEnded,
    AttendeeAdded,
    AttendeeDeleted,
    AttendeeAuthorized,
    AttendeeJoined,
    AttendeeLeft,
    AttendeeDropped,
    AttendeeVideoStarted,
    AttendeeVideoStopped,
    AttendeeContentJoined,
    AttendeeContentLeft,
    AttendeeContentDropped,
    AttendeeContentVideoStarted,
    AttendeeContentVideoStopped,
    AttendeeCapabilitiesUpdated,
}

impl EventType {
    /// Whether the event tells of the meeting as a whole, and so names no attendee.
    pub(crate) fn is_about_the_meeting(self) -> bool {
        matches!(self, Self::MeetingStarted | Self::MeetingEnded)
    }

    /// Whether the attendee is in the meeting after this event; `None` if it doesn't say.
    pub(crate) fn presence(self) -> Option<bool> {
        match self {
            Self::AttendeeJoined => Some(true),
            Self::AttendeeLeft | Self::AttendeeDropped => Some(false),
            _ => None,
        }
    }

    /// Whether the event says over which network the attendee came or went.
    fn has_network(self) -> bool {
        matches!(
            self,
            Self::AttendeeJoined
                | Self::AttendeeLeft
                | Self::AttendeeDropped
                | Self::AttendeeContentJoined
                | Self::AttendeeContentLeft
                | Self::AttendeeContentDropped
        )
    }
}

/// Something that happened, with all that its event tells.
#[derive(Debug)]
pub(crate) struct Event {
    detail: Value,
}

impl Event {
    pub(crate) fn new(
        kind: EventType,
        happened: Timestamp,
        meeting: &Meeting,
        who: Option<&Attendee>,
    ) -> Self {
        let mut detail = json!({
            "version": "0",
            "eventType": format!("chime:{}", kind.name()),
            "timestamp": happened.as_millisecond(),
            "meetingId": meeting.meeting_id,
            "externalMeetingId": meeting.external_meeting_id,
            "mediaRegion": meeting.media_region,
        });
        if let Some(attendee) = who {
            detail["attendeeId"] = json!(attendee.attendee_id);
            detail["externalUserId"] = json!(attendee.external_user_id);
            if kind == EventType::AttendeeCapabilitiesUpdated {
                let Capabilities {
                    audio,
                    video,
                    content,
                } = attendee.capabilities;
                detail["success"] = json!("1");
                detail["attendeeCapabilities"] =
                    json!({"audio": audio, "video": video, "content": content});
            }
        }
        if kind.has_network() {
            detail["networkType"] = json!("Voip");
        }
        Self { detail }
    }

    /// Wraps the event as the event bus of the control plane's Region does, which takes it over at `now`.
    pub(crate) fn envelope(self, region: &str, now: Timestamp) -> Value {
        json!({
            "version": "0",
            "id": Guid::random(),
            "detail-type": "Chime Meeting State Change",
            "source": "aws.chime",
            "account": ACCOUNT,
            "time": format!("{now:.0}"),
            "region": region,
            "resources": [],
            "detail": self.detail,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::features::Features;
    use crate::model::MediaPlacement;

    fn meeting() -> Meeting {
        let meeting_id: Guid = "1c92fc0e-5210-4b4a-b661-261934f22713".parse().unwrap();
        Meeting {
            media_placement: MediaPlacement::on("localhost:4110", &meeting_id),
            meeting_id,
            meeting_host_id: None,
            external_meeting_id: "room-7".to_owned().try_into().unwrap(),
            media_region: "ap-southeast-1".to_owned().try_into().unwrap(),
            meeting_features: None,
            tenant_ids: Vec::new(),
            meeting_arn: String::new(),
        }
    }

    fn attendee() -> Attendee {
        Attendee {
            external_user_id: "person-1".to_owned().try_into().unwrap(),
            attendee_id: "d2aacee9-12c9-3cba-1b20-1a2c341d6fe7".parse().unwrap(),
            join_token: "secret".to_owned(),
            capabilities: Capabilities::all_of(&Features::default()),
        }
    }

    fn made(kind: EventType, who: Option<&Attendee>) -> Value {
        let happened = "2026-11-22T10:00:00.123Z".parse().unwrap();
        let now = "2026-11-22T10:00:02.999Z".parse().unwrap();
        let mut event = Event::new(kind, happened, &meeting(), who).envelope("us-east-1", now);
        let id = event["id"].take();
        id.as_str().unwrap().parse::<Guid>().unwrap();
        event
    }

    #[test]
    fn a_meeting_event_names_no_attendee() {
        let expected = json!({
            "version": "0",
            "id": null,
            "detail-type": "Chime Meeting State Change",
            "source": "aws.chime",
            "account": "000000000000",
            "time": "2026-11-22T10:00:02Z",
            "region": "us-east-1",
            "resources": [],
            "detail": {
                "version": "0",
                "eventType": "chime:MeetingStarted",
                "timestamp": 1_795_341_600_123_i64,
                "meetingId": "1c92fc0e-5210-4b4a-b661-261934f22713",
                "externalMeetingId": "room-7",
                "mediaRegion": "ap-southeast-1",
            },
        });
        assert_eq!(made(EventType::MeetingStarted, None), expected);
    }

    #[test]
    fn comings_and_goings_name_the_attendee_and_the_network() {
        let expected = json!({
            "version": "0",
            "eventType": "chime:AttendeeJoined",
            "timestamp": 1_795_341_600_123_i64,
            "meetingId": "1c92fc0e-5210-4b4a-b661-261934f22713",
            "externalMeetingId": "room-7",
            "mediaRegion": "ap-southeast-1",
            "attendeeId": "d2aacee9-12c9-3cba-1b20-1a2c341d6fe7",
            "externalUserId": "person-1",
            "networkType": "Voip",
        });
        assert_eq!(
            made(EventType::AttendeeJoined, Some(&attendee()))["detail"],
            expected
        );
        assert!(
            made(EventType::AttendeeAdded, Some(&attendee()))["detail"]
                .get("networkType")
                .is_none()
        );
    }

    #[test]
    fn updated_capabilities_are_told() {
        let event = made(EventType::AttendeeCapabilitiesUpdated, Some(&attendee()));
        assert_eq!(event["detail"]["success"], "1");
        let all = json!({"audio": "SendReceive", "video": "SendReceive", "content": "SendReceive"});
        assert_eq!(event["detail"]["attendeeCapabilities"], all);
    }

    #[test]
    fn no_event_tells_the_join_token() {
        for kind in EventType::ALL {
            assert!(
                !made(*kind, Some(&attendee()))
                    .to_string()
                    .contains("secret"),
                "{kind:?}"
            );
        }
    }

    #[test]
    fn types_are_read_with_and_without_the_prefix() {
        for kind in EventType::ALL {
            assert_eq!(EventType::parse(kind.name()), Ok(*kind));
            assert_eq!(
                EventType::parse(&format!("chime:{}", kind.name())),
                Ok(*kind)
            );
        }
        assert_eq!(
            EventType::parse("chime:Tea"),
            Err(EventError::UnknownType("chime:Tea".to_owned()))
        );
    }
}
