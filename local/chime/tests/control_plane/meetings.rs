//! Meetings and the tokens that make them.

use std::collections::BTreeSet;
use std::sync::Arc;

use aws_sdk_chimesdkmeetings::operation::create_attendee::CreateAttendeeError;
use aws_sdk_chimesdkmeetings::operation::create_meeting::CreateMeetingError;
use aws_sdk_chimesdkmeetings::operation::delete_meeting::DeleteMeetingError;
use aws_sdk_chimesdkmeetings::types::{AttendeeFeatures, MeetingFeaturesConfiguration};
use serde_json::json;

use crate::app::{TestApp, item};

#[tokio::test]
async fn a_meeting_is_made_found_and_deleted() {
    let app = TestApp::start().await;
    let made = app
        .sdk
        .create_meeting()
        .client_request_token("token-1")
        .external_meeting_id("room-1");
    let made = made
        .media_region("ap-southeast-1")
        .tenant_ids("clinic")
        .send()
        .await
        .unwrap()
        .meeting
        .unwrap();
    let id = made.meeting_id().unwrap();
    assert_eq!(made.external_meeting_id(), Some("room-1"));
    assert_eq!(made.media_region(), Some("ap-southeast-1"));
    assert_eq!(made.tenant_ids(), ["clinic"]);
    assert_eq!(
        made.meeting_arn(),
        Some(format!("arn:aws:chime:us-east-1:000000000000:meeting/{id}").as_str())
    );
    let placement = made.media_placement().unwrap();
    assert_eq!(placement.audio_host_url(), Some(app.host.as_str()));
    assert_eq!(
        placement.signaling_url(),
        Some(format!("ws://{}/control/{id}", app.host).as_str())
    );

    let found = app
        .sdk
        .get_meeting()
        .meeting_id(id.to_uppercase())
        .send()
        .await
        .unwrap()
        .meeting
        .unwrap();
    assert_eq!(found, made);

    app.sdk
        .delete_meeting()
        .meeting_id(id)
        .send()
        .await
        .unwrap();
    assert!(!app.is_live(id).await);
    let again = app
        .sdk
        .delete_meeting()
        .meeting_id(id)
        .send()
        .await
        .unwrap_err()
        .into_service_error();
    assert!(
        matches!(again, DeleteMeetingError::NotFoundException(_)),
        "{again:?}"
    );
    assert_eq!(app.events(), ["MeetingStarted", "MeetingEnded"]);
}

#[tokio::test]
async fn a_client_token_makes_one_meeting_until_that_has_ended() {
    let app = TestApp::start().await;
    let first = app.try_meeting("token", "room").await.unwrap();
    assert_eq!(app.try_meeting("token", "room").await.unwrap(), first);
    assert_eq!(app.events(), ["MeetingStarted"]);

    let other = app.try_meeting("token", "another room").await.unwrap_err();
    assert!(
        matches!(other, CreateMeetingError::ConflictException(_)),
        "{other:?}"
    );

    app.sdk
        .delete_meeting()
        .meeting_id(&first)
        .send()
        .await
        .unwrap();
    let second = app.try_meeting("token", "another room").await.unwrap();
    assert_ne!(second, first);
}

#[tokio::test]
async fn a_meeting_is_made_with_its_attendees() {
    let app = TestApp::start().await;
    let two = MeetingFeaturesConfiguration::builder()
        .attendee(AttendeeFeatures::builder().max_count(2).build());
    let request = app
        .sdk
        .create_meeting_with_attendees()
        .client_request_token("token")
        .media_region("us-east-1");
    let request = request
        .external_meeting_id("room")
        .meeting_features(two.build());
    let request = request
        .attendees(item("host"))
        .attendees(item("guest"))
        .attendees(item("third"));
    let made = request.clone().send().await.unwrap();
    let names: Vec<_> = made
        .attendees()
        .iter()
        .map(|attendee| attendee.external_user_id().unwrap())
        .collect();
    assert_eq!(names, ["host", "guest"]);
    assert_eq!(made.errors().len(), 1);
    assert_eq!(made.errors()[0].external_user_id(), Some("third"));
    assert_eq!(made.errors()[0].error_code(), Some("ResourceLimitExceeded"));
    assert_eq!(
        app.events(),
        ["MeetingStarted", "AttendeeAdded", "AttendeeAdded"]
    );

    let again = request.send().await.unwrap();
    assert_eq!(again.meeting(), made.meeting());
    assert_eq!(again.attendees(), made.attendees());
    assert!(app.events().is_empty());

    let id = made.meeting().unwrap().meeting_id().unwrap();
    let late = app
        .sdk
        .create_attendee()
        .meeting_id(id)
        .external_user_id("fourth")
        .send()
        .await;
    let late = late.unwrap_err().into_service_error();
    assert!(
        matches!(late, CreateAttendeeError::LimitExceededException(_)),
        "{late:?}"
    );
}

#[tokio::test]
async fn the_snapshot_shows_who_is_in() {
    let app = TestApp::start().await;
    let meeting = app.meeting("room").await;
    let host = app.attendee(&meeting, "host").await;
    let guest = app.attendee(&meeting, "guest").await;
    app.say(&meeting, "AttendeeJoined", &host);
    let expected = json!([{
        "meetingId": meeting,
        "externalMeetingId": "room",
        "attendees": [
            {"attendeeId": host, "externalUserId": "host", "present": true},
            {"attendeeId": guest, "externalUserId": "guest", "present": false},
        ],
    }]);
    assert_eq!(
        serde_json::to_value(app.chime.meetings()).unwrap(),
        expected
    );
}

#[tokio::test]
async fn one_of_many_equal_requests_at_once_makes_the_meeting() {
    let app = Arc::new(TestApp::start().await);
    let requests: Vec<_> = (0..50)
        .map(|_| {
            let app = app.clone();
            tokio::spawn(async move { app.meeting("room").await })
        })
        .collect();
    let mut ids = BTreeSet::new();
    for request in requests {
        ids.insert(request.await.unwrap());
    }
    assert_eq!(ids.len(), 1);
    assert_eq!(app.events(), ["MeetingStarted"]);
}
