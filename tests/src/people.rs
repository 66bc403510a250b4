//! The people who send requests.

use serde_json::{Value, json};

/// A person in a role, as in a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// The user name.
    pub id: String,
    /// The group.
    pub role: &'static str,
}

impl Who {
    /// A person in a role.
    pub fn new(id: impl Into<String>, role: &'static str) -> Self {
        Self {
            id: id.into(),
            role,
        }
    }
}

/// The concierge of every test.
pub fn concierge() -> Who {
    Who::new("con_test", "concierge")
}

/// A provider's record, which a test may alter.
pub(crate) fn provider(id: &str) -> Value {
    json!({
        "id": id, "name": "Dr Grace Tan", "email": format!("{id}@example.com"), "phone": "+6561234567",
        "timeZone": "Asia/Singapore", "language": "en",
    })
}

/// A member's record.
pub(crate) fn member(id: &str) -> Value {
    json!({
        "id": id, "name": "Nguyen Thi Mai", "email": format!("{id}@example.com"), "phone": "+84912345678",
        "timeZone": "Asia/Ho_Chi_Minh", "language": "en",
    })
}

/// A concierge's record.
pub(crate) fn concierge_record(id: &str) -> Value {
    json!({
        "id": id, "name": "Linh Pham", "email": format!("{id}@example.com"),
        "timeZone": "Asia/Ho_Chi_Minh", "language": "en",
    })
}

/// A schedule that is open at all hours.
pub(crate) fn always_open() -> Value {
    let days = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let weekly: Vec<_> = days
        .iter()
        .map(|day| json!({"day": day, "from": "00:00", "to": "24:00"}))
        .collect();
    json!({"timeZone": "Asia/Singapore", "bufferMinutes": 10, "weekly": weekly, "overrides": []})
}
