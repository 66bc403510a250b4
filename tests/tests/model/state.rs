//! What the reference knows of bookings, and what commands make of it.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::mirror::{Mirror, Seen};
use crate::rules::Command;

/// What the reference knows of all bookings, by their ids.
pub(crate) type State = BTreeMap<String, Seen>;

/// The bookings as they are stored.
pub(crate) fn state(mirror: &Mirror) -> State {
    mirror
        .bookings()
        .map(|seen| (seen.id.clone(), seen))
        .collect()
}

impl Seen {
    pub(crate) fn ends_at(&self) -> Timestamp {
        self.starts_at + SignedDuration::from_mins(self.minutes)
    }

    pub(crate) fn holds_time(&self) -> bool {
        !["cancelled", "expired"].contains(&self.status.as_str())
    }
}

/// The bookings after a command that was done.
pub(crate) fn applied(before: &State, command: &Command, becomes: Option<&'static str>) -> State {
    let mut after = before.clone();
    match command {
        Command::Book {
            provider,
            member,
            phone,
            starts_at,
            minutes,
            ..
        } => {
            let id = format!("new-{}", before.len());
            let new = Seen {
                id: id.clone(),
                provider: provider.clone(),
                member: member.clone(),
                status: "confirmed".to_owned(),
                phone: *phone,
                starts_at: *starts_at,
                minutes: *minutes,
            };
            after.insert(id, new);
        }
        Command::Cancel { booking, .. }
        | Command::Start { booking }
        | Command::Join { booking }
        | Command::Report { booking, .. }
        | Command::End { booking }
        | Command::Introduce { booking, .. } => {
            if let (Some(seen), Some(status)) = (after.get_mut(booking), becomes) {
                status.clone_into(&mut seen.status);
            }
        }
        Command::Resend { .. } => {}
    }
    after
}

/// Bookings for comparing: those that are new have no id yet.
pub(crate) fn plain(state: &State, before: &State) -> Vec<String> {
    let mut plain: Vec<String> = state
        .values()
        .map(|seen| {
            let id = seen.id.clone();
            let id = if before.contains_key(&id) {
                id
            } else {
                String::new()
            };
            format!("{:?}", Seen { id, ..seen.clone() })
        })
        .collect();
    plain.sort();
    plain
}
