//! The real SDK clients talk to the stack's services: answers, refusals and faults as typed.

#![allow(clippy::unwrap_used)]

mod accounts;
mod limits;
mod mail;
mod queues;
mod table;
mod text_messages;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use anteroom_stack::calls::{Call, Service};
use anteroom_stack::clock::Clock;
use anteroom_stack::cloud::dynamodb::{DynamoDb, Source};
use anteroom_stack::cloud::sns::{Carriers, LogLine, Networks};
use anteroom_stack::cloud::{Front, cognito, ses, sns, sqs};
use anteroom_stack::dead_letters::{DeadLetters, Origin};
use anteroom_stack::endpoint::Endpoint;
use anteroom_stack::grants::{Grant, Grants};
use anteroom_stack::limits::Limits;
use anteroom_stack::mailbox::{Channel, Filter, Mailbox, Sent};
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::types::{AttributeValue, Put, TransactWriteItem};
use aws_sdk_sesv2::types::{
    Body, Content, Destination, EmailContent, Message, MessageTag, RawMessage,
};
use serde_json::{Value, json};

const START: &str = "2026-11-22T10:00:00Z";

const MIME: &str = "From: Anteroom <no-reply@anteroom.example>\r\nTo: an@example.com\r\n\
    Subject: Confirmed\r\nMessage-ID: <dlv_1@anteroom.example>\r\n\r\nSee you\r\n";

/// Configuration of SDK clients that act for the function `bookings`.
fn sdk(url: &str) -> SdkConfig {
    let credentials =
        aws_sdk_dynamodb::config::Credentials::new("bookings", "local", None, None, "test");
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("ap-southeast-1"))
        .credentials_provider(aws_sdk_dynamodb::config::SharedCredentialsProvider::new(
            credentials,
        ))
        .endpoint_url(url)
        .retry_config(aws_config::retry::RetryConfig::disabled())
        .timeout_config(
            aws_config::timeout::TimeoutConfig::builder()
                .operation_timeout(Duration::from_millis(400))
                .build(),
        )
        .build()
}

fn order(front: &Front, body: serde_json::Value) {
    front
        .faults
        .add(serde_json::from_value(body).unwrap())
        .unwrap();
}

/// A front that lets the function `bookings` do one thing.
fn granting(action: &str, resource: &str) -> Front {
    let grant = Grant {
        denies: false,
        actions: vec![action.to_owned()],
        resources: vec![resource.to_owned()],
    };
    let grants = Grants::new([("bookings".to_owned(), vec![grant])].into());
    Front::new(grants, Limits::default())
}

fn clock() -> Clock {
    Clock::starting_at(START.parse().unwrap())
}
