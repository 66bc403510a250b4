//! Who may do what (A1, A2): every route of the template × who asks × what became of the
//! booking, against the rules below. A route without a rule fails, and so does a rule
//! without a route.

use std::collections::BTreeSet;
use std::path::Path;

use anteroom_stack::wiring::{Route, Wiring};
use anteroom_tests::{Reply, TestApp, Who, concierge, id_of, send};
use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};

/// What becomes of a booking; also the columns of the tables below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Confirmed, and days away.
    Future,
    /// Confirmed, with the waiting room open.
    Window,
    Ongoing,
    Completed,
    Cancelled,
}

const STAGES: [Stage; 5] = [
    Stage::Future,
    Stage::Window,
    Stage::Ongoing,
    Stage::Completed,
    Stage::Cancelled,
];

const OK: &str = "200";
const MADE: &str = "201";
const EARLY: &str = "409 too_early";
const STATE: &str = "409 wrong_state";
const VOID: &str = "401 link_void";
const NO: &str = "403 forbidden";
const NONE: &str = "404 not_found";

/// Routes that are about no booking: what a provider, a member and the concierge get.
const PLAIN: [(&str, [&str; 3]); 20] = [
    // The concierge of the tests has no record of their own.
    ("GET /v1/me", [OK, OK, NONE]),
    ("PATCH /v1/me", [OK, OK, NONE]),
    ("GET /v1/me/schedule", [OK, NO, NO]),
    ("PUT /v1/me/schedule", [OK, NO, NO]),
    ("GET /v1/providers/{id}/slots", [OK, OK, OK]),
    ("GET /v1/bookings", [OK, OK, NO]),
    ("POST /v1/bookings", [NO, MADE, NO]),
    ("GET /v1/admin/providers", [NO, NO, OK]),
    ("POST /v1/admin/providers", [NO, NO, MADE]),
    ("GET /v1/admin/providers/{id}", [NO, NO, OK]),
    ("PATCH /v1/admin/providers/{id}", [NO, NO, OK]),
    ("GET /v1/admin/providers/{id}/schedule", [NO, NO, OK]),
    ("PUT /v1/admin/providers/{id}/schedule", [NO, NO, OK]),
    ("GET /v1/admin/members", [NO, NO, OK]),
    ("POST /v1/admin/members", [NO, NO, MADE]),
    ("GET /v1/admin/members/{id}", [NO, NO, OK]),
    ("PATCH /v1/admin/members/{id}", [NO, NO, OK]),
    ("GET /v1/admin/bookings", [NO, NO, OK]),
    ("POST /v1/admin/bookings", [NO, NO, MADE]),
    ("GET /v1/admin/deliveries", [NO, NO, OK]),
];

/// Routes that are about a booking: the roles that may ask (P, M, C), and what the owners and
/// the concierge among them get at each stage of a video session, then of a phone session.
/// For other owners there is no such booking, and other roles may not ask.
const ON_BOOKING: [(&str, &str, [&str; 5], [&str; 5]); 12] = [
    ("GET /v1/bookings/{id}", "PMC", [OK; 5], [OK; 5]),
    (
        "POST /v1/bookings/{id}/cancel",
        "PMC",
        [OK, OK, STATE, STATE, STATE],
        [OK, OK, STATE, STATE, STATE],
    ),
    ("GET /v1/bookings/{id}/calendar.ics", "PM", [OK; 5], [OK; 5]),
    (
        "POST /v1/bookings/{id}/session/start",
        "P",
        [EARLY, OK, OK, STATE, STATE],
        [EARLY, OK, OK, STATE, STATE],
    ),
    (
        "POST /v1/bookings/{id}/session/presence",
        "PM",
        [OK; 5],
        [OK; 5],
    ),
    (
        "POST /v1/bookings/{id}/session/join",
        "M",
        [EARLY, OK, OK, OK, OK],
        [EARLY, OK, OK, OK, OK],
    ),
    (
        "POST /v1/bookings/{id}/session/end",
        "P",
        [STATE, STATE, OK, OK, STATE],
        [STATE, STATE, OK, OK, STATE],
    ),
    (
        "POST /v1/bookings/{id}/session/intro",
        "P",
        [STATE; 5],
        [OK, OK, OK, STATE, STATE],
    ),
    (
        "POST /v1/bookings/{id}/session/attempts",
        "P",
        [STATE; 5],
        [STATE, STATE, OK, STATE, STATE],
    ),
    ("GET /v1/admin/bookings/{id}/history", "C", [OK; 5], [OK; 5]),
    (
        "GET /v1/admin/bookings/{id}/deliveries",
        "C",
        [OK; 5],
        [OK; 5],
    ),
    (
        "GET /v1/admin/bookings/{id}/attendance",
        "C",
        [OK; 5],
        [OK; 5],
    ),
];

/// Routes for the holder of a link, which only the mail about a video session has.
const VISIT: [(&str, [&str; 5]); 5] = [
    ("GET /v1/visit", [OK, OK, OK, VOID, VOID]),
    ("POST /v1/visit/join", [EARLY, OK, OK, VOID, VOID]),
    ("POST /v1/visit/presence", [OK, OK, OK, VOID, VOID]),
    ("POST /v1/visit/cancel", [OK, OK, STATE, VOID, VOID]),
    ("GET /v1/visit/calendar.ics", [OK, OK, OK, VOID, VOID]),
];

/// An id that no booking has.
const ABSENT: &str = "bkg_01JD3Z5T3Q8K8A3V6W5N2M1P0R";

#[test]
fn every_route_has_a_rule_and_every_rule_a_route() {
    let visits = VISIT.map(|(route, _)| route);
    for route in routes() {
        let open = visits.contains(&route.key().as_str());
        assert_eq!(route.authorized, !open, "{}", route.key());
    }
    let routes: BTreeSet<_> = routes().iter().map(Route::key).collect();
    let ruled = PLAIN.iter().map(|(route, _)| *route);
    let ruled = ruled.chain(ON_BOOKING.iter().map(|(route, ..)| *route));
    let ruled: BTreeSet<_> = ruled.chain(visits).map(str::to_owned).collect();
    assert_eq!(routes, ruled);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_gets_in_without_a_good_token() {
    let app = TestApp::start().await;
    let now = app.stack.clock().now();
    let issuer = app.stack.issuer();
    let good = issuer.mint("con_test", "concierge", now);
    let strange = anteroom_stack::issuer::Issuer::new(issuer.url(), None).unwrap();
    let nobody = app.stack.issuer().mint("con_test", "system", now);
    let tokens = [
        ("none", None, 401),
        ("bad", Some("garbage".to_owned()), 401),
        ("cut", Some(good[..good.len() - 4].to_owned()), 401),
        (
            "expired",
            Some(issuer.mint("con_test", "concierge", now - SignedDuration::from_hours(2))),
            401,
        ),
        (
            "of another issuer",
            Some(strange.mint("con_test", "concierge", now)),
            401,
        ),
        ("of no role", Some(nobody), 403),
    ];
    let mut wrong = Vec::new();
    for route in routes().iter().filter(|route| route.authorized) {
        for (name, token, status) in &tokens {
            let path = route.path.as_deref().unwrap().replace("{id}", ABSENT);
            let request = app.bare(method(route), &path).json(&json!({}));
            let reply = send(match token {
                Some(token) => request.bearer_auth(token),
                None => request,
            })
            .await;
            if reply.status != *status {
                wrong.push(format!("{} {name}: {}", route.key(), reply.status));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_about_no_booking_goes_by_the_role() {
    let app = TestApp::start().await;
    let mut world = World::new(&app).await;
    let askers = [world.provider.clone(), world.member.clone(), concierge()];
    let mut wrong = Vec::new();
    for (route, expected) in PLAIN {
        for (who, expected) in askers.iter().zip(expected) {
            let reply = world.ask(route, who).await;
            wrong.extend(differs(&reply, expected).map(|got| format!("{route} {who:?}: {got}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_about_a_video_session_goes_by_role_owner_and_stage() {
    on_bookings("video").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_about_a_phone_session_goes_by_role_owner_and_stage() {
    on_bookings("phone").await;
}

async fn on_bookings(session_type: &str) {
    let app = TestApp::start().await;
    let mut world = World::new(&app).await;
    let mut wrong = Vec::new();
    for (column, stage) in STAGES.into_iter().enumerate() {
        let mut case = world.at(stage, session_type).await;
        for (route, roles, video, phone) in ON_BOOKING {
            let may = |role: char| roles.contains(role);
            let outcome = if session_type == "video" {
                video
            } else {
                phone
            }[column];
            let rule = |role, outcome| if may(role) { outcome } else { NO };
            // One after the other, since what one does may ask for a new booking for the next.
            for asker in 0..5 {
                let (who, expected) = match asker {
                    0 => (world.provider.clone(), rule('P', NONE)),
                    1 => (world.member.clone(), rule('M', NONE)),
                    2 => (case.provider.clone(), rule('P', outcome)),
                    3 => (case.member.clone(), rule('M', outcome)),
                    _ => (concierge(), rule('C', outcome)),
                };
                let reply = on_booking(&app, route, &who, id_of(&case.booking)).await;
                let at = format!("{route} {} {stage:?} {session_type}", who.id);
                wrong.extend(differs(&reply, expected).map(|got| format!("{at}: {got}")));
                if expected == NONE {
                    let absent = on_booking(&app, route, &who, ABSENT).await;
                    if (absent.status, &absent.text) != (reply.status, &reply.text) {
                        wrong.push(format!("{at}: an absent one answers {}", absent.text));
                    }
                }
                if reply.status.is_success() && moves(route) {
                    case = world.at(stage, session_type).await;
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_opens_its_own_booking_until_that_is_over() {
    let app = TestApp::start().await;
    let mut world = World::new(&app).await;
    let mut wrong = Vec::new();
    for (column, stage) in STAGES.into_iter().enumerate() {
        let mut case = world.at(stage, "video").await;
        for (route, outcomes) in VISIT {
            let mut tokens = false_tokens(&app, &case).await;
            tokens.push((
                "the link",
                Some(case.link.clone().unwrap()),
                outcomes[column],
            ));
            for (name, token, expected) in tokens {
                let reply = visit(&app, route, token.as_deref()).await;
                let at = format!("{route} {stage:?} {name}");
                wrong.extend(differs(&reply, expected).map(|got| format!("{at}: {got}")));
                if reply.status.is_success() && moves(route) {
                    case = world.at(stage, "video").await;
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");

    // A link opens its own booking, whoever else's there are; seeing it changes nothing.
    let (one, two) = (
        world.at(Stage::Future, "video").await,
        world.at(Stage::Future, "video").await,
    );
    let before = app.table().await;
    for case in [&one, &two] {
        for _ in 0..2 {
            let seen = visit(&app, "GET /v1/visit", case.link.as_deref()).await;
            assert_eq!(seen.expect(200)["id"], case.booking["id"]);
        }
    }
    assert_eq!(app.table().await, before);

    // It says so when its time is over, whatever became of the booking.
    app.clock_to("2030-01-09T04:30:00Z").await;
    for (route, _) in VISIT {
        visit(&app, route, one.link.as_deref())
            .await
            .expect_problem(401, "link_expired");
    }
    app.stop().await;
}

/// Tokens that open nothing, with what they get.
async fn false_tokens(
    app: &TestApp,
    case: &Case,
) -> Vec<(&'static str, Option<String>, &'static str)> {
    let link = case.link.clone().unwrap();
    let signed_in = app
        .stack
        .issuer()
        .mint(&case.member.id, "member", app.stack.clock().now());
    // A cursor is signed with the same key for another audience.
    let people = app
        .get(&concierge(), "/v1/admin/members?limit=1")
        .await
        .expect(200);
    let cursor = people["nextCursor"].as_str().unwrap().to_owned();
    vec![
        ("none", None, "401 unauthorized"),
        ("garbage", Some("garbage".to_owned()), VOID),
        ("cut", Some(link[..link.len() - 4].to_owned()), VOID),
        ("a person's", Some(signed_in), VOID),
        ("a cursor", Some(cursor), VOID),
    ]
}

/// The people of a test, and bookings at every stage for it.
struct World<'a> {
    app: &'a TestApp,
    /// A provider and a member, of whom none of the bookings made here is.
    provider: Who,
    member: Who,
    schedule: Value,
    /// How many things were made, so that each is of its own.
    made: u32,
}

/// A booking with its own people.
struct Case {
    booking: Value,
    provider: Who,
    member: Who,
    link: Option<String>,
}

impl<'a> World<'a> {
    async fn new(app: &'a TestApp) -> Self {
        let provider = app.add_provider("prv_other").await;
        let member = app.add_member("mem_other").await;
        app.add_member("mem_third").await;
        let schedule = app.get(&provider, "/v1/me/schedule").await.expect(200);
        Self {
            app,
            provider,
            member,
            schedule,
            made: 0,
        }
    }

    /// A booking at a stage, of people who have no other. The clock stands so that the waiting
    /// room of one that starts at a quarter past the hour is open.
    async fn at(&mut self, stage: Stage, session_type: &str) -> Case {
        let app = self.app;
        self.made += 1;
        let provider = app.add_provider(&format!("prv_{}", self.made + 100)).await;
        let member = app.add_member(&format!("mem_{}", self.made + 100)).await;
        let starts_at = match stage {
            Stage::Future | Stage::Cancelled => "2030-01-09T02:00:00Z",
            Stage::Window | Stage::Ongoing | Stage::Completed => "2030-01-07T00:15:00Z",
        };
        let booking = app.book(&provider, &member, session_type, starts_at).await;
        let link = app.link(&member).await;
        let steps: &[&str] = match stage {
            Stage::Future | Stage::Window => &[],
            Stage::Ongoing => &["session/start"],
            Stage::Completed => &["session/start", "session/end"],
            Stage::Cancelled => &["cancel"],
        };
        for step in steps {
            let route = format!("POST /v1/bookings/{{id}}/{step}");
            on_booking(app, &route, &provider, id_of(&booking))
                .await
                .expect(200);
        }
        Case {
            booking,
            provider,
            member,
            link,
        }
    }

    /// A request to a route that is about no booking, as it would be good.
    async fn ask(&mut self, route: &str, who: &Who) -> Reply {
        self.made += 1;
        let (method, path) = route.split_once(' ').unwrap();
        let id = if path.contains("/members/") {
            &self.member.id
        } else {
            &self.provider.id
        };
        let query = match path {
            "/v1/providers/{id}/slots" => {
                "?from=2030-01-10T00:00:00Z&to=2030-01-11T00:00:00Z&durationMinutes=50"
            }
            "/v1/bookings" => "?view=upcoming",
            "/v1/admin/deliveries" => "?status=queued",
            _ => "",
        };
        let path = format!("{}{query}", path.replace("{id}", id));
        let request = self.app.request(who, method.parse().unwrap(), &path);
        send(match method {
            "GET" => request,
            _ => request.json(&self.body(route)),
        })
        .await
    }

    fn body(&self, route: &str) -> Value {
        let made = self.made;
        let new_booking = json!({
            "providerId": self.provider.id, "sessionType": "video", "durationMinutes": 15,
            "startsAt": format!("2030-01-10T{:02}:00:00Z", made % 24),
        });
        match route {
            "POST /v1/bookings" => new_booking,
            "POST /v1/admin/bookings" => {
                let mut body = new_booking;
                body["memberId"] = json!(self.member.id);
                body
            }
            "POST /v1/admin/providers" | "POST /v1/admin/members" => json!({
                "id": format!("new_{made}"), "name": "New Person", "email": "new@example.com",
                "timeZone": "Asia/Singapore",
            }),
            _ if route.starts_with("PUT ") => self.schedule.clone(),
            _ => json!({"language": "en"}),
        }
    }
}

/// A request to a route that is about a booking, as it would be good.
async fn on_booking(app: &TestApp, route: &str, who: &Who, id: &str) -> Reply {
    let (method, path) = route.split_once(' ').unwrap();
    let request = app.request(who, method.parse().unwrap(), &path.replace("{id}", id));
    send(with_body(request, method, path)).await
}

/// A request with a link's token, as it would be good.
async fn visit(app: &TestApp, route: &str, token: Option<&str>) -> Reply {
    let (method, path) = route.split_once(' ').unwrap();
    let request = with_body(app.bare(method.parse().unwrap(), path), method, path);
    send(match token {
        Some(token) => request.bearer_auth(token),
        None => request,
    })
    .await
}

fn with_body(
    request: reqwest::RequestBuilder,
    method: &str,
    path: &str,
) -> reqwest::RequestBuilder {
    let body = match path.rsplit('/').next() {
        _ if method == "GET" => return request,
        Some("cancel") => json!({"reason": "A cold"}),
        Some("presence") => json!({"state": "alive", "generation": 1}),
        Some("intro") => json!({"via": "handset"}),
        Some("attempts") => json!({"outcome": "reached"}),
        _ => json!({}),
    };
    request.json(&body)
}

/// Whether a success at a route takes the booking to another stage.
fn moves(route: &str) -> bool {
    ["/cancel", "/start", "/end"]
        .iter()
        .any(|step| route.ends_with(step))
}

/// What was answered, if it is not what was expected: a status, with a code if it is a problem.
fn differs(reply: &Reply, expected: &str) -> Option<String> {
    let code = reply.json()["code"].as_str().map(|code| format!(" {code}"));
    let code = code.filter(|_| reply.header("content-type") == "application/problem+json");
    let got = format!("{}{}", reply.status.as_u16(), code.unwrap_or_default());
    let same = got == expected && reply.header("cache-control") == "no-store";
    (!same).then(|| format!("expected {expected}, got {got}: {}", reply.text))
}

fn routes() -> Vec<Route> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    Wiring::read(root, &Default::default()).unwrap().routes
}

fn method(route: &Route) -> Method {
    route.method.as_deref().unwrap().parse().unwrap()
}
