//! The rules that the table does not show.

use super::*;
use crate::attendance::Source;
use crate::attention::Need;
use crate::booking::{self, Booking};
use crate::delivery::{
    List, Outdated, ResendRefused, SendFailure, Unreachable, Unreadable, backoff, outdated,
    recipient_now, wait,
};
use crate::message::{Address, Kind, Message};
use crate::person::{Lead, MailProblem, MailProblemKind, Person};
use crate::policy::Policy;
use crate::session::{PresenceSignal, PresenceStatus};

#[test]
fn only_an_sms_of_unknown_fate_is_never_tried_again() {
    let code = || "code".to_owned();
    let failure = FailureCode::Service(code());
    let failures = [
        SendFailure::NotNow { code: code() },
        SendFailure::Rejected { code: code() },
        SendFailure::Unknown { code: code() },
    ];
    let failed = AttemptOutcome::Failed {
        failure: failure.clone(),
    };
    let unknown = AttemptOutcome::Unknown {
        failure: failure.clone(),
    };
    let id = message(Channel::Email).id;
    let again = |tries| AttemptOutcome::Again {
        failure: failure.clone(),
        at: now() + backoff(&id, tries),
    };
    let waits = |waits| AttemptOutcome::Waits {
        failure: failure.clone(),
        at: now() + wait(&id, waits),
    };
    let last = MOST_ATTEMPTS;
    for (channel, tries, waited, expected) in [
        (Channel::Email, 1, 0, [waits(1), failed.clone(), again(1)]),
        (Channel::Email, 1, 90, [waits(91), failed.clone(), again(1)]),
        (
            Channel::Email,
            last,
            2,
            [waits(3), failed.clone(), failed.clone()],
        ),
        (
            Channel::Sms,
            1,
            0,
            [waits(1), failed.clone(), unknown.clone()],
        ),
        (Channel::Sms, 1, 90, [waits(91), failed, unknown]),
    ] {
        let claimed = Delivery {
            attempt: tries + waited,
            waits: waited,
            ..Delivery::new(message(channel))
        };
        for (failure, outcome) in failures.iter().zip(expected) {
            let found = AttemptOutcome::after(failure.clone(), &claimed, now());
            assert_eq!(found, outcome, "{failure:?} {channel:?} {tries} {waited}");
        }
    }
}

#[test]
fn a_message_waits_as_long_as_the_service_takes_nothing() {
    for channel in [Channel::Email, Channel::Sms] {
        let (mut delivery, mut at) = (Delivery::new(message(channel)), now());
        for waits in 1..=50 {
            let claimed = delivery.claim(at).unwrap();
            let code = "SendingPausedException".to_owned();
            let outcome = AttemptOutcome::after(SendFailure::NotNow { code }, &claimed, at);
            delivery = claimed.mark(claimed.attempt, &outcome).unwrap();
            assert_eq!((delivery.waits, delivery.tries()), (waits, 0));
            assert_eq!(delivery.list(), Some(List::Queued));
            at = delivery.due_at().unwrap();
            assert!(delivery.claim(at - SignedDuration::from_secs(1)).is_err());
        }
        let claimed = delivery.claim(at).unwrap();
        let sent = claimed.mark(claimed.attempt, &AttemptOutcome::Sent(receipt()));
        assert_eq!(sent.unwrap().status(), Status::Sent);
    }
}

#[test]
fn the_pause_doubles_up_to_an_hour() {
    let id = message(Channel::Email).id;
    let within = |pause: SignedDuration, minutes: i64| {
        let longest = SignedDuration::from_mins(minutes);
        assert!(pause <= longest && pause >= longest * 3 / 4, "{pause}");
    };
    for (attempt, minutes) in (1..).zip([1, 2, 4, 8, 16, 32, 60, 60]) {
        within(backoff(&id, attempt), minutes);
    }
    for (waits, minutes) in [(1, 1), (2, 2), (3, 4), (4, 8), (5, 10), (90, 10)] {
        within(wait(&id, waits), minutes);
    }
}

#[test]
fn messages_that_failed_together_are_not_tried_again_together() {
    let ids = (0..1000).map(|n| format!("dlv_01JD3Z5T3Q8K8A3V6W5N2M{n:04}").parse().unwrap());
    let mut minutes = [0; 3];
    for id in ids {
        let pause = wait(&id, 5).as_secs();
        minutes[usize::try_from((pause - 450) / 51).unwrap()] += 1;
    }
    let least = minutes.into_iter().min().unwrap();
    assert!(least > 250, "{minutes:?}");
}

#[test]
fn a_code_is_read_as_it_was_written() {
    let ours = [
        "lease_lapsed",
        "gave_up",
        "not_rendered",
        "unreadable",
        "table_restored",
    ];
    let suppressed = Suppression::ALL.map(Suppression::code);
    let returned = MailFeedback::ALL.map(MailFeedback::code);
    let all = ours.into_iter().chain(suppressed).chain(returned);
    for code in all {
        let failure = FailureCode::from(code.to_owned());
        assert!(!matches!(failure, FailureCode::Service(_)), "{code}");
        assert_eq!(String::from(failure), code);
    }
    let theirs = FailureCode::from("MessageRejected".to_owned());
    assert_eq!(theirs, FailureCode::Service("MessageRejected".to_owned()));
}

#[test]
fn a_claim_does_not_look_later_than_the_queue_did() {
    let queued = Delivery::new(message(Channel::Email));
    let early = queued.claim(now() + SignedDuration::from_secs(9)).unwrap();
    assert_eq!(early.due_at(), Some(now() + TAKEN_WITHIN));
    let nudged = Delivery {
        state: State::Queued {
            not_before: None,
            due_at: now() + SignedDuration::from_mins(10),
            last_failure: None,
        },
        ..queued
    };
    assert_eq!(nudged.claim(now()).unwrap().due_at(), Some(now() + LEASE));
}

#[test]
fn a_notifier_whose_clock_is_behind_counts_from_when_the_message_was_written() {
    let queued = Delivery::new(message(Channel::Email));
    let hour = SignedDuration::from_hours(1);
    assert_eq!(queued.present(now() - hour), now());
    assert_eq!(queued.present(now() + hour), now() + hour);
    let nudged = Delivery {
        nudged_at: Some(now() + hour),
        ..queued
    };
    assert_eq!(nudged.present(now()), now() + hour);
}

#[test]
fn what_comes_too_late_is_not_claimed() {
    let queued = Delivery::new(message(Channel::Email));
    let end = now() + SignedDuration::from_hours(48) + SignedDuration::from_mins(50);
    let late = queued.claim(end);
    assert_eq!(late, Err(ClaimRefused::Suppressed(Suppression::TooLate)));
    assert!(queued.claim(end - SignedDuration::from_mins(1)).is_ok());
}

#[test]
fn an_unreadable_message_has_an_hour() {
    let hour = SignedDuration::from_hours(1);
    for (queued_at, nudged, failed, reported) in [
        (Some(now()), false, false, true),
        (Some(now()), true, false, false),
        (Some(now() - hour), true, true, true),
        (None, true, true, true),
    ] {
        let unreadable = Unreadable { queued_at, nudged };
        assert_eq!(unreadable.has_failed(now()), failed, "{unreadable:?}");
        assert_eq!(unreadable.is_reported(now()), reported, "{unreadable:?}");
    }
}

#[test]
fn what_is_not_so_any_more_is_not_said() {
    let message = Message {
        kind: Kind::MemberWaiting,
        ..message(Channel::Sms)
    };
    let session = SessionState::new(&booking());
    assert_eq!(outdated(&message, &booking(), &session), None);
    let moved = Booking {
        sequence: 1,
        ..booking()
    };
    let found = outdated(&message, &moved, &session);
    assert_eq!(found, Some(Outdated::BookingChanged));
    let expired = Booking {
        state: booking::State::Expired { at: now() },
        ..booking()
    };
    let found = outdated(&message, &expired, &session);
    assert_eq!(found, Some(Outdated::SessionOver));
    let mut came = session;
    came.host.service = Some(PresenceSignal {
        source: Source::Service,
        status: PresenceStatus::In,
        at: now() + SignedDuration::from_secs(1),
        generation: 1,
    });
    let found = outdated(&message, &booking(), &came);
    assert_eq!(found, Some(Outdated::AwaitedCame));
}

#[test]
fn a_message_goes_to_its_reader_as_they_are() {
    let mai = person();
    let moved = Person {
        name: "Mai Nguyen".parse().unwrap(),
        email: "new@example.com".parse().unwrap(),
        link_epoch: 1,
        ..mai.clone()
    };
    let to = recipient_now(&message(Channel::Email), &moved).unwrap();
    assert_eq!(to.address, Address::Email(moved.email.clone()));
    assert_eq!((to.name, to.link_epoch), (moved.name, 1));
    let silent = Person {
        phone: None,
        ..mai.clone()
    };
    let refused = recipient_now(&message(Channel::Sms), &silent);
    assert_eq!(refused, Err(Suppression::NoNumber));
    let mut reminder = message(Channel::Email);
    reminder.facts.lead = Some(Lead::Hours24);
    reminder.facts.missed = vec![Lead::Hours36];
    let mut wants = mai;
    wants.reminders.hours_24 = false;
    assert!(recipient_now(&reminder, &wants).is_ok());
    wants.reminders.hours_36 = false;
    wants.mail_problem = Some(problem(MailProblemKind::Bounced));
    let refused = recipient_now(&reminder, &wants);
    assert_eq!(refused, Err(Suppression::TurnedOff));
}

#[test]
fn a_copy_goes_to_the_present_address_and_names_its_original() {
    let sent = Delivery {
        attempt: 1,
        state: State::Sent(receipt()),
        ..Delivery::new(message(Channel::Email))
    };
    let ask = |reader: &Person, at: Timestamp| {
        let resend = Resend {
            id: "dlv_copy".parse().unwrap(),
            by: Actor::person("con_1".parse().unwrap(), Role::Concierge),
            booking: &booking(),
            session: &SessionState::new(&booking()),
            reader: Some(reader),
            policy: &Policy::default(),
        };
        sent.resend(&resend, at)
    };
    let mut mai = person();
    mai.email = "new@example.com".parse().unwrap();
    let both = ask(&mai, now()).unwrap();
    assert_eq!(
        both.copy.message.to.address,
        Address::Email(mai.email.clone())
    );
    assert_eq!(both.copy.copy_of.unwrap().original, sent.message.id);
    assert_eq!(both.original.state, sent.state);
    let late = ask(&mai, now() + SignedDuration::from_hours(72));
    assert_eq!(late, Err(ResendRefused::TooLate));
    for (kind, expected) in [
        (MailProblemKind::Bounced, Unreachable::AddressBounced),
        (MailProblemKind::Complained, Unreachable::AddressComplained),
    ] {
        mai.email = "somebody@example.com".parse().unwrap();
        mai.mail_problem = Some(problem(kind));
        let refused = ask(&mai, now());
        assert_eq!(refused, Err(ResendRefused::Unreachable(expected)));
    }
}

fn problem(kind: MailProblemKind) -> MailProblem {
    MailProblem {
        address: "somebody@example.com".parse().unwrap(),
        kind,
        at: now(),
    }
}

fn person() -> Person {
    let member = booking().member;
    Person {
        id: member.id,
        name: member.name,
        phone: member.phone,
        zone: member.zone,
        language: member.language,
        ..crate::fixtures::person(member.email.as_str())
    }
}

/// M5: a message is stuck once it has waited for ten minutes, but not while it is held.
#[test]
fn a_message_that_waits_too_long_needs_somebody() {
    let minutes = SignedDuration::from_mins;
    let queued = Delivery::new(message(Channel::Sms));
    let claimed = queued.claim(now()).unwrap();
    let held = Delivery {
        state: State::Queued {
            not_before: Some(now() + minutes(60)),
            due_at: now() + minutes(62),
            last_failure: None,
        },
        ..queued.clone()
    };
    for (delivery, stuck_from) in [(&queued, 10), (&claimed, 10), (&held, 70)] {
        for minute in [0, 9, 10, 69, 70] {
            let need = delivery.need(now() + minutes(minute));
            let since = now() + minutes(stuck_from - 10);
            let expected = (minute >= stuck_from).then_some((Need::MessageStuck, since));
            assert_eq!(need, expected, "{delivery:?} after {minute} minutes");
        }
    }
    let unknown = State::Unknown {
        failure: FailureCode::LeaseLapsed,
    };
    let failed = State::Failed {
        failure: FailureCode::GaveUp,
        receipt: None,
    };
    let given_up = [
        (failed, Need::MessageFailed),
        (unknown, Need::MessageUnknown),
    ];
    for (state, expected) in given_up {
        let delivery = Delivery {
            state,
            ..queued.clone()
        };
        assert_eq!(delivery.need(now()), Some((expected, now())));
        let again = Delivery {
            resent_as: Some("dlv_2".parse().unwrap()),
            ..delivery.clone()
        };
        assert_eq!(again.need(now()), None);
        let dismissed = delivery.dismiss(&dismissal(Role::Concierge)).unwrap();
        assert_eq!(dismissed.need(now()), None);
    }
}

#[test]
fn an_email_that_came_back_before_its_mark_was_sent() {
    let (_, sending) = states(Channel::Email)
        .into_iter()
        .find(|(_, delivery)| delivery.status() == Status::Sending)
        .unwrap();
    let returned = sending.returned(MailFeedback::PermanentBounce, 0).unwrap();
    let sent = AttemptOutcome::Sent(receipt());
    assert!(returned.is_marked(sending.attempt, &sent));
    assert!(!returned.is_marked(sending.attempt + 1, &sent));
    assert!(!returned.is_marked(sending.attempt, &unknown()));
}

/// A text that waited for the morning and then for its turn has waited since the morning (M7, M11).
#[test]
fn a_text_that_gets_no_turn_in_the_morning_is_not_late() {
    let (night, minute) = (SignedDuration::from_hours(9), SignedDuration::from_mins(1));
    let morning = now() + night;
    let deferred = Delivery {
        state: State::Queued {
            not_before: Some(morning),
            due_at: morning,
            last_failure: None,
        },
        ..Delivery::new(message(Channel::Sms))
    };
    let waits = deferred.wait_for_turn(morning + minute, morning).unwrap();
    assert_eq!(waits.need(morning + minute * 5), None);
    assert!(waits.free_since() > morning);
    // Others have waited since they were written.
    let new = Delivery::new(message(Channel::Sms));
    let waits = new.wait_for_turn(now() + minute, now()).unwrap();
    assert_eq!(waits.free_since(), now());
}

/// M10: what was queued before the table was restored is held, also through the night; what is queued
/// since goes out, as do its copies. It is dropped once it would come too late.
#[test]
fn what_was_queued_before_the_table_was_restored_is_held() {
    let restored = now() + SignedDuration::from_mins(1);
    let policy = Policy {
        hold_messages_before: Some(restored),
        ..Policy::default()
    };
    let before = Delivery::new(message(Channel::Sms));
    let deferred = Delivery {
        state: State::Queued {
            not_before: Some(now() + SignedDuration::from_hours(9)),
            due_at: now() + SignedDuration::from_hours(9),
            last_failure: None,
        },
        ..before.clone()
    };
    for delivery in [&before, &deferred] {
        let held = delivery.hold(&policy, restored).unwrap();
        assert_eq!(
            (held.status(), held.list()),
            (Status::Held, Some(List::Held))
        );
        assert_eq!(held.need(restored), Some((Need::MessageHeld, now())));
        assert!(held.claim(restored).is_err());
        // Neither another record of the stream nor the parameter's end changes it.
        assert_eq!(held.hold(&policy, restored), None);
        assert_eq!(held.hold(&Policy::default(), restored), None);
        let end = held.due_at().unwrap();
        let (done, dropped) = held.overdue(end).unwrap();
        assert_eq!(
            (done, dropped.status()),
            (Overdue::TooLate, Status::Dropped)
        );
        assert_eq!(delivery.hold(&policy, end), None);
    }
    let since = Delivery::new(Message {
        queued_at: restored,
        ..message(Channel::Sms)
    });
    assert_eq!(since.hold(&policy, restored), None);
    assert!(since.claim(restored).is_ok());
}
