//! Draws ids. No other module does.

use anteroom_domain::values::{BookingId, DeliveryId, PersonId, Role};
use jiff::Timestamp;
use ulid::Ulid;

/// A new booking's id.
pub fn booking(now: Timestamp) -> BookingId {
    drawn(BookingId::PREFIX, now)
        .parse()
        .expect("a prefix and a ULID are an id")
}

/// A new message's id.
pub fn delivery(now: Timestamp) -> DeliveryId {
    drawn(DeliveryId::PREFIX, now)
        .parse()
        .expect("a prefix and a ULID are an id")
}

/// A new person's id, if the user pool has not drawn one.
pub fn person(role: Role, now: Timestamp) -> PersonId {
    let prefix = match role {
        Role::Provider => "prv_",
        Role::Member => "mem_",
        Role::Concierge | Role::System => "con_",
    };
    drawn(prefix, now)
        .parse()
        .expect("a prefix and a ULID are an id")
}

fn drawn(prefix: &str, now: Timestamp) -> String {
    let mut random = [0; 16];
    getrandom::fill(&mut random).expect("the system has randomness");
    let milliseconds = u64::try_from(now.as_millisecond()).unwrap_or(0);
    format!(
        "{prefix}{}",
        Ulid::from_parts(milliseconds, u128::from_be_bytes(random))
    )
}
