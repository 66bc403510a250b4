//! What AWS itself measures, of what happens here: functions, queues, the API, the table, mail, lines of logs.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use serde_json::Value;

use super::{Metrics, Series, emf};
use crate::calls::{Call, Service};
use crate::dead_letters::DeadLetter;
use crate::faults::Refusal;
use crate::limits::Refused;
use crate::runner::InvokeError;

impl Metrics {
    /// Takes a line that a function printed.
    pub fn logged(&self, function: &str, line: &str) {
        let Ok(Value::Object(line)) = serde_json::from_str(line) else {
            return;
        };
        let now = self.clock.now();
        if line.contains_key("_aws") {
            match emf::points(&line, now) {
                Ok(points) => {
                    for point in points {
                        self.add(point.series, point.unit, point.at, point.value);
                    }
                }
                Err(why) => self.invalid(format!("{function}: {why}")),
            }
            return;
        }
        let mut functions = self.wiring.functions.iter();
        let group = functions.find(|each| each.name == function);
        let group = group.and_then(|function| function.log_group.as_ref());
        let line = Value::Object(line);
        let filters = self.wiring.metric_filters.iter();
        for filter in filters.filter(|filter| Some(&filter.group) == group && filter.matches(&line))
        {
            self.add(filter.series.clone(), "None", now, filter.value);
        }
    }

    /// Takes the end of an invocation.
    pub fn invoked(
        &self,
        function: &str,
        event: &[u8],
        took: Duration,
        outcome: Result<(), &InvokeError>,
    ) {
        let mut functions = self.wiring.functions.iter();
        let Some(function) = functions.find(|each| each.name == function) else {
            return;
        };
        let count = |name: &str, unit, value| {
            let dimensions = [("FunctionName", function.physical.as_str())];
            let series = Series::new("AWS/Lambda", name, &dimensions);
            self.add(series, unit, self.clock.now(), value);
        };
        let is_throttled = matches!(outcome, Err(InvokeError::Throttled));
        count("Throttles", "Count", f64::from(u8::from(is_throttled)));
        if is_throttled {
            return;
        }
        count("Invocations", "Count", 1.0);
        let failed = outcome.is_err();
        count("Errors", "Count", f64::from(u8::from(failed)));
        count("Duration", "Milliseconds", took.as_secs_f64() * 1000.0);
        let mut streams = self.wiring.streams.iter();
        if streams.any(|mapping| mapping.function == function.name)
            && let Some(written) = written(event)
        {
            let age = self.clock.now().as_second() - written;
            count("IteratorAge", "Milliseconds", age as f64 * 1000.0);
        }
    }

    /// Takes what was put into a dead-letter queue. Nothing takes it out here.
    pub fn buried(&self, letter: &DeadLetter, letters: &[DeadLetter]) {
        let Some(queue) = letter.destination.as_deref().map(queue_name) else {
            return;
        };
        let same = letters
            .iter()
            .filter_map(|letter| letter.destination.as_deref())
            .filter(|destination| queue_name(destination) == queue);
        let name = "ApproximateNumberOfMessagesVisible";
        let series = Series::new("AWS/SQS", name, &[("QueueName", queue)]);
        self.level(series, "Count", same.count() as f64);
    }

    /// Takes a call that a service refused.
    pub fn refused(&self, call: &Call, refusal: Refusal) {
        let writes = call.operation.contains("Write")
            || matches!(
                call.operation.as_str(),
                "PutItem" | "UpdateItem" | "DeleteItem"
            );
        if call.service == Service::Dynamodb && writes && refusal == Refusal::Throttle {
            let dimensions = [("TableName", self.wiring.table_name())];
            let series = Series::new("AWS/DynamoDB", "WriteThrottleEvents", &dimensions);
            self.add(series, "Count", self.clock.now(), 1.0);
        }
    }

    /// Takes what a service refused for a limit. Functions, API and others count their refusals themselves.
    pub fn beyond(&self, refused: &Refused) {
        let name = match refused.limit {
            "partitionWriteUnitsPerSecond" | "tableWriteUnitsPerSecond" => "WriteThrottleEvents",
            "partitionReadUnitsPerSecond" | "tableReadUnitsPerSecond" => "ReadThrottleEvents",
            _ => return,
        };
        let table = self.wiring.table_name();
        let of_table = ("TableName", table);
        let of_index = ("GlobalSecondaryIndexName", refused.target.as_str());
        let dimensions = match refused.target == table {
            true => vec![of_table],
            false => vec![of_table, of_index],
        };
        let series = Series::new("AWS/DynamoDB", name, &dimensions);
        self.add(series, "Count", self.clock.now(), 1.0);
    }

    /// Takes what the month's texts have cost, in US dollars.
    pub fn spent_on_texts(&self, dollars: f64) {
        let series = Series::new("AWS/SNS", "SMSMonthToDateSpentUSD", &[]);
        self.level(series, "None", dollars);
    }

    /// Takes an event of SES, of so many mails that were sent. The rates are those of all mail since the start;
    /// SES looks at a representative volume of the newest.
    pub fn mail_event(&self, event: &Value, sent: u64) {
        let name = match event["detail"]["eventType"].as_str() {
            Some("Bounce") => "Reputation.BounceRate",
            Some("Complaint") => "Reputation.ComplaintRate",
            _ => return,
        };
        let series = Series::new("AWS/SES", name, &[]);
        let rate = self.lock().series.get(&series).map_or(0, |rate| rate.count) + 1;
        self.level(series, "None", rate as f64 / sent.max(1) as f64);
    }
}

/// Measures the requests to the API.
pub async fn requested(State(metrics): State<Metrics>, request: Request, next: Next) -> Response {
    let began = std::time::Instant::now();
    let response = next.run(request).await;
    let count = |name: &str, unit, value| {
        let dimensions = [("ApiId", metrics.wiring.api_id.as_str())];
        let series = Series::new("AWS/ApiGateway", name, &dimensions);
        metrics.add(series, unit, metrics.clock.now(), value);
    };
    let is = |holds| f64::from(u8::from(holds));
    count("Count", "Count", 1.0);
    count("4xx", "Count", is(response.status().is_client_error()));
    count("5xx", "Count", is(response.status().is_server_error()));
    let took = began.elapsed().as_secs_f64() * 1000.0;
    count("Latency", "Milliseconds", took);
    response
}

/// When the last record of a batch was written, in seconds.
fn written(event: &[u8]) -> Option<i64> {
    let event: Value = serde_json::from_slice(event).ok()?;
    let last = event["Records"].as_array()?.last()?;
    last["dynamodb"]["ApproximateCreationDateTime"].as_i64()
}

/// The name of a queue, of its ARN or its URL.
fn queue_name(queue: &str) -> &str {
    queue.rsplit([':', '/']).next().unwrap_or(queue)
}
