//! The application under test.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anteroom_stack::{Options, Stack};
use jiff::{SignedDuration, Timestamp};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

use crate::people::{always_open, concierge_record, member, provider};
use crate::{Reply, Who, concierge};

/// When every test begins: a Monday at eight in the morning in Singapore.
pub const MONDAY: &str = "2030-01-07T00:00:00Z";

/// How long a token is reused; it is valid for an hour.
const KEPT: SignedDuration = SignedDuration::from_mins(30);

/// A running local stack without people, and a client for it.
pub struct TestApp {
    /// The stack.
    pub stack: Stack,
    http: Client,
    /// Each person's newest token, and when it was issued.
    tokens: Mutex<BTreeMap<String, (Timestamp, String)>>,
}

impl TestApp {
    /// Starts a local stack of its own, without demo data. Its clock starts at [`MONDAY`].
    pub async fn start() -> Self {
        Self::start_with(&binaries()).await
    }

    /// The same, with values for parameters of the template.
    pub async fn start_set(parameters: &[(&str, &str)]) -> Self {
        Self::start_of(&binaries(), parameters, None).await
    }

    /// The same on the data in a folder, with its clock at an instant.
    pub async fn start_on(data: &Path, now: &str, parameters: &[(&str, &str)]) -> Self {
        Self::start_of(&binaries(), parameters, Some((data, now))).await
    }

    /// The same, with the function binaries from a folder.
    pub async fn start_with(binaries: &Path) -> Self {
        Self::start_of(binaries, &[], None).await
    }

    /// The same, with the function binaries from a folder, on the data in another, with its clock at an instant.
    pub async fn start_version(binaries: &Path, data: &Path, now: &str) -> Self {
        Self::start_of(binaries, &[], Some((data, now))).await
    }

    async fn start_of(
        binaries: &Path,
        parameters: &[(&str, &str)],
        kept: Option<(&Path, &str)>,
    ) -> Self {
        show_logs();
        let parameters = parameters.iter();
        let parameters = parameters.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .expect("the tests lie in the workspace")
            .to_owned();
        let now = kept.map_or(MONDAY, |(_, now)| now);
        let now = Some(now.parse().expect("an instant"));
        let stack = Stack::start(Options {
            now,
            data: kept.map(|(folder, _)| folder.to_owned()),
            parameters: parameters.collect(),
            ..Options::new(root, binaries.to_owned())
        })
        .await;
        Self {
            stack: stack.expect("the stack starts"),
            http: Client::new(),
            tokens: Mutex::default(),
        }
    }

    /// A request of a person.
    pub fn request(&self, who: &Who, method: Method, path: &str) -> RequestBuilder {
        self.bare(method, path).bearer_auth(self.token(who))
    }

    /// A valid token of a person. Tokens are reused for a while, as clients do: signing is slow in
    /// a debug build.
    fn token(&self, who: &Who) -> String {
        let now = self.stack.clock().now();
        let name = format!("{} {}", who.role, who.id);
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        match tokens.get(&name) {
            Some((minted, token)) if now.duration_since(*minted) < KEPT => token.clone(),
            Some(_) | None => {
                let token = self.stack.issuer().mint(&who.id, who.role, now);
                tokens.insert(name, (now, token.clone()));
                token
            }
        }
    }

    /// Has a person's requests carry a token that they got.
    pub(crate) fn remember(&self, who: &Who, token: String) {
        let now = self.stack.clock().now();
        let name = format!("{} {}", who.role, who.id);
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        tokens.insert(name, (now, token));
    }

    /// A request without a token.
    pub fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.stack.url()))
    }

    /// Sends a GET request.
    pub async fn get(&self, who: &Who, path: &str) -> Reply {
        send(self.request(who, Method::GET, path)).await
    }

    /// Posts a body.
    pub async fn post(&self, who: &Who, path: &str, body: Value) -> Reply {
        send(self.request(who, Method::POST, path).json(&body)).await
    }

    /// Posts a body under an idempotency key.
    pub async fn post_once(&self, who: &Who, path: &str, body: Value, key: &str) -> Reply {
        send(
            self.request(who, Method::POST, path)
                .header("Idempotency-Key", key)
                .json(&body),
        )
        .await
    }

    /// Puts a body.
    pub async fn put(&self, who: &Who, path: &str, body: Value) -> Reply {
        send(self.request(who, Method::PUT, path).json(&body)).await
    }

    /// Patches with a body.
    pub async fn patch(&self, who: &Who, path: &str, body: Value) -> Reply {
        send(self.request(who, Method::PATCH, path).json(&body)).await
    }

    /// Sends a GET request to one of the stack's own endpoints, which must answer 200.
    pub async fn local(&self, path: &str) -> Value {
        send(self.bare(Method::GET, &format!("/_local/{path}")))
            .await
            .expect(200)
    }

    /// Posts to one of the stack's own endpoints, which must succeed.
    pub async fn local_post(&self, path: &str, body: Value) -> Value {
        let reply = send(
            self.bare(Method::POST, &format!("/_local/{path}"))
                .json(&body),
        )
        .await;
        assert!(
            reply.status.is_success(),
            "{path} answered {}: {}",
            reply.status,
            reply.text
        );
        reply.json()
    }

    /// Adds a provider who is available at all hours.
    pub async fn add_provider(&self, id: &str) -> Who {
        self.post(&concierge(), "/v1/admin/providers", provider(id))
            .await
            .expect(201);
        let schedule = format!("/v1/admin/providers/{id}/schedule");
        self.put(&concierge(), &schedule, always_open())
            .await
            .expect(200);
        Who::new(id, "provider")
    }

    /// Adds a concierge, who has an account already.
    pub async fn add_concierge(&self, id: &str) -> Who {
        let person = concierge_record(id);
        let added = self
            .post(&concierge(), "/v1/admin/concierges", person)
            .await;
        added.expect(201);
        Who::new(id, "concierge")
    }

    /// Adds a member with a telephone.
    pub async fn add_member(&self, id: &str) -> Who {
        self.post(&concierge(), "/v1/admin/members", member(id))
            .await
            .expect(201);
        Who::new(id, "member")
    }

    /// The concierge books 50 minutes; gives the booking.
    pub async fn book(
        &self,
        provider: &Who,
        member: &Who,
        session_type: &str,
        starts_at: &str,
    ) -> Value {
        let body = json!({
            "providerId": provider.id, "memberId": member.id, "sessionType": session_type,
            "startsAt": starts_at, "durationMinutes": 50,
        });
        self.post(&concierge(), "/v1/admin/bookings", body)
            .await
            .expect(201)
    }

    /// A provider proposes 50 minutes to a member; gives the booking.
    pub async fn propose(
        &self,
        provider: &Who,
        member: &Who,
        session_type: &str,
        starts_at: &str,
    ) -> Value {
        let body = json!({
            "memberId": member.id, "sessionType": session_type,
            "startsAt": starts_at, "durationMinutes": 50,
        });
        self.post(provider, "/v1/bookings", body).await.expect(201)
    }

    /// Gives a provider and a member a session. The clock must be inside its window.
    pub async fn had_a_session(&self, provider: &Who, member: &Who, starts_at: &str) -> Value {
        let booking = self.book(provider, member, "video", starts_at).await;
        for step in ["start", "end"] {
            self.session(provider, &booking, step, json!({}))
                .await
                .expect(200);
        }
        // Else its emails may come after those of what follows, and a link of it for the newest one.
        self.settle().await;
        booking
    }

    /// Sends a command about a booking, such as `accept`.
    pub async fn change(&self, who: &Who, booking: &Value, what: &str, body: Value) -> Reply {
        let path = format!("/v1/bookings/{}/{what}", id_of(booking));
        self.post(who, &path, body).await
    }

    /// The messages about a booking, as the concierge sees them when nothing is outstanding: each
    /// one's kind, channel, reader and state, sorted.
    pub async fn deliveries(&self, booking: &Value) -> Vec<String> {
        self.settle().await;
        let path = format!("/v1/admin/bookings/{}/deliveries?limit=100", id_of(booking));
        let page = self.get(&concierge(), &path).await.expect(200);
        let items = page["items"].as_array().cloned().unwrap_or_default();
        let told = |item: &Value| {
            let text = |name: &str| item[name].as_str().unwrap_or_default().to_owned();
            let (kind, channel) = (text("kind"), text("channel"));
            format!("{kind} {channel} {} {}", text("to"), text("status"))
        };
        let mut told: Vec<_> = items.iter().map(told).collect();
        told.sort();
        told
    }

    /// A step of a booking's session, such as `start`.
    pub async fn session(&self, who: &Who, booking: &Value, step: &str, body: Value) -> Reply {
        self.post(
            who,
            &format!("/v1/bookings/{}/session/{step}", id_of(booking)),
            body,
        )
        .await
    }

    /// The member polls to join; gives the state in the answer.
    pub async fn join(&self, member: &Who, booking: &Value) -> Value {
        self.session(member, booking, "join", json!({}))
            .await
            .expect(200)
    }

    /// A client reports its presence; gives the answer.
    pub async fn report(&self, who: &Who, booking: &Value, state: &str, generation: u64) -> Value {
        let body = json!({"state": state, "generation": generation});
        self.session(who, booking, "presence", body)
            .await
            .expect(200)
    }

    /// A booking as a person sees it.
    pub async fn see(&self, who: &Who, booking: &Value) -> Value {
        self.get(who, &format!("/v1/bookings/{}", id_of(booking)))
            .await
            .expect(200)
    }

    /// Advances the clock by an ISO 8601 duration, with all ticks in between.
    pub async fn advance(&self, by: &str) {
        self.local_post("clock", json!({"advance": by})).await;
    }

    /// Sets the clock to an instant, with one tick at the end.
    pub async fn clock_to(&self, to: &str) {
        self.local_post("clock", json!({"to": to, "ticks": "last"}))
            .await;
    }

    /// Waits until nothing is outstanding.
    pub async fn settle(&self) {
        self.local_post("settle", json!({})).await;
    }

    /// The messages sent to an address on a channel, newest first, when nothing is outstanding.
    pub async fn messages(&self, channel: &str, to: &str) -> Vec<Value> {
        self.settle().await;
        let to = utf8_percent_encode(to, NON_ALPHANUMERIC);
        let found = self
            .local(&format!("messages?channel={channel}&to={to}"))
            .await;
        found["items"].as_array().cloned().unwrap_or_default()
    }

    /// The meetings that the meeting service has.
    pub async fn meetings(&self) -> Vec<Value> {
        self.local("meetings").await["items"]
            .as_array()
            .cloned()
            .unwrap_or_default()
    }

    /// An event of the meeting service about somebody who was let into the booking's meeting, such as
    /// `AttendeeJoined`.
    pub async fn service_event(&self, booking: &Value, who: &Who, kind: &str) {
        let meetings = self.meetings().await;
        let of_booking = |meeting: &&Value| meeting["externalMeetingId"] == id_of(booking);
        let meeting = meetings.iter().find(of_booking).expect("it has a meeting");
        let attendees = meeting["attendees"].as_array().expect("a list");
        let is_theirs = |attendee: &&Value| attendee["externalUserId"] == who.id;
        let attendee = attendees
            .iter()
            .find(is_theirs)
            .expect("they have been let in");
        let id = meeting["meetingId"].as_str().expect("an id");
        let event = json!({
            "eventType": format!("chime:{kind}"), "attendeeId": attendee["attendeeId"],
        });
        self.local_post(&format!("meetings/{id}/events"), event)
            .await;
        self.settle().await;
    }

    /// Injects a fault.
    pub async fn fault(&self, order: Value) {
        self.local_post("faults", order).await;
    }

    /// Stops the stack. Fails the test if a message or an event is in a dead-letter queue.
    pub async fn stop(self) {
        self.settle().await;
        let dead = self.stack.dead_letters().all();
        assert!(dead.is_empty(), "dead letters were left: {dead:?}");
        self.stack.stop().await;
    }
}

/// Shows the stack's own log, as `RUST_LOG` selects.
fn show_logs() {
    if std::env::var_os("RUST_LOG").is_some() {
        // Every test of the process calls this; only the first call has an effect.
        let _ = tracing_subscriber::fmt()
            .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
            .try_init();
    }
}

/// Sends a request.
pub async fn send(request: RequestBuilder) -> Reply {
    Reply::read(request.send().await.expect("the stack answers")).await
}

/// The id of a booking.
pub fn id_of(booking: &Value) -> &str {
    booking["id"].as_str().expect("a booking has an id")
}

/// The folder of the function binaries, one above that of the test binary.
pub fn binaries() -> PathBuf {
    let test = std::env::current_exe().expect("a test is a file");
    let folder = test
        .ancestors()
        .nth(2)
        .expect("a test lies in target/<profile>/deps");
    assert!(
        folder.join("bookings").exists(),
        "build the functions first: cargo build --workspace --bins"
    );
    folder.to_owned()
}
