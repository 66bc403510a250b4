//! The functions' own code, each with clients of its own.

use std::sync::Mutex;

use crate::cloud::Cloud;
use anteroom_app::due::Setbacks;
use anteroom_domain::policy::Policy;
use anteroom_domain::values::SmsSenders;
use anteroom_http::{ContactKey, CursorKey, HttpState, OriginKeys};
use anteroom_meetings::Meetings;
use anteroom_messaging::compose;
use anteroom_messaging::compose::link::LinkKey;
use anteroom_messaging::send::Outgoing;
use anteroom_runtime::aws;
use anteroom_runtime::dead_letters::DeadLetters;
use anteroom_stack::limits::Settings;
use anteroom_stack::wiring::Wiring;
use anteroom_store::{Random, Store};
use axum::Router;
use jiff::{SignedDuration, Timestamp};

/// What requests must have that came through the distribution.
pub(crate) const ORIGIN_KEY: &str = "scale";

/// The functions.
pub(crate) struct Application {
    pub(crate) bookings: Router,
    pub(crate) sessions: Router,
    pub(crate) concierge: Router,
    pub(crate) notifier: anteroom_notifier::AppState,
    pub(crate) gate_checks: anteroom_gate_checks::AppState,
    pub(crate) scheduler: anteroom_scheduler::AppState,
    pub(crate) meeting_events: anteroom_meeting_events::AppState,
}

impl Application {
    /// The functions over a cloud, as their templates set them up, with the rates that were granted.
    pub(crate) fn new(
        cloud: &Cloud,
        wiring: &Wiring,
        granted: &Settings,
        seed: u64,
        now: fn() -> Timestamp,
    ) -> Self {
        let policy = Policy {
            meeting_rate: granted.chime_calls_per_second.map_or(10, whole),
            mail_rate: granted.ses_per_second.map(whole),
            text_rate: granted.sns_per_second.map(whole),
            ..Policy::default()
        };
        let table = wiring.table["TableName"].as_str().unwrap();
        let random = Mutex::new(fastrand::Rng::with_seed(seed));
        let random = Random::new(move || random.lock().unwrap().u128(..));
        let settings = compose::Settings {
            service_name: "Anteroom".parse().unwrap(),
            portal_url: "https://portal.anteroom.example".to_owned(),
            mail_from: wiring.email_identities[0].parse().unwrap_or_else(|_| {
                format!("no-reply@{}", wiring.email_identities[0])
                    .parse()
                    .unwrap()
            }),
            help: compose::Help::default(),
            link_key: LinkKey::new(&[7; 32]).unwrap(),
            link_life: policy.close_after + SignedDuration::from_hours(1),
        };
        let store = |function: &str| {
            let client = aws::dynamodb(&cloud.config(function));
            Store::new(client, table.to_owned(), random.clone())
        };
        let meetings = |function: &str| {
            Meetings::new(
                aws::meetings(&cloud.config(function)),
                wiring.region.clone(),
            )
        };
        let http = |function: &str| HttpState {
            store: store(function),
            policy: policy.clone(),
            settings: settings.clone(),
            cursors: CursorKey::new(&[7; 32]),
            contacts: ContactKey::new(&[7; 32]),
            origin: OriginKeys::new(ORIGIN_KEY, ORIGIN_KEY),
        };
        let mail = cloud.config("notifier");
        Self {
            bookings: anteroom_bookings::router(http("bookings")),
            sessions: anteroom_sessions::router(anteroom_sessions::AppState {
                http: http("sessions"),
                meetings: meetings("sessions"),
            }),
            concierge: anteroom_concierge::router(http("concierge"), meetings("concierge")),
            notifier: anteroom_notifier::AppState {
                store: store("notifier"),
                outgoing: Outgoing {
                    mail: aws::mail(&mail),
                    configuration_set: wiring.configuration_sets[0].clone(),
                    sms: aws::sms(&mail),
                    sms_senders: SmsSenders::default(),
                    sms_max_price: "0.50".parse().unwrap(),
                },
                pool: anteroom_notifier::UserPool {
                    client: aws::accounts(&mail),
                    id: "scale".to_owned(),
                },
                dead_letters: DeadLetters {
                    client: aws::queues(&mail),
                    queue_url: "http://scale/dead-letters".to_owned(),
                },
                settings: settings.clone(),
                policy: policy.clone(),
                now,
            },
            gate_checks: anteroom_gate_checks::AppState {
                store: store("gate-checks"),
                meetings: meetings("gate-checks"),
                policy: policy.clone(),
                setbacks: Setbacks::default(),
            },
            scheduler: anteroom_scheduler::AppState {
                store: store("scheduler"),
                policy: policy.clone(),
                setbacks: Setbacks::default(),
            },
            meeting_events: anteroom_meeting_events::AppState {
                store: store("meeting-events"),
                meetings: meetings("meeting-events"),
                policy,
            },
        }
    }
}

fn whole(limit: f64) -> u32 {
    limit.floor() as u32
}
