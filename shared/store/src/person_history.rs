//! The history of people and their schedules (D5): an item for each change, written with it.

use anteroom_domain::person_history::PersonEntry;
use anteroom_domain::values::PersonId;

use super::keys::{CHANGES, Key};
use super::records::{ListPosition, page};
use super::value::{self, Item, number, text};
use super::{FORMAT, Store, StoreError, failed};

/// The item of an entry.
pub(super) fn item(person: &PersonId, entry: &PersonEntry) -> Item {
    let mut item = value::item(entry);
    item.extend(Key::change(person, entry).attributes());
    item.insert("format".to_owned(), number(FORMAT));
    item
}

impl Store {
    /// The changes of a person and of their schedule, the newest first, from a position on.
    pub async fn person_history(
        &self,
        person: &PersonId,
        limit: i32,
        from: Option<ListPosition>,
    ) -> Result<(Vec<PersonEntry>, Option<ListPosition>), StoreError> {
        let output = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("PK = :person AND begins_with(SK, :changes)")
            .expression_attribute_values(":person", text(Key::person(person).pk))
            .expression_attribute_values(":changes", text(CHANGES))
            .scan_index_forward(false)
            .consistent_read(true)
            // One more shows whether there is a next page.
            .limit(limit + 1)
            .set_exclusive_start_key(from.map(ListPosition::into_key))
            .send()
            .await
            .map_err(failed("Query"))?;
        let items = output.items.unwrap_or_default();
        let (items, next) = page(items, output.last_evaluated_key, limit, ["PK", "SK"]);
        let entries = items.into_iter().map(serde_dynamo::from_item);
        Ok((entries.collect::<Result<_, _>>()?, next))
    }
}
