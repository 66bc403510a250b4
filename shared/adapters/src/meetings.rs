//! The meeting service: meetings and attendees of the Amazon Chime SDK.
//!
//! Meetings are named by the booking's id and attendees by the person's, which are opaque.
//! Creating is idempotent: a meeting by its client token, made of the booking and the
//! generation, an attendee by its external user id. Deleting what is gone is success.

use anteroom_domain::values::{BookingId, PersonId};
use aws_sdk_chimesdkmeetings::Client;
use aws_sdk_chimesdkmeetings::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_chimesdkmeetings::types::{self, CreateAttendeeRequestItem};
use serde::Serialize;

use crate::store::{MeetingAttributes, NewMeeting};

/// The meeting service.
#[derive(Clone, Debug)]
pub struct Meetings {
    client: Client,
    region: String,
}

/// The meeting service could not be used.
#[derive(Debug, thiserror::Error)]
#[error("{operation} failed: {code}")]
pub struct MeetingError {
    operation: &'static str,
    code: String,
}

/// An attendee, or the news that the meeting has ended by itself.
#[derive(Debug)]
pub enum Invited {
    /// The attendee.
    Attendee(Attendee),
    /// The meeting is gone: the next generation is due.
    MeetingGone,
}

/// A meeting in the service's own shape.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Meeting {
    meeting_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_meeting_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    media_region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    media_placement: Option<MediaPlacement>,
    #[serde(skip_serializing_if = "Option::is_none")]
    meeting_arn: Option<String>,
}

/// Where a client connects, in the service's own shape.
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

/// An attendee in the service's own shape: whoever holds its token can enter.
#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Attendee {
    external_user_id: String,
    /// The attendee's id.
    pub attendee_id: String,
    join_token: String,
}

impl Meetings {
    /// The service, with the region in which media flows.
    pub fn new(client: Client, region: String) -> Self {
        Self { client, region }
    }

    /// Makes a booking's meeting of a generation, with its provider as the first attendee.
    pub async fn create(
        &self,
        booking: &BookingId,
        generation: u32,
        host: &PersonId,
    ) -> Result<NewMeeting, MeetingError> {
        let host = CreateAttendeeRequestItem::builder()
            .external_user_id(host.as_str())
            .build();
        let output = self
            .client
            .create_meeting_with_attendees()
            .client_request_token(format!("{booking}-{generation}"))
            .external_meeting_id(booking.as_str())
            .media_region(&self.region)
            .attendees(host.map_err(|_| incomplete("CreateMeetingWithAttendees"))?)
            .send()
            .await
            .map_err(failed("CreateMeetingWithAttendees"))?;
        let whole = output.meeting.and_then(meeting).zip(
            output
                .attendees
                .unwrap_or_default()
                .pop()
                .and_then(attendee),
        );
        let (meeting, host) = whole.ok_or_else(|| incomplete("CreateMeetingWithAttendees"))?;
        let objects = MeetingAttributes {
            meeting: json(&meeting),
            host: json(&host),
        };
        Ok(NewMeeting {
            generation,
            id: meeting.meeting_id,
            objects,
        })
    }

    /// Makes an attendee, or gives the one that this person is already.
    pub async fn invite(&self, meeting: &str, person: &PersonId) -> Result<Invited, MeetingError> {
        let result = self
            .client
            .create_attendee()
            .meeting_id(meeting)
            .external_user_id(person.as_str())
            .send()
            .await;
        match result {
            Ok(output) => {
                let attendee = output
                    .attendee
                    .and_then(attendee)
                    .ok_or_else(|| incomplete("CreateAttendee"))?;
                Ok(Invited::Attendee(attendee))
            }
            Err(error) if is_gone(&error) => Ok(Invited::MeetingGone),
            Err(error) => Err(failed("CreateAttendee")(error)),
        }
    }

    /// Deletes an attendee: their credentials are worthless from then on.
    pub async fn remove(&self, meeting: &str, attendee: &str) -> Result<(), MeetingError> {
        match self
            .client
            .delete_attendee()
            .meeting_id(meeting)
            .attendee_id(attendee)
            .send()
            .await
        {
            Err(error) if !is_gone(&error) => Err(failed("DeleteAttendee")(error)),
            Ok(_) | Err(_) => Ok(()),
        }
    }

    /// Deletes a meeting: everybody is out, and all its credentials are worthless.
    pub async fn delete(&self, meeting: &str) -> Result<(), MeetingError> {
        match self
            .client
            .delete_meeting()
            .meeting_id(meeting)
            .send()
            .await
        {
            Err(error) if !is_gone(&error) => Err(failed("DeleteMeeting")(error)),
            Ok(_) | Err(_) => Ok(()),
        }
    }
}

impl Attendee {
    /// The attendee as JSON in the service's own shape.
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

fn meeting(from: types::Meeting) -> Option<Meeting> {
    Some(Meeting {
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

fn attendee(from: types::Attendee) -> Option<Attendee> {
    Some(Attendee {
        external_user_id: from.external_user_id?,
        attendee_id: from.attendee_id?,
        join_token: from.join_token?,
    })
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("the service's objects are plain JSON")
}

fn is_gone<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> bool {
    error
        .as_service_error()
        .is_some_and(|error| error.code() == Some("NotFoundException"))
}

fn incomplete(operation: &'static str) -> MeetingError {
    MeetingError {
        operation,
        code: "incomplete answer".to_owned(),
    }
}

fn failed<E: ProvideErrorMetadata, R>(
    operation: &'static str,
) -> impl Fn(SdkError<E, R>) -> MeetingError {
    move |error| {
        let kind = match &error {
            SdkError::TimeoutError(_) => "timeout",
            SdkError::DispatchFailure(_) => "no connection",
            _ => "service error",
        };
        let code = error
            .as_service_error()
            .and_then(|e| e.code())
            .unwrap_or(kind)
            .to_owned();
        MeetingError { operation, code }
    }
}
