//! A member's link, and what makes it void (A2).

use super::SessionState;
use crate::booking::View;

/// What a member's link says of the booking and of the address to which it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The booking's sequence when the link was made.
    pub sequence: u32,
    /// The member's link epoch when the link was made.
    pub epoch: u32,
}

impl SessionState {
    /// Whether a link to this session is still valid. It is void once the booking has moved or is
    /// over, or once the member has another address.
    pub fn is_opened_by(&self, link: Link) -> bool {
        self.terms.moved_at <= link.sequence
            && self.link_epoch <= link.epoch
            && self.terms.status.view() != View::Past
    }
}
