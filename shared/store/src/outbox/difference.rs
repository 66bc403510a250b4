//! The write of a transition: what differs between the item before and the item after it.

use std::collections::BTreeMap;

use anteroom_domain::delivery::Delivery;

use super::item;
use crate::change::Change;
use crate::value::Item;

/// What tells one version of a message from another: each transition changes at least one.
const VERSION: [&str; 4] = ["attempt", "dueAt", "resentAs", "state"];

/// Writes what a transition changes, if the message is still as it was before.
pub(super) fn difference(before: &Delivery, after: &Delivery) -> Change {
    let (mut before, after) = (item::write(before), item::write(after));
    let mut change = unchanged(&before);
    // In a fixed order, so that the same transition is the same expression.
    for (name, value) in after.into_iter().collect::<BTreeMap<_, _>>() {
        if before.remove(&name).as_ref() != Some(&value) {
            change = change.set(&name, value);
        }
    }
    for name in before
        .into_keys()
        .collect::<std::collections::BTreeSet<_>>()
    {
        change = change.remove(&name);
    }
    change
}

/// Only if an item is still the version that was read.
pub(super) fn unchanged(before: &Item) -> Change {
    VERSION.into_iter().fold(Change::default(), |change, name| {
        change.when_still(name, before.get(name).cloned())
    })
}
