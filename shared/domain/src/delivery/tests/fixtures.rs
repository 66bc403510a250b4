//! Deliveries and what they are about.

use super::*;
use crate::booking::{self, Booking, Side};
use crate::message::{self, Address, Kind, Message, Recipient};
use crate::values::Language;

/// Every state, as it may come about.
pub(super) fn states(channel: Channel) -> Vec<(&'static str, Delivery)> {
    let new = Delivery::new(message(channel));
    let with = |attempt, state| Delivery {
        attempt,
        state,
        ..new.clone()
    };
    let sending = State::Sending {
        lease_until: now() + LEASE,
        due_at: now() + SignedDuration::from_mins(1),
        last_failure: None,
    };
    let waiting = State::Queued {
        not_before: Some(now() + SignedDuration::from_mins(4)),
        due_at: now() + SignedDuration::from_mins(4),
        last_failure: Some(FailureCode::Service("Throttling".to_owned())),
    };
    let failure = FailureCode::Service("MessageRejected".to_owned());
    let failed = State::Failed {
        failure: failure.clone(),
        receipt: None,
    };
    let resent = |delivery: Delivery| Delivery {
        resent_as: Some("dlv_0".parse().unwrap()),
        ..delivery
    };
    let dismissed = |delivery: Delivery| Delivery {
        dismissed: Some(Dismissal {
            reason: "Told by telephone".parse().unwrap(),
            ..dismissal(Role::Concierge)
        }),
        ..delivery
    };
    let unknown = with(1, State::Unknown { failure });
    let undelivered = State::Undelivered {
        receipt: receipt(),
        why: Undelivered::Unreachable,
        reported_at: now(),
    };
    let delivered = State::Delivered {
        receipt: receipt(),
        reported_at: now(),
    };
    let mut states = vec![
        ("queued", new.clone()),
        ("queued, waits", with(3, waiting)),
        ("sending", with(1, sending.clone())),
        ("sending, last attempt", with(MOST_ATTEMPTS, sending)),
        ("sent", with(1, State::Sent(receipt()))),
        ("sent, resent", resent(with(1, State::Sent(receipt())))),
        ("failed", with(1, failed.clone())),
        ("failed, resent", resent(with(1, failed.clone()))),
        ("failed, dismissed", dismissed(with(1, failed))),
        ("unknown", unknown.clone()),
        ("unknown, resent", resent(unknown.clone())),
        ("unknown, dismissed", dismissed(unknown)),
        ("held", with(0, State::Held)),
        ("held, resent", resent(with(0, State::Held))),
        ("held, dismissed", dismissed(with(0, State::Held))),
        ("dropped", with(1, State::Dropped(Suppression::Stale))),
    ];
    // Nobody reports that an email has arrived.
    if channel == Channel::Sms {
        states.extend([
            ("delivered", with(1, delivered)),
            ("undelivered", with(1, undelivered.clone())),
            ("undelivered, resent", resent(with(1, undelivered.clone()))),
            ("undelivered, dismissed", dismissed(with(1, undelivered))),
        ]);
    }
    states
}

/// The decision of somebody in a role that a message is not to be sent again.
pub(super) fn dismissal(role: Role) -> Dismissal {
    Dismissal {
        by: Actor::person("somebody".parse().unwrap(), role),
        at: now(),
        reason: "Not needed".parse().unwrap(),
        request_id: "req-1".to_owned(),
    }
}

/// What a network reports of a text, so many minutes after it was queued.
pub(super) fn report(minutes: i64, undelivered: Option<Undelivered>) -> TextReport {
    TextReport {
        at: now() + SignedDuration::from_mins(minutes),
        undelivered,
    }
}

pub(super) fn now() -> Timestamp {
    "2030-01-07T02:00:00Z".parse().unwrap()
}

pub(super) fn receipt() -> Receipt {
    Receipt {
        at: now(),
        provider_id: "ses-1".to_owned(),
        parts: None,
    }
}

pub(super) fn failed() -> AttemptOutcome {
    AttemptOutcome::Failed {
        failure: FailureCode::Service("MessageRejected".to_owned()),
    }
}

pub(super) fn unknown() -> AttemptOutcome {
    AttemptOutcome::Unknown {
        failure: FailureCode::Service("timeout".to_owned()),
    }
}

pub(super) fn again() -> AttemptOutcome {
    AttemptOutcome::Again {
        failure: FailureCode::Service("Throttling".to_owned()),
        at: now() + SignedDuration::from_mins(1),
    }
}

/// A message to the member about a session in two days.
pub(super) fn message(channel: Channel) -> Message {
    let booking = booking();
    let address = match channel {
        Channel::Email => Address::Email(booking.member.email.clone()),
        Channel::Sms => Address::Phone(booking.member.phone.clone().unwrap()),
    };
    Message {
        id: "dlv_1".parse().unwrap(),
        booking: Some(booking.id.clone()),
        sequence: 0,
        kind: Kind::Confirmation,
        to: Recipient {
            person: booking.member.id.clone(),
            side: Side::Member,
            address,
            name: booking.member.name.clone(),
            zone: booking.member.zone.clone(),
            language: Language::English,
            link_epoch: 0,
        },
        other: booking.provider.id.clone(),
        facts: message::facts(&booking, Side::Member),
        queued_at: now(),
    }
}

pub(super) fn booking() -> Booking {
    let starts_at = now() + SignedDuration::from_hours(48);
    Booking {
        created_at: now(),
        ..crate::fixtures::booking(starts_at, booking::State::Confirmed)
    }
}
