//! The people, the schedule and the answer that the items hold.

use anteroom_domain::account::{Account, AccountChange, AccountProblem, Stage};
use anteroom_domain::availability::{Override, Schedule, Window};
use anteroom_domain::booking::Side;
use anteroom_domain::contact::{Contact, ContactChange};
use anteroom_domain::message::Channel;
use anteroom_domain::pending::{Confirmation, PendingContact};
use anteroom_domain::person::{ContactEdit, MailProblem, MailProblemKind, Person, Reminders};
use anteroom_domain::person_history::{ContactHashes, PersonEntry, PersonEvent, PersonField};
use anteroom_domain::values::{Actor, Language, Role};
use anteroom_store::{AnswerKey, Limited, MessageCount};
use jiff::civil::Weekday;

use super::*;
use crate::bookings::{policy, switched};
use crate::messages::deliveries;

/// A provider in Singapore.
pub(crate) fn provider() -> Person {
    Person {
        id: "prv_01JD3Z5T3Q8K8A3V6W5N2M1P0R".parse().unwrap(),
        role: Role::Provider,
        name: "Dr Grace Tan".parse().unwrap(),
        email: "grace@example.com".parse().unwrap(),
        phone: None,
        zone: "Asia/Singapore".parse().unwrap(),
        language: Language::English,
        reminders: Reminders::default(),
        mail_problem: None,
        link_epoch: 0,
        contact_change: None,
        pending: PendingContact::default(),
        version: 1,
    }
}

/// A member in Vietnam whose mail bounced, and who wants no reminder an hour before.
pub(crate) fn member() -> Person {
    Person {
        id: "mem_01JD3Z5T3Q8K8A3V6W5N2M1P0S".parse().unwrap(),
        role: Role::Member,
        name: "Nguyễn Thị Mai".parse().unwrap(),
        email: "mai@example.com".parse().unwrap(),
        phone: Some("+84912345678".parse().unwrap()),
        zone: "Asia/Ho_Chi_Minh".parse().unwrap(),
        language: Language::Vietnamese,
        reminders: Reminders {
            hour_1: false,
            ..Reminders::default()
        },
        mail_problem: Some(MailProblem {
            address: "mai@example.com".parse().unwrap(),
            kind: MailProblemKind::Bounced,
            at: at("2026-11-20T09:00:00Z"),
        }),
        link_epoch: 2,
        contact_change: None,
        pending: PendingContact::default(),
        version: 3,
    }
}

/// A member whose address the concierge changed twice.
pub(crate) fn corrected() -> Person {
    Person {
        id: "mem_01JD3Z5T3Q8K8A3V6W5N2M1P0T".parse().unwrap(),
        email: "mai.nguyen@example.com".parse().unwrap(),
        contact_change: Some(ContactEdit {
            at: now(),
            by: "con_anna".parse().unwrap(),
            again: true,
        }),
        ..member()
    }
}

/// A member who has given another address and another number, and not confirmed them.
pub(crate) fn unconfirmed() -> Person {
    let before = Person {
        id: "mem_01JD3Z5T3Q8K8A3V6W5N2M1P0V".parse().unwrap(),
        email: "mai.tran@example.com".parse().unwrap(),
        ..member()
    };
    let given = Person {
        email: "mai.le@example.com".parse().unwrap(),
        phone: Some("+84900000001".parse().unwrap()),
        ..before.clone()
    };
    let mut ids = [
        "dlv_01KB1M7W8RD7G2J5M8P1R4T6X1",
        "dlv_01KB1M7W8RD7G2J5M8P1R4T6X2",
    ]
    .into_iter();
    let after = given.holding_back(&before, || ids.next().unwrap().parse().unwrap(), now());
    let wrong = after.confirm(Channel::Sms, |_| false, now()).unwrap();
    match wrong {
        Confirmation::Wrong { counted, .. } => counted,
        Confirmation::Confirmed(_) => panic!("no code is right"),
    }
}

/// The account that is to be made of the provider, of whose address somebody else has an account; another one that
/// was made, and is to be changed; and that of somebody whose access has ended.
pub(crate) fn account_of(person: &Person) -> Option<AccountChange> {
    let account = Account::new(person, now());
    let after = if *person == provider() {
        account.failed(AccountProblem::AddressTaken)
    } else if *person == member() {
        let moved = "mai@example.com".parse().unwrap();
        account.done(Stage::Invited).moved_to(moved, now())
    } else if *person == corrected() {
        account.done(Stage::Active).with_access(false, now())
    } else {
        return None;
    };
    let before = None;
    Some(AccountChange { before, after })
}

/// That a person has their address.
pub(crate) fn contact(person: &Person) -> ContactChange {
    let before = Contact {
        address: person.email.clone(),
        holders: Vec::new(),
    };
    let after = before.taken_by(&person.id, false).unwrap();
    ContactChange { before, after }
}

/// That the concierge corrected the member's address.
pub(crate) fn changed() -> PersonEntry {
    PersonEntry {
        at: now(),
        by: Actor::person("con_anna".parse().unwrap(), Role::Concierge),
        what: PersonEvent::Changed,
        fields: vec![PersonField::Email],
        contacts: vec![ContactHashes {
            field: PersonField::Email,
            before: Some("bWFpLm5AZXhhbXBsZS5jb20".to_owned()),
            after: Some("bWFpQGV4YW1wbGUuY29t".to_owned()),
        }],
        version: 3,
        request_id: "JKJaXmPLvHcESHA".to_owned(),
    }
}

/// That the provider made their schedule.
pub(crate) fn rescheduled() -> PersonEntry {
    PersonEntry {
        at: now(),
        by: Actor::person(provider().id, Role::Provider),
        what: PersonEvent::ScheduleChanged,
        fields: Vec::new(),
        contacts: Vec::new(),
        version: 1,
        request_id: "JKJaXmPLvHcESHB".to_owned(),
    }
}

/// The provider's schedule.
pub(crate) fn schedule() -> Schedule {
    let window = |from: &str, to: &str| Window {
        from: from.parse().unwrap(),
        to: to.parse().unwrap(),
    };
    let weekly = vec![
        (Weekday::Monday, window("09:00", "12:30")),
        (Weekday::Sunday, window("20:00", "24:00")),
    ];
    let overrides = vec![
        Override {
            date: "2026-12-24".parse().unwrap(),
            windows: vec![window("09:00", "11:00")],
        },
        Override {
            date: "2026-12-25".parse().unwrap(),
            windows: Vec::new(),
        },
    ];
    Schedule::new(provider().zone, 10, weekly, overrides, 1).unwrap()
}

/// The key of an answer to the member.
pub(crate) fn answer_key() -> AnswerKey {
    AnswerKey {
        person: member().id,
        key: "0d8f9a3c".to_owned(),
        fingerprint: "POST /v1/bookings 5f1c".to_owned(),
        now: now(),
    }
}

/// The answer, which is no text.
pub(crate) fn answer() -> Vec<u8> {
    vec![0, 200, 123, 255]
}

/// The one move of the booking that its daily limit allows.
pub(crate) fn only_move() -> Limited {
    Limited::move_of(&switched().id, &policy())
}

/// The count of the one message that the member causes, to themselves.
pub(crate) fn own_message() -> Vec<MessageCount> {
    let [delivery, ..] = deliveries();
    let mut message = delivery.message;
    message.to.person = member().id;
    message.to.side = Side::Member;
    let by = Actor::person(member().id, Role::Member);
    MessageCount::of(&[message], &by, &policy())
}
