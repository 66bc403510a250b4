//! Time in the model: ticks, clock jumps, and the end of a run.

use jiff::{SignedDuration, Timestamp};

use crate::cloud::now;
use crate::mirror::{Seen, text};
use crate::owed::made_at;
use crate::run::{OVER, Run};
use crate::silence::host_is_gone;
use crate::state::{State, state};

impl Run {
    /// A tick closes sessions that are over, expires proposals, and sends reminders; nothing else
    /// changes.
    pub(crate) async fn tick(&mut self) {
        let before = state(&self.world.mirror);
        let fault = self.draw_fault(4, 8);
        let unhurt = fault.is_none();
        self.memory.ticks(&before, &self.world.mirror, unhurt);
        let ticked = self.world.cloud.run(fault, self.world.tick()).await;
        self.tally.ticks += 1;
        self.tally.crashes += u64::from(ticked.is_none());
        self.world.drain();
        let after = state(&self.world.mirror);
        assert_eq!(before.len(), after.len());
        for (id, was) in &before {
            let is = &after[id];
            let policy = &self.world.policy;
            let (due, to): (_, &[&str]) = match was.status.as_str() {
                "pending" => (was.starts_at - policy.accept_before, &["expired"]),
                "confirmed" => (was.ends_at() + policy.close_after, &["no_show"]),
                "ongoing" => (
                    was.ends_at() + policy.close_after,
                    &["completed", "no_show"],
                ),
                _ => (Timestamp::MAX, &[]),
            };
            if was.status != is.status {
                if (was.status.as_str(), was.phone) == ("ongoing", false) {
                    // S7: by what the meeting service saw alone.
                    let session = self.world.mirror.session(id);
                    let seen = session["hostSeen"]["BOOL"] == true;
                    assert_eq!(is.status == "completed", seen, "{session}");
                }
                assert!(now() >= due, "it was too early for {was:?} at {}", now());
                assert!(to.contains(&is.status.as_str()), "{was:?} became {is:?}");
            } else if now() >= due && fault.is_none() {
                // Somebody may still be in the meeting.
                assert_eq!(is.status, "ongoing", "time forgot {is:?}");
            }
            let same = Seen {
                status: is.status.clone(),
                ..was.clone()
            };
            assert_eq!(*is, same, "time changed more than the status");
        }
        if fault.is_none() {
            self.check_reminded(&after);
            assert_eq!(ticked, Some(true), "a tick failed by itself");
        }
        self.check();
    }

    /// M1: after a tick, of the reminders that became due since the session got its time, the
    /// nearest is written to both sides.
    fn check_reminded(&self, bookings: &State) {
        let confirmed = bookings.values().filter(|seen| seen.status == "confirmed");
        for seen in confirmed.filter(|seen| now() < seen.starts_at) {
            let made = made_at(self.world.mirror.raw(&seen.id));
            let leads = [1, 24, 36].map(SignedDuration::from_hours);
            let has_come = |lead: &SignedDuration| {
                let at = seen.starts_at - *lead;
                made < at && at <= now()
            };
            let Some(lead) = leads.into_iter().find(has_come) else {
                continue;
            };
            for side in ["provider", "member"] {
                let letters = self.world.mirror.letters(&seen.id);
                let reminded = letters
                    .filter(|letter| letter.kind == "reminder")
                    .any(|letter| {
                        letter.side == side
                            && letter.queued_at > made
                            && letter.starts_at == seen.starts_at
                            && letter
                                .lead
                                .parse::<SignedDuration>()
                                .is_ok_and(|its| its == lead)
                    });
                assert!(reminded, "M1: the {side}, {lead:?} before {seen:?}");
            }
        }
    }

    /// Moves the clock: a little, a lot, or to an instant at which something is due.
    pub(crate) async fn jump(&mut self) {
        let next = self
            .world
            .mirror
            .bookings()
            .filter(|seen| seen.status == "confirmed" && seen.starts_at > now())
            .map(|seen| seen.starts_at - SignedDuration::from_mins(10))
            .min();
        match (self.dice.roll(10), next) {
            (0..6, Some(next)) if next > now() => self.world.pass(next.duration_since(now())),
            (0..8, _) => {
                let seconds = self.dice.pick(&[20, 60, 180, 600, 1_800]);
                self.pass(seconds);
            }
            _ => {
                let hours = self.dice.pick(&[1, 2, 5, 12]);
                self.pass(hours * 3_600);
            }
        }
        self.tick().await;
    }

    pub(crate) fn pass(&mut self, seconds: u64) {
        self.world
            .pass(SignedDuration::from_secs(i64::try_from(seconds).unwrap()));
    }

    /// Without further faults everything finishes: no credential outlives the provider's leave, no
    /// message is unsent, no meeting remains, and no booking stays open.
    pub(crate) async fn come_to_an_end(&mut self) {
        self.faults = false;
        for minutes in [1, 1, 1, 1, 10, 10, 30, 60, 60, 60, 60, 60] {
            self.all_quiet().await;
            self.pass(minutes * 60);
            self.tick().await;
            if minutes == 10 {
                self.check_gates();
            }
        }
        for _ in 0..24 {
            self.pass(6 * 3_600);
            self.tick().await;
            self.all_quiet().await;
        }
        self.tick().await;
        assert_eq!(self.world.cloud.chime.meetings(), []);
        let bookings: Vec<Seen> = self.world.mirror.bookings().collect();
        for booking in bookings {
            assert!(OVER.contains(&booking.status.as_str()), "{booking:?}");
            let history = &self.world.mirror.raw(&booking.id)["history"]["L"];
            for entry in history.as_array().unwrap() {
                let what = text(&entry["M"]["what"]).to_owned();
                *self.tally.changes.entry(what).or_default() += 1;
            }
            for letter in self.world.mirror.letters(&booking.id) {
                let ended = match (letter.state.as_str(), letter.failure.as_str()) {
                    ("sent", _) => true,
                    ("dropped", "stale" | "too_late") => true,
                    ("failed", "gave_up" | "rate_limited") => true,
                    ("unknown", _) => letter.channel == "sms",
                    _ => false,
                };
                assert!(ended, "M4: {letter:?}");
                self.tally.copies += u64::from(letter.is_copy);
            }
        }
    }

    async fn all_quiet(&mut self) {
        while let Some((record, tries)) = self.world.next_record() {
            let was = self.world.mirror.letter_of(&record).state;
            let done = self.world.notify(&record).await;
            self.world.drain();
            self.judge_drop(&was, &record);
            if !done {
                self.world.again(record, tries);
            }
        }
        self.hear().await;
        self.check();
    }

    /// S2 and S4: everything settled minutes ago, so no credential is out whose provider is known to
    /// be gone.
    fn check_gates(&self) {
        for meeting in self.world.cloud.chime.meetings() {
            let booking = &meeting.external_meeting_id;
            let member = self.world.mirror.booking(booking).member;
            let inside = meeting.attendees.iter();
            let inside = inside.filter(|attendee| attendee.external_user_id == member);
            for attendee in inside {
                let out = self.given_out.contains_key(&attendee.attendee_id);
                let gone = host_is_gone(self.world.mirror.session(booking));
                assert!(!out || !gone, "S2: {attendee:?} of {booking} is out");
            }
        }
    }
}
