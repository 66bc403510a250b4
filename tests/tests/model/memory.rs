//! The model's own record of members who asked to come in, independent of what the code stores.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::cloud::now;
use crate::mirror::{Mirror, Seen};
use crate::state::State;
use crate::world::Reply;

/// How long one poll keeps a member waiting (S3).
const LEASE_MS: i64 = 10_000;

/// The record, by booking.
#[derive(Default)]
pub(crate) struct Memory {
    /// Bookings whose members were let in, or told to wait after the start.
    came: BTreeSet<String>,
    /// Bookings whose members asked at a time that may count as coming.
    asked: BTreeSet<String>,
    /// When a booking's member last asked while the waiting room was open.
    asked_at: BTreeMap<String, Timestamp>,
    /// Bookings whose provider must have been notified that the member waits.
    notice_owed: BTreeSet<String>,
    /// Bookings for which a tick ran after the start.
    begun: BTreeSet<String>,
}

impl Memory {
    /// A member asked to come in, with any outcome.
    pub(crate) fn asked(&mut self, seen: &Seen) {
        if seen.status == "ongoing" || seen.starts_at <= now() {
            self.asked.insert(seen.id.clone());
        }
        self.asked_at.insert(seen.id.clone(), now());
    }

    /// A member got an answer. If there was no fault, all effects were written.
    pub(crate) fn told(&mut self, seen: &Seen, mirror: &Mirror, reply: &Reply, unhurt: bool) {
        let told = reply.body["state"].as_str().unwrap_or_default();
        let begun = seen.starts_at <= now();
        if told == "admitted" || (told == "waiting" && begun) {
            self.came.insert(seen.id.clone());
        }
        if told == "waiting" && begun && unhurt && in_vain(seen, mirror) {
            self.notice_owed.insert(seen.id.clone());
        }
    }

    /// A tick. If there is no fault, it detects members who wait in vain at the start.
    pub(crate) fn ticks(&mut self, bookings: &State, mirror: &Mirror, unhurt: bool) {
        let open = ["confirmed", "ongoing"];
        for seen in bookings.values().filter(|seen| seen.starts_at <= now()) {
            let is_first = self.begun.insert(seen.id.clone());
            let open = open.contains(&seen.status.as_str()) && !seen.phone;
            let waits = self.waits(&seen.id);
            if is_first && unhurt && open && waits && in_vain(seen, mirror) {
                self.notice_owed.insert(seen.id.clone());
            }
        }
    }

    /// Whether a member came, by the answers that they got.
    pub(crate) fn came(&self, booking: &str) -> bool {
        self.came.contains(booking)
    }

    /// Whether a member may have come, by their requests.
    pub(crate) fn may_have_come(&self, booking: &str) -> bool {
        self.asked.contains(booking)
    }

    /// M2: a late provider is notified once if their member waits.
    pub(crate) fn check(&self, mirror: &Mirror) {
        for booking in &self.notice_owed {
            let told = mirror.late_notices(booking).count();
            assert_eq!(told, 1, "M2: the provider of {booking} was to be told");
        }
        for seen in mirror.bookings() {
            let told: Vec<_> = mirror.late_notices(&seen.id).collect();
            assert!(told.len() <= 1, "M2: told twice: {told:?}");
            for notice in told {
                let asked = self.asked_at.get(&seen.id);
                let just = asked.is_some_and(|at| at.as_millisecond() + LEASE_MS > ms(&seen));
                let in_time = notice.queued_at >= seen.starts_at;
                assert!(just && in_time, "M2: nobody waited: {notice:?}");
            }
        }
    }

    fn waits(&self, booking: &str) -> bool {
        let asked = self.asked_at.get(booking);
        asked.is_some_and(|at| now().as_millisecond() < at.as_millisecond() + LEASE_MS)
    }
}

/// Whether neither side is in.
fn in_vain(seen: &Seen, mirror: &Mirror) -> bool {
    !mirror.is_in(&seen.id, "host", now()) && !mirror.is_in(&seen.id, "member", now())
}

fn ms(seen: &Seen) -> i64 {
    seen.starts_at.as_millisecond()
}
