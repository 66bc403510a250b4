//! What a meeting offers, and what each attendee may do of it.

use serde::{Deserialize, Serialize};

use crate::limits::Violation;

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

    /// Checks what the resolutions allow.
    pub(crate) fn check(&self) -> Result<(), Violation> {
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
    pub(crate) fn receives(self) -> bool {
        matches!(self, Self::SendReceive | Self::Receive)
    }

    pub(crate) fn sends(self) -> bool {
        matches!(self, Self::SendReceive | Self::Send)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::{Value, json};

    use super::*;

    fn features(wire: Value) -> Features {
        serde_json::from_value(wire).unwrap()
    }

    #[test]
    fn the_highest_resolutions_make_meetings_small() {
        assert_eq!(Features::default().capacity(), 250);
        assert_eq!(
            features(json!({"Video": {"MaxResolution": "FHD"}})).capacity(),
            25
        );
        assert_eq!(features(json!({"Attendee": {"MaxCount": 2}})).capacity(), 2);
        let too_many = Err(Violation::MaxCount { max: 250 });
        assert_eq!(
            features(json!({"Attendee": {"MaxCount": 0}})).check(),
            too_many
        );
        assert_eq!(
            features(json!({"Attendee": {"MaxCount": 251}})).check(),
            too_many
        );
        let uhd = json!({"Content": {"MaxResolution": "UHD"}});
        assert_eq!(features(uhd).check(), Err(Violation::NoMaxCount));
        let uhd = json!({"Content": {"MaxResolution": "UHD"}, "Attendee": {"MaxCount": 25}});
        assert_eq!(features(uhd).check(), Ok(()));
    }

    #[test]
    fn capabilities_fit_the_meeting() {
        use Capability::{None as No, Receive, Send, SendReceive};
        let check = |wire: Value, video, content| {
            let asked = Capabilities {
                audio: SendReceive,
                video,
                content,
            };
            asked.check(&features(wire)).err()
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
        let no_content = json!({"Content": {"MaxResolution": "None"}});
        assert_eq!(check(no_content, Receive, Send), Some(Violation::NoContent));
        let features = features(no_video);
        assert_eq!(Capabilities::all_of(&features).check(&features), Ok(()));
    }
}
