//! Invalid fields of a cancellation, of a session's steps and of the dismissal of a message.

use anteroom_tests::{concierge, id_of};
use serde_json::json;

use super::{MALFORMED, NOT_FOUND, World, differs, invalid, stray};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fields_of_steps() {
    let world = World::new().await;
    world
        .refuses(async |world| {
            let mut wrong = Vec::new();
            let mut cases = vec![
                (&world.video, "cancel", json!({}), invalid("/reason")),
                (
                    &world.video,
                    "cancel",
                    json!({"reason": null}),
                    invalid("/reason"),
                ),
                (&world.video, "cancel", json!({"reason": 1}), MALFORMED),
                (
                    &world.video,
                    "cancel",
                    json!({"reason": " "}),
                    invalid("/reason"),
                ),
                (
                    &world.video,
                    "cancel",
                    json!({"reason": "x".repeat(501)}),
                    invalid("/reason"),
                ),
                (&world.video, "session/presence", json!({}), MALFORMED),
                (
                    &world.video,
                    "session/presence",
                    json!({"state": "joined"}),
                    MALFORMED,
                ),
                (&world.phone, "session/intro", json!({}), MALFORMED),
                (&world.phone, "session/attempts", json!({}), MALFORMED),
            ];
            for text in stray() {
                cases.push((
                    &world.video,
                    "cancel",
                    json!({"reason": text}),
                    invalid("/reason"),
                ));
            }
            for generation in [json!(-1), json!(1.5), json!("1"), json!(4_294_967_296_u64)] {
                let body = json!({"state": "joined", "generation": generation});
                cases.push((&world.video, "session/presence", body, MALFORMED));
            }
            for word in [
                json!("JOINED"),
                json!("gone"),
                json!(null),
                json!({"joined": 1}),
            ] {
                let body = json!({"state": word, "generation": 1});
                cases.push((&world.video, "session/presence", body, MALFORMED));
                cases.push((
                    &world.phone,
                    "session/intro",
                    json!({"via": word}),
                    MALFORMED,
                ));
                let body = json!({"outcome": word});
                cases.push((&world.phone, "session/attempts", body, MALFORMED));
            }
            for (booking, step, body, expected) in cases {
                let path = world.step(booking, step);
                let reply = world.app.post(&world.provider, &path, body.clone()).await;
                wrong.extend(differs((step, body), &reply, expected));
            }
            wrong
        })
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fields_of_a_dismissal() {
    let world = World::new().await;
    world.app.settle().await;
    let path = format!("/v1/admin/bookings/{}/deliveries", id_of(&world.video));
    let sent = world.app.get(&concierge(), &path).await.expect(200);
    let sent = sent["items"][0]["id"].as_str().unwrap().to_owned();
    world
        .refuses(async |world| {
            let mut wrong = Vec::new();
            let reason = json!({"reason": "Told by telephone"});
            let mut cases = vec![
                (sent.as_str(), json!({}), invalid("/reason")),
                (&sent, json!({"reason": null}), invalid("/reason")),
                (&sent, json!({"reason": " "}), invalid("/reason")),
                (
                    &sent,
                    json!({"reason": "x".repeat(501)}),
                    invalid("/reason"),
                ),
                (&sent, json!({"reason": 1}), MALFORMED),
                (&sent, json!({"reason": "x", "by": "con_2"}), MALFORMED),
                (&sent, json!([]), MALFORMED),
                ("dlv_01JD3Z5T3Q8K8A3V6W5N2M1P0R", reason.clone(), NOT_FOUND),
                ("mem_mai", reason.clone(), NOT_FOUND),
                ("%00", reason, NOT_FOUND),
            ];
            for text in stray() {
                cases.push((&sent, json!({"reason": text}), invalid("/reason")));
            }
            for (id, body, expected) in cases {
                let path = format!("/v1/admin/deliveries/{id}/dismiss");
                let reply = world.app.post(&concierge(), &path, body.clone()).await;
                wrong.extend(differs((id, body), &reply, expected));
            }
            wrong
        })
        .await;
}
