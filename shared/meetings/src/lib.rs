//! The meeting service: meetings and attendees of the Amazon Chime SDK.
//!
//! Meetings are named by the booking's id and attendees by the person's, which are opaque.
//! Creating is idempotent: a meeting by its client token, made of the booking and the
//! generation, an attendee by its external user id. Deleting what is gone is success.

mod objects;

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

/// A meeting that was made.
#[derive(Clone, Debug)]
pub struct Meeting {
    /// Its id.
    pub id: String,
    /// Which meeting of the booking it is.
    pub generation: u32,
    /// The meeting, as JSON in the service's own shape.
    pub meeting: String,
    /// The provider's attendee in it, as JSON in the service's own shape.
    pub host: String,
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
