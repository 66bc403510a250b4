//! The gate under disorder, in the running system: reports out of order, events that are late,
//! duplicated or about an old meeting, and polls of the member in between. After every step the
//! meeting service is checked for credentials (S2, S4).

use anteroom_tests::{TestApp, Who, concierge, id_of};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::dice::Dice;

const SEED: u64 = 20_261_122;
const SESSIONS: usize = 4;
const STEPS: usize = 70;

const LEASE: SignedDuration = SignedDuration::from_secs(20);
/// The same once the meeting service has confirmed that they are in.
const CONFIRMED_LEASE: SignedDuration = SignedDuration::from_secs(45);
const GRACE: SignedDuration = SignedDuration::from_secs(120);
const HOUR: SignedDuration = SignedDuration::from_hours(1);
/// How late `gate-checks` alone may close the gate: it checks once a minute, after the grace.
const LOOK: SignedDuration = SignedDuration::from_secs(125);
/// How old a late signal is.
const LATE: SignedDuration = SignedDuration::from_secs(4);

/// A signature that the local services accept.
const SIGNED: &str = "AWS4-HMAC-SHA256 Credential=test/20300107/ap-southeast-1/chime/aws4_request, \
                      SignedHeaders=host, Signature=0";

/// The steps; each is drawn in proportion to how often it is listed.
const STEPS_OF: [&str; 24] = [
    "start",
    "replace",
    "joined",
    "joined",
    "alive",
    "alive",
    "left",
    "late joined",
    "late left",
    "late alive",
    "came",
    "came",
    "went",
    "late came",
    "late went",
    "doubled",
    "of old",
    "ask",
    "ask",
    "ask",
    "member joined",
    "member alive",
    "moment",
    "long",
];

/// A signal about the host in the current meeting.
#[derive(Clone, Copy, Debug)]
struct Said {
    client: bool,
    inside: bool,
    at: Timestamp,
}

/// A session, and all signals about it.
struct Scene<'a> {
    app: &'a TestApp,
    provider: Who,
    member: Who,
    booking: Value,
    generation: u64,
    /// The meetings, including earlier ones, and the host's attendee in each.
    meetings: Vec<(String, String)>,
    said: Vec<Said>,
    /// The service's last event, with its time.
    said_last: Option<(&'static str, Timestamp)>,
    /// Since when the member's client has reported without a break, and when it last did.
    member_heard: Option<(Timestamp, Timestamp)>,
    admitted: u32,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signals_in_any_order_admit_nobody_without_the_host() {
    let app = TestApp::start().await;
    let mut dice = Dice::new(SEED);
    let (mut admitted, mut withdrawn) = (0, 0);
    for number in 0..SESSIONS {
        let mut scene = Scene::open(&app, number).await;
        let (mut done, mut had) = (Vec::new(), false);
        for _ in 0..STEPS {
            let step = dice.pick(&STEPS_OF);
            done.push(step);
            let looked = scene.step(step, &mut dice).await;
            app.settle().await;
            let has = scene.member_has_credentials().await;
            let slack = if looked { SignedDuration::ZERO } else { LOOK };
            assert!(
                !has || scene.may_have(slack),
                "credentials without the host after {done:?}"
            );
            withdrawn += u32::from(had && !has);
            had = has;
        }
        admitted += scene.admitted;
    }
    println!(
        "{admitted} admissions, {withdrawn} withdrawals in {} steps",
        SESSIONS * STEPS
    );
    assert!(admitted > 10 && withdrawn > 3, "the gate was hardly tried");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_whose_join_only_the_service_reported_is_out_after_leaving() {
    let app = TestApp::start().await;
    let mut scene = Scene::open(&app, 0).await;
    for _ in 0..2 {
        scene.service("AttendeeJoined", scene.now()).await;
        let answer = app.join(&scene.member, &scene.booking).await;
        assert_eq!(answer["state"], "admitted");
        let seen = app.report(&scene.provider, &scene.booking, "left", 1).await;
        assert_eq!(seen["hostPresent"], false);
        assert!(!scene.member_has_credentials().await);
        let answer = app.join(&scene.member, &scene.booking).await;
        assert_eq!(answer["state"], "waiting");
    }
    app.stop().await;
}

impl<'a> Scene<'a> {
    /// A session that has just started.
    async fn open(app: &'a TestApp, number: usize) -> Self {
        let provider = app.add_provider(&format!("prv_{number}")).await;
        let member = app.add_member(&format!("mem_{number}")).await;
        let soon = app.stack.clock().now().as_second() / 300 * 300 + 600;
        let body = json!({
            "providerId": provider.id, "memberId": member.id, "sessionType": "video",
            "startsAt": Timestamp::from_second(soon).unwrap(), "durationMinutes": 180,
        });
        let booking = app
            .post(&concierge(), "/v1/admin/bookings", body)
            .await
            .expect(201);
        let mut scene = Self {
            app,
            provider,
            member,
            booking,
            generation: 0,
            meetings: Vec::new(),
            said: Vec::new(),
            said_last: None,
            member_heard: None,
            admitted: 0,
        };
        scene.start().await;
        scene
    }

    /// Runs a step. Returns whether it made the system check the gate.
    async fn step(&mut self, step: &str, dice: &mut Dice) -> bool {
        let now = self.now();
        match step {
            "start" => self.start().await,
            "replace" => self.replace().await,
            "joined" | "alive" | "left" => {
                let generation = self.generation;
                self.app
                    .report(&self.provider, &self.booking, step, generation)
                    .await;
                self.client_said(step, self.now());
                return true;
            }
            "late joined" | "late left" | "late alive" => {
                let word = step.trim_start_matches("late ");
                self.report_late(word, now - LATE).await;
                self.client_said(word, now - LATE);
            }
            "came" => self.service("AttendeeJoined", now).await,
            "went" => {
                self.service(dice.pick(&["AttendeeLeft", "AttendeeDropped"]), now)
                    .await
            }
            "late came" => self.service("AttendeeJoined", now - LATE).await,
            "late went" => self.service("AttendeeDropped", now - LATE).await,
            "doubled" => {
                if let Some((word, at)) = self.said_last {
                    self.service(word, at).await;
                }
            }
            "of old" => {
                if let [.., old, _] = self.meetings.as_slice() {
                    self.emit(&old.clone(), "AttendeeJoined", now).await;
                }
            }
            "ask" => {
                // Any signal in between would make the answer unpredictable.
                let certain = self.meeting_lives().await
                    && self.host_in(now, SignedDuration::ZERO)
                    && self.host_in(now + SignedDuration::from_secs(5), SignedDuration::ZERO);
                let answer = self.app.join(&self.member, &self.booking).await;
                let admitted = answer["state"] == "admitted";
                self.admitted += u32::from(admitted);
                assert!(!admitted || self.host_in(self.now(), SignedDuration::ZERO));
                assert!(
                    admitted || !certain,
                    "the host is in, and the member stands outside"
                );
                return true;
            }
            "member joined" | "member alive" => {
                let word = step.trim_start_matches("member ");
                let generation = self.generation;
                let answer = self
                    .app
                    .report(&self.member, &self.booking, word, generation)
                    .await;
                if answer["state"] == "admitted" {
                    self.member_said();
                }
                return true;
            }
            "moment" => self.app.advance("PT7S").await,
            "long" => {
                let by = dice.pick(&["PT22S", "PT47S", "PT130S"]);
                self.app.advance(by).await;
            }
            other => unreachable!("{other}"),
        }
        false
    }

    async fn start(&mut self) {
        let started = self
            .app
            .session(&self.provider, &self.booking, "start", json!({}))
            .await
            .expect(200);
        let generation = started["generation"].as_u64().unwrap();
        if generation == self.generation {
            return;
        }
        self.generation = generation;
        self.said.clear();
        self.said_last = None;
        self.member_heard = None;
        let id = |object: &str, name: &str| started[object][name].as_str().unwrap().to_owned();
        self.meetings
            .push((id("meeting", "MeetingId"), id("attendee", "AttendeeId")));
    }

    /// The meeting service ends the meeting, as after a cloud failure, and the host starts again.
    async fn replace(&mut self) {
        let (meeting, _) = self.meetings.last().unwrap();
        let url = format!("{}/meetings/{meeting}", self.app.stack.endpoints().chime);
        let gone = reqwest::Client::new()
            .delete(url)
            .header("Authorization", SIGNED)
            .send()
            .await
            .unwrap();
        assert!(
            gone.status().is_success() || gone.status() == 404,
            "{gone:?}"
        );
        self.app.settle().await;
        self.start().await;
    }

    /// A report that the gateway received in the past and that is handled only now.
    async fn report_late(&self, state: &str, at: Timestamp) {
        let id = id_of(&self.booking);
        let path = format!("/v1/bookings/{id}/session/presence");
        let mut headers = json!({"content-type": "application/json"});
        for (name, value) in self.app.stack.origin_headers() {
            headers[name.to_lowercase()] = json!(value);
        }
        let event = json!({
            "version": "2.0", "routeKey": "POST /v1/bookings/{id}/session/presence",
            "rawPath": path, "rawQueryString": "", "isBase64Encoded": false,
            "headers": headers,
            "pathParameters": {"id": id},
            "body": json!({"state": state, "generation": self.generation}).to_string(),
            "requestContext": {
                "accountId": "000000000000", "apiId": "local", "stage": "$default",
                "domainName": "localhost", "domainPrefix": "localhost", "requestId": "late",
                "routeKey": "POST /v1/bookings/{id}/session/presence",
                "time": "07/Jan/2030:00:00:00 +0000", "timeEpoch": at.as_millisecond(),
                "authorizer": {"jwt": {"scopes": null, "claims": {
                    "sub": self.provider.id, "cognito:groups": "[provider]", "token_use": "access",
                }}},
                "http": {"method": "POST", "path": path, "protocol": "HTTP/1.1",
                    "sourceIp": "127.0.0.1", "userAgent": "test"},
            },
        });
        let runner = self.app.stack.runner();
        let answer = runner
            .invoke("sessions", event.to_string().into_bytes())
            .await
            .unwrap();
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        assert_eq!(answer["statusCode"], 200, "{answer}");
    }

    async fn service(&mut self, word: &'static str, at: Timestamp) {
        let place = self.meetings.last().unwrap().clone();
        self.emit(&place, word, at).await;
        let inside = word == "AttendeeJoined";
        self.said.push(Said {
            client: false,
            inside,
            at,
        });
        self.said_last = Some((word, at));
    }

    async fn emit(&self, (meeting, attendee): &(String, String), word: &str, at: Timestamp) {
        let body = json!({"eventType": word, "attendeeId": attendee, "timestamp": at});
        self.app
            .local_post(&format!("meetings/{meeting}/events"), body)
            .await;
        self.app.settle().await;
    }

    fn client_said(&mut self, word: &str, at: Timestamp) {
        // A heartbeat of a client that has left is ignored.
        let newest = newest(self.said.iter().filter(|said| said.client));
        if word == "alive" && newest.is_some_and(|said| !said.inside) {
            return;
        }
        let inside = word != "left";
        self.said.push(Said {
            client: true,
            inside,
            at,
        });
    }

    /// Whether the host may be in, by the newest signal about the current meeting.
    fn host_in(&self, now: Timestamp, slack: SignedDuration) -> bool {
        let reports = self.said.iter().any(|said| said.client);
        newest(self.said.iter())
            .is_some_and(|said| said.inside && (!reports || now < said.at + self.lease() + slack))
    }

    /// How long a signal about the host holds.
    fn lease(&self) -> SignedDuration {
        let of_service = self.said.iter().filter(|said| !said.client);
        if newest(of_service).is_some_and(|said| said.inside) {
            CONFIRMED_LEASE
        } else {
            LEASE
        }
    }

    /// Whether the member may have credentials: the host is in, or the member is in and nothing proved
    /// the host gone for longer than the grace (S4). `slack` is how much later `gate-checks` alone
    /// would close the gate.
    fn may_have(&self, slack: SignedDuration) -> bool {
        let now = self.now();
        if self.host_in(now, slack) {
            return true;
        }
        let Some(last) = newest(self.said.iter()) else {
            return false;
        };
        let since = if last.inside {
            last.at + self.lease()
        } else {
            last.at
        };
        let of_service = newest(self.said.iter().filter(|said| !said.client));
        let is_confirmed = of_service.is_some_and(|said| said.inside);
        if last.inside && is_confirmed {
            // Silence of somebody whom the service has in.
            return now < since + HOUR + slack;
        }
        let Some((heard_since, heard)) = self.member_heard else {
            return now < since + slack;
        };
        if last.inside && of_service.is_none() {
            // Nothing but silence: somebody else must be heard.
            let is_heard = now < heard + LEASE;
            return !is_heard || now < since.max(heard_since) + GRACE + slack;
        }
        now < since + GRACE + slack
    }

    /// The member's client reports that it is in.
    fn member_said(&mut self) {
        let now = self.now();
        let unbroken = self.member_heard.filter(|(_, heard)| now < *heard + LEASE);
        self.member_heard = Some((unbroken.map_or(now, |(since, _)| since), now));
    }

    /// Whether the meeting still exists. The service ends a meeting that was empty for long.
    async fn meeting_lives(&self) -> bool {
        let (meeting, _) = self.meetings.last().unwrap();
        let live = self.app.meetings().await;
        live.iter().any(|m| m["meetingId"] == meeting.as_str())
    }

    async fn member_has_credentials(&self) -> bool {
        let id = id_of(&self.booking);
        let meetings = self.app.meetings().await;
        let own = meetings.iter().filter(|m| m["externalMeetingId"] == id);
        own.flat_map(|m| m["attendees"].as_array().unwrap())
            .any(|a| a["externalUserId"] == self.member.id.as_str())
    }

    fn now(&self) -> Timestamp {
        let now = self.app.stack.clock().now();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap()
    }
}

/// The newest signal by its own time; of two at the same instant, the one that reports out.
fn newest<'a>(said: impl Iterator<Item = &'a Said>) -> Option<Said> {
    said.copied().max_by_key(|said| (said.at, !said.inside))
}
