//! The concierge's search of people (D4).

use anteroom_tests::{TestApp, concierge};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_concierge_finds_people_however_they_type() {
    let app = TestApp::start().await;
    for (id, name, phone) in [
        ("mem_dang", "Đặng Thị Ngọc", "+84912345678"),
        ("mem_zoe", "Zoë Tan", "+6561234567"),
        ("mem_dan", "Dan Tran", "+84987654321"),
    ] {
        let person = json!({
            "id": id, "name": name, "email": format!("{id}@example.com"), "phone": phone,
            "timeZone": "Asia/Ho_Chi_Minh", "language": "vi",
        });
        app.post(&concierge(), "/v1/admin/members", person)
            .await
            .expect(201);
    }
    for (typed, expected) in [
        ("Dang Ngoc", vec!["mem_dang"]),
        ("ngọc ĐẶNG", vec!["mem_dang"]),
        ("zoe", vec!["mem_zoe"]),
        ("0912345678", vec!["mem_dang"]),
        ("+84 912 345 678", vec!["mem_dang"]),
        ("4321", vec!["mem_dan"]),
        ("MEM_ZOE@example", vec!["mem_zoe"]),
        ("tran zoe", vec![]),
        // The list is by name, without marks.
        ("an", vec!["mem_dan", "mem_dang", "mem_zoe"]),
    ] {
        let q = utf8_percent_encode(typed, NON_ALPHANUMERIC);
        let page = app
            .get(&concierge(), &format!("/v1/admin/members?q={q}"))
            .await
            .expect(200);
        let items = page["items"].as_array().unwrap();
        let found: Vec<_> = items
            .iter()
            .map(|item| item["id"].as_str().unwrap())
            .collect();
        assert_eq!(found, expected, "{typed}");
    }
    app.stop().await;
}
