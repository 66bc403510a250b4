//! Events made on demand.

use std::collections::BTreeSet;

use chime_local::EventError;
use jiff::SignedDuration;

use crate::app::{TestApp, minutes};

#[tokio::test]
async fn events_are_made_late_twice_and_about_what_is_gone() {
    let app = TestApp::start().await;
    let meeting = app.meeting("room").await;
    let host = app.attendee(&meeting, "host").await;
    let joined = app.now() - SignedDuration::from_secs(10);
    app.advance(minutes(1));
    let event = app
        .chime
        .event(&meeting, "AttendeeJoined", Some(&host), Some(joined))
        .unwrap();
    assert_eq!(event["detail"]["timestamp"], joined.as_millisecond());
    assert_eq!(event["detail"]["externalUserId"], "host");
    assert_eq!(event["time"], "2026-11-22T10:01:00Z");

    let early = joined - SignedDuration::from_secs(1);
    app.chime
        .event(&meeting, "AttendeeLeft", Some(&host), Some(early))
        .unwrap();
    assert!(
        app.chime.meetings()[0].attendees[0].present,
        "an older event comes late and changes nothing"
    );

    app.sdk
        .delete_meeting()
        .meeting_id(&meeting)
        .send()
        .await
        .unwrap();
    app.events();
    let ids: BTreeSet<String> = (0..2)
        .map(|_| {
            app.say(&meeting, "chime:AttendeeLeft", &host)["id"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    app.chime
        .event(&meeting, "MeetingEnded", None, None)
        .unwrap();
    assert_eq!(
        app.events(),
        ["AttendeeLeft", "AttendeeLeft", "MeetingEnded"]
    );
    assert_eq!(ids.len(), 2);
    assert!(app.chime.meetings().is_empty());
}

#[tokio::test]
async fn events_about_what_never_was_are_refused() {
    let app = TestApp::start().await;
    let meeting = app.meeting("room").await;
    let try_event = |meeting: &str, kind: &str, attendee| {
        app.chime.event(meeting, kind, attendee, None).unwrap_err()
    };
    assert_eq!(
        try_event(&meeting, "Tea", None),
        EventError::UnknownType("Tea".to_owned())
    );
    assert_eq!(
        try_event("room", "MeetingEnded", None),
        EventError::UnknownMeeting("room".to_owned())
    );
    assert_eq!(
        try_event(&meeting, "AttendeeLeft", None),
        EventError::AttendeeMissing("AttendeeLeft")
    );
    assert_eq!(
        try_event(&meeting, "AttendeeLeft", Some("x")),
        EventError::UnknownAttendee("x".to_owned())
    );
}
