//! The open bookings of a member (A3), in the item of the member's counts: what opens or cancels a
//! booking sends the member a message, so that item is written anyway. An entry holds until when its
//! booking counts. Entries whose time is over are removed when a booking is made.

use anteroom_domain::booking::{OpenBooking, OpenBookings, OpenChange, Opening};
use anteroom_domain::values::{BookingId, PersonId};
use jiff::Timestamp;
use jiff::fmt::serde::timestamp::second;
use serde::{Deserialize, Serialize};

use super::StoreError;
use super::change::Change;
use super::condition::Condition;
use super::value::{Item, number, value};

/// What precedes the booking's id in the name of an entry.
const ENTRY: &str = "open-";

/// The paths of the open bookings.
pub(super) mod path {
    use anteroom_domain::values::BookingId;

    use crate::path::{Path, paths};

    paths! {
        OPENED = "opened";
    }

    /// The entry of a booking.
    pub(crate) fn entry(booking: &BookingId) -> Path {
        Path::named(format!("{}{booking}", super::ENTRY))
    }
}

/// The entry of an open booking.
#[derive(Serialize, Deserialize)]
struct OpenAttributes {
    provider: PersonId,
    #[serde(with = "second::required")]
    until: Timestamp,
}

/// Reads the open bookings from the item of a member's counts.
pub(super) fn read(counts: Option<Item>) -> Result<OpenBookings, StoreError> {
    let mut read = OpenBookings::default();
    for (name, value) in counts.unwrap_or_default() {
        if name == path::OPENED.as_str() {
            read.opened = serde_dynamo::from_attribute_value(value)?;
        } else if let Some(id) = name.strip_prefix(ENTRY) {
            let wrong = |_| StoreError::Item(serde::de::Error::custom("an id is wrong"));
            let id: BookingId = id.parse().map_err(wrong)?;
            let OpenAttributes { provider, until } = serde_dynamo::from_attribute_value(value)?;
            read.bookings.insert(id, OpenBooking { provider, until });
        }
    }
    Ok(read)
}

/// How many bookings a member has ever had, as the item of their counts tells it.
pub(super) fn opened(counts: &Item) -> u64 {
    let stored = counts.get(path::OPENED.as_str());
    let stored = stored.and_then(|value| value.as_n().ok());
    stored.and_then(|opened| opened.parse().ok()).unwrap_or(0)
}

/// Adds what a step changes of the open bookings to a change of the member's counts, under the
/// condition of a new booking.
pub(super) fn added_to(change: Change, step: &OpenChange, opening: Option<&Opening>) -> Change {
    let entry = path::entry(&step.booking);
    let change = match &step.after {
        None => change.remove(&entry),
        Some(OpenBooking { provider, until }) => {
            let (provider, until) = (provider.clone(), *until);
            change.set(&entry, value(&OpenAttributes { provider, until }))
        }
    };
    let Some(opening) = opening else {
        return change;
    };
    let over = opening.over.iter();
    let change = over.fold(change, |change, id| change.remove(&path::entry(id)));
    let at_most = path::OPENED.at_most(number(opening.opened_at_most));
    change
        .count(&path::OPENED, 1)
        .when(Condition::any([path::OPENED.absent(), at_most]))
}
