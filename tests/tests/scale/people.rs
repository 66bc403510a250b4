//! What a provider and a member do, and how their clients go about it.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::api::{Api, Reply, Who};
use crate::cloud::Cloud;

/// The pause after a first refusal, and the longest: those of the portal (`backOff.ts`).
const FIRST_MS: u64 = 2_000;
const LONGEST_MS: u64 = 30_000;

/// Of how many sessions one has a provider who is late, one a member who loses their line, and one a provider who loses
/// theirs for longer than the grace.
const LATE: usize = 33;
const LOSES_LINE: usize = 20;
const GONE: usize = 25;

/// How often a concierge's page asks what needs attention (`useAttention.ts`).
const ATTENTION: Duration = Duration::from_secs(5);

/// Why a member is in no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Left {
    /// The session is over.
    Over,
    /// The provider was gone for longer than the grace.
    GateShut,
}

/// A provider and a member with a session.
#[derive(Clone)]
pub(crate) struct Pair {
    pub(crate) number: usize,
    pub(crate) api: Api,
    pub(crate) cloud: Cloud,
    pub(crate) starts_at: Timestamp,
}

impl Pair {
    fn provider(&self) -> Who {
        who("provider", self.number)
    }

    fn member(&self) -> Who {
        who("member", self.number)
    }

    /// The member books some 40 hours before, the provider starts on the hour, and they meet for some minutes.
    pub(crate) async fn live(self) {
        self.wait(SignedDuration::from_hours(-42), 3600.0).await;
        let booking = self.book().await;
        let provider = tokio::task::spawn_local(self.clone().host(booking.clone()));
        self.attend(&booking).await;
        provider.await.unwrap();
    }

    async fn book(&self) -> String {
        let body = json!({
            "providerId": self.provider().id, "sessionType": "video", "durationMinutes": 50,
            "startsAt": self.starts_at.to_string(),
        });
        let member = self.member();
        let booked = self.ask(&member, "POST /v1/bookings", None, body).await;
        assert_eq!(booked.status, 201, "{booked:?}");
        booked.body["id"].as_str().unwrap().to_owned()
    }

    async fn host(self, booking: String) {
        let who = self.provider();
        self.wait(SignedDuration::from_secs(15), 45.0).await;
        if self.number % LATE == 1 {
            sleep(Duration::from_secs(fastrand::u64(240..480))).await;
        }
        let mut entrance = self.start(&who, &booking).await;
        if self.number % GONE == 3 {
            let online = Duration::from_secs(fastrand::u64(30..60));
            let _ = tokio::time::timeout(online, self.report_in(&who, &booking, &entrance)).await;
            self.drop_out(&entrance);
            self.api.measures.host_gone(self.number, (self.api.now)());
            sleep(Duration::from_secs(fastrand::u64(200..260))).await;
            entrance = self.start(&who, &booking).await;
        }
        let ends_at = (self.api.now)().max(self.starts_at);
        let ends_at = ends_at + SignedDuration::from_secs(75 + fastrand::i64(0..60));
        let left = Duration::try_from(ends_at.duration_since((self.api.now)())).unwrap();
        let _ = tokio::time::timeout(left, self.report_in(&who, &booking, &entrance)).await;
        let ended = self.step(&who, "end", &booking, json!({})).await;
        assert_eq!(ended.status, 200, "{ended:?}");
    }

    /// Starts or takes up the session, and is in; gives the entrance.
    async fn start(&self, who: &Who, booking: &str) -> Value {
        let started = self.step(who, "start", booking, json!({})).await;
        assert_eq!(started.status, 200, "{started:?}");
        self.connect(&started.body).await;
        self.api.measures.host_in(self.number, (self.api.now)());
        started.body
    }

    /// Reports that the provider is in, for ever.
    async fn report_in(&self, who: &Who, booking: &str, entrance: &Value) {
        let mut state = "joined";
        loop {
            let reply = self.report(who, booking, state, entrance).await;
            state = "alive";
            pause(reply.body["nextReportMs"].as_u64().unwrap_or(5_000)).await;
        }
    }

    async fn attend(&self, booking: &str) {
        let who = self.member();
        self.wait(SignedDuration::from_secs(-90), 60.0).await;
        let Some(entrance) = self.enter(&who, booking).await else {
            self.api.measures.put_out("before they were let in");
            return;
        };
        self.api.measures.admitted(self.number, (self.api.now)());
        self.connect(&entrance).await;
        let loses_line = self.number % LOSES_LINE == 2;
        let online = Duration::from_secs(fastrand::u64(10..30));
        let gone = Duration::from_secs(fastrand::u64(20..60));
        if loses_line {
            let _ = tokio::time::timeout(online, self.stay(&who, booking, &entrance)).await;
            sleep(gone).await;
            let since = (self.api.now)();
            if let Some(entrance) = self.enter(&who, booking).await {
                let took = (self.api.now)().duration_since(since);
                self.api.measures.is_back(took.as_secs_f64());
                self.stay(&who, booking, &entrance).await;
            }
        } else if self.stay(&who, booking, &entrance).await == Left::GateShut
            && let Some(entrance) = self.enter(&who, booking).await
        {
            self.api.measures.in_again(self.number, (self.api.now)());
            self.connect(&entrance).await;
            self.stay(&who, booking, &entrance).await;
        }
    }

    /// Asks until the member is let in; gives their entrance, or `None` if the session is over.
    async fn enter(&self, who: &Who, booking: &str) -> Option<Value> {
        loop {
            let reply = self.step(who, "join", booking, json!({})).await;
            match reply.body["state"].as_str() {
                Some("admitted") => return Some(reply.body),
                Some("waiting") => pause(reply.body["retryAfterMs"].as_u64().unwrap()).await,
                other => {
                    let is_over = other == Some("ended") || reply.status == 409;
                    assert!(is_over, "{reply:?}");
                    return None;
                }
            }
        }
    }

    /// Reports that the member is in, until the session is over or the gate is shut.
    async fn stay(&self, who: &Who, booking: &str, entrance: &Value) -> Left {
        let mut state = "joined";
        loop {
            let reply = self.report(who, booking, state, entrance).await;
            match reply.body["state"].as_str() {
                Some("admitted") => state = "alive",
                Some("ended") => return Left::Over,
                Some("waiting") if self.api.measures.gate_shut(self.number, (self.api.now)()) => {
                    return Left::GateShut;
                }
                other => {
                    let over = reply.status == 409;
                    if !over {
                        self.api.measures.put_out(&format!("{other:?} {reply:?}"));
                    }
                    return Left::Over;
                }
            }
            pause(reply.body["nextReportMs"].as_u64().unwrap_or(5_000)).await;
        }
    }

    async fn report(&self, who: &Who, booking: &str, state: &str, entrance: &Value) -> Reply {
        let body = json!({"state": state, "generation": entrance["generation"]});
        self.step(who, "presence", booking, body).await
    }

    /// Devices and the media line take a moment; then the service says that somebody joined.
    async fn connect(&self, entrance: &Value) {
        sleep(Duration::from_millis(fastrand::u64(800..2_500))).await;
        self.tell("AttendeeJoined", entrance);
    }

    /// The service finds that somebody's line is gone.
    fn drop_out(&self, entrance: &Value) {
        self.tell("AttendeeDropped", entrance);
    }

    fn tell(&self, event: &str, entrance: &Value) {
        let meeting = entrance["meeting"]["MeetingId"].as_str().unwrap();
        let attendee = entrance["attendee"]["AttendeeId"].as_str();
        let told = self.cloud.chime.event(meeting, event, attendee, None);
        told.unwrap();
    }

    async fn step(&self, who: &Who, step: &str, booking: &str, body: Value) -> Reply {
        let route = format!("POST /v1/bookings/{{id}}/session/{step}");
        self.ask(who, &route, Some(booking), body).await
    }

    /// Asks until the service is able to answer.
    async fn ask(&self, who: &Who, route: &str, booking: Option<&str>, body: Value) -> Reply {
        let mut longest = FIRST_MS;
        loop {
            let reply = self.api.ask(who, route, booking, body.clone()).await;
            if !reply.is_refusal() {
                return reply;
            }
            let chance = 0.75 + fastrand::f64() / 2.0;
            sleep(Duration::from_millis((longest as f64 * chance) as u64)).await;
            longest = (longest * 2).min(LONGEST_MS);
        }
    }

    /// Waits until so long from the start, or so many seconds more or less.
    async fn wait(&self, from_start: SignedDuration, spread: f64) {
        let spread = SignedDuration::from_secs_f64((fastrand::f64() - 0.5) * 2.0 * spread);
        let at = self.starts_at + from_start + spread;
        until(at, self.api.now).await;
    }
}

/// A concierge whose page is open around all sessions.
pub(crate) async fn watch_over(api: Api, number: usize, from: Timestamp, to: Timestamp) {
    let who = Who {
        id: format!("con_{number}"),
        role: "concierge",
    };
    until(from, api.now).await;
    while (api.now)() < to {
        let route = "GET /v1/admin/attention";
        api.ask(&who, route, None, Value::Null).await;
        let chance = 0.9 + fastrand::f64() / 5.0;
        sleep(ATTENTION.mul_f64(chance)).await;
    }
}

/// Somebody by their number.
pub(crate) fn who(role: &'static str, number: usize) -> Who {
    Who {
        id: format!("{}_{number}", &role[..3]),
        role,
    }
}

/// Waits for an instant.
pub(crate) async fn until(at: Timestamp, now: fn() -> Timestamp) {
    let left = at.duration_since(now());
    if let Ok(left) = Duration::try_from(left) {
        sleep(left).await;
    }
}

/// Waits as long as an answer says, and up to a tenth longer or shorter.
async fn pause(milliseconds: u64) {
    let chance = 0.9 + fastrand::f64() / 5.0;
    sleep(Duration::from_millis((milliseconds as f64 * chance) as u64)).await;
}
