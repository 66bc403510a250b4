//! The drill: the table goes back to an earlier time, and nobody is told anything twice (M10).

use std::collections::BTreeMap;
use std::path::Path;

use anteroom_tests::{Folder, MONDAY, Reply, TestApp, Who, concierge, id_of};
use serde_json::{Value, json};

/// When the table is copied: at the end of the first hour.
const COPIED: &str = "2030-01-07T01:00:00Z";
/// When the copy goes into use: after one hour more.
const RESTORED: &str = "2030-01-07T02:00:00Z";
const HOLD: (&str, &str) = ("HoldMessagesBefore", RESTORED);

/// A stack on the data in a folder, when nothing is outstanding.
async fn start(data: &Path, now: &str, parameters: &[(&str, &str)]) -> TestApp {
    let app = TestApp::start_on(data, now, parameters).await;
    app.settle().await;
    app
}

/// What was sent, by what a reader would call the same: an email's or a text's reader and words.
#[derive(Default)]
struct Told(BTreeMap<(String, String), u32>);

impl Told {
    /// Stops a stack, and adds what was sent on it.
    async fn stop(&mut self, app: TestApp) {
        app.settle().await;
        let sent = app.local("messages").await;
        for message in sent["items"].as_array().unwrap() {
            let words = format!("{} {}", message["subject"], message["text"]);
            // Links have the port of each stack, and a token that is signed anew.
            let words = words.split_whitespace();
            let words = words.filter(|word| !word.contains("localhost"));
            let words = words.collect::<Vec<_>>().join(" ");
            *self
                .0
                .entry((message["to"].to_string(), words))
                .or_default() += 1;
        }
        app.stop().await;
    }

    /// How many messages to somebody say something.
    fn to(&self, email: &str, words: &str) -> u32 {
        let about = self
            .0
            .iter()
            .filter(|((to, said), _)| to.contains(email) && said.to_lowercase().contains(words));
        about.map(|(_, count)| count).sum()
    }
}

/// The held messages: each one's kind, channel and reader, sorted.
async fn held(app: &TestApp) -> Vec<String> {
    let mut told: Vec<_> = held_items(app)
        .await
        .iter()
        .map(|item| {
            let text = |name: &str| item[name].as_str().unwrap();
            assert_eq!(
                (text("status"), text("failure")),
                ("held", "table_restored")
            );
            format!("{} {} {}", text("kind"), text("channel"), text("to"))
        })
        .collect();
    told.sort();
    told
}

async fn held_items(app: &TestApp) -> Vec<Value> {
    app.settle().await;
    let path = "/v1/admin/deliveries?status=held&limit=100";
    let page = app.get(&concierge(), path).await.expect(200);
    page["items"].as_array().unwrap().clone()
}

async fn resend(app: &TestApp, delivery: &Value) -> Reply {
    let path = format!(
        "/v1/admin/deliveries/{}/resend",
        delivery["id"].as_str().unwrap()
    );
    app.post(&concierge(), &path, json!({})).await
}

async fn needs(app: &TestApp) -> Vec<(String, String)> {
    let page = app
        .get(&concierge(), "/v1/admin/attention")
        .await
        .expect(200);
    let items = page["items"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    items
        .map(|item| (text(&item["booking"]["id"]), text(&item["why"])))
        .collect()
}

/// A member's provider comes in, and the member is let in.
async fn meet(app: &TestApp, provider: &Who, member: &Who, booking: &Value) {
    app.session(provider, booking, "start", json!({}))
        .await
        .expect(200);
    app.report(provider, booking, "joined", 1).await;
    assert_eq!(app.join(member, booking).await["state"], "admitted");
}

/// M10: two lives of one table, of which the second begins where the first was copied.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_restore_nobody_is_told_anything_twice() {
    let (lost, mut told) = (Folder::new(), Told::default());
    let app = start(lost.path(), MONDAY, &[]).await;
    let (tan, lim) = (
        app.add_provider("prv_tan").await,
        app.add_provider("prv_lim").await,
    );
    let (mai, an) = (
        app.add_member("mem_mai").await,
        app.add_member("mem_an").await,
    );
    // A session that is open when the table is copied; one whose reminder is due in the second hour,
    // and one whose is due after it; one that is moved and one that is cancelled in the second hour.
    let open = app.book(&tan, &mai, "video", "2030-01-07T01:00:00Z").await;
    let near = app.book(&tan, &mai, "phone", "2030-01-08T01:30:00Z").await;
    let far = app.book(&tan, &mai, "phone", "2030-01-08T14:30:00Z").await;
    let moved = app.book(&lim, &an, "video", "2030-01-10T01:00:00Z").await;
    let cancelled = app.book(&lim, &an, "video", "2030-01-10T03:00:00Z").await;
    app.clock_to("2030-01-07T00:58:00Z").await;
    meet(&app, &tan, &mai, &open).await;
    // A confirmation that waits when the table is copied.
    app.fault(json!({"service": "ses", "fault": "throttle", "count": 100}))
        .await;
    let waiting = app.book(&lim, &an, "video", "2030-01-11T01:00:00Z").await;
    let states = app.deliveries(&waiting).await;
    assert_eq!(
        states,
        [
            "confirmation email member queued",
            "confirmation email provider queued"
        ]
    );
    told.stop(app).await;
    let copy = lost.copied();

    // The second hour, which the copy does not know.
    let app = start(lost.path(), COPIED, &[]).await;
    app.change(
        &concierge(),
        &moved,
        "reschedule",
        json!({"startsAt": "2030-01-10T05:00:00Z"}),
    )
    .await
    .expect(200);
    let ill = json!({"reason": "Ill"});
    app.change(&concierge(), &cancelled, "cancel", ill)
        .await
        .expect(200);
    app.session(&tan, &open, "end", json!({})).await.expect(200);
    let forgotten = app.book(&lim, &an, "video", "2030-01-12T01:00:00Z").await;
    app.clock_to("2030-01-07T01:55:00Z").await;
    let states = app.deliveries(&waiting).await;
    assert_eq!(
        states,
        [
            "confirmation email member sent",
            "confirmation email provider sent"
        ]
    );
    assert_eq!(app.deliveries(&forgotten).await.len(), 2);
    told.stop(app).await;
    assert_eq!(told.to("mem_mai@", "reminder"), 1, "{:?}", told.0);

    // The copy goes into use.
    let app = start(copy.path(), RESTORED, &[HOLD]).await;
    app.advance("PT29M").await;
    let confirmations = ["confirmation email member", "confirmation email provider"];
    let no_shows = ["no_show email member", "no_show email provider"];
    let reminders = [
        "reminder email member",
        "reminder email provider",
        "reminder sms member",
    ];
    assert_eq!(
        held(&app).await,
        [&confirmations[..], &no_shows, &reminders].concat()
    );
    // What is about sessions to come is in the list of what needs the concierge.
    let [waiting_id, near_id] = [&waiting, &near].map(|booking| id_of(booking).to_owned());
    let mut needing = needs(&app).await;
    needing.retain(|(_, why)| why == "message_held");
    needing.sort();
    let mut expected = [
        (waiting_id, "message_held".to_owned()),
        (near_id, "message_held".to_owned()),
    ];
    expected.sort();
    assert_eq!(needing, expected);
    // The session that has ended lets nobody in, and the scheduler closes it. That it was held is not in the
    // copy; nobody is told otherwise.
    let state = app
        .session(&mai, &open, "join", json!({}))
        .await
        .expect(200);
    assert_eq!(state["state"], "ended", "{state}");
    assert_eq!(app.see(&tan, &open).await["status"], "no_show");
    // The concierge sends one. Nothing else goes, also when the parameter is gone.
    let items = held_items(&app).await;
    let is_theirs = |item: &&Value| item["bookingId"] == id_of(&waiting) && item["to"] == "member";
    let one = items.iter().find(is_theirs).unwrap();
    resend(&app, one).await.expect(202);
    assert_eq!(held(&app).await.len(), 6);
    resend(&app, one).await.expect_problem(409, "wrong_state");
    let now = app.stack.clock().now().to_string();
    // It repeats, knowingly, what was sent before the restore.
    app.settle().await;
    let repeated = app.local("messages").await;
    assert_eq!(repeated["items"].as_array().unwrap().len(), 1);
    app.stop().await;

    let app = start(copy.path(), &now, &[]).await;
    // New bookings are told as usual; the time of the one that was forgotten is free, and is taken once.
    let new = app.book(&lim, &an, "video", "2030-01-12T03:00:00Z").await;
    let sent = [
        "confirmation email member sent",
        "confirmation email provider sent",
    ];
    assert_eq!(app.deliveries(&new).await, sent);
    let again = json!({
        "providerId": lim.id, "memberId": mai.id, "sessionType": "video",
        "startsAt": "2030-01-12T03:30:00Z", "durationMinutes": 50,
    });
    let taken = app.post(&concierge(), "/v1/admin/bookings", again).await;
    taken.expect_problem(409, "slot_taken");
    assert_eq!(held(&app).await.len(), 6);
    // Reminders that are due since go out; those that are held are dropped once their session begins.
    app.clock_to("2030-01-07T14:31:00Z").await;
    let reminded = app.deliveries(&far).await;
    let reminded: Vec<_> = reminded
        .iter()
        .filter(|told| told.starts_with("reminder"))
        .collect();
    assert!(
        reminded
            .iter()
            .any(|told| *told == "reminder email member sent"),
        "{reminded:?}"
    );
    app.clock_to("2030-01-08T01:31:00Z").await;
    assert_eq!(held(&app).await, [&confirmations[1..], &no_shows].concat());
    told.stop(app).await;
    let twice: Vec<_> = told.0.iter().filter(|(_, count)| **count > 1).collect();
    assert!(twice.is_empty(), "{twice:#?}");
}
