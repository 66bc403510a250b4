//! Items of every format are read into the same values.

use std::collections::BTreeSet;

use anteroom_domain::booking::{Booking, HistoryEntry};
use anteroom_domain::delivery::{Asks, Priority, Turn};
use anteroom_domain::message::Channel;
use anteroom_domain::person::Person;
use anteroom_domain::person_history::PersonEntry;
use anteroom_domain::transition::{BookingRecord, Transition};
use anteroom_domain::values::Role;
use anteroom_store::{CommitExtras, Conflict, KeptAnswer, Random, Store, read_message};

use jiff::SignedDuration;

use super::*;
use crate::bookings::{
    admitted, cancelled, event, history, meeting, no_show, policy, record, session, switched,
};
use crate::messages::{deliveries, notice, texts};
use crate::people::{
    account_of, answer, answer_key, changed, contact, corrected, member, only_move, provider,
    rescheduled, schedule, unconfirmed,
};

/// A table with the items of a format.
async fn stored(format: u32) -> Store {
    let client = table::start_on(dynoxide::Database::memory().unwrap()).await;
    for item in fixtures(format).values() {
        let put = client.put_item().table_name(table::NAME);
        put.set_item(Some(attributes(item))).send().await.unwrap();
    }
    Store::new(client, table::NAME.to_owned(), Random::system())
}

/// The record of [`switched`]. Its long reason has an item of its own.
fn switched_record() -> BookingRecord {
    let [booked, moved] = history();
    let moved = HistoryEntry { why: None, ..moved };
    BookingRecord {
        booking: switched(),
        session: session(),
        history: vec![booked, moved],
    }
}

#[tokio::test]
async fn bookings_are_read() {
    for format in 1..=FORMAT {
        let store = stored(format).await;
        let expected = switched_record();
        let id = &expected.booking.id;
        let found = store.record(id).await.unwrap().unwrap();
        assert_eq!(found, expected);
        let found = store.with_reasons(id, found.history).await.unwrap();
        assert_eq!(found, history());
        let found = store.meeting(id, meeting().generation).await.unwrap();
        assert_eq!(found.unwrap(), meeting().object);
        let found = store.service_evidence(id).await.unwrap();
        assert_eq!(found, [event().1]);
        assert_eq!(store.admissions(id).await.unwrap(), [admitted()]);
        for booking in [cancelled(), no_show()] {
            let expected = record(booking);
            let found = store.record(&expected.booking.id).await.unwrap().unwrap();
            assert_eq!(found, expected);
        }
    }
}

#[tokio::test]
async fn calls_for_the_concierge_are_read() {
    for format in 1..=FORMAT {
        let store = stored(format).await;
        let found = store.needing_attention(&policy(), now()).await.unwrap();
        let [called, text] = &found[..] else {
            panic!("{found:?}");
        };
        assert_eq!(called.record, switched_record());
        assert_eq!(Some(called.since), session().concierge_called_at);
        assert_eq!(text.record, switched_record());
        assert_eq!(text.since, texts()[1].report.at);
    }
}

#[tokio::test]
async fn messages_are_read() {
    for format in 1..=FORMAT {
        let store = stored(format).await;
        let found = store.messages_of(&switched().id).await.unwrap();
        assert_eq!(found, deliveries());
    }
}

#[test]
fn a_message_about_a_person_is_read() {
    for format in 1..=FORMAT {
        let item = attributes(&fixtures(format)["message-contact"]);
        assert_eq!(read_message(item).unwrap(), notice());
    }
}

#[test]
fn a_message_of_a_later_format_is_not_read() {
    for (name, item) in fixtures(FORMAT) {
        let mut item = attributes(&item);
        if !name.starts_with("message") {
            continue;
        }
        assert!(read_message(item.clone()).is_ok());
        let later = AttributeValue::N((FORMAT + 1).to_string());
        item.insert("format".to_owned(), later);
        assert!(read_message(item).is_err());
    }
}

fn history_of(person: &Person) -> PersonEntry {
    match person.role {
        Role::Provider => rescheduled(),
        _ => changed(),
    }
}

#[tokio::test]
async fn people_are_read() {
    for format in 1..=FORMAT {
        let store = stored(format).await;
        for person in [corrected(), unconfirmed()] {
            let found = store.person(&person.id).await.unwrap();
            assert_eq!(found, Some(person));
        }
        for person in [provider(), member()] {
            let (history, _) = store.person_history(&person.id, 10, None).await.unwrap();
            assert_eq!(history, [history_of(&person)]);
            let found = store.contact(&person.email).await.unwrap();
            assert_eq!(found, contact(&person).after);
            let found = store.person_and_account(&person.id).await.unwrap();
            let account = account_of(&person).unwrap().after;
            assert_eq!(found, Some((person, Some(account))));
        }
        let found = store.provider(&provider().id).await.unwrap();
        assert_eq!(found, Some((provider(), Some(schedule()))));
        let (found, _) = store.met(&provider().id, 10, None).await.unwrap();
        assert_eq!(found, [(member().id, member().name.to_string())]);
    }
}

#[tokio::test]
async fn agendas_are_read() {
    for format in 1..=FORMAT {
        let store = stored(format).await;
        for (person, buffer) in [(provider().id, 2), (member().id, 0)] {
            let cells = |booking: Booking| {
                let first = booking.span.starts_at.as_second() / 300;
                first..first + 10 + buffer
            };
            let taken = [switched(), no_show()].into_iter().flat_map(cells);
            let (from, to) = (at("2026-11-23T00:00:00Z"), at("2026-11-24T12:00:00Z"));
            let found = store.taken_cells(&person, from, to).await.unwrap();
            assert_eq!(found, taken.collect::<BTreeSet<_>>());
        }
    }
}

#[tokio::test]
async fn turns_are_read() {
    for format in 1..=FORMAT {
        let store = stored(format).await;
        let usual = Asks {
            priority: Priority::Usual,
            was_put_off: false,
            is_late: false,
        };
        let wanted = (usual, 1);
        let turns = store.take_turns(Channel::Email, wanted, 14, now()).await;
        let behind = now() + SignedDuration::from_micros(75_000);
        assert_eq!(turns.unwrap(), [Turn::Later(behind)]);
    }
}

#[tokio::test]
async fn answers_and_counters_are_read() {
    for format in 1..=FORMAT {
        let store = stored(format).await;
        let expected = KeptAnswer {
            fingerprint: answer_key().fingerprint,
            body: answer(),
        };
        assert_eq!(store.answer(&answer_key()).await.unwrap(), Some(expected));
        let step = Transition {
            booking: None,
            session: session(),
            entry: None,
            drafts: Vec::new(),
            held: false,
            guards: Vec::new(),
        };
        let extras = CommitExtras {
            limited: Some((only_move(), now())),
            ..CommitExtras::default()
        };
        let again = store.commit(&session(), &step, &extras).await;
        assert!(matches!(again, Err(Conflict::TooMany)), "{again:?}");
    }
}
