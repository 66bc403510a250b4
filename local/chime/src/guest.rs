//! Who is let into a call, as the registry says it and the media plane follows it.

use crate::features::Capabilities;
use crate::limits::Guid;

/// An attendee whose token was good, or the screen that they share.
#[derive(Debug, Clone)]
pub(crate) struct Guest {
    pub(crate) meeting: Guid,
    pub(crate) attendee: Guid,
    pub(crate) external_user_id: String,
    pub(crate) capabilities: Capabilities,
}

/// What the registry says of somebody who is in a call, or asks to be let in.
#[derive(Debug, Clone)]
pub(crate) enum Standing {
    Admitted(Guest),
    /// The attendee was deleted, or never was.
    Refused,
    MeetingEnded,
}
