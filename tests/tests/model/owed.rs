//! The messages that a booking's history requires (M1, M2).

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::mirror::{number, text};

/// The number of messages by kind, side and channel.
pub(crate) type Owed = BTreeMap<(String, String, String), usize>;

/// A change nearer to the start than this also causes an SMS (M2).
const NEAR: SignedDuration = SignedDuration::from_hours(24);

/// All messages that a booking requires, except those that depend on time (reminders and the late
/// notice) and introductions.
pub(crate) fn owed(raw: &Value) -> Owed {
    let mut owed = Owed::new();
    let mut owe = |kind: &str, side: &str, channel: &str| {
        let key = (kind.to_owned(), side.to_owned(), channel.to_owned());
        *owed.entry(key).or_insert(0) += 1;
    };
    let history: Vec<&Value> = raw["history"]["L"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| &entry["M"])
        .collect();
    let switched = |entry: &&&Value| text(&entry["what"]) == "switched_to_phone";
    let is_phone = text(&raw["booking"]["M"]["sessionType"]) == "phone";
    let mut phone = is_phone && !history.iter().any(|entry| switched(&entry));
    for entry in history.iter().copied() {
        let what = text(&entry["what"]);
        let kind = match what {
            "proposed" => "proposal",
            "booked" | "accepted" => "confirmation",
            "cancelled" => "cancellation",
            "declined" | "expired" | "rescheduled" | "switched_to_phone" => what,
            "marked_no_show" => "no_show",
            "closed" if text(&entry["status"]) == "no_show" => "no_show",
            "reached_out" => {
                owe("provider_waiting", "member", "email");
                owe("provider_waiting", "member", "sms");
                continue;
            }
            "concierge_called" | "closed" | "started" | "meeting_replaced" | "ended"
            | "introduced" | "attempted" => {
                continue;
            }
            other => panic!("the model does not know what {other} owes"),
        };
        owe(kind, "provider", "email");
        owe(kind, "member", "email");
        phone |= kind == "switched_to_phone";
        if kind == "confirmation" && phone {
            owe("phone_booked", "member", "sms");
        }
        if kind == "switched_to_phone" {
            owe(kind, "member", "sms");
        }
        let changes = ["cancellation", "rescheduled"].contains(&kind);
        let near = is_near(raw, &history, entry);
        let by = text(&entry["by"]["M"]["role"]);
        if changes && near && by != "provider" {
            owe("changed_soon", "provider", "sms");
        }
        if changes && phone && by != "member" {
            owe("changed_soon", "member", "sms");
        }
    }
    owed
}

/// When a booking last got its time or was accepted.
pub(crate) fn made_at(raw: &Value) -> Timestamp {
    made(raw).max().unwrap()
}

/// The same, before an instant. A change at exactly the time of a reminder counts as after it, so
/// that none is due at once.
pub(crate) fn made_before(raw: &Value, at: Timestamp) -> Timestamp {
    made(raw).filter(|made| *made < at).max().unwrap()
}

fn made(raw: &Value) -> impl Iterator<Item = Timestamp> {
    let history = raw["history"]["L"].as_array().unwrap().iter();
    let made = history
        .map(|entry| &entry["M"])
        .filter(|entry| ["booked", "accepted", "rescheduled"].contains(&text(&entry["what"])));
    made.map(|entry| instant(&entry["at"]))
}

/// Whether a change is about a near start: the current one, or one from which the session was moved
/// within the last day and that was still ahead.
fn is_near(raw: &Value, history: &[&Value], entry: &Value) -> bool {
    let at = instant(&entry["at"]);
    let moved = &entry["moved"]["M"];
    let mut starts = if moved.is_object() {
        vec![instant(&moved["from"]), instant(&moved["to"])]
    } else {
        let start = number(&raw["booking"]["M"]["startsAt"]);
        vec![Timestamp::from_millisecond(start).unwrap()]
    };
    for earlier in history
        .iter()
        .take_while(|each| !std::ptr::eq(**each, entry))
    {
        let from = &earlier["moved"]["M"]["from"];
        if from.is_object() && instant(&earlier["at"]) > at - NEAR && instant(from) > at {
            starts.push(instant(from));
        }
    }
    starts.iter().any(|start| *start < at + NEAR)
}

fn instant(value: &Value) -> Timestamp {
    Timestamp::from_millisecond(number(value)).unwrap()
}
