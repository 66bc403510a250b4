//! The runner, the gateway and the triggers with a function that really runs: `examples/echo.rs`.

#![allow(clippy::unwrap_used)]

mod gateway;
mod runner;
mod triggers;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anteroom_stack::runner::{LogHook, Runner};
use anteroom_stack::wiring::{Function, Throttles, UserPool, Wiring};
use serde_json::Value;

/// Where the example is built, next to the tests themselves.
fn examples() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().and_then(|deps| deps.parent()).unwrap();
    let examples = profile.join("examples");
    let built = examples.join("echo").is_file();
    assert!(
        built,
        "the example `echo` isn't built: run `cargo build -p anteroom-stack --example echo`"
    );
    examples
}

fn function(timeout: Duration) -> Function {
    Function {
        name: "echo".to_owned(),
        logical_id: "Echo".to_owned(),
        physical: "echo".to_owned(),
        log_group: None,
        environment: BTreeMap::from([("FROM_TEMPLATE".to_owned(), "yes".to_owned())]),
        timeout,
        memory_mb: 128,
        reserved_concurrency: None,
        async_retries: 1,
        async_max_age: Duration::from_secs(3600),
        on_failure: Some("lost-and-found".to_owned()),
        grants: Vec::new(),
        json_logs: false,
        follows_table: false,
    }
}

fn quiet() -> LogHook {
    Arc::new(|_, _| {})
}

async fn start(function: &Function, extra: &[(&str, &str)]) -> Runner {
    let extra: Vec<_> = extra
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let functions = std::slice::from_ref(function);
    Runner::start(functions, &examples(), |_| extra.clone(), quiet())
        .await
        .unwrap()
}

/// Nothing but a function; tests add what they are about.
fn wiring(function: Function) -> Wiring {
    Wiring {
        alarms: Vec::new(),
        metric_filters: Vec::new(),
        api_id: String::new(),
        functions: vec![function],
        routes: Vec::new(),
        cors: None,
        throttles: Throttles::default(),
        authorizer: None,
        schedules: Vec::new(),
        streams: Vec::new(),
        rules: Vec::new(),
        logs: Vec::new(),
        table: Value::Null,
        ttl_attribute: None,
        user_pool: UserPool::default(),
        email_identities: Vec::new(),
        configuration_sets: Vec::new(),
        portal_headers: Vec::new(),
        api_headers: Vec::new(),
        origin_headers: Vec::new(),
        service_name: String::new(),
        help_phone: String::new(),
        help_email: String::new(),
        mail_events: BTreeMap::new(),
        region: "us-east-1".to_owned(),
        account: "000000000000".to_owned(),
    }
}

/// Waits for what another task or process is about to do.
async fn wait_until(condition: impl Fn() -> bool) {
    let since = Instant::now();
    while !condition() {
        assert!(
            since.elapsed() < Duration::from_secs(10),
            "it never came about"
        );
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}
