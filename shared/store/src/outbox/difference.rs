//! The write of a transition: what differs between the item before and the item after it.

use anteroom_domain::delivery::Delivery;

use crate::change::Change;
use crate::message_item::{self, path};
use crate::path::Path;
use crate::value::Item;

/// What tells one version of a message from another: each transition changes at least one.
const VERSION: [Path; 5] = [
    path::ATTEMPT,
    path::DISMISSED,
    path::DUE_AT,
    path::RESENT_AS,
    path::STATE,
];

/// Writes what a transition changes, if the message is still as it was before.
pub(super) fn difference(before: &Delivery, after: &Delivery) -> Change {
    let (before, after) = (message_item::write(before), message_item::write(after));
    unchanged(Change::between(&before, &after), &before)
}

/// Requires that an item is still the version that was read.
pub(super) fn unchanged(change: Change, before: &Item) -> Change {
    VERSION
        .iter()
        .fold(change, |change, path| change.when(path.as_in(before)))
}
