//! Daily limits of messages (A3). Each message is counted for the person who caused it and for its
//! reader, in the transaction that writes it. One item a person and day holds both counts.

use std::collections::BTreeMap;

use anteroom_domain::booking::Side;
use anteroom_domain::message::Message;
use anteroom_domain::policy::Policy;
use anteroom_domain::values::{Actor, PersonId, Role};
use jiff::Timestamp;

use super::change::Change;
use super::condition::Condition;
use super::keys::Key;
use super::limits::KEPT;
use super::path::{EXPIRES_AT, FORMAT, Path};
use super::value::{number, text};

/// The paths of a person's counter.
pub(super) mod path {
    use crate::path::{Path, paths};

    paths! {
        CAUSED = "caused";
        KIND = "kind";
        RECEIVED = "received";
    }
}

/// The messages of one transaction that count for one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageCount {
    person: PersonId,
    caused: Count,
    received: Count,
}

/// How many messages are added to a count, and its limit, if it has one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    added: u32,
    limit: Option<u32>,
}

impl MessageCount {
    /// What messages count for each person. The system's messages count for their readers and are
    /// never refused. The concierge may cause any number, within what each reader may get.
    pub fn of(messages: &[Message], by: &Actor, policy: &Policy) -> Vec<Self> {
        let mut people = BTreeMap::<&PersonId, (Count, Count)>::new();
        for message in messages {
            let reader = &message.to;
            let (_, received) = people.entry(&reader.person).or_default();
            received.added += 1;
            received.limit = by.id.is_some().then_some(match reader.side {
                Side::Provider => policy.provider_received_limit,
                Side::Member => policy.member_received_limit,
            });
            let limit = match by.role {
                Role::Member => policy.member_caused_limit,
                Role::Provider => policy.provider_caused_limit,
                Role::Concierge | Role::System => continue,
            };
            if let Some(person) = &by.id {
                let (caused, _) = people.entry(person).or_default();
                caused.added += 1;
                caused.limit = Some(limit);
            }
        }
        let counts = people.into_iter();
        let count = |(person, (caused, received)): (&PersonId, (Count, Count))| Self {
            person: person.clone(),
            caused,
            received,
        };
        counts.map(count).collect()
    }

    /// Raises the person's counts, on the condition that both stay within their limits.
    pub(super) fn counted(&self, now: Timestamp) -> (Key, Change) {
        let change = Change::default()
            .set(&path::KIND, text("messages"))
            .set(&FORMAT, number(super::FORMAT))
            .set(&EXPIRES_AT, number((now + KEPT).as_second()));
        let change = self.caused.added_to(change, &path::CAUSED);
        let change = self.received.added_to(change, &path::RECEIVED);
        (
            Key::count(&format!("messages#{}", self.person), now),
            change,
        )
    }
}

impl Count {
    fn added_to(self, change: Change, path: &Path) -> Change {
        if self.added == 0 {
            return change;
        }
        let change = change.count(path, self.added);
        let Some(limit) = self.limit else {
            return change;
        };
        let most = number(limit.saturating_sub(self.added));
        change.when(Condition::any([path.absent(), path.at_most(most)]))
    }
}
