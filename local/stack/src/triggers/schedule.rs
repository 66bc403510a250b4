//! Schedules: when they are due, what their events look like, and the ticking of the clock.

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::clock::Clock;
use crate::wiring::Schedule;

const MINUTE: i64 = 60;

/// How often the clock is looked at.
const LOOK: Duration = Duration::from_millis(100);

/// More than this between the clock's way and real time's is a jump.
const JUMP: SignedDuration = SignedDuration::from_secs(1);

/// Whether a schedule fires in the minute of an instant.
pub(super) fn is_due(schedule: &Schedule, at: Timestamp) -> bool {
    let minute = at.as_second().div_euclid(MINUTE);
    minute.rem_euclid(i64::from(schedule.every_minutes)) == 0
}

/// The event of a tick: the input of the template, or the service's own.
pub(super) fn event(schedule: &Schedule, at: Timestamp) -> Value {
    let id = Uuid::new_v4().to_string();
    let time = at.to_string();
    let (source, arn, detail) = if schedule.scheduler {
        let arn = "arn:aws:scheduler:us-east-1:000000000000:schedule/default";
        // The scheduler writes its empty detail as a text.
        ("aws.scheduler", arn, json!("{}"))
    } else {
        let arn = "arn:aws:events:us-east-1:000000000000:rule";
        ("aws.events", arn, json!({}))
    };
    let arn = format!("{arn}/{}", schedule.name);
    if let Some(input) = &schedule.input {
        let input = input
            .replace("<aws.scheduler.scheduled-time>", &time)
            .replace("<aws.scheduler.schedule-arn>", &arn)
            .replace("<aws.scheduler.execution-id>", &id)
            .replace("<aws.scheduler.attempt-number>", "1");
        return serde_json::from_str(&input).unwrap_or(Value::String(input));
    }
    json!({
        "version": "0",
        "id": id,
        "detail-type": "Scheduled Event",
        "source": source,
        "account": "000000000000",
        "time": time,
        "region": "us-east-1",
        "resources": [arn],
        "detail": detail,
    })
}

/// Ticks at each minute of the stack's clock, as real time brings it there. Minutes over
/// which the clock was moved are for the one who moved it.
pub(super) async fn every_minute<F: Future<Output = ()>>(
    clock: Clock,
    tick: impl Fn(Timestamp) -> F,
) {
    let mut look = (Instant::now(), clock.now());
    loop {
        tokio::time::sleep(LOOK).await;
        let (real, now) = (Instant::now(), clock.now());
        let real_way = SignedDuration::try_from(real - look.0).unwrap_or(SignedDuration::MAX);
        let jumped = now.duration_since(look.1) - real_way > JUMP;
        let minute = floor(now);
        if !jumped && minute > floor(look.1) {
            tick(minute).await;
        }
        look = (real, now);
    }
}

fn floor(at: Timestamp) -> Timestamp {
    let second = at.as_second().div_euclid(MINUTE) * MINUTE;
    Timestamp::from_second(second).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn schedule(every_minutes: u32, input: Option<&str>) -> Schedule {
        Schedule {
            name: "tick".to_owned(),
            function: "scheduler".to_owned(),
            every_minutes,
            input: input.map(str::to_owned),
            scheduler: true,
        }
    }

    #[test]
    fn the_event_carries_the_scheduled_time() {
        let at = "2026-11-22T10:00:00Z".parse().unwrap();
        let own = event(&schedule(1, None), at);
        assert_eq!(own["time"], "2026-11-22T10:00:00Z");
        assert_eq!(own["source"], "aws.scheduler");
        assert_eq!(own["detail"], "{}");
        let input = r#"{"at": "<aws.scheduler.scheduled-time>"}"#;
        let given = event(&schedule(1, Some(input)), at);
        assert_eq!(given, json!({"at": "2026-11-22T10:00:00Z"}));
    }

    #[test]
    fn a_schedule_is_due_in_its_minutes() {
        let at = |text: &str| text.parse().unwrap();
        assert!(is_due(&schedule(1, None), at("2026-11-22T10:01:30Z")));
        assert!(is_due(&schedule(5, None), at("2026-11-22T10:05:59Z")));
        assert!(!is_due(&schedule(5, None), at("2026-11-22T10:06:00Z")));
    }
}
