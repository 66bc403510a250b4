//! What needs the concierge.

/// Why a booking needs the concierge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// The member waited, and the provider is not in.
    HostLate,
    /// The provider was in, and the member has not come (B7).
    MemberAbsent,
    /// The session was cut off, since the access of one of its people ended (A5).
    AccessEnded,
    /// A message has waited for much longer than it should (M5).
    MessageStuck,
    /// A message was given up (M4).
    MessageFailed,
    /// A message about a session to come was held after the table was restored (M10).
    MessageHeld,
    /// It is unknown whether a message was sent (M4).
    MessageUnknown,
    /// A text about a telephone session did not arrive (M8).
    TextUndelivered,
}
