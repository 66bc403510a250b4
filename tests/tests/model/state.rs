//! The reference's state of bookings, and the effect of commands on it.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::mirror::{Mirror, Seen};
use crate::rules::Command;

/// The reference's state, by booking id.
pub(crate) type State = BTreeMap<String, Seen>;

/// The effect of a command on a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Becomes {
    /// No effect that the reference tracks.
    AsItWas,
    /// It has another status.
    Status(&'static str),
    /// It starts at another time.
    At(Timestamp),
    /// It is switched to the telephone.
    Phone,
}

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
pub(crate) fn applied(before: &State, command: &Command, becomes: Becomes) -> State {
    let mut after = before.clone();
    match command {
        Command::Book {
            by,
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
                status: if *by == "provider" {
                    "pending"
                } else {
                    "confirmed"
                }
                .to_owned(),
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
        | Command::Introduce { booking, .. }
        | Command::Answer { booking, .. }
        | Command::Move { booking, .. }
        | Command::MarkNoShow { booking, .. }
        | Command::Switch { booking } => {
            let seen = after.get_mut(booking).unwrap();
            match becomes {
                Becomes::AsItWas => {}
                Becomes::Status(status) => status.clone_into(&mut seen.status),
                Becomes::At(starts_at) => seen.starts_at = starts_at,
                Becomes::Phone => seen.phone = true,
            }
        }
        Command::Resend { .. } => {}
    }
    after
}

/// The bookings in a form for comparing; new ones have no id yet.
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
