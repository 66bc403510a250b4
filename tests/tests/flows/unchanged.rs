//! Lists are asked for again and again: with the `ETag` of the last answer, one that has not changed is not sent again.

use anteroom_tests::{Reply, TestApp, concierge, send};
use reqwest::Method;
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_that_has_not_changed_is_not_sent_again() {
    let app = TestApp::start().await;
    let provider = app.add_provider("prv_grace").await;
    let member = app.add_member("mem_mai").await;
    let starts_at = "2030-01-09T02:00:00Z";
    let booking = app.book(&provider, &member, "video", starts_at).await;
    let lists = [
        (&provider, "/v1/bookings?view=upcoming"),
        (&member, "/v1/bookings?view=upcoming"),
        (&concierge(), "/v1/admin/members?q=mai"),
        (&concierge(), "/v1/admin/attention"),
    ];
    let ask = async |who, path: &str, tag: &str| -> Reply {
        let request = app.request(who, Method::GET, path);
        send(request.header("If-None-Match", tag)).await
    };
    let mut tags = Vec::new();
    for (who, path) in lists {
        let first = app.get(who, path).await;
        first.expect(200);
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with("W/\""), "{path}: {tag}");
        let again = ask(who, path, &tag).await;
        assert_eq!(
            (again.status.as_u16(), again.text.as_str()),
            (304, ""),
            "{path}"
        );
        assert_eq!(again.header("etag"), tag);
        assert_eq!(again.header("cache-control"), "no-store");
        tags.push(tag);
    }
    // Another's answer is not this one's.
    let other = ask(&member, "/v1/bookings?view=upcoming", &tags[0]).await;
    other.expect(200);
    app.change(&member, &booking, "cancel", json!({"reason": "Ill"}))
        .await
        .expect(200);
    for ((who, path), tag) in lists[..2].iter().zip(&tags) {
        let changed = ask(who, path, tag).await.expect(200);
        assert_eq!(changed["items"], json!([]), "{path}");
    }
    // What has a version is shown as it is now, whatever its version.
    let path = format!("/v1/bookings/{}", booking["id"].as_str().unwrap());
    ask(&member, &path, "\"2\"").await.expect(200);
    app.stop().await;
}
