//! Every route × a day on which everybody has caused and been sent as many messages as they may (A3): it is
//! refused and changes nothing, or answers as on any other day. A new route has to be put on one side.

use std::collections::BTreeSet;

use anteroom_tests::{Reply, TestApp, Who, concierge, id_of, send};
use serde_json::{Value, json};

use super::rules::{LATE, NO, OK, ON_BOOKING, PLAIN, STAGES, Stage, VISIT};
use super::world::{COLLEAGUE, Case, World, on_booking, visit};
use super::{differs, moves};

/// More than any limit.
const USED_UP: u32 = 1_000_000;

const REFUSED: &str = "429 rate_limited";

/// The stages in which something can still be done, all of the same day.
const OPEN: usize = 4;

/// Routes about a booking, and of a link, that tell somebody and may be refused for it. The others tell
/// nobody, or take time back, save a session, or say what became of one.
const REFUSED_ON_BOOKING: [&str; 4] = [
    "POST /v1/bookings/{id}/accept",
    "POST /v1/bookings/{id}/reschedule",
    "POST /v1/visit/accept",
    "POST /v1/visit/reschedule",
];

/// The other routes that may be refused.
const REFUSED_PLAIN: [&str; 8] = [
    "PATCH /v1/me",
    "POST /v1/bookings",
    "POST /v1/admin/bookings",
    "POST /v1/admin/members/{id}/send-links",
    "POST /v1/admin/deliveries/{id}/resend",
    "PATCH /v1/admin/providers/{id}",
    "PATCH /v1/admin/members/{id}",
    "PATCH /v1/admin/concierges/{id}",
];

#[test]
fn what_may_be_refused_is_a_route() {
    let on_booking = ON_BOOKING.iter().map(|(route, ..)| *route);
    let visits = VISIT.iter().map(|(route, _)| *route);
    let known: BTreeSet<_> = on_booking.chain(visits).collect();
    assert!(REFUSED_ON_BOOKING.iter().all(|route| known.contains(route)));
    let known: BTreeSet<_> = PLAIN.iter().map(|(route, _)| *route).collect();
    assert!(REFUSED_PLAIN.iter().all(|route| known.contains(route)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn routes_of_a_video_session_on_a_day_that_is_used_up() {
    on_bookings("video").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn routes_of_a_phone_session_on_a_day_that_is_used_up() {
    on_bookings("phone").await;
}

async fn on_bookings(session_type: &str) {
    let app = TestApp::start().await;
    let mut world = World::new(&app).await;
    let mut wrong = Vec::new();
    for (column, stage) in STAGES.into_iter().take(OPEN).enumerate() {
        let mut case = world.at(stage, session_type).await;
        for (route, roles, video, phone) in ON_BOOKING {
            let outcome = match session_type {
                "video" => video[column],
                _ => phone[column],
            };
            for role in roles.chars() {
                let (who, ordinary) = match (role, outcome) {
                    ('P', _) => (case.provider.clone(), outcome),
                    ('M', _) => (case.member.clone(), outcome),
                    (_, LATE) => (concierge(), OK),
                    (_, _) => (concierge(), outcome),
                };
                let id = id_of(&case.booking).to_owned();
                let ask = || on_booking(&app, route, &who, &id);
                let done = used_up(&app, &case, route, ordinary, ask, &mut wrong).await;
                if done && moves(route) {
                    case = world.at(stage, session_type).await;
                }
            }
        }
        for (route, outcomes) in VISIT {
            let link = case.link.clone().unwrap();
            let ask = || visit(&app, route, Some(&link));
            let done = used_up(&app, &case, route, outcomes[column], ask, &mut wrong).await;
            if done && moves(route) {
                case = world.at(stage, session_type).await;
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    app.stop().await;
}

/// Asks while everybody's counts are used up. Whether it was done.
async fn used_up(
    app: &TestApp,
    case: &Case,
    route: &str,
    ordinary: &str,
    ask: impl AsyncFnOnce() -> Reply,
    wrong: &mut Vec<String>,
) -> bool {
    let limited = ordinary == OK && REFUSED_ON_BOOKING.contains(&route);
    let expected = if limited { REFUSED } else { ordinary };
    let concierge = concierge();
    let people = [&case.provider, &case.member, &concierge];
    app.count_messages(&people, USED_UP).await;
    let before = app.table().await;
    let reply = ask().await;
    if limited && app.table().await != before {
        wrong.push(format!("{route}: something was written"));
    }
    app.count_messages(&people, 0).await;
    wrong.extend(differs(&reply, expected).map(|got| format!("{route}: {got}")));
    wrong.extend(tells_when(&reply).map(|got| format!("{route}: {got}")));
    reply.status.is_success()
}

/// What a refusal lacks: it has to say from when the request works.
fn tells_when(reply: &Reply) -> Option<String> {
    let told = reply.json()["opensAt"] == "2030-01-08T00:00:00Z";
    (reply.status == 429 && !told).then(|| format!("does not say from when: {}", reply.text))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_other_routes_on_a_day_that_is_used_up() {
    let app = TestApp::start().await;
    let mut world = World::new(&app).await;
    // These two have had a session, so the provider may propose the next.
    let case = world.at(Stage::Pending, "video").await;
    let delivery = a_delivery(&app, &case.booking).await;
    let concierge = concierge();
    let mut wrong = Vec::new();
    for (route, outcomes) in PLAIN {
        let askers = [&case.provider, &case.member, &concierge];
        for (who, ordinary) in askers.into_iter().zip(outcomes) {
            if ordinary == NO {
                continue;
            }
            let act = act(route, who, &case, &delivery);
            let limited = act.is_some() && REFUSED_PLAIN.contains(&route);
            app.count_messages(&askers, USED_UP).await;
            let before = app.table().await;
            let reply = match &act {
                Some((path, body)) => {
                    let method = route.split_once(' ').unwrap().0.parse().unwrap();
                    send(app.request(who, method, path).json(body)).await
                }
                None => world.ask(route, who).await,
            };
            if limited && app.table().await != before {
                wrong.push(format!("{route}: something was written"));
            }
            app.count_messages(&askers, 0).await;
            let expected = if limited { REFUSED } else { ordinary };
            let at = format!("{route} {}", who.role);
            wrong.extend(differs(&reply, expected).map(|got| format!("{at}: {got}")));
            wrong.extend(tells_when(&reply).map(|got| format!("{at}: {got}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    app.stop().await;
}

/// A request that tells somebody something, if the route has one: its path and its body.
fn act(route: &str, who: &Who, case: &Case, delivery: &str) -> Option<(String, Value)> {
    let (_, path) = route.split_once(' ').unwrap();
    let (provider, member) = (&case.provider.id, &case.member.id);
    let path = match path {
        "/v1/admin/deliveries/{id}/resend" => path.replace("{id}", delivery),
        _ if path.contains("/members/") => path.replace("{id}", member),
        _ if path.contains("/concierges/") => path.replace("{id}", COLLEAGUE),
        _ => path.replace("{id}", provider),
    };
    let new = json!({"email": format!("{}@new.example.com", who.id)});
    let body = match route {
        "PATCH /v1/me" if who.role != "concierge" => new,
        "PATCH /v1/admin/providers/{id}"
        | "PATCH /v1/admin/members/{id}"
        | "PATCH /v1/admin/concierges/{id}" => new,
        "POST /v1/bookings" | "POST /v1/admin/bookings" => json!({
            "providerId": provider, "memberId": member, "sessionType": "video",
            "durationMinutes": 50, "startsAt": "2030-01-15T02:00:00Z",
        }),
        "POST /v1/admin/members/{id}/send-links" | "POST /v1/admin/deliveries/{id}/resend" => {
            json!({})
        }
        _ => return None,
    };
    Some((path, body))
}

/// The id of the email that proposes a booking to its member.
async fn a_delivery(app: &TestApp, booking: &Value) -> String {
    app.settle().await;
    let path = format!("/v1/admin/bookings/{}/deliveries", id_of(booking));
    let sent = app.get(&concierge(), &path).await.expect(200);
    let mut sent = sent["items"].as_array().unwrap().iter();
    let proposal = sent.find(|one| one["kind"] == "proposal" && one["to"] == "member");
    let id = proposal.map(|one| one["id"].as_str().unwrap().to_owned());
    id.expect("a proposal to the member")
}
