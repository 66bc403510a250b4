//! Daily limits of messages (A3). Each message is counted for the person who caused it and for its
//! reader, in the transaction that writes it. One item a person holds their counts of each day.

use std::collections::BTreeMap;

use anteroom_domain::booking::Side;
use anteroom_domain::message::Message;
use anteroom_domain::policy::Policy;
use anteroom_domain::values::{Actor, PersonId, Role};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::change::Change;
use super::condition::Condition;
use super::path::{FORMAT, Path};
use super::value::number;

/// The paths of a person's counts. Each has its day in its name: a write that reads nothing first can
/// begin a new day in no other way.
pub(super) mod path {
    use jiff::civil::Date;

    use crate::path::{Path, paths};

    paths! {
        DISABLED = "disabled";
    }

    /// How many messages the person caused in a day.
    pub(crate) fn caused(day: Date) -> Path {
        Path::named(format!("caused-{day}"))
    }

    /// How many messages to the person were caused in a day.
    pub(crate) fn received(day: Date) -> Path {
        Path::named(format!("received-{day}"))
    }
}

/// Of how many days back each write removes the counts. Those of a person for whom nothing was counted
/// in so long stay, in some 45 bytes.
const REMOVED_DAYS: usize = 14;

/// The messages of one transaction that count for one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageCount {
    person: PersonId,
    caused: Count,
    received: Count,
    /// Whether they are a concierge who acts for others: without access they may not, even if no limit refuses it (A5).
    acts_for_others: bool,
}

/// How many messages are added to a count, and its limit, if it has one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    added: u32,
    limit: Option<u32>,
}

impl MessageCount {
    /// What messages count for each person. The system's messages count for their readers and are
    /// never refused.
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
                Role::Concierge => policy.concierge_caused_limit,
                Role::System => continue,
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
            acts_for_others: by.role == Role::Concierge && by.id.as_ref() == Some(person),
        };
        counts.map(count).collect()
    }

    /// The same, for messages that no limit refuses.
    #[must_use]
    pub fn unlimited(mut self) -> Self {
        self.caused.limit = None;
        self.received.limit = None;
        self
    }

    /// Raises the person's counts, on the condition that both stay within their limits, and that the person has
    /// access (A5). What no limit refuses is not refused for that either, but for a concierge's own access.
    pub(super) fn counted(&self, now: Timestamp) -> Change {
        let day = now.to_zoned(TimeZone::UTC).date();
        let change = self.caused.added_to(counts(), &path::caused(day));
        let change = self.received.added_to(change, &path::received(day));
        let is_limited = self.caused.limit.or(self.received.limit).is_some();
        let change = if is_limited || self.acts_for_others {
            change.when(path::DISABLED.absent())
        } else {
            change
        };
        without_earlier(change, day)
    }

    /// Whose messages they are.
    pub(super) fn person(&self) -> &PersonId {
        &self.person
    }
}

/// A change of the item of a person's counts.
pub(super) fn counts() -> Change {
    Change::default().set(&FORMAT, number(super::FORMAT))
}

/// Removes the counts of earlier days.
fn without_earlier(change: Change, day: Date) -> Change {
    let earlier = std::iter::successors(day.yesterday().ok(), |day| day.yesterday().ok());
    earlier.take(REMOVED_DAYS).fold(change, |change, day| {
        change
            .remove(&path::caused(day))
            .remove(&path::received(day))
    })
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
