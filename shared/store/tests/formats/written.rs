//! What the store writes today is what the files of today's format hold.

use anteroom_domain::booking::{Booking, OpenBookings, OpenChange, State};
use anteroom_domain::delivery::{Asks, Priority};
use anteroom_domain::message::Channel;
use anteroom_domain::person_history::PersonChange;
use anteroom_domain::session::SessionState;
use anteroom_domain::transition::Transition;
use anteroom_domain::values::Role;
use anteroom_store::{Before, CommitExtras, MessageItem, Random, Store};
use aws_sdk_dynamodb::Client;

use super::*;
use crate::bookings::{
    admitted, cancelled, event, history, meeting, no_show, policy, record, session, switched,
};
use crate::messages::{deliveries, notice, texts};
use crate::people::{
    account_of, answer, answer_key, changed, contact, corrected, member, only_move, own_message,
    provider, rescheduled, schedule, unconfirmed,
};

#[tokio::test]
async fn every_item_is_stored_in_todays_format() {
    let client = table::start_on(dynoxide::Database::memory().unwrap()).await;
    write_all(&client).await;
    let scan = client.scan().table_name(table::NAME).send().await.unwrap();
    let stored = scan.items.unwrap().into_iter().map(Item::from);
    let mut stored: BTreeMap<String, Item> = stored.map(|item| (key(&item), item)).collect();
    for (name, expected) in fixtures(FORMAT) {
        let found = stored.remove(&key(&expected)).unwrap_or_default();
        assert_eq!(json(&found), json(&expected), "{name}");
        let format = AttributeValue::N(FORMAT.to_string());
        assert_eq!(attributes(&found)["format"], format, "{name}");
    }
    assert_eq!(
        stored.keys().collect::<Vec<_>>(),
        [""; 0],
        "they lack a file"
    );
}

fn json(item: &Item) -> serde_json::Value {
    serde_json::to_value(item).unwrap()
}

/// Writes every kind of item.
async fn write_all(client: &Client) {
    let store = &Store::new(client.clone(), table::NAME.to_owned(), Random::system());
    let extras = CommitExtras::default();
    for person in [provider(), member(), corrected(), unconfirmed()] {
        let added = PersonChange {
            before: None,
            addresses: vec![contact(&person)],
            account: account_of(&person),
            entry: (person == member()).then(changed),
            after: person,
        };
        store.write_person(&added, &extras, now()).await.unwrap();
    }
    let provider = provider().id;
    let (plan, entry) = (schedule(), rescheduled());
    let planned = store.change_schedule(&provider, &plan, &entry);
    planned.await.unwrap();
    for booking in [cancelled(), no_show()] {
        let step = step(booking.clone(), record(booking).session);
        store.commit(Before::Nothing, &step, &extras).await.unwrap();
    }
    write_switched(store).await;
    let (event, _) = event();
    let booking = &switched().id;
    store.keep_event(booking, "member", &event).await.unwrap();
    for delivery in deliveries().into_iter().chain([notice()]) {
        let item = serde_dynamo::to_item(MessageItem::from(&delivery)).unwrap();
        let put = client.put_item().table_name(table::NAME);
        put.set_item(Some(item)).send().await.unwrap();
    }
    let late = |priority| Asks {
        priority,
        was_put_off: false,
        is_late: true,
    };
    // The turns of forty seconds are taken, so the others are put off.
    for (priority, count) in [
        (Priority::Usual, 560),
        (Priority::Usual, 1),
        (Priority::Urgent, 1),
    ] {
        let wanted = (late(priority), count);
        let turns = store.take_turns(Channel::Email, wanted, 14, now()).await;
        assert_eq!(turns.unwrap().len(), count);
    }
    for text in texts() {
        let item = serde_dynamo::to_item(MessageItem::from(&text.sending)).unwrap();
        let put = client.put_item().table_name(table::NAME);
        put.set_item(Some(item)).send().await.unwrap();
        let (id, outcome) = (&text.receipt.provider_id, text.outcome());
        assert!(store.mark(&text.sending, &outcome).await.unwrap());
        let found = store.text_reported(id, &text.report).await.unwrap();
        assert!(found.is_some());
    }
}

/// Books the session, then starts it with all that came of it.
async fn write_switched(store: &Store) {
    let [booked, moved] = history();
    let confirmed = Booking {
        version: switched().version - 1,
        state: State::Confirmed,
        ..switched()
    };
    let before = record(confirmed.clone());
    let mut first = step(confirmed, before.session.clone());
    first.entry = Some(booked);
    let policy = policy();
    let open = OpenChange::between(None, &switched(), &policy);
    let opening =
        OpenBookings::default().opening(&switched().provider.id, Role::Member, &policy, now());
    let extras = CommitExtras {
        open,
        opening: Some(opening.unwrap()),
        ..CommitExtras::default()
    };
    store
        .commit(Before::Nothing, &first, &extras)
        .await
        .unwrap();
    let mut second = step(switched(), session());
    second.entry = Some(moved);
    let extras = CommitExtras {
        answer: Some((answer_key(), answer())),
        counted: Some((own_message(), now())),
        limited: Some((only_move(), now())),
        meeting: Some(meeting()),
        admitted: Some(admitted()),
        ..CommitExtras::default()
    };
    store.commit(&before, &second, &extras).await.unwrap();
}

fn step(booking: Booking, session: SessionState) -> Transition {
    Transition {
        booking: Some(booking),
        session,
        entry: None,
        drafts: Vec::new(),
        held: false,
        guards: Vec::new(),
    }
}
