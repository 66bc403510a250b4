//! Races between two operations on one booking, repeated a few hundred times each. One of them
//! wins, and no message states anything untrue. `RACES` sets the number of repetitions.

use std::collections::{BTreeMap, BTreeSet};

use anteroom_domain::values::DeliveryId;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::cloud::now;
use crate::dice::Dice;
use crate::mirror::{Letter, Seen};
use crate::world::{Asked, Reply, Who, World, asked, concierge};

const SEED: u64 = 20_261_126;
/// How many times each race runs in an ordinary run.
const TIMES: usize = 200;
/// How many races each world runs.
const LIFE: usize = 20;
const MINUTE: SignedDuration = SignedDuration::from_mins(1);
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// A world in which a race is repeated.
struct Race {
    world: World,
    /// The messages that were written before the current race.
    before: BTreeSet<DeliveryId>,
    dice: Dice,
}

#[test]
fn a_move_against_a_reminder() {
    raced(&["moved", "moved, reminded in vain"], async |race| {
        let booking = race.booked(37 * HOUR, "video").await;
        race.until(booking.starts_at - 36 * HOUR);
        let to = booking.starts_at + 5 * HOUR;
        let reply = race.against_time(&move_to(&booking, "member", to)).await;
        assert_eq!(reply.status, 200, "{reply:?}");
        let letters = race.letters(&booking.id);
        race.tell().await;
        race.speaks_of(&booking.id, &["rescheduled", "rescheduled"]);
        race.clear(&booking.id).await;
        let reminded = letters.iter().any(|letter| letter.kind == "reminder");
        if reminded {
            "moved, reminded in vain"
        } else {
            "moved"
        }
    });
}

#[test]
fn a_message_on_its_way_against_a_move() {
    raced(
        &["both were told", "only the move was told"],
        async |race| {
            let booking = race.untold(37 * HOUR, "video").await;
            let (confirmation, _) = race.world.next_record().unwrap();
            let to = booking.starts_at + 5 * HOUR;
            let reply = race
                .against_delivery(&move_to(&booking, "member", to), &confirmation)
                .await;
            assert_eq!(reply.status, 200, "{reply:?}");
            race.tell().await;
            // A reader of both messages gets the one about the move last.
            let letters = race.letters(&booking.id).into_iter();
            let moved = letters.filter(|letter| letter.kind == "rescheduled");
            assert_eq!(moved.filter(|letter| letter.state == "sent").count(), 2);
            let first = race.world.mirror.letter_of(&confirmation);
            let outcome = match (first.state.as_str(), first.failure.as_str()) {
                ("sent", _) => "both were told",
                ("dropped", "stale") => "only the move was told",
                other => panic!("{other:?}: {first:?}"),
            };
            race.clear(&booking.id).await;
            outcome
        },
    );
}

#[test]
fn a_cancellation_against_a_reminder() {
    let outcomes = ["cancelled", "cancelled, reminded in vain"];
    raced(&outcomes, async |race| {
        let booking = race.booked(37 * HOUR, "phone").await;
        race.until(booking.starts_at - 36 * HOUR);
        let reply = race.against_time(&cancel(&booking, "member")).await;
        assert_eq!(reply.status, 200, "{reply:?}");
        let letters = race.letters(&booking.id);
        race.tell().await;
        race.speaks_of(&booking.id, &["cancellation", "cancellation"]);
        let reminded = letters.iter().any(|letter| letter.kind == "reminder");
        if reminded {
            "cancelled, reminded in vain"
        } else {
            "cancelled"
        }
    });
}

#[test]
fn an_acceptance_against_expiry() {
    raced(&["accepted", "expired"], async |race| {
        let booking = race.proposed(25 * HOUR).await;
        race.until(booking.starts_at - 24 * HOUR);
        let accept = of(&booking, "member", "accept", json!({}));
        let reply = race.against_time(&accept).await;
        race.tell().await;
        let seen = race.world.mirror.booking(&booking.id);
        let outcome = match (reply.status, seen.status.as_str()) {
            (200, "confirmed") => {
                race.speaks_of(&booking.id, &["confirmation", "confirmation"]);
                "accepted"
            }
            (409, "expired") => {
                assert_eq!(reply.body["code"], "wrong_state");
                race.speaks_of(&booking.id, &["expired", "expired"]);
                "expired"
            }
            other => panic!("{other:?}: {reply:?}"),
        };
        race.clear(&booking.id).await;
        outcome
    });
}

#[test]
fn two_moves_of_the_same_version() {
    raced(&["the first", "the second"], async |race| {
        let booking = race.booked(48 * HOUR, "video").await;
        let [one, two] = [(5, "member"), (7, "provider")].map(|(hours, by)| Asked {
            if_match: Some(1),
            ..move_to(&booking, by, booking.starts_at + hours * HOUR)
        });
        let replies = race.both(&one, &two).await;
        race.tell().await;
        let won = winner(&replies, 412, "version_mismatch");
        let to = race.world.mirror.booking(&booking.id).starts_at;
        assert_eq!(to, booking.starts_at + [5, 7][won] * HOUR);
        race.speaks_of(&booking.id, &["rescheduled", "rescheduled"]);
        race.clear(&booking.id).await;
        ["the first", "the second"][won]
    });
}

#[test]
fn two_moves_of_two_bookings_to_one_time() {
    raced(&["the first", "the second"], async |race| {
        let bookings = [
            race.booked(48 * HOUR, "video").await,
            race.booked(50 * HOUR, "video").await,
        ];
        let to = bookings[0].starts_at + 5 * HOUR;
        let [one, two] = [0, 1].map(|place: usize| move_to(&bookings[place], "concierge", to));
        let replies = race.both(&one, &two).await;
        let won = winner(&replies, 409, "slot_taken");
        for (place, booking) in bookings.iter().enumerate() {
            race.tell().await;
            let expected: &[&str] = if place == won {
                &["rescheduled", "rescheduled"]
            } else {
                &[]
            };
            race.speaks_of(&booking.id, expected);
            race.clear(&booking.id).await;
        }
        ["the first", "the second"][won]
    });
}

#[test]
fn a_cancellation_against_a_start() {
    raced(&["cancelled", "started"], async |race| {
        let booking = race.booked(20 * MINUTE, "video").await;
        let start = of(&booking, "provider", "session/start", json!({}));
        let replies = race.both(&cancel(&booking, "member"), &start).await;
        race.tell().await;
        let won = winner(&replies, 409, "wrong_state");
        let seen = race.world.mirror.booking(&booking.id);
        let meetings = race.world.cloud.chime.meetings().len();
        if won == 0 {
            assert_eq!((seen.status.as_str(), meetings), ("cancelled", 0));
            let expected = ["cancellation", "cancellation", "changed_soon"];
            race.speaks_of(&booking.id, &expected);
            // A number can get only so many SMS in a day.
            race.world.pass(24 * HOUR);
            return "cancelled";
        }
        assert_eq!((seen.status.as_str(), meetings), ("ongoing", 1));
        race.speaks_of(&booking.id, &[]);
        let end = of(&booking, "provider", "session/end", json!({}));
        race.done(&end).await;
        race.world.pass(2 * HOUR);
        "started"
    });
}

#[test]
fn a_switch_against_an_admission() {
    raced(&["told of the phone", "let in before"], async |race| {
        let booking = race.booked(20 * MINUTE, "video").await;
        race.until(booking.starts_at - 5 * MINUTE);
        let step = |side, step: &str, body| of(&booking, side, &format!("session/{step}"), body);
        race.done(&step("provider", "start", json!({}))).await;
        let joined = json!({"state": "joined", "generation": 1});
        race.done(&step("provider", "presence", joined)).await;
        let switch = step("provider", "switch-to-phone", json!({}));
        let join = step("member", "join", json!({}));
        let [switched, told] = race.both(&switch, &join).await;
        assert_eq!((switched.status, told.status), (200, 200), "{told:?}");
        // All credentials are void, and none is stored.
        assert_eq!(race.world.cloud.chime.meetings(), []);
        let session = race.world.mirror.session(&booking.id);
        assert!(session["admitted"].is_null(), "{session}");
        let again = race.done(&join).await;
        assert_eq!(again.body, json!({"state": "phone"}));
        race.done(&step("provider", "end", json!({}))).await;
        race.world.pass(2 * HOUR);
        race.tick().await;
        match told.body["state"].as_str() {
            Some("phone") => "told of the phone",
            Some("admitted") => "let in before",
            other => panic!("{other:?}"),
        }
    });
}

#[test]
fn a_no_show_against_a_member_who_comes() {
    raced(&["no show", "came"], async |race| {
        let booking = race.booked(20 * MINUTE, "video").await;
        race.until(booking.starts_at + 16 * MINUTE);
        let step = |side, step: &str, body| of(&booking, side, step, body);
        race.done(&step("provider", "session/start", json!({})))
            .await;
        race.host_is_seen(&["AttendeeJoined", "AttendeeLeft"]).await;
        let no_show = step("provider", "no-show", json!({}));
        let join = step("member", "session/join", json!({}));
        let [marked, told] = race.both(&no_show, &join).await;
        race.tell().await;
        let seen = race.world.mirror.booking(&booking.id);
        let outcome = match (
            marked.status,
            seen.status.as_str(),
            told.body["state"].as_str(),
        ) {
            (200, "no_show", Some("ended")) => {
                race.speaks_of(&booking.id, &["no_show", "no_show"]);
                "no show"
            }
            (409, "ongoing", Some("waiting")) => {
                assert_eq!(marked.body["code"], "member_attended");
                race.done(&step("provider", "session/end", json!({}))).await;
                "came"
            }
            other => panic!("{other:?}: {marked:?} {told:?}"),
        };
        race.world.pass(2 * HOUR);
        race.tick().await;
        outcome
    });
}

#[test]
fn a_no_show_against_a_member_who_is_let_in() {
    raced(&["no show", "let in"], async |race| {
        let booking = race.booked(20 * MINUTE, "video").await;
        race.until(booking.starts_at + 16 * MINUTE);
        let step = |side, step: &str, body| of(&booking, side, step, body);
        race.done(&step("provider", "session/start", json!({})))
            .await;
        let joined = json!({"state": "joined", "generation": 1});
        race.done(&step("provider", "session/presence", joined))
            .await;
        race.host_is_seen(&["AttendeeJoined"]).await;
        let no_show = step("provider", "no-show", json!({}));
        let join = step("member", "session/join", json!({}));
        let [marked, told] = race.both(&no_show, &join).await;
        let told = told.body["state"].as_str().unwrap_or_default();
        let outcome = race.only_one(&booking, &marked, "let in", told == "admitted");
        assert_eq!(told == "ended", outcome == "no show", "{told}");
        race.over(&booking).await;
        outcome
    });
}

#[test]
fn a_no_show_against_a_call_that_is_answered() {
    raced(&["no show", "reached"], async |race| {
        let booking = race.booked(20 * MINUTE, "phone").await;
        race.until(booking.starts_at + 16 * MINUTE);
        let step = |step: &str, body| of(&booking, "provider", step, body);
        race.done(&step("session/start", json!({}))).await;
        let unanswered = json!({"outcome": "no_answer"});
        race.done(&step("session/attempts", unanswered)).await;
        let no_show = step("no-show", json!({}));
        let reached = step("session/attempts", json!({"outcome": "reached"}));
        let [marked, recorded] = race.both(&no_show, &reached).await;
        let outcome = race.only_one(&booking, &marked, "reached", recorded.status == 200);
        race.over(&booking).await;
        outcome
    });
}

/// Runs a race repeatedly, and checks the invariants each time. Exactly these outcomes must occur.
fn raced(outcomes: &[&str], race: impl AsyncFn(&mut Race) -> &'static str) {
    let times = std::env::var("RACES").ok();
    let times = times.map_or(TIMES, |times| times.parse().expect("a number"));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let found = runtime.block_on(async {
        let mut found = BTreeMap::<_, usize>::new();
        for number in 0..times.div_ceil(LIFE) {
            let mut world = Race::new(SEED + 2 * number as u64).await;
            for _ in 0..LIFE.min(times - number * LIFE) {
                *found.entry(race(&mut world).await).or_default() += 1;
                world.check();
            }
        }
        found
    });
    println!("{found:?}");
    let mut expected: Vec<_> = outcomes.to_vec();
    expected.sort_unstable();
    assert_eq!(found.into_keys().collect::<Vec<_>>(), expected);
}

impl Race {
    /// A new world whose calls interleave as the seed draws.
    async fn new(seed: u64) -> Self {
        let mut race = Self {
            world: World::new(seed, 1, 1).await,
            before: BTreeSet::new(),
            dice: Dice::new(seed),
        };
        race.meet().await;
        race.world.cloud.stagger(Dice::new(seed + 1));
        race
    }

    /// The provider and the member have a session, so that one can propose to the other.
    async fn meet(&mut self) {
        let booking = self.booked(20 * MINUTE, "video").await;
        for step in ["session/start", "session/end"] {
            self.done(&of(&booking, "provider", step, json!({}))).await;
        }
        self.world.pass(2 * HOUR);
        self.tick().await;
    }

    /// The concierge books a session so far ahead, and all its messages are sent.
    async fn booked(&mut self, ahead: SignedDuration, session_type: &str) -> Seen {
        let seen = self.untold(ahead, session_type).await;
        self.told(seen).await
    }

    /// The same, with its messages still unsent.
    async fn untold(&mut self, ahead: SignedDuration, session_type: &str) -> Seen {
        let body = json!({
            "providerId": "pro_0", "memberId": "mem_0", "sessionType": session_type,
            "startsAt": on_grid(now() + ahead).to_string(), "durationMinutes": 50,
        });
        self.made(&asked(&concierge(), "/v1/admin/bookings", body))
            .await
    }

    /// The provider proposes a session so far ahead.
    async fn proposed(&mut self, ahead: SignedDuration) -> Seen {
        let body = json!({
            "memberId": "mem_0", "sessionType": "video",
            "startsAt": on_grid(now() + ahead).to_string(), "durationMinutes": 50,
        });
        let provider = person("pro_0", "provider");
        let seen = self.made(&asked(&provider, "/v1/bookings", body)).await;
        self.told(seen).await
    }

    async fn made(&mut self, asked: &Asked) -> Seen {
        let reply = self.world.request("POST", asked).await;
        assert_eq!(reply.status, 201, "{reply:?}");
        let id = reply.body["id"].as_str().unwrap().to_owned();
        self.world.drain();
        self.world.mirror.booking(&id)
    }

    /// Sends all queued messages about a booking before the race begins.
    async fn told(&mut self, seen: Seen) -> Seen {
        self.tell().await;
        let letters = self.world.mirror.letters(&seen.id);
        self.before.extend(letters.map(|letter| letter.id));
        seen
    }

    /// Sets the clock to an instant.
    fn until(&self, at: Timestamp) {
        self.world.pass(at.duration_since(now()));
    }

    /// A request that must succeed.
    async fn done(&mut self, asked: &Asked) -> Reply {
        let reply = self.world.request("POST", asked).await;
        assert_eq!(reply.status, 200, "{asked:?}: {reply:?}");
        self.world.drain();
        reply
    }

    /// The meeting service tells of the provider of the only meeting.
    async fn host_is_seen(&mut self, kinds: &[&str]) {
        let meetings = self.world.cloud.chime.meetings();
        let [meeting] = meetings.as_slice() else {
            panic!("{meetings:?}");
        };
        let attendees = meeting.attendees.iter();
        let mut hosts = attendees.filter(|attendee| attendee.external_user_id.starts_with("pro"));
        let host = hosts.next().expect("the provider").attendee_id.clone();
        for kind in kinds {
            self.world.pass(SignedDuration::from_secs(1));
            let chime = &self.world.cloud.chime;
            chime
                .event(&meeting.meeting_id, kind, Some(&host), None)
                .unwrap();
            while let Some(event) = self.world.next_event() {
                self.world.hear(&event).await;
            }
            self.world.drain();
        }
    }

    /// Two requests at once.
    async fn both(&mut self, one: &Asked, two: &Asked) -> [Reply; 2] {
        let [one, two] = [one, two].map(|asked| self.world.request("POST", asked));
        let (first, second) = (self.dice.roll(16), self.dice.roll(16));
        let replies = tokio::join!(after(first, one), after(second, two));
        self.world.drain();
        replies.into()
    }

    /// A request and a tick at once.
    async fn against_time(&mut self, asked: &Asked) -> Reply {
        let request = self.world.request("POST", asked);
        let (first, second) = (self.dice.roll(16), self.dice.roll(16));
        let tick = self.world.tick();
        let (reply, ticked) = tokio::join!(after(first, request), after(second, tick));
        assert!(ticked, "the tick failed");
        self.world.drain();
        reply
    }

    /// A request, and the delivery of a message, at once.
    async fn against_delivery(&mut self, asked: &Asked, record: &Value) -> Reply {
        let request = self.world.request("POST", asked);
        let (first, second) = (self.dice.roll(16), self.dice.roll(16));
        let delivery = self.world.notify(record);
        let (reply, delivered) = tokio::join!(after(first, request), after(second, delivery));
        assert!(delivered, "the delivery failed");
        self.world.drain();
        reply
    }

    async fn tick(&mut self) {
        assert!(self.world.tick().await, "the tick failed");
        self.world.drain();
    }

    /// Delivers all queued messages to the notifier.
    async fn tell(&mut self) {
        self.world.drain();
        while let Some((record, _)) = self.world.next_record() {
            assert!(self.world.notify(&record).await, "{record}");
            self.world.drain();
        }
    }

    /// The messages about a booking that the race caused.
    fn letters(&self, id: &str) -> Vec<Letter> {
        let letters = self.world.mirror.letters(id);
        let new = letters.filter(|letter| !self.before.contains(&letter.id));
        new.collect()
    }

    /// Fails unless the messages that the race caused and that were sent are of these kinds and
    /// match the booking's current state. All others must have been dropped as stale.
    fn speaks_of(&self, id: &str, kinds: &[&str]) {
        let seen = self.world.mirror.booking(id);
        let sequence = self.world.mirror.sequence(id);
        let mut sent = Vec::new();
        for letter in self.letters(id) {
            let current = letter.sequence == sequence;
            match (letter.state.as_str(), letter.failure.as_str()) {
                ("sent", _) if current => {
                    assert_eq!(letter.starts_at, seen.starts_at, "{letter:?} of {seen:?}");
                    sent.push(letter.kind);
                }
                ("dropped", "stale") if !current => {}
                _ => panic!("{letter:?} of {seen:?}"),
            }
        }
        sent.sort_unstable();
        assert_eq!(sent, kinds, "about {seen:?}");
    }

    /// Either the member was marked as a no-show or they came, whichever was first.
    fn only_one(
        &self,
        booking: &Seen,
        marked: &Reply,
        came: &'static str,
        did_come: bool,
    ) -> &'static str {
        let seen = self.world.mirror.booking(&booking.id);
        match (marked.status, seen.status.as_str(), did_come) {
            (200, "no_show", false) => "no show",
            (409, "ongoing", true) => {
                assert_eq!(marked.body["code"], "member_attended");
                came
            }
            other => panic!("{other:?}: {marked:?}"),
        }
    }

    /// Ends a session that may be ongoing, and lets a day pass, so that daily limits reset.
    async fn over(&mut self, booking: &Seen) {
        if self.world.mirror.booking(&booking.id).status == "ongoing" {
            let end = of(booking, "provider", "session/end", json!({}));
            self.done(&end).await;
        }
        self.tell().await;
        self.world.pass(24 * HOUR);
        self.tick().await;
    }

    /// Cancels a booking, so that its slot is free for the next.
    async fn clear(&mut self, id: &str) {
        let seen = self.world.mirror.booking(id);
        if seen.holds_time() {
            self.done(&cancel(&seen, "concierge")).await;
        }
        self.tell().await;
    }

    fn check(&mut self) {
        let world = &mut self.world;
        world.mirror.check(&world.cloud, &Default::default());
    }
}

/// A future that starts after some turns.
fn after<T>(turns: u64, something: impl Future<Output = T>) -> impl Future<Output = T> {
    // In an unoptimized build, a request's futures are too large for a test's stack.
    let something = Box::pin(something);
    async move {
        for _ in 0..turns {
            tokio::task::yield_now().await;
        }
        something.await
    }
}

/// Which of two requests succeeded. The other must have been refused with this problem.
fn winner(replies: &[Reply; 2], status: u16, code: &str) -> usize {
    let won = replies.iter().position(|reply| reply.status == 200);
    let won = won.unwrap_or_else(|| panic!("nobody won: {replies:?}"));
    let lost = &replies[1 - won];
    assert_eq!(lost.status, status, "{replies:?}");
    assert_eq!(lost.body["code"], code, "{replies:?}");
    won
}

fn of(booking: &Seen, side: &str, step: &str, body: Value) -> Asked {
    let who = match side {
        "provider" => person(&booking.provider, "provider"),
        "member" => person(&booking.member, "member"),
        _ => concierge(),
    };
    asked(&who, &format!("/v1/bookings/{}/{step}", booking.id), body)
}

fn cancel(booking: &Seen, by: &str) -> Asked {
    of(booking, by, "cancel", json!({"reason": "A cold"}))
}

fn move_to(booking: &Seen, by: &str, to: Timestamp) -> Asked {
    let body = json!({"startsAt": to.to_string(), "memberNotified": true});
    of(booking, by, "reschedule", body)
}

fn person(id: &str, role: &'static str) -> Who {
    Who {
        id: id.to_owned(),
        role,
    }
}

/// The first instant on the grid at or after another.
fn on_grid(at: Timestamp) -> Timestamp {
    Timestamp::from_second(-(-at.as_second()).div_euclid(300) * 300).unwrap()
}
