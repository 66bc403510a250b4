//! Invalid ids in paths.

use std::io::{Read, Write};
use std::net::TcpStream;

use anteroom_tests::{Reply, concierge};

use super::{NOT_FOUND, START, World, differs};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ids_in_paths() {
    let world = World::new().await;
    world
        .refuses(async |world| {
            let now = world.app.stack.clock().now();
            let mut wrong = Vec::new();
            let long = "x".repeat(65);
            let ids = [
                "..", ".", "%2e%2e", "%2e%2e%2f", "%00", "a%00b", "%C3%A4", "%F0%9F%99%82", "%ff",
                "%zz", "a%20b", "a%23b", "BKG%23x", "x", &long, "bkg_01JD3Z5T3Q8K8A3V6W5N2M1P0R",
            ];
            let member_steps = ["", "/cancel", "/calendar.ics", "/session/join"];
            let provider_steps = [
                "/session/start",
                "/session/presence",
                "/session/end",
                "/session/phone",
                "/session/intro",
                "/session/attempts",
            ];
            let concierge_steps = ["/history", "/deliveries", "/attendance"];
            for id in ids {
                let of_members = member_steps.map(|step| (&world.member, format!("/v1/bookings/{id}{step}")));
                let of_providers =
                    provider_steps.map(|step| (&world.provider, format!("/v1/bookings/{id}{step}")));
                let concierge = concierge();
                let of_concierge =
                    concierge_steps.map(|step| (&concierge, format!("/v1/admin/bookings/{id}{step}")));
                let people = [
                    (&concierge, format!("/v1/admin/members/{id}")),
                    (&concierge, format!("/v1/admin/providers/{id}")),
                    (&concierge, format!("/v1/admin/providers/{id}/schedule")),
                    (
                        &concierge,
                        format!(
                            "/v1/providers/{id}/slots?from={START}&to=2030-01-10T00:00:00Z&durationMinutes=50"
                        ),
                    ),
                ];
                let all = of_members.into_iter().chain(of_providers).chain(of_concierge);
                for (who, path) in all.chain(people) {
                    let (method, body) = match path.rsplit('/').next() {
                        Some("cancel") => ("POST", r#"{"reason":"x"}"#),
                        Some("presence") => ("POST", r#"{"state":"joined","generation":1}"#),
                        Some("intro") => ("POST", r#"{"via":"service"}"#),
                        Some("attempts") => ("POST", r#"{"outcome":"reached"}"#),
                        Some("join" | "start" | "end") => ("POST", "{}"),
                        _ => ("GET", ""),
                    };
                    let token = world.app.stack.issuer().mint(&who.id, who.role, now);
                    let reply = raw(world.app.stack.url(), method, &path, &token, body).await;
                    wrong.extend(differs((method, path), &reply, NOT_FOUND));
                }
            }
            wrong
        })
        .await;
}

/// Sends a path unchanged; HTTP clients would normalize it.
async fn raw(origin: &str, method: &str, path: &str, token: &str, body: &str) -> Reply {
    let host = origin.strip_prefix("http://").unwrap().to_owned();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    let answer = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(host).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    });
    Reply::parse(&answer.await.unwrap())
}
