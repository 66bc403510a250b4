//! What the runner promises: processes used again, replaced, killed in time, and all in parallel.

use std::collections::BTreeSet;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use anteroom_stack::runner::{InvokeError, Runner};
use serde_json::{Value, json};

use super::{examples, function, quiet, start, wait_until};

const LONG: Duration = Duration::from_secs(20);

async fn invoke(runner: &Runner, event: Value) -> Result<Value, InvokeError> {
    let answer = runner
        .invoke("echo", event.to_string().into_bytes())
        .await?;
    Ok(serde_json::from_slice(&answer).unwrap())
}

#[tokio::test]
async fn a_process_is_used_again() {
    let runner = start(&function(LONG), &[]).await;
    let first = invoke(&runner, json!({"n": 1})).await.unwrap();
    let second = invoke(&runner, json!({"n": 2})).await.unwrap();
    assert_eq!(first["event"], json!({"n": 1}));
    assert_eq!(first["function"], "echo");
    assert_eq!(first["process"], second["process"]);
    assert_ne!(first["requestId"], second["requestId"]);
    let report = runner.report().remove(0);
    assert_eq!((report.init_ms.len(), report.invocation_ms.len()), (1, 2));
    // From the process's start: the init is within it, and only the first answer counts.
    assert_eq!(report.first_answer_ms.len(), 1);
    assert!(report.first_answer_ms[0] > report.init_ms[0] + report.invocation_ms[0]);
    assert_eq!((report.deaths, runner.outstanding()), (0, 0));
    runner.stop().await;
}

#[tokio::test]
async fn the_environment_is_lambdas_and_the_templates_and_no_more() {
    let runner = start(&function(LONG), &[("AWS_REGION", "us-east-1")]).await;
    let seen = invoke(&runner, json!({"do": "environment"})).await.unwrap();
    for (name, value) in [
        ("FROM_TEMPLATE", "yes"),
        ("AWS_REGION", "us-east-1"),
        ("AWS_LAMBDA_FUNCTION_NAME", "echo"),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"),
        ("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/echo"),
    ] {
        assert_eq!(seen[name], value, "{name}");
    }
    assert_eq!(seen.get("PATH"), None);
    assert_eq!(seen.get("CARGO_MANIFEST_DIR"), None);
}

#[tokio::test]
async fn a_function_that_follows_the_table_leaves_the_processor_to_others() {
    let mut following = function(LONG);
    following.follows_table = true;
    let mut nice = Vec::new();
    for function in [function(LONG), following] {
        let runner = start(&function, &[]).await;
        let process = invoke(&runner, json!({})).await.unwrap()["process"].clone();
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
        // The nineteenth field, of which two precede the closing bracket (man 5 proc).
        let after_name = stat.rsplit(')').next().unwrap();
        let field = after_name.split_whitespace().nth(16).unwrap();
        nice.push(field.parse::<i32>().unwrap());
        runner.stop().await;
    }
    assert_eq!(nice[1] - nice[0], 10);
}

#[tokio::test]
async fn what_a_function_reports_is_its_error() {
    let runner = start(&function(LONG), &[]).await;
    let failed = invoke(&runner, json!({"do": "fail"})).await;
    let Err(InvokeError::Unhandled { message, .. }) = failed else {
        panic!("{failed:?}");
    };
    assert!(message.contains("told to fail"), "{message}");
    // The process lives on.
    invoke(&runner, json!({})).await.unwrap();
    assert_eq!(runner.report()[0].init_ms.len(), 1);
}

#[tokio::test]
async fn a_dead_process_fails_its_invocation_and_is_replaced() {
    let runner = start(&function(LONG), &[]).await;
    let died = invoke(&runner, json!({"do": "exit"})).await;
    assert!(matches!(died, Err(InvokeError::Died)), "{died:?}");
    invoke(&runner, json!({})).await.unwrap();
    wait_until(|| runner.report()[0].deaths == 1).await;
}

#[tokio::test]
async fn a_killed_process_fails_its_invocation_and_is_replaced() {
    let runner = start(&function(LONG), &[]).await;
    let hanging = {
        let runner = runner.clone();
        tokio::spawn(async move { invoke(&runner, json!({"do": "hang"})).await })
    };
    let printed = |line: &str| runner.logs().iter().any(|each| each.line == line);
    wait_until(|| printed("hanging")).await;
    runner.kill("echo");
    let died = hanging.await.unwrap();
    assert!(matches!(died, Err(InvokeError::Died)), "{died:?}");
    invoke(&runner, json!({})).await.unwrap();
}

#[tokio::test]
async fn the_templates_time_out_kills() {
    let runner = start(&function(Duration::from_millis(300)), &[]).await;
    let late = invoke(&runner, json!({"do": "hang"})).await;
    assert!(matches!(late, Err(InvokeError::Timeout)), "{late:?}");
    wait_until(|| runner.report()[0].deaths == 1).await;
    invoke(&runner, json!({})).await.unwrap();
}

#[tokio::test]
async fn a_function_that_does_not_start_says_why() {
    let runner = start(&function(LONG), &[("FAIL_AT_START", "1")]).await;
    let failed = invoke(&runner, json!({})).await;
    assert!(matches!(failed, Err(InvokeError::Init(_))), "{failed:?}");
    // What it printed before it ended is kept.
    wait_until(|| runner.report()[0].deaths == 1).await;
    let logs: Vec<_> = runner.logs().into_iter().map(|line| line.line).collect();
    assert!(logs.contains(&"starting".to_owned()), "{logs:?}");
}

#[tokio::test]
async fn many_at_once_share_six_processes() {
    let runner = start(&function(LONG), &[]).await;
    let all: Vec<_> = (0..100)
        .map(|n| {
            let runner = runner.clone();
            tokio::spawn(async move { invoke(&runner, json!({"n": n})).await.unwrap() })
        })
        .collect();
    let mut processes = BTreeSet::new();
    for (n, each) in all.into_iter().enumerate() {
        let answer = each.await.unwrap();
        assert_eq!(answer["event"]["n"], n);
        processes.insert(answer["process"].as_u64().unwrap());
    }
    assert!((1..=6).contains(&processes.len()), "{processes:?}");
    assert_eq!(runner.report()[0].invocation_ms.len(), 100);
}

#[tokio::test]
async fn an_invocation_goes_on_when_nobody_waits_for_it() {
    let runner = start(&function(LONG), &[]).await;
    {
        // Asked for once and then forgotten: nobody may count on seeing it under way from
        // another task, as it can be over before that task has its turn.
        let mut abandoned = pin!(invoke(&runner, json!({"left": "alone"})));
        let begun = poll_fn(|context| Poll::Ready(abandoned.as_mut().poll(context).is_pending()));
        assert!(begun.await);
        assert_eq!(runner.outstanding(), 1);
    }
    wait_until(|| runner.outstanding() == 0).await;
    assert_eq!(runner.report()[0].invocation_ms.len(), 1);
    invoke(&runner, json!({})).await.unwrap();
    assert_eq!(runner.report()[0].init_ms.len(), 1);
}

#[tokio::test]
async fn more_than_is_reserved_is_throttled() {
    let mut function = function(LONG);
    function.reserved_concurrency = Some(0);
    let runner = start(&function, &[]).await;
    let throttled = invoke(&runner, json!({})).await;
    assert!(
        matches!(throttled, Err(InvokeError::Throttled)),
        "{throttled:?}"
    );
}

#[tokio::test]
async fn a_missing_binary_is_named_at_the_start() {
    let mut function = function(LONG);
    function.name = "nobody".to_owned();
    let started = Runner::start(&[function], &examples(), |_| Vec::new(), quiet()).await;
    let error = started.unwrap_err().to_string();
    assert!(error.ends_with("nobody has not been built"), "{error}");
}

#[tokio::test]
async fn stopping_leaves_no_process_behind() {
    let runner = start(&function(LONG), &[]).await;
    let process = invoke(&runner, json!({})).await.unwrap()["process"].clone();
    runner.stop().await;
    let still = std::path::Path::new("/proc").join(process.to_string());
    assert!(!still.exists());
    let died = invoke(&runner, json!({})).await;
    assert!(matches!(died, Err(InvokeError::Died)), "{died:?}");
}
