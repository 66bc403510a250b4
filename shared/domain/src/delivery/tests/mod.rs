//! Every state, every command, on both channels: one table to review.

#![allow(clippy::unwrap_used)]

mod fixtures;
mod properties;
mod rules;
mod turns;

use std::fmt::Write as _;

use jiff::{SignedDuration, Timestamp};

use super::{
    AttemptOutcome, ClaimRefused, Delivery, Dismissal, FailureCode, LEASE, MOST_ATTEMPTS,
    MailFeedback, Overdue, Receipt, Resend, State, Status, Suppression, TAKEN_WITHIN, TextReport,
    Undelivered,
};
use crate::message::Channel;
use crate::policy::Policy;
use crate::session::SessionState;
use crate::values::{Actor, Role};
use fixtures::{again, booking, dismissal, failed, message, now, receipt, report, states, unknown};

/// Every command. A mark is of the attempt that is under way, unless it says otherwise.
const COMMANDS: [&str; 25] = [
    "claim",
    "claim an hour later",
    "hold: it was queued before",
    "hold: it was queued since",
    "suppress: stale",
    "suppress: rate_limited",
    "mark: sent",
    "mark: failed",
    "mark: unknown",
    "mark: again",
    "mark of an earlier attempt: sent",
    "overdue at once",
    "overdue when due",
    "overdue an hour later",
    "returned: bounced",
    "returned: bounced_for_now",
    "returned: complained",
    "returned from an earlier address",
    "reported: delivered",
    "reported: undelivered",
    "reported earlier: undelivered",
    "resend by the concierge",
    "resend by the member",
    "dismiss by the concierge",
    "dismiss by the member",
];

#[test]
fn every_state_and_every_command() {
    let mut table = String::new();
    for channel in [Channel::Email, Channel::Sms] {
        for (name, delivery) in states(channel) {
            for command in COMMANDS {
                let outcome = outcome(command, &delivery);
                writeln!(
                    table,
                    "{} | {name} | {command} | {outcome}",
                    channel.as_str()
                )
                .unwrap();
            }
        }
    }
    insta::assert_snapshot!(table);
}

/// What comes of a command, as the table calls it.
fn outcome(command: &str, delivery: &Delivery) -> String {
    let later = now() + SignedDuration::from_hours(1);
    let due_at = delivery.due_at().unwrap_or(now());
    let attempt = delivery.attempt;
    match command {
        "claim" => told(delivery.claim(now())),
        "claim an hour later" => told(delivery.claim(later)),
        "hold: it was queued before" => held(delivery, later),
        "hold: it was queued since" => held(delivery, now()),
        "suppress: stale" => told(delivery.suppress(Suppression::Stale, now())),
        "suppress: rate_limited" => told(delivery.suppress(Suppression::RateLimited, now())),
        "mark: sent" => told(delivery.mark(attempt, &AttemptOutcome::Sent(receipt()))),
        "mark: failed" => told(delivery.mark(attempt, &failed())),
        "mark: unknown" => told(delivery.mark(attempt, &unknown())),
        "mark: again" => told(delivery.mark(attempt, &again())),
        "mark of an earlier attempt: sent" => {
            let earlier = attempt.saturating_sub(1);
            told(delivery.mark(earlier, &AttemptOutcome::Sent(receipt())))
        }
        "overdue at once" => due(delivery, now()),
        "overdue when due" => due(delivery, due_at),
        "overdue an hour later" => due(delivery, later),
        "returned: bounced" => told(delivery.returned(MailFeedback::PermanentBounce, 0)),
        "returned: bounced_for_now" => told(delivery.returned(MailFeedback::TransientBounce, 0)),
        "returned: complained" => told(delivery.returned(MailFeedback::Complaint, 0)),
        "returned from an earlier address" => {
            told(delivery.returned(MailFeedback::PermanentBounce, 7))
        }
        "reported: delivered" => told(delivery.reported(&report(1, None))),
        "reported: undelivered" => told(delivery.reported(&report(1, Some(Undelivered::Blocked)))),
        "reported earlier: undelivered" => {
            told(delivery.reported(&report(-1, Some(Undelivered::Blocked))))
        }
        "resend by the concierge" => resent(delivery, Role::Concierge),
        "resend by the member" => resent(delivery, Role::Member),
        "dismiss by the concierge" => told(delivery.dismiss(&dismissal(Role::Concierge))),
        "dismiss by the member" => told(delivery.dismiss(&dismissal(Role::Member))),
        other => panic!("no command is called {other}"),
    }
}

fn held(delivery: &Delivery, hold_messages_before: Timestamp) -> String {
    let policy = Policy {
        hold_messages_before: Some(hold_messages_before),
        ..Policy::default()
    };
    told(delivery.hold(&policy, now()).ok_or("it is not held"))
}

fn due(delivery: &Delivery, now: Timestamp) -> String {
    match delivery.overdue(now) {
        Ok((done, after)) => {
            let nudges = matches!(done, Overdue::Nudged | Overdue::Requeued);
            let nudged_at = if nudges {
                Some(now)
            } else {
                delivery.nudged_at
            };
            assert_eq!(after.nudged_at, nudged_at);
            format!("{done:?}: {}", named(&after))
        }
        Err(refused) => format!("— {refused}"),
    }
}

fn resent(delivery: &Delivery, role: Role) -> String {
    let resend = Resend {
        id: "dlv_copy".parse().unwrap(),
        by: Actor::person("somebody".parse().unwrap(), role),
        booking: &booking(),
        session: &SessionState::new(&booking()),
        reader: None,
        policy: &Policy::default(),
    };
    match delivery.resend(&resend, now()) {
        Ok(both) => format!("{}; copy: {}", named(&both.original), named(&both.copy)),
        Err(refused) => format!("— {refused}"),
    }
}

fn told<E: std::fmt::Display>(outcome: Result<Delivery, E>) -> String {
    match outcome {
        Ok(after) => named(&after),
        Err(refused) => format!("— {refused}"),
    }
}

/// A delivery, as the table calls it. Instants are minutes after it was queued.
fn named(delivery: &Delivery) -> String {
    let minutes = |at: Timestamp| (at - now()).get_seconds() / 60;
    let mut text = format!("{} #{}", delivery.status().as_str(), delivery.attempt);
    if let Some(failure) = delivery.failure() {
        write!(text, " ({failure})").unwrap();
    }
    if let State::Sending { lease_until, .. } = &delivery.state {
        write!(text, ", lease {}", minutes(*lease_until)).unwrap();
    }
    if let Some(at) = delivery.due_at() {
        write!(text, ", due {}", minutes(at)).unwrap();
    }
    if delivery.receipt().is_some() {
        text.push_str(", with receipt");
    }
    if delivery.resent_as.is_some() {
        text.push_str(", resent");
    }
    if let Some(dismissal) = &delivery.dismissed {
        write!(text, ", dismissed: {}", dismissal.reason).unwrap();
    }
    let list = delivery.list().map_or("no list", super::List::as_str);
    write!(text, " [{list}]").unwrap();
    text
}
