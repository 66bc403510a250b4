//! Makes ids of a moment and a random number. No other module does.

use anteroom_domain::values::{BookingId, DeliveryId, PersonId, Role};
use jiff::Timestamp;
use ulid::Ulid;

/// A new booking's id.
pub fn booking(now: Timestamp, random: u128) -> BookingId {
    made(BookingId::PREFIX, now, random)
        .parse()
        .expect("a prefix and a ULID are an id")
}

/// A new message's id.
pub fn delivery(now: Timestamp, random: u128) -> DeliveryId {
    made(DeliveryId::PREFIX, now, random)
        .parse()
        .expect("a prefix and a ULID are an id")
}

/// A new person's id, in small letters. It becomes the name of their account, and a user pool that does not tell
/// capitals from small letters writes some names in small ones ("Customizing sign-in attributes" in the developer
/// guide of Cognito).
pub fn person(role: Role, now: Timestamp, random: u128) -> PersonId {
    let prefix = match role {
        Role::Provider => "prv_",
        Role::Member => "mem_",
        Role::Concierge | Role::System => "con_",
    };
    made(prefix, now, random)
        .to_lowercase()
        .parse()
        .expect("a prefix and a ULID are an id")
}

fn made(prefix: &str, now: Timestamp, random: u128) -> String {
    let milliseconds = u64::try_from(now.as_millisecond()).unwrap_or(0);
    format!("{prefix}{}", Ulid::from_parts(milliseconds, random))
}
