//! The control plane as the real SDK client sees it, by a clock that the test moves.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use aws_sdk_chimesdkmeetings::Client;
use aws_sdk_chimesdkmeetings::config::retry::RetryConfig;
use aws_sdk_chimesdkmeetings::config::{BehaviorVersion, Config as SdkConfig, Credentials, Region};
use aws_sdk_chimesdkmeetings::operation::create_attendee::CreateAttendeeError;
use aws_sdk_chimesdkmeetings::operation::create_meeting::CreateMeetingError;
use aws_sdk_chimesdkmeetings::operation::delete_meeting::DeleteMeetingError;
use aws_sdk_chimesdkmeetings::operation::get_attendee::GetAttendeeError;
use aws_sdk_chimesdkmeetings::operation::get_meeting::GetMeetingError;
use aws_sdk_chimesdkmeetings::types::{
    AttendeeCapabilities, AttendeeFeatures, AttendeeIdItem, CreateAttendeeRequestItem,
    MediaCapabilities, MeetingFeaturesConfiguration, VideoFeatures, VideoResolution,
};
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use chime_local::{ChimeLocal, Config, ErrorKind, EventError, error_response};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tower::ServiceExt;

/// The service on a free port, the SDK's client for it, a clock to move and the events so far.
struct TestApp {
    chime: ChimeLocal,
    sdk: Client,
    clock: Arc<Mutex<Timestamp>>,
    events: Arc<Mutex<Vec<Value>>>,
    host: String,
}

impl TestApp {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let clock = Arc::new(Mutex::new(
            "2026-11-22T10:00:00Z".parse::<Timestamp>().unwrap(),
        ));
        let events = Arc::new(Mutex::new(Vec::new()));
        let (time, sink) = (clock.clone(), events.clone());
        let chime = ChimeLocal::new(Config {
            region: "us-east-1".to_owned(),
            media_host: host.clone(),
            now: Arc::new(move || *time.lock().unwrap()),
            emit: Arc::new(move |event| sink.lock().unwrap().push(event)),
        });
        let router = chime.router();
        tokio::spawn(async move { axum::serve(listener, router).await });
        let sdk = Client::from_conf(
            SdkConfig::builder()
                .behavior_version(BehaviorVersion::latest())
                .endpoint_url(format!("http://{host}"))
                .region(Region::new("us-east-1"))
                .credentials_provider(Credentials::new("sessions", "local", None, None, "test"))
                .retry_config(RetryConfig::disabled())
                .build(),
        );
        Self {
            chime,
            sdk,
            clock,
            events,
            host,
        }
    }

    fn now(&self) -> Timestamp {
        *self.clock.lock().unwrap()
    }

    fn advance(&self, by: SignedDuration) {
        *self.clock.lock().unwrap() += by;
    }

    /// Makes a meeting whose name is its token, and returns its id.
    async fn meeting(&self, name: &str) -> String {
        self.try_meeting(name, name).await.unwrap()
    }

    async fn try_meeting(&self, token: &str, name: &str) -> Result<String, CreateMeetingError> {
        let request = self
            .sdk
            .create_meeting()
            .client_request_token(token)
            .external_meeting_id(name);
        let made = request.media_region("ap-southeast-1").send().await;
        made.map(|made| made.meeting.unwrap().meeting_id.unwrap())
            .map_err(|error| error.into_service_error())
    }

    /// Adds an attendee and returns the id.
    async fn attendee(&self, meeting: &str, name: &str) -> String {
        let request = self
            .sdk
            .create_attendee()
            .meeting_id(meeting)
            .external_user_id(name);
        request
            .send()
            .await
            .unwrap()
            .attendee
            .unwrap()
            .attendee_id
            .unwrap()
    }

    /// Says that the attendee did something at this moment.
    fn say(&self, meeting: &str, event_type: &str, attendee: &str) -> Value {
        self.chime
            .event(meeting, event_type, Some(attendee), None)
            .unwrap()
    }

    async fn is_live(&self, meeting: &str) -> bool {
        match self.sdk.get_meeting().meeting_id(meeting).send().await {
            Ok(_) => true,
            Err(error) => {
                let error = error.into_service_error();
                assert!(
                    matches!(error, GetMeetingError::NotFoundException(_)),
                    "{error:?}"
                );
                false
            }
        }
    }

    /// The types of the events since the last time, without their prefix.
    fn events(&self) -> Vec<String> {
        let events = std::mem::take(&mut *self.events.lock().unwrap());
        let kinds = events
            .iter()
            .map(|event| event["detail"]["eventType"].as_str().unwrap());
        kinds
            .map(|kind| kind.strip_prefix("chime:").unwrap().to_owned())
            .collect()
    }

    /// Sends what the SDK can't, and returns status, error type and body.
    async fn raw(&self, method: &str, path: &str, body: &str) -> (StatusCode, String, Value) {
        let request = Request::builder().method(method).uri(path);
        let request = request.header("authorization", "AWS4-HMAC-SHA256 Credential=sessions/x");
        self.send(request.body(Body::from(body.to_owned())).unwrap())
            .await
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, String, Value) {
        let response = self.chime.router().oneshot(request).await.unwrap();
        let status = response.status();
        let header = |name| {
            response
                .headers()
                .get(name)
                .map(|value| value.to_str().unwrap().to_owned())
        };
        let (kind, id) = (
            header("x-amzn-errortype").unwrap_or_default(),
            header("x-amzn-requestid").unwrap(),
        );
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let body: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        if !kind.is_empty() {
            assert_eq!(
                body["RequestId"], id,
                "the body and the header name the same request"
            );
        }
        (status, kind, body)
    }
}

fn item(name: &str) -> CreateAttendeeRequestItem {
    CreateAttendeeRequestItem::builder()
        .external_user_id(name)
        .build()
        .unwrap()
}

fn capabilities(audio: MediaCapabilities, video: MediaCapabilities) -> AttendeeCapabilities {
    let content = MediaCapabilities::None;
    AttendeeCapabilities::builder()
        .audio(audio)
        .video(video)
        .content(content)
        .build()
        .unwrap()
}

fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

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
async fn an_attendee_is_made_once_for_each_external_user_id() {
    let app = TestApp::start().await;
    let meeting = app.meeting("room").await;
    let request = app
        .sdk
        .create_attendee()
        .meeting_id(&meeting)
        .external_user_id("host");
    let made = request.clone().send().await.unwrap().attendee.unwrap();
    assert!(
        made.join_token()
            .unwrap()
            .chars()
            .all(|c| c.is_ascii_alphanumeric())
    );
    assert_eq!(
        made.capabilities().unwrap().content(),
        &MediaCapabilities::SendReceive
    );
    assert_eq!(
        request.clone().send().await.unwrap().attendee.unwrap(),
        made
    );

    let id = made.attendee_id().unwrap();
    let find = app.sdk.get_attendee().meeting_id(&meeting).attendee_id(id);
    assert_eq!(find.clone().send().await.unwrap().attendee.unwrap(), made);

    app.sdk
        .delete_attendee()
        .meeting_id(&meeting)
        .attendee_id(id)
        .send()
        .await
        .unwrap();
    let gone = find.send().await.unwrap_err().into_service_error();
    assert!(
        matches!(gone, GetAttendeeError::NotFoundException(_)),
        "{gone:?}"
    );
    let returned = request.send().await.unwrap().attendee.unwrap();
    assert_ne!(returned.attendee_id(), made.attendee_id());
    assert_ne!(returned.join_token(), made.join_token());
    assert_eq!(
        app.events(),
        [
            "MeetingStarted",
            "AttendeeAdded",
            "AttendeeDeleted",
            "AttendeeAdded"
        ]
    );
}

#[tokio::test]
async fn attendees_are_made_in_batches_and_listed_in_pages() {
    let app = TestApp::start().await;
    let meeting = app.meeting("room").await;
    let names: Vec<String> = (10..33).map(|number| format!("person-{number}")).collect();
    let items = names.iter().map(|name| item(name)).collect();
    let made = app
        .sdk
        .batch_create_attendee()
        .meeting_id(&meeting)
        .set_attendees(Some(items))
        .send()
        .await
        .unwrap();
    assert_eq!((made.attendees().len(), made.errors().len()), (23, 0));

    let mut pages = app
        .sdk
        .list_attendees()
        .meeting_id(&meeting)
        .max_results(10)
        .into_paginator()
        .send();
    let (mut sizes, mut listed) = (Vec::new(), Vec::new());
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        // A deleted attendee at the end of a page must not break the way to the next page.
        let last = page.attendees().last().unwrap().attendee_id().unwrap();
        app.sdk
            .delete_attendee()
            .meeting_id(&meeting)
            .attendee_id(last)
            .send()
            .await
            .unwrap();
        sizes.push(page.attendees().len());
        listed.extend(
            page.attendees
                .unwrap()
                .into_iter()
                .map(|attendee| attendee.external_user_id.unwrap()),
        );
    }
    assert_eq!(sizes, [10, 10, 3]);
    assert_eq!(listed, names);
}

#[tokio::test]
async fn capabilities_are_changed_for_one_and_for_all_but_some() {
    let app = TestApp::start().await;
    let meeting = app.meeting("room").await;
    let host = app.attendee(&meeting, "host").await;
    let guest = app.attendee(&meeting, "guest").await;
    app.events();

    let listen = capabilities(MediaCapabilities::Receive, MediaCapabilities::Receive);
    let update = app
        .sdk
        .update_attendee_capabilities()
        .meeting_id(&meeting)
        .attendee_id(&guest);
    let updated = update
        .clone()
        .capabilities(listen.clone())
        .send()
        .await
        .unwrap()
        .attendee
        .unwrap();
    assert_eq!(updated.capabilities(), Some(&listen));

    let none = capabilities(MediaCapabilities::None, MediaCapabilities::None);
    let except = AttendeeIdItem::builder()
        .attendee_id(&host)
        .build()
        .unwrap();
    let batch = app
        .sdk
        .batch_update_attendee_capabilities_except()
        .meeting_id(&meeting);
    batch
        .excluded_attendee_ids(except)
        .capabilities(none.clone())
        .send()
        .await
        .unwrap();
    let list = app
        .sdk
        .list_attendees()
        .meeting_id(&meeting)
        .send()
        .await
        .unwrap();
    assert_eq!(
        list.attendees()[0].capabilities().unwrap().audio(),
        &MediaCapabilities::SendReceive
    );
    assert_eq!(list.attendees()[1].capabilities(), Some(&none));
    assert_eq!(
        app.events(),
        ["AttendeeCapabilitiesUpdated", "AttendeeCapabilitiesUpdated"]
    );

    let wrong = AttendeeCapabilities::builder()
        .audio(MediaCapabilities::None)
        .video(MediaCapabilities::Send);
    let wrong = wrong.content(MediaCapabilities::Receive).build().unwrap();
    let error = update
        .capabilities(wrong)
        .send()
        .await
        .unwrap_err()
        .into_service_error();
    assert!(error.is_bad_request_exception(), "{error:?}");
}

#[tokio::test]
async fn a_meeting_without_video_grants_none() {
    let app = TestApp::start().await;
    let video = VideoFeatures::builder()
        .max_resolution(VideoResolution::None)
        .build();
    let features = MeetingFeaturesConfiguration::builder().video(video).build();
    let seeing = capabilities(MediaCapabilities::SendReceive, MediaCapabilities::Receive);
    let attendee = CreateAttendeeRequestItem::builder()
        .external_user_id("host")
        .capabilities(seeing);
    let request = app
        .sdk
        .create_meeting_with_attendees()
        .client_request_token("token")
        .media_region("us-east-1");
    let request = request
        .external_meeting_id("room")
        .meeting_features(features);
    let refused = request
        .clone()
        .attendees(attendee.build().unwrap())
        .send()
        .await
        .unwrap_err();
    assert!(refused.into_service_error().is_bad_request_exception());
    assert!(app.events().is_empty(), "a refused request makes nothing");

    let made = request.attendees(item("host")).send().await.unwrap();
    assert_eq!(
        made.attendees()[0].capabilities().unwrap().video(),
        &MediaCapabilities::None
    );
}

#[tokio::test]
async fn what_breaks_a_limit_is_a_bad_request() {
    let app = TestApp::start().await;
    let meeting = app.meeting("room").await;
    for (token, name) in [
        ("t", "room"),
        ("a token", "room"),
        ("token", "r"),
        ("token", "aws:room"),
        ("token", "phở"),
    ] {
        let error = app.try_meeting(token, name).await.unwrap_err();
        assert!(
            matches!(error, CreateMeetingError::BadRequestException(_)),
            "{token} {name}: {error:?}"
        );
    }
    let nowhere = app
        .sdk
        .create_meeting()
        .client_request_token("token")
        .external_meeting_id("room");
    let error = nowhere
        .media_region("mars-north-1")
        .send()
        .await
        .unwrap_err()
        .into_service_error();
    let CreateMeetingError::BadRequestException(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.code(), Some("BadRequest"));
    assert!(
        error.message().unwrap().contains("MediaRegion"),
        "{error:?}"
    );
    assert!(error.request_id().is_some());

    let error = app
        .sdk
        .get_meeting()
        .meeting_id("room")
        .send()
        .await
        .unwrap_err()
        .into_service_error();
    assert!(
        matches!(error, GetMeetingError::BadRequestException(_)),
        "{error:?}"
    );
    let many = (0..101)
        .map(|number| item(&format!("person-{number}")))
        .collect();
    let batch = app
        .sdk
        .batch_create_attendee()
        .meeting_id(&meeting)
        .set_attendees(Some(many));
    assert!(
        batch
            .send()
            .await
            .unwrap_err()
            .into_service_error()
            .is_bad_request_exception()
    );
    for size in [0, 101] {
        let list = app
            .sdk
            .list_attendees()
            .meeting_id(&meeting)
            .max_results(size)
            .send()
            .await;
        assert!(
            list.unwrap_err()
                .into_service_error()
                .is_bad_request_exception(),
            "{size}"
        );
    }
    let list = app
        .sdk
        .list_attendees()
        .meeting_id(&meeting)
        .next_token("tampered")
        .send()
        .await;
    assert!(
        list.unwrap_err()
            .into_service_error()
            .is_bad_request_exception()
    );
}

#[tokio::test]
async fn requests_that_no_sdk_sends_are_refused_in_the_same_shape() {
    let app = TestApp::start().await;
    let unsigned = Request::builder()
        .uri("/meetings/x")
        .body(Body::empty())
        .unwrap();
    let (status, kind, body) = app.send(unsigned).await;
    assert_eq!(
        (status, kind.as_str()),
        (StatusCode::FORBIDDEN, "ForbiddenException")
    );
    assert_eq!(body["Code"], "Forbidden");

    let meeting = json!({"ClientRequestToken": "token", "MediaRegion": "us-east-1", "ExternalMeetingId": "room"});
    let cases = [
        ("POST", "/meetings", "", "BadRequestException"),
        ("POST", "/meetings", "[]", "BadRequestException"),
        ("POST", "/meetings", "{}", "BadRequestException"),
        (
            "POST",
            "/meetings",
            "{\"ClientRequestToken\": 7}",
            "BadRequestException",
        ),
        (
            "POST",
            "/meetings?operation=create-attendees",
            &meeting.to_string(),
            "BadRequestException",
        ),
        (
            "POST",
            "/meetings?operation=dance",
            &meeting.to_string(),
            "UnknownOperationException",
        ),
        ("PUT", "/meetings", "", "UnknownOperationException"),
        ("GET", "/tea", "", "UnknownOperationException"),
    ];
    for (method, path, body, expected) in cases {
        let (_, kind, _) = app.raw(method, path, body).await;
        assert_eq!(kind, expected, "{method} {path} {body}");
    }
    assert!(app.events().is_empty());
}

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
async fn events_are_made_late_twice_and_about_what_is_gone() {
    let app = TestApp::start().await;
    let meeting = app.meeting("room").await;
    let host = app.attendee(&meeting, "host").await;
    let joined = app.now() + SignedDuration::from_secs(10);
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

#[test]
fn whatever_wraps_the_router_can_refuse_as_the_service_does() {
    let response = error_response(ErrorKind::Throttling, "slow down");
    assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(
        response.headers()["x-amzn-errortype"],
        "ThrottlingException"
    );
}
