//! A member's address that the concierge changes: both addresses are told, what is theirs is sent in one
//! act, and who changed it waits before sending more (A6, M9).

use anteroom_tests::{Reply, TestApp, Who, concierge, id_of, send};
use reqwest::Method;
use serde_json::{Value, json};

const OLD: &str = "mem_mai@example.com";
const NEW: &str = "mai.nguyen@example.com";

async fn correct(app: &TestApp, by: &Who, patch: Value) {
    let path = "/v1/admin/members/mem_mai";
    app.patch(by, path, patch).await.expect(200);
}

async fn send_links(app: &TestApp, by: &Who) -> Reply {
    let path = "/v1/admin/members/mem_mai/send-links";
    app.post(by, path, json!({})).await
}

fn colleague() -> Who {
    Who::new("con_colleague", "concierge")
}

/// The texts of the emails to an address whose subject has these words.
async fn mails(app: &TestApp, to: &str, subject: &str) -> Vec<String> {
    let found = app.messages("email", to).await;
    let is_it = |mail: &&Value| mail["subject"].as_str().unwrap().contains(subject);
    let text = |mail: &Value| mail["text"].as_str().unwrap().to_owned();
    found.iter().filter(is_it).map(text).collect()
}

/// (A6)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_old_and_the_new_address_are_told_and_neither_of_the_other() {
    let app = TestApp::start().await;
    let mai = app.add_member("mem_mai").await;
    correct(&app, &concierge(), json!({"email": NEW})).await;
    for (address, other) in [(OLD, NEW), (NEW, OLD)] {
        let told = mails(&app, address, "contact details").await;
        let [told] = &told[..] else {
            panic!("{told:?}");
        };
        assert!(told.contains("Monday 7 January 2030"), "{told}");
        assert!(told.contains("tell us"), "{told}");
        assert!(!told.contains(other) && !told.contains("Nguyen"), "{told}");
    }
    // A number that is changed is told to the address. What changes neither is not told, nor is what
    // people change themselves.
    correct(&app, &concierge(), json!({"phone": "+84900000001"})).await;
    correct(&app, &concierge(), json!({"name": "Mai", "email": NEW})).await;
    let own = json!({"phone": "+84900000002"});
    app.change_own(&mai, own).await;
    assert_eq!(mails(&app, NEW, "contact details").await.len(), 2);
    assert_eq!(mails(&app, OLD, "contact details").await.len(), 1);
    // It is in the list of what was sent, without a booking.
    let path = "/v1/admin/deliveries?status=sent";
    let sent = app.get(&concierge(), path).await.expect(200);
    let sent = sent["items"].as_array().unwrap().iter();
    let told: Vec<_> = sent
        .filter(|delivery| delivery["kind"] == "contact_changed")
        .collect();
    assert_eq!(told.len(), 3);
    for delivery in told {
        assert_eq!(delivery["personId"], "mem_mai");
        assert!(delivery["bookingId"].is_null());
    }
    app.stop().await;
}

/// (A6)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_changed_an_address_has_nothing_sent_again_for_a_while() {
    let app = TestApp::start().await;
    let grace = app.add_provider("prv_grace").await;
    let mai = app.add_member("mem_mai").await;
    let booking = app
        .book(&grace, &mai, "video", "2030-01-09T02:00:00Z")
        .await;
    app.settle().await;
    let path = format!("/v1/admin/bookings/{}/deliveries", id_of(&booking));
    let all = app.get(&concierge(), &path).await.expect(200);
    let all = all["items"].as_array().unwrap().clone();
    let confirmation = all.iter().find(|one| one["to"] == "member").unwrap();
    let path = format!(
        "/v1/admin/deliveries/{}/resend",
        confirmation["id"].as_str().unwrap()
    );
    let resend = async |by: &Who| app.post(by, &path, json!({})).await;

    correct(&app, &concierge(), json!({"email": NEW})).await;
    let refused = resend(&concierge()).await;
    let refused = refused.expect_problem(409, "contact_just_changed");
    let from = refused["opensAt"].as_str().unwrap();
    assert!(from.starts_with("2030-01-07T00:3"), "{from}");
    resend(&colleague()).await.expect(202);
    app.advance("PT31M").await;
    resend(&concierge()).await.expect(202);
    app.stop().await;
}

/// (M9)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_correction_what_is_theirs_is_sent_in_one_act() {
    let app = TestApp::start().await;
    let grace = app.add_provider("prv_grace").await;
    let mai = app.add_member("mem_mai").await;
    assert_eq!(
        send_links(&app, &concierge()).await.expect(202)["items"],
        json!([])
    );
    app.had_a_session(&grace, &mai, "2030-01-07T00:15:00Z")
        .await;
    for (day, session_type) in [("09", "video"), ("10", "phone")] {
        let start = format!("2030-01-{day}T02:00:00Z");
        app.book(&grace, &mai, session_type, &start).await;
    }
    app.propose(&grace, &mai, "video", "2030-01-11T02:00:00Z")
        .await;
    let off = app
        .book(&grace, &mai, "video", "2030-01-12T02:00:00Z")
        .await;
    let reason = json!({"reason": "A cold"});
    app.change(&mai, &off, "cancel", reason).await.expect(200);

    app.settle().await;
    correct(&app, &concierge(), json!({"email": NEW})).await;
    let path = "/v1/admin/members/mem_mai/send-links";
    let sent = app.post_once(&concierge(), path, json!({}), "once").await;
    let kinds = sent.expect(202);
    let kinds = kinds["items"].as_array().unwrap().iter();
    let kinds: Vec<_> = kinds.map(|delivery| delivery["kind"].clone()).collect();
    assert_eq!(kinds, ["confirmation", "confirmation", "proposal"]);
    let again = app.post_once(&concierge(), path, json!({}), "once").await;
    assert_eq!(again.text, sent.text);

    let found = app.messages("email", NEW).await;
    let links = found.iter().filter_map(|mail| {
        let (_, token) = mail["text"].as_str()?.split_once("/visit#")?;
        token.split_whitespace().next()
    });
    let links: Vec<_> = links.collect();
    assert_eq!(links.len(), 3);
    for link in links {
        let visit = app.bare(Method::GET, "/v1/visit").bearer_auth(link);
        send(visit).await.expect(200);
    }
    let history = app
        .get(&concierge(), "/v1/admin/members/mem_mai/history")
        .await;
    assert_eq!(history.expect(200)["items"][0]["what"], "links_sent");

    // After a second change, or one back, another concierge is needed for a while.
    correct(&app, &concierge(), json!({"email": OLD})).await;
    let refused = send_links(&app, &concierge()).await;
    refused.expect_problem(409, "contact_just_changed");
    let sent = send_links(&app, &colleague()).await.expect(202);
    assert_eq!(sent["items"].as_array().unwrap().len(), 3);
    app.advance("PT31M").await;
    send_links(&app, &concierge()).await.expect(202);
    app.stop().await;
}
