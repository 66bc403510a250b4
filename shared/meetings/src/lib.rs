//! The meeting service: meetings and attendees of the Amazon Chime SDK.
//!
//! A meeting is named by the booking's id and an attendee by the person's id; both are opaque.
//! Creating is idempotent: a meeting by a client token of booking and generation, an attendee by
//! its external user id. Deleting an absent object succeeds.

mod objects;

use std::fmt;

use anteroom_domain::values::{BookingId, PersonId};
use aws_sdk_chimesdkmeetings::Client;
use aws_sdk_chimesdkmeetings::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_chimesdkmeetings::types::CreateAttendeeRequestItem;

pub use objects::Attendee;
use objects::{attendee, json, meeting};

/// The meeting service.
#[derive(Clone, Debug)]
pub struct Meetings {
    client: Client,
    region: String,
}

/// The meeting service failed.
#[derive(Debug, thiserror::Error)]
#[error("{operation} failed: {code}")]
pub struct MeetingError {
    operation: &'static str,
    code: String,
}

/// An attendee, or the fact that the meeting service has ended the meeting.
#[derive(Debug)]
pub enum Invited {
    /// The attendee.
    Attendee(Attendee),
    /// The meeting no longer exists; a new one with the next generation is needed.
    MeetingGone,
}

/// A meeting that was created.
#[derive(Clone)]
pub struct Meeting {
    /// Its id.
    pub id: String,
    /// Its generation.
    pub generation: u32,
    /// The meeting, as JSON in the service's own format.
    pub meeting: String,
    /// The provider's attendee in it, as JSON in the service's own format.
    pub host: String,
}

/// Without the provider's attendee, who has a token.
impl fmt::Debug for Meeting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Meeting")
            .field("id", &self.id)
            .field("generation", &self.generation)
            .finish_non_exhaustive()
    }
}

impl Meetings {
    /// The service, with the region that carries the media.
    pub fn new(client: Client, region: String) -> Self {
        Self { client, region }
    }

    /// Creates the booking's meeting of a generation, with the provider as the first attendee.
    pub async fn create(
        &self,
        booking: &BookingId,
        generation: u32,
        host: &PersonId,
    ) -> Result<Meeting, MeetingError> {
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
        Ok(Meeting {
            generation,
            meeting: json(&meeting),
            host: json(&host),
            id: meeting.meeting_id,
        })
    }

    /// Creates an attendee for a person, or gives the existing one.
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

    /// Deletes an attendee. Its credentials are void from then on.
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

    /// Deletes a meeting. Everybody is disconnected, and all its credentials are void.
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
