//! What is measured, and the alarms of the templates: each trips under an injected fault and rests without.

use std::time::Duration;

use anteroom_tests::{TestApp, Who, concierge, send};
use reqwest::Method;
use serde_json::{Value, json};

/// Ten in the morning in Singapore, two hours after the clock's start.
const START: &str = "2030-01-07T02:00:00Z";

/// The values of a metric of the functions: how many, and their sum; by its name and the value of its dimension.
async fn measured(app: &TestApp, name: &str, dimension: Option<&str>) -> (u64, f64) {
    let report = app.local("metrics").await;
    assert_eq!(report["invalid"], json!([]));
    let metrics = report["metrics"].as_array().unwrap();
    let is_it = |metric: &&Value| {
        let mut dimensions = metric["dimensions"].as_object().unwrap().values();
        metric["namespace"] == "Anteroom/local"
            && metric["name"] == name
            && dimensions.next().and_then(Value::as_str) == dimension
    };
    metrics.iter().find(is_it).map_or((0, 0.0), |metric| {
        let (count, sum) = (metric["count"].as_u64(), metric["sum"].as_f64());
        (count.unwrap(), sum.unwrap())
    })
}

/// The same, once there are so many values: what a function prints is read a moment after it has answered.
async fn sum_of(app: &TestApp, name: &str, dimension: Option<&str>, count: u64) -> f64 {
    for _ in 0..200 {
        let (there, sum) = measured(app, name, dimension).await;
        if there >= count {
            assert_eq!(there, count, "{name} {dimension:?}");
            return sum;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let logs = app.logs().await;
    panic!("{name} {dimension:?} has fewer than {count} values: {logs:#?}");
}

/// The alarms that are not at rest.
async fn alarms_on(app: &TestApp) -> Vec<String> {
    let report = app.local("metrics").await;
    let alarms = report["alarms"].as_array().unwrap().iter();
    let on = alarms.filter(|alarm| alarm["state"] != "OK");
    on.map(|alarm| alarm["name"].as_str().unwrap().to_owned())
        .collect()
}

async fn people(app: &TestApp) -> (Who, Who) {
    let provider = app.add_provider("prv_1").await;
    (provider, app.add_member("mem_1").await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_is_measured_and_trips_no_alarm() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    let booking = app.book(&provider, &member, "video", START).await;
    let body = json!({
        "providerId": "prv_1", "memberId": "mem_1", "sessionType": "video", "startsAt": START,
        "durationMinutes": 50,
    });
    let twice = app.post(&concierge(), "/v1/admin/bookings", body).await;
    assert_eq!(twice.status, 409);
    sum_of(&app, "RefusedWrites", Some("taken"), 1).await;
    app.settle().await;

    // The reminder of an hour before comes five minutes late.
    app.clock_to("2030-01-07T00:59:30Z").await;
    app.clock_to("2030-01-07T01:05:00Z").await;
    app.settle().await;
    let late = sum_of(&app, "ReminderLateness", None, 1).await;
    assert_eq!(late, 300.0);
    let sent = app.local("messages?channel=email").await;
    let mails = sent["items"].as_array().unwrap().len() as u64;
    let age = sum_of(&app, "OutboxAge", Some("email"), mails).await;
    assert!(age < 60.0, "{age}");

    // The member asks for twenty seconds; the provider comes in after fifteen.
    app.clock_to("2030-01-07T01:55:00Z").await;
    for seconds in [2, 12] {
        app.clock_to(&format!("2030-01-07T01:55:{seconds:02}Z"))
            .await;
        assert_eq!(app.join(&member, &booking).await["state"], "waiting");
    }
    app.clock_to("2030-01-07T01:55:17Z").await;
    let start = app.session(&provider, &booking, "start", json!({})).await;
    start.expect(200);
    app.report(&provider, &booking, "joined", 1).await;
    app.clock_to("2030-01-07T01:55:22Z").await;
    assert_eq!(app.join(&member, &booking).await["state"], "admitted");
    let waited = sum_of(&app, "MemberWaited", None, 1).await;
    assert!((19.0..22.0).contains(&waited), "{waited}");
    let held_up = sum_of(&app, "HostInToMemberIn", None, 1).await;
    assert!((4_000.0..7_000.0).contains(&held_up), "{held_up}");

    // Both leave, and the session goes on by telephone.
    app.report(&member, &booking, "joined", 1).await;
    for who in [&member, &provider] {
        app.advance("PT2S").await;
        app.report(who, &booking, "left", 1).await;
    }
    sum_of(&app, "GateClosed", Some("not_in"), 1).await;
    app.session(&provider, &booking, "switch-to-phone", json!({}))
        .await
        .expect(200);
    sum_of(&app, "PhoneSwitches", None, 1).await;
    app.session(&provider, &booking, "end", json!({}))
        .await
        .expect(200);

    // Nobody comes to the next one.
    app.book(&provider, &member, "video", "2030-01-07T04:00:00Z")
        .await;
    app.advance("PT4H").await;
    sum_of(&app, "NoShows", Some("provider"), 1).await;
    assert_eq!(alarms_on(&app).await, [""; 0]);

    let metrics = app.local("metrics").await.to_string();
    for of_a_person in ["prv_1", "mem_1", "Nguyen", "Grace", "@", "+65", "+84"] {
        assert!(!metrics.contains(of_a_person), "{of_a_person}");
    }
    app.stop().await;
}

/// A member who went away and comes to an open door has not waited there meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_who_was_away_was_not_held_up() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    let booking = app.book(&provider, &member, "video", START).await;
    app.clock_to("2030-01-07T01:50:00Z").await;
    app.join(&member, &booking).await;
    app.clock_to("2030-01-07T02:00:00Z").await;
    let start = app.session(&provider, &booking, "start", json!({})).await;
    start.expect(200);
    app.report(&provider, &booking, "joined", 1).await;
    app.clock_to("2030-01-07T02:00:20Z").await;
    assert_eq!(app.join(&member, &booking).await["state"], "admitted");
    assert_eq!(sum_of(&app, "HostInToMemberIn", None, 1).await, 0.0);
    assert_eq!(sum_of(&app, "MemberWaited", None, 1).await, 0.0);
    app.stop().await;
}

/// A test for each alarm, and the list of all.
macro_rules! trips {
    ($($alarm:ident by $fault:ident;)*) => {
        const CASES: &[&str] = &[$(stringify!($alarm)),*];
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            #[allow(non_snake_case)]
            async fn $alarm() {
                let app = rested().await;
                $fault(&app).await;
                is_on(&app, stringify!($alarm)).await;
                app.stack.stop().await;
            }
        )*
    };
}

trips! {
    FunctionErrors by scheduler_dies;
    FunctionThrottles by one_at_a_time;
    OutboxBehind by notifier_dies_for_minutes;
    ClockStopped by no_ticks;
    GateChecksStopped by no_ticks;
    TroubledDeliveriesAlarm by mail_is_refused;
    OutboxFailuresAlarm by notifier_dies;
    TickFailuresAlarm by scheduler_dies;
    MeetingEventFailuresAlarm by meeting_events_die;
    MailEventFailuresAlarm by mail_events_die;
    ApiFaults by bookings_dies;
    ApiSlow by table_is_slow;
    TableThrottled by table_throttles;
    MailBounces by mail_bounces;
    MailComplaints by mail_is_complained_of;
    TextsSpend by texts_cost;
    ReleaseFails by bookings_dies;
    MembersHeldUpFast by members_are_held_up;
    MembersHeldUpSlow by members_are_held_up;
    RemindersLate by no_ticks;
    OutboxOld by notifier_dies;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_alarm_of_the_templates_has_a_case() {
    let app = TestApp::start().await;
    let report = app.local("metrics").await;
    let alarms = report["alarms"].as_array().unwrap().iter();
    let mut alarms: Vec<_> = alarms
        .map(|alarm| alarm["name"].as_str().unwrap())
        .collect();
    let mut cases: Vec<_> = CASES.to_vec();
    alarms.sort_unstable();
    cases.sort_unstable();
    assert_eq!(alarms, cases);
    app.stop().await;
}

/// An application that has run for some minutes, with a booking, and no alarm on.
async fn rested() -> TestApp {
    let parameters = [("SessionsConcurrency", "1"), ("SmsSpendAlarm", "0.1")];
    let app = TestApp::start_set(&parameters).await;
    let (provider, member) = people(&app).await;
    app.book(&provider, &member, "video", START).await;
    app.advance("PT6M").await;
    assert_eq!(alarms_on(&app).await, [""; 0]);
    app
}

/// An alarm is on, now or by the end of the minute.
async fn is_on(app: &TestApp, alarm: &str) {
    if alarms_on(app).await.iter().any(|on| on == alarm) {
        return;
    }
    app.local_post("clock", json!({"advance": "PT1M", "ticks": "last"}))
        .await;
    for _ in 0..100 {
        if alarms_on(app).await.iter().any(|on| on == alarm) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let report = app.local("metrics").await;
    panic!("{alarm} is not on: {report:#}");
}

async fn kill(app: &TestApp, function: &str, count: u32) {
    let fault = json!({
        "service": "dynamodb", "function": function, "fault": "kill", "count": count,
    });
    app.fault(fault).await;
}

async fn no_more_faults(app: &TestApp) {
    send(app.bare(Method::DELETE, "/_local/faults")).await;
}

/// One more booking of the same people, hours later.
async fn book_another(app: &TestApp, hour: u32) -> Value {
    let (provider, member) = (Who::new("prv_1", "provider"), Who::new("mem_1", "member"));
    let starts_at = format!("2030-01-08T{hour:02}:00:00Z");
    app.book(&provider, &member, "video", &starts_at).await
}

/// A session that has started, with its provider in.
async fn started(app: &TestApp, number: u32, starts_at: &str) -> (Who, Who, Value) {
    let provider = app.add_provider(&format!("prv_s{number}")).await;
    let member = app.add_member(&format!("mem_s{number}")).await;
    let booking = app.book(&provider, &member, "video", starts_at).await;
    app.settle().await;
    let start = app.session(&provider, &booking, "start", json!({})).await;
    start.expect(200);
    app.report(&provider, &booking, "joined", 1).await;
    (provider, member, booking)
}

async fn scheduler_dies(app: &TestApp) {
    kill(app, "scheduler", 1_000).await;
    app.advance("PT1M").await;
    no_more_faults(app).await;
}

async fn one_at_a_time(app: &TestApp) {
    let member = Who::new("mem_1", "member");
    let fault = json!({
        "service": "dynamodb", "function": "sessions", "fault": "latency", "count": 2, "delayMs": 500,
    });
    app.fault(fault).await;
    let booking = json!({"id": "bkg_none"});
    let ask = || app.session(&member, &booking, "join", json!({}));
    let (one, two) = tokio::join!(ask(), ask());
    assert!([one.status, two.status].iter().any(|status| *status == 503));
}

/// Each try finds its record older: one in each of three minutes.
async fn notifier_dies_for_minutes(app: &TestApp) {
    kill(app, "notifier", 1_000).await;
    book_another(app, 3).await;
    for minutes in [3, 1, 1] {
        let later = app.stack.clock().now() + jiff::SignedDuration::from_mins(minutes);
        app.stack.clock().move_to(later).unwrap();
        let tries = tries_of_the_notifier(app).await;
        while tries_of_the_notifier(app).await == tries {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
    no_more_faults(app).await;
}

async fn tries_of_the_notifier(app: &TestApp) -> Value {
    let report = app.local("metrics").await;
    let mut metrics = report["metrics"].as_array().unwrap().iter();
    let age = metrics.find(|metric| metric["name"] == "IteratorAge");
    age.unwrap()["count"].clone()
}

async fn no_ticks(app: &TestApp) {
    app.settle().await;
    app.clock_to("2030-01-07T01:20:30Z").await;
}

async fn mail_is_refused(app: &TestApp) {
    app.fault(json!({"service": "ses", "fault": "throttle", "count": 100}))
        .await;
    for hour in [3, 5, 7, 9] {
        book_another(app, hour).await;
    }
    app.settle().await;
    no_more_faults(app).await;
}

/// The message is sent when the scheduler finds that nobody has taken it.
async fn notifier_dies(app: &TestApp) {
    kill(app, "notifier", 1_000).await;
    book_another(app, 3).await;
    app.settle().await;
    no_more_faults(app).await;
    app.advance("PT3M").await;
}

async fn meeting_events_die(app: &TestApp) {
    app.clock_to("2030-01-07T01:50:00Z").await;
    let (provider, _, booking) = started(app, 1, START).await;
    kill(app, "meeting-events", 1_000).await;
    app.service_event(&booking, &provider, "AttendeeJoined")
        .await;
    no_more_faults(app).await;
}

async fn mail_events_die(app: &TestApp) {
    app.settle().await;
    kill(app, "notifier", 1_000).await;
    let file = format!(
        "{}/../events/notifier-bounced.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(file).unwrap();
    let text = text.replace("anteroom-dev", "anteroom-local");
    app.stack
        .triggers()
        .emit(serde_json::from_str(&text).unwrap());
    app.settle().await;
    no_more_faults(app).await;
}

async fn bookings_dies(app: &TestApp) {
    kill(app, "bookings", 5).await;
    for _ in 0..5 {
        let reply = app.get(&Who::new("mem_1", "member"), "/v1/me").await;
        assert!(reply.status.is_server_error());
    }
}

/// Once in each of three times five minutes.
async fn table_is_slow(app: &TestApp) {
    for minutes in [5, 5, 0] {
        app.fault(json!({
            "service": "dynamodb", "function": "bookings", "fault": "timeout", "count": 1,
        }))
        .await;
        app.get(&Who::new("mem_1", "member"), "/v1/bookings?view=upcoming")
            .await
            .expect(200);
        app.advance(&format!("PT{minutes}M")).await;
    }
}

async fn table_throttles(app: &TestApp) {
    let operation = "TransactWriteItems";
    app.fault(
        json!({"service": "dynamodb", "operation": operation, "fault": "throttle", "count": 1}),
    )
    .await;
    book_another(app, 3).await;
}

/// Two texts cost more than operators want to hear of.
async fn texts_cost(app: &TestApp) {
    app.local_post("limits", json!({"snsMonthlySpend": 1}))
        .await;
    let (provider, member) = (Who::new("prv_1", "provider"), Who::new("mem_1", "member"));
    for day in 8..10 {
        let starts_at = format!("2030-01-{day:02}T05:00:00Z");
        app.book(&provider, &member, "phone", &starts_at).await;
    }
    app.settle().await;
}

async fn mail_to(app: &TestApp, address: &str) {
    let member = json!({
        "id": "mem_b", "name": "Nguyen Thi Mai", "email": address, "timeZone": "Asia/Singapore",
        "language": "en",
    });
    app.post(&concierge(), "/v1/admin/members", member)
        .await
        .expect(201);
    let (provider, member) = (Who::new("prv_1", "provider"), Who::new("mem_b", "member"));
    app.book(&provider, &member, "video", "2030-01-08T03:00:00Z")
        .await;
    app.settle().await;
}

async fn mail_bounces(app: &TestApp) {
    mail_to(app, "bounce@simulator.amazonses.com").await;
}

async fn mail_is_complained_of(app: &TestApp) {
    mail_to(app, "complaint@simulator.amazonses.com").await;
}

/// The provider is in, and the meeting service lets nobody else in for twenty seconds.
async fn members_are_held_up(app: &TestApp) {
    app.clock_to("2030-01-07T01:50:00Z").await;
    let mut waiting = Vec::new();
    for number in 1..=2 {
        waiting.push(started(app, number, START).await);
    }
    app.fault(json!({"service": "chime", "fault": "error", "count": 100}))
        .await;
    for _ in 0..3 {
        for (provider, member, booking) in &waiting {
            app.session(member, booking, "join", json!({})).await;
            app.report(provider, booking, "alive", 1).await;
        }
        app.advance("PT8S").await;
    }
    no_more_faults(app).await;
    for (_, member, booking) in &waiting {
        assert_eq!(app.join(member, booking).await["state"], "admitted");
    }
}
