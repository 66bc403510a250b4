//! The partitions of the indexes that spread their items over several: `due`, `calendar` and
//! `messages`.

use anteroom_domain::values::{BookingId, DeliveryId, PersonId};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use ulid::Ulid;

/// The partitions of `due` for what can wait: bookings, messages and accounts. When many sessions
/// start together, each partition takes the reminders of a sixteenth of them in the same minute.
pub const DUE_SHARDS: [&str; 16] = [
    "DUE#00", "DUE#01", "DUE#02", "DUE#03", "DUE#04", "DUE#05", "DUE#06", "DUE#07", "DUE#08",
    "DUE#09", "DUE#10", "DUE#11", "DUE#12", "DUE#13", "DUE#14", "DUE#15",
];

/// The partitions of `due` for what guards the gate: sessions. Few, since a session is put there
/// and taken out once or twice in its life.
pub const GATE_SHARDS: [&str; 4] = ["GATE#0", "GATE#1", "GATE#2", "GATE#3"];

/// The partitions of `calendar`.
pub const CALENDAR_SHARDS: [&str; 4] = ["CAL#0", "CAL#1", "CAL#2", "CAL#3"];

/// The partition of `due` for a booking and its messages.
pub fn due_shard(id: &BookingId) -> &'static str {
    DUE_SHARDS[hash(id.as_str()) % DUE_SHARDS.len()]
}

/// The partition of `due` for a person's account, and for the messages about them alone.
pub fn due_shard_of_person(id: &PersonId) -> &'static str {
    DUE_SHARDS[hash(id.as_str()) % DUE_SHARDS.len()]
}

/// The partition of `due` for the session of a booking.
pub fn gate_shard(id: &BookingId) -> &'static str {
    GATE_SHARDS[hash(id.as_str()) % GATE_SHARDS.len()]
}

/// The partition of `calendar` for a booking.
pub fn calendar_shard(id: &BookingId) -> &'static str {
    CALENDAR_SHARDS[hash(id.as_str()) % CALENDAR_SHARDS.len()]
}

/// How many partitions of `messages` a day has. So many that none takes more than 500 write units a second while
/// `scheduler` writes reminders as fast as it can (`docs/figures.md`).
const MESSAGE_SHARDS: usize = 12;

/// The partitions of `messages` for a day (UTC).
pub fn message_days(day: Date) -> [String; MESSAGE_SHARDS] {
    std::array::from_fn(|shard| format!("{day}#{shard}"))
}

/// The partition of `messages` for a message: the day (UTC) on which its id was drawn. `None`
/// if the service has drawn no such id.
pub fn message_day(id: &DeliveryId) -> Option<String> {
    let drawn = id.as_str().strip_prefix(DeliveryId::PREFIX)?;
    let at = Ulid::from_string(drawn).ok()?.timestamp_ms();
    let at = Timestamp::from_millisecond(i64::try_from(at).ok()?).ok()?;
    let shard = hash(id.as_str()) % MESSAGE_SHARDS;
    Some(format!("{}#{shard}", at.to_zoned(TimeZone::UTC).date()))
}

/// FNV-1a of an id, folded: it must give the same shard for ever.
fn hash(id: &str) -> usize {
    let hash = id.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    usize::from((hash >> 16) as u16 ^ (hash & 0xffff) as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_the_same_shard_for_ever() {
        for (booking, due, gate, calendar) in [
            (
                "bkg_01JD3Z5T3Q8K8A3V6W5N2M1P0Q",
                "DUE#08",
                "GATE#0",
                "CAL#0",
            ),
            (
                "bkg_01JD3Z5T3Q8K8A3V6W5N2M1P0T",
                "DUE#03",
                "GATE#3",
                "CAL#3",
            ),
            (
                "bkg_01KB1M7W8RC4F6H9K2N5Q8S3VY",
                "DUE#01",
                "GATE#1",
                "CAL#1",
            ),
        ] {
            let id = booking.parse().unwrap();
            let found = (due_shard(&id), gate_shard(&id), calendar_shard(&id));
            assert_eq!(found, (due, gate, calendar));
        }
        for (message, day) in [
            ("dlv_01KB1M7W8RD7G2J5M8P1R4T6WZ", "2025-11-27#11"),
            ("dlv_01KB1M7W8RD7G2J5M8P1R4T6W2", "2025-11-27#8"),
        ] {
            let found = message_day(&message.parse().unwrap());
            assert_eq!(found.as_deref(), Some(day));
        }
    }

    #[test]
    fn a_message_stands_in_a_partition_of_the_day_in_its_id() {
        let day = |id: &str| message_day(&id.parse().unwrap());
        let found = day("dlv_01KNZVRM4WYYWCDD4RMXC8ZJ6G").unwrap();
        assert!(
            message_days("2026-04-12".parse().unwrap()).contains(&found),
            "{found}"
        );
        for other in [
            "dlv_1",
            "mem_01KNZVRM4WYYWCDD4RMXC8ZJ6G",
            "dlv_ZZZZZZZZZZZZZZZZZZZZZZZZZZ",
        ] {
            assert_eq!(day(other), None, "{other}");
        }
    }
}
