//! What is limited for each person: how often they are let in (A3).

use anteroom_tests::{TestApp, send};
use reqwest::Method;
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_is_exchanged_for_credentials_only_so_often() {
    let app = TestApp::start().await;
    let (provider, member) = (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    );
    let booking = app
        .book(&provider, &member, "video", "2030-01-07T02:00:00Z")
        .await;
    let link = app.link(&member).await.unwrap();
    app.clock_to("2030-01-07T01:45:00Z").await;
    let visit = async || {
        let request = app.bare(Method::POST, "/v1/visit/join").json(&json!({}));
        send(request.bearer_auth(&link)).await
    };
    // Waiting is not limited: whoever asks is told how things stand.
    for _ in 0..35 {
        assert_eq!(visit().await.expect(200)["state"], "waiting");
    }
    app.session(&provider, &booking, "start", json!({}))
        .await
        .expect(200);
    app.report(&provider, &booking, "joined", 1).await;
    for _ in 0..30 {
        assert_eq!(visit().await.expect(200)["state"], "admitted");
    }
    visit().await.expect_problem(429, "rate_limited");
    app.session(&member, &booking, "join", json!({}))
        .await
        .expect_problem(429, "rate_limited");

    // A minute later there is room for one more.
    app.advance("PT1M").await;
    app.report(&provider, &booking, "joined", 1).await;
    assert_eq!(visit().await.expect(200)["state"], "admitted");
    visit().await.expect_problem(429, "rate_limited");
    app.stop().await;
}
