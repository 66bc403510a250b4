//! The concierge's search of people.

use anteroom_domain::person::Person;
use anteroom_domain::search::SearchTerms;
use anteroom_domain::values::{PersonId, Role};
use aws_sdk_dynamodb::operation::query::QueryOutput;
use serde::Deserialize;

use super::records::{ListPosition, page};
use super::value::{Item, text};
use super::{LastKey, Store, StoreError, failed, keys, people};

/// The most queries for one page. A page that is not full by then is returned with the position at
/// which to continue.
const MOST_QUERIES: usize = 120;

/// How many people are read at once when most will be filtered out.
const MANY: i32 = 200;

/// The record that a provider has had a session with a member.
#[derive(Deserialize)]
struct MetItem {
    #[serde(rename = "SK")]
    sk: String,
    name: String,
}

impl Store {
    /// People of a role by name, from a position on. With `terms`, only those who match them. The
    /// index holds whole people, so a search reads one partition of it and nothing else.
    pub async fn people(
        &self,
        role: Role,
        terms: Option<&SearchTerms>,
        limit: i32,
        from: Option<ListPosition>,
    ) -> Result<(Vec<Person>, Option<ListPosition>), StoreError> {
        // One extra item shows whether there is a next page.
        let at_once = if terms.is_some() { MANY } else { limit + 1 };
        let mut page = Page::new(limit);
        let mut start = from.map(ListPosition::into_key);
        for _ in 0..MOST_QUERIES {
            let output = self.people_after(role, at_once, start).await?;
            for item in output.items.unwrap_or_default() {
                let place = ListPosition::of(&item, ["peopleList", "nameKey"]);
                let person = people::person(item)?;
                if !terms.is_none_or(|terms| terms.find(&person)) {
                    continue;
                }
                if let Some(full) = page.add(person, place) {
                    return Ok(full);
                }
            }
            start = output.last_evaluated_key;
            if start.is_none() {
                return Ok((page.found, None));
            }
        }
        Ok((page.found, start.map(ListPosition::from_key)))
    }

    /// The members with whom a provider has had sessions, with their names at the time.
    pub async fn met(
        &self,
        provider: &PersonId,
        limit: i32,
        from: Option<ListPosition>,
    ) -> Result<(Vec<(PersonId, String)>, Option<ListPosition>), StoreError> {
        let output = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("PK = :provider AND begins_with(SK, :met)")
            .expression_attribute_values(":provider", text(keys::Key::person(provider).pk))
            .expression_attribute_values(":met", text(keys::MET))
            // One extra item shows whether there is a next page.
            .limit(limit + 1)
            .set_exclusive_start_key(from.map(ListPosition::into_key))
            .send()
            .await
            .map_err(failed("Query"))?;
        let items = output.items.unwrap_or_default();
        let (items, next) = page(items, output.last_evaluated_key, limit, ["PK", "SK"]);
        let read = |item: Item| {
            let met: MetItem = serde_dynamo::from_item(item)?;
            let id = met.sk.strip_prefix(keys::MET).unwrap_or_default();
            let id = id.parse().map_err(serde::de::Error::custom)?;
            Ok((id, met.name))
        };
        let found = items.into_iter().map(read);
        Ok((found.collect::<Result<_, serde_dynamo::Error>>()?, next))
    }

    async fn people_after(
        &self,
        role: Role,
        at_once: i32,
        start: Option<LastKey>,
    ) -> Result<QueryOutput, StoreError> {
        let query = self
            .client
            .query()
            .table_name(&self.table)
            .index_name("people")
            .key_condition_expression("peopleList = :role")
            .expression_attribute_values(":role", text(role.as_str()))
            .limit(at_once)
            .set_exclusive_start_key(start);
        query.send().await.map_err(failed("Query"))
    }
}

/// A page that is being collected.
struct Page<T, P> {
    found: Vec<T>,
    last: Option<P>,
    limit: usize,
}

impl<T, P> Page<T, P> {
    fn new(limit: i32) -> Self {
        Self {
            found: Vec::new(),
            last: None,
            limit: usize::try_from(limit).unwrap_or_default(),
        }
    }

    /// Adds an item and its position. If the page is already full, returns it with the position of
    /// its last item.
    fn add(&mut self, thing: T, place: P) -> Option<(Vec<T>, Option<P>)> {
        if self.found.len() == self.limit {
            return Some((std::mem::take(&mut self.found), self.last.take()));
        }
        self.found.push(thing);
        self.last = Some(place);
        None
    }
}
