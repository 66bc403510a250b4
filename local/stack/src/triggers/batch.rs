//! Batches of stream records: invoked, tried again in whole or in part, dead at last.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::delivery::{Counted, Shared, pause};
use crate::dead_letters::Origin;
use crate::runner::InvokeError;
use crate::wiring::StreamMapping;

/// A record, outstanding until it is dropped.
pub(super) struct Record {
    pub(super) record: Value,
    pub(super) counted: Counted,
}

/// Serves one lane: gathers what is there into batches and sees each of them through.
pub(super) async fn work(
    mapping: Arc<StreamMapping>,
    shared: Arc<Shared>,
    mut records: mpsc::UnboundedReceiver<Record>,
) {
    while let Some(first) = records.recv().await {
        let mut batch = vec![first];
        while batch.len() < mapping.batch_size {
            let Ok(next) = records.try_recv() else {
                break;
            };
            batch.push(next);
        }
        let (records, _outstanding): (Vec<Value>, Vec<Counted>) = batch
            .into_iter()
            .map(|each| (each.record, each.counted))
            .unzip();
        see_through(&mapping, &shared, records).await;
    }
}

/// Part of a batch that is yet to be handled, and how often it failed.
#[derive(Debug, Clone, PartialEq)]
struct Part {
    records: Vec<Value>,
    failures: u32,
}

async fn see_through(mapping: &StreamMapping, shared: &Shared, records: Vec<Value>) {
    // The part at the end comes first.
    let mut parts = vec![Part {
        records,
        failures: 0,
    }];
    while let Some(part) = parts.pop() {
        let event = Event {
            records: &part.records,
        };
        // JSON values always have a text.
        let event = serde_json::to_vec(&event).unwrap_or_default();
        let takes_too_long = || is_too_old(mapping, shared, &part);
        let answer = shared.invoke(&mapping.function, event, takes_too_long);
        let answer = answer.await;
        let outcome = outcome(mapping, &part.records, answer);
        let Some(failure) = outcome else {
            continue;
        };
        tracing::warn!(
            function = mapping.function,
            records = part.records.len(),
            failures = part.failures + 1,
            error = %failure.error,
            "a batch failed"
        );
        let (rest, error) = after(part, failure, mapping.bisect);
        for part in rest {
            let spent = mapping.retries.is_some_and(|most| part.failures > most);
            if spent || is_too_old(mapping, shared, &part) || shared.stopped() {
                let (event, attempts) = (json!({"Records": part.records}), part.failures);
                let destination = mapping.on_failure.clone();
                let function = &mapping.function;
                shared.bury(
                    function,
                    Origin::Stream,
                    event,
                    &error,
                    attempts,
                    destination,
                );
            } else {
                if part.failures > 0 {
                    tokio::time::sleep(pause(part.failures)).await;
                }
                parts.push(part);
            }
        }
    }
}

/// What went wrong with a batch.
struct Failure {
    error: InvokeError,
    /// The first record that the function says failed; none if all did.
    from: Option<usize>,
}

/// What is left to do of a part that failed, first things last, with the error. A function
/// that names the failed records has handled what comes before the first of them. Otherwise
/// the part is halved, if the template wants that, which doesn't count as a retry.
fn after(mut part: Part, failure: Failure, bisect: bool) -> (Vec<Part>, InvokeError) {
    let Failure { error, from } = failure;
    let rest = match from {
        Some(from @ 1..) => vec![Part {
            records: part.records.split_off(from),
            failures: 1,
        }],
        None if bisect && part.records.len() > 1 => {
            let second = part.records.split_off(part.records.len() / 2);
            let failures = part.failures;
            let second = Part {
                records: second,
                failures,
            };
            vec![second, part]
        }
        Some(0) | None => {
            part.failures += 1;
            vec![part]
        }
    };
    (rest, error)
}

/// How a batch failed; none if it didn't.
fn outcome(
    mapping: &StreamMapping,
    records: &[Value],
    answer: Result<Vec<u8>, InvokeError>,
) -> Option<Failure> {
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => return Some(Failure { error, from: None }),
    };
    if !mapping.partial {
        return None;
    }
    let failed = serde_json::from_slice::<Option<BatchAnswer>>(&answer);
    let failed = failed.ok().flatten()?.batch_item_failures?;
    let numbers: Vec<_> = records
        .iter()
        .map(|record| record["dynamodb"]["SequenceNumber"].as_str())
        .collect();
    let places = failed.iter().map(|failure| {
        let number = failure.item_identifier.as_deref()?;
        numbers.iter().position(|known| *known == Some(number))
    });
    // A number that isn't one of the batch's makes the whole batch fail, as in the cloud.
    let from = places
        .collect::<Option<Vec<_>>>()
        .map(|places| places.into_iter().min());
    let error = InvokeError::Unhandled {
        kind: "BatchItemFailures".to_owned(),
        message: format!("{} of {} records failed", failed.len(), records.len()),
    };
    match from {
        Some(None) => None,
        Some(from) => Some(Failure { error, from }),
        None => Some(Failure { error, from: None }),
    }
}

fn is_too_old(mapping: &StreamMapping, shared: &Shared, part: &Part) -> bool {
    let Some(max_age) = mapping.max_age else {
        return false;
    };
    let written = part.records.first().map_or(
        &Value::Null,
        |record| &record["dynamodb"]["ApproximateCreationDateTime"],
    );
    let now = shared.clock.now().as_second();
    written.as_i64().is_some_and(|written| {
        u64::try_from(now - written).is_ok_and(|age| age > max_age.as_secs())
    })
}

/// What a function is invoked with.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Event<'a> {
    records: &'a [Value],
}

#[derive(Deserialize)]
struct BatchAnswer {
    #[serde(rename = "batchItemFailures")]
    batch_item_failures: Option<Vec<ItemFailure>>,
}

#[derive(Deserialize)]
struct ItemFailure {
    #[serde(rename = "itemIdentifier")]
    item_identifier: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(numbers: &[&str]) -> Vec<Value> {
        let record = |number: &&str| json!({"dynamodb": {"SequenceNumber": number}});
        numbers.iter().map(record).collect()
    }

    fn mapping(partial: bool) -> StreamMapping {
        StreamMapping {
            function: "notifier".to_owned(),
            from_start: true,
            batch_size: 10,
            parallel: 1,
            retries: Some(5),
            max_age: None,
            bisect: true,
            partial,
            filters: Vec::new(),
            on_failure: None,
        }
    }

    fn failed_from(partial: bool, answer: &str) -> Option<Option<usize>> {
        let records = records(&["1", "2", "3"]);
        let outcome = outcome(&mapping(partial), &records, Ok(answer.into()));
        outcome.map(|failure| failure.from)
    }

    #[test]
    fn the_first_failed_record_counts() {
        let some = r#"{"batchItemFailures": [{"itemIdentifier": "3"}, {"itemIdentifier": "2"}]}"#;
        assert_eq!(failed_from(true, some), Some(Some(1)));
        assert_eq!(failed_from(false, some), None);
    }

    #[test]
    fn what_names_no_failure_is_success() {
        for answer in ["null", "{}", r#"{"batchItemFailures": []}"#, ""] {
            assert_eq!(failed_from(true, answer), None, "{answer}");
        }
    }

    #[test]
    fn a_failure_that_cannot_be_placed_is_the_whole_batchs() {
        for number in [r#""9""#, "null"] {
            let answer = format!(r#"{{"batchItemFailures": [{{"itemIdentifier": {number}}}]}}"#);
            assert_eq!(failed_from(true, &answer), Some(None), "{answer}");
        }
    }

    fn rest(from: Option<usize>, bisect: bool, numbers: &[&str]) -> Vec<Part> {
        let part = Part {
            records: records(numbers),
            failures: 1,
        };
        let error = InvokeError::Died;
        after(part, Failure { error, from }, bisect).0
    }

    fn part(numbers: &[&str], failures: u32) -> Part {
        Part {
            records: records(numbers),
            failures,
        }
    }

    #[test]
    fn what_comes_before_the_first_failure_is_done() {
        let rest = rest(Some(1), true, &["1", "2", "3"]);
        assert_eq!(rest, [part(&["2", "3"], 1)]);
    }

    #[test]
    fn a_failed_batch_is_halved_and_a_failed_record_tried_again() {
        let halves = rest(None, true, &["1", "2", "3"]);
        assert_eq!(halves, [part(&["2", "3"], 1), part(&["1"], 1)]);
        assert_eq!(rest(None, true, &["1"]), [part(&["1"], 2)]);
        assert_eq!(rest(None, false, &["1", "2"]), [part(&["1", "2"], 2)]);
        assert_eq!(rest(Some(0), true, &["1", "2"]), [part(&["1", "2"], 2)]);
    }
}
