//! The outbox on a real table: who may send a message, and what is written of it.
#![allow(clippy::unwrap_used)]

mod table;

use anteroom_domain::booking::{
    Booking, HistoryEntry, HistoryEvent, Party, SessionType, Side, Span, State, Status,
};
use anteroom_domain::message::{self, Address, Channel, Kind, Message, Recipient};
use anteroom_domain::person::{Lead, MailProblem, MailProblemKind, Person, Reminders};
use anteroom_domain::policy::Policy;
use anteroom_domain::values::{Actor, BookingId, Language, PhoneNumber, Role};
use anteroom_store::{
    AttemptOutcome, Changed, Claim, Claimed, CommitExtras, DeliveryList, DeliveryState, Due, LEASE,
    MOST_ATTEMPTS, MessageItem, NotResent, Overdue, Store, Suppression, backoff, keys,
};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::{SignedDuration, Timestamp};

/// A table with one phone session, whose confirmations are in the outbox.
struct Fixture {
    store: Store,
    client: Client,
    booking: Booking,
}

fn now() -> Timestamp {
    "2026-11-21T08:30:00.123Z".parse().unwrap()
}

fn after(minutes: i64) -> Timestamp {
    now() + SignedDuration::from_mins(minutes)
}

fn party(id: &str, name: &str, phone: &str) -> Party {
    Party {
        id: id.parse().unwrap(),
        name: name.parse().unwrap(),
        email: format!("{id}@example.com").parse().unwrap(),
        phone: Some(phone.parse::<PhoneNumber>().unwrap()),
        zone: "Asia/Ho_Chi_Minh".parse().unwrap(),
        language: Language::Vietnamese,
        link_epoch: 0,
    }
}

impl Fixture {
    async fn new() -> Self {
        let client = table::start_on(dynoxide::Database::memory().unwrap()).await;
        let store = Store::new(client.clone(), table::NAME.to_owned());
        let by = Actor::SYSTEM;
        let booking = Booking {
            id: "bkg_01JD3Z5T3Q8K8A3V6W5N2M1P0Q".parse().unwrap(),
            version: 1,
            sequence: 0,
            moved_at: 0,
            provider: party("prv_1", "Lan Tran", "+6561234567"),
            member: party("mem_1", "Nguyễn Thị Mai", "+84912345678"),
            session_type: SessionType::Phone,
            span: Span {
                starts_at: "2026-11-23T03:00:00Z".parse().unwrap(),
                duration: SignedDuration::from_mins(50),
                buffer: SignedDuration::from_mins(10),
            },
            comment: None,
            created_at: now(),
            created_by: by.clone(),
            state: State::Confirmed,
        };
        let messages =
            message::on_confirmed(&booking)
                .into_iter()
                .zip(1..)
                .map(|(draft, number)| Message {
                    id: format!("dlv_{number}").parse().unwrap(),
                    booking: booking.id.clone(),
                    sequence: booking.sequence,
                    kind: draft.kind,
                    other: booking.party(draft.to.side.other()).id.clone(),
                    to: draft.to,
                    facts: draft.facts,
                    queued_at: now(),
                });
        let entry = HistoryEntry {
            at: now(),
            by,
            what: HistoryEvent::Booked,
            status: Status::Confirmed,
            why: None,
            moved: None,
            request_id: "request".to_owned(),
        };
        let new = Changed {
            booking: booking.clone(),
            entry,
            due: None,
        };
        let extra = CommitExtras {
            messages: messages.collect(),
            answer: None,
            ..CommitExtras::default()
        };
        store.book(&new, &extra).await.unwrap();
        Self {
            store,
            client,
            booking,
        }
    }

    /// The same, with the member's record as `change` makes it.
    async fn with_member(change: impl FnOnce(&mut Person)) -> Self {
        let fixture = Self::new().await;
        let party = &fixture.booking.member;
        let mut person = Person {
            id: party.id.clone(),
            role: Role::Member,
            name: party.name.clone(),
            email: party.email.clone(),
            phone: party.phone.clone(),
            zone: party.zone.clone(),
            language: party.language,
            reminders: Reminders::default(),
            mail_problem: None,
            link_epoch: 0,
            version: 1,
        };
        change(&mut person);
        fixture
            .store
            .create_person(&person, &CommitExtras::default())
            .await
            .unwrap();
        fixture
    }

    /// What bars a message from being sent at `at`; `None` if it was taken.
    async fn barred(&self, seen: &MessageItem, at: Timestamp) -> Option<Suppression> {
        match self
            .store
            .claim(seen, &Policy::default(), at)
            .await
            .unwrap()
        {
            Claim::Taken(_) => None,
            Claim::Barred(bar) => Some(bar),
            Claim::AlreadyTaken => panic!("the message was free"),
        }
    }

    /// A message's item, as the stream would tell it now.
    async fn item(&self, channel: Channel) -> MessageItem {
        self.item_for(channel, |_| true).await
    }

    /// The same, of a message that is wanted.
    async fn item_for(
        &self,
        channel: Channel,
        wanted: impl Fn(&MessageItem) -> bool,
    ) -> MessageItem {
        let items = self.raw_items().await;
        let items = items
            .into_iter()
            .map(|item| serde_dynamo::from_item::<_, MessageItem>(item).unwrap());
        items
            .into_iter()
            .find(|item| item.channel == channel && wanted(item))
            .unwrap()
    }

    async fn raw_items(&self) -> Vec<std::collections::HashMap<String, AttributeValue>> {
        let output = self
            .client
            .scan()
            .table_name(table::NAME)
            .filter_expression("kind = :message");
        let message = AttributeValue::S("message".to_owned());
        output
            .expression_attribute_values(":message", message)
            .send()
            .await
            .unwrap()
            .items
            .unwrap()
    }

    async fn taken(&self, channel: Channel, at: Timestamp) -> Claimed {
        match self
            .store
            .claim(&self.item(channel).await, &Policy::default(), at)
            .await
            .unwrap()
        {
            Claim::Taken(claimed) => *claimed,
            other => panic!("the message should have been free, but: {other:?}"),
        }
    }

    /// What the tick does to the messages that are due.
    async fn tick(&self, at: Timestamp) -> Vec<Overdue> {
        let mut done = Vec::new();
        for due in self
            .store
            .due(keys::due_shard(&self.booking.id), at)
            .await
            .unwrap()
        {
            match due {
                Due::Message(item) => done.push(self.store.overdue(&item, at).await.unwrap()),
                Due::Booking(_) => panic!("no booking is due"),
            }
        }
        done
    }

    async fn count(&self, list: DeliveryList) -> usize {
        self.store.deliveries(list, 10, None).await.unwrap().0.len()
    }

    /// Makes a message as it was when nobody had taken it.
    async fn queue_again(&self, channel: Channel) {
        let key = self.item(channel).await.id;
        self.client
            .update_item()
            .table_name(table::NAME)
            .key("PK", AttributeValue::S(format!("BKG#{}", self.booking.id)))
            .key("SK", AttributeValue::S(format!("MSG#{key}")))
            .update_expression("SET #s = :queued, attempt = :none REMOVE notBefore")
            .expression_attribute_names("#s", "state")
            .expression_attribute_values(":queued", AttributeValue::S("queued".to_owned()))
            .expression_attribute_values(":none", AttributeValue::N("0".to_owned()))
            .send()
            .await
            .unwrap();
    }

    async fn move_on(&self) {
        let booking: &BookingId = &self.booking.id;
        self.client
            .update_item()
            .table_name(table::NAME)
            .key("PK", AttributeValue::S(format!("BKG#{booking}")))
            .key("SK", AttributeValue::S("BOOKING".to_owned()))
            .update_expression("SET #s = :next")
            .expression_attribute_names("#s", "sequence")
            .expression_attribute_values(":next", AttributeValue::N("1".to_owned()))
            .send()
            .await
            .unwrap();
    }
}

fn sent() -> AttemptOutcome {
    AttemptOutcome::Sent {
        at: after(1),
        provider_id: "ses-1".to_owned(),
        parts: None,
    }
}

fn again(attempt: u32, at: Timestamp) -> AttemptOutcome {
    AttemptOutcome::Again {
        code: "Throttling".to_owned(),
        at: at + backoff(attempt),
    }
}

#[tokio::test]
async fn a_message_is_read_as_it_was_written() {
    let fixture = Fixture::new().await;
    let item = fixture.item(Channel::Sms).await;
    let message = item.message();
    assert_eq!(
        (message.kind, message.queued_at),
        (Kind::PhoneBooked, now())
    );
    assert_eq!(message.to.name, fixture.booking.member.name);
    assert_eq!((item.state, item.attempt), (DeliveryState::Queued, 0));
    assert_eq!(fixture.count(DeliveryList::Queued).await, 3);
}

#[tokio::test]
async fn one_of_many_takes_a_message() {
    let fixture = Fixture::new().await;
    let item = fixture.item(Channel::Email).await;
    let tries = (0..20).map(|_| {
        let (store, item) = (fixture.store.clone(), item.clone());
        tokio::spawn(async move { store.claim(&item, &Policy::default(), now()).await.unwrap() })
    });
    let mut taken = 0;
    for one in tries.collect::<Vec<_>>() {
        match one.await.unwrap() {
            Claim::Taken(claimed) => {
                assert_eq!(claimed.attempt, 1);
                taken += 1;
            }
            Claim::AlreadyTaken => {}
            Claim::Barred(bar) => panic!("nothing bars it, but: {bar:?}"),
        }
    }
    assert_eq!(taken, 1);
}

#[tokio::test]
async fn a_sent_message_is_over() {
    let fixture = Fixture::new().await;
    let seen = fixture.item(Channel::Email).await;
    let claimed = fixture.taken(Channel::Email, now()).await;
    assert!(fixture.store.mark(&claimed, &sent()).await.unwrap());
    // The record of the stream may come again.
    assert_eq!(
        fixture
            .store
            .claim(&seen, &Policy::default(), after(5))
            .await
            .unwrap(),
        Claim::AlreadyTaken
    );
    // Saying it twice is the same as once, and another word comes too late.
    assert!(fixture.store.mark(&claimed, &sent()).await.unwrap());
    assert!(
        !fixture
            .store
            .mark(
                &claimed,
                &AttemptOutcome::Failed {
                    code: "late".to_owned()
                }
            )
            .await
            .unwrap()
    );
    let (deliveries, next) = fixture
        .store
        .deliveries(DeliveryList::Sent, 10, None)
        .await
        .unwrap();
    assert!(next.is_none());
    assert_eq!(
        (
            deliveries[0].state,
            deliveries[0].sent_at,
            deliveries[0].attempts
        ),
        (DeliveryState::Sent, Some(after(1)), 1)
    );
    // The two others are due in time; this one never again.
    assert_eq!(fixture.tick(after(24 * 60)).await, [Overdue::Nudged; 2]);
}

#[tokio::test]
async fn a_message_about_a_booking_that_moved_on_is_dropped() {
    let fixture = Fixture::new().await;
    let seen = fixture.item(Channel::Sms).await;
    fixture.move_on().await;
    assert_eq!(
        fixture
            .store
            .claim(&seen, &Policy::default(), now())
            .await
            .unwrap(),
        Claim::Barred(Suppression::Stale)
    );
    assert_eq!(
        fixture
            .store
            .claim(&seen, &Policy::default(), now())
            .await
            .unwrap(),
        Claim::AlreadyTaken
    );
    assert_eq!(
        fixture.item(Channel::Sms).await.state,
        DeliveryState::Dropped
    );
    assert_eq!(fixture.count(DeliveryList::Queued).await, 2);
    let all = fixture
        .store
        .messages_of(&fixture.booking.id)
        .await
        .unwrap();
    assert_eq!(
        all.iter()
            .filter(|delivery| delivery.state == DeliveryState::Dropped)
            .count(),
        1
    );
}

#[tokio::test]
async fn a_message_in_somebodys_hands_is_not_dropped() {
    let fixture = Fixture::new().await;
    let seen = fixture.item(Channel::Sms).await;
    let claimed = fixture.taken(Channel::Sms, now()).await;
    fixture.move_on().await;
    assert_eq!(
        fixture
            .store
            .claim(&seen, &Policy::default(), now())
            .await
            .unwrap(),
        Claim::AlreadyTaken
    );
    assert!(fixture.store.mark(&claimed, &sent()).await.unwrap());
}

#[tokio::test]
async fn a_throttled_message_waits_for_its_time() {
    let fixture = Fixture::new().await;
    let claimed = fixture.taken(Channel::Sms, now()).await;
    assert!(
        fixture
            .store
            .mark(&claimed, &again(1, now()))
            .await
            .unwrap()
    );
    let waiting = fixture.item(Channel::Sms).await;
    assert_eq!(
        (waiting.state, waiting.failure.as_deref()),
        (DeliveryState::Queued, Some("Throttling"))
    );
    // Too early: neither taken nor dropped, even if the booking has moved on.
    assert_eq!(
        fixture
            .store
            .claim(&waiting, &Policy::default(), now())
            .await
            .unwrap(),
        Claim::AlreadyTaken
    );
    // The tick finds it as soon as it may be tried, and the stream tells of it again.
    assert_eq!(fixture.tick(after(1)).await, [Overdue::Nudged]);
    let nudged = fixture.item(Channel::Sms).await;
    assert_eq!(nudged.nudged_at, Some(after(1)));
    let claim = fixture
        .store
        .claim(&nudged, &Policy::default(), after(1))
        .await
        .unwrap();
    assert!(matches!(claim, Claim::Taken(claimed) if claimed.attempt == 2));
}

#[tokio::test]
async fn a_lost_record_is_found_by_the_tick() {
    let fixture = Fixture::new().await;
    assert_eq!(fixture.tick(after(1)).await, []);
    assert_eq!(fixture.tick(after(2)).await, [Overdue::Nudged; 3]);
    assert_eq!(fixture.tick(after(3)).await, []);
    assert_eq!(fixture.tick(after(12)).await, [Overdue::Nudged; 3]);
}

#[tokio::test]
async fn after_a_lost_lease_an_email_is_sent_again_and_an_sms_is_not() {
    let fixture = Fixture::new().await;
    let sms = fixture.taken(Channel::Sms, now()).await;
    let email = fixture.taken(Channel::Email, now()).await;
    let lapsed = now() + LEASE;
    let mut done = fixture.tick(lapsed).await;
    done.sort_by_key(|done| format!("{done:?}"));
    assert_eq!(done, [Overdue::Nudged, Overdue::Requeued, Overdue::Unknown]);
    assert_eq!(fixture.count(DeliveryList::Unknown).await, 1);
    // Whoever comes back too late changes nothing.
    assert!(!fixture.store.mark(&sms, &sent()).await.unwrap());
    assert!(!fixture.store.mark(&email, &sent()).await.unwrap());
    assert_eq!(fixture.taken(Channel::Email, lapsed).await.attempt, 2);
}

#[tokio::test]
async fn an_email_is_given_up_after_its_last_attempt() {
    let fixture = Fixture::new().await;
    let mut at = now();
    for attempt in 1..=MOST_ATTEMPTS {
        let claimed = fixture.taken(Channel::Email, at).await;
        assert_eq!(claimed.attempt, attempt);
        at += LEASE;
        let done = fixture.tick(at).await;
        let expected = if attempt < MOST_ATTEMPTS {
            Overdue::Requeued
        } else {
            Overdue::GivenUp
        };
        assert!(done.contains(&expected), "{attempt}: {done:?}");
    }
    let (failed, _) = fixture
        .store
        .deliveries(DeliveryList::Failed, 10, None)
        .await
        .unwrap();
    assert_eq!(failed[0].failure.as_deref(), Some("gave_up"));
}

#[tokio::test]
async fn deliveries_come_in_pages_and_show_no_address() {
    let fixture = Fixture::new().await;
    let mut seen = Vec::new();
    let mut from = None;
    loop {
        let (page, next) = fixture
            .store
            .deliveries(DeliveryList::Queued, 2, from)
            .await
            .unwrap();
        seen.extend(page);
        from = next;
        if from.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 3);
    let shown = serde_json::to_string(&seen).unwrap();
    assert!(
        !shown.contains('@') && !shown.contains("+84") && !shown.contains("Mai"),
        "{shown}"
    );
}

#[test]
fn the_pause_doubles_up_to_an_hour() {
    let minutes = [1, 2, 3, 4, 5, 6, 7, 8].map(|attempt| backoff(attempt).as_mins());
    assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 60, 60]);
}

#[tokio::test]
async fn a_reminder_that_its_reader_turned_off_is_dropped() {
    let off = |person: &mut Person| person.reminders.hours_24 = false;
    let to_member = |item: &MessageItem| item.to.side == Side::Member;
    for channel in [Channel::Email, Channel::Sms] {
        for (lead, expected) in [
            (Some(Lead::Hours24), Some(Suppression::TurnedOff)),
            (Some(Lead::Hours36), None),
            (Some(Lead::Hour1), None),
            (None, None),
        ] {
            let fixture = Fixture::with_member(off).await;
            let mut seen = fixture.item_for(channel, to_member).await;
            seen.facts.lead = lead;
            assert_eq!(fixture.barred(&seen, now()).await, expected, "{lead:?}");
            if expected.is_some() {
                let dropped = fixture.item_for(channel, to_member).await;
                assert_eq!(dropped.state, DeliveryState::Dropped);
                assert_eq!(dropped.failure.as_deref(), Some("turned_off"));
            }
        }
    }
}

#[tokio::test]
async fn a_message_goes_to_its_reader_as_they_are_when_it_is_taken() {
    let moved = |person: &mut Person| {
        person.name = "Mai Nguyen".parse().unwrap();
        person.email = "mended@example.com".parse().unwrap();
        person.phone = Some("+84900000000".parse().unwrap());
        person.zone = "Europe/Berlin".parse().unwrap();
        person.language = Language::English;
    };
    for (channel, address) in [
        (
            Channel::Email,
            Address::Email("mended@example.com".parse().unwrap()),
        ),
        (
            Channel::Sms,
            Address::Phone("+84900000000".parse().unwrap()),
        ),
    ] {
        let fixture = Fixture::with_member(moved).await;
        let to_member = |item: &MessageItem| item.to.side == Side::Member;
        let seen = fixture.item_for(channel, to_member).await;
        let policy = Policy::default();
        let Claim::Taken(claimed) = fixture.store.claim(&seen, &policy, now()).await.unwrap()
        else {
            panic!("the message was free");
        };
        let present = Recipient {
            address,
            name: "Mai Nguyen".parse().unwrap(),
            zone: "Europe/Berlin".parse().unwrap(),
            language: Language::English,
            ..seen.to.clone()
        };
        assert_eq!(claimed.message.to, present);
        // Who sends it again, or looks where it went, reads the same.
        assert_eq!(fixture.item_for(channel, to_member).await.to, present);
    }
}

#[tokio::test]
async fn a_message_tells_the_number_that_the_other_side_has_when_it_is_taken() {
    for phone in [Some("+84900000000".parse().unwrap()), None] {
        let fixture = Fixture::with_member(|person| person.phone.clone_from(&phone)).await;
        let to_provider = |item: &MessageItem| item.to.side == Side::Provider;
        let seen = fixture.item_for(Channel::Email, to_provider).await;
        assert!(seen.facts.member_phone.is_some() && seen.facts.member_phone != phone);
        let policy = Policy::default();
        let Claim::Taken(claimed) = fixture.store.claim(&seen, &policy, now()).await.unwrap()
        else {
            panic!("the message was free");
        };
        assert_eq!(claimed.message.facts.member_phone, phone);
        assert_eq!(claimed.message.to, seen.to);
    }
}

#[tokio::test]
async fn an_sms_to_somebody_without_a_number_fails() {
    let fixture = Fixture::with_member(|person| person.phone = None).await;
    let seen = fixture.item(Channel::Sms).await;
    assert_eq!(
        fixture.barred(&seen, now()).await,
        Some(Suppression::NoNumber)
    );
    assert_eq!(fixture.count(DeliveryList::Failed).await, 1);
}

#[tokio::test]
async fn an_address_that_was_mended_takes_the_place_of_one_with_a_problem() {
    let fixture = Fixture::with_member(|person| {
        person.mail_problem = Some(MailProblem {
            address: person.email.clone(),
            kind: MailProblemKind::Bounced,
            at: now(),
        });
        person.email = "mended@example.com".parse().unwrap();
    });
    let fixture = fixture.await;
    let to_member = |item: &MessageItem| item.to.side == Side::Member;
    let seen = fixture.item_for(Channel::Email, to_member).await;
    assert_eq!(fixture.barred(&seen, now()).await, None);
}

#[tokio::test]
async fn a_reminder_by_sms_that_is_turned_off_fails_for_no_mail_problem() {
    let fixture = Fixture::with_member(|person| {
        person.reminders.hours_24 = false;
        person.mail_problem = Some(MailProblem {
            address: person.email.clone(),
            kind: MailProblemKind::Bounced,
            at: now(),
        });
    });
    let fixture = fixture.await;
    let mut seen = fixture.item(Channel::Sms).await;
    seen.facts.lead = Some(Lead::Hours24);
    assert_eq!(
        fixture.barred(&seen, now()).await,
        Some(Suppression::TurnedOff)
    );
    let dropped = fixture.item(Channel::Sms).await;
    assert_eq!(dropped.state, DeliveryState::Dropped);
}

#[tokio::test]
async fn an_address_with_a_problem_is_not_written_to_and_others_are() {
    for (kind, expected) in [
        (MailProblemKind::Bounced, Suppression::AddressBounced),
        (MailProblemKind::Complained, Suppression::AddressComplained),
    ] {
        for (address, expected) in [
            ("mem_1@example.com", Some(expected)),
            ("mended@example.com", None),
        ] {
            let fixture = Fixture::with_member(|person| {
                person.mail_problem = Some(MailProblem {
                    address: address.parse().unwrap(),
                    kind,
                    at: now(),
                });
            });
            let fixture = fixture.await;
            for side in Side::BOTH {
                let seen = fixture
                    .item_for(Channel::Email, |item| item.to.side == side)
                    .await;
                let expected = expected.filter(|_| side == Side::Member);
                assert_eq!(fixture.barred(&seen, now()).await, expected, "{address}");
            }
            let failed = fixture.count(DeliveryList::Failed).await;
            assert_eq!(failed, usize::from(expected.is_some()));
            // The telephone is another matter.
            fixture.taken(Channel::Sms, now()).await;
        }
    }
}

#[tokio::test]
async fn a_number_is_sent_so_much_a_day_and_no_more() {
    let fixture = Fixture::new().await;
    let policy = Policy {
        sms_limit: 1,
        ..Policy::default()
    };
    let claim = async |at| {
        let seen = fixture.item(Channel::Sms).await;
        fixture.store.claim(&seen, &policy, at).await.unwrap()
    };
    let Claim::Taken(first) = claim(now()).await else {
        panic!("the first is within the limit");
    };
    // Trying the same message again does not count.
    fixture.store.mark(&first, &again(1, now())).await.unwrap();
    assert!(matches!(claim(after(1)).await, Claim::Taken(_)));
    // The number's next one has to wait for the next day, and the concierge sees it.
    fixture.queue_again(Channel::Sms).await;
    assert_eq!(
        claim(after(2)).await,
        Claim::Barred(Suppression::RateLimited)
    );
    let failed = fixture.store.deliveries(DeliveryList::Failed, 10, None);
    let failed = failed.await.unwrap().0;
    assert_eq!(failed[0].failure.as_deref(), Some("rate_limited"));
    fixture.queue_again(Channel::Sms).await;
    assert!(matches!(claim(after(24 * 60)).await, Claim::Taken(_)));
    // Emails are not counted.
    fixture.taken(Channel::Email, now()).await;
}

#[tokio::test]
async fn a_message_is_found_by_its_id_and_written_once_more() {
    let fixture = Fixture::with_member(|_| {}).await;
    let seen = fixture
        .item_for(Channel::Email, |item| item.to.side == Side::Member)
        .await;
    let earlier = fixture.store.earlier(&seen.id).await.unwrap().unwrap();
    assert_eq!(
        (&earlier.item, &earlier.stored.booking),
        (&seen, &fixture.booking)
    );
    assert_eq!(earlier.reader.unwrap().id, seen.to.person);
    // A person's id is in the same index, but is no message's.
    for id in ["dlv_absent", "mem_1"] {
        let found = fixture.store.earlier(&id.parse().unwrap()).await.unwrap();
        assert!(found.is_none(), "{id}");
    }
    let policy = Policy {
        resend_limit: 2,
        ..Policy::default()
    };
    for (number, at, fits) in [
        (1, now(), true),
        (2, after(1), true),
        (3, after(2), false),
        (4, after(24 * 60), true),
    ] {
        let seen = fixture.store.earlier(&seen.id).await.unwrap().unwrap().item;
        let again = MessageItem {
            id: format!("dlv_again{number}").parse().unwrap(),
            queued_at: at,
            resend_of: Some(seen.id.clone()),
            resent_as: None,
            ..seen.clone()
        };
        let written = fixture
            .store
            .resend(&seen, &again, &policy, &CommitExtras::default())
            .await;
        match written {
            Ok(()) => assert!(fits, "{number}"),
            Err(NotResent::TooMany) => assert!(!fits, "{number}"),
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(fixture.count(DeliveryList::Queued).await, 6);
}

#[tokio::test]
async fn a_concierge_has_so_much_sent_again_a_day_and_no_more() {
    let fixture = Fixture::with_member(|_| {}).await;
    let seen = fixture.item(Channel::Email).await;
    let policy = Policy {
        resend_person_limit: 1,
        ..Policy::default()
    };
    for (number, by, fits) in [(1, "con_1", true), (2, "con_1", false), (3, "con_2", true)] {
        let seen = fixture.store.earlier(&seen.id).await.unwrap().unwrap().item;
        let again = MessageItem {
            resent_as: None,
            id: format!("dlv_again{number}").parse().unwrap(),
            queued_at: now(),
            requested_by: Some(Actor::person(by.parse().unwrap(), Role::Concierge)),
            ..seen.clone()
        };
        let written = fixture
            .store
            .resend(&seen, &again, &policy, &CommitExtras::default())
            .await;
        match written {
            Ok(()) => assert!(fits, "{number}"),
            Err(NotResent::TooManyByOne) => assert!(!fits, "{number}"),
            Err(other) => panic!("{other}"),
        }
    }
}
