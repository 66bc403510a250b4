//! Brown-outs of a running session: for a while the API fails, or the events of the meeting service
//! are lost, or both, or one side does not reach the API. Nobody leaves the meeting meanwhile. So
//! nobody may be put out or let in, and afterwards all is as it was (S4).

use jiff::{SignedDuration, Timestamp};

use crate::cloud::{Fault, Order, now};
use crate::mirror::{Seen, number, text};
use crate::rules::Command;
use crate::run::Run;

/// How often a client that is in reports, and how often the clocks run, in seconds.
const BEAT: u64 = 15;
const TICK: u64 = 60;
/// How long a provider stays in whose presence only their client reports, and who falls silent: the
/// lease and the grace.
const UNCONFIRMED: SignedDuration = SignedDuration::from_secs(20 + 120);
/// The sides, with the names that their presence is stored under.
const SIDES: [(&str, &str); 2] = [("provider", "host"), ("member", "member")];

/// What fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fails {
    Api,
    Events,
    Both,
    /// The way from the provider's client to the API.
    Provider,
    /// The way from the member's client to the API.
    Member,
}

pub(crate) const ALL: [Fails; 5] = [
    Fails::Api,
    Fails::Events,
    Fails::Both,
    Fails::Provider,
    Fails::Member,
];

impl Fails {
    fn lets_through(self, side: &str) -> bool {
        match self {
            Self::Api | Self::Both => false,
            Self::Events => true,
            Self::Provider => side != "provider",
            Self::Member => side != "member",
        }
    }

    fn loses_events(self) -> bool {
        matches!(self, Self::Events | Self::Both)
    }
}

/// A brown-out of a session in which both people are.
#[derive(Debug)]
struct BrownOut {
    booking: String,
    what: Fails,
    seconds: u64,
    generation: i64,
    /// The member's credentials.
    attendee: String,
}

impl Run {
    /// Both people come into a session, and then something fails for 5 seconds to 10 minutes.
    pub(crate) async fn brown_out(&mut self) {
        let sessions: Vec<Seen> = self.world.mirror.bookings().collect();
        let sessions = sessions.into_iter().filter(|seen| self.can_run(seen));
        let sessions: Vec<Seen> = sessions.collect();
        if sessions.is_empty() {
            return;
        }
        let seen = self.dice.pick(&sessions);
        self.faults = false;
        let came = self.both_come(&seen).await;
        self.faults = true;
        let session = self.world.mirror.session(&seen.id);
        let brown_out = BrownOut {
            booking: seen.id.clone(),
            what: self.dice.pick(&ALL),
            seconds: 5 * (1 + self.dice.roll(120)),
            generation: number(&session["generation"]),
            attendee: text(&session["admitted"]["M"]["attendeeId"]).to_owned(),
        };
        if came && self.lasts(&brown_out).await {
            self.passes(&brown_out).await;
            *self.tally.brown_outs.entry(brown_out.what).or_default() += 1;
        }
    }

    fn can_run(&self, seen: &Seen) -> bool {
        let starts = seen.starts_at - self.world.policy.join_early;
        let is_open = match seen.status.as_str() {
            "ongoing" => true,
            "confirmed" => now() <= seen.ends_at(),
            _ => false,
        };
        !seen.phone && is_open && starts <= now()
    }

    /// Whether both have come in. The meeting service tells of it, or its events are lost.
    async fn both_come(&mut self, seen: &Seen) -> bool {
        let booking = || seen.id.clone();
        self.command(Command::Start { booking: booking() }).await;
        if !self.comes(seen, "provider", &seen.provider).await {
            return false;
        }
        if text(&self.world.mirror.session(&seen.id)["admitted"]["M"]["attendeeId"]).is_empty() {
            self.command(Command::Join { booking: booking() }).await;
        }
        self.comes(seen, "member", &seen.member).await
    }

    /// Somebody joins, drops out, and joins again, as far as the service's events tell. Then their
    /// client says that it has joined. Whether they are in after it.
    async fn comes(&mut self, seen: &Seen, side: &'static str, person: &str) -> bool {
        for kind in ["AttendeeJoined", "AttendeeDropped", "AttendeeJoined"] {
            self.pass(1);
            let meetings = self.world.cloud.chime.meetings();
            let Some(meeting) = meetings.iter().find(|m| m.external_meeting_id == seen.id) else {
                return false;
            };
            let mut seats = meeting.attendees.iter().rev();
            let Some(seat) = seats.find(|seat| seat.external_user_id == person) else {
                return false;
            };
            self.service_tells(&meeting.meeting_id, kind, &seat.attendee_id);
            if self.dice.roll(2) == 0 {
                self.hear().await;
            } else {
                self.lose_events();
            }
        }
        self.pass(1);
        let generation = number(&self.world.mirror.session(&seen.id)["generation"]);
        self.report(&seen.id, side, "joined", generation).await;
        self.is_in(&seen.id, side)
    }

    /// The brown-out. Whether the member may stay in: the silence of a provider whom the meeting
    /// service does not have in counts while the member is heard.
    async fn lasts(&mut self, brown_out: &BrownOut) -> bool {
        let BrownOut { booking, what, .. } = brown_out;
        let session = self.world.mirror.session(booking);
        let host = &session["hostService"]["M"];
        let heard_at = number(&session["hostClient"]["M"]["at"]);
        let heard_at = Timestamp::from_millisecond(heard_at).unwrap();
        let is_confirmed =
            text(&host["status"]) == "in" && number(&host["generation"]) == brown_out.generation;
        let may_end = *what == Fails::Provider && !is_confirmed;
        let [beats_at, ticks_at] = [BEAT, TICK].map(|every| self.dice.roll(every));
        for second in 0..brown_out.seconds {
            self.pass(1);
            if second % BEAT == beats_at {
                self.beat(brown_out).await;
            }
            if second % TICK == ticks_at {
                self.tick().await;
            }
            if what.loses_events() {
                self.lose_events();
            } else {
                self.hear().await;
            }
            if may_end && now() >= heard_at + UNCONFIRMED && !self.is_as_before(brown_out) {
                return false;
            }
            assert!(self.is_as_before(brown_out), "S4: {}", self.told(brown_out));
        }
        // From then on whoever asks next closes the gate.
        !may_end || now() < heard_at + UNCONFIRMED
    }

    /// Both clients report. What does not get through is lost on its way, or fails at the database.
    async fn beat(&mut self, brown_out: &BrownOut) {
        let BrownOut { booking, what, .. } = brown_out;
        for (side, _) in SIDES {
            if what.lets_through(side) {
                self.report(booking, side, "alive", brown_out.generation)
                    .await;
            } else if self.dice.roll(8) == 0 {
                let fault = Order {
                    skip: 0,
                    fault: self
                        .dice
                        .pick(&[Fault::Throttle, Fault::Error, Fault::Timeout]),
                    count: u64::MAX,
                };
                let asked = self.asked(&reports(booking, side, "alive", brown_out.generation));
                let request = self.world.request("POST", &asked);
                let reply = self.world.cloud.run(Some(fault), request).await.unwrap();
                assert!(reply.status >= 500, "{reply:?}: {}", self.told(brown_out));
            }
        }
    }

    /// The brown-out is over. The member is let in anew only after the provider was heard, whichever of
    /// them is heard first. Both are in at the end.
    async fn passes(&mut self, brown_out: &BrownOut) {
        let BrownOut { booking, .. } = brown_out;
        self.faults = false;
        if !self.is_in(booking, "provider") {
            self.command(Command::Join {
                booking: booking.clone(),
            })
            .await;
            assert!(self.is_as_before(brown_out), "S2: {}", self.told(brown_out));
        }
        let first = usize::from(self.dice.roll(2) == 0);
        for (side, _) in [SIDES[first], SIDES[1 - first]] {
            let seconds = 1 + self.dice.roll(10);
            self.pass(seconds);
            self.report(booking, side, "alive", brown_out.generation)
                .await;
            self.tick().await;
            assert!(self.is_as_before(brown_out), "S4: {}", self.told(brown_out));
        }
        for (side, _) in SIDES {
            assert!(
                self.is_in(booking, side),
                "{side}: {}",
                self.told(brown_out)
            );
        }
        self.faults = true;
    }

    /// Whether the session goes on and the member still has the credentials with which they are in.
    fn is_as_before(&self, brown_out: &BrownOut) -> bool {
        let mirror = &self.world.mirror;
        let session = mirror.session(&brown_out.booking);
        let meetings = self.world.cloud.chime.meetings();
        let mut seats = meetings.iter().flat_map(|meeting| &meeting.attendees);
        mirror.booking(&brown_out.booking).status == "ongoing"
            && number(&session["generation"]) == brown_out.generation
            && text(&session["admitted"]["M"]["attendeeId"]) == brown_out.attendee
            && seats.any(|seat| seat.attendee_id == brown_out.attendee && seat.present)
    }

    fn told(&self, brown_out: &BrownOut) -> String {
        let session = self.world.mirror.session(&brown_out.booking);
        format!("{brown_out:?} at {}: {session}", now())
    }

    fn is_in(&self, booking: &str, side: &str) -> bool {
        let mut sides = SIDES.iter();
        let (_, stored) = sides.find(|(name, _)| *name == side).unwrap();
        self.world.mirror.is_in(booking, stored, now())
    }

    async fn report(
        &mut self,
        booking: &str,
        side: &'static str,
        state: &'static str,
        generation: i64,
    ) {
        self.command(reports(booking, side, state, generation))
            .await;
    }

    /// All events of the meeting service that nobody has heard are lost.
    fn lose_events(&self) {
        while self.world.next_event().is_some() {}
    }
}

fn reports(booking: &str, side: &'static str, state: &'static str, generation: i64) -> Command {
    Command::Report {
        booking: booking.to_owned(),
        side,
        state,
        generation,
    }
}
