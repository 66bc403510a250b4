#![allow(clippy::unwrap_used)]

use std::sync::{Arc, Mutex};

use axum::http::Uri;
use axum::{Json, Router};
use serde_json::Value;

use super::*;
use crate::endpoint::Endpoint;

/// An API that takes everything, and keeps the paths asked.
async fn api(people: Value) -> (Endpoint, Arc<Mutex<Vec<String>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let paths = Arc::clone(&asked);
    let answer = async move |method: Method, uri: Uri| {
        paths
            .lock()
            .unwrap()
            .push(format!("{method} {}", uri.path()));
        Json(json!({"id": "bkg_1", "items": people}))
    };
    let router = Router::new().fallback(answer);
    (Endpoint::serve(router).await.unwrap(), asked)
}

async fn load_into(api: &Endpoint) -> Option<Demo> {
    let issuer = Issuer::new("http://localhost/_local/issuer", None).unwrap();
    let now = "2026-11-22T10:01:30Z".parse().unwrap();
    load(&Client::new(), api.url(), &issuer, now).await.unwrap()
}

#[tokio::test]
async fn people_come_first_then_schedules_then_bookings() {
    let (api, asked) = api(json!([])).await;
    let demo = load_into(&api).await.unwrap();
    assert_eq!(demo.bookings.len(), BOOKINGS.len());
    assert_eq!(
        demo.bookings[0].starts_at.to_string(),
        "2026-11-22T10:15:00Z"
    );
    assert!(
        demo.walk("http://localhost:3000")
            .contains("A=http://localhost:3000; B=bkg_1")
    );
    let expected = [
        vec!["GET /v1/admin/providers"],
        vec![
            "POST /v1/admin/providers",
            "PUT /v1/admin/providers/prv_demo_singapore/schedule",
        ],
        vec![
            "POST /v1/admin/providers",
            "PUT /v1/admin/providers/prv_demo_hanoi/schedule",
        ],
        vec!["POST /v1/admin/members"; 4],
        vec!["POST /v1/admin/bookings"; 5],
    ];
    assert_eq!(*asked.lock().unwrap(), expected.concat());
}

#[tokio::test]
async fn people_who_are_there_are_left_alone() {
    let (api, asked) = api(json!([{"id": "prv_1"}])).await;
    assert_eq!(load_into(&api).await, None);
    assert_eq!(asked.lock().unwrap().len(), 1);
}

#[test]
fn starts_are_on_the_grid_and_ahead() {
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    assert_eq!(
        on_grid(at("2026-11-22T10:01:30Z")),
        at("2026-11-22T10:05:00Z")
    );
    assert_eq!(
        on_grid(at("2026-11-22T10:05:00Z")),
        at("2026-11-22T10:10:00Z")
    );
}
