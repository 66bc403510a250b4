//! Moving a session to another time: in one step, or not at all (B5).

use anteroom_tests::{Reply, TestApp, Who, concierge, id_of, send};
use reqwest::Method;
use serde_json::{Value, json};

/// Three days ahead of the clock.
const OLD: &str = "2030-01-10T02:00:00Z";
const NEW: &str = "2030-01-11T03:00:00Z";
/// The messages about a booking that was moved once.
const TOLD: [&str; 4] = [
    "confirmation email member sent",
    "confirmation email provider sent",
    "rescheduled email member sent",
    "rescheduled email provider sent",
];

async fn people(app: &TestApp) -> (Who, Who) {
    (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    )
}

async fn moved(app: &TestApp, who: &Who, booking: &Value, to: &str) -> Reply {
    let body = json!({"startsAt": to, "memberNotified": true});
    app.change(who, booking, "reschedule", body).await
}

/// A person's taken cells, by day.
async fn agenda(app: &TestApp, who: &Who) -> Vec<String> {
    let table = app.table().await;
    let own = format!("\"AGENDA#{}\"", who.id);
    let items = table.iter().filter(|(key, _)| key.starts_with(&own));
    let cells = items.flat_map(|(key, item)| {
        let cells = item.as_object().unwrap().keys();
        let cells = cells.filter(|name| name.len() == 4 && name.starts_with('c'));
        cells.map(move |cell| format!("{key} {cell}"))
    });
    cells.collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_move_takes_everything_along() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    let booking = app.book(&provider, &member, "video", OLD).await;
    let link = app.link(&member).await.unwrap();
    let before = app.see(&member, &booking).await;
    assert_eq!(before["actions"]["reschedule"]["allowed"], true);

    let after = moved(&app, &member, &booking, NEW).await.expect(200);
    assert_eq!(after["startsAt"], NEW);
    assert_eq!(after["endsAt"], "2030-01-11T03:50:00Z");
    assert_eq!(
        (&after["status"], &after["version"]),
        (&json!("confirmed"), &json!(2))
    );
    for same in ["id", "durationMinutes", "sessionType", "provider", "member"] {
        assert_eq!(after[same], before[same], "{same}");
    }

    // The link for the old time is void, and the message about the move has a new one.
    let visit = async |link: &str| send(app.bare(Method::GET, "/v1/visit").bearer_auth(link)).await;
    let new_link = app.link(&member).await.unwrap();
    visit(&link).await.expect_problem(401, "link_void");
    assert_eq!(visit(&new_link).await.expect(200)["startsAt"], NEW);

    // A search finds it at its new time and not at its old one.
    let search = async |day: &str| {
        let range = format!("from=2030-01-{day}T00:00:00Z&to=2030-01-{day}T23:00:00Z");
        let path = format!("/v1/admin/bookings?{range}");
        app.get(&concierge(), &path).await.expect(200)["items"].clone()
    };
    assert_eq!(search("10").await, json!([]));
    assert_eq!(search("11").await[0]["id"], booking["id"]);
    // The old time is free, the new one is not.
    app.book(&provider, &member, "video", OLD).await;
    let path = "/v1/admin/bookings";
    let taken = json!({
        "providerId": provider.id, "memberId": member.id, "sessionType": "video",
        "startsAt": NEW, "durationMinutes": 15,
    });
    app.post(&concierge(), path, taken)
        .await
        .expect_problem(409, "slot_taken");
    let list = app.get(&member, "/v1/bookings?view=upcoming").await;
    let starts: Vec<_> = list.expect(200)["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["startsAt"].clone())
        .collect();
    assert_eq!(starts, [OLD, NEW]);

    // The history says from when to when.
    let path = format!("/v1/admin/bookings/{}/history", id_of(&booking));
    let history = app.get(&concierge(), &path).await.expect(200);
    let line = &history["items"][1];
    assert_eq!(line["what"], "rescheduled");
    assert_eq!(line["moved"], json!({"from": OLD, "to": NEW}));
    assert_eq!(app.deliveries(&booking).await, TOLD);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_moves_by_the_link_in_their_email() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    let booking = app.book(&provider, &member, "video", OLD).await;
    let link = app.link(&member).await.unwrap();
    let by_link = |method: Method, path: &str| app.bare(method, path).bearer_auth(&link);

    // The link offers what its member is offered who signs in.
    let range = "from=2030-01-11T00:00:00Z&to=2030-01-12T00:00:00Z";
    let offered = send(by_link(Method::GET, &format!("/v1/visit/slots?{range}"))).await;
    let path = format!(
        "/v1/providers/{}/slots?{range}&durationMinutes=50",
        provider.id
    );
    let signed_in = app.get(&member, &path).await.expect(200);
    assert_eq!(offered.expect(200), signed_in);
    let starts = signed_in["items"].as_array().unwrap();
    assert!(starts.iter().any(|slot| slot["startsAt"] == NEW));
    let without_range = send(by_link(Method::GET, "/v1/visit/slots")).await;
    without_range.expect_problem(422, "validation_failed");

    let to = async |starts_at: &str| {
        let request = by_link(Method::POST, "/v1/visit/reschedule").header(
            "Idempotency-Key",
            format!("to {starts_at}").replace(' ', "-"),
        );
        send(request.json(&json!({"startsAt": starts_at}))).await
    };
    // Not within the notice of a day, and not at the time that it has.
    to("2030-01-07T23:00:00Z")
        .await
        .expect_problem(409, "notice_too_short");
    let moved = to(NEW).await;
    assert_eq!(moved.expect(200)["startsAt"], NEW);
    // Whoever asks again because the answer was lost is told the same; for all else the link is void.
    assert_eq!(to(NEW).await.text, moved.text);
    to(OLD).await.expect_problem(401, "link_void");
    let new_link = app.link(&member).await.unwrap();
    let seen = send(app.bare(Method::GET, "/v1/visit").bearer_auth(&new_link)).await;
    assert_eq!(seen.expect(200)["startsAt"], NEW);
    assert_eq!(app.deliveries(&booking).await, TOLD);
    let path = format!("/v1/admin/bookings/{}/history", id_of(&booking));
    let history = app.get(&concierge(), &path).await.expect(200);
    assert_eq!(history["items"][1]["by"]["id"], member.id.as_str());
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_move_to_an_overlapping_time_keeps_the_shared_cells() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    let booking = app.book(&provider, &member, "video", OLD).await;
    // Ten minutes later, then across midnight (UTC), then back.
    for to in ["2030-01-10T02:10:00Z", "2030-01-10T23:30:00Z", OLD] {
        moved(&app, &concierge(), &booking, to).await.expect(200);
    }
    let (of_provider, of_member) = (agenda(&app, &provider).await, agenda(&app, &member).await);
    assert_eq!(of_provider.len(), 12, "{of_provider:?}");
    assert_eq!(of_member.len(), 10, "{of_member:?}");
    moved(&app, &member, &booking, OLD)
        .await
        .expect_problem(422, "validation_failed");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_move_changes_nothing() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    let booking = app.book(&provider, &member, "video", OLD).await;
    let other = (
        app.add_provider("prv_other").await,
        app.add_member("mem_other").await,
    );
    app.book(&provider, &other.1, "video", NEW).await;
    app.book(&other.0, &member, "video", "2030-01-12T02:00:00Z")
        .await;
    let before = app.table().await;
    for (who, to, status, code) in [
        (&member, NEW, 409, "slot_taken"),
        // The provider would have no pause.
        (&member, "2030-01-11T02:05:00Z", 409, "slot_taken"),
        (&member, "2030-01-12T02:45:00Z", 409, "member_busy"),
        (&provider, "2030-01-08T00:00:00Z", 409, "notice_too_short"),
        (&provider, "2030-03-20T00:00:00Z", 409, "beyond_horizon"),
        (&member, "2030-01-11T03:01:00Z", 422, "not_on_grid"),
        (&other.1, NEW, 404, "not_found"),
        (&other.0, NEW, 404, "not_found"),
    ] {
        moved(&app, who, &booking, to)
            .await
            .expect_problem(status, code);
    }
    for body in [json!({"startsAt": "2030-01-13T02:00:00Z"}), json!({})] {
        app.change(&provider, &booking, "reschedule", body)
            .await
            .expect_problem(422, "validation_failed");
    }
    let path = format!("/v1/bookings/{}/reschedule", id_of(&booking));
    let body = json!({"startsAt": "2030-01-13T02:00:00Z"});
    let request = app.request(&member, Method::POST, &path).json(&body);
    send(request.header("If-Match", "\"2\""))
        .await
        .expect_problem(412, "version_mismatch");
    assert!(app.table().await == before, "something was written");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_the_last_day_the_concierge_moves_and_those_concerned_get_an_sms() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    let video = app.book(&provider, &member, "video", OLD).await;
    let phone = app
        .book(&provider, &member, "phone", "2030-01-10T04:00:00Z")
        .await;
    app.clock_to("2030-01-09T12:00:00Z").await;
    for who in [&provider, &member] {
        moved(&app, who, &video, NEW)
            .await
            .expect_problem(409, "late_change");
        let allowance = &app.see(who, &video).await["actions"]["reschedule"];
        assert_eq!(allowance["why"], "late_change");
    }
    // Sooner than the notice, which does not apply to the concierge.
    moved(&app, &concierge(), &video, "2030-01-10T03:00:00Z")
        .await
        .expect(200);
    moved(&app, &concierge(), &phone, "2030-01-12T04:00:00Z")
        .await
        .expect(200);
    let sms = async |booking: &Value| {
        let all = app.deliveries(booking).await;
        let soon = all.into_iter().filter(|d| d.starts_with("changed_soon"));
        soon.collect::<Vec<_>>()
    };
    assert_eq!(sms(&video).await, ["changed_soon sms provider sent"]);
    let both = [
        "changed_soon sms member sent",
        "changed_soon sms provider sent",
    ];
    assert_eq!(sms(&phone).await, both);
    // The person who cancels gets no SMS about it.
    app.change(&provider, &video, "cancel", json!({"reason": "Ill"}))
        .await
        .expect(200);
    assert_eq!(sms(&video).await.len(), 1);
    // After its start it can't be moved.
    let begun = app
        .book(&provider, &member, "video", "2030-01-09T13:00:00Z")
        .await;
    app.clock_to("2030-01-09T13:00:00Z").await;
    moved(&app, &concierge(), &begun, NEW)
        .await
        .expect_problem(409, "too_late");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_made_stale_by_the_next_change_is_replaced() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    let booking = app.book(&provider, &member, "video", OLD).await;
    app.clock_to("2030-01-09T12:00:00Z").await;
    app.fault(json!({"service": "sns", "fault": "throttle", "count": 1}))
        .await;
    moved(&app, &concierge(), &booking, "2030-01-14T02:00:00Z")
        .await
        .expect(200);
    app.settle().await;
    moved(&app, &concierge(), &booking, "2030-01-15T02:00:00Z")
        .await
        .expect(200);
    app.advance("PT5M").await;
    let mut texts = app.deliveries(&booking).await;
    texts.retain(|delivery| delivery.starts_with("changed_soon"));
    let expected = [
        "changed_soon sms provider dropped",
        "changed_soon sms provider sent",
    ];
    assert_eq!(texts, expected);
    // A day later nobody relies on the old time any more, and mail is enough.
    app.clock_to("2030-01-10T13:00:00Z").await;
    moved(&app, &concierge(), &booking, "2030-01-16T02:00:00Z")
        .await
        .expect(200);
    assert_eq!(app.messages("sms", "+6561234567").await.len(), 1);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_member_of_a_phone_session_gets_a_text_for_every_change() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    let booking = app.book(&provider, &member, "phone", OLD).await;
    for _ in 0..3 {
        app.session(&provider, &booking, "intro", json!({"via": "service"}))
            .await
            .expect(200);
    }
    moved(&app, &provider, &booking, "2030-01-14T02:00:00Z")
        .await
        .expect(200);
    // A text that the next change overtakes is dropped.
    app.settle().await;
    // The introduction named another time; it can be sent again.
    let steps = app
        .session(&provider, &booking, "intro", json!({"via": "service"}))
        .await
        .expect(200);
    assert_eq!(steps["introductions"].as_array().unwrap().len(), 1);
    let cancel = json!({"reason": "Ill"});
    app.change(&provider, &booking, "cancel", cancel)
        .await
        .expect(200);
    let mut texts = app.deliveries(&booking).await;
    texts.retain(|delivery| delivery.starts_with("changed_soon"));
    assert_eq!(texts, ["changed_soon sms member sent"; 2]);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_move_under_its_key_takes_effect_once() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    let booking = app.book(&provider, &member, "video", OLD).await;
    let path = format!("/v1/bookings/{}/reschedule", id_of(&booking));
    let body = json!({"startsAt": NEW, "comment": "Agreed on the phone"});
    let first = app.post_once(&member, &path, body.clone(), "move").await;
    let again = app.post_once(&member, &path, body, "move").await;
    first.expect(200);
    assert_eq!(
        (first.status, &first.text, first.header("etag")),
        (again.status, &again.text, again.header("etag"))
    );
    assert_eq!(app.deliveries(&booking).await.len(), 4);
    app.post_once(&member, &path, json!({"startsAt": OLD}), "move")
        .await
        .expect_problem(422, "idempotency_key_reused");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_stays_void_when_the_session_moves_back() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    let booking = app.book(&provider, &member, "video", OLD).await;
    let first = app.link(&member).await.unwrap();
    moved(&app, &member, &booking, NEW).await.expect(200);
    let second = app.link(&member).await.unwrap();
    moved(&app, &member, &booking, OLD).await.expect(200);
    let third = app.link(&member).await.unwrap();
    app.clock_to("2030-01-10T01:50:00Z").await;
    for (method, path) in [(Method::GET, "/v1/visit"), (Method::POST, "/v1/visit/join")] {
        let by = async |link: &str| send(app.bare(method.clone(), path).bearer_auth(link)).await;
        for void in [&first, &second] {
            by(void).await.expect_problem(401, "link_void");
        }
        by(&third).await.expect(200);
    }
    app.stop().await;
}
