//! Why a session ends, as clients are told. The numbers are those that the client knows.

/// Another connection of the same attendee took over.
pub(super) const JOINED_FROM_ANOTHER_DEVICE: u32 = 301;
/// The attendee may not share a screen.
pub(super) const MAY_NOT_SHARE: u32 = 403;
/// The meeting has no room for another connection.
pub(super) const AT_CAPACITY: u32 = 409;
/// The meeting has ended.
pub(super) const MEETING_ENDED: u32 = 410;
/// The attendee was deleted, or the owner of the screen is gone.
pub(super) const ATTENDEE_REMOVED: u32 = 411;
