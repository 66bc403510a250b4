//! A function for the tests of the local stack: does what its event says.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    println!("starting");
    if std::env::var_os("FAIL_AT_START").is_some() {
        return Err("told to fail at the start".into());
    }
    run(service_fn(handle)).await
}

async fn handle(event: LambdaEvent<Value>) -> Result<Value, Error> {
    let (event, context) = event.into_parts();
    if let Some(records) = event["Records"].as_array() {
        return batch(records);
    }
    match wanted(&event) {
        "answer" => {
            Ok(json!({"statusCode": 200, "headers": {"etag": "1"}, "body": event.to_string()}))
        }
        "environment" => Ok(std::env::vars().collect()),
        "exit" => std::process::exit(3),
        "fail" => Err("told to fail".into()),
        "hang" => {
            println!("hanging");
            std::future::pending().await
        }
        _ => {
            println!("saw {event}");
            Ok(json!({
                "event": event,
                "process": std::process::id(),
                "requestId": context.request_id,
                "function": context.env_config.function_name,
            }))
        }
    }
}

/// Where events of the different triggers say what to do.
fn wanted(event: &Value) -> &str {
    let places = [
        &event["do"],
        &event["detail"]["do"],
        &event["pathParameters"]["do"],
    ];
    let mut wanted = places.into_iter().filter_map(Value::as_str);
    wanted.next().unwrap_or("echo")
}

/// Names each record that it sees, and says that those failed that are to fail.
fn batch(records: &[Value]) -> Result<Value, Error> {
    let mut failed = Vec::new();
    for record in records {
        let item = &record["dynamodb"];
        println!(
            "record {}",
            item["NewImage"]["PK"]["S"].as_str().unwrap_or("?")
        );
        match item["NewImage"]["do"]["S"].as_str() {
            Some("fail") => failed.push(json!({"itemIdentifier": item["SequenceNumber"]})),
            Some("break") => return Err("told to break the batch".into()),
            _ => {}
        }
    }
    Ok(json!({"batchItemFailures": failed}))
}
