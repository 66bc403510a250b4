//! What networks report of texts: late, twice, in any order, before the mark and never (M8).

use super::*;

/// The id that SNS gives the text of these tests.
const ID: &str = "sns-1";

/// A report, so many minutes after the text was queued.
fn report(minutes: i64, undelivered: Option<Undelivered>) -> TextReport {
    TextReport {
        at: after(minutes),
        undelivered,
    }
}

const LOST: Option<Undelivered> = Some(Undelivered::Unreachable);

impl Fixture {
    /// A report comes; whether its text was found.
    async fn hears(&self, report: TextReport) -> bool {
        let found = self.store.text_reported(ID, &report).await.unwrap();
        found.is_some()
    }

    async fn text(&self) -> (Status, Option<String>) {
        ended(&self.item(Channel::Sms).await)
    }

    /// The mark of a text's attempt.
    async fn marks(&self, claimed: &Delivery) -> bool {
        let receipt = Receipt {
            provider_id: ID.to_owned(),
            ..receipt()
        };
        let outcome = AttemptOutcome::Sent(receipt);
        self.store.mark(claimed, &outcome).await.unwrap()
    }
}

fn arrived() -> (Status, Option<String>) {
    (Status::Delivered, None)
}

fn lost() -> (Status, Option<String>) {
    with(Status::Undelivered, "phone_unreachable")
}

#[tokio::test]
async fn the_latest_report_counts_in_whatever_order_they_come() {
    let early_late = [(report(3, None), 3), (report(9, LOST), 9)];
    for order in [[0, 1], [1, 0]] {
        for twice in [false, true] {
            let fixture = Fixture::new().await;
            let claimed = fixture.claimed(Channel::Sms, now()).await;
            assert!(fixture.marks(&claimed).await);
            for index in order {
                for _ in 0..=u32::from(twice) {
                    assert!(fixture.hears(early_late[index].0).await);
                }
            }
            assert_eq!(fixture.text().await, lost(), "{order:?}");
            assert_eq!(fixture.count(List::Undelivered).await, 1);
            assert!(fixture.hears(report(10, None)).await);
            assert_eq!(fixture.text().await, arrived());
            assert_eq!(fixture.count(List::Undelivered).await, 0);
        }
    }
}

#[tokio::test]
async fn a_report_may_come_before_the_mark() {
    for (undelivered, expected) in [(None, arrived()), (LOST, lost())] {
        let fixture = Fixture::new().await;
        let claimed = fixture.claimed(Channel::Sms, now()).await;
        assert!(!fixture.hears(report(1, undelivered)).await);
        assert_eq!(fixture.text().await, (Status::Sending, None));
        assert!(fixture.marks(&claimed).await);
        assert_eq!(fixture.text().await, expected);
        // Both may be said again.
        assert!(fixture.marks(&claimed).await);
        assert!(fixture.hears(report(1, undelivered)).await);
        assert_eq!(fixture.text().await, expected);
        assert!(fixture.hears(report(2, None)).await);
        assert_eq!(fixture.text().await, arrived());
    }
}

#[tokio::test]
async fn mark_and_reports_may_race() {
    for _ in 0..10 {
        let fixture = Fixture::new().await;
        let claimed = fixture.claimed(Channel::Sms, now()).await;
        let (mark, ..) = tokio::join!(
            fixture.marks(&claimed),
            fixture.hears(report(1, None)),
            fixture.hears(report(2, LOST)),
        );
        assert!(mark);
        assert_eq!(fixture.text().await, lost());
    }
}

#[tokio::test]
async fn a_text_whose_mark_came_too_late_is_not_found() {
    let fixture = Fixture::new().await;
    let claimed = fixture.claimed(Channel::Sms, now()).await;
    assert!(!fixture.tick(after(3)).await.is_empty());
    assert!(!fixture.marks(&claimed).await);
    assert!(!fixture.hears(report(4, None)).await);
    let unknown = with(Status::Unknown, "lease_lapsed");
    assert_eq!(fixture.text().await, unknown);
}

#[tokio::test]
async fn a_text_that_nobody_reports_stays_sent() {
    let fixture = Fixture::new().await;
    let claimed = fixture.claimed(Channel::Sms, now()).await;
    assert!(fixture.marks(&claimed).await);
    let (sent, _) = fixture.store.sent(10, None, after(1)).await.unwrap();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].status(), Status::Sent);
}
