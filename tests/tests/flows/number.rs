//! S8: the member's number reaches the provider of a phone session from the agreement until shortly
//! after the end, by no route and no mail before or after. The concierge always sees it.

use anteroom_tests::{TestApp, Who, concierge, id_of};
use serde_json::{Value, json};

const NUMBER: &str = "84912345678";
/// The start of a first session, to which the clock is set.
const FIRST: &str = "2030-01-07T02:00:00Z";
const NOW: &str = "2030-01-07T01:50:00Z";

struct World {
    app: TestApp,
    provider: Who,
    member: Who,
}

impl World {
    async fn new() -> Self {
        let app = TestApp::start().await;
        let provider = app.add_provider("prv_grace").await;
        let member = app.add_member("mem_mai").await;
        app.clock_to(NOW).await;
        app.had_a_session(&provider, &member, FIRST).await;
        Self {
            app,
            provider,
            member,
        }
    }

    async fn propose(&self, starts_at: &str) -> Value {
        let (provider, member) = (&self.provider, &self.member);
        let made = self.app.propose(provider, member, "phone", starts_at).await;
        assert!(!made.to_string().contains(NUMBER), "{made}");
        made
    }

    /// Whether the provider sees the number, which every route and mail must agree on, and with what
    /// the panel of the session answers.
    async fn is_shown(&self, booking: &Value, view: &str) -> (bool, String) {
        let (app, id) = (&self.app, id_of(booking));
        let panel = format!("/v1/bookings/{id}/session/phone");
        let panel = app.get(&self.provider, &panel).await;
        let code = match panel.status.as_u16() {
            200 => "ok".to_owned(),
            _ => panel.json()["code"].as_str().unwrap().to_owned(),
        };
        let seen = app.see(&self.provider, booking).await;
        let shown = seen["phone"]["memberE164"].is_string();
        let list = format!("/v1/bookings?view={view}&limit=100");
        let list = app.get(&self.provider, &list).await.expect(200);
        let mut items = list["items"].as_array().unwrap().iter();
        let listed = items.find(|item| item["id"] == id).unwrap();
        let calendar = format!("/v1/bookings/{id}/calendar.ics");
        let calendar = app.get(&self.provider, &calendar).await;
        assert!(!calendar.text.contains(NUMBER));
        assert_eq!(seen.to_string().contains(NUMBER), shown, "{seen}");
        assert_eq!(listed.to_string().contains(NUMBER), shown, "{listed}");
        // The panel of a no-show is closed, though its number is still shown.
        assert!(shown || !panel.text.contains(NUMBER), "{}", panel.text);
        let seen = app.see(&concierge(), booking).await;
        assert!(seen.to_string().contains(NUMBER), "{seen}");
        let seen = app.see(&self.member, booking).await;
        assert!(!seen.to_string().contains(NUMBER), "{seen}");
        (shown, code)
    }

    /// How many mails to the provider have the number.
    async fn mails_with_it(&self) -> usize {
        let mails = self.app.messages("email", "prv_grace@example.com").await;
        let told = mails
            .iter()
            .filter(|mail| mail.to_string().contains(NUMBER));
        told.count()
    }
}

fn answered(shown: bool, panel: &str) -> (bool, String) {
    (shown, panel.to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proposal_shows_no_number_before_it_is_accepted_nor_when_it_is_off() {
    let world = World::new().await;
    let (app, reason) = (&world.app, json!({"reason": "I am ill"}));
    for (starts_at, command, by, body) in [
        ("2030-01-10T02:00:00Z", "decline", &world.member, json!({})),
        (
            "2030-01-11T02:00:00Z",
            "cancel",
            &world.provider,
            reason.clone(),
        ),
        ("2030-01-12T02:00:00Z", "cancel", &world.member, reason),
    ] {
        let proposal = world.propose(starts_at).await;
        let hidden = answered(false, "wrong_state");
        assert_eq!(world.is_shown(&proposal, "pending").await, hidden);
        let off = app.change(by, &proposal, command, body).await.expect(200);
        assert!(!off.to_string().contains(NUMBER), "{off}");
        assert_eq!(world.is_shown(&proposal, "past").await, hidden);
    }
    let proposal = world.propose("2030-01-10T02:00:00Z").await;
    let accepted = world.propose("2030-01-11T02:00:00Z").await;
    assert_eq!(world.mails_with_it().await, 0);
    app.change(&world.member, &accepted, "accept", json!({}))
        .await
        .expect(200);
    assert_eq!(
        world.is_shown(&accepted, "upcoming").await,
        answered(true, "ok")
    );
    assert_eq!(world.mails_with_it().await, 1, "the confirmation");

    app.clock_to("2030-01-09T02:00:00Z").await;
    let seen = app.see(&world.provider, &proposal).await;
    assert_eq!(seen["status"], "expired");
    let hidden = answered(false, "wrong_state");
    assert_eq!(world.is_shown(&proposal, "past").await, hidden);
    let off = json!({"reason": "I am ill"});
    app.change(&world.provider, &accepted, "cancel", off)
        .await
        .expect(200);
    assert_eq!(world.is_shown(&accepted, "past").await, hidden);
    assert_eq!(
        world.mails_with_it().await,
        1,
        "none about the cancellation"
    );
    world.app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_number_is_shown_until_an_hour_after_the_end() {
    let world = World::new().await;
    let (app, provider, member) = (&world.app, &world.provider, &world.member);
    let held = app
        .book(provider, member, "phone", "2030-01-07T03:00:00Z")
        .await;
    let missed = app
        .book(provider, member, "phone", "2030-01-07T05:00:00Z")
        .await;
    assert_eq!(
        world.is_shown(&held, "upcoming").await,
        answered(true, "ok")
    );
    app.clock_to("2030-01-07T03:00:00Z").await;
    for step in ["start", "end"] {
        app.session(provider, &held, step, json!({}))
            .await
            .expect(200);
    }
    app.clock_to("2030-01-07T03:59:00Z").await;
    assert_eq!(world.is_shown(&held, "past").await, answered(true, "ok"));
    app.clock_to("2030-01-07T04:01:00Z").await;
    let hidden = answered(false, "too_late");
    assert_eq!(world.is_shown(&held, "past").await, hidden);

    // A no-show, until an hour after the planned end.
    app.clock_to("2030-01-07T05:16:00Z").await;
    let why = json!({"reason": "They told us by telephone."});
    app.change(&concierge(), &missed, "no-show", why)
        .await
        .expect(200);
    let mails = world.mails_with_it().await;
    assert_eq!(
        world.is_shown(&missed, "past").await,
        answered(true, "wrong_state")
    );
    app.clock_to("2030-01-07T06:51:00Z").await;
    let hidden = answered(false, "wrong_state");
    assert_eq!(world.is_shown(&missed, "past").await, hidden);
    assert_eq!(world.mails_with_it().await, mails);
    world.app.stop().await;
}
