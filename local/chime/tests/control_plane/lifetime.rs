//! How long a meeting lives.

use aws_sdk_chimesdkmeetings::operation::create_attendee::CreateAttendeeError;
use jiff::{SignedDuration, Timestamp};

use crate::app::{TestApp, minutes};

#[tokio::test]
async fn a_meeting_that_nobody_joins_ends_after_five_minutes() {
    let app = TestApp::start().await;
    let meeting = app.meeting("room").await;
    app.advance(minutes(5) - SignedDuration::from_millis(1));
    assert!(app.is_live(&meeting).await);
    app.advance(minutes(60));
    app.chime.expire();
    let ended = app.events.lock().unwrap().last().unwrap().clone();
    assert_eq!(ended["detail"]["eventType"], "chime:MeetingEnded");
    let over: Timestamp = "2026-11-22T10:05:00Z".parse().unwrap();
    assert_eq!(
        ended["detail"]["timestamp"],
        over.as_millisecond(),
        "it tells when it was over, not when it was seen"
    );
    assert!(!app.is_live(&meeting).await);
    app.chime.expire();
    assert_eq!(app.events(), ["MeetingStarted", "MeetingEnded"]);
    let error = app
        .sdk
        .create_attendee()
        .meeting_id(&meeting)
        .external_user_id("host")
        .send()
        .await;
    let error = error.unwrap_err().into_service_error();
    assert!(
        matches!(error, CreateAttendeeError::NotFoundException(_)),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_meeting_lives_while_somebody_is_in_and_five_minutes_more() {
    let app = TestApp::start().await;
    let meeting = app.meeting("room").await;
    let host = app.attendee(&meeting, "host").await;
    app.say(&meeting, "AttendeeJoined", &host);
    app.advance(minutes(90));
    assert!(app.is_live(&meeting).await);
    app.say(&meeting, "chime:AttendeeDropped", &host);
    app.advance(minutes(4));
    app.say(&meeting, "AttendeeJoined", &host);
    app.advance(minutes(4));
    assert!(app.is_live(&meeting).await);
    app.say(&meeting, "AttendeeLeft", &host);
    app.advance(minutes(5));
    assert!(!app.is_live(&meeting).await);
}

#[tokio::test]
async fn a_meeting_ends_after_a_day_whoever_is_in() {
    let app = TestApp::start().await;
    let meeting = app.meeting("room").await;
    let host = app.attendee(&meeting, "host").await;
    app.say(&meeting, "AttendeeJoined", &host);
    app.advance(SignedDuration::from_hours(24));
    assert!(!app.is_live(&meeting).await);
}

#[tokio::test]
async fn deleting_the_only_one_present_starts_the_time_of_being_empty() {
    let app = TestApp::start().await;
    let meeting = app.meeting("room").await;
    let host = app.attendee(&meeting, "host").await;
    app.say(&meeting, "AttendeeJoined", &host);
    app.advance(minutes(60));
    app.sdk
        .delete_attendee()
        .meeting_id(&meeting)
        .attendee_id(&host)
        .send()
        .await
        .unwrap();
    app.say(&meeting, "AttendeeJoined", &host);
    assert!(app.chime.meetings()[0].attendees.is_empty());
    app.advance(minutes(5));
    assert!(!app.is_live(&meeting).await);
}

#[tokio::test]
async fn the_last_thousand_meetings_that_ended_are_remembered() {
    let app = TestApp::start().await;
    let mut meetings = Vec::new();
    for number in 0..=1_000 {
        meetings.push(app.meeting(&format!("room-{number}")).await);
        app.advance(SignedDuration::from_millis(1));
    }
    app.advance(minutes(5));
    let told = |meeting: &str| app.chime.event(meeting, "MeetingEnded", None, None);
    assert!(told(&meetings[0]).is_err());
    assert!(told(&meetings[1]).is_ok());
    assert!(told(&meetings[1_000]).is_ok());
}
