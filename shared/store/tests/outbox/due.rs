//! What is done about messages that are due.

use super::*;

#[tokio::test]
async fn a_lost_record_is_found_by_the_tick() {
    let fixture = Fixture::new().await;
    assert_eq!(fixture.tick(after(1)).await, []);
    assert_eq!(fixture.tick(after(2)).await, [Overdue::Nudged; 3]);
    assert_eq!(fixture.tick(after(3)).await, []);
    assert_eq!(fixture.tick(after(12)).await, [Overdue::Nudged; 3]);
}

#[tokio::test]
async fn after_a_lost_lease_an_email_is_sent_again_and_an_sms_is_not() {
    let fixture = Fixture::new().await;
    let sms = fixture.claimed(Channel::Sms, now()).await;
    let email = fixture.claimed(Channel::Email, now()).await;
    let lapsed = now() + LEASE;
    let mut done = fixture.tick(lapsed).await;
    done.sort_by_key(|done| format!("{done:?}"));
    assert_eq!(done, [Overdue::Nudged, Overdue::Requeued, Overdue::Unknown]);
    assert_eq!(fixture.count(List::Unknown).await, 1);
    // An attempt that returns after its lease changes nothing.
    assert!(!fixture.store.mark(&sms, &sent()).await.unwrap());
    assert!(!fixture.store.mark(&email, &sent()).await.unwrap());
    assert_eq!(fixture.claimed(Channel::Email, lapsed).await.attempt, 2);
}

#[tokio::test]
async fn an_email_is_given_up_after_its_last_attempt() {
    let fixture = Fixture::new().await;
    let mut at = now();
    for attempt in 1..=MOST_ATTEMPTS {
        let claimed = fixture.claimed(Channel::Email, at).await;
        assert_eq!(claimed.attempt, attempt);
        at += LEASE;
        let done = fixture.tick(at).await;
        let expected = if attempt < MOST_ATTEMPTS {
            Overdue::Requeued
        } else {
            Overdue::GivenUp
        };
        assert!(done.contains(&expected), "{attempt}: {done:?}");
    }
    let (failed, _) = fixture
        .store
        .deliveries(List::Failed, 10, None)
        .await
        .unwrap();
    assert_eq!(ended(&failed[0]), with(Status::Failed, "gave_up"));
}
