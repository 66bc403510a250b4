//! The stored bookings and agendas, read raw, and whether they agree.

use std::collections::{BTreeMap, BTreeSet};

use anteroom_tests::TestApp;
use serde_json::Value;

/// A booking as it is stored, in 5-minute cells since the Unix epoch.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) provider: String,
    pub(crate) member: String,
    pub(crate) status: String,
    pub(crate) start: i64,
    pub(crate) end: i64,
    /// The provider's buffer after it, in cells.
    pub(crate) buffer: i64,
    /// The next due time, if there is one.
    pub(crate) due: Option<String>,
}

/// All bookings, and all taken cells by person and booking.
pub(crate) struct Ledger {
    pub(crate) bookings: Vec<Entry>,
    agendas: BTreeMap<(String, i64), String>,
    /// How many messages each booking has.
    pub(crate) messages: BTreeMap<String, usize>,
}

impl Ledger {
    /// Reads all items, when nothing is outstanding.
    pub(crate) async fn read(app: &TestApp) -> Self {
        let (mut bookings, mut agendas) = (Vec::new(), BTreeMap::new());
        let mut messages: BTreeMap<String, usize> = BTreeMap::new();
        for item in app.table().await.into_values() {
            let (pk, sk) = (text(&item["PK"]), text(&item["SK"]));
            if let Some(person) = pk.strip_prefix("AGENDA#") {
                let midnight: jiff::Timestamp = format!("{sk}T00:00:00Z").parse().unwrap();
                for (name, holder) in item.as_object().unwrap() {
                    if let Some(cell) = name.strip_prefix('c') {
                        let cell = midnight.as_second() / 300 + cell.parse::<i64>().unwrap();
                        agendas.insert((person.to_owned(), cell), text(holder).to_owned());
                    }
                }
            } else if sk == "BOOKING" {
                bookings.push(Entry::read(&item));
            } else if sk.starts_with("MSG#") {
                *messages
                    .entry(pk.trim_start_matches("BKG#").to_owned())
                    .or_default() += 1;
            }
        }
        Self {
            bookings,
            agendas,
            messages,
        }
    }

    /// The booking of a member, who must have at most one.
    pub(crate) fn of_member(&self, member: &str) -> Option<&Entry> {
        let mut own = self.bookings.iter().filter(|b| b.member == member);
        let first = own.next();
        assert!(own.next().is_none(), "{member} is booked more than once");
        first
    }

    /// Fails unless nobody is booked twice at once, and the agendas' cells are exactly those of the
    /// bookings that hold their slot.
    pub(crate) fn check(&self) {
        let mut expected = BTreeMap::new();
        for booking in self.bookings.iter().filter(|b| b.status != "cancelled") {
            for (person, end) in [
                (&booking.provider, booking.end + booking.buffer),
                (&booking.member, booking.end),
            ] {
                for cell in booking.start..end {
                    let twice = expected.insert((person.clone(), cell), booking.id.clone());
                    assert_eq!(twice, None, "{person} is booked twice: {booking:?}");
                }
            }
        }
        let people: BTreeSet<_> = expected.keys().chain(self.agendas.keys()).collect();
        for place in people {
            assert_eq!(
                self.agendas.get(place),
                expected.get(place),
                "an agenda and the bookings differ at {place:?}"
            );
        }
    }
}

impl Entry {
    fn read(item: &Value) -> Self {
        let booking = &item["booking"]["M"];
        let number = |name: &str| booking[name]["N"].as_str().unwrap().parse::<i64>().unwrap();
        let start = number("startsAt") / 300_000;
        Self {
            id: text(&item["PK"]).trim_start_matches("BKG#").to_owned(),
            provider: text(&booking["provider"]["M"]["id"]).to_owned(),
            member: text(&booking["member"]["M"]["id"]).to_owned(),
            status: text(&booking["status"]).to_owned(),
            start,
            end: start + number("durationMinutes") / 5,
            buffer: number("bufferMinutes") / 5,
            due: item["dueAt"]["S"].as_str().map(str::to_owned),
        }
    }
}

fn text(value: &Value) -> &str {
    value["S"].as_str().unwrap_or_default()
}
