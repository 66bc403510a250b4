//! Draws the next step and its faults.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

use crate::cloud::{FAULTS, Order, now};
use crate::mirror::{Letter, Seen, number};
use crate::rules::Command;
use crate::run::{MEMBERS, OVER, PROVIDERS, Run};

impl Run {
    /// Draws a fault in one of `cases` cases, after fewer than `calls` calls. Now and then it lasts
    /// longer than clients retry.
    pub(crate) fn draw_fault(&mut self, cases: u64, calls: u64) -> Option<Order> {
        if !self.faults || self.dice.roll(cases) > 0 {
            return None;
        }
        self.tally.faults += 1;
        Some(Order {
            skip: self.dice.roll(calls),
            fault: self.dice.pick(&FAULTS),
            count: self.dice.pick(&[1, 1, 1, 40]),
        })
    }

    pub(crate) fn draw(&mut self) -> Command {
        if let Some(command) = self.script.pop_front() {
            return command;
        }
        let Some(seen) = self.some_booking() else {
            return self.draw_booking();
        };
        let booking = seen.id.clone();
        let soon = now() > seen.starts_at - SignedDuration::from_mins(15);
        if soon && !seen.phone && self.dice.roll(10) == 0 {
            self.script = usual(&booking, self.generation(&booking).max(1));
        }
        let passed = now().duration_since(seen.starts_at);
        if passed >= self.world.policy.no_show_after && !seen.phone && self.dice.roll(6) == 0 {
            self.script = in_vain(&booking);
        }
        match self.dice.roll(48) {
            0..5 => self.draw_booking(),
            5..12 => Command::Start { booking },
            12..21 => Command::Join { booking },
            21..34 => {
                let generation = self.generation(&booking);
                let sides = ["provider", "provider", "provider", "member"];
                let states = ["joined", "joined", "joined", "alive", "left"];
                Command::Report {
                    booking,
                    side: self.dice.pick(&sides),
                    state: self.dice.pick(&states),
                    generation: (generation - i64::from(self.dice.roll(8) == 0)).max(1),
                }
            }
            34 => Command::End { booking },
            35 | 36 => Command::Introduce {
                booking,
                by_service: self.dice.roll(3) > 0,
            },
            37..39 => match self.some_letter(&booking) {
                Some(letter) => Command::Resend {
                    letter: Box::new(letter),
                },
                None => Command::Join { booking },
            },
            39..41 => Command::MarkNoShow {
                booking,
                by: self.dice.pick(&["provider", "concierge"]),
            },
            _ => self.draw_change(),
        }
    }

    /// A change of a booking whose outcome the reference can tell from bookings alone.
    fn draw_change(&mut self) -> Command {
        let pending = self.world.mirror.bookings();
        let pending: Vec<Seen> = pending.filter(|seen| seen.status == "pending").collect();
        if !pending.is_empty() && self.dice.roll(3) == 0 {
            return Command::Answer {
                booking: self.dice.pick(&pending).id,
                accepts: self.dice.roll(3) > 0,
            };
        }
        let Some(seen) = self.some_booking() else {
            return self.draw_booking();
        };
        let booking = seen.id;
        let by = self.dice.pick(&["provider", "member", "concierge"]);
        match self.dice.roll(6) {
            0 => Command::Cancel { booking, by },
            1 => Command::Answer {
                booking,
                accepts: self.dice.roll(2) > 0,
            },
            2 => Command::Switch { booking },
            _ => {
                let by = self.dice.pick(&[by, "concierge"]);
                let to = self.some_start(by != "concierge");
                Command::Move { booking, by, to }
            }
        }
    }

    /// The generation of a booking's current meeting.
    fn generation(&self, booking: &str) -> i64 {
        number(&self.world.mirror.session(booking)["generation"])
    }

    /// A command whose outcome depends only on the state of bookings. A first proposal is not one:
    /// it depends on whether the two have met, which the other command of the pair may change.
    pub(crate) fn draw_for_pair(&mut self) -> Command {
        match self.draw_on_bookings() {
            Command::Book {
                provider, member, ..
            } if !self.world.mirror.met(&provider, &member) => self.draw_booking_by("concierge"),
            command => command,
        }
    }

    fn draw_on_bookings(&mut self) -> Command {
        let Some(seen) = self.some_booking() else {
            return self.draw_booking();
        };
        let booking = seen.id;
        match self.dice.roll(8) {
            0..3 => self.draw_booking(),
            3 => Command::Start { booking },
            4 => Command::End { booking },
            _ => self.draw_change(),
        }
    }

    fn draw_booking(&mut self) -> Command {
        let by = self
            .dice
            .pick(&["member", "provider", "concierge", "concierge"]);
        self.draw_booking_by(by)
    }

    fn draw_booking_by(&mut self, by: &'static str) -> Command {
        Command::Book {
            by,
            provider: format!("pro_{}", self.dice.roll(PROVIDERS)),
            member: format!("mem_{}", self.dice.roll(MEMBERS)),
            phone: self.dice.roll(5) < 2,
            starts_at: self.some_start(by != "concierge"),
            minutes: self.dice.pick(&[15, 50, 60, 120]),
        }
    }

    /// A start on a coarse grid, so that bookings conflict; if `far`, mostly more than a day ahead.
    fn some_start(&mut self, far: bool) -> Timestamp {
        let ahead = if far { 22 * 4 } else { 0 };
        let quarters = ahead + i64::try_from(self.dice.roll(32)).unwrap();
        let quarter = now().as_second() / 900 + quarters;
        Timestamp::from_second(quarter * 900).unwrap()
    }

    /// A booking; mostly one that is ongoing or about to start.
    fn some_booking(&mut self) -> Option<Seen> {
        let all: Vec<Seen> = self.world.mirror.bookings().collect();
        let open = |seen: &&Seen| !OVER.contains(&seen.status.as_str());
        let mut soon: Vec<Seen> = all.iter().filter(open).cloned().collect();
        soon.sort_by_key(|seen| seen.starts_at);
        soon.truncate(3);
        match self.dice.roll(10) {
            0..6 if !soon.is_empty() => soon.first().cloned(),
            6..9 if !soon.is_empty() => Some(self.dice.pick(&soon)),
            _ if all.is_empty() => None,
            _ => Some(self.dice.pick(&all)),
        }
    }

    fn some_letter(&mut self, booking: &str) -> Option<Letter> {
        let letters: Vec<Letter> = self.world.mirror.letters(booking).collect();
        (!letters.is_empty()).then(|| self.dice.pick(&letters))
    }
}

/// The main flow: the provider starts and joins, and then the member is let in.
fn usual(booking: &str, generation: i64) -> VecDeque<Command> {
    let report = |side, state| Command::Report {
        booking: booking.to_owned(),
        side,
        state,
        generation,
    };
    let booking = || booking.to_owned();
    [
        Command::Join { booking: booking() },
        Command::Start { booking: booking() },
        report("provider", "joined"),
        Command::Join { booking: booking() },
        report("member", "joined"),
        report("provider", "left"),
        Command::Join { booking: booking() },
        report("provider", "joined"),
        Command::Join { booking: booking() },
    ]
    .into()
}

/// The member waits in vain; the session is switched to the telephone and then marked as a no-show.
fn in_vain(booking: &str) -> VecDeque<Command> {
    let booking = || booking.to_owned();
    [
        Command::Join { booking: booking() },
        Command::Switch { booking: booking() },
        Command::MarkNoShow {
            booking: booking(),
            by: "provider",
        },
    ]
    .into()
}
