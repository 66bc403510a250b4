//! A table with one booking.

use anteroom_domain::pending::PendingContact;

use super::*;

/// A table with one phone session, whose confirmations are in the outbox.
pub(super) struct Fixture {
    pub(super) store: Store,
    pub(super) client: Client,
    pub(super) booking: Booking,
}

pub(super) fn now() -> Timestamp {
    "2026-11-21T08:30:00.123Z".parse().unwrap()
}

pub(super) fn after(minutes: i64) -> Timestamp {
    now() + SignedDuration::from_mins(minutes)
}

pub(super) fn party(id: &str, name: &str, phone: &str) -> Party {
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
    pub(super) async fn new() -> Self {
        Self::of(table::start_on(dynoxide::Database::memory().unwrap()).await).await
    }

    /// The same, with a client of an empty table.
    pub(super) async fn of(client: Client) -> Self {
        let store = Store::new(client.clone(), table::NAME.to_owned(), Random::system());
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
            state: booking::State::Confirmed,
            phone: PhoneSteps::default(),
            clock: DueClock::default(),
        };
        let messages =
            message::on_confirmed(&booking)
                .into_iter()
                .zip(1..)
                .map(|(draft, number)| Message {
                    id: id(now(), number),
                    booking: Some(booking.id.clone()),
                    sequence: booking.sequence,
                    kind: draft.kind,
                    other: booking.party(draft.to.side.other()).id.clone(),
                    to: draft.to,
                    facts: draft.facts,
                    queued_at: now(),
                });
        let author = Author {
            by,
            at: now(),
            request_id: "request".to_owned(),
        };
        let mut step = BookingRecord::booked(booking.clone(), &author, &Policy::default());
        // Only messages are due here.
        step.booking = Some(booking.clone());
        let extra = CommitExtras {
            messages: messages.collect(),
            counted: Some((Vec::new(), now())),
            ..CommitExtras::default()
        };
        let before = Before::Nothing;
        store.commit(before, &step, &extra).await.unwrap();
        Self {
            store,
            client,
            booking,
        }
    }

    /// The same, with the member's record as `change` makes it.
    pub(super) async fn with_member(change: impl FnOnce(&mut Person)) -> Self {
        let fixture = Self::new().await;
        fixture.add_member(change).await;
        fixture
    }

    /// Adds the member's record, as `change` makes it.
    pub(super) async fn add_member(&self, change: impl FnOnce(&mut Person)) {
        let party = &self.booking.member;
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
            contact_change: None,
            pending: PendingContact::default(),
            version: 1,
        };
        change(&mut person);
        let extra = CommitExtras::default();
        let free = Contact {
            address: person.email.clone(),
            holders: Vec::new(),
        };
        let address = ContactChange {
            after: free.taken_by(&person.id, false).unwrap(),
            before: free,
        };
        let added = PersonChange {
            before: None,
            after: person,
            addresses: vec![address],
            account: None,
            entry: None,
        };
        let written = self.store.write_person(&added, &extra, now());
        written.await.unwrap();
    }

    pub(super) async fn claim(&self, seen: &Delivery, at: Timestamp) -> Claim {
        let policy = Policy::default();
        self.store.claim(seen, &policy, at).await.unwrap()
    }

    /// Why a message is not to be sent at `at`; `None` if it was claimed.
    pub(super) async fn suppressed(&self, seen: &Delivery, at: Timestamp) -> Option<Suppression> {
        match self.claim(seen, at).await {
            Claim::Claimed(_) => None,
            Claim::Suppressed(why) => Some(why),
            Claim::NotFree | Claim::Deferred | Claim::Held => panic!("the message was free"),
        }
    }

    /// A message's item, as the stream would tell it now.
    pub(super) async fn item(&self, channel: Channel) -> Delivery {
        self.item_for(channel, |_| true).await
    }

    /// The same, of a message that is wanted.
    pub(super) async fn item_for(
        &self,
        channel: Channel,
        wanted: impl Fn(&Delivery) -> bool,
    ) -> Delivery {
        let items = self.raw_items().await;
        let items = items.into_iter().map(|item| read_message(item).unwrap());
        items
            .into_iter()
            .find(|item| item.channel() == channel && wanted(item))
            .unwrap()
    }

    pub(super) async fn raw_items(&self) -> Vec<std::collections::HashMap<String, AttributeValue>> {
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

    /// How many messages are queued.
    pub(super) async fn queued(&self) -> usize {
        let items = self.raw_items().await.into_iter();
        let read = items.map(|item| read_message(item).unwrap());
        read.filter(|item| item.status() == Status::Queued).count()
    }

    pub(super) async fn claimed(&self, channel: Channel, at: Timestamp) -> Delivery {
        match self.claim(&self.item(channel).await, at).await {
            Claim::Claimed(claimed) => *claimed,
            other => panic!("the message should have been free, but: {other:?}"),
        }
    }

    /// What the tick does to the messages that are due.
    pub(super) async fn tick(&self, at: Timestamp) -> Vec<Overdue> {
        let shard = keys::due_shard(&self.booking.id);
        let due = self.store.due(shard, at).await.unwrap();
        let due: Vec<Due> = due.into_iter().map(|(_, due)| due).collect();
        let mut done = Vec::new();
        for (due, read) in self.store.read_due(&due).await {
            let Some(DueItem::Message(message)) = read.unwrap() else {
                panic!("nothing else is due: {due:?}");
            };
            done.extend(self.store.overdue(&message, at).await.unwrap());
        }
        done
    }

    pub(super) async fn count(&self, list: List) -> usize {
        self.store.deliveries(list, 10, None).await.unwrap().0.len()
    }

    /// Makes a message as it was when nobody had taken it.
    pub(super) async fn queue_again(&self, channel: Channel) {
        let id = self.item(channel).await.message.id;
        self.client
            .update_item()
            .table_name(table::NAME)
            .key("PK", AttributeValue::S(format!("BKG#{}", self.booking.id)))
            .key("SK", AttributeValue::S(format!("MSG#{id}")))
            .update_expression(
                "SET #s = :queued, attempt = :none, dueAt = :due REMOVE notBefore, failure",
            )
            .expression_attribute_values(":due", AttributeValue::S(keys::instant(after(2))))
            .expression_attribute_names("#s", "state")
            .expression_attribute_values(":queued", AttributeValue::S("queued".to_owned()))
            .expression_attribute_values(":none", AttributeValue::N("0".to_owned()))
            .send()
            .await
            .unwrap();
    }

    /// A message with what it depends on.
    pub(super) async fn earlier(&self, id: &DeliveryId) -> Earlier {
        self.store.earlier(id).await.unwrap().unwrap()
    }

    /// Puts a message as it is.
    pub(super) async fn put(&self, delivery: &Delivery) {
        let item = serde_dynamo::to_item(MessageItem::from(delivery)).unwrap();
        let put = self.client.put_item().table_name(table::NAME);
        put.set_item(Some(item)).send().await.unwrap();
    }

    pub(super) async fn move_on(&self) {
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

/// The id of a message that was written at an instant.
pub(super) fn id(at: Timestamp, number: u128) -> DeliveryId {
    let milliseconds = u64::try_from(at.as_millisecond()).unwrap();
    let id = Ulid::from_parts(milliseconds, number);
    format!("dlv_{id}").parse().unwrap()
}

pub(super) fn sent() -> AttemptOutcome {
    AttemptOutcome::Sent(receipt())
}

pub(super) fn receipt() -> Receipt {
    Receipt {
        at: after(1),
        provider_id: "ses-1".to_owned(),
        parts: None,
    }
}

/// The message is to be tried again a minute later.
pub(super) fn again(at: Timestamp) -> AttemptOutcome {
    AttemptOutcome::Again {
        failure: FailureCode::Service("Throttling".to_owned()),
        at: at + SignedDuration::from_mins(1),
    }
}
