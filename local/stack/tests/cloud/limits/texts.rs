//! SNS.

use super::*;

/// SNS, and what its status logs say became of the texts.
async fn service(front: &Front, clock: &Clock) -> (Endpoint, Mailbox, Arc<Mutex<Vec<Value>>>) {
    let (mailbox, lines) = (Mailbox::default(), Arc::<Mutex<Vec<Value>>>::default());
    let written = Arc::clone(&lines);
    let networks = Networks {
        carriers: Carriers::default(),
        log: Arc::new(move |line| {
            let line: Value = serde_json::from_str(&line.message).unwrap();
            written
                .lock()
                .unwrap()
                .push(line["delivery"]["providerResponse"].clone());
        }),
        region: "ap-southeast-1".to_owned(),
        account: "123456789012".to_owned(),
    };
    let service = sns::start(mailbox.clone(), clock.clone(), front.clone(), networks).await;
    (service.unwrap(), mailbox, lines)
}

async fn send(service: &Endpoint, to: &str) -> Result<(), String> {
    let client = aws_sdk_sns::Client::new(&sdk(service.url()));
    let answer = client.publish().phone_number(to).message("hi").send().await;
    answer
        .map(drop)
        .map_err(|error| error.into_service_error().code().unwrap().to_owned())
}

const NUMBER: &str = "+84901234567";

#[tokio::test]
async fn the_rate_refuses_what_comes_too_fast() {
    let (front, clock) = limited(json!({"snsPerSecond": 0.01}));
    let (service, mailbox, _) = service(&front, &clock).await;
    send(&service, NUMBER).await.unwrap();
    assert_eq!(send(&service, NUMBER).await, Err("Throttling".to_owned()));
    pass(&clock, 100);
    send(&service, NUMBER).await.unwrap();
    assert_eq!(mailbox.find(&Filter::default()).len(), 2);
    let expected = json!([{"limit": "snsPerSecond", "target": "sns", "count": 1}]);
    assert_eq!(refused(&front), expected);
}

/// SNS takes what it can't pay for, and only the log tells.
#[tokio::test]
async fn the_months_money_pays_for_so_many_texts() {
    let (front, clock) = limited(json!({"snsMonthlySpend": 0.2}));
    let (service, mailbox, lines) = service(&front, &clock).await;
    for _ in 0..3 {
        send(&service, NUMBER).await.unwrap();
    }
    assert_eq!(mailbox.find(&Filter::default()).len(), 2);
    assert_eq!(*lines.lock().unwrap(), ["No quota left for account"]);
    let expected = json!([{"limit": "snsMonthlySpend", "target": "sns", "count": 1}]);
    assert_eq!(refused(&front), expected);
    // The clock is at 22 November.
    pass(&clock, 9 * 24 * 3600);
    send(&service, NUMBER).await.unwrap();
    assert_eq!(mailbox.find(&Filter::default()).len(), 3);
}

#[tokio::test]
async fn the_sandbox_knows_verified_numbers_only() {
    let (front, clock) = limited(json!({"snsSandbox": true, "snsVerified": [NUMBER]}));
    let (service, mailbox, lines) = service(&front, &clock).await;
    send(&service, NUMBER).await.unwrap();
    send(&service, "+6591234567").await.unwrap();
    let sent = mailbox.find(&Filter::default());
    assert_eq!(
        sent.iter().map(|sent| sent.to.as_str()).collect::<Vec<_>>(),
        [NUMBER]
    );
    assert_eq!(
        *lines.lock().unwrap(),
        ["Unknown error attempting to reach phone"]
    );
}
