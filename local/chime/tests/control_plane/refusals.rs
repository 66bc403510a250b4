//! What is refused, and in which shape.

use aws_sdk_chimesdkmeetings::operation::create_meeting::CreateMeetingError;
use aws_sdk_chimesdkmeetings::operation::get_meeting::GetMeetingError;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use chime_local::{ErrorKind, error_response};
use serde_json::json;

use crate::app::{TestApp, item};

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

#[test]
fn whatever_wraps_the_router_can_refuse_as_the_service_does() {
    let response = error_response(ErrorKind::Throttling, "slow down");
    assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(
        response.headers()["x-amzn-errortype"],
        "ThrottlingException"
    );
}
