//! What messages cost of the table's capacity.

use std::sync::{Arc, Mutex};

use aws_sdk_dynamodb::config::interceptors::{
    AfterDeserializationInterceptorContextRef, BeforeSerializationInterceptorContextMut,
};
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodb::operation::transact_write_items::{
    TransactWriteItemsInput, TransactWriteItemsOutput,
};
use aws_sdk_dynamodb::operation::update_item::{UpdateItemInput, UpdateItemOutput};
use aws_sdk_dynamodb::types::{ConsumedCapacity, ReturnConsumedCapacity};

use super::*;

/// Adds up the capacity that calls consume: of the table, and of its indexes.
#[derive(Clone, Debug, Default)]
struct Meter(Arc<Mutex<f64>>);

impl Meter {
    /// What was consumed since this was asked the last time.
    fn read(&self) -> f64 {
        std::mem::take(&mut self.0.lock().unwrap())
    }

    fn add(&self, consumed: &ConsumedCapacity) {
        let indexes = consumed.global_secondary_indexes().into_iter().flatten();
        let indexes: f64 = indexes.filter_map(|(_, of)| of.capacity_units()).sum();
        *self.0.lock().unwrap() += consumed.capacity_units().unwrap_or_default() - indexes;
    }
}

impl Intercept for Meter {
    fn name(&self) -> &'static str {
        "the capacity that calls consume"
    }

    fn modify_before_serialization(
        &self,
        context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let input = context.input_mut();
        if let Some(input) = input.downcast_mut::<TransactWriteItemsInput>() {
            input.return_consumed_capacity = Some(ReturnConsumedCapacity::Indexes);
        }
        if let Some(input) = input.downcast_mut::<UpdateItemInput>() {
            input.return_consumed_capacity = Some(ReturnConsumedCapacity::Indexes);
        }
        Ok(())
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Ok(output) = context.output_or_error() else {
            return Ok(());
        };
        if let Some(output) = output.downcast_ref::<TransactWriteItemsOutput>() {
            output
                .consumed_capacity()
                .iter()
                .for_each(|of| self.add(of));
        }
        if let Some(output) = output.downcast_ref::<UpdateItemOutput>() {
            output
                .consumed_capacity()
                .into_iter()
                .for_each(|of| self.add(of));
        }
        Ok(())
    }
}

#[tokio::test]
async fn an_email_about_a_phone_session_costs_no_more_than_it_must() {
    let client = table::start_on(dynoxide::Database::memory().unwrap()).await;
    let meter = Meter::default();
    let metered = client.config().to_builder().interceptor(meter.clone());
    let fixture = Fixture::of(Client::from_conf(metered.build())).await;
    fixture.add_member(|_| {}).await;
    meter.read();
    let to_member = |item: &Delivery| item.message.to.side == Side::Member;
    let seen = fixture.item_for(Channel::Email, to_member).await;
    let Claim::Claimed(claimed) = fixture.claim(&seen, after(1)).await else {
        panic!("the message was free");
    };
    // In a transaction, so twice: the message, its booking, its reader, and the other side, whose
    // number it tells.
    assert_eq!(meter.read(), 8.0);
    fixture.store.mark(&claimed, &sent()).await.unwrap();
    assert_eq!(meter.read(), 1.0);
}
