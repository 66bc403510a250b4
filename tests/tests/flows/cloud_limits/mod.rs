//! What people meet when the cloud's limits bite: requests are refused so that they can be made again, and what was
//! written is sent, later and once.

mod api;
mod meetings;
mod messages;
mod profiles;
mod table;

use anteroom_tests::{TestApp, Who, send};
use reqwest::Method;
use serde_json::{Value, json};

/// Ten in the morning in Singapore, two days after the clock's start.
const START: &str = "2030-01-09T02:00:00Z";

async fn people(app: &TestApp) -> (Who, Who) {
    let provider = app.add_provider("prv_1").await;
    let member = app.add_member("mem_1").await;
    app.settle().await;
    (provider, member)
}

/// Puts limits in force in place of all others.
async fn limit(app: &TestApp, order: Value) {
    app.local_post("limits", order).await;
}

async fn no_limits(app: &TestApp) {
    let off = send(app.bare(Method::DELETE, "/_local/limits")).await;
    assert_eq!(off.status, 204);
}

/// How often anything was refused for a limit.
async fn refused(app: &TestApp, limit: &str) -> u64 {
    let report = app.local("limits").await;
    let refused = report["refused"].as_array().unwrap().iter();
    let counts = refused
        .filter(|each| each["limit"] == limit)
        .map(|each| each["count"].as_u64().unwrap());
    counts.sum()
}

/// The sum of a metric of AWS's over all of its dimensions that have a value.
async fn measured(app: &TestApp, name: &str, dimension: &str) -> f64 {
    let report = app.local("metrics").await;
    let metrics = report["metrics"].as_array().unwrap().iter();
    let sums = metrics
        .filter(|metric| metric["name"] == name && !metric["dimensions"][dimension].is_null())
        .map(|metric| metric["sum"].as_f64().unwrap());
    sums.sum()
}
