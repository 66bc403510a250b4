//! What holds of every life of a message, whatever happens to it in which order.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::delivery::{List, SendFailure};

/// What may happen to a message.
#[derive(Clone, Copy, Debug)]
enum Event {
    Claim,
    /// A notifier finds it, and the table was restored so many minutes after it was queued.
    Hold {
        minutes: i64,
    },
    Suppress(Suppression),
    /// A report of an attempt, which may be an earlier one.
    Mark {
        earlier: u32,
        how: u8,
    },
    Overdue,
    Returned(MailFeedback),
    /// A report of a network, so many minutes after the message was queued.
    Reported {
        minutes: i64,
        arrived: bool,
    },
    Resend,
    Dismiss,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => Just(Event::Claim),
        1 => (-1..2_i64).prop_map(|minutes| Event::Hold { minutes }),
        1 => prop::sample::select(&Suppression::ALL[..]).prop_map(Event::Suppress),
        4 => (0..2_u32, 0..4_u8).prop_map(|(earlier, how)| Event::Mark { earlier, how }),
        4 => Just(Event::Overdue),
        1 => prop::sample::select(&MailFeedback::ALL[..]).prop_map(Event::Returned),
        2 => (0..60_i64, any::<bool>())
            .prop_map(|(minutes, arrived)| Event::Reported { minutes, arrived }),
        1 => Just(Event::Resend),
        1 => Just(Event::Dismiss),
    ]
}

/// What comes of an event, or the same delivery if it is refused.
fn after(delivery: &Delivery, event: Event, now: Timestamp) -> Delivery {
    let next = match event {
        Event::Claim => delivery.claim(now).ok(),
        Event::Hold { minutes } => {
            let restored = delivery.message.queued_at + SignedDuration::from_mins(minutes);
            let policy = Policy {
                hold_messages_before: Some(restored),
                ..Policy::default()
            };
            delivery.hold(&policy, now)
        }
        Event::Suppress(why) => delivery.suppress(why, now).ok(),
        Event::Mark { earlier, how } => {
            let attempt = delivery.attempt.saturating_sub(earlier);
            delivery.mark(attempt, &reported(delivery, how, now)).ok()
        }
        Event::Overdue => delivery.overdue(now).ok().map(|(_, after)| after),
        Event::Returned(feedback) => delivery.returned(feedback, 0).ok(),
        Event::Reported { minutes, arrived } => {
            let undelivered = (!arrived).then_some(Undelivered::Blocked);
            delivery.reported(&report(minutes, undelivered)).ok()
        }
        Event::Resend => {
            let resend = Resend {
                id: "dlv_copy".parse().unwrap(),
                by: Actor::person("con_1".parse().unwrap(), Role::Concierge),
                booking: &booking(),
                session: &SessionState::new(&booking()),
                reader: None,
                policy: &Policy::default(),
            };
            delivery.resend(&resend, now).ok().map(|both| both.original)
        }
        Event::Dismiss => {
            let dismissal = Dismissal {
                at: now,
                ..dismissal(Role::Concierge)
            };
            delivery.dismiss(&dismissal).ok()
        }
    };
    next.unwrap_or_else(|| delivery.clone())
}

/// The report of an attempt, as a notifier makes it.
fn reported(delivery: &Delivery, how: u8, now: Timestamp) -> AttemptOutcome {
    let code = "code".to_owned();
    let failure = match how {
        0 => return AttemptOutcome::Sent(receipt()),
        1 => SendFailure::NotNow { code },
        2 => SendFailure::Rejected { code },
        _ => SendFailure::Unknown { code },
    };
    AttemptOutcome::after(failure, delivery, now)
}

proptest! {
    #[test]
    fn a_life_keeps_its_promises(
        channel in prop::sample::select(&[Channel::Email, Channel::Sms][..]),
        events in vec((event(), 0..400_i64), 1..40),
    ) {
        let mut delivery = Delivery::new(message(channel));
        let mut now = now();
        for (event, seconds) in events {
            now += SignedDuration::from_secs(seconds);
            let next = after(&delivery, event, now);
            let (from, to) = (delivery.status(), next.status());
            let told = format!("{event:?}: {delivery:?} -> {next:?}");

            // The attempt never falls, and rises only as a notifier claims the message.
            let claimed = from == Status::Queued && to == Status::Sending;
            prop_assert_eq!(next.attempt, delivery.attempt + u32::from(claimed), "{}", told);
            // Nor is it tried for ever, but as often as the service takes nothing for now.
            prop_assert!(next.tries() <= MOST_ATTEMPTS, "{}", told);
            prop_assert!(next.waits >= delivery.waits, "{}", told);
            // A lease that runs is nobody else's: only its notifier's report or a bounce ends it.
            if let State::Sending { lease_until, .. } = delivery.state && now < lease_until {
                let ends = matches!(event, Event::Mark { earlier: 0, .. } | Event::Returned(_));
                prop_assert!(to == Status::Sending || ends, "{}", told);
            }
            // What is over is not sent without a person; an email may still bounce, and a text be
            // reported on.
            let is_over = |status| !matches!(status, Status::Queued | Status::Sending);
            prop_assert!(!is_over(from) || is_over(to), "{}", told);
            // A message is held only before it is sent, and if it was queued before the table was
            // restored; what is held leaves that only to be dropped.
            if to == Status::Held && from != to {
                let before = matches!(event, Event::Hold { minutes } if minutes > 0);
                prop_assert!(from == Status::Queued && before, "{}", told);
            }
            let too_late = from == Status::Held && to == Status::Dropped;
            if is_over(from) && from != to && !too_late {
                let expected = match channel {
                    Channel::Email => to == Status::Failed,
                    Channel::Sms => matches!(to, Status::Delivered | Status::Undelivered),
                };
                prop_assert!(expected, "{}", told);
            }
            // Of two reports, the later one stays.
            if let (Some(there), Some(kept)) = (delivery.report(), next.report()) {
                prop_assert!(kept == there || kept.replaces(&there), "{}", told);
            }
            // The scheduler looks at it exactly as long as something is to happen, and never
            // after the lease.
            let is_settled = next.resent_as.is_some() || next.dismissed.is_some();
            let is_open = !is_over(to) || (to == Status::Held && !is_settled);
            prop_assert_eq!(next.due_at().is_some(), is_open, "{}", told);
            if let State::Sending { lease_until, due_at, .. } = next.state {
                prop_assert!(due_at <= lease_until, "{}", told);
            }
            // The concierge sees what somebody must look at, until it was sent again or dismissed, and what
            // has to wait.
            let needs = matches!(to, Status::Held | Status::Failed | Status::Unknown | Status::Undelivered)
                && !is_settled;
            let is_copy = next.copy_of.is_some();
            let waited = next.failure().is_some() || next.nudged_at.is_some() || next.is_deferred() || is_copy;
            let waits = !is_over(to) && waited;
            prop_assert_eq!(next.list().is_some(), needs || waits, "{}", told);
            // The first dismissal stays. What was dismissed is not sent again, nor dismissed what was sent
            // again, and neither is done to what somebody need not look at.
            if delivery.dismissed.is_some() {
                prop_assert_eq!(&next.dismissed, &delivery.dismissed, "{}", told);
                prop_assert_eq!(&next.resent_as, &delivery.resent_as, "{}", told);
            } else if next.dismissed.is_some() {
                let looked_at = delivery.list().is_some_and(|list| list != List::Queued);
                prop_assert!(looked_at && next.list().is_none(), "{}", told);
                prop_assert!(next.resent_as.is_none() && next.state == delivery.state, "{}", told);
            }
            // The message itself stays as it was written.
            prop_assert_eq!(&next.message, &delivery.message);
            delivery = next;
        }
    }

    #[test]
    fn what_nobody_claims_is_nudged_for_ever(minutes in vec(0..30_i64, 1..30)) {
        let mut delivery = Delivery::new(message(Channel::Sms));
        let mut now = now();
        for passed in minutes {
            now += SignedDuration::from_mins(passed);
            let due_at = delivery.due_at().unwrap();
            match delivery.overdue(now) {
                Ok((done, next)) => {
                    prop_assert!(due_at <= now && done == Overdue::Nudged);
                    prop_assert!(next.due_at() > Some(now));
                    delivery = next;
                }
                Err(_) => prop_assert!(now < due_at),
            }
        }
    }
}
