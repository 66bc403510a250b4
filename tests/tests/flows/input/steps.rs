//! Invalid fields of a cancellation and of a session's steps.

use serde_json::json;

use super::{MALFORMED, World, differs, invalid, stray};

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
