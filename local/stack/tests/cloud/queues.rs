//! SQS.

use super::*;

#[tokio::test]
async fn what_is_put_into_one_is_a_dead_letter() {
    let (letters, front) = (DeadLetters::default(), Front::default());
    let service = sqs::start(letters.clone(), front.clone()).await.unwrap();
    let client = aws_sdk_sqs::Client::new(&sdk(service.url()));
    let send = |body: &str| {
        let message = client.send_message().queue_url("http://queue/1");
        message.message_body(body).send()
    };
    send(r#"{"a": 1}"#).await.unwrap();
    let all = letters.all();
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].event, json!({"a": 1}));
    assert_eq!(all[0].trigger, Origin::Function);
    assert_eq!(all[0].destination.as_deref(), Some("http://queue/1"));

    let refused = send("").await.unwrap_err().into_service_error();
    assert_eq!(refused.code(), Some("InvalidParameterValue"));
    for (fault, code) in [
        ("throttle", "RequestThrottled"),
        ("error", "InternalFailure"),
    ] {
        let fault = json!({"service": "sqs", "fault": fault, "count": 1});
        order(&front, fault);
        let error = send("again").await.unwrap_err().into_service_error();
        assert_eq!(error.code(), Some(code));
    }
    assert_eq!(letters.all().len(), 1);
}
