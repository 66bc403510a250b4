//! The service under test, with verbs.

use std::sync::{Arc, Mutex};

use aws_sdk_chimesdkmeetings::Client;
use aws_sdk_chimesdkmeetings::config::retry::RetryConfig;
use aws_sdk_chimesdkmeetings::config::{BehaviorVersion, Config as SdkConfig, Credentials, Region};
use aws_sdk_chimesdkmeetings::operation::create_meeting::CreateMeetingError;
use aws_sdk_chimesdkmeetings::operation::get_meeting::GetMeetingError;
use aws_sdk_chimesdkmeetings::types::{
    AttendeeCapabilities, CreateAttendeeRequestItem, MediaCapabilities,
};
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use chime_local::{ChimeLocal, Config};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tokio::net::TcpListener;
use tower::ServiceExt;

/// The service on a free port, the SDK's client for it, a clock to move and the events so far.
pub(crate) struct TestApp {
    pub(crate) chime: ChimeLocal,
    pub(crate) sdk: Client,
    pub(crate) clock: Arc<Mutex<Timestamp>>,
    pub(crate) events: Arc<Mutex<Vec<Value>>>,
    pub(crate) host: String,
}

impl TestApp {
    pub(crate) async fn start() -> Self {
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

    pub(crate) fn now(&self) -> Timestamp {
        *self.clock.lock().unwrap()
    }

    pub(crate) fn advance(&self, by: SignedDuration) {
        *self.clock.lock().unwrap() += by;
    }

    /// Makes a meeting whose name is its token, and returns its id.
    pub(crate) async fn meeting(&self, name: &str) -> String {
        self.try_meeting(name, name).await.unwrap()
    }

    pub(crate) async fn try_meeting(
        &self,
        token: &str,
        name: &str,
    ) -> Result<String, CreateMeetingError> {
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
    pub(crate) async fn attendee(&self, meeting: &str, name: &str) -> String {
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
    pub(crate) fn say(&self, meeting: &str, event_type: &str, attendee: &str) -> Value {
        self.chime
            .event(meeting, event_type, Some(attendee), None)
            .unwrap()
    }

    pub(crate) async fn is_live(&self, meeting: &str) -> bool {
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
    pub(crate) fn events(&self) -> Vec<String> {
        let events = std::mem::take(&mut *self.events.lock().unwrap());
        let kinds = events
            .iter()
            .map(|event| event["detail"]["eventType"].as_str().unwrap());
        kinds
            .map(|kind| kind.strip_prefix("chime:").unwrap().to_owned())
            .collect()
    }

    /// Sends what the SDK can't, and returns status, error type and body.
    pub(crate) async fn raw(
        &self,
        method: &str,
        path: &str,
        body: &str,
    ) -> (StatusCode, String, Value) {
        let request = Request::builder().method(method).uri(path);
        let request = request.header("authorization", "AWS4-HMAC-SHA256 Credential=sessions/x");
        self.send(request.body(Body::from(body.to_owned())).unwrap())
            .await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> (StatusCode, String, Value) {
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

pub(crate) fn item(name: &str) -> CreateAttendeeRequestItem {
    CreateAttendeeRequestItem::builder()
        .external_user_id(name)
        .build()
        .unwrap()
}

pub(crate) fn capabilities(
    audio: MediaCapabilities,
    video: MediaCapabilities,
) -> AttendeeCapabilities {
    let content = MediaCapabilities::None;
    AttendeeCapabilities::builder()
        .audio(audio)
        .video(video)
        .content(content)
        .build()
        .unwrap()
}

pub(crate) fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}
