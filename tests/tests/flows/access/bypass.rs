//! The API's own address (A9): whoever goes past the portal's distribution is refused, whatever they have.

use anteroom_tests::{TestApp, concierge, send};
use reqwest::{Client, Method};
use serde_json::json;

use super::rules::ABSENT;
use super::{method, routes};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn past_the_distribution_every_route_is_refused() {
    let app = TestApp::start().await;
    let now = app.stack.clock().now();
    let token = app.stack.issuer().mint("con_1", "concierge", now);
    let direct = Client::new();
    let lines = app.local("logs").await;
    for route in routes() {
        let path = route.path.as_deref().unwrap().replace("{id}", ABSENT);
        let url = format!("{}{path}", app.stack.api_url());
        for guess in [None, Some(""), Some("sample"), Some(token.as_str())] {
            let request = direct.request(method(&route), &url).bearer_auth(&token);
            let request = match guess {
                Some(key) => request.header("X-Origin-Key", key),
                None => request,
            };
            let refusal = send(request.json(&json!({}))).await;
            refusal.expect_problem(403, "forbidden");
            assert_eq!(refusal.headers["cache-control"], "no-store", "{url}");
        }
    }
    assert_eq!(app.local("logs").await, lines, "nothing is logged of it");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_distribution_puts_its_own_key_in_place_of_a_clients() {
    let app = TestApp::start().await;
    let request = app.request(&concierge(), Method::GET, "/v1/admin/providers");
    let reply = send(request.header("X-Origin-Key", "sample")).await;
    reply.expect(200);
    app.stop().await;
}
