//! Who has which email address (D4). An address that nobody has any more is kept without holders,
//! and expires, since no function deletes an item.

use anteroom_domain::contact::{Contact, ContactChange};
use anteroom_domain::values::{EmailAddress, PersonId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::keys::Key;
use super::path::EXPIRES_AT;
use super::transaction::Transaction;
use super::value::{Item, number, value};
use super::{FORMAT, Store, StoreError};

/// The paths that conditions use.
pub(super) mod path {
    use crate::path::{Path, paths};

    paths! {
        HOLDERS = "holders";
    }
}

#[derive(Serialize, Deserialize)]
struct ContactItem {
    #[serde(default)]
    holders: Vec<PersonId>,
}

impl Store {
    /// An address with the people who have it; nobody, if it was never given.
    pub async fn contact(&self, address: &EmailAddress) -> Result<Contact, StoreError> {
        let holders = match self.item(&Key::contact(address)).await? {
            Some(item) => serde_dynamo::from_item::<_, ContactItem>(item)?.holders,
            None => Vec::new(),
        };
        Ok(Contact {
            address: address.clone(),
            holders,
        })
    }
}

/// Writes what becomes of an address, if it has the holders that were read.
pub(super) fn change(
    to: &mut Transaction,
    table: &str,
    ContactChange { before, after }: &ContactChange,
    now: Timestamp,
) {
    if before == after {
        return;
    }
    let is_as_read = if before.holders.is_empty() {
        path::HOLDERS.absent()
    } else {
        path::HOLDERS.is(value(&before.holders))
    };
    to.replace_if(table, item(after, now), is_as_read);
}

fn item(contact: &Contact, now: Timestamp) -> Item {
    let mut item = Key::contact(&contact.address).attributes();
    item.insert("format".to_owned(), number(FORMAT));
    if contact.holders.is_empty() {
        item.insert(EXPIRES_AT.as_str().to_owned(), number(now.as_second()));
    } else {
        item.insert("holders".to_owned(), value(&contact.holders));
    }
    item
}
