//! The demo people, all made up, and the schedule of the providers.

use serde_json::{Value, json};

/// The two providers.
pub(super) fn providers() -> [Value; 2] {
    [
        json!({
            "id": super::SINGAPORE,
            "name": "Priya Nair",
            "email": "priya.nair@example.com",
            "timeZone": "Asia/Singapore",
            "language": "en",
        }),
        json!({
            "id": super::HANOI,
            "name": "Lê Thu Hà",
            "email": "ha.le@example.com",
            "phone": "+84912345001",
            "timeZone": "Asia/Ho_Chi_Minh",
            "language": "vi",
        }),
    ]
}

/// The four members.
pub(super) fn members() -> [Value; 4] {
    [
        json!({
            "id": "mem_demo_mai",
            "name": "Nguyễn Thị Mai",
            "email": "mai.nguyen@example.com",
            "phone": "+84912345002",
            "timeZone": "Asia/Ho_Chi_Minh",
            "language": "vi",
        }),
        json!({
            "id": "mem_demo_hung",
            "name": "Trần Văn Hùng",
            "email": "hung.tran@example.com",
            "phone": "+84912345003",
            "timeZone": "Asia/Ho_Chi_Minh",
            "language": "vi",
        }),
        json!({
            "id": "mem_demo_sofia",
            "name": "Sofia Rossi",
            "email": "sofia.rossi@example.com",
            "timeZone": "Europe/Rome",
            "language": "en",
        }),
        json!({
            "id": "mem_demo_daniel",
            "name": "Daniel Okafor",
            "email": "daniel.okafor@example.com",
            "timeZone": "America/New_York",
            "language": "en",
        }),
    ]
}

/// A schedule that is open all day, every day, so that there is always something to try.
pub(super) fn always(zone: &Value) -> Value {
    let days = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let weekly = days.map(|day| json!({"day": day, "from": "00:00", "to": "24:00"}));
    json!({"timeZone": zone, "bufferMinutes": 10, "weekly": weekly, "overrides": []})
}
