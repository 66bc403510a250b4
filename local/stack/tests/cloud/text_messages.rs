//! SNS.

use aws_sdk_sns::types::MessageAttributeValue;

use super::*;

/// SNS, its networks, and the lines of its status logs.
async fn service(
    mailbox: &Mailbox,
    front: &Front,
) -> (Endpoint, Carriers, Arc<Mutex<Vec<LogLine>>>) {
    let (carriers, lines) = (Carriers::default(), Arc::<Mutex<Vec<LogLine>>>::default());
    let written = Arc::clone(&lines);
    let networks = Networks {
        carriers: carriers.clone(),
        log: Arc::new(move |line| written.lock().unwrap().push(line)),
        region: "ap-southeast-1".to_owned(),
        account: "123456789012".to_owned(),
    };
    let service = sns::start(mailbox.clone(), clock(), front.clone(), networks).await;
    (service.unwrap(), carriers, lines)
}

fn attribute(kind: &str, value: &str) -> MessageAttributeValue {
    let value = MessageAttributeValue::builder()
        .data_type(kind)
        .string_value(value);
    value.build().unwrap()
}

#[tokio::test]
async fn attributes_are_held_to_their_limits() {
    let (mailbox, front) = (Mailbox::default(), Front::default());
    let (service, ..) = service(&mailbox, &front).await;
    let client = aws_sdk_sns::Client::new(&sdk(service.url()));
    let publish = async |name: &str, kind: &str, value: &str| {
        let publish = client.publish().phone_number("+84901234567").message("hi");
        let name = format!("AWS.SNS.SMS.{name}");
        let publish = publish.message_attributes(name, attribute(kind, value));
        let refused = publish.send().await.err();
        refused.map(|error| error.into_service_error().code().unwrap().to_owned())
    };
    for (name, kind, value) in [
        ("SenderID", "String", "Anteroom"),
        ("SenderID", "String", "Ante-Room-1"),
        ("MaxPrice", "Number", "0.5"),
        ("MaxPrice", "String", "0.5"),
        ("SMSType", "String", "Promotional"),
    ] {
        assert_eq!(publish(name, kind, value).await, None, "{name} {value}");
    }
    for (name, kind, value, code) in [
        ("SenderID", "String", "TwelveLetter", "InvalidParameter"),
        ("SenderID", "String", "12345", "InvalidParameter"),
        ("SenderID", "String", "Ante room", "InvalidParameter"),
        ("MaxPrice", "String", "dear", "InvalidParameter"),
        ("MaxPrice", "String", "-1", "InvalidParameter"),
        ("MaxPrice", "Number", "dear", "ParameterValueInvalid"),
        ("SMSType", "String", "Urgent", "InvalidParameter"),
    ] {
        let refused = publish(name, kind, value).await;
        assert_eq!(refused.as_deref(), Some(code), "{name} {value}");
    }
    assert_eq!(mailbox.find(&Filter::default()).len(), 5);
}

/// What can't arrive is taken like all else, and only the log tells.
#[tokio::test]
async fn a_line_of_the_log_says_what_became_of_a_text() {
    let (mailbox, front) = (Mailbox::default(), Front::default());
    let (service, carriers, lines) = service(&mailbox, &front).await;
    let client = aws_sdk_sns::Client::new(&sdk(service.url()));
    let group = "sns/ap-southeast-1/123456789012/DirectPublishToPhoneNumber";
    for (fate, status, response) in [
        (
            "delivered",
            "SUCCESS",
            "Message has been accepted by phone carrier",
        ),
        ("opted_out", "FAILURE", "Phone number is opted out"),
        ("no_quota", "FAILURE", "No quota left for account"),
        (
            "unverified",
            "FAILURE",
            "Unknown error attempting to reach phone",
        ),
    ] {
        let order = json!({"to": "+84901234567", "fate": fate});
        carriers.order(serde_json::from_value(order).unwrap());
        let publish = client.publish().phone_number("+84901234567").message("hi");
        let id = publish.send().await.unwrap().message_id.unwrap();
        let line = lines.lock().unwrap().pop().unwrap();
        let found: Value = serde_json::from_str(&line.message).unwrap();
        assert_eq!(found["notification"]["messageId"], id);
        assert_eq!(found["delivery"]["destination"], "+84901234567");
        assert_eq!(found["delivery"]["providerResponse"], response);
        assert_eq!(found["status"], status);
        let expected = match status {
            "SUCCESS" => group.to_owned(),
            _ => format!("{group}/Failure"),
        };
        assert_eq!(line.group, expected);
    }
    assert_eq!(mailbox.find(&Filter::default()).len(), 1);
    let other = client.publish().phone_number("+6561234567").message("hi");
    other.send().await.unwrap();
    assert_eq!(mailbox.find(&Filter::default()).len(), 2);
    carriers.order(serde_json::from_value(json!({"fate": "unreported"})).unwrap());
    lines.lock().unwrap().clear();
    let silent = client.publish().phone_number("+6561234567").message("hi");
    silent.send().await.unwrap();
    assert!(lines.lock().unwrap().is_empty());
}

#[tokio::test]
async fn reach_numbers_and_nothing_else() {
    let (mailbox, front) = (Mailbox::default(), Front::default());
    let (service, ..) = service(&mailbox, &front).await;
    let client = aws_sdk_sns::Client::new(&sdk(service.url()));
    let publish = |number: &str| {
        client
            .publish()
            .phone_number(number)
            .message("Xin chào & <hi>")
            .send()
    };
    let answer = publish("+84901234567").await.unwrap();
    let sent = mailbox.find(&Filter {
        channel: Some(Channel::Sms),
        to: None,
    });
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].text.as_deref(), Some("Xin chào & <hi>"));
    assert_eq!(Some(sent[0].message_id.as_str()), answer.message_id());

    for number in [
        "0901234567",
        "+0901234567",
        "84901234567",
        "+84 90 1",
        "<>&",
    ] {
        let error = publish(number).await.unwrap_err().into_service_error();
        assert!(
            error.is_invalid_parameter_exception(),
            "{number}: {error:?}"
        );
        assert!(error.message().unwrap().contains(number));
    }
    order(
        &front,
        json!({"service": "sns", "operation": "Publish", "fault": "throttle", "count": 1}),
    );
    let error = publish("+84901234567")
        .await
        .unwrap_err()
        .into_service_error();
    assert_eq!(error.code(), Some("Throttling"));
    order(
        &front,
        json!({"service": "sns", "fault": "error", "count": 1}),
    );
    let error = publish("+84901234567")
        .await
        .unwrap_err()
        .into_service_error();
    assert!(error.is_internal_error_exception());
    assert_eq!(mailbox.find(&Filter::default()).len(), 1);
}
