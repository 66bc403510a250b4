//! Who may send a message, and what is recorded of it.

use super::*;

#[tokio::test]
async fn a_message_is_read_as_it_was_written() {
    let fixture = Fixture::new().await;
    let item = fixture.item(Channel::Sms).await;
    let message = &item.message;
    assert_eq!(
        (message.kind, message.queued_at),
        (Kind::PhoneBooked, now())
    );
    assert_eq!(message.to.name, fixture.booking.member.name);
    assert_eq!((item.status(), item.attempt), (Status::Queued, 0));
    assert_eq!(fixture.queued().await, 3);
    // None of them has had to wait.
    assert_eq!(fixture.count(List::Queued).await, 0);
}

#[tokio::test]
async fn one_of_many_takes_a_message() {
    let fixture = Fixture::new().await;
    let item = fixture.item(Channel::Email).await;
    let tries = (0..20).map(|_| {
        let (store, item) = (fixture.store.clone(), item.clone());
        tokio::spawn(async move { store.claim(&item, &Policy::default(), now()).await.unwrap() })
    });
    let mut taken = 0;
    for one in tries.collect::<Vec<_>>() {
        match one.await.unwrap() {
            Claim::Claimed(claimed) => {
                assert_eq!(claimed.attempt, 1);
                taken += 1;
            }
            Claim::NotFree | Claim::Deferred | Claim::Held => {}
            Claim::Suppressed(why) => panic!("nothing stands in its way, but: {why:?}"),
        }
    }
    assert_eq!(taken, 1);
}

#[tokio::test]
async fn a_sent_message_is_over() {
    let fixture = Fixture::new().await;
    let seen = fixture.item(Channel::Email).await;
    let claimed = fixture.claimed(Channel::Email, now()).await;
    assert!(fixture.store.mark(&claimed, &sent()).await.unwrap());
    // The record of the stream may come again.
    assert_eq!(fixture.claim(&seen, after(5)).await, Claim::NotFree);
    // Saying it twice is the same as once, and another word comes too late.
    assert!(fixture.store.mark(&claimed, &sent()).await.unwrap());
    assert!(
        !fixture
            .store
            .mark(
                &claimed,
                &AttemptOutcome::Failed {
                    failure: FailureCode::Service("late".to_owned())
                }
            )
            .await
            .unwrap()
    );
    let (deliveries, next) = fixture.store.sent(10, None, after(1)).await.unwrap();
    assert_eq!(deliveries.len(), 1);
    assert_eq!(
        (&deliveries[0].state, deliveries[0].attempt),
        (&State::Sent(receipt()), 1)
    );
    let (rest, next) = fixture.store.sent(10, next, after(1)).await.unwrap();
    assert!(rest.is_empty() && next.is_some());
    // The two others are due in time; this one never again.
    assert_eq!(fixture.tick(after(24 * 60)).await, [Overdue::Nudged; 2]);
}

/// The scheduler looks at a message while it is being sent, and puts off when it looks again.
#[tokio::test]
async fn a_message_that_the_scheduler_looked_at_meanwhile_is_marked() {
    for channel in [Channel::Email, Channel::Sms] {
        let fixture = Fixture::new().await;
        let claimed = fixture.claimed(channel, after(1)).await;
        let done = fixture.tick(after(2)).await;
        assert!(done.contains(&Overdue::Postponed), "{done:?}");
        assert!(fixture.store.mark(&claimed, &sent()).await.unwrap());
        let marked = fixture.item(channel).await;
        assert_eq!(marked.state, State::Sent(receipt()));
        // It is never due again, so it is not sent again.
        let done = fixture.tick(after(24 * 60)).await;
        assert!(!done.contains(&Overdue::Requeued), "{done:?}");
        assert!(!done.contains(&Overdue::Unknown), "{done:?}");
    }
}

#[tokio::test]
async fn a_message_about_a_booking_that_moved_on_is_dropped() {
    let fixture = Fixture::new().await;
    let seen = fixture.item(Channel::Sms).await;
    fixture.move_on().await;
    assert_eq!(
        fixture.claim(&seen, now()).await,
        Claim::Suppressed(Suppression::Stale)
    );
    assert_eq!(fixture.claim(&seen, now()).await, Claim::NotFree);
    assert_eq!(
        ended(&fixture.item(Channel::Sms).await),
        with(Status::Dropped, "stale")
    );
    assert_eq!(fixture.queued().await, 2);
    let all = fixture
        .store
        .messages_of(&fixture.booking.id)
        .await
        .unwrap();
    assert_eq!(
        all.iter()
            .filter(|delivery| delivery.status() == Status::Dropped)
            .count(),
        1
    );
}

#[tokio::test]
async fn a_message_in_somebodys_hands_is_not_dropped() {
    let fixture = Fixture::new().await;
    let seen = fixture.item(Channel::Sms).await;
    let claimed = fixture.claimed(Channel::Sms, now()).await;
    fixture.move_on().await;
    assert_eq!(fixture.claim(&seen, now()).await, Claim::NotFree);
    assert!(fixture.store.mark(&claimed, &sent()).await.unwrap());
}

#[tokio::test]
async fn a_throttled_message_waits_for_its_time() {
    let fixture = Fixture::new().await;
    let claimed = fixture.claimed(Channel::Sms, now()).await;
    assert!(fixture.store.mark(&claimed, &again(now())).await.unwrap());
    let waiting = fixture.item(Channel::Sms).await;
    assert_eq!(ended(&waiting), with(Status::Queued, "Throttling"));
    // Too early: neither taken nor dropped, even if the booking has moved on.
    assert_eq!(fixture.claim(&waiting, now()).await, Claim::NotFree);
    // The tick finds it as soon as it may be tried, and the stream tells of it again.
    assert_eq!(fixture.tick(after(1)).await, [Overdue::Nudged]);
    let nudged = fixture.item(Channel::Sms).await;
    assert_eq!(nudged.nudged_at, Some(after(1)));
    let claim = fixture.claim(&nudged, after(1)).await;
    assert!(matches!(claim, Claim::Claimed(claimed) if claimed.attempt == 2));
}

#[tokio::test]
async fn a_number_is_sent_so_much_a_day_and_no_more() {
    let fixture = Fixture::new().await;
    let policy = Policy {
        sms_limit: 1,
        ..Policy::default()
    };
    let claim = async |at| {
        let seen = fixture.item(Channel::Sms).await;
        fixture.store.claim(&seen, &policy, at).await.unwrap()
    };
    let Claim::Claimed(first) = claim(now()).await else {
        panic!("the first is within the limit");
    };
    // Trying the same message again does not count.
    fixture.store.mark(&first, &again(now())).await.unwrap();
    assert!(matches!(claim(after(1)).await, Claim::Claimed(_)));
    // The number's next one has to wait for the next day, and the concierge sees it.
    fixture.queue_again(Channel::Sms).await;
    assert_eq!(
        claim(after(2)).await,
        Claim::Suppressed(Suppression::RateLimited)
    );
    let failed = fixture.store.deliveries(List::Failed, 10, None);
    let failed = failed.await.unwrap().0;
    assert_eq!(ended(&failed[0]), with(Status::Failed, "rate_limited"));
    fixture.queue_again(Channel::Sms).await;
    assert!(matches!(claim(after(24 * 60)).await, Claim::Claimed(_)));
    // Emails are not counted.
    fixture.claimed(Channel::Email, now()).await;
}
