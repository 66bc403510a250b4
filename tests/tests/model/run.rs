//! One world's life: steps drawn by a die, each judged by the reference.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::AddAssign;

use anteroom_domain::values::DeliveryId;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::cloud::{FAULTS, Fault, Order, now};
use crate::dice::Dice;
use crate::mirror::{Letter, Seen, number, text};
use crate::rules::{Command, State, Verdict, state, verdict};
use crate::world::{Asked, Reply, Who, World, asked, concierge};

const PROVIDERS: u64 = 2;
const MEMBERS: u64 = 3;
/// What the past of a world is: nothing can happen to these any more, but their meeting ends.
const OVER: [&str; 4] = ["completed", "cancelled", "expired", "no_show"];

/// How much of what happened.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    done: u64,
    refused: u64,
    failed: u64,
    pairs: u64,
    ticks: u64,
    handed_on: u64,
    heard: u64,
    faults: u64,
    crashes: u64,
    admitted: u64,
    copies: u64,
    calls: u64,
}

/// Lives through the world of a seed, and on until all is over.
pub(crate) fn world(seed: u64, steps: u64) -> Tally {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    runtime.block_on(async {
        let mut run = Run {
            world: World::new(PROVIDERS as usize, MEMBERS as usize).await,
            dice: Dice::new(seed),
            tally: Tally::default(),
            unlucky: BTreeSet::new(),
            given_out: BTreeMap::new(),
            script: VecDeque::new(),
            faults: true,
        };
        for _ in 0..steps {
            run.step().await;
        }
        run.come_to_an_end().await;
        run.tally.calls = run.world.cloud.calls();
        run.tally
    })
}

struct Run {
    world: World,
    dice: Dice,
    tally: Tally,
    /// Deliveries of which an attempt met a fault, so that an email may go out again.
    unlucky: BTreeSet<DeliveryId>,
    /// Members' credentials that were given out, with their bookings.
    given_out: BTreeMap<String, String>,
    /// Commands that are to come one after the other.
    script: VecDeque<Command>,
    faults: bool,
}

impl Run {
    async fn step(&mut self) {
        let seconds = self.dice.roll(4);
        self.pass(seconds);
        match self.dice.roll(100) {
            0..57 => {
                let command = self.draw();
                self.command(command).await;
            }
            57..63 => self.pair().await,
            63..79 => {
                for _ in 0..=self.dice.roll(4) {
                    self.hand_on().await;
                }
            }
            79..84 => self.somebody_comes_or_goes(),
            84..89 => self.hear().await,
            89..96 => self.tick().await,
            _ => self.jump().await,
        }
    }

    /// Asks for something, and judges the answer and what came of it.
    async fn command(&mut self, command: Command) {
        let before = state(&self.world.mirror);
        let (expected, becomes) = self.verdict(&command, &before);
        let host_was_in = self.host_is_in(&command);
        let fault = self.draw_fault(4, 4);
        let request = self.world.request("POST", &self.asked(&command));
        let reply = self.world.cloud.run(fault, request).await;
        self.world.drain();
        let after = state(&self.world.mirror);
        let with_it = applied(&before, &command, becomes);
        let context = || format!("{command:?} at {} with {fault:?}: {reply:?}", now());
        let whole = plain(&after, &before) == plain(&with_it, &before);
        let nothing = after == before;
        match &reply {
            Some(reply) if reply.status < 300 => {
                self.tally.done += 1;
                assert!(whole, "it was not done: {}", context());
                let may = !matches!(expected, Verdict::Refused(_)) || fault.is_some();
                assert!(may, "{expected:?}, but: {}", context());
            }
            Some(reply) if reply.status < 500 => {
                self.tally.refused += 1;
                if fault.is_none() {
                    assert!(nothing, "something was done: {}", context());
                    let code = reply.body["code"].as_str().unwrap();
                    let as_expected = match &expected {
                        Verdict::Refused(expected) => code == *expected,
                        Verdict::Open => true,
                        Verdict::Done => false,
                    };
                    assert!(as_expected, "{expected:?}, but: {}", context());
                }
            }
            Some(_) => {
                self.tally.failed += 1;
                assert!(fault.is_some(), "it failed by itself: {}", context());
            }
            None => self.tally.crashes += 1,
        }
        assert!(whole || nothing, "half of it was done: {}", context());
        if let (Command::Join { booking }, Some(reply)) = (&command, &reply) {
            let host = host_was_in || self.host_is_in(&command);
            self.joined(booking, reply, host);
        }
        self.check();
    }

    /// What a member is told who asks to come in (S2, S3).
    fn joined(&mut self, booking: &str, reply: &Reply, host: bool) {
        let seen = self.world.mirror.booking(booking);
        let told = reply.body["state"].as_str().unwrap_or_default();
        if told == "admitted" {
            self.tally.admitted += 1;
            assert!(
                host,
                "S2: admitted without the provider: {seen:?} at {}",
                now()
            );
            let attendee = reply.body["attendee"]["AttendeeId"].as_str().unwrap();
            self.given_out
                .insert(attendee.to_owned(), booking.to_owned());
        } else if reply.status == 200 {
            let expected = match seen.status.as_str() {
                "cancelled" => "cancelled",
                "completed" | "no_show" => "ended",
                _ if seen.phone => "phone",
                _ => "waiting",
            };
            assert_eq!(told, expected, "{seen:?}");
        }
    }

    /// Two commands at once come out as one after the other, in either order.
    async fn pair(&mut self) {
        let commands = [self.draw_for_pair(), self.draw_for_pair()];
        let before = state(&self.world.mirror);
        let [one, two] = [0, 1].map(|place: usize| {
            let asked = self.asked(&commands[place]);
            self.world.request("POST", &asked)
        });
        let both = async { tokio::join!(one, two) };
        let replies = self.world.cloud.run(None, both).await.unwrap();
        self.world.drain();
        self.tally.pairs += 1;
        let after = state(&self.world.mirror);
        let fits = |order: [usize; 2]| {
            let mut state = before.clone();
            let replies = [&replies.0, &replies.1];
            for place in order {
                let (expected, becomes) = self.verdict(&commands[place], &state);
                let reply = replies[place];
                match expected {
                    Verdict::Done if reply.status < 300 => {
                        state = applied(&state, &commands[place], becomes);
                    }
                    Verdict::Refused(code) if reply.body["code"] == code => {}
                    Verdict::Done | Verdict::Refused(_) | Verdict::Open => return false,
                }
            }
            plain(&state, &before) == plain(&after, &before)
        };
        assert!(
            fits([0, 1]) || fits([1, 0]),
            "neither order explains {commands:?} at {}: {replies:?}",
            now()
        );
        self.check();
    }

    /// A record reaches the notifier, or is lost, or comes twice.
    async fn hand_on(&mut self) {
        let Some((record, tries)) = self.world.next_record() else {
            return;
        };
        let chance = if self.faults { self.dice.roll(20) } else { 19 };
        if chance == 0 {
            return;
        }
        if chance == 1 {
            self.world.again(record.clone(), tries);
        }
        let fault = self.draw_fault(3, 3);
        if fault.is_some_and(|order| order.fault != Fault::Throttle || order.count > 1) {
            let id = text(&record["dynamodb"]["NewImage"]["id"]);
            self.unlucky.insert(id.parse().unwrap());
        }
        let done = self
            .world
            .cloud
            .run(fault, self.world.notify(&record))
            .await;
        self.tally.handed_on += 1;
        self.tally.crashes += u64::from(done.is_none());
        if done != Some(true) {
            self.world.again(record, tries);
        }
        self.world.drain();
        self.check();
    }

    /// Somebody's client connects to the meeting service, or is gone.
    fn somebody_comes_or_goes(&mut self) {
        let meetings = self.world.cloud.chime.meetings();
        if meetings.is_empty() {
            return;
        }
        let meeting = self.dice.pick(&meetings);
        if meeting.attendees.is_empty() {
            return;
        }
        let attendee = self.dice.pick(&meeting.attendees).attendee_id;
        let kinds = [
            "AttendeeJoined",
            "AttendeeJoined",
            "AttendeeLeft",
            "AttendeeDropped",
        ];
        let kind = self.dice.pick(&kinds);
        let event = self
            .world
            .cloud
            .chime
            .event(&meeting.meeting_id, kind, Some(&attendee), None);
        event.unwrap();
    }

    /// Events of the meeting service are heard, lost, or heard twice.
    async fn hear(&mut self) {
        while let Some(event) = self.world.next_event() {
            let times = match self.dice.roll(10) {
                0 if self.faults => 0,
                1 => 2,
                _ => 1,
            };
            for _ in 0..times {
                let fault = self.draw_fault(8, 4);
                let heard = self.world.cloud.run(fault, self.world.hear(&event)).await;
                self.tally.heard += 1;
                self.tally.crashes += u64::from(heard.is_none());
                self.world.drain();
                self.check();
            }
        }
    }

    /// Time closes what is over, and nothing else.
    async fn tick(&mut self) {
        let before = state(&self.world.mirror);
        let fault = self.draw_fault(4, 8);
        let ticked = self.world.cloud.run(fault, self.world.tick()).await;
        self.tally.ticks += 1;
        self.tally.crashes += u64::from(ticked.is_none());
        self.world.drain();
        let after = state(&self.world.mirror);
        assert_eq!(before.len(), after.len());
        for (id, was) in &before {
            let is = &after[id];
            let over = now() >= was.ends_at() + self.world.policy.close_after;
            if was.status != is.status {
                assert!(over, "it was closed too early: {was:?} at {}", now());
                let open = ["confirmed", "ongoing"].contains(&was.status.as_str());
                let closed = ["completed", "no_show"].contains(&is.status.as_str());
                assert!(open && closed, "{was:?} became {is:?}");
            } else if over && fault.is_none() {
                assert_ne!(is.status, "confirmed", "it was not closed: {is:?}");
            }
        }
        if fault.is_none() {
            assert_eq!(ticked, Some(true), "a tick failed by itself");
        }
        self.check();
    }

    /// The clock moves on: a little, a lot, or to where something is about to begin.
    async fn jump(&mut self) {
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

    fn pass(&mut self, seconds: u64) {
        self.world
            .pass(SignedDuration::from_secs(i64::try_from(seconds).unwrap()));
    }

    /// What must be true after every step.
    fn check(&mut self) {
        self.world.mirror.check(&self.world.cloud, &self.unlucky);
        // S2: a credential that is out is known to be out, or is being taken back.
        for meeting in self.world.cloud.chime.meetings() {
            for attendee in &meeting.attendees {
                let Some(booking) = self.given_out.get(&attendee.attendee_id) else {
                    continue;
                };
                let raw = self.world.mirror.raw(booking);
                let live = &raw["live"]["M"];
                let known = [&live["admitted"]["M"]["attendeeId"], &live["revoking"]].map(text);
                let over = OVER.contains(&text(&raw["booking"]["M"]["status"]));
                assert!(
                    over || known.contains(&attendee.attendee_id.as_str()),
                    "S2: {} of {booking} is out and nobody knows",
                    attendee.attendee_id
                );
            }
        }
    }

    /// Without further faults everything comes to its end: no credential without the provider,
    /// no message that waits, no meeting, no booking that time does not close.
    async fn come_to_an_end(&mut self) {
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
            if !self.world.notify(&record).await {
                self.world.again(record, tries);
            }
            self.world.drain();
        }
        self.hear().await;
        self.check();
    }

    /// S2 and S4: nobody has been heard of for minutes, so that every gate is shut.
    fn check_gates(&self) {
        for meeting in self.world.cloud.chime.meetings() {
            let booking = &meeting.external_meeting_id;
            let member = self.world.mirror.booking(booking).member;
            let inside = meeting.attendees.iter();
            let inside = inside.filter(|attendee| attendee.external_user_id == member);
            for attendee in inside {
                let out = self.given_out.contains_key(&attendee.attendee_id);
                let host = self.world.mirror.host_in(booking, now());
                assert!(!out || host, "S2: {attendee:?} of {booking} is out");
            }
        }
    }

    fn verdict(&self, command: &Command, state: &State) -> (Verdict, Option<&'static str>) {
        let World { mirror, policy, .. } = &self.world;
        verdict(command, state, mirror, policy, now())
    }

    fn host_is_in(&self, command: &Command) -> bool {
        match command {
            Command::Join { booking } => self.world.mirror.host_in(booking, now()),
            _ => false,
        }
    }

    /// A fault in one of so many cases, after fewer than so many calls; now and then one that
    /// lasts for longer than clients are patient.
    fn draw_fault(&mut self, cases: u64, calls: u64) -> Option<Order> {
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

    fn draw(&mut self) -> Command {
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
        match self.dice.roll(40) {
            0..4 => self.draw_booking(),
            4 => Command::Cancel {
                booking,
                by: self.dice.pick(&["provider", "member", "concierge"]),
            },
            5..12 => Command::Start { booking },
            12..21 => Command::Join { booking },
            21..35 => {
                let generation = self.generation(&booking);
                Command::Report {
                    booking,
                    side: self
                        .dice
                        .pick(&["provider", "provider", "provider", "member"]),
                    state: self
                        .dice
                        .pick(&["joined", "joined", "joined", "alive", "left"]),
                    generation: (generation - i64::from(self.dice.roll(8) == 0)).max(1),
                }
            }
            35 => Command::End { booking },
            36..38 => Command::Introduce {
                booking,
                by_service: self.dice.roll(3) > 0,
            },
            _ => match self.some_letter(&booking) {
                Some(letter) => Command::Resend { letter },
                None => Command::Join { booking },
            },
        }
    }

    /// Which meeting of a booking there is now.
    fn generation(&self, booking: &str) -> i64 {
        number(&self.world.mirror.raw(booking)["live"]["M"]["generation"])
    }

    /// A command whose verdict depends on nothing but the state of bookings.
    fn draw_for_pair(&mut self) -> Command {
        let Some(seen) = self.some_booking() else {
            return self.draw_booking();
        };
        let booking = seen.id;
        match self.dice.roll(6) {
            0..3 => self.draw_booking(),
            3 => Command::Cancel {
                booking,
                by: self.dice.pick(&["provider", "member", "concierge"]),
            },
            4 => Command::Start { booking },
            _ => Command::End { booking },
        }
    }

    /// On a coarse grid, so that bookings meet.
    fn draw_booking(&mut self) -> Command {
        let by_member = self.dice.roll(3) == 0;
        let ahead = if by_member { 22 * 4 } else { 0 };
        let quarters = ahead + i64::try_from(self.dice.roll(24)).unwrap();
        let quarter = now().as_second() / 900 + quarters;
        Command::Book {
            by_member,
            provider: format!("pro_{}", self.dice.roll(PROVIDERS)),
            member: format!("mem_{}", self.dice.roll(MEMBERS)),
            phone: self.dice.roll(5) < 2,
            starts_at: Timestamp::from_second(quarter * 900).unwrap(),
            minutes: self.dice.pick(&[15, 50, 60, 120]),
        }
    }

    /// Mostly one that is going on or will be soon.
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

    /// A command as a request.
    fn asked(&self, command: &Command) -> Asked {
        let who = |seen: &Seen, side: &str| match side {
            "provider" => person(&seen.provider, "provider"),
            "member" => person(&seen.member, "member"),
            _ => concierge(),
        };
        let of = |booking: &str, side: &str, step: &str, body: Value| {
            let seen = self.world.mirror.booking(booking);
            let path = format!("/v1/bookings/{booking}/{step}");
            asked(&who(&seen, side), &path, body)
        };
        match command {
            Command::Book {
                by_member,
                provider,
                member,
                phone,
                starts_at,
                minutes,
            } => {
                let mut body = json!({
                    "providerId": provider, "sessionType": if *phone { "phone" } else { "video" },
                    "startsAt": starts_at.to_string(), "durationMinutes": minutes,
                });
                if *by_member {
                    return asked(&person(member, "member"), "/v1/bookings", body);
                }
                body["memberId"] = json!(member);
                asked(&concierge(), "/v1/admin/bookings", body)
            }
            Command::Cancel { booking, by } => {
                of(booking, by, "cancel", json!({"reason": "A cold"}))
            }
            Command::Start { booking } => of(booking, "provider", "session/start", json!({})),
            Command::Join { booking } => of(booking, "member", "session/join", json!({})),
            Command::Report {
                booking,
                side,
                state,
                generation,
            } => {
                let body = json!({"state": state, "generation": generation});
                of(booking, side, "session/presence", body)
            }
            Command::End { booking } => of(booking, "provider", "session/end", json!({})),
            Command::Introduce {
                booking,
                by_service,
            } => {
                let via = if *by_service { "service" } else { "handset" };
                of(booking, "provider", "session/intro", json!({"via": via}))
            }
            Command::Resend { letter } => {
                let path = format!("/v1/admin/deliveries/{}/resend", letter.id);
                asked(&concierge(), &path, json!({}))
            }
        }
    }
}

/// The main job: the provider starts and is in, and so the member is let in.
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

fn person(id: &str, role: &'static str) -> Who {
    Who {
        id: id.to_owned(),
        role,
    }
}

/// The bookings after a command that was done.
fn applied(before: &State, command: &Command, becomes: Option<&'static str>) -> State {
    let mut after = before.clone();
    match command {
        Command::Book {
            provider,
            member,
            phone,
            starts_at,
            minutes,
            ..
        } => {
            let id = format!("new-{}", before.len());
            let new = Seen {
                id: id.clone(),
                provider: provider.clone(),
                member: member.clone(),
                status: "confirmed".to_owned(),
                phone: *phone,
                starts_at: *starts_at,
                minutes: *minutes,
            };
            after.insert(id, new);
        }
        Command::Cancel { booking, .. }
        | Command::Start { booking }
        | Command::Join { booking }
        | Command::Report { booking, .. }
        | Command::End { booking }
        | Command::Introduce { booking, .. } => {
            if let (Some(seen), Some(status)) = (after.get_mut(booking), becomes) {
                status.clone_into(&mut seen.status);
            }
        }
        Command::Resend { .. } => {}
    }
    after
}

/// Bookings for comparing: those that are new have no id yet.
fn plain(state: &State, before: &State) -> Vec<String> {
    let mut plain: Vec<String> = state
        .values()
        .map(|seen| {
            let id = seen.id.clone();
            let id = if before.contains_key(&id) {
                id
            } else {
                String::new()
            };
            format!("{:?}", Seen { id, ..seen.clone() })
        })
        .collect();
    plain.sort();
    plain
}

impl Tally {
    /// Whether everything happened that is to be tried.
    pub(crate) fn is_rich(&self) -> bool {
        let Self {
            done,
            refused,
            failed,
            pairs,
            ticks,
            handed_on,
            heard,
            faults,
            crashes,
            admitted,
            copies,
            calls: _,
        } = *self;
        [
            done, refused, failed, pairs, ticks, handed_on, heard, faults, crashes, admitted,
            copies,
        ]
        .iter()
        .all(|count| *count > 0)
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.done += other.done;
        self.refused += other.refused;
        self.failed += other.failed;
        self.pairs += other.pairs;
        self.ticks += other.ticks;
        self.handed_on += other.handed_on;
        self.heard += other.heard;
        self.faults += other.faults;
        self.crashes += other.crashes;
        self.admitted += other.admitted;
        self.copies += other.copies;
        self.calls += other.calls;
    }
}
