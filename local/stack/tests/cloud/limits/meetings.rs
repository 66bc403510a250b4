//! The meeting service.

use anteroom_stack::cloud::chime;
use aws_sdk_chimesdkmeetings::Client;
use aws_sdk_chimesdkmeetings::operation::create_meeting::CreateMeetingError;
use chime_local::{ChimeLocal, Config};

use super::*;

async fn service(front: &Front, clock: &Clock) -> (Endpoint, ChimeLocal) {
    let clock = clock.clone();
    let chime = ChimeLocal::new(Config {
        region: "ap-southeast-1".to_owned(),
        media_host: "localhost:1".to_owned(),
        now: Arc::new(move || clock.now()),
        emit: Arc::new(|_| {}),
    });
    (chime::start(&chime, front.clone()).await.unwrap(), chime)
}

async fn create(service: &Endpoint, token: &str) -> Result<String, CreateMeetingError> {
    let client = Client::new(&sdk(service.url()));
    let request = client.create_meeting().client_request_token(token);
    let request = request
        .external_meeting_id(token)
        .media_region("ap-southeast-1");
    let made = request
        .send()
        .await
        .map_err(|error| error.into_service_error())?;
    Ok(made.meeting.unwrap().meeting_id.unwrap())
}

#[tokio::test]
async fn each_operation_has_a_rate() {
    let (front, clock) = limited(json!({"chimeCallsPerSecond": 0.01}));
    let (service, _) = service(&front, &clock).await;
    let id = create(&service, "first").await.unwrap();
    let error = create(&service, "second").await.unwrap_err();
    assert!(error.is_throttling_exception(), "{error:?}");
    // Another operation has calls of its own.
    let client = Client::new(&sdk(service.url()));
    client.get_meeting().meeting_id(id).send().await.unwrap();
    pass(&clock, 100);
    create(&service, "second").await.unwrap();
    let expected = json!([{"limit": "chimeCallsPerSecond", "target": "CreateMeeting", "count": 1}]);
    assert_eq!(refused(&front), expected);
}

#[tokio::test]
async fn there_are_so_many_meetings_at_once() {
    let (front, clock) = limited(json!({"chimeMeetings": 1}));
    let (service, chime) = service(&front, &clock).await;
    chime.limit_meetings(Some(1));
    let id = create(&service, "first").await.unwrap();
    // The same request finds the same meeting.
    assert_eq!(create(&service, "first").await.unwrap(), id);
    let error = create(&service, "second").await.unwrap_err();
    assert!(error.is_limit_exceeded_exception(), "{error:?}");
    let expected = json!([{"limit": "chimeMeetings", "target": "chime", "count": 1}]);
    assert_eq!(refused(&front), expected);
    let client = Client::new(&sdk(service.url()));
    client.delete_meeting().meeting_id(id).send().await.unwrap();
    create(&service, "second").await.unwrap();
}
