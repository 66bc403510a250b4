//! Taking a message, and what stands in the way of sending it.
//!
//! All conditions ride in the one transaction that takes the message, so that sending takes
//! no further call and nothing can change between the look and the taking.

use anteroom_domain::booking::Status;
use anteroom_domain::message::{Address, Channel, Kind, is_for_open_session};
use anteroom_domain::person::MailProblemKind;
use anteroom_domain::policy::Policy;
use aws_sdk_dynamodb::types::{
    AttributeValue, ConditionCheck, ReturnValuesOnConditionCheckFailure as ReturnValues,
};
use jiff::{SignedDuration, Timestamp};

use super::{DeliveryState, LEASE, MessageItem, end};
use crate::store::change::{Change, Test};
use crate::store::keys::{self, Key};
use crate::store::transaction::{NotWritten, Transaction};
use crate::store::value::{Item, instant, number, text, value};
use crate::store::{Outcome, Store, StoreError};

/// What came of trying to take a message.
#[derive(Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is ours to send, once.
    Taken(Claimed),
    /// Somebody else has it, or had it, or it is not to be tried yet.
    AlreadyTaken,
    /// It is not to be sent at all, which is written down.
    Barred(Bar),
}

/// The right to send a message, and to say what came of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Claimed {
    pub(super) key: Key,
    /// The number of this attempt; the first is 1.
    pub attempt: u32,
}

/// Why a message is not to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bar {
    /// The booking has moved on since it was written (M4).
    Stale,
    /// It would come too late to be of use.
    TooLate,
    /// Its reader has turned this reminder off (M1).
    TurnedOff,
    /// Mail to the address came back.
    AddressBounced,
    /// Whoever reads the address has called our mail spam.
    AddressComplained,
    /// The number was sent enough for today (A3).
    RateLimited,
}

impl Bar {
    /// The code that stands in the delivery.
    pub fn code(self) -> &'static str {
        match self {
            Self::Stale => "stale",
            Self::TooLate => "too_late",
            Self::TurnedOff => "turned_off",
            Self::AddressBounced => "address_bounced",
            Self::AddressComplained => "address_complained",
            Self::RateLimited => "rate_limited",
        }
    }

    /// What becomes of the message: what nobody misses is dropped, what somebody should see
    /// to has failed.
    fn ends_as(self) -> DeliveryState {
        match self {
            Self::Stale | Self::TooLate | Self::TurnedOff => DeliveryState::Dropped,
            Self::AddressBounced | Self::AddressComplained | Self::RateLimited => {
                DeliveryState::Failed
            }
        }
    }
}

/// A part of the transaction that takes a message; the first whose condition does not hold
/// says why it can't be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Message,
    Booking,
    Reader,
    Number,
}

impl Store {
    /// Takes a queued message, if it is still as it was seen and nothing bars it from being
    /// sent. Of any number who try, one succeeds.
    pub async fn claim(
        &self,
        seen: &MessageItem,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<Claim, StoreError> {
        let attempt = seen.attempt + 1;
        let mut transaction = Transaction::default();
        let take = if_free(seen, now)
            .set("state", text(DeliveryState::Sending.as_str()))
            .set("attempt", number(attempt))
            .set("dueShard", text(keys::due_shard(&seen.booking_id)))
            .set("dueAt", text(keys::instant(now + LEASE)));
        transaction.change_or(&self.table, &seen.key(), take, Part::Message);
        transaction.check_or(if_current(&self.table, seen), Part::Booking);
        if let Some(check) = if_welcome(&self.table, seen) {
            transaction.check_or(check, Part::Reader);
        }
        if let Some((key, change)) = count(seen, policy, now) {
            transaction.change_or(&self.table, &key, change, Part::Number);
        }
        match self.write_parts(transaction).await {
            Ok(()) => Ok(Claim::Taken(Claimed {
                key: seen.key(),
                attempt,
            })),
            Err(NotWritten::Store(error)) => Err(error),
            Err(NotWritten::Refused(mut parts)) => {
                parts.sort_by_key(|(part, _)| *part);
                match parts
                    .first()
                    .and_then(|(part, item)| bar(*part, item.as_ref()))
                {
                    Some(bar) => self.bar(seen, bar, now).await,
                    None => Ok(Claim::AlreadyTaken),
                }
            }
        }
    }

    /// Writes down that a message is not to be sent, if it is still free.
    pub async fn bar(
        &self,
        seen: &MessageItem,
        bar: Bar,
        now: Timestamp,
    ) -> Result<Claim, StoreError> {
        let change = end(if_free(seen, now), bar.ends_as()).set("failure", text(bar.code()));
        match self.update(&seen.key(), change).await? {
            Outcome::Done(_) => Ok(Claim::Barred(bar)),
            Outcome::Refused(_) => Ok(Claim::AlreadyTaken),
        }
    }
}

/// What it means that a part's condition did not hold. `item` is the reader, if it is theirs.
fn bar(part: Part, item: Option<&Item>) -> Option<Bar> {
    let problem = || {
        let problem = item?.get("mailProblem")?.as_m().ok()?;
        serde_dynamo::from_attribute_value(problem.get("kind")?.clone()).ok()
    };
    match part {
        Part::Message => None,
        Part::Booking => Some(Bar::Stale),
        Part::Reader => Some(match problem() {
            Some(MailProblemKind::Bounced) => Bar::AddressBounced,
            Some(MailProblemKind::Complained) => Bar::AddressComplained,
            None => Bar::TurnedOff,
        }),
        Part::Number => Some(Bar::RateLimited),
    }
}

/// Only if a message is queued, has not been taken since it was seen, and may be tried.
fn if_free(seen: &MessageItem, now: Timestamp) -> Change {
    Change::default()
        .when("state", "=", text(DeliveryState::Queued.as_str()))
        .when("attempt", "=", number(seen.attempt))
        .when_any([
            ("notBefore", Test::Absent),
            ("notBefore", Test::Is("<=", text(keys::instant(now)))),
        ])
}

/// Only if the booking has not moved on since the message was written (M4), and what it says is
/// still so: the session is not over, and a provider who is called has not come by themselves.
fn if_current(table: &str, seen: &MessageItem) -> ConditionCheck {
    let mut conditions = vec!["#sequence = :sequence"];
    let mut check = ConditionCheck::builder()
        .table_name(table)
        .set_key(Some(Key::booking(&seen.booking_id).attributes()))
        .expression_attribute_names("#sequence", "sequence")
        .expression_attribute_values(":sequence", number(seen.sequence));
    if is_for_open_session(seen.says) {
        conditions.push("#booking.#status IN (:confirmed, :ongoing)");
        check = check
            .expression_attribute_names("#booking", "booking")
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":confirmed", value(&Status::Confirmed))
            .expression_attribute_values(":ongoing", value(&Status::Ongoing));
    }
    if seen.says == Kind::MemberWaiting {
        conditions.extend([
            "(attribute_not_exists(#live.#client) OR #live.#client.#at <= :queued)",
            "(attribute_not_exists(#live.#service) OR #live.#service.#at <= :queued)",
        ]);
        check = check
            .expression_attribute_names("#live", "live")
            .expression_attribute_names("#client", "hostClient")
            .expression_attribute_names("#service", "hostService")
            .expression_attribute_names("#at", "at")
            .expression_attribute_values(":queued", instant(seen.queued_at));
    }
    check
        .condition_expression(conditions.join(" AND "))
        .build()
        .expect("key, table and condition are set")
}

/// Only if the reader has not turned the reminder off, or every one of those that it stands for, and the mailbox takes mail. `None` for
/// what depends on neither.
fn if_welcome(table: &str, seen: &MessageItem) -> Option<ConditionCheck> {
    let mut check = ConditionCheck::builder()
        .table_name(table)
        .set_key(Some(Key::person(&seen.to.person).attributes()))
        .return_values_on_condition_check_failure(ReturnValues::AllOld);
    let mut conditions = Vec::new();
    if let Address::Email(address) = &seen.to.address {
        let unhurt = "(attribute_not_exists(#problem.#address) OR #problem.#address <> :address)";
        conditions.push(unhurt.to_owned());
        check = check
            .expression_attribute_names("#problem", "mailProblem")
            .expression_attribute_names("#address", "address")
            .expression_attribute_values(":address", text(address.as_str()));
    }
    let leads = seen.facts.lead.iter().chain(&seen.facts.missed);
    let mut wanted = Vec::new();
    for lead in leads {
        let (path, name) = (format!("#reminders.#{lead:?}"), format!("#{lead:?}"));
        wanted.push(format!("attribute_not_exists({path}) OR {path} = :on"));
        check = check
            .expression_attribute_names("#reminders", "reminders")
            .expression_attribute_names(name, lead.as_str())
            .expression_attribute_values(":on", AttributeValue::Bool(true));
    }
    if !wanted.is_empty() {
        conditions.push(format!("({})", wanted.join(" OR ")));
    }
    (!conditions.is_empty()).then(|| {
        check
            .condition_expression(conditions.join(" AND "))
            .build()
            .expect("key, table and condition are set")
    })
}

/// Counts an SMS for its number and day, once however often it is tried.
fn count(seen: &MessageItem, policy: &Policy, now: Timestamp) -> Option<(Key, Change)> {
    let Address::Phone(number) = &seen.to.address else {
        return None;
    };
    (seen.attempt == 0).then(|| {
        let what = format!("{}#{number}", Channel::Sms.as_str());
        counted(&what, policy.sms_limit, now)
    })
}

/// One more of something that is limited for each day (UTC), if the day has room for it. The
/// count is forgotten some time after its day.
pub(super) fn counted(what: &str, limit: u32, now: Timestamp) -> (Key, Change) {
    const KEPT: SignedDuration = SignedDuration::from_hours(48);
    let change = Change::default()
        .count("count")
        .set("kind", text("count"))
        .set("expiresAt", number((now + KEPT).as_second()))
        .when_any([
            ("count", Test::Absent),
            ("count", Test::Is("<", number(limit))),
        ]);
    (Key::count(what, now), change)
}
