//! The messages that the items hold: one in each state that has attributes of its own.

use anteroom_domain::booking::{SessionType, Side};
use anteroom_domain::delivery::{
    AttemptOutcome, CopyOf, Delivery, Dismissal, FailureCode, Receipt, State, TextReport,
    Undelivered,
};
use anteroom_domain::message::{
    Address, Encoding, Facts, Kind, Message, Parts, Recipient, contact_changed,
};
use anteroom_domain::person::{Lead, Person};
use anteroom_domain::values::{Actor, DeliveryId, Role};

use super::*;
use crate::bookings::switched;
use crate::people::{member, provider};

/// The messages, the oldest first.
pub(crate) fn deliveries() -> [Delivery; 7] {
    let [arrived, lost] = texts().map(|text| {
        let marked = text.sending.mark(1, &text.outcome()).unwrap();
        marked.reported(&text.report).unwrap()
    });
    [
        queued(),
        sending(),
        copy(),
        arrived,
        lost,
        held(),
        dismissed(),
    ]
}

/// A text that is being sent, and what comes of it.
pub(crate) struct Text {
    pub(crate) sending: Delivery,
    pub(crate) receipt: Receipt,
    pub(crate) report: TextReport,
}

impl Text {
    pub(crate) fn outcome(&self) -> AttemptOutcome {
        AttemptOutcome::Sent(self.receipt.clone())
    }
}

/// A text that arrives, and one that does not.
pub(crate) fn texts() -> [Text; 2] {
    [(5, None), (6, Some(Undelivered::Unreachable))].map(|(number, undelivered)| {
        let mut message = reminder(&format!("dlv_01KB1M7W8RD7G2J5M8P1R4T6W{number}"));
        message.to.address = Address::Phone("+84912345678".parse().unwrap());
        Text {
            sending: Delivery {
                message,
                attempt: 1,
                waits: 0,
                nudged_at: None,
                ..sending()
            },
            receipt: Receipt {
                at: at("2026-11-23T03:11:00Z"),
                provider_id: format!("sns-{number}"),
                parts: Some(Parts {
                    count: 2,
                    encoding: Encoding::Ucs2,
                }),
            },
            report: TextReport {
                at: at("2026-11-23T03:11:02Z"),
                undelivered,
            },
        }
    })
}

/// A reminder that is tried again.
fn queued() -> Delivery {
    Delivery {
        state: State::Queued {
            not_before: Some(at("2026-11-23T03:12:00Z")),
            due_at: at("2026-11-23T03:12:00Z"),
            last_failure: Some(FailureCode::Service("Throttling".to_owned())),
        },
        attempt: 1,
        ..Delivery::new(reminder("dlv_01KB1M7W8RD7G2J5M8P1R4T6W1"))
    }
}

/// A reminder that was due before the table was restored.
fn held() -> Delivery {
    Delivery::held(reminder("dlv_01KB1M7W8RD7G2J5M8P1R4T6W7"))
}

/// The same, which the concierge has dismissed.
fn dismissed() -> Delivery {
    let held = Delivery::held(reminder("dlv_01KB1M7W8RD7G2J5M8P1R4T6W8"));
    let dismissal = Dismissal {
        by: Actor::person("con_1".parse().unwrap(), Role::Concierge),
        at: at("2026-11-23T03:11:00Z"),
        reason: "Told by telephone".parse().unwrap(),
        request_id: "req-9".to_owned(),
    };
    held.dismiss(&dismissal).unwrap()
}

/// A reminder that a notifier has claimed. The attempt before found that the service takes nothing.
fn sending() -> Delivery {
    Delivery {
        state: State::Sending {
            lease_until: at("2026-11-23T03:12:00Z"),
            due_at: at("2026-11-23T03:11:00Z"),
            last_failure: None,
        },
        attempt: 2,
        waits: 1,
        nudged_at: Some(now()),
        ..Delivery::new(reminder("dlv_01KB1M7W8RD7G2J5M8P1R4T6W2"))
    }
}

/// A copy of an SMS, which was sent and then sent once more. Its facts are every one that there is.
fn copy() -> Delivery {
    let mut message = reminder("dlv_01KB1M7W8RD7G2J5M8P1R4T6W3");
    message.to.address = Address::Phone("+84912345678".parse().unwrap());
    message.facts = Facts {
        member_phone: Some("+84912345678".parse().unwrap()),
        provider_phone: Some("+6561234567".parse().unwrap()),
        cancelled_by: Some(Role::Concierge),
        moved_from: Some(at("2026-11-23T02:00:00Z")),
        accept_by: Some(at("2026-11-22T02:00:00Z")),
        no_show: Some(Side::Provider),
        nobody_came: true,
        member_waited: true,
        ..message.facts
    };
    Delivery {
        state: State::Sent(Receipt {
            at: at("2026-11-23T03:11:00Z"),
            provider_id: "sns-1".to_owned(),
            parts: Some(Parts {
                count: 2,
                encoding: Encoding::Ucs2,
            }),
        }),
        attempt: 1,
        copy_of: Some(CopyOf {
            original: id("dlv_01KB1M7W8RD7G2J5M8P1R4T6W0"),
            requested_by: Actor::person("con_1".parse().unwrap(), Role::Concierge),
        }),
        resent_as: Some(id("dlv_01KB1M7W8RD7G2J5M8P1R4T6W4")),
        ..Delivery::new(message)
    }
}

/// That the member's address was changed, to the old one.
pub(crate) fn notice() -> Delivery {
    let before = Person {
        mail_problem: None,
        email: "mai.old@example.com".parse().unwrap(),
        link_epoch: 1,
        ..member()
    };
    let [draft, ..] = &contact_changed(&before, &member(), now())[..] else {
        panic!("the old address is told");
    };
    Delivery::new(Message {
        id: id("dlv_01KB1M7W8RD7G2J5M8P1R4T6W9"),
        booking: None,
        sequence: 0,
        kind: draft.kind,
        other: draft.to.person.clone(),
        to: draft.to.clone(),
        facts: draft.facts.clone(),
        queued_at: now(),
    })
}

fn reminder(delivery: &str) -> Message {
    let (booking, to) = (switched(), member());
    Message {
        id: id(delivery),
        sequence: booking.sequence,
        kind: Kind::Reminder,
        to: Recipient {
            person: to.id,
            side: Side::Member,
            address: Address::Email(to.email),
            name: to.name,
            zone: to.zone,
            language: to.language,
            link_epoch: to.link_epoch,
        },
        other: provider().id,
        facts: Facts {
            session_type: SessionType::Phone,
            starts_at: booking.span.starts_at,
            duration_minutes: 50,
            with: provider().name,
            member_phone: None,
            provider_phone: None,
            cancelled_by: None,
            moved_from: None,
            accept_by: None,
            lead: Some(Lead::Hours24),
            missed: vec![Lead::Hours36],
            no_show: None,
            nobody_came: false,
            member_waited: false,
        },
        queued_at: now(),
        booking: Some(booking.id),
    }
}

fn id(id: &str) -> DeliveryId {
    id.parse().unwrap()
}
