//! Screens that are shared: each is a connection of its own, which is there only beside its owner's.

use std::time::Instant;

use super::connection::{Connection, Stage};
use super::presence::Went;
use super::switch::{ATTENDEE_REMOVED, Switch};
use super::{ConnectionId, Guest};

/// What a client is told whose screen may not be shared.
pub(super) const MAY_NOT_SHARE: u32 = 403;

impl Connection {
    pub(super) fn is_screen_not_allowed(&self) -> bool {
        self.content && !self.may_show()
    }
}

impl Switch {
    /// Whether somebody is in who shares this, if it is a screen.
    pub(super) fn has_owner(&self, id: ConnectionId) -> bool {
        let Some(screen) = self.connections.get(&id).filter(|one| one.content) else {
            return true;
        };
        let is_owner = |one: &Connection| {
            one.is_seated() && !one.content && one.guest.attendee == screen.guest.attendee
        };
        self.connections.values().any(is_owner)
    }

    /// Shows the screens that were there before their owner, as it happens when both come back.
    pub(super) fn seat_screens(&mut self, owner: &Guest, now: Instant) {
        for id in self.screens_of(owner) {
            if self.connections[&id].flows {
                self.seat(id, now);
            }
        }
    }

    /// Ends what somebody shares as they go.
    pub(super) fn end_screens(&mut self, owner: &Guest, went: Went, now: Instant) {
        let status = match went {
            Went::PutOut(status) => status,
            Went::Left | Went::Dropped => ATTENDEE_REMOVED,
        };
        for id in self.screens_of(owner) {
            self.end_screen(id, went, status, now);
        }
    }

    pub(super) fn end_screen(&mut self, id: ConnectionId, went: Went, status: u32, now: Instant) {
        self.unseat(id, went, now);
        if let Some(screen) = self.connections.get_mut(&id) {
            screen.end(status, now);
        }
    }

    fn screens_of(&self, owner: &Guest) -> Vec<ConnectionId> {
        let mut all = self.of_meeting(&owner.meeting);
        all.retain(|id| {
            let one = &self.connections[id];
            let is_over = matches!(one.stage, Stage::Ending(_));
            one.content && one.guest.attendee == owner.attendee && !is_over
        });
        all
    }
}
