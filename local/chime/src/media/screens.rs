//! Screens that are shared: each is a connection of its own, which is there only beside its owner's.

use super::ConnectionId;
use super::calls::Calls;
use super::connection::Connection;
use crate::guest::Guest;

impl Connection {
    /// Whether this is a screen that its owner may not share.
    pub(super) fn is_screen_not_allowed(&self) -> bool {
        self.content && !self.may_show()
    }
}

impl Calls {
    /// Whether the owner of a screen is in.
    pub(super) fn has_owner(&self, screen: &Guest) -> bool {
        self.connections
            .values()
            .any(|one| one.is_seated() && !one.content && one.guest.attendee == screen.attendee)
    }

    /// The screens that somebody shares, or is about to share.
    pub(super) fn screens_of(&self, owner: &Guest) -> Vec<ConnectionId> {
        let mut all = self.of_meeting(&owner.meeting);
        all.retain(|id| {
            let one = &self.connections[id];
            one.content && one.guest.attendee == owner.attendee && !one.is_ending()
        });
        all
    }
}
