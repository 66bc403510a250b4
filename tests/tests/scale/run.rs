//! The hour itself.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anteroom_stack::clock::Clock;
use anteroom_stack::limits::Order;
use anteroom_stack::wiring::Wiring;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use tokio::sync::mpsc;
use tokio::task::{LocalSet, spawn_local};
use tokio::time::sleep;

use crate::api::{Api, Who};
use crate::application::Application;
use crate::cloud::Cloud;
use crate::figures::{Around, Figures};
use crate::lambda::Lambda;
use crate::measure::Measures;
use crate::people::{Pair, watch_over, who};
use crate::triggers::{follow, hear, tick};

/// When people are added: a Monday at midnight in UTC.
const MONDAY: &str = "2030-01-07T00:00:00Z";
/// When all sessions start.
const STARTS_AT: &str = "2030-01-10T10:00:00Z";
/// How many hours before the start reminders are due.
pub(crate) const LEADS: [i64; 3] = [36, 24, 1];

thread_local! {
    static CLOCK: RefCell<Option<Clock>> = const { RefCell::new(None) };
}

/// The current time of the hour that this thread lives through.
fn now() -> Timestamp {
    CLOCK.with_borrow(|clock| clock.as_ref().unwrap().now())
}

/// How many half hours of a day have sessions.
const HALF_HOURS: usize = 24;

/// For how many sessions there is a concierge, at least one.
const PAIRS_OF_A_CONCIERGE: usize = 200;

/// How many sessions, whether they start at the same hour or on the half hours of a day, from which seed, and the limits,
/// as `POST /_local/limits` takes them.
pub(crate) struct Hour {
    pub(crate) sessions: usize,
    pub(crate) is_day: bool,
    pub(crate) seed: u64,
    pub(crate) limits: String,
    /// Parameters of the template.
    pub(crate) parameters: BTreeMap<String, String>,
}

/// Lives through the hour.
pub(crate) fn live_through(hour: &Hour) -> Figures {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(LocalSet::new().run_until(live(hour)))
}

async fn live(hour: &Hour) -> Figures {
    let began = Instant::now();
    fastrand::seed(hour.seed);
    let clock = Clock::starting_at(MONDAY.parse().unwrap());
    CLOCK.set(Some(clock.clone()));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut parameters = hour.parameters.clone();
    parameters.insert("Stage".to_owned(), "scale".to_owned());
    let wiring = Wiring::read(root, &parameters).unwrap();
    let (heard, events) = mpsc::unbounded_channel();
    let cloud = Cloud::open(&wiring, &clock, hour.seed, move |event| {
        let _ = heard.send(event);
    });
    let order = Order::read(hour.limits.as_bytes()).unwrap();
    let starts_at: Timestamp = STARTS_AT.parse().unwrap();
    let api = Api {
        application: Arc::new(Application::new(
            &cloud,
            &wiring,
            order.settings(),
            hour.seed,
            now,
        )),
        lambda: Arc::new(Lambda::new(&wiring, cloud.front.limits.clone())),
        limits: cloud.front.limits.clone(),
        throttles: wiring.throttles.clone(),
        measures: Arc::new(Measures::default()),
        now,
    };
    add_people(&api, hour.sessions).await;
    cloud.front.capacity.reset();
    cloud.limit(order);
    watch(&cloud, &api);
    for mapping in &wiring.streams {
        follow(&cloud, &api, mapping);
    }
    spawn_local(hear(api.clone(), events));
    let half_hours = if hour.is_day { HALF_HOURS } else { 1 };
    let starts = (0..half_hours).map(|half_hour| {
        let after = i64::try_from(half_hour).unwrap() * 30;
        starts_at + SignedDuration::from_mins(after)
    });
    let starts: Vec<Timestamp> = starts.collect();
    spawn_local(tick(api.clone(), starts.clone()));
    let open_from = starts[0] - SignedDuration::from_mins(10);
    let open_to = starts[half_hours - 1] + SignedDuration::from_mins(12);
    for number in 0..hour.sessions.div_ceil(PAIRS_OF_A_CONCIERGE) {
        spawn_local(watch_over(api.clone(), number, open_from, open_to));
    }
    let pairs = (0..hour.sessions).map(|number| {
        let (api, cloud) = (api.clone(), cloud.clone());
        let starts_at = starts[number % half_hours];
        let pair = Pair {
            number,
            api,
            cloud,
            starts_at,
        };
        spawn_local(pair.live())
    });
    for pair in pairs.collect::<Vec<_>>() {
        pair.await.unwrap();
    }
    // What is late gets another hour.
    for _ in 0..60 {
        if !api.measures.has_outstanding() {
            break;
        }
        sleep(Duration::from_secs(60)).await;
    }
    let capacity = cloud.front.capacity.report();
    let hottest = capacity.hottest_keys.iter().take(5);
    let mails = cloud.mails.lock().unwrap().clone();
    api.measures.figures(Around {
        sessions: hour.sessions,
        functions: api.lambda.report(),
        mails,
        limits: cloud.front.limits.report(),
        write_units: capacity.total.write_units,
        read_units: capacity.total.read_units,
        hottest: hottest
            .map(|key| {
                let name = format!("{} {}", key.target, key.partition);
                (name, key.peak_write_units_per_second)
            })
            .collect(),
        took: began.elapsed().as_secs_f64(),
    })
}

/// Adds a provider with a schedule, and a member, for each session.
async fn add_people(api: &Api, sessions: usize) {
    let concierge = Who {
        id: "con_0".to_owned(),
        role: "concierge",
    };
    let days = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let weekly = days.map(|day| json!({"day": day, "from": "00:00", "to": "24:00"}));
    let schedule = json!({"timeZone": "Asia/Ho_Chi_Minh", "bufferMinutes": 10, "weekly": weekly, "overrides": []});
    for number in 0..sessions {
        for role in ["provider", "member"] {
            let id = who(role, number).id;
            let person = json!({
                "id": id, "name": "Nguyen Thi Mai", "email": format!("{id}@example.com"),
                "timeZone": "Asia/Ho_Chi_Minh",
            });
            let route = format!("POST /v1/admin/{role}s");
            let added = api.ask(&concierge, &route, None, person).await;
            assert_eq!(added.status, 201, "{added:?}");
        }
        let id = who("provider", number).id;
        let route = "PUT /v1/admin/providers/{id}/schedule";
        let planned = api.ask(&concierge, route, Some(&id), schedule.clone());
        let planned = planned.await;
        assert_eq!(planned.status, 200, "{planned:?}");
    }
}

/// Has the measures see all messages.
fn watch(cloud: &Cloud, api: &Api) {
    let measures = Arc::clone(&api.measures);
    let names = ["kind", "id", "state", "says", "queuedAt", "sentAt", "facts"];
    let names: BTreeSet<String> = names.map(str::to_owned).into();
    cloud.feed.follow(move |change| {
        let outline = change.outline(&names);
        let item = &outline["dynamodb"]["NewImage"];
        if item["kind"]["S"] == "message" {
            measures.message(item, &LEADS);
        }
    });
}
