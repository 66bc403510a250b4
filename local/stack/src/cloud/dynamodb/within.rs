//! Whether a call is within the limits of the table's units, and what it is refused with if it is not.

use dynoxide::DynoxideError;

use super::table::Table;
use crate::capacity::Consumed;
use crate::limits::{Place, Refused};

/// Why a call was not carried out.
pub(super) enum NotDone {
    /// The database refuses it.
    Error(DynoxideError),
    /// It is beyond a limit: one refusal, or none, for each item.
    Beyond {
        refused: Vec<Option<Refused>>,
        is_transaction: bool,
    },
}

impl From<DynoxideError> for NotDone {
    fn from(error: DynoxideError) -> Self {
        Self::Error(error)
    }
}

impl Table {
    /// Whether all places of each item have units left.
    pub(super) fn within_limits(
        &self,
        items: impl Iterator<Item = Vec<Place>>,
        is_transaction: bool,
    ) -> Result<(), NotDone> {
        if !self.limits.has_unit_limits() {
            return Ok(());
        }
        let refused: Vec<_> = items
            .map(|places| self.limits.has_units(&places).err())
            .collect();
        match refused.iter().any(Option::is_some) {
            true => Err(NotDone::Beyond {
                refused,
                is_transaction,
            }),
            false => Ok(()),
        }
    }

    /// Whether the indexes can take what follows from a write. If one can't, the table refuses the write
    /// (developer guide, "Understanding GSI write throttling and back pressure"). Only who has carried a write out
    /// knows what follows from it; until the answer nobody else sees it.
    ///
    /// <https://docs.amazonaws.cn/en_us/amazondynamodb/latest/developerguide/gsi-throttling.html>
    pub(super) fn indexes_within_limits(
        &self,
        consumed: &[Vec<Consumed>],
        is_transaction: bool,
    ) -> Result<(), NotDone> {
        let of_indexes = |item: &Vec<Consumed>| -> Vec<Place> {
            let of_index = |each: &&Consumed| each.target != self.schema.name;
            item.iter().filter(of_index).map(Place::of).collect()
        };
        self.within_limits(consumed.iter().map(of_indexes), is_transaction)
    }
}
