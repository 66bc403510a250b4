//! What must hold of a booking and its people while a message is claimed.
//!
//! These are the rules of [`outdated`](anteroom_domain::delivery::outdated) and
//! [`recipient_now`](anteroom_domain::delivery::recipient_now), asked of the stored items.

use anteroom_domain::attendance::Source;
use anteroom_domain::booking::{SessionType, Side, Status};
use anteroom_domain::delivery::{Delivery, leads};
use anteroom_domain::message::{Address, Kind, Message, is_for_open_session};
use anteroom_domain::policy::Policy;
use aws_sdk_dynamodb::types::{
    AttributeValue, ConditionCheck, ReturnValuesOnConditionCheckFailure as ReturnValues,
};
use jiff::Timestamp;

use crate::Limited;
use crate::change::Change;
use crate::keys::Key;
use crate::session_item::path;
use crate::value::{instant, number, text, value};

/// Only if the booking has not moved on since the message was written (M4), and the session that it
/// announces is not over.
pub(super) fn if_current(table: &str, message: &Message) -> ConditionCheck {
    let mut conditions = vec!["#sequence = :sequence"];
    let mut check = ConditionCheck::builder()
        .table_name(table)
        .set_key(Some(Key::booking(&message.booking).attributes()))
        .expression_attribute_names("#sequence", "sequence")
        .expression_attribute_values(":sequence", number(message.sequence));
    if is_for_open_session(message.kind) {
        conditions.push("#booking.#status IN (:confirmed, :ongoing)");
        check = check
            .expression_attribute_names("#booking", "booking")
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":confirmed", value(&Status::Confirmed))
            .expression_attribute_values(":ongoing", value(&Status::Ongoing));
    }
    check
        .condition_expression(conditions.join(" AND "))
        .build()
        .expect("key, table and condition are set")
}

/// Requires that a late provider has not reported presence since the message to them was written.
/// `None` for other messages.
pub(super) fn if_still_late(table: &str, message: &Message) -> Option<ConditionCheck> {
    if message.kind != Kind::MemberWaiting {
        return None;
    }
    let not_since = |source| {
        let register = path::register(Side::Provider, source);
        format!("(attribute_not_exists({register}) OR {register}.#at <= :queued)")
    };
    let conditions = [Source::Client, Source::Service].map(not_since);
    let check = ConditionCheck::builder()
        .table_name(table)
        .set_key(Some(Key::session(&message.booking).attributes()))
        .condition_expression(conditions.join(" AND "))
        .expression_attribute_names("#at", "at")
        .expression_attribute_values(":queued", instant(message.queued_at));
    Some(check.build().expect("key, table and condition are set"))
}

/// Only if a message goes to its reader as they are now, and they want it. Of a reader without a
/// record nothing is known that could stand in its way.
pub(super) fn if_welcome(table: &str, message: &Message) -> ConditionCheck {
    let to = &message.to;
    let mut check = ConditionCheck::builder()
        .table_name(table)
        .set_key(Some(Key::person(&to.person).attributes()))
        .return_values_on_condition_check_failure(ReturnValues::AllOld);
    let mut conditions = Vec::new();
    for (name, value) in [
        ("name", to.name.as_str()),
        ("zone", to.zone.as_str()),
        ("language", to.language.as_str()),
        address(&to.address),
    ] {
        conditions.push(format!("#{name} = :{name}"));
        check = check
            .expression_attribute_names(format!("#{name}"), name)
            .expression_attribute_values(format!(":{name}"), text(value));
    }
    if let Address::Email(_) = &to.address {
        conditions.push("#epoch = :epoch".to_owned());
        check = check
            .expression_attribute_names("#epoch", "linkEpoch")
            .expression_attribute_values(":epoch", number(to.link_epoch));
        let welcome = "(attribute_not_exists(#problem.#address) OR #problem.#address <> :email)";
        conditions.push(welcome.to_owned());
        check = check
            .expression_attribute_names("#problem", "mailProblem")
            .expression_attribute_names("#address", "address");
    }
    let mut wanted = Vec::new();
    for lead in leads(&message.facts) {
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
    let condition = format!("attribute_not_exists(PK) OR ({})", conditions.join(" AND "));
    check
        .condition_expression(condition)
        .build()
        .expect("key, table and condition are set")
}

/// Only if the other side of a phone session still has the number that a message tells, or
/// still none. `None` for a message that tells no number.
pub(super) fn if_number_holds(table: &str, message: &Message) -> Option<ConditionCheck> {
    let facts = &message.facts;
    if facts.session_type != SessionType::Phone {
        return None;
    }
    let check = ConditionCheck::builder()
        .table_name(table)
        .set_key(Some(Key::person(&message.other).attributes()))
        .expression_attribute_names("#phone", "phone")
        .return_values_on_condition_check_failure(ReturnValues::AllOld);
    let check = match facts.told_number(message.to.side) {
        Some(number) => check
            .condition_expression("attribute_not_exists(PK) OR #phone = :phone")
            .expression_attribute_values(":phone", text(number.as_str())),
        None => check.condition_expression("attribute_not_exists(#phone)"),
    };
    Some(check.build().expect("key, table and condition are set"))
}

/// The attribute of a person's record in which an address stands.
fn address(address: &Address) -> (&'static str, &str) {
    match address {
        Address::Email(email) => ("email", email.as_str()),
        Address::Phone(phone) => ("phone", phone.as_str()),
    }
}

/// Counts an SMS for its number and day, once however often it is tried.
pub(super) fn counted(
    seen: &Delivery,
    message: &Message,
    policy: &Policy,
    now: Timestamp,
) -> Option<(Key, Change)> {
    let Address::Phone(number) = &message.to.address else {
        return None;
    };
    (seen.attempt == 0 || seen.message.to.address != message.to.address)
        .then(|| Limited::sms_to(number, policy).counted(now))
}
