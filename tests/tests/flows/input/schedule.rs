//! Invalid schedules.

use anteroom_tests::concierge;
use serde_json::{Value, json};

use super::{Expected, MALFORMED, World, differs, invalid};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fields_of_a_schedule() {
    let world = World::new().await;
    world
        .refuses(async |world| {
            let mut wrong = Vec::new();
            for (body, expected) in schedules() {
                for (who, path) in [
                    (world.provider.clone(), "/v1/me/schedule"),
                    (concierge(), "/v1/admin/providers/prv_grace/schedule"),
                ] {
                    let reply = world.app.put(&who, path, body.clone()).await;
                    let mut shown = body.to_string();
                    shown.truncate(200);
                    wrong.extend(differs((path, shown), &reply, expected));
                }
            }
            wrong
        })
        .await;
}

fn schedules() -> Vec<(Value, Expected)> {
    let weekly =
        |from: &str, to: &str| json!({"weekly": [{"day": "monday", "from": from, "to": to}]});
    let on = |date: &str| json!({"weekly": [], "overrides": [{"date": date, "windows": []}]});
    let mut schedules = vec![
        (json!({}), invalid("/weekly")),
        (json!({"weekly": null}), invalid("/weekly")),
        (json!({"weekly": {}}), MALFORMED),
        (json!({"weekly": [null]}), MALFORMED),
        (json!({"weekly": [["monday", "09:00", "10:00"]]}), MALFORMED),
        (json!({"weekly": [{"day": 1}]}), MALFORMED),
        (json!({"weekly": [{}]}), invalid("/weekly/0/day")),
        (
            json!({"weekly": [{"day": "funday", "from": "09:00", "to": "10:00"}]}),
            invalid("/weekly/0/day"),
        ),
        (
            json!({"weekly": [{"day": "Monday", "from": "09:00", "to": "10:00"}]}),
            invalid("/weekly/0/day"),
        ),
        (
            json!({"weekly": [{"day": "monday", "from": "09:00"}]}),
            invalid("/weekly/0/to"),
        ),
        (
            json!({"weekly": [
                {"day": "monday", "from": "09:00", "to": "10:00"},
                {"day": "monday", "from": "09:55", "to": "11:00"},
            ]}),
            invalid("/weekly/1"),
        ),
        (
            json!({"weekly": [], "overrides": [{"date": "2030-02-01", "windows": [
                {"from": "09:00", "to": "10:00"}, {"from": "08:00", "to": "12:00"},
            ]}]}),
            invalid("/overrides/0/windows/1"),
        ),
        (
            json!({"weekly": [], "overrides": [
                {"date": "2030-02-01", "windows": [["09:00", "10:00"]]},
            ]}),
            MALFORMED,
        ),
        (
            json!({"weekly": [], "overrides": [["2030-02-01", []]]}),
            MALFORMED,
        ),
        (
            json!({"weekly": [], "overrides": [
                {"date": "2030-02-01", "windows": [{"from": "12:00", "to": "09:00"}]},
            ]}),
            invalid("/overrides/0/windows/0"),
        ),
        (
            json!({"weekly": [], "overrides": [{"date": "2030-02-01"}, {"date": "2030-02-01"}]}),
            invalid("/overrides/1/date"),
        ),
        (
            json!({"weekly": [], "overrides": [{"windows": []}]}),
            invalid("/overrides/0/date"),
        ),
        (
            json!({"weekly": [], "timeZone": "Mars/Olympus"}),
            invalid("/timeZone"),
        ),
        (json!({"weekly": [], "bufferMinutes": "10"}), MALFORMED),
        (
            json!({"weekly": vec![json!({"day": "monday", "from": "09:00", "to": "10:00"}); 101]}),
            invalid("/weekly"),
        ),
    ];
    for minutes in [-10, 7, 125, 65_536, 1_000_000_000] {
        let body = json!({"weekly": [], "bufferMinutes": minutes});
        schedules.push((body, invalid("/bufferMinutes")));
    }
    for (from, to) in [
        ("12:00", "09:00"),
        ("09:00", "09:00"),
        ("24:00", "24:00"),
        ("09:03", "10:00"),
        ("09:00", "10:01"),
    ] {
        schedules.push((weekly(from, to), invalid("/weekly/0")));
    }
    for time in [
        "",
        "9:00",
        "24:01",
        "25:00",
        "12:60",
        "-1:00",
        "12:00:00",
        "noon",
        "１２:00",
    ] {
        schedules.push((weekly(time, "24:00"), invalid("/weekly/0/from")));
        schedules.push((weekly("00:00", time), invalid("/weekly/0/to")));
    }
    for date in [
        "",
        "2030-02-30",
        "2030-13-01",
        "2030-2-1",
        "01.02.2030",
        "2030-02-01T00:00:00Z",
        "tomorrow",
    ] {
        schedules.push((on(date), invalid("/overrides/0/date")));
    }
    schedules
}
