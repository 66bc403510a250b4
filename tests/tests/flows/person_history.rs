//! The history of people and their schedules (D5).

use anteroom_tests::{TestApp, concierge};
use serde_json::{Value, json};

async fn history(app: &TestApp, path: &str) -> Vec<Value> {
    let page = app.get(&concierge(), path).await.expect(200);
    page["items"].as_array().unwrap().clone()
}

fn whats(entries: &[Value]) -> Vec<String> {
    let told = |entry: &Value| {
        let by = entry["by"]["id"].as_str().unwrap();
        format!("{} {} by {by}", entry["what"], entry["fields"])
    };
    entries.iter().map(told).collect()
}

/// (D5)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_change_of_a_person_says_who_made_it_and_tells_no_address() {
    let app = TestApp::start().await;
    let mai = app.add_member("mem_mai").await;
    let path = format!("/v1/admin/members/{}", mai.id);
    for (who, path, patch) in [
        (
            &concierge(),
            &path[..],
            json!({"email": "stranger@example.com", "name": "Mai"}),
        ),
        (
            &mai,
            "/v1/me",
            json!({"phone": null, "reminders": {"PT1H": false}}),
        ),
        (&mai, "/v1/me", json!({"language": "en"})),
        (&concierge(), &path, json!({"email": "Mem_Mai@example.com"})),
    ] {
        app.patch(who, path, patch).await.expect(200);
    }
    let page = app.get(&concierge(), &format!("{path}/history")).await;
    let entries = page.expect(200)["items"].as_array().unwrap().clone();
    // The newest comes first. What changes nothing leaves no line.
    assert_eq!(
        whats(&entries),
        [
            r#""changed" ["email"] by con_test"#,
            r#""changed" ["phone","reminders"] by mem_mai"#,
            r#""changed" ["name","email"] by con_test"#,
            r#""added" [] by con_test"#,
        ]
    );
    for private in ["@", "stranger", "+84", "Mai", "Nguyen"] {
        assert!(!page.text.contains(private), "{}", page.text);
    }
    // By the hashes one sees that the address was changed and changed back.
    let email = |entry: &Value| entry["contacts"][0].clone();
    let (back, away, added) = (email(&entries[0]), email(&entries[2]), email(&entries[3]));
    assert_eq!(back["before"], away["after"]);
    assert_eq!(back["after"], away["before"]);
    assert_eq!(added["after"], away["before"]);
    assert!(added["before"].is_null() && back["after"].is_string());
    assert!(entries[1]["contacts"][0]["after"].is_null());

    let first = app
        .get(&concierge(), &format!("{path}/history?limit=3"))
        .await;
    let cursor = first.expect(200)["nextCursor"].as_str().unwrap().to_owned();
    let rest = history(&app, &format!("{path}/history?cursor={cursor}")).await;
    assert_eq!(rest, entries[3..]);
    let elsewhere = format!("/v1/admin/providers/{}/history", mai.id);
    let none = app.get(&concierge(), &elsewhere).await;
    none.expect_problem(404, "not_found");
    app.stop().await;
}

/// (D5)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_change_of_a_schedule_says_who_made_it() {
    let app = TestApp::start().await;
    let grace = app.add_provider("prv_grace").await;
    let weekly = json!([{"day": "thursday", "from": "09:00", "to": "10:00"}]);
    let schedule = json!({"weekly": weekly, "overrides": []});
    app.put(&grace, "/v1/me/schedule", schedule)
        .await
        .expect(200);
    let entries = history(&app, "/v1/admin/providers/prv_grace/history").await;
    assert_eq!(
        whats(&entries),
        [
            r#""schedule_changed" [] by prv_grace"#,
            r#""schedule_changed" [] by con_test"#,
            r#""added" [] by con_test"#,
        ]
    );
    app.stop().await;
}
