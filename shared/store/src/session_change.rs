//! The change of a session's item, and what it requires of the item.

use anteroom_domain::attendance::Source;
use anteroom_domain::booking::Side;
use anteroom_domain::session::{PresenceStatus, SessionState};
use anteroom_domain::transition::Guard;

use super::change::Change;
use super::path::Path;
use super::value::{instant, number, text, value};
use super::{session_item, session_path as path};

/// The change of a session's item under the step's guards; `None` if the step does not change it.
pub(super) fn session_change(
    before: &SessionState,
    after: &SessionState,
    guards: &[Guard],
) -> Option<Change> {
    let (was, is) = (
        session_item::attributes(before),
        session_item::attributes(after),
    );
    let mut change = Change::between(&was, &is);
    if change.is_empty() {
        debug_assert!(guards.is_empty(), "nothing is written under these guards");
        return None;
    }
    let changed = |name: &&String| was.get(*name) != is.get(*name);
    let names = was
        .keys()
        .chain(is.keys().filter(|name| !was.contains_key(*name)));
    for name in names.filter(changed) {
        if !path::UNGUARDED.contains(&name.as_str()) {
            change = change.when(Path::named(name).as_in(&was));
        }
    }
    Some(
        guards
            .iter()
            .fold(change, |change, guard| guarded(change, *guard, before)),
    )
}

fn guarded(change: Change, guard: Guard, before: &SessionState) -> Change {
    let heard = |side, source| {
        let presence = before.presence(side);
        let signal = match source {
            Source::Client => presence.client,
            Source::Service => presence.service,
        };
        path::heard_at(side, source).still(signal.map(|signal| instant(signal.at)))
    };
    match guard {
        Guard::SameBooking => change.when(path::VERSION.is(number(before.terms.version))),
        Guard::SameMeeting => change.when(path::GENERATION.is(number(before.generation))),
        Guard::NobodyHeard => Side::BOTH.into_iter().fold(change, |change, side| {
            change
                .when(heard(side, Source::Client))
                .when(heard(side, Source::Service))
        }),
        Guard::HostAsSeen => {
            let side = Side::Provider;
            let is_in = before.host.client.map(|signal| signal.status) == Some(PresenceStatus::In);
            let client = if is_in {
                path::signal_status(side, Source::Client).is(value(&PresenceStatus::In))
            } else {
                heard(side, Source::Client)
            };
            change.when(client).when(heard(side, Source::Service))
        }
        Guard::MemberNotCome => change
            .when(path::WAITING_UNTIL.still(before.waiting_until.map(instant)))
            .when(path::ADMISSIONS.is(number(before.admissions))),
        Guard::SameLinks => change.when(path::LINK_EPOCH.is(number(before.link_epoch))),
        Guard::SameCredentials => {
            let admitted = before.admitted.as_ref().map(|a| text(&a.attendee_id));
            change
                .when(path::ADMITTED_ATTENDEE.still(admitted))
                .when(path::REVOKING.still(before.revoking.as_ref().map(text)))
                .when(path::MEETING_ID.still(before.meeting_id.as_ref().map(text)))
        }
    }
}
