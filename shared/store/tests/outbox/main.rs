//! The outbox on a real table: who may send a message, and what is recorded of it.
#![allow(clippy::unwrap_used)]

mod attempts;
mod cost;
mod due;
mod fixture;
mod items;
mod limits;
mod lists;
mod open;
mod reader;
mod reports;
#[path = "../table/mod.rs"]
mod table;
mod turns;

use anteroom_domain::booking::{self, Booking, DueClock, Party, SessionType, Side, Span};
use anteroom_domain::contact::{Contact, ContactChange};
use anteroom_domain::delivery::{
    AttemptOutcome, CopyOf, Delivery, FailureCode, LEASE, List, MOST_ATTEMPTS, MailFeedback,
    Overdue, Receipt, Resent, State, Status, Suppression, TextReport, Undelivered,
};
use anteroom_domain::message::{self, Address, Channel, Kind, Message, Recipient};
use anteroom_domain::person::{Lead, MailProblem, MailProblemKind, Person, Reminders};
use anteroom_domain::person_history::PersonChange;
use anteroom_domain::phone::PhoneSteps;
use anteroom_domain::policy::Policy;
use anteroom_domain::transition::{Author, BookingRecord};
use anteroom_domain::values::{Actor, BookingId, DeliveryId, Language, PhoneNumber, Role};
use anteroom_store::{
    Before, Claim, CommitExtras, Due, DueItem, Earlier, MessageItem, NotResent, Random, Store,
    keys, read_message,
};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use fixture::{Fixture, after, again, id, now, receipt, sent};
use jiff::{SignedDuration, Timestamp};
use ulid::Ulid;

/// What has become of a message, and why.
fn ended(delivery: &Delivery) -> (Status, Option<String>) {
    (delivery.status(), delivery.failure().map(String::from))
}

/// A state with its code, as [`ended`] tells it.
fn with(status: Status, code: &str) -> (Status, Option<String>) {
    (status, Some(code.to_owned()))
}
