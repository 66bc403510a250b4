//! Many people book overlapping times at once, while DynamoDB throttles calls and reports conflicts
//! (B2).

use std::sync::Arc;

use anteroom_tests::{Reply, TestApp, Who, concierge, send};
use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::dice::Dice;
use crate::ledger::Ledger;

const SEED: u64 = 20_261_122;

/// Bookings lie within half a day, far enough ahead for members to book themselves.
const NOON: &str = "2030-01-09T04:00:00Z";

/// A request, and its answer.
struct Told {
    provider: String,
    member: String,
    /// The first cell and the one after the last, on the grid.
    start: i64,
    end: i64,
    replies: Vec<Reply>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_ever_booked_twice_at_once() {
    let app = Arc::new(TestApp::start().await);
    let mut dice = Dice::new(SEED);
    let busy = (
        app.add_provider("prv_busy").await,
        app.add_member("mem_busy").await,
    );
    let (mut providers, mut members) = (Vec::new(), Vec::new());
    for number in 0..6 {
        providers.push(app.add_provider(&format!("prv_{number}")).await);
        members.push(app.add_member(&format!("mem_{number}")).await);
    }
    app.settle().await;
    misbehave(&app, &mut dice).await;

    let mut requests = JoinSet::new();
    for number in 0..200 {
        // One provider and many members, or one member and many providers.
        let (provider, member) = if number % 2 == 0 {
            (busy.0.clone(), dice.pick(&members))
        } else {
            (dice.pick(&providers), busy.1.clone())
        };
        let caller = if dice.roll(2) == 0 {
            concierge()
        } else {
            member.clone()
        };
        let (start, length) = (dice.roll(140), 3 + dice.roll(34));
        // Every tenth request is sent twice at once under its key, as by an impatient client.
        let times = if number % 10 == 0 { 2 } else { 1 };
        let request = Request {
            number,
            caller,
            provider,
            member,
            start: i64::try_from(start).unwrap(),
            length: i64::try_from(length).unwrap(),
            times,
        };
        requests.spawn(request.send(Arc::clone(&app)));
    }
    let told = requests.join_all().await;
    send(app.bare(Method::DELETE, "/_local/faults")).await;

    let ledger = Ledger::read(&app).await;
    ledger.check();
    check_answers(&told, &ledger);
    check_lists(&app, &busy.0, &ledger, |b| &b.provider).await;
    check_lists(&app, &busy.1, &ledger, |b| &b.member).await;
    for booking in &ledger.bookings {
        assert_eq!(ledger.messages[&booking.id], 2);
    }
    let mails = app.local("messages?channel=email").await;
    let sent = mails["items"].as_array().unwrap().len();
    assert_eq!(sent, 2 * ledger.bookings.len(), "each mail goes out once");

    // All are cancelled at once, and no agenda holds anything of them.
    misbehave(&app, &mut dice).await;
    let mut cancels = JoinSet::new();
    for booking in &ledger.bookings {
        let (app, id) = (Arc::clone(&app), booking.id.clone());
        cancels.spawn(async move {
            let path = format!("/v1/bookings/{id}/cancel");
            app.post(&concierge(), &path, json!({"reason": "storm"}))
                .await
        });
    }
    for reply in cancels.join_all().await {
        reply.expect(200);
    }
    send(app.bare(Method::DELETE, "/_local/faults")).await;
    Ledger::read(&app).await.check();
    println!("{} of 200 were booked", ledger.bookings.len());
    Arc::into_inner(app).unwrap().stop().await;
}

/// Injects throttles and conflicts repeatedly, a few at a time.
async fn misbehave(app: &TestApp, dice: &mut Dice) {
    let mut passed = 0;
    for _ in 0..60 {
        passed += dice.roll(12);
        let fault = dice.pick(&["throttle", "conflict"]);
        let count = 1 + dice.roll(3);
        app.fault(json!({"service": "dynamodb", "fault": fault, "count": count, "skip": passed}))
            .await;
    }
}

struct Request {
    number: u32,
    caller: Who,
    provider: Who,
    member: Who,
    start: i64,
    length: i64,
    times: usize,
}

impl Request {
    async fn send(self, app: Arc<TestApp>) -> Told {
        let noon: Timestamp = NOON.parse().unwrap();
        let starts_at = noon + SignedDuration::from_mins(5 * self.start);
        let mut body = json!({
            "providerId": self.provider.id, "sessionType": "video",
            "startsAt": starts_at, "durationMinutes": 5 * self.length,
        });
        let path = if self.caller.role == "concierge" {
            body["memberId"] = self.member.id.as_str().into();
            "/v1/admin/bookings"
        } else {
            "/v1/bookings"
        };
        let key = format!("storm-{}", self.number);
        let mut sent = JoinSet::new();
        for _ in 0..self.times {
            let (app, caller, body, key) = (
                Arc::clone(&app),
                self.caller.clone(),
                body.clone(),
                key.clone(),
            );
            sent.spawn(async move { app.post_once(&caller, path, body, &key).await });
        }
        let start = starts_at.as_second() / 300;
        Told {
            provider: self.provider.id,
            member: self.member.id,
            start,
            end: start + self.length,
            replies: sent.join_all().await,
        }
    }
}

/// Every confirmed answer has a stored booking, and every refusal names a person with a real slot
/// conflict.
fn check_answers(told: &[Told], ledger: &Ledger) {
    let mut booked = 0;
    for told in told {
        let first = &told.replies[0];
        for reply in &told.replies {
            assert_eq!(
                (reply.status, &reply.text),
                (first.status, &first.text),
                "the same key, two answers"
            );
        }
        if first.status == 201 {
            let id = first.json()["id"].as_str().unwrap().to_owned();
            let stored = ledger.bookings.iter().find(|b| b.id == id).unwrap();
            assert_eq!((stored.start, stored.end), (told.start, told.end));
            booked += 1;
            continue;
        }
        let code = first.expect(409)["code"].as_str().unwrap().to_owned();
        let taken = ledger.bookings.iter().any(|b| match code.as_str() {
            "slot_taken" => {
                b.provider == told.provider
                    && b.start < told.end + b.buffer
                    && told.start < b.end + b.buffer
            }
            "member_busy" => b.member == told.member && b.start < told.end && told.start < b.end,
            other => panic!("a refusal with the code {other}"),
        });
        assert!(taken, "{code}, although that time is free");
    }
    assert_eq!(booked, ledger.bookings.len(), "nothing else is stored");
    assert!(booked > 10, "only {booked} were booked");
}

/// A person's list equals what is stored.
async fn check_lists(
    app: &TestApp,
    who: &Who,
    ledger: &Ledger,
    side: impl Fn(&crate::ledger::Entry) -> &String,
) {
    let list = app
        .get(who, "/v1/bookings?view=upcoming&limit=100")
        .await
        .expect(200);
    let mut listed: Vec<_> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|b: &Value| b["id"].as_str().unwrap().to_owned())
        .collect();
    listed.sort();
    let own = ledger.bookings.iter().filter(|b| *side(b) == who.id);
    let mut stored: Vec<_> = own.map(|b| b.id.clone()).collect();
    stored.sort();
    assert_eq!(listed, stored);
}
