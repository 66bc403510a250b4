//! Invalid headers: keys and versions.

use anteroom_tests::send;
use serde_json::json;

use super::{MALFORMED, World, differs};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn headers() {
    let world = World::new().await;
    world
        .refuses(async |world| {
            let mut wrong = Vec::new();
            let cancel = world.step(&world.video, "cancel");
            let body = json!({"reason": "A cold"});
            let long = "k".repeat(65);
            let keys: [&[u8]; 7] = [
                b"",
                b" ",
                b"a b",
                long.as_bytes(),
                "schlüssel".as_bytes(),
                b"\xff\xfe",
                b"a\tb",
            ];
            for key in keys {
                let request = world.post(&world.provider, &cancel).json(&body);
                let reply = send(request.header("Idempotency-Key", key)).await;
                let shown = String::from_utf8_lossy(key);
                wrong.extend(differs(("Idempotency-Key", shown), &reply, MALFORMED));
            }
            let mismatch = (412, "version_mismatch", "");
            let tags = [
                ("1", MALFORMED),
                ("\"1", MALFORMED),
                ("W/\"1\"", mismatch),
                ("", MALFORMED),
                ("\"\"", mismatch),
                ("\"x\"", mismatch),
                ("\"-1\"", mismatch),
                ("\"01\"", mismatch),
                ("\"+1\"", mismatch),
                ("\"18446744073709551616\"", mismatch),
            ];
            for (tag, expected) in tags {
                let request = world.post(&world.provider, &cancel).json(&body);
                let reply = send(request.header("If-Match", tag)).await;
                wrong.extend(differs(("If-Match", tag), &reply, expected));
            }
            wrong
        })
        .await;
}
