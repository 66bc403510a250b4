//! The run of one world: random steps, each checked against the reference.

use std::collections::{BTreeMap, VecDeque};

use anteroom_domain::values::DeliveryId;
use serde_json::Value;

use crate::cloud::now;
use crate::dice::Dice;
use crate::memory::Memory;
use crate::mirror::text;
use crate::rules::{Command, Verdict, verdict, why_dropped};
use crate::silence::check_withdrawal;
use crate::state::{Becomes, State, applied, plain, state};
use crate::tally::Tally;
use crate::world::{Reply, World};

pub(crate) const PROVIDERS: u64 = 2;
pub(crate) const MEMBERS: u64 = 3;
/// The final statuses. Nothing can happen to such a booking, except that its meeting ends.
pub(crate) const OVER: [&str; 4] = ["completed", "cancelled", "expired", "no_show"];

/// Runs the world of a seed, until everything is over. Returns what happened and a digest of it.
pub(crate) fn world(seed: u64, steps: u64) -> (Tally, u64) {
    let _told = Told(seed);
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    runtime.block_on(async {
        let mut run = Run {
            world: World::new(seed, PROVIDERS as usize, MEMBERS as usize).await,
            dice: Dice::new(seed),
            tally: Tally::default(),
            unlucky: BTreeMap::new(),
            given_out: BTreeMap::new(),
            memory: Memory::default(),
            script: VecDeque::new(),
            faults: true,
        };
        for _ in 0..steps {
            run.step().await;
        }
        run.come_to_an_end().await;
        run.tally.calls = run.world.cloud.calls();
        (run.tally, run.world.cloud.trace())
    })
}

/// Says how to repeat the run of a seed, if it fails.
struct Told(u64);

impl Drop for Told {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let Self(seed) = self;
            println!(
                "to repeat it: MODEL_SEED={seed} MODEL_STEPS=1 cargo test --workspace --test model everything"
            );
        }
    }
}

pub(crate) struct Run {
    pub(crate) world: World,
    pub(crate) dice: Dice,
    pub(crate) tally: Tally,
    /// How many times a delivery was sent while a fault prevented the result from being recorded.
    /// An email may be sent again that often.
    pub(crate) unlucky: BTreeMap<DeliveryId, usize>,
    /// The credentials that members were given, with their bookings.
    pub(crate) given_out: BTreeMap<String, String>,
    pub(crate) memory: Memory,
    /// Commands to run next, in this order.
    pub(crate) script: VecDeque<Command>,
    pub(crate) faults: bool,
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
                for _ in 0..=self.dice.roll(12) {
                    self.hand_on().await;
                }
            }
            79..84 => self.somebody_comes_or_goes(),
            84..89 => self.hear().await,
            89..94 => self.tick().await,
            94..96 => self.brown_out().await,
            _ => self.jump().await,
        }
    }

    /// Sends a command, and checks the answer and the effect.
    pub(crate) async fn command(&mut self, command: Command) {
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
        if let (Command::MarkNoShow { booking, by }, Some(reply)) = (&command, &reply)
            && *by == "provider"
        {
            self.judged_by_the_record(booking, reply);
        }
        if let Command::Join { booking } = &command {
            let seen = self.world.mirror.booking(booking);
            self.memory.asked(&seen);
            if let Some(reply) = &reply {
                let unhurt = fault.is_none();
                self.memory.told(&seen, &self.world.mirror, reply, unhurt);
            }
        }
        if let (Command::Join { booking }, Some(reply)) = (&command, &reply) {
            let host = host_was_in || self.host_is_in(&command);
            self.joined(booking, reply, host);
        }
        self.check();
    }

    /// The answer to a member who asks to come in (S2, S3).
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
                "cancelled" | "expired" => "cancelled",
                "completed" | "no_show" => "ended",
                _ if seen.phone => "phone",
                _ => "waiting",
            };
            assert_eq!(told, expected, "{seen:?}");
        }
    }

    /// B7: a member is not marked as a no-show if any source reported them in or they waited after
    /// the start. A member does not count as having come if no source reported on them.
    fn judged_by_the_record(&self, booking: &str, reply: &Reply) {
        let session = self.world.mirror.session(booking);
        let signals = [
            &session["memberClient"]["M"],
            &session["memberService"]["M"],
        ];
        let is_in = signals.iter().any(|signal| text(&signal["status"]) == "in");
        if reply.status == 200 {
            let came = self.memory.came(booking);
            assert!(!is_in && !came, "B7: {booking} is no no-show: {session}");
            let raw = self.world.mirror.raw(booking);
            let called = raw["phone"]["M"]["attempts"]["L"].as_array();
            let there =
                session["hostSeen"]["BOOL"] == true || called.is_some_and(|c| !c.is_empty());
            assert!(there, "B7: nobody was there for {booking}: {session}");
        } else if reply.body["code"] == "member_attended" {
            let heard_of = self.world.mirror.heard_of_member(booking);
            let asked_in = self.memory.may_have_come(booking);
            assert!(heard_of || asked_in, "B7: who came to {booking}? {session}");
        }
    }

    /// Two concurrent commands have the result of running one after the other, in either order.
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

    /// A stream record is delivered to the notifier, lost, or delivered twice.
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
        let id = text(&record["dynamodb"]["NewImage"]["id"]);
        let id: DeliveryId = id.parse().unwrap();
        let before = self.world.cloud.posted(&id).times;
        let was = self.world.mirror.letter_of(&record).state;
        let done = self
            .world
            .cloud
            .run(fault, self.world.notify(&record))
            .await;
        self.tally.handed_on += 1;
        self.tally.crashes += u64::from(done.is_none());
        self.world.drain();
        let went_out = self.world.cloud.posted(&id).times - before;
        let is_known = self.world.mirror.letter_of(&record).state == "sent";
        if fault.is_some() && went_out > 0 && !is_known {
            *self.unlucky.entry(id).or_default() += went_out;
        }
        self.judge_drop(&was, &record);
        if done != Some(true) {
            self.world.again(record, tries);
        }
        self.check();
    }

    /// M4: a message is dropped only when it is no longer true or useful.
    pub(crate) fn judge_drop(&self, was: &str, record: &Value) {
        let World { mirror, policy, .. } = &self.world;
        let letter = mirror.letter_of(record);
        if was != "dropped" && letter.state == "dropped" {
            let reasons = why_dropped(&letter, mirror, policy, now());
            let failure = letter.failure.as_str();
            assert!(reasons.contains(&failure), "M4: {letter:?} at {}", now());
        }
    }

    /// A client connects to the meeting service or disconnects.
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
        self.service_tells(&meeting.meeting_id, kind, &attendee);
    }

    /// The meeting service sends an event about an attendee.
    pub(crate) fn service_tells(&self, meeting: &str, kind: &str, attendee: &str) {
        let chime = &self.world.cloud.chime;
        chime.event(meeting, kind, Some(attendee), None).unwrap();
    }

    /// Events of the meeting service are delivered, lost, or delivered twice.
    pub(crate) async fn hear(&mut self) {
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

    /// What must be true after every step.
    pub(crate) fn check(&mut self) {
        self.world.mirror.check(&self.world.cloud, &self.unlucky);
        self.memory.check(&self.world.mirror);
        for before in std::mem::take(&mut self.world.mirror.withdrawn) {
            self.tally.withdrawn += 1;
            check_withdrawal(&before, &self.world.policy, now());
        }
        // S2: every credential that is out is recorded as out or as being withdrawn.
        for meeting in self.world.cloud.chime.meetings() {
            for attendee in &meeting.attendees {
                let Some(booking) = self.given_out.get(&attendee.attendee_id) else {
                    continue;
                };
                let raw = self.world.mirror.raw(booking);
                let session = self.world.mirror.session(booking);
                let known = [
                    &session["admitted"]["M"]["attendeeId"],
                    &session["revoking"],
                ];
                let known = known.map(text);
                // A meeting that a switch to the telephone left over is deleted next.
                let phone = text(&raw["booking"]["M"]["sessionType"]) == "phone";
                let over = phone || OVER.contains(&text(&raw["booking"]["M"]["status"]));
                assert!(
                    over || known.contains(&attendee.attendee_id.as_str()),
                    "S2: {} of {booking} is out and nobody knows",
                    attendee.attendee_id
                );
            }
        }
    }

    fn verdict(&self, command: &Command, state: &State) -> (Verdict, Becomes) {
        let World { mirror, policy, .. } = &self.world;
        verdict(command, state, mirror, policy, now())
    }

    fn host_is_in(&self, command: &Command) -> bool {
        match command {
            Command::Join { booking } => self.world.mirror.is_in(booking, "host", now()),
            _ => false,
        }
    }
}
