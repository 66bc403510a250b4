//! Invalid fields of a new booking (B1).

use anteroom_tests::concierge;
use serde_json::{Value, json};

use super::{Expected, MALFORMED, World, differs, invalid, stray};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fields_of_a_booking() {
    let world = World::new().await;
    world
        .refuses(async |world| {
            let mut wrong = Vec::new();
            for (field, value, expected) in booking_fields() {
                let mut body = json!({
                    "providerId": "prv_grace", "memberId": "mem_mai", "sessionType": "video",
                    "startsAt": "2030-01-11T02:00:00Z", "durationMinutes": 50,
                });
                body[field] = value;
                for (who, path) in [
                    (concierge(), "/v1/admin/bookings"),
                    (world.member.clone(), "/v1/bookings"),
                ] {
                    let reply = world.app.post(&who, path, body.clone()).await;
                    wrong.extend(differs((path, field, &body[field]), &reply, expected));
                }
            }
            // A member can't book for another member.
            let body = json!({"providerId": "prv_grace", "memberId": "mem_lan"});
            let reply = world.app.post(&world.member, "/v1/bookings", body).await;
            wrong.extend(differs("another's id", &reply, invalid("/memberId")));
            wrong
        })
        .await;
}

fn booking_fields() -> Vec<(&'static str, Value, Expected)> {
    let not_on_grid = |pointer| (422, "not_on_grid", pointer);
    let mut fields = vec![
        ("providerId", Value::Null, invalid("/providerId")),
        ("providerId", json!(""), invalid("/providerId")),
        ("providerId", json!("../prv"), invalid("/providerId")),
        ("providerId", json!("a#b"), invalid("/providerId")),
        ("providerId", json!("prv_nobody"), invalid("/providerId")),
        ("providerId", json!("mem_mai"), invalid("/providerId")),
        ("providerId", json!("x".repeat(65)), invalid("/providerId")),
        ("memberId", json!("mem_nobody"), invalid("/memberId")),
        ("memberId", json!("prv_grace"), invalid("/memberId")),
        ("providerId", json!(7), MALFORMED),
        ("sessionType", Value::Null, invalid("/sessionType")),
        ("sessionType", json!("Video"), invalid("/sessionType")),
        ("sessionType", json!("letter"), invalid("/sessionType")),
        ("sessionType", json!({}), MALFORMED),
        ("startsAt", json!(1_893_456_000), MALFORMED),
        ("durationMinutes", Value::Null, invalid("/durationMinutes")),
        ("durationMinutes", json!("50"), MALFORMED),
        ("durationMinutes", json!(50.5), MALFORMED),
        ("durationMinutes", json!(1e300), MALFORMED),
        ("comment", json!(["x"]), MALFORMED),
        ("comment", json!(""), invalid("/comment")),
        ("comment", json!("x".repeat(2_001)), invalid("/comment")),
    ];
    for minutes in [0, -5, 1_000_000_000, i64::MIN] {
        fields.push((
            "durationMinutes",
            json!(minutes),
            invalid("/durationMinutes"),
        ));
    }
    for minutes in [1, 10, 14, 17, 185, 1440] {
        fields.push((
            "durationMinutes",
            json!(minutes),
            not_on_grid("/durationMinutes"),
        ));
    }
    for text in [
        "",
        "soon",
        "2030-01-11",
        "2030-01-11T02:00:00",
        "2030-01-11T02:00",
        "2030-02-30T02:00:00Z",
        "2030-13-01T02:00:00Z",
        "2030-01-11T24:00:00Z",
        "2030-01-11T02:60:00Z",
        "2030-01-11T02:00:00+99:00",
        "2030-01-11T02:00:00[Asia/Singapore]",
        "20300111T020000",
        "9999999-01-11T02:00:00Z",
        "２０３０-01-11T02:00:00Z",
    ] {
        fields.push(("startsAt", json!(text), invalid("/startsAt")));
    }
    for text in [
        "2030-01-11T02:01:00Z",
        "2030-01-11T02:00:01Z",
        "2030-01-11T02:00:00.001Z",
        "2030-01-11T02:00:00.000000001Z",
        "2030-01-11T09:03:00+07:00",
    ] {
        fields.push(("startsAt", json!(text), not_on_grid("/startsAt")));
    }
    for (text, code) in [
        ("-009999-01-03T00:00:00Z", "notice_too_short"),
        ("1970-01-01T00:00:00Z", "notice_too_short"),
        ("2029-12-31T00:00:00Z", "notice_too_short"),
        ("2030-03-09T00:00:00Z", "beyond_horizon"),
        ("9999-12-30T22:00:00Z", "beyond_horizon"),
    ] {
        fields.push(("startsAt", json!(text), (409, code, "")));
    }
    for text in stray() {
        fields.push(("comment", json!(text), invalid("/comment")));
    }
    fields
}
