//! Who was let into a session, when and how (B9): an item for each admission, written with it. They
//! are not in the booking's item, which would grow with each.

use anteroom_domain::session::Admitted;
use anteroom_domain::values::BookingId;

use super::keys::{ADMISSIONS, Key};
use super::query::all_items;
use super::value::{self, Item, number};
use super::{FORMAT, Store, StoreError};

/// The item of an admission.
pub(super) fn item(booking: &BookingId, admitted: &Admitted) -> Item {
    let mut item = value::item(admitted);
    item.extend(Key::admission(booking, admitted).attributes());
    item.insert("format".to_owned(), number(FORMAT));
    item
}

impl Store {
    /// The admissions to a booking's session, the oldest first.
    pub async fn admissions(&self, booking: &BookingId) -> Result<Vec<Admitted>, StoreError> {
        let query = self.query_prefix(booking, ADMISSIONS).consistent_read(true);
        let items = all_items(query).await?.into_iter();
        let read = items.map(serde_dynamo::from_item);
        Ok(read.collect::<Result<_, _>>()?)
    }
}
