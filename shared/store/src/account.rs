//! Accounts (A5). What is to be done about one is due, and the stream tells the notifier of it.
//!
//! That somebody has no access stands in the item of their counts, too. Whatever books or moves a session of theirs
//! writes that item anyway, so that it is refused at once and for nothing.

use std::collections::BTreeSet;

use anteroom_domain::account::{Account, AccountChange, AccountProblem, Stage, Task};
use anteroom_domain::person::Person;
use anteroom_domain::person_history::PersonEntry;
use anteroom_domain::values::{EmailAddress, Language, PersonId, Role};
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::keys::{ACCOUNT, Key, due_shard_of_person, person_of};
use super::path::PK;
use super::transaction::{CommitExtras, Conflict, Transaction};
use super::value::{Item, item, number, text};
use super::{FORMAT, Store, StoreError, key_instant, message_limits, people, person_history};

/// The attributes of an account's item.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Account", rename_all = "camelCase")]
struct AccountAttributes {
    person: PersonId,
    role: Role,
    email: EmailAddress,
    language: Language,
    enabled: bool,
    stage: Stage,
    #[serde(default, skip_serializing_if = "is_false")]
    came: bool,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    tasks: BTreeSet<Task>,
    #[serde(
        default,
        with = "key_instant::option",
        skip_serializing_if = "Option::is_none"
    )]
    due_at: Option<Timestamp>,
    nudges: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    problem: Option<AccountProblem>,
    version: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_false(flag: &bool) -> bool {
    !*flag
}

#[derive(Serialize, Deserialize)]
struct AccountItem(#[serde(with = "AccountAttributes")] Account);

/// The paths that conditions use.
pub(super) mod path {
    use crate::path::{Path, paths};

    paths! {
        VERSION = "version";
    }
}

impl Store {
    /// The account of a person, if they have one.
    pub async fn account(&self, person: &PersonId) -> Result<Option<Account>, StoreError> {
        read(self.item(&Key::account(person)).await?)
    }

    /// The accounts of several people, in their order.
    pub async fn accounts(
        &self,
        people: impl IntoIterator<Item = &PersonId>,
    ) -> Result<Vec<Option<Account>>, StoreError> {
        let keys: Vec<Key> = people.into_iter().map(Key::account).collect();
        let found = self.get_many(&keys).await?;
        found.into_iter().map(read).collect()
    }

    /// A person and their account, in one call.
    pub async fn person_and_account(
        &self,
        id: &PersonId,
    ) -> Result<Option<(Person, Option<Account>)>, StoreError> {
        let [person, account] = self.get_all([Key::person(id), Key::account(id)]).await?;
        let Some(person) = person.map(people::person).transpose()? else {
            return Ok(None);
        };
        Ok(Some((person, read(account)?)))
    }

    /// Writes a change of an account with its line in the person's history and the answer;
    /// [`Conflict::Changed`] if somebody else has changed it.
    pub async fn change_account(
        &self,
        change: &AccountChange,
        entry: &PersonEntry,
        extras: &CommitExtras,
    ) -> Result<(), Conflict> {
        let mut transaction = Transaction::default();
        add(&mut transaction, &self.table, change);
        let line = person_history::item(&change.after.person, entry);
        transaction.create(&self.table, line);
        transaction.extra(&self.table, extras);
        self.write(transaction).await
    }

    /// Writes what became of an account. False if somebody else has changed it.
    pub async fn mark_account(
        &self,
        before: &Account,
        after: &Account,
    ) -> Result<bool, StoreError> {
        self.put_if(stored(after), &is_as_read(Some(before))).await
    }

    /// Has an account tried again that the index `due` showed, which may be out of date. False if it is not due, or
    /// somebody was quicker.
    pub async fn nudge_account(
        &self,
        before: &Account,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        match before.nudged(now) {
            Some(after) => self.mark_account(before, &after).await,
            None => Ok(false),
        }
    }
}

/// The person of whose account an item of the stream tells; `None` if it is something else.
pub fn account_of(item: &serde_dynamo::Item) -> Option<PersonId> {
    let of = |name: &str| match item.get(name)? {
        serde_dynamo::AttributeValue::S(text) => Some(text.as_str()),
        _ => None,
    };
    (of("SK")? == ACCOUNT).then(|| person_of(of("PK")?))?
}

/// Writes what becomes of an account, if it is as it was read.
pub(super) fn add(to: &mut Transaction, table: &str, change: &AccountChange) {
    let before = change.before.as_ref();
    to.replace_if(table, stored(&change.after), is_as_read(before));
    let had_access = Account::gives_access(before);
    if had_access != change.after.enabled {
        let counts = message_limits::counts();
        let counts = match change.after.enabled {
            true => counts.remove(&message_limits::path::DISABLED),
            false => counts.set(&message_limits::path::DISABLED, AttributeValue::Bool(true)),
        };
        to.change(table, &Key::counts(&change.after.person), counts);
    }
}

fn is_as_read(before: Option<&Account>) -> Condition {
    match before {
        Some(before) => path::VERSION.is(number(before.version)),
        None => PK.absent(),
    }
}

pub(super) fn read(item: Option<Item>) -> Result<Option<Account>, StoreError> {
    let read = |item| {
        let AccountItem(account) = serde_dynamo::from_item(item)?;
        Ok(account)
    };
    item.map(read).transpose()
}

/// The whole item of an account. `kind` and `state` are for the filter of the stream.
fn stored(account: &Account) -> Item {
    let mut stored = item(&AccountItem(account.clone()));
    stored.extend(Key::account(&account.person).attributes());
    stored.insert("format".to_owned(), number(FORMAT));
    stored.insert("kind".to_owned(), text("account"));
    let is_due = account.due_at.is_some();
    let state = if is_due { "due" } else { "done" };
    stored.insert("state".to_owned(), text(state));
    if is_due {
        let shard = due_shard_of_person(&account.person);
        stored.insert("dueShard".to_owned(), text(shard));
    }
    stored
}
