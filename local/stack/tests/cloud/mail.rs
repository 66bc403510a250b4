//! SES.

use super::*;

async fn service(mailbox: &Mailbox, front: &Front) -> Endpoint {
    emitting(
        mailbox,
        front,
        Arc::new(|event| panic!("nobody asked for {event}")),
    )
    .await
}

/// A service that tells of what comes back, but of no complaints.
async fn emitting(mailbox: &Mailbox, front: &Front, emit: ses::Emit) -> Endpoint {
    let account = ses::Account {
        identities: vec!["anteroom.example".into()],
        configuration_sets: vec!["anteroom-local".into()],
        events: [("anteroom-local".into(), ["BOUNCE".into()].into())].into(),
        region: "ap-southeast-1".into(),
    };
    ses::start(account, mailbox.clone(), clock(), front.clone(), emit)
        .await
        .unwrap()
}

#[tokio::test]
async fn what_comes_back_is_told_of_if_the_configuration_set_says_so() {
    let (events, front) = (Arc::<Mutex<Vec<_>>>::default(), Front::default());
    let told = Arc::clone(&events);
    let emit: ses::Emit = Arc::new(move |event| told.lock().unwrap().push(event));
    let service = emitting(&Mailbox::default(), &front, emit).await;
    let tag = MessageTag::builder().name("delivery").value("dlv_1");
    for (address, set) in [
        ("bounce@simulator.amazonses.com", Some("anteroom-local")),
        ("bounce+vn@simulator.amazonses.com", Some("anteroom-local")),
        ("bounce@simulator.amazonses.com", None),
        ("complaint@simulator.amazonses.com", Some("anteroom-local")),
        ("success@simulator.amazonses.com", Some("anteroom-local")),
        ("bounce@example.com", Some("anteroom-local")),
    ] {
        client(&service)
            .send_email()
            .from_email_address("no-reply@anteroom.example")
            .destination(to(address))
            .content(raw(MIME))
            .email_tags(tag.clone().build().unwrap())
            .set_configuration_set_name(set.map(str::to_owned))
            .send()
            .await
            .unwrap();
    }
    let events = events.lock().unwrap();
    assert_eq!(events.len(), 2);
    let event = &events[0];
    assert_eq!(
        (&event["source"], &event["detail-type"]),
        (&json!("aws.ses"), &json!("Email Bounced"))
    );
    assert_eq!(event["time"], START);
    assert_eq!(event["detail"]["bounce"]["bounceType"], "Permanent");
    assert_eq!(
        event["detail"]["mail"]["tags"],
        json!({"delivery": ["dlv_1"], "ses:configuration-set": ["anteroom-local"]})
    );
}

fn client(service: &Endpoint) -> aws_sdk_sesv2::Client {
    aws_sdk_sesv2::Client::new(&sdk(service.url()))
}

fn to(address: &str) -> Destination {
    Destination::builder().to_addresses(address).build()
}

fn raw(mime: &str) -> EmailContent {
    let raw = RawMessage::builder()
        .data(mime.as_bytes().to_vec().into())
        .build()
        .unwrap();
    EmailContent::builder().raw(raw).build()
}

fn sent(mailbox: &Mailbox) -> Vec<Sent> {
    mailbox.find(&Filter::default())
}

#[tokio::test]
async fn a_raw_mail_lands_in_the_mailbox() {
    let (mailbox, front) = (Mailbox::default(), Front::default());
    let service = service(&mailbox, &front).await;
    let answer = client(&service)
        .send_email()
        .from_email_address("Anteroom <no-reply@anteroom.example>")
        .destination(to("an@example.com"))
        .content(raw(MIME))
        .configuration_set_name("anteroom-local")
        .send()
        .await
        .unwrap();
    let sent = sent(&mailbox);
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].to, "an@example.com");
    assert_eq!(sent[0].from.as_deref(), Some("no-reply@anteroom.example"));
    assert_eq!(sent[0].message_id, "dlv_1@anteroom.example");
    assert_eq!(sent[0].ses_message_id.as_deref(), answer.message_id());
    assert_eq!(sent[0].channel, Channel::Email);
    let counted = front.calls.report();
    assert_eq!(counted.total, 1);
    let expected = Call {
        function: "bookings".into(),
        service: Service::Ses,
        operation: "SendEmail".into(),
    };
    assert_eq!(counted.items[0].call, expected);
}

#[tokio::test]
async fn a_simple_mail_does_too() {
    let (mailbox, front) = (Mailbox::default(), Front::default());
    let service = service(&mailbox, &front).await;
    let content = |text: &str| Content::builder().data(text).build().unwrap();
    let body = Body::builder().text(content("Hi")).build();
    let message = Message::builder()
        .subject(content("Hello"))
        .body(body)
        .build();
    client(&service)
        .send_email()
        .from_email_address("no-reply@anteroom.example")
        .destination(to("an@example.com"))
        .content(EmailContent::builder().simple(message).build())
        .send()
        .await
        .unwrap();
    assert_eq!(sent(&mailbox)[0].subject.as_deref(), Some("Hello"));
    assert_eq!(
        Some(sent(&mailbox)[0].message_id.clone()),
        sent(&mailbox)[0].ses_message_id
    );
}

#[tokio::test]
async fn a_mail_as_it_is_takes_the_right_to_raw_ones() {
    for (action, may) in [("ses:SendEmail", false), ("ses:SendRawEmail", true)] {
        let (mailbox, front) = (Mailbox::default(), granting(action, "*"));
        let service = service(&mailbox, &front).await;
        let request = client(&service).send_email();
        let request = request.destination(to("an@example.com")).content(raw(MIME));
        let answer = request.send().await;
        assert_eq!(sent(&mailbox).len(), usize::from(may), "{action}");
        let code = answer.err().map(|error| error.into_service_error());
        let code = code.as_ref().and_then(ProvideErrorMetadata::code);
        assert_eq!(code, (!may).then_some("AccessDeniedException"));
    }
}

#[tokio::test]
async fn refusals_and_faults_are_typed() {
    let (mailbox, front) = (Mailbox::default(), Front::default());
    let service = service(&mailbox, &front).await;
    let client = client(&service);
    let send = async |mime: &str, address: &str| {
        let request = client
            .send_email()
            .destination(to(address))
            .content(raw(mime));
        request.send().await.unwrap_err().into_service_error()
    };
    let spoofed = MIME.replace("anteroom.example", "elsewhere.example");
    assert!(send(&spoofed, "an@example.com").await.is_message_rejected());
    assert!(send(MIME, "no address").await.is_bad_request_exception());
    order(
        &front,
        json!({"service": "ses", "fault": "throttle", "count": 1}),
    );
    assert!(
        send(MIME, "an@example.com")
            .await
            .is_too_many_requests_exception()
    );
    order(
        &front,
        json!({"service": "ses", "fault": "error", "count": 1}),
    );
    let error = send(MIME, "an@example.com").await;
    assert_eq!(error.code(), Some("InternalServiceErrorException"));
    assert_eq!(sent(&mailbox), []);
}

#[tokio::test]
async fn a_mail_can_go_out_unanswered() {
    let (mailbox, front) = (Mailbox::default(), Front::default());
    let service = service(&mailbox, &front).await;
    let client = client(&service);
    for (fault, sent_in_all) in [("timeout", 0), ("timeout_after_effect", 1)] {
        order(
            &front,
            json!({"service": "ses", "fault": fault, "count": 1}),
        );
        let request = client
            .send_email()
            .destination(to("an@example.com"))
            .content(raw(MIME));
        assert!(request.send().await.is_err());
        assert_eq!(sent(&mailbox).len(), sent_in_all, "{fault}");
    }
}
