//! The numbers in the rules, for pages: open to anybody, and nothing is read for them.

use anteroom_tests::{TestApp, send};
use reqwest::Method;
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn anybody_reads_the_numbers_of_the_policy_without_a_call() {
    let app = TestApp::start().await;
    app.count_anew().await;
    let reply = send(app.bare(Method::GET, "/v1/policy")).await;
    assert_eq!(
        reply.expect(200),
        json!({
            "gridMinutes": 5,
            "minDurationMinutes": 15,
            "maxDurationMinutes": 180,
            "noticeMinutes": 24 * 60,
            "horizonMinutes": 60 * 24 * 60,
            "acceptBeforeMinutes": 24 * 60,
            "lateChangeMinutes": 24 * 60,
        })
    );
    assert!(app.calls_of("bookings").await.is_empty());
    app.stop().await;
}
