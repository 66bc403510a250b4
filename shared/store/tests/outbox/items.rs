//! Messages as items.

use super::*;

/// What DynamoDB counts of an item: names and values, with its rules for numbers and maps.
fn size(item: &serde_json::Value) -> usize {
    use serde_json::Value;
    match item {
        Value::Null | Value::Bool(_) => 1,
        Value::Number(number) => number.to_string().len() / 2 + 2,
        Value::String(text) => text.len(),
        Value::Array(items) => 3 + items.iter().map(|item| 1 + size(item)).sum::<usize>(),
        Value::Object(map) => {
            let attributes = map.iter().map(|(name, value)| name.len() + 1 + size(value));
            3 + attributes.sum::<usize>()
        }
    }
}

/// A message in every state, with all that it may hold.
fn all(message: &Message) -> Vec<Delivery> {
    let queued = Delivery::new(message.clone());
    let sending = queued.claim(now()).unwrap();
    let outcomes = [
        sent(),
        again(now()),
        AttemptOutcome::Failed {
            failure: FailureCode::NotRendered,
        },
        AttemptOutcome::Unknown {
            failure: FailureCode::Service("timeout".to_owned()),
        },
    ];
    let marked = outcomes.map(|outcome| sending.mark(1, &outcome).unwrap());
    let (_, requeued) = sending.overdue(now() + LEASE).unwrap();
    let dropped = queued.suppress(Suppression::Stale, now()).unwrap();
    let returned = marked[0].returned(MailFeedback::Complaint, 0);
    let reports = [None, Some(Undelivered::OverPrice)].map(|undelivered| TextReport {
        at: now(),
        undelivered,
    });
    let reported = reports.map(|report| marked[0].reported(&report));
    let copy = Delivery {
        copy_of: Some(CopyOf {
            original: id(now(), 7),
            requested_by: Actor::person("con_1".parse().unwrap(), Role::Concierge),
        }),
        resent_as: Some(id(now(), 8)),
        ..marked[0].clone()
    };
    let mut all = vec![queued, sending, requeued, dropped, copy];
    all.extend(marked);
    all.extend(returned);
    all.extend(reported.into_iter().flatten());
    all
}

#[tokio::test]
async fn every_state_is_read_as_it_was_written() {
    let fixture = Fixture::new().await;
    for channel in [Channel::Email, Channel::Sms] {
        let message = fixture.item(channel).await.message;
        let channel = all(&message).into_iter().filter(|written| {
            // An SMS of unknown fate is not queued again.
            channel == Channel::Email || written.status() != Status::Unknown
        });
        for written in channel {
            let item: serde_dynamo::Item =
                serde_dynamo::to_item(MessageItem::from(&written)).unwrap();
            assert_eq!(read_message(item).unwrap(), written);
        }
    }
}

#[tokio::test]
async fn an_item_takes_one_write_unit() {
    let fixture = Fixture::new().await;
    let mut message = fixture.item(Channel::Email).await.message;
    // Ids as a user pool draws them, a long name on either side, and the most that is told.
    let name = "Nguyễn Hoàng Phương Thảo Vy (Ms.)";
    message.to.person = "8f14e45f-ceea-4e7a-9c2b-1f0e7d3b5a6c".parse().unwrap();
    message.other = message.to.person.clone();
    message.to.name = name.parse().unwrap();
    message.facts.with = name.parse().unwrap();
    message.to.zone = "America/Argentina/Buenos_Aires".parse().unwrap();
    let address = "nguyen.hoang.phuong.thao.vy@mailbox.example.com";
    message.to.address = Address::Email(address.parse().unwrap());
    message.facts.moved_from = Some(now());
    message.facts.provider_phone = Some("+84912345678".parse().unwrap());
    let sizes = all(&message)
        .iter()
        .map(|written| {
            (
                size(&serde_json::to_value(MessageItem::from(written)).unwrap()),
                written.status(),
            )
        })
        .collect::<Vec<_>>();
    assert!(sizes.iter().all(|(size, _)| *size <= 1024), "{sizes:?}");
}
