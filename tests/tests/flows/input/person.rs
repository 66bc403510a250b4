//! Invalid fields of a person.

use anteroom_tests::concierge;
use serde_json::{Value, json};

use super::{Expected, MALFORMED, World, differs, invalid, stray};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fields_of_a_person() {
    let world = World::new().await;
    world
        .refuses(async |world| {
            let mut wrong = Vec::new();
            for (field, value, expected) in person_fields() {
                let mut body = json!({
                    "id": "mem_new", "name": "Nguyen Thi Lan", "email": "lan@example.com",
                    "timeZone": "Asia/Ho_Chi_Minh",
                });
                body[field] = value.clone();
                for path in [
                    "/v1/admin/members",
                    "/v1/admin/providers",
                    "/v1/admin/concierges",
                ] {
                    let reply = world.app.post(&concierge(), path, body.clone()).await;
                    wrong.extend(differs((path, field, &value), &reply, expected));
                }
                if field == "id" || value.is_null() {
                    continue;
                }
                for (who, path) in [
                    (world.member.clone(), "/v1/me"),
                    (concierge(), "/v1/admin/members/mem_mai"),
                    (concierge(), "/v1/admin/providers/prv_grace"),
                ] {
                    let reply = world.app.patch(&who, path, json!({field: value})).await;
                    wrong.extend(differs((path, field, &value), &reply, expected));
                }
            }
            for field in ["id", "role", "version"] {
                let reply = world
                    .app
                    .patch(&world.member, "/v1/me", json!({field: "concierge"}))
                    .await;
                wrong.extend(differs(field, &reply, MALFORMED));
            }
            wrong
        })
        .await;
}

fn person_fields() -> Vec<(&'static str, Value, Expected)> {
    let mut fields = vec![
        ("name", Value::Null, invalid("/name")),
        ("name", json!(5), MALFORMED),
        ("name", json!(""), invalid("/name")),
        ("name", json!(" \u{a0}\u{3000} "), invalid("/name")),
        ("name", json!("x".repeat(101)), invalid("/name")),
        ("name", json!("two\nlines"), invalid("/name")),
        ("email", Value::Null, invalid("/email")),
        ("timeZone", Value::Null, invalid("/timeZone")),
        ("reminders", json!([]), MALFORMED),
        ("reminders", json!([true, true, true]), MALFORMED),
        ("reminders", json!({"PT36H": "yes"}), MALFORMED),
        ("reminders", json!({"PT2H": true}), MALFORMED),
    ];
    for text in stray() {
        fields.push(("name", json!(text), invalid("/name")));
    }
    for text in ["", "a", "a b", "a#b", "a/b", "ä1", "../x", "a\0b"] {
        fields.push(("id", json!(text), invalid("/id")));
    }
    fields.push(("id", json!("x".repeat(65)), invalid("/id")));
    for text in [
        "",
        "lan",
        "lan@",
        "@example.com",
        "lan@localhost",
        "lan@example..com",
        "lan@exämple.com",
        "la n@example.com",
        "<lan@example.com>",
        "lan@example.com\r\nBcc: x@example.com",
        "lan@example.com,x@example.com",
    ] {
        fields.push(("email", json!(text), invalid("/email")));
    }
    for text in [
        "",
        "+",
        "112",
        "0912345678",
        "84912345678",
        "+84 912 345 678",
        "+849123456789012345",
        "+0123456789",
        "+84912345678;ext=1",
        "+８４９１２３４５６７８",
        "tel:+84912345678",
    ] {
        fields.push(("phone", json!(text), invalid("/phone")));
    }
    for text in [
        "",
        "Mars/Olympus",
        "Etc/Unknown",
        "+07:00",
        "GMT+7",
        "Asia/Ho Chi Minh",
        "../etc/passwd",
        "Local",
        "localtime",
    ] {
        fields.push(("timeZone", json!(text), invalid("/timeZone")));
    }
    for text in ["", "EN", "en-US", "xx", "english", "en\0"] {
        fields.push(("language", json!(text), invalid("/language")));
    }
    fields
}
