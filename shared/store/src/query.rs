//! Queries whose result is read whole.

use anteroom_domain::values::BookingId;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;

use super::keys::Key;
use super::value::{Item, text};
use super::{Store, StoreError, failed};

impl Store {
    /// A query for the items of a booking's partition whose sort key begins with a prefix.
    pub(crate) fn query_prefix(&self, booking: &BookingId, prefix: &str) -> QueryFluentBuilder {
        self.client
            .query()
            .table_name(&self.table)
            .key_condition_expression("PK = :booking AND begins_with(SK, :prefix)")
            .expression_attribute_values(":booking", text(Key::booking(booking).pk))
            .expression_attribute_values(":prefix", text(prefix))
    }
}

/// All items that a query finds, in its order; a call for each page.
pub(crate) async fn all_items(query: QueryFluentBuilder) -> Result<Vec<Item>, StoreError> {
    let items = query.into_paginator().items().send();
    let items = items.collect::<Result<Vec<_>, _>>().await;
    items.map_err(failed("Query"))
}
