//! The people of a message as they are when it is taken: whether its reader wants it, where it
//! reaches them by now, and on which number the other side is.

use anteroom_domain::booking::SessionType;
use anteroom_domain::message::{Address, Facts, Message, Recipient};
use anteroom_domain::person::{Lead, MailProblemKind, Person};
use aws_sdk_dynamodb::types::{
    AttributeValue, ConditionCheck, ReturnValuesOnConditionCheckFailure as ReturnValues,
};

use super::Suppression;
use crate::keys::Key;
use crate::value::{number, text};

/// The reminders that a message stands for: its own, and those that a late tick passed over.
pub(super) fn leads(facts: &Facts) -> Vec<Lead> {
    facts.lead.iter().chain(&facts.missed).copied().collect()
}

/// Only if a message goes to its reader as they are now, and nothing of theirs bars it. Of
/// whom there is no record, nothing is known that could bar it.
pub(super) fn if_welcome(table: &str, to: &Recipient, leads: &[Lead]) -> ConditionCheck {
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
    let condition = format!("attribute_not_exists(PK) OR ({})", conditions.join(" AND "));
    check
        .condition_expression(condition)
        .build()
        .expect("key, table and condition are set")
}

/// Only if the other side of a phone session still has the number that a message tells, or
/// still none. `None` for what tells of no number.
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

/// Where a message goes to its reader as they are now, by the same channel, or what of theirs
/// bars it. What they don't want is not looked at further.
pub(super) fn present(
    reader: &Person,
    to: &Recipient,
    leads: &[Lead],
) -> Result<Recipient, Suppression> {
    let wants = |lead: &Lead| reader.reminders.wants(*lead);
    if !leads.is_empty() && !leads.iter().any(wants) {
        return Err(Suppression::TurnedOff);
    }
    let address = match &to.address {
        Address::Email(_) => match reader.present_problem() {
            Some(MailProblemKind::Bounced) => return Err(Suppression::AddressBounced),
            Some(MailProblemKind::Complained) => return Err(Suppression::AddressComplained),
            None => Address::Email(reader.email.clone()),
        },
        Address::Phone(_) => Address::Phone(reader.phone.clone().ok_or(Suppression::NoNumber)?),
    };
    Ok(Recipient {
        address,
        name: reader.name.clone(),
        zone: reader.zone.clone(),
        language: reader.language,
        link_epoch: reader.link_epoch,
        ..to.clone()
    })
}

/// The attribute of a person's record in which an address stands.
fn address(address: &Address) -> (&'static str, &str) {
    match address {
        Address::Email(email) => ("email", email.as_str()),
        Address::Phone(phone) => ("phone", phone.as_str()),
    }
}
