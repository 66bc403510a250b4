//! The lines that changes of people and schedules leave in their history (D5).

use anteroom_domain::person::Person;
use anteroom_domain::person_history::{PersonEntry, PersonEvent, changed_contacts, changed_fields};

use crate::{Call, HttpState};

/// The line for a person who is added or changed; `None` if all is as before.
pub fn person_entry(
    state: &HttpState,
    call: &Call,
    before: Option<&Person>,
    after: &Person,
) -> Option<PersonEntry> {
    let fields = before.map(|before| changed_fields(before, after));
    if fields.as_ref().is_some_and(Vec::is_empty) {
        return None;
    }
    let what = match &fields {
        Some(_) => PersonEvent::Changed,
        None => PersonEvent::Added,
    };
    Some(PersonEntry {
        fields: fields.unwrap_or_default(),
        contacts: changed_contacts(before, after, |contact| state.contacts.hash(contact)),
        ..entry(call, what, after.version)
    })
}

/// The line for a schedule that is made or replaced.
pub(super) fn schedule_entry(call: &Call, version: u64) -> PersonEntry {
    entry(call, PersonEvent::ScheduleChanged, version)
}

/// The line for the emails of a member's sessions, sent by the concierge.
pub fn links_entry(call: &Call, member: &Person) -> PersonEntry {
    entry(call, PersonEvent::LinksSent, member.version)
}

/// The line for what was done about somebody's account, with the account's version.
pub fn account_entry(call: &Call, what: PersonEvent, version: u64) -> PersonEntry {
    entry(call, what, version)
}

fn entry(call: &Call, what: PersonEvent, version: u64) -> PersonEntry {
    let moment = &call.caller.moment;
    PersonEntry {
        at: moment.now,
        by: call.caller.actor(),
        what,
        fields: Vec::new(),
        contacts: Vec::new(),
        version,
        request_id: moment.request_id.clone(),
    }
}
