//! A mirror of the stored items, built from the table's stream, and the invariants that must hold
//! after every step.

use std::collections::{BTreeMap, BTreeSet};

use anteroom_domain::values::DeliveryId;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::cloud::Cloud;
use crate::owed::{Owed, made_before, owed};
use crate::silence::is_withdrawal;

/// How long a report of the provider's client holds (S2).
const LEASE_MS: i64 = 20_000;
/// The same once the meeting service has confirmed that they are in.
const CONFIRMED_LEASE_MS: i64 = 45_000;
/// How long an event of the service alone holds.
const DAY_MS: i64 = 24 * 3_600_000;

/// All items by key.
#[derive(Default)]
pub(crate) struct Mirror {
    items: BTreeMap<(String, String), Value>,
    /// How many introductions the service was asked to send about each booking.
    introduced: BTreeMap<String, usize>,
    /// The bookings whose item or messages changed since the last check.
    changed: BTreeSet<String>,
    agendas_changed: bool,
    /// The sessions as they were before a member's credentials were withdrawn, since the last check.
    pub(crate) withdrawn: Vec<Value>,
}

/// A booking as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) id: String,
    pub(crate) provider: String,
    pub(crate) member: String,
    pub(crate) status: String,
    pub(crate) phone: bool,
    pub(crate) starts_at: Timestamp,
    pub(crate) minutes: i64,
}

/// A message as it is stored.
#[derive(Clone, Debug)]
pub(crate) struct Letter {
    pub(crate) id: DeliveryId,
    pub(crate) booking: String,
    pub(crate) kind: String,
    pub(crate) side: String,
    pub(crate) channel: String,
    pub(crate) state: String,
    pub(crate) failure: String,
    pub(crate) sequence: i64,
    pub(crate) attempt: usize,
    pub(crate) is_copy: bool,
    /// The id of the message that it sends again, or empty.
    pub(crate) copy_of: String,
    /// The list of deliveries that it is in, or empty.
    pub(crate) list: String,
    /// Whether it did not go out at once: it is held, an attempt failed, or nobody took it in time.
    pub(crate) has_waited: bool,
    /// The lead time, if it is a reminder.
    pub(crate) lead: String,
    /// Whether it announces a cancellation.
    pub(crate) cancels: bool,
    /// The start that it names.
    pub(crate) starts_at: Timestamp,
    pub(crate) queued_at: Timestamp,
}

impl Mirror {
    /// Applies a written item. Returns whether it differs from before.
    pub(crate) fn take(&mut self, keys: &Value, image: &Value) -> bool {
        let key = (text(&keys["PK"]).to_owned(), text(&keys["SK"]).to_owned());
        if self.items.get(&key).unwrap_or(&Value::Null) == image {
            return false;
        }
        if let Some(booking) = key.0.strip_prefix("BKG#") {
            self.changed.insert(booking.to_owned());
            self.agendas_changed |= key.1 == "BOOKING";
            if let Some(before) = self.items.get(&key).filter(|_| key.1 == "SESSION")
                && is_withdrawal(before, image)
            {
                self.withdrawn.push(before.clone());
            }
            let before = self.items.get(&key).map_or(0, by_service);
            let more = by_service(image).saturating_sub(before);
            if more > 0 {
                *self.introduced.entry(booking.to_owned()).or_default() += more;
            }
        }
        self.agendas_changed |= key.0.starts_with("AGENDA#");
        if image.is_null() {
            self.items.remove(&key);
        } else {
            self.items.insert(key, image.clone());
        }
        true
    }

    /// All bookings.
    pub(crate) fn bookings(&self) -> impl Iterator<Item = Seen> {
        let items = self.items.iter().filter(|((_, sk), _)| sk == "BOOKING");
        items.map(|(_, item)| seen(item))
    }

    /// A booking.
    pub(crate) fn booking(&self, id: &str) -> Seen {
        seen(self.raw(id))
    }

    /// A booking's item.
    pub(crate) fn raw(&self, id: &str) -> &Value {
        &self.items[&(format!("BKG#{id}"), "BOOKING".to_owned())]
    }

    /// The item of a booking's session.
    pub(crate) fn session(&self, id: &str) -> &Value {
        &self.items[&(format!("BKG#{id}"), "SESSION".to_owned())]
    }

    /// The sequence of a booking.
    pub(crate) fn sequence(&self, id: &str) -> i64 {
        number(&self.raw(id)["sequence"])
    }

    /// Whether two people have had a session.
    pub(crate) fn met(&self, provider: &str, member: &str) -> bool {
        let key = (format!("PERSON#{provider}"), format!("MET#{member}"));
        self.items.contains_key(&key)
    }

    /// Whether any source ever reported on the member's presence.
    pub(crate) fn heard_of_member(&self, id: &str) -> bool {
        let log = self.session(id)["log"]["M"].as_object();
        let by_client = log.is_some_and(|log| log.keys().any(|key| key.contains('m')));
        let from = (format!("BKG#{id}"), "ATT#".to_owned());
        let to = (format!("BKG#{id}"), "ATT$".to_owned());
        let mut events = self.items.range(from..to);
        by_client || events.any(|(_, event)| text(&event["side"]) == "member")
    }

    /// Whether a message calls somebody to a session on whose presence any source has reported since
    /// it was written.
    pub(crate) fn awaited_came(&self, letter: &Letter) -> bool {
        let signals = match letter.kind.as_str() {
            "member_waiting" => ["hostClient", "hostService"],
            "provider_waiting" => ["memberClient", "memberService"],
            _ => return false,
        };
        let session = self.session(&letter.booking);
        let heard = signals.map(|name| number(&session[name]["M"]["at"]));
        let written = letter.queued_at.as_millisecond();
        heard.iter().any(|heard| *heard > written)
    }

    /// The entries of a booking's history.
    fn history(&self, id: &str) -> impl Iterator<Item = &Value> {
        let history = self.raw(id)["history"]["L"].as_array();
        history.into_iter().flatten().map(|entry| &entry["M"])
    }

    /// How many introductions the service was asked to send for a booking's current time.
    pub(crate) fn introduced(&self, id: &str) -> usize {
        by_service(self.raw(id))
    }

    /// A booking's messages.
    pub(crate) fn letters(&self, id: &str) -> impl Iterator<Item = Letter> {
        self.messages(id).map(letter)
    }

    fn messages(&self, id: &str) -> impl Iterator<Item = &Value> {
        let from = (format!("BKG#{id}"), "MSG#".to_owned());
        let to = (format!("BKG#{id}"), "MSG$".to_owned());
        self.items.range(from..to).map(|(_, item)| item)
    }

    /// The message of a stream record, in its current state.
    pub(crate) fn letter_of(&self, record: &Value) -> Letter {
        let keys = &record["dynamodb"]["Keys"];
        let key = (text(&keys["PK"]).to_owned(), text(&keys["SK"]).to_owned());
        letter(&self.items[&key])
    }

    /// The notices to a late provider that their member waits.
    pub(crate) fn late_notices(&self, id: &str) -> impl Iterator<Item = Letter> {
        let notices = self
            .messages(id)
            .filter(|item| text(&item["says"]) == "member_waiting");
        notices.map(letter).filter(|letter| !letter.is_copy)
    }

    /// Whether the `host` or the `member` is in a booking's meeting, by the newest signal of either
    /// source.
    pub(crate) fn is_in(&self, id: &str, who: &str, now: Timestamp) -> bool {
        let session = self.session(id);
        let signal = |source: &str| {
            let signal = &session[format!("{who}{source}")]["M"];
            (signal.is_object() && number(&signal["generation"]) == number(&session["generation"]))
                .then(|| (number(&signal["at"]), text(&signal["status"]) == "out"))
        };
        let (client, service) = (signal("Client"), signal("Service"));
        let Some((at, out)) = client.max(service) else {
            return false;
        };
        let confirmed = service.is_some_and(|(_, out)| !out);
        let holds = match (client, confirmed) {
            (None, _) => DAY_MS,
            (Some(_), true) => CONFIRMED_LEASE_MS,
            (Some(_), false) => LEASE_MS,
        };
        !out && now.as_millisecond() < at + holds
    }

    /// Fails unless the invariants hold for all that changed since the last check.
    pub(crate) fn check(&mut self, cloud: &Cloud, unlucky: &BTreeMap<DeliveryId, usize>) {
        if std::mem::take(&mut self.agendas_changed) {
            self.check_agendas();
        }
        for id in std::mem::take(&mut self.changed) {
            self.check_messages(&id);
            self.check_lists(&id);
            for letter in self.letters(&id) {
                check_sent(&letter, cloud, unlucky);
            }
        }
    }

    /// B2: nobody is booked twice at once, and the agendas hold exactly the slots of the bookings.
    fn check_agendas(&self) {
        let mut expected: BTreeMap<(String, i64), String> = BTreeMap::new();
        for booking in self.bookings() {
            if ["cancelled", "expired"].contains(&booking.status.as_str()) {
                continue;
            }
            let start = booking.starts_at.as_second() / 300;
            let end = start + booking.minutes / 5;
            for (person, end) in [(&booking.provider, end + 2), (&booking.member, end)] {
                for cell in start..end {
                    let twice = expected.insert((person.clone(), cell), booking.id.clone());
                    assert_eq!(twice, None, "B2: {person} is booked twice: {booking:?}");
                }
            }
        }
        let mut found = BTreeMap::new();
        for ((pk, sk), item) in &self.items {
            let Some(person) = pk.strip_prefix("AGENDA#") else {
                continue;
            };
            let midnight: Timestamp = format!("{sk}T00:00:00Z").parse().unwrap();
            for (name, holder) in item.as_object().unwrap() {
                if let Some(cell) = name.strip_prefix('c') {
                    let cell = midnight.as_second() / 300 + cell.parse::<i64>().unwrap();
                    found.insert((person.to_owned(), cell), text(holder).to_owned());
                }
            }
        }
        assert_eq!(found, expected, "B2: agendas and bookings differ");
    }

    /// M4: each message that a booking's history requires exists once, and no other exists.
    fn check_messages(&self, id: &str) {
        let mut found = Owed::new();
        for letter in self.letters(id).filter(|letter| !letter.is_copy) {
            if ["reminder", "member_waiting"].contains(&letter.kind.as_str()) {
                continue;
            }
            let key = (letter.kind, letter.side, letter.channel);
            *found.entry(key).or_insert(0) += 1;
        }
        let mut owed = owed(self.raw(id));
        if let Some(introduced) = self.introduced.get(id) {
            let key = ["introduction", "member", "sms"].map(str::to_owned);
            owed.insert(key.into(), *introduced);
        }
        assert_eq!(found, owed, "M4: what is owed about {id}");
        for what in ["reached_out", "concierge_called"] {
            let done = self
                .history(id)
                .filter(|entry| text(&entry["what"]) == what);
            assert!(done.count() <= 1, "B7: {what} twice about {id}");
        }
        self.check_reminders(id);
    }

    /// M5: every delivery that has to wait, was sent again, or must be looked at stands in the list of
    /// its state; what has failed, until it is sent again.
    fn check_lists(&self, id: &str) {
        let copied: BTreeSet<String> = self.letters(id).map(|letter| letter.copy_of).collect();
        for letter in self.letters(id) {
            let seen_to = copied.contains(letter.id.as_str());
            let expected = match letter.state.as_str() {
                "queued" | "sending" if letter.has_waited || letter.is_copy => "queued",
                "failed" | "unknown" if seen_to => "",
                "queued" | "sending" | "sent" | "dropped" => "",
                state => state,
            };
            assert_eq!(letter.list, expected, "M5: {letter:?}");
        }
    }

    /// M1: each reminder goes to both sides once for each time of the session, between its due time
    /// and the start. It is skipped if its due time had passed when the session was booked or
    /// moved.
    fn check_reminders(&self, id: &str) {
        let mut sides = BTreeMap::<_, Vec<String>>::new();
        let letters = self.letters(id).filter(|letter| !letter.is_copy);
        for letter in letters.filter(|letter| letter.kind == "reminder") {
            let lead: SignedDuration = letter.lead.parse().unwrap();
            let (at, starts_at) = (letter.queued_at, letter.starts_at);
            assert!(at >= starts_at - lead && at < starts_at, "M1: {letter:?}");
            let made = made_before(self.raw(id), at);
            assert!(
                starts_at - lead > made,
                "M1: made at {made}, but: {letter:?}"
            );
            let to = format!("{} {}", letter.side, letter.channel);
            sides.entry((starts_at, letter.lead)).or_default().push(to);
        }
        for ((_, lead), mut to) in sides {
            to.sort();
            let emails = ["member email", "provider email"];
            let with_sms = ["member email", "member sms", "provider email"];
            let whole = to == emails || (to == with_sms && lead != "PT36H");
            assert!(whole, "M1: the reminder {lead} of {id} went to {to:?}");
        }
    }
}

/// M4: no message was sent twice, except an email of unknown outcome under the same Message-ID; and
/// the state of each delivery is true.
fn check_sent(letter: &Letter, cloud: &Cloud, unlucky: &BTreeMap<DeliveryId, usize>) {
    let posted = cloud.posted(&letter.id);
    let times = posted.times;
    assert!(times <= letter.attempt, "M4: {letter:?} {posted:?}");
    if letter.channel == "sms" {
        assert!(times <= 1, "M4: an SMS was sent twice: {letter:?}");
        if ["queued", "failed", "dropped"].contains(&letter.state.as_str()) {
            assert_eq!(times, 0, "M4: it was sent: {letter:?}");
        }
    } else {
        assert!(posted.message_ids.len() <= 1, "M4: {posted:?}");
        let again = unlucky.get(&letter.id).copied().unwrap_or_default();
        assert!(times <= 1 + again, "M4: sent twice: {letter:?} {posted:?}");
    }
    if letter.state == "sent" {
        assert!(posted.answered > 0, "M4: it was not sent: {letter:?}");
    }
}

/// How many introductions the service was asked to send, by a booking's item.
fn by_service(item: &Value) -> usize {
    let introductions = item["phone"]["M"]["introductions"]["L"].as_array();
    let introductions = introductions.into_iter().flatten();
    introductions
        .filter(|each| text(&each["M"]["via"]) == "service")
        .count()
}

fn seen(item: &Value) -> Seen {
    let booking = &item["booking"]["M"];
    Seen {
        id: text(&item["PK"]).trim_start_matches("BKG#").to_owned(),
        provider: text(&booking["provider"]["M"]["id"]).to_owned(),
        member: text(&booking["member"]["M"]["id"]).to_owned(),
        status: text(&booking["status"]).to_owned(),
        phone: text(&booking["sessionType"]) == "phone",
        starts_at: Timestamp::from_millisecond(number(&booking["startsAt"])).unwrap(),
        minutes: number(&booking["durationMinutes"]),
    }
}

fn letter(item: &Value) -> Letter {
    let by_email = item["to"]["M"]["address"]["M"]["email"].is_object();
    let channel = if by_email { "email" } else { "sms" };
    let is_held = text(&item["state"]) == "queued" && item["notBefore"].is_object();
    Letter {
        id: text(&item["id"]).parse().unwrap(),
        booking: text(&item["PK"]).trim_start_matches("BKG#").to_owned(),
        kind: text(&item["says"]).to_owned(),
        side: text(&item["to"]["M"]["side"]).to_owned(),
        channel: channel.to_owned(),
        state: text(&item["state"]).to_owned(),
        failure: text(&item["failure"]).to_owned(),
        sequence: number(&item["sequence"]),
        attempt: usize::try_from(number(&item["attempt"])).unwrap(),
        is_copy: item["resendOf"].is_object(),
        copy_of: text(&item["resendOf"]).to_owned(),
        list: text(&item["deliveryList"]).to_owned(),
        has_waited: is_held || item["failure"].is_object() || item["nudgedAt"].is_object(),
        lead: text(&item["facts"]["M"]["lead"]).to_owned(),
        cancels: item["facts"]["M"]["cancelledBy"].is_object(),
        starts_at: instant(&item["facts"]["M"]["startsAt"]),
        queued_at: instant(&item["queuedAt"]),
    }
}

pub(crate) fn text(value: &Value) -> &str {
    value["S"].as_str().unwrap_or_default()
}

fn instant(value: &Value) -> Timestamp {
    text(value).parse().unwrap()
}

pub(crate) fn number(value: &Value) -> i64 {
    value["N"]
        .as_str()
        .map_or(0, |number| number.parse().unwrap())
}
