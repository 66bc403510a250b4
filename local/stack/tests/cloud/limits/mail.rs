//! SES.

use super::*;

async fn service(front: &Front) -> (Endpoint, Mailbox) {
    let account = ses::Account {
        identities: vec!["anteroom.example".into()],
        region: "ap-southeast-1".into(),
        ..ses::Account::default()
    };
    let mailbox = Mailbox::default();
    let emit: ses::Emit = Arc::new(|_| {});
    let service = ses::start(account, mailbox.clone(), clock(), front.clone(), emit).await;
    (service.unwrap(), mailbox)
}

/// Sends a mail; gives the refusal's code and message.
async fn send(service: &Endpoint, to: &[&str]) -> Result<(), (String, String)> {
    let client = aws_sdk_sesv2::Client::new(&sdk(service.url()));
    let to = to.iter().map(|to| (*to).to_owned()).collect();
    let raw = RawMessage::builder().data(MIME.as_bytes().to_vec().into());
    let content = EmailContent::builder().raw(raw.build().unwrap()).build();
    let destination = Destination::builder().set_to_addresses(Some(to)).build();
    let request = client
        .send_email()
        .destination(destination)
        .content(content);
    request.send().await.map(drop).map_err(|error| {
        let error = error.into_service_error();
        let told = |text: Option<&str>| text.unwrap_or_default().to_owned();
        (told(error.code()), told(error.message()))
    })
}

fn refusal(code: &str, message: &str) -> Result<(), (String, String)> {
    Err((code.to_owned(), message.to_owned()))
}

#[tokio::test]
async fn the_rate_counts_recipients() {
    let (front, clock) = limited(json!({"sesPerSecond": 0.01}));
    let (service, mailbox) = service(&front).await;
    let too_fast = refusal("TooManyRequestsException", "Maximum sending rate exceeded.");
    // One is left, so that a mail to three passes; two are owed then.
    send(
        &service,
        &["a@example.com", "b@example.com", "c@example.com"],
    )
    .await
    .unwrap();
    pass(&clock, 200);
    assert_eq!(send(&service, &["an@example.com"]).await, too_fast);
    pass(&clock, 100);
    send(&service, &["an@example.com"]).await.unwrap();
    assert_eq!(mailbox.find(&Filter::default()).len(), 4);
    let expected = json!([{"limit": "sesPerSecond", "target": "ses", "count": 1}]);
    assert_eq!(refused(&front), expected);
}

#[tokio::test]
async fn the_quota_is_of_any_24_hours() {
    let (front, clock) = limited(json!({"sesDailyQuota": 2}));
    let (service, _) = service(&front).await;
    let used_up = refusal("TooManyRequestsException", "Daily message quota exceeded.");
    send(&service, &["an@example.com"]).await.unwrap();
    pass(&clock, 12 * 3600);
    send(&service, &["an@example.com"]).await.unwrap();
    assert_eq!(send(&service, &["an@example.com"]).await, used_up);
    pass(&clock, 12 * 3600);
    send(&service, &["an@example.com"]).await.unwrap();
    assert_eq!(send(&service, &["an@example.com"]).await, used_up);
    let expected = json!([{"limit": "sesDailyQuota", "target": "ses", "count": 2}]);
    assert_eq!(refused(&front), expected);
}

#[tokio::test]
async fn the_sandbox_knows_verified_recipients_only() {
    let (front, _) = limited(json!({"sesSandbox": true, "sesVerified": ["An@example.com"]}));
    let (service, _) = service(&front).await;
    for verified in [
        "an@example.com",
        "tests@anteroom.example",
        "success@simulator.amazonses.com",
    ] {
        send(&service, &[verified]).await.unwrap();
    }
    let message = "Email address is not verified. The following identities failed the check in region \
        AP-SOUTHEAST-1: mai@example.com";
    let answer = send(&service, &["an@example.com", "mai@example.com"]).await;
    assert_eq!(answer, refusal("MessageRejected", message));
    let expected = json!([{"limit": "sesSandbox", "target": "ses", "count": 1}]);
    assert_eq!(refused(&front), expected);
}
