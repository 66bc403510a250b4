//! The history of a booking (B9): one that is cancelled late (B6), and how its member came in.

use anteroom_tests::{TestApp, concierge, id_of, send};
use reqwest::Method;
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_history_names_author_reason_and_request_of_a_late_cancellation() {
    let app = TestApp::start().await;
    let provider = app.add_provider("prv_grace").await;
    let member = app.add_member("mem_mai").await;
    let starts_at = "2030-01-09T02:00:00Z";
    let booking = app.book(&provider, &member, "video", starts_at).await;
    app.clock_to("2030-01-08T02:00:01Z").await;
    let cancelled = app
        .change(&member, &booking, "cancel", json!({"reason": "Ill"}))
        .await
        .expect(200);
    let by_member = json!({"id": "mem_mai", "role": "member"});
    let expected = json!({"by": by_member, "reason": "Ill", "late": true});
    assert_eq!(cancelled["cancellation"], expected);

    let path = format!("/v1/admin/bookings/{}/history", id_of(&booking));
    let history = app.get(&concierge(), &path).await.expect(200);
    let mut lines = history["items"].as_array().unwrap().clone();
    let mut requests = Vec::new();
    for line in &mut lines {
        let line = line.as_object_mut().unwrap();
        let at = line.remove("at").unwrap();
        assert!(at.as_str().unwrap().ends_with('Z'), "{at}");
        requests.push(line.remove("requestId").unwrap());
    }
    let by_concierge = json!({"id": concierge().id, "role": "concierge"});
    let expected = [
        json!({"by": by_concierge, "what": "booked", "status": "confirmed"}),
        json!({"by": by_member, "what": "cancelled", "status": "cancelled", "why": "Ill"}),
    ];
    assert_eq!(lines, expected);
    assert!(
        requests.iter().all(|id| !id.as_str().unwrap().is_empty()),
        "{requests:?}"
    );
    assert_ne!(requests[0], requests[1]);
    app.stop().await;
}

/// (B9)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_history_says_how_the_member_came_in() {
    let app = TestApp::start().await;
    let provider = app.add_provider("prv_grace").await;
    let member = app.add_member("mem_mai").await;
    let starts_at = "2030-01-07T00:15:00Z";
    let booking = app.book(&provider, &member, "video", starts_at).await;
    let link = app.link(&member).await.unwrap();
    // Who waits was not let in.
    assert_eq!(app.join(&member, &booking).await["state"], "waiting");
    app.session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);
    app.report(&provider, &booking, "joined", 1).await;
    assert_eq!(app.join(&member, &booking).await["state"], "admitted");
    let visit = app.bare(Method::POST, "/v1/visit/join").bearer_auth(&link);
    assert_eq!(send(visit).await.expect(200)["state"], "admitted");

    let path = format!("/v1/admin/bookings/{}/history", id_of(&booking));
    let history = app.get(&concierge(), &path).await.expect(200);
    let lines = history["items"].as_array().unwrap();
    let told = |line: &serde_json::Value| (line["what"].clone(), line["cameBy"].clone());
    let told: Vec<_> = lines.iter().map(told).collect();
    let none = serde_json::Value::Null;
    assert_eq!(
        told,
        [
            (json!("booked"), none.clone()),
            (json!("started"), none),
            (json!("admitted"), json!("account")),
            (json!("admitted"), json!("link")),
        ]
    );
    assert_eq!(lines[3]["by"], json!({"id": "mem_mai", "role": "member"}));
    app.stop().await;
}
