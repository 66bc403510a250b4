//! Bodies that are not JSON, not an object, or too large, at every route that accepts one.

use anteroom_tests::{Who, concierge, send};
use reqwest::Method;

use super::{Expected, MALFORMED, TOO_LARGE, World, differs};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_that_are_not_what_they_should_be() {
    let world = World::new().await;
    world
        .refuses(async |world| {
            let mut wrong = Vec::new();
            for (method, who, path) in bodied(world) {
                for (body, expected) in bodies() {
                    let request = world.app.request(&who, method.clone(), &path);
                    let request = request.header("Content-Type", "application/json");
                    let shown = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
                    let reply = send(request.body(body)).await;
                    wrong.extend(differs((&method, &path, shown), &reply, expected));
                }
                // Larger than the gateway accepts.
                let huge = vec![b' '; 10 * 1024 * 1024 + 1];
                let reply = send(world.app.request(&who, method.clone(), &path).body(huge)).await;
                if reply.status != 413 {
                    wrong.push(format!("{path}: 10 MB and more answer {}", reply.status));
                }
            }
            wrong
        })
        .await;
}

/// Every route that accepts a body, with a caller who is allowed.
fn bodied(world: &World) -> Vec<(Method, Who, String)> {
    let World {
        provider,
        member,
        video,
        phone,
        ..
    } = world;
    let path = |path: &str| path.to_owned();
    vec![
        (Method::PATCH, member.clone(), path("/v1/me")),
        (Method::PUT, provider.clone(), path("/v1/me/schedule")),
        (Method::POST, member.clone(), path("/v1/bookings")),
        (Method::POST, provider.clone(), world.step(video, "cancel")),
        (
            Method::POST,
            provider.clone(),
            world.step(video, "session/start"),
        ),
        (
            Method::POST,
            provider.clone(),
            world.step(video, "session/presence"),
        ),
        (
            Method::POST,
            member.clone(),
            world.step(video, "session/join"),
        ),
        (
            Method::POST,
            provider.clone(),
            world.step(video, "session/end"),
        ),
        (
            Method::POST,
            provider.clone(),
            world.step(phone, "session/intro"),
        ),
        (
            Method::POST,
            provider.clone(),
            world.step(phone, "session/attempts"),
        ),
        (Method::POST, concierge(), path("/v1/admin/providers")),
        (Method::POST, concierge(), path("/v1/admin/members")),
        (
            Method::PATCH,
            concierge(),
            path("/v1/admin/members/mem_mai"),
        ),
        (
            Method::PUT,
            concierge(),
            path("/v1/admin/providers/prv_grace/schedule"),
        ),
        (Method::POST, concierge(), path("/v1/admin/bookings")),
    ]
}

/// Bodies that no route accepts.
fn bodies() -> Vec<(Vec<u8>, Expected)> {
    let texts = [
        "no JSON",
        "{",
        r#"{"reason": "#,
        r#"{"reason": "x",}"#,
        r#"{"reason": "x"} more"#,
        "null",
        "true",
        "17",
        r#""text""#,
        "[]",
        r#"["x"]"#,
        r#"[null, null]"#,
        "[{}]",
        r#"{"somethingUnknown": 1}"#,
        r#"{"": null}"#,
        r#"{"__proto__": {}}"#,
        // Half of a pair of surrogates is no character.
        r#"{"reason": "\ud800"}"#,
        r#"{"name": "\udc00\ud800"}"#,
    ];
    let mut bodies: Vec<_> = texts
        .iter()
        .map(|text| (text.as_bytes().to_vec(), MALFORMED))
        .collect();
    bodies.push((b"{\"reason\": \"\xff\xfe\"}".to_vec(), MALFORMED));
    bodies.push((b"\xef\xbb\xbf{}".to_vec(), MALFORMED));
    let deep = "[".repeat(30_000);
    bodies.push((deep.into_bytes(), MALFORMED));
    let large = format!(r#"{{"reason": "{}"}}"#, "x".repeat(64 * 1024));
    bodies.push((large.into_bytes(), TOO_LARGE));
    bodies
}
