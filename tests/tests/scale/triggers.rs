//! What invokes functions but the API: the table's stream, the meeting service's events, the schedule.

use std::collections::BTreeSet;
use std::time::Duration;

use anteroom_app::due::{self, Tick, Unfinished};
use anteroom_notifier::Woken;
use anteroom_stack::wiring::StreamMapping;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::task::spawn_local;
use tokio::time::{Instant, sleep, sleep_until};

use crate::api::Api;
use crate::cloud::Cloud;
use crate::people::until;
use crate::run::LEADS;

/// How long a run of the schedule may take: the functions' time-out.
const RUN: Duration = Duration::from_secs(60);
/// How long a change takes to its function, and an event of the meeting service: an assumption.
const STREAM: Duration = Duration::from_millis(200);
const EVENT: Duration = Duration::from_millis(700);

/// Hands the records of the table's stream to the notifier, in lanes by item.
pub(crate) fn follow(cloud: &Cloud, api: &Api, mapping: &StreamMapping) {
    let mut lanes = Vec::new();
    for _ in 0..mapping.parallel {
        let (lane, records) = mpsc::unbounded_channel();
        lanes.push(lane);
        spawn_local(notify(api.clone(), mapping.clone(), records));
    }
    let filters = mapping.filters.clone();
    let names = filters.iter();
    let names: BTreeSet<String> = names
        .flat_map(|filter| filter.names_at(&["dynamodb", "NewImage"]))
        .collect();
    cloud.feed.follow(move |change| {
        let outline = change.outline(&names);
        if !filters.iter().any(|filter| filter.matches(&outline)) {
            return;
        }
        let mut record = change.record();
        record["awsRegion"] = "ap-southeast-1".into();
        record["eventSourceARN"] = "arn:aws:dynamodb:ap-southeast-1:0:table/scale".into();
        let keys = record["dynamodb"]["Keys"].to_string();
        let lane = keys.bytes().fold(0usize, |hash, byte| {
            hash.wrapping_mul(31) + usize::from(byte)
        });
        let _ = lanes[lane % lanes.len()].send((record, Instant::now() + STREAM));
    });
}

/// Hands a lane's records on in batches, each record not before it is through the stream.
async fn notify(
    api: Api,
    mapping: StreamMapping,
    mut records: mpsc::UnboundedReceiver<(Value, Instant)>,
) {
    let mut next = records.recv().await;
    while let Some((first, through)) = next {
        sleep_until(through).await;
        let mut batch = vec![first];
        next = records.try_recv().ok();
        while batch.len() < mapping.batch_size
            && let Some((record, _)) = next.take_if(|(_, through)| *through <= Instant::now())
        {
            batch.push(record);
            next = records.try_recv().ok();
        }
        while !batch.is_empty() {
            let event = serde_json::from_value(json!({"Records": batch})).unwrap();
            let work = anteroom_notifier::handle(&api.application.notifier, Woken::Outbox(event));
            match api.lambda.invoke(&mapping.function, work).await {
                Ok(Ok(answer)) => {
                    let failed = answer.batch_item_failures.first();
                    let Some(failed) = failed else { break };
                    let from = batch.iter().position(|record| {
                        record["dynamodb"]["SequenceNumber"]
                            == failed.item_identifier.as_deref().unwrap_or_default()
                    });
                    batch.drain(..from.unwrap_or(0));
                }
                Ok(Err(error)) => panic!("{error}"),
                Err(_) => {}
            }
            sleep(Duration::from_secs(1)).await;
        }
        if next.is_none() {
            next = records.recv().await;
        }
    }
}

/// Delivers the events of the meeting service, again and again until they are taken.
pub(crate) async fn hear(api: Api, mut events: mpsc::UnboundedReceiver<Value>) {
    while let Some(event) = events.recv().await {
        let wanted = [
            "chime:AttendeeJoined",
            "chime:AttendeeLeft",
            "chime:AttendeeDropped",
        ];
        let kind = event["detail"]["eventType"].as_str().unwrap_or_default();
        if !wanted.contains(&kind) {
            continue;
        }
        let api = api.clone();
        spawn_local(async move {
            sleep(EVENT).await;
            loop {
                let event = serde_json::from_value(event.clone()).unwrap();
                let work = anteroom_meeting_events::heard(&api.application.meeting_events, event);
                if let Ok(Ok(())) = api.lambda.invoke("meeting-events", work).await {
                    return;
                }
                sleep(Duration::from_secs(5)).await;
            }
        });
    }
}

/// Ticks each minute, but for the hours in which nothing is due and nothing waits.
pub(crate) async fn tick(api: Api, starts: Vec<Timestamp>) {
    let mut at = starts[0] - SignedDuration::from_hours(44);
    loop {
        at += SignedDuration::from_mins(1);
        let is_due = starts.iter().any(|starts_at| {
            let minutes = at.duration_since(*starts_at).as_mins();
            let is_near = |around: i64| (around - 2..=around + 3).contains(&minutes);
            LEADS.iter().any(|hours| is_near(-hours * 60)) || (-6..=12).contains(&minutes)
        });
        until(at, api.now).await;
        if !is_due && !api.measures.has_outstanding() {
            continue;
        }
        let tick = Tick { time: at };
        let over = || due::nearly_over(RUN);
        let one = api.clone();
        spawn_local(async move {
            let work = anteroom_gate_checks::tick(&one.application.gate_checks, tick, over());
            timed(&one, "gate-checks", work).await;
        });
        let one = api.clone();
        spawn_local(async move {
            let work = anteroom_scheduler::tick(&one.application.scheduler, tick, over());
            timed(&one, "scheduler", work).await;
        });
    }
}

/// Invokes a function of the schedule, and notes how long it takes.
async fn timed(
    api: &Api,
    function: &'static str,
    work: impl Future<Output = Result<(), Unfinished>>,
) {
    let began = (api.now)();
    if let Ok(Ok(())) = api.lambda.invoke(function, work).await {
        let took = (api.now)().duration_since(began).as_secs_f64();
        api.measures.ticked(function, took);
    }
}
