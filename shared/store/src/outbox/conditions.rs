//! What must hold of a booking and its people while a message is claimed.
//!
//! These are the rules of [`outdated`](anteroom_domain::delivery::outdated) and
//! [`recipient_now`](anteroom_domain::delivery::recipient_now), asked of the stored items.

use anteroom_domain::attendance::Source;
use anteroom_domain::booking::{SessionType, Status};
use anteroom_domain::delivery::{Delivery, leads};
use anteroom_domain::message::{Address, Message, awaited, is_for_open_session};
use anteroom_domain::policy::Policy;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;

use crate::change::Change;
use crate::condition::Condition;
use crate::keys::Key;
use crate::path::PK;
use crate::value::{instant, number, text, value};
use crate::{Limited, booking_item, people, session_path};

/// Requires of the booking that it has not moved on since the message was written (M4), and that
/// the session that the message announces is not over.
pub(super) fn is_current(message: &Message) -> Condition {
    use booking_item::path;
    let is_same = path::SEQUENCE.is(number(message.sequence));
    let is_open = is_for_open_session(message.kind)
        .then(|| path::STATUS.one_of([Status::Confirmed, Status::Ongoing].map(|s| value(&s))));
    Condition::all([is_same].into_iter().chain(is_open))
}

/// Requires of the session that who is called to it has not reported presence since the message to
/// them was written. `None` for other messages.
pub(super) fn is_still_awaited(message: &Message) -> Option<Condition> {
    let side = awaited(message.kind)?;
    let not_since = |source| {
        let heard_at = session_path::heard_at(side, source);
        let before = heard_at.at_most(instant(message.queued_at));
        Condition::any([heard_at.absent(), before])
    };
    let sources = [Source::Client, Source::Service];
    Some(Condition::all(sources.map(not_since)))
}

/// Requires of the reader's record that the message goes to them as they are now, and that they
/// want it. Of a reader without a record nothing is known that could stand in its way.
pub(super) fn is_welcome(message: &Message) -> Condition {
    use people::path;
    let to = &message.to;
    let mut conditions = vec![
        path::NAME.is(text(to.name.as_str())),
        path::ZONE.is(text(to.zone.as_str())),
        path::LANGUAGE.is(text(to.language.as_str())),
    ];
    match &to.address {
        Address::Email(email) => {
            let email = text(email.as_str());
            let problem = path::MAIL_PROBLEM_ADDRESS;
            conditions.extend([
                path::EMAIL.is(email.clone()),
                path::LINK_EPOCH.is(number(to.link_epoch)),
                Condition::any([problem.absent(), problem.is_not(email)]),
            ]);
        }
        Address::Phone(phone) => conditions.push(path::PHONE.is(text(phone.as_str()))),
    }
    let wanted = leads(&message.facts).into_iter().flat_map(|lead| {
        let reminder = path::reminder(lead);
        [reminder.absent(), reminder.is(AttributeValue::Bool(true))]
    });
    let wanted: Vec<Condition> = wanted.collect();
    if !wanted.is_empty() {
        conditions.push(Condition::Any(wanted));
    }
    Condition::any([PK.absent(), Condition::All(conditions)])
}

/// Requires of the reader's record that the code that the message tells is still the one that is asked
/// for (A7).
pub(super) fn is_newest_code(message: &Message) -> Condition {
    people::path::code_message(message.channel()).is(text(message.id.as_str()))
}

/// Requires of the other side's record, in a phone session, that they still have the number that
/// the message tells, or still none. `None` for a message that tells no number: one that is not
/// about a session to come or ongoing (S8).
pub(super) fn number_holds(message: &Message) -> Option<Condition> {
    let phone = people::path::PHONE;
    let facts = &message.facts;
    let told = facts.told_number(message.to.side);
    let tells = facts.session_type == SessionType::Phone && is_for_open_session(message.kind);
    tells.then(|| match told {
        Some(number) => Condition::any([PK.absent(), phone.is(text(number.as_str()))]),
        None => phone.absent(),
    })
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
