//! Access (A1, A2): every route of the template × every caller × every stage of a booking, checked
//! against the rules below. A route without a rule fails, and so does a rule without a route.

mod bypass;
mod rules;
mod used_up;
mod voids;
mod world;

use std::collections::BTreeSet;
use std::path::Path;

use anteroom_stack::issuer::grants::Person;
use anteroom_stack::wiring::{Route, Wiring};
use anteroom_tests::{Reply, TestApp, concierge, id_of, send};
use jiff::SignedDuration;
use reqwest::Method;
use serde_json::json;

use rules::{ABSENT, LATE, NO, NONE, OK, ON_BOOKING, PLAIN, PUBLIC, STAGES, Stage, VISIT, VOID};
use world::{Case, World, on_booking, visit};

#[test]
fn every_route_has_a_rule_and_every_rule_a_route() {
    let visits = VISIT.map(|(route, _)| route);
    for route in routes() {
        let key = route.key();
        let open = key == PUBLIC || visits.contains(&key.as_str());
        assert_eq!(route.authorized, !open, "{key}");
    }
    let routes: BTreeSet<_> = routes().iter().map(Route::key).collect();
    let ruled = PLAIN.iter().map(|(route, _)| *route);
    let ruled = ruled.chain(ON_BOOKING.iter().map(|(route, ..)| *route));
    let ruled: BTreeSet<_> = ruled.chain(visits).map(str::to_owned).collect();
    assert_eq!(routes, ruled);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invalid_token_is_refused() {
    let app = TestApp::start().await;
    let now = app.stack.clock().now();
    let issuer = app.stack.issuer();
    let good = issuer.mint("con_test", "concierge", now);
    let strange = anteroom_stack::issuer::Issuer::new(issuer.url(), None).unwrap();
    let nobody = app.stack.issuer().mint("con_test", "system", now);
    let person = Person {
        id: "con_test".to_owned(),
        sub: "con_test".to_owned(),
        role: "concierge",
        name: Some("Care Concierge".to_owned()),
        email: None,
    };
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
        (
            "for the portal (id token)",
            Some(issuer.id_token(&person, now, None, now)),
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

/// What the gateway answers itself has the headers that a function's answers have.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_reaches_no_function_is_answered_with_a_guarded_problem() {
    let app = TestApp::start().await;
    let large = "x".repeat(10 * 1024 * 1024 + 1);
    let requests = [
        (app.bare(Method::GET, "/v1/"), "404 not_found"),
        (app.bare(Method::GET, "/v1/nothing"), "404 not_found"),
        (
            app.bare(Method::PUT, "/v1/policy"),
            "405 method_not_allowed",
        ),
        (app.bare(Method::GET, "/v1/me"), "401 unauthorized"),
        (
            app.bare(Method::POST, "/v1/visit/join").body(large),
            "413 too_large",
        ),
    ];
    for (request, expected) in requests {
        let reply = send(request).await;
        assert_eq!(differs(&reply, expected), None);
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn routes_without_a_booking_check_the_role() {
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
async fn routes_of_a_video_session_check_role_owner_and_stage() {
    on_bookings("video").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn routes_of_a_phone_session_check_role_owner_and_stage() {
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
            // One after the other, since one request may need a new booking for the next.
            for asker in 0..5 {
                let (who, expected) = match asker {
                    0 => (world.provider.clone(), rule('P', NONE)),
                    1 => (world.member.clone(), rule('M', NONE)),
                    2 => (case.provider.clone(), rule('P', outcome)),
                    3 => (case.member.clone(), rule('M', outcome)),
                    _ if outcome == LATE => (concierge(), rule('C', OK)),
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
async fn a_link_opens_its_own_video_session_until_that_is_over() {
    by_link("video").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_opens_its_own_phone_session_until_that_is_over() {
    by_link("phone").await;
}

async fn by_link(session_type: &str) {
    let app = TestApp::start().await;
    let mut world = World::new(&app).await;
    let mut wrong = Vec::new();
    for (column, stage) in STAGES.into_iter().enumerate() {
        let mut case = world.at(stage, session_type).await;
        for (route, outcomes) in VISIT {
            let mut tokens = false_tokens(&app, &case).await;
            tokens.push((
                "the link",
                Some(case.link.clone().unwrap()),
                outcomes[column],
            ));
            for (name, token, expected) in tokens {
                let reply = visit(&app, route, token.as_deref()).await;
                let at = format!("{route} {stage:?} {session_type} {name}");
                wrong.extend(differs(&reply, expected).map(|got| format!("{at}: {got}")));
                if reply.status.is_success() && moves(route) {
                    case = world.at(stage, session_type).await;
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");

    // A link opens its own booking only, and reading that changes nothing.
    let (one, two) = (
        world.at(Stage::Future, session_type).await,
        world.at(Stage::Future, session_type).await,
    );
    let before = app.table().await;
    for case in [&one, &two] {
        for _ in 0..2 {
            let seen = visit(&app, "GET /v1/visit", case.link.as_deref()).await;
            assert_eq!(seen.expect(200)["id"], case.booking["id"]);
        }
    }
    assert_eq!(app.table().await, before);

    // An expired link is reported as expired, whatever the state of the booking.
    app.clock_to("2030-01-09T04:30:00Z").await;
    for (route, _) in VISIT {
        visit(&app, route, one.link.as_deref())
            .await
            .expect_problem(401, "link_expired");
    }
    app.stop().await;
}

/// Invalid tokens, each with the expected answer.
async fn false_tokens(
    app: &TestApp,
    case: &Case,
) -> Vec<(&'static str, Option<String>, &'static str)> {
    let link = case.link.clone().unwrap();
    let signed_in = app
        .stack
        .issuer()
        .mint(&case.member.id, "member", app.stack.clock().now());
    // A cursor is signed with the same key, but for another audience.
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

/// Whether a success of a route changes the booking's stage.
fn moves(route: &str) -> bool {
    let steps = [
        "/accept",
        "/decline",
        "/reschedule",
        "/cancel",
        "/start",
        "/end",
        "/switch-to-phone",
    ];
    steps.iter().any(|step| route.ends_with(step))
}

/// The headers that every answer of every route has.
const GUARDS: [(&str, &str); 5] = [
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    (
        "strict-transport-security",
        "max-age=31536000; includeSubDomains",
    ),
    (
        "content-security-policy",
        "default-src 'none'; frame-ancestors 'none'",
    ),
];

/// The answer, if it is not the expected one: a status, with a code if it is a problem.
fn differs(reply: &Reply, expected: &str) -> Option<String> {
    let code = reply.json()["code"].as_str().map(|code| format!(" {code}"));
    let code = code.filter(|_| reply.header("content-type") == "application/problem+json");
    let got = format!("{}{}", reply.status.as_u16(), code.unwrap_or_default());
    let guarded = GUARDS
        .iter()
        .all(|(name, value)| reply.header(name) == *value);
    let same = got == expected && guarded;
    (!same).then(|| format!("expected {expected}, got {got}: {}", reply.text))
}

fn routes() -> Vec<Route> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    Wiring::read(root, &Default::default()).unwrap().routes
}

fn method(route: &Route) -> Method {
    route.method.as_deref().unwrap().parse().unwrap()
}
