//! Messages in lists, and found by their ids.

use anteroom_domain::attention::Need;

use super::*;

#[tokio::test]
async fn deliveries_come_in_pages() {
    let fixture = Fixture::new().await;
    assert_eq!(fixture.tick(after(3)).await, [Overdue::Nudged; 3]);
    let mut seen = Vec::new();
    let mut from = None;
    loop {
        let (page, next) = fixture
            .store
            .deliveries(List::Queued, 2, from)
            .await
            .unwrap();
        seen.extend(page);
        from = next;
        if from.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 3);
}

#[tokio::test]
async fn a_message_that_left_a_list_is_not_shown_in_it() {
    let fixture = Fixture::new().await;
    fixture.tick(after(3)).await;
    let claimed = fixture.claimed(Channel::Sms, after(3)).await;
    assert_eq!(fixture.count(List::Queued).await, 3);
    assert!(fixture.store.mark(&claimed, &sent()).await.unwrap());
    assert_eq!(fixture.count(List::Queued).await, 2);
}

#[tokio::test]
async fn a_message_is_found_by_its_id_and_written_once_more() {
    let fixture = Fixture::with_member(|_| {}).await;
    let seen = fixture
        .item_for(Channel::Email, |item| item.message.to.side == Side::Member)
        .await;
    let earlier = fixture.earlier(&seen.message.id).await;
    assert_eq!(
        (&earlier.delivery, &earlier.record.booking),
        (&seen, &fixture.booking)
    );
    assert_eq!(earlier.reader.unwrap().id, seen.message.to.person);
    // Neither is an id that the service has drawn for a message.
    let never = id(now(), 99).to_string();
    for id in ["dlv_absent", "mem_1", &never] {
        let found = fixture.store.earlier(&id.parse().unwrap()).await.unwrap();
        assert!(found.is_none(), "{id}");
    }
    let policy = Policy {
        resend_limit: 2,
        ..Policy::default()
    };
    for (number, at, fits) in [
        (1, now(), true),
        (2, after(1), true),
        (3, after(2), false),
        (4, after(24 * 60), true),
    ] {
        let before = fixture.earlier(&seen.message.id).await.delivery;
        let resent = resent(&before, id(at, 100 + number), Actor::SYSTEM, at);
        let extra = CommitExtras::default();
        let written = fixture.store.resend(&before, &resent, &policy, &extra);
        match written.await {
            Ok(()) => assert!(fits, "{number}"),
            Err(NotResent::TooMany) => assert!(!fits, "{number}"),
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(fixture.queued().await, 6);
}

#[tokio::test]
async fn a_concierge_has_so_much_sent_again_a_day_and_no_more() {
    let fixture = Fixture::with_member(|_| {}).await;
    let seen = fixture.item(Channel::Email).await;
    let policy = Policy {
        resend_person_limit: 1,
        ..Policy::default()
    };
    for (number, by, fits) in [(1, "con_1", true), (2, "con_1", false), (3, "con_2", true)] {
        let before = fixture.earlier(&seen.message.id).await.delivery;
        let by = Actor::person(by.parse().unwrap(), Role::Concierge);
        let resent = resent(&before, id(now(), 100 + number), by, now());
        let extra = CommitExtras::default();
        let written = fixture.store.resend(&before, &resent, &policy, &extra);
        match written.await {
            Ok(()) => assert!(fits, "{number}"),
            Err(NotResent::TooManyByOne) => assert!(!fits, "{number}"),
            Err(other) => panic!("{other}"),
        }
    }
}

#[tokio::test]
async fn what_was_sent_is_listed_by_day_newest_first() {
    let fixture = Fixture::new().await;
    let pattern = fixture.item(Channel::Email).await;
    let mut expected = Vec::new();
    for (number, days) in [(1, 0), (2, 0), (3, 1), (4, 1), (5, 30), (6, 31), (7, 60)] {
        let at = after(days * 24 * 60) + SignedDuration::from_secs(number);
        let message = Message {
            id: id(at, u128::from(number.unsigned_abs())),
            queued_at: at,
            // What became of a session is told however late it is.
            kind: Kind::NoShow,
            ..pattern.message.clone()
        };
        expected.insert(0, message.id.clone());
        fixture.put(&marked(message, &sent())).await;
    }
    for (limit, today, expected) in [
        (3, 60, &expected[..]),
        (100, 60, &expected[..]),
        // Neither what comes later, nor what is older than the list goes back.
        (2, 31, &expected[1..]),
        (2, 120, &expected[..3]),
        (2, 200, &expected[..0]),
    ] {
        let (mut found, mut from) = (Vec::new(), None);
        loop {
            let page = fixture.store.sent(limit, from, after(today * 24 * 60));
            let (page, next) = page.await.unwrap();
            assert!(page.len() <= usize::try_from(limit).unwrap());
            found.extend(page.into_iter().map(|sent| sent.message.id));
            from = next;
            if from.is_none() {
                break;
            }
        }
        assert_eq!(found, expected, "{limit} a page on day {today}");
    }
}

/// A message after its first attempt.
fn marked(message: Message, outcome: &AttemptOutcome) -> Delivery {
    let queued = Delivery::new(message);
    let sending = queued.claim(queued.message.queued_at).unwrap();
    sending.mark(1, outcome).unwrap()
}

/// A message and its copy, as the domain makes them, without its rules.
fn resent(before: &Delivery, id: DeliveryId, by: Actor, at: Timestamp) -> Resent {
    let message = Message {
        id: id.clone(),
        queued_at: at,
        ..before.message.clone()
    };
    let copy_of = CopyOf {
        original: before.message.id.clone(),
        requested_by: by,
    };
    Resent {
        original: Delivery {
            resent_as: Some(id),
            ..before.clone()
        },
        copy: Delivery {
            copy_of: Some(copy_of),
            ..Delivery::new(message)
        },
    }
}

#[tokio::test]
async fn a_booking_with_a_call_for_an_earlier_start_needs_the_concierge_once() {
    let fixture = Fixture::new().await;
    let booking = &fixture.booking;
    let starts_at = booking.span.starts_at;
    let text = |text: String| AttributeValue::S(text);
    for start in [starts_at - SignedDuration::from_hours(2), starts_at] {
        let start = keys::instant(start);
        let put = fixture.client.put_item().table_name(table::NAME);
        put.item("PK", text(format!("BKG#{}", booking.id)))
            .item("SK", text(format!("ATTENTION#{start}")))
            .item("deliveryList", text("attention".to_owned()))
            .item("queuedAt", text(start))
            .send()
            .await
            .unwrap();
    }
    let called_at = AttributeValue::N(starts_at.as_millisecond().to_string());
    let session = fixture.client.update_item().table_name(table::NAME);
    session
        .key("PK", text(format!("BKG#{}", booking.id)))
        .key("SK", text("SESSION".to_owned()))
        .update_expression("SET conciergeCalledAt = :at")
        .expression_attribute_values(":at", called_at)
        .send()
        .await
        .unwrap();
    let now = starts_at + SignedDuration::from_mins(6);
    let policy = Policy::default();
    let found = fixture.store.needing_attention(&policy, now).await.unwrap();
    // Its messages were never sent, which needs them for another reason.
    let late = found.iter().filter(|call| call.why == Need::HostLate);
    let found: Vec<_> = late
        .map(|call| (&call.record.booking.id, call.since))
        .collect();
    assert_eq!(found, [(&booking.id, starts_at)]);
}
