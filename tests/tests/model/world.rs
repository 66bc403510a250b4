//! The application in one thread: the functions' own code with a cloud in this process.

use std::collections::VecDeque;
use std::future::pending;
use std::path::Path;
use std::sync::{Arc, Mutex};

use anteroom_app::due::{Setbacks, Tick};
use anteroom_domain::policy::Policy;
use anteroom_domain::values::SmsSenders;
use anteroom_http::{ContactKey, CursorKey, HttpState, OriginKeys};
use anteroom_meetings::Meetings;
use anteroom_messaging::compose::link::LinkKey;
use anteroom_messaging::compose::{Help, Settings};
use anteroom_messaging::send::Outgoing;
use anteroom_notifier::Woken;
use anteroom_runtime::aws;
use anteroom_runtime::dead_letters::DeadLetters;
use anteroom_stack::wiring::Wiring;
use anteroom_store::{Random, Store};
use axum::Router;
use axum::body::{Body, to_bytes};
use chime_local::ChimeLocal;
use jiff::{SignedDuration, Timestamp};
use lambda_http::request::RequestContext;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::cloud::{Cloud, Written, now, set_now};
use crate::mirror::Mirror;

/// When every world begins: a Monday at midnight in UTC.
const MONDAY: &str = "2030-01-07T00:00:00Z";
/// The table's name.
pub(crate) const TABLE: &str = "anteroom";
/// How many times the stream delivers a record that fails.
const TRIES: u32 = 6;

/// The person who sends a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Who {
    pub(crate) id: String,
    pub(crate) role: &'static str,
}

/// A request of somebody.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) who: Who,
    pub(crate) path: String,
    pub(crate) body: Value,
    /// The version that the request expects.
    pub(crate) if_match: Option<u64>,
}

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

/// A stream record that is not delivered to the notifier yet.
struct Record {
    json: Value,
    tries: u32,
}

pub(crate) struct World {
    pub(crate) cloud: Cloud,
    pub(crate) mirror: Mirror,
    pub(crate) policy: Policy,
    bookings: Router,
    sessions: Router,
    concierge: Router,
    notifier: anteroom_notifier::AppState,
    gate_checks: anteroom_gate_checks::AppState,
    scheduler: anteroom_scheduler::AppState,
    meeting_service: anteroom_meeting_events::AppState,
    outbox: VecDeque<Record>,
    meeting_events: Arc<Mutex<VecDeque<Value>>>,
    requests: u64,
}

impl World {
    /// An empty world with so many providers and members. Everything that is drawn at random in it
    /// comes from the seed.
    pub(crate) async fn new(seed: u64, providers: usize, members: usize) -> Self {
        set_now(MONDAY.parse().unwrap());
        // The SDK's clients draw pauses and tokens from the thread's own generator.
        fastrand::seed(seed);
        let random = Mutex::new(fastrand::Rng::with_seed(seed));
        let random = Random::new(move || random.lock().unwrap().u128(..));
        let meeting_events = Arc::<Mutex<VecDeque<Value>>>::default();
        let heard = Arc::clone(&meeting_events);
        let config = chime_local::Config {
            region: "ap-southeast-1".to_owned(),
            media_host: "localhost:1".to_owned(),
            now: Arc::new(now),
            emit: Arc::new(move |event| heard.lock().unwrap().push_back(event)),
        };
        let cloud = Cloud::new(ChimeLocal::seeded(config, seed));
        make_table(&cloud);
        let config = cloud.config();
        // The reference does not count messages.
        let policy = Policy {
            mail_rate: None,
            text_rate: None,
            open_member_limit: u32::MAX,
            open_pair_limit: u32::MAX,
            concierge_caused_limit: u32::MAX,
            member_caused_limit: u32::MAX,
            provider_caused_limit: u32::MAX,
            member_received_limit: u32::MAX,
            provider_received_limit: u32::MAX,
            ..Policy::default()
        };
        let store = Store::new(aws::dynamodb(&config), TABLE.to_owned(), random);
        let meetings = Meetings::new(aws::meetings(&config), "ap-southeast-1".to_owned());
        let settings = Settings {
            service_name: "Anteroom".parse().unwrap(),
            portal_url: "https://portal.anteroom.example".to_owned(),
            mail_from: "no-reply@anteroom.example".parse().unwrap(),
            help: Help::default(),
            link_key: LinkKey::new(&[7; 32]).unwrap(),
            link_life: policy.close_after + SignedDuration::from_hours(1),
        };
        let http = HttpState {
            store: store.clone(),
            policy: policy.clone(),
            settings: settings.clone(),
            cursors: CursorKey::new(&[7; 32]),
            contacts: ContactKey::new(&[7; 32]),
            origin: OriginKeys::new("model", "model"),
        };
        let sessions = anteroom_sessions::AppState {
            http: http.clone(),
            meetings: meetings.clone(),
        };
        let outgoing = Outgoing {
            mail: aws::mail(&config),
            configuration_set: "anteroom-model".to_owned(),
            sms: aws::sms(&config),
            sms_senders: SmsSenders::default(),
            sms_max_price: "0.50".parse().unwrap(),
        };
        let mut world = Self {
            bookings: anteroom_bookings::router(http.clone()),
            sessions: anteroom_sessions::router(sessions),
            concierge: anteroom_concierge::router(http, meetings.clone()),
            notifier: anteroom_notifier::AppState {
                store: store.clone(),
                outgoing,
                pool: anteroom_notifier::UserPool {
                    client: aws::accounts(&config),
                    id: "model".to_owned(),
                },
                dead_letters: DeadLetters {
                    client: aws::queues(&config),
                    queue_url: "http://model/dead-letters".to_owned(),
                },
                settings,
                policy: policy.clone(),
                now,
            },
            gate_checks: anteroom_gate_checks::AppState {
                store: store.clone(),
                meetings: meetings.clone(),
                policy: policy.clone(),
                setbacks: Setbacks::default(),
            },
            scheduler: anteroom_scheduler::AppState {
                store: store.clone(),
                policy: policy.clone(),
                setbacks: Setbacks::default(),
            },
            meeting_service: anteroom_meeting_events::AppState {
                store,
                meetings,
                policy: policy.clone(),
            },
            cloud,
            mirror: Mirror::default(),
            policy,
            outbox: VecDeque::new(),
            meeting_events,
            requests: 0,
        };
        world.people(providers, members).await;
        world
    }

    async fn people(&mut self, providers: usize, members: usize) {
        let concierge = concierge();
        let days = [
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
        ];
        let weekly: Vec<_> = days
            .iter()
            .map(|day| json!({"day": day, "from": "00:00", "to": "24:00"}))
            .collect();
        let schedule = json!({
            "timeZone": "UTC", "bufferMinutes": 10, "weekly": weekly, "overrides": [],
        });
        for number in 0..providers.max(members) {
            for (role, wanted) in [("provider", providers), ("member", members)] {
                if number >= wanted {
                    continue;
                }
                let id = format!("{}_{number}", &role[..3]);
                let person = json!({
                    "id": id, "name": format!("Person {number}"), "timeZone": "UTC",
                    "email": format!("{id}@example.com"), "phone": format!("+8491234{}{number:03}", role.len() % 10),
                });
                let path = format!("/v1/admin/{role}s");
                let reply = self
                    .request("POST", &asked(&concierge, &path, person))
                    .await;
                assert_eq!(reply.status, 201, "{reply:?}");
                if role == "provider" {
                    let path = format!("{path}/{id}/schedule");
                    let asked = asked(&concierge, &path, schedule.clone());
                    let reply = self.request("PUT", &asked).await;
                    assert_eq!(reply.status, 200, "{reply:?}");
                }
            }
        }
        self.drain();
    }

    /// Calls a function, as the gateway does.
    pub(crate) fn request(
        &mut self,
        method: &str,
        asked: &Asked,
    ) -> impl Future<Output = Reply> + use<> {
        self.requests += 1;
        let path = &asked.path;
        let router = if path.starts_with("/v1/admin/") {
            &self.concierge
        } else if path.contains("/session/") {
            &self.sessions
        } else {
            &self.bookings
        };
        let context = json!({
            "accountId": "0", "apiId": "model", "stage": "$default",
            "requestId": format!("request-{}", self.requests),
            "http": {"method": method, "path": path},
            "timeEpoch": now().as_millisecond(),
            "authorizer": {"jwt": {"claims": {
                "sub": asked.who.id, "cognito:groups": format!("[{}]", asked.who.role),
                "token_use": "access",
            }}},
        });
        let context = serde_json::from_value(context).unwrap();
        let mut request = http::Request::builder()
            .method(method)
            .uri(path.as_str())
            .header("x-origin-key", "model")
            .header("content-type", "application/json")
            .body(Body::from(asked.body.to_string()))
            .unwrap();
        if let Some(version) = asked.if_match {
            let version = format!("\"{version}\"").parse().unwrap();
            request.headers_mut().insert("if-match", version);
        }
        request
            .extensions_mut()
            .insert(RequestContext::ApiGatewayV2(context));
        let router = router.clone();
        async move {
            let response = router.oneshot(request).await.unwrap();
            let status = response.status().as_u16();
            let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
            let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
            Reply { status, body }
        }
    }

    /// Runs a tick of both functions. Returns whether all of it succeeded.
    pub(crate) async fn tick(&self) -> bool {
        let tick = Tick { time: now() };
        let rest = anteroom_scheduler::tick(&self.scheduler, tick, pending()).await;
        let gate = anteroom_gate_checks::tick(&self.gate_checks, tick, pending()).await;
        rest.is_ok() && gate.is_ok()
    }

    /// Takes the next record for the notifier, if any.
    pub(crate) fn next_record(&mut self) -> Option<(Value, u32)> {
        let record = self.outbox.pop_front()?;
        Some((record.json, record.tries))
    }

    /// Delivers a record to the notifier. Returns whether it was handled.
    pub(crate) async fn notify(&self, record: &Value) -> bool {
        let id = &record["dynamodb"]["NewImage"]["id"]["S"];
        self.cloud.sending(id.as_str().unwrap().parse().unwrap());
        let event = serde_json::from_value(json!({"Records": [record]})).unwrap();
        let handled = anteroom_notifier::handle(&self.notifier, Woken::Outbox(event)).await;
        handled.unwrap().batch_item_failures.is_empty()
    }

    /// Queues a record again, unless it was tried often enough.
    pub(crate) fn again(&mut self, json: Value, tries: u32) {
        if tries + 1 < TRIES {
            let tries = tries + 1;
            self.outbox.push_back(Record { json, tries });
        }
    }

    /// Takes the next event of the meeting service, if any.
    pub(crate) fn next_event(&self) -> Option<Value> {
        self.meeting_events.lock().unwrap().pop_front()
    }

    /// Delivers an event of the meeting service to its function.
    pub(crate) async fn hear(&self, event: &Value) {
        let kind = event["detail"]["eventType"].as_str().unwrap();
        let wanted = [
            "chime:AttendeeJoined",
            "chime:AttendeeLeft",
            "chime:AttendeeDropped",
            "chime:MeetingEnded",
        ];
        if wanted.contains(&kind) {
            let event = serde_json::from_value(event.clone()).unwrap();
            // A failed event is retried by the cloud, or `gate-checks` makes up for it.
            let _ = anteroom_meeting_events::heard(&self.meeting_service, event).await;
        }
    }

    /// Applies all writes since the last call; queued messages become stream records. A write that
    /// changes nothing makes no record, as in DynamoDB.
    pub(crate) fn drain(&mut self) {
        for Written { keys, image } in self.cloud.written() {
            if !self.mirror.take(&keys, &image) {
                continue;
            }
            if image["kind"]["S"] == "message" && image["state"]["S"] == "queued" {
                let json = json!({
                    "awsRegion": "ap-southeast-1", "eventID": "event", "eventName": "MODIFY",
                    "dynamodb": {
                        "ApproximateCreationDateTime": now().as_second(),
                        "Keys": keys, "NewImage": image, "SequenceNumber": "1",
                        "SizeBytes": 1,
                    },
                });
                self.outbox.push_back(Record { json, tries: 0 });
            }
        }
    }

    /// Advances the clock.
    pub(crate) fn pass(&self, time: SignedDuration) {
        let to: Timestamp = now() + time;
        set_now(to);
        self.cloud.chime.expire();
    }
}

/// Creates the table that the template describes, without its stream.
fn make_table(cloud: &Cloud) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let stage = ("Stage".to_owned(), "model".to_owned());
    let mut table = Wiring::read(root, &[stage].into()).unwrap().table;
    table["TableName"] = json!(TABLE);
    table["StreamSpecification"] = json!({"StreamEnabled": false});
    let table = serde_json::from_value(table).unwrap();
    cloud.database.create_table(table).unwrap();
}

/// The concierge of every world.
pub(crate) fn concierge() -> Who {
    Who {
        id: "con_0".to_owned(),
        role: "concierge",
    }
}

pub(crate) fn asked(who: &Who, path: &str, body: Value) -> Asked {
    Asked {
        who: who.clone(),
        path: path.to_owned(),
        body,
        if_match: None,
    }
}
