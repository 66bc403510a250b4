//! Invalid queries: cursors, limits, views, searches, times.

use anteroom_tests::{Who, concierge};

use super::{MALFORMED, World, differs, invalid};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn queries_and_cursors() {
    let world = World::new().await;
    world
        .refuses(async |world| {
            let mut wrong = Vec::new();
            let list = "/v1/bookings?view=upcoming";
            let page = world
                .app
                .get(&world.provider, &format!("{list}&limit=1"))
                .await;
            let cursor = page.expect(200)["nextCursor"].as_str().unwrap().to_owned();
            let second = world
                .app
                .get(&world.provider, &format!("{list}&cursor={cursor}"))
                .await;
            assert_eq!(second.expect(200)["items"].as_array().unwrap().len(), 1);

            let swapped: String = cursor.split('.').rev().collect::<Vec<_>>().join(".");
            let link = world.app.link(&world.member).await.unwrap();
            let tampered = tampered(&cursor);
            for bad in [
                "",
                "x",
                "a.b.c",
                "%00",
                "%F0%9F%99%82",
                &swapped,
                &link,
                &tampered,
            ] {
                for (who, list) in lists(world) {
                    let reply = world.app.get(&who, &format!("{list}cursor={bad}")).await;
                    wrong.extend(differs((list, bad), &reply, MALFORMED));
                }
            }
            // A cursor of another list, or of another person.
            for (who, list) in lists(world) {
                if who == world.provider && list.starts_with("/v1/bookings?view=upcoming") {
                    continue;
                }
                let reply = world.app.get(&who, &format!("{list}cursor={cursor}")).await;
                wrong.extend(differs((list, "another's"), &reply, MALFORMED));
            }
            for limit in ["", "0", "-1", "101", "1.5", "ten", "99999999999", "%00"] {
                for (who, list) in lists(world) {
                    let reply = world.app.get(&who, &format!("{list}limit={limit}")).await;
                    wrong.extend(differs((list, limit), &reply, invalid("?limit")));
                }
            }
            for (letters, status) in [(500, 200), (501, 422)] {
                for list in ["/v1/admin/members", "/v1/admin/providers"] {
                    let path = format!("{list}?q={}", "x".repeat(letters));
                    let reply = world.app.get(&concierge(), &path).await;
                    wrong.extend(match status {
                        422 => differs((list, letters), &reply, invalid("?q")),
                        _ => (reply.status != status).then(|| format!("{list}: {}", reply.text)),
                    });
                }
            }
            for view in ["", "?view=", "?view=all", "?view=Upcoming", "?view=past%00"] {
                let reply = world
                    .app
                    .get(&world.member, &format!("/v1/bookings{view}"))
                    .await;
                wrong.extend(differs(view, &reply, invalid("?view")));
            }
            let twice = world
                .app
                .get(&world.member, "/v1/bookings?view=past&view=upcoming")
                .await;
            wrong.extend(differs("a view twice", &twice, MALFORMED));
            for (query, pointer) in searches() {
                let reply = world
                    .app
                    .get(&concierge(), &format!("/v1/admin/{query}"))
                    .await;
                wrong.extend(differs(query, &reply, invalid(pointer)));
            }
            for (query, pointer) in slots() {
                let path = format!("/v1/providers/prv_grace/slots{query}");
                let reply = world.app.get(&world.member, &path).await;
                wrong.extend(differs(query, &reply, invalid(pointer)));
            }
            wrong
        })
        .await;
}

/// Another position under the same signature.
fn tampered(cursor: &str) -> String {
    let (rest, signature) = cursor.rsplit_once('.').unwrap();
    let mut rest = rest.to_owned().into_bytes();
    let last = rest.len() - 6;
    rest[last] = if rest[last] == b'A' { b'B' } else { b'A' };
    format!("{}.{signature}", String::from_utf8(rest).unwrap())
}

/// Every list, with a caller who is allowed, ready for a further parameter.
fn lists(world: &World) -> Vec<(Who, &'static str)> {
    vec![
        (world.provider.clone(), "/v1/bookings?view=upcoming&"),
        (world.provider.clone(), "/v1/bookings?view=past&"),
        (world.member.clone(), "/v1/bookings?view=upcoming&"),
        (concierge(), "/v1/admin/providers?"),
        (concierge(), "/v1/admin/members?"),
        (concierge(), "/v1/admin/bookings?"),
        (concierge(), "/v1/admin/bookings?providerId=prv_grace&"),
        (concierge(), "/v1/admin/deliveries?status=sent&"),
    ]
}

fn searches() -> Vec<(&'static str, &'static str)> {
    vec![
        ("deliveries", "?status"),
        ("deliveries?status=", "?status"),
        ("deliveries?status=lost", "?status"),
        ("bookings?status=gone", "?status"),
        ("bookings?from=yesterday", "?from"),
        ("bookings?to=2030-02-30T00:00:00Z", "?to"),
        ("bookings?from=2030-01-01T00:00:00", "?from"),
        ("bookings?providerId=a%23b", "?providerId"),
        ("bookings?memberId=..", "?memberId"),
    ]
}

fn slots() -> Vec<(&'static str, &'static str)> {
    vec![
        ("", "?from"),
        ("?from=2030-01-08T00:00:00Z&durationMinutes=50", "?to"),
        (
            "?from=2030-01-08T00:00:00&to=2030-01-09T00:00:00Z&durationMinutes=50",
            "?from",
        ),
        (
            "?from=2030-01-08T00:00:00Z&to=2030-01-07T00:00:00Z&durationMinutes=50",
            "?to",
        ),
        (
            "?from=2030-01-08T00:00:00Z&to=2030-03-12T00:00:00Z&durationMinutes=50",
            "?to",
        ),
        (
            "?from=2030-01-08T00:00:00Z&to=2030-01-09T00:00:00Z",
            "?durationMinutes",
        ),
        (
            "?from=2030-01-08T00:00:00Z&to=2030-01-09T00:00:00Z&durationMinutes=-5",
            "?durationMinutes",
        ),
        (
            "?from=2030-01-08T00:00:00Z&to=2030-01-09T00:00:00Z&durationMinutes=17",
            "?durationMinutes",
        ),
        (
            "?from=2030-01-08T00:00:00Z&to=2030-01-09T00:00:00Z&durationMinutes=1000000000",
            "?durationMinutes",
        ),
    ]
}
