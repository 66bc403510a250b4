//! Every route of `/v1/visit` × every reason why a member's link is void (A2): each answers 401, and
//! nothing is written.

use anteroom_stack::wiring::Route;
use anteroom_tests::{Reply, TestApp, concierge, send};
use reqwest::Method;
use serde_json::{Value, json};

use super::rules::{PUBLIC, Stage};
use super::world::{Case, World, with_query};
use super::{method, routes};

/// Why a link is void.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reason {
    Moved,
    Cancelled,
    Declined,
    /// The member's address was changed.
    OtherAddress,
    /// The same while the member is in the session.
    OtherAddressInSession,
    /// The token was cut.
    Cut,
    /// The token names another member than the one for whom it was signed.
    Anothers,
    Ended,
    NotAnswered,
    NoShow,
    /// The token has expired.
    Expired,
}

/// The last three advance the clock.
const REASONS: [Reason; 11] = [
    Reason::Moved,
    Reason::Cancelled,
    Reason::Declined,
    Reason::OtherAddress,
    Reason::OtherAddressInSession,
    Reason::Cut,
    Reason::Anothers,
    Reason::Ended,
    Reason::NotAnswered,
    Reason::NoShow,
    Reason::Expired,
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_void_link_opens_no_route_and_changes_nothing() {
    let app = TestApp::start().await;
    let mut world = World::new(&app).await;
    let routes = routes();
    let visits = routes.iter().filter(|route| !route.authorized);
    let visits: Vec<&Route> = visits.filter(|route| route.key() != PUBLIC).collect();
    assert!(visits.len() >= 9, "the routes of a link are not authorized");
    for reason in REASONS {
        let (case, token) = void(&app, &mut world, reason).await;
        let code = match reason {
            Reason::Expired => "link_expired",
            _ => "link_void",
        };
        let before = app.table().await;
        for route in &visits {
            for body in bodies(route) {
                let reply = ask(&app, route, &token, &body).await;
                let at = format!("{reason:?} {} {body}: {}", route.key(), reply.text);
                assert_eq!(reply.status, 401, "{at}");
                assert_eq!(reply.json()["code"], code, "{at}");
            }
        }
        assert_eq!(app.table().await, before, "{reason:?}");
        if reason == Reason::OtherAddressInSession {
            let seen = app.report(&case.provider, &case.booking, "alive", 1).await;
            assert_eq!(seen["memberPresent"], true, "the member is still in");
        }
    }
    app.stop().await;
}

/// RFC 9110, 11.1: the scheme is written in any case.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_is_a_bearer_token_in_any_case() {
    let app = TestApp::start().await;
    let provider = app.add_provider("prv_grace").await;
    let member = app.add_member("mem_mai").await;
    app.book(&provider, &member, "video", "2030-01-09T02:00:00Z")
        .await;
    let token = app.link(&member).await.unwrap();
    for (scheme, status) in [
        ("Bearer ", 200),
        ("bearer ", 200),
        ("BEARER  ", 200),
        ("Basic ", 401),
        ("", 401),
    ] {
        let request = app.bare(Method::GET, "/v1/visit");
        let request = request.header("Authorization", format!("{scheme}{token}"));
        assert_eq!(send(request).await.status, status, "{scheme:?}");
    }
    app.stop().await;
}

/// A booking whose link is void for a reason, and the link's token.
async fn void(app: &TestApp, world: &mut World<'_>, reason: Reason) -> (Case, String) {
    let stage = match reason {
        Reason::Declined => Stage::Pending,
        Reason::OtherAddressInSession => Stage::Ongoing,
        Reason::Ended => Stage::Completed,
        Reason::Cancelled => Stage::Cancelled,
        Reason::NotAnswered => Stage::Expired,
        Reason::Expired => return expired(app, world).await,
        Reason::Moved | Reason::OtherAddress | Reason::Cut | Reason::Anothers | Reason::NoShow => {
            Stage::Future
        }
    };
    let case = world.at(stage, "video").await;
    let mut token = case.link.clone().unwrap();
    match reason {
        Reason::Cancelled | Reason::Ended | Reason::NotAnswered | Reason::Expired => {}
        Reason::Moved => {
            let to = json!({"startsAt": "2030-01-12T02:00:00Z"});
            let moved = app
                .change(&concierge(), &case.booking, "reschedule", to)
                .await;
            moved.expect(200);
        }
        Reason::Declined => {
            let declined = app.change(&case.member, &case.booking, "decline", json!({}));
            declined.await.expect(200);
        }
        Reason::OtherAddress => change_address(app, &case).await,
        Reason::OtherAddressInSession => {
            app.report(&case.provider, &case.booking, "joined", 1).await;
            let admitted = app.join(&case.member, &case.booking).await;
            assert_eq!(admitted["state"], "admitted");
            app.report(&case.member, &case.booking, "joined", 1).await;
            change_address(app, &case).await;
        }
        Reason::Cut => token.truncate(token.len() - 4),
        Reason::Anothers => {
            let other = world.at(Stage::Future, "video").await.link.unwrap();
            let (head, _) = token.rsplit_once('.').unwrap();
            let (_, signature) = other.rsplit_once('.').unwrap();
            token = format!("{head}.{signature}");
        }
        Reason::NoShow => {
            app.clock_to("2030-01-09T02:16:00Z").await;
            let why = json!({"reason": "They called to say so"});
            let marked = app
                .change(&concierge(), &case.booking, "no-show", why)
                .await;
            marked.expect(200);
        }
    }
    (case, token)
}

/// A booking that is long over, so that its link has expired.
async fn expired(app: &TestApp, world: &World<'_>) -> (Case, String) {
    let (provider, member) = (world.provider.clone(), world.member.clone());
    let starts_at = "2030-01-10T02:00:00Z";
    let booking = app.book(&provider, &member, "video", starts_at).await;
    let token = app.link(&member).await.unwrap();
    app.clock_to("2030-01-10T04:30:00Z").await;
    let link = None;
    let case = Case {
        booking,
        provider,
        member,
        link,
    };
    (case, token)
}

async fn change_address(app: &TestApp, case: &Case) {
    let path = format!("/v1/admin/members/{}", case.member.id);
    let new = json!({"email": format!("{}@new.example.com", case.member.id)});
    app.patch(&concierge(), &path, new).await.expect(200);
}

/// Valid bodies for a route.
fn bodies(route: &Route) -> Vec<Value> {
    match route.path.as_deref().unwrap().rsplit('/').next() {
        Some("presence") => ["joined", "alive", "left"]
            .map(|state| json!({"state": state, "generation": 1}))
            .into(),
        Some("cancel") => vec![json!({"reason": "A cold"})],
        Some("reschedule") => vec![json!({"startsAt": "2030-01-11T02:00:00Z"})],
        _ => vec![json!({})],
    }
}

async fn ask(app: &TestApp, route: &Route, token: &str, body: &Value) -> Reply {
    let path = with_query(route.path.as_deref().unwrap());
    let request = app.bare(method(route), &path).bearer_auth(token);
    send(match route.method.as_deref() {
        Some("GET") => request,
        _ => request.json(body),
    })
    .await
}
