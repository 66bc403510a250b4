//! The meeting service's objects, one item for each meeting. They are large, and only those who
//! enter need them, so they are not in the items that polls, lists and indexes read. A meeting never changes, so each instance of a
//! function caches those that it has read.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use anteroom_domain::values::BookingId;

use super::keys::Key;
use super::value::{Item, number, text};
use super::{FORMAT, Store, StoreError};

/// The most meetings that an instance caches.
const MOST_REMEMBERED: usize = 100;

/// A meeting that was created for a booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMeeting {
    /// The meeting's generation.
    pub generation: u32,
    /// The meeting as JSON in the service's own format, for the clients of both sides.
    pub object: String,
}

/// The cache of meetings that this instance has read or created.
#[derive(Clone, Debug, Default)]
pub(super) struct Remembered(Arc<Mutex<HashMap<(BookingId, u32), String>>>);

impl Remembered {
    fn get(&self, key: &(BookingId, u32)) -> Option<String> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(key).cloned()
    }

    fn keep(&self, key: (BookingId, u32), object: &str) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_REMEMBERED {
            known.clear();
        }
        known.insert(key, object.to_owned());
    }
}

impl Store {
    /// A meeting of a booking, as JSON in the service's own format.
    pub async fn meeting(
        &self,
        booking: &BookingId,
        generation: u32,
    ) -> Result<Option<String>, StoreError> {
        let key = (booking.clone(), generation);
        if let Some(known) = self.meetings.get(&key) {
            return Ok(Some(known));
        }
        let item = self.item(&Key::meeting(booking, generation)).await?;
        let object = item.and_then(|item| item.get("object")?.as_s().ok().cloned());
        if let Some(object) = &object {
            self.meetings.keep(key, object);
        }
        Ok(object)
    }

    /// Caches a meeting that was written.
    pub(super) fn remember(&self, booking: &BookingId, meeting: &NewMeeting) {
        let key = (booking.clone(), meeting.generation);
        self.meetings.keep(key, &meeting.object);
    }
}

/// The item of a meeting.
pub(super) fn item(booking: &BookingId, meeting: &NewMeeting) -> Item {
    let mut item = Key::meeting(booking, meeting.generation).attributes();
    item.insert("format".to_owned(), number(FORMAT));
    item.insert("object".to_owned(), text(&meeting.object));
    item
}
