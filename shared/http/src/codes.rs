//! The codes of error answers.

use serde::Serialize;
use strum::IntoStaticStr;
use utoipa::ToSchema;

/// What kind of problem an error answer is about. Clients branch on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, IntoStaticStr, ToSchema)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ProblemCode {
    /// The account is disabled (A5).
    AccountDisabled,
    /// The mail service reported that mail to this address bounces.
    AddressBounced,
    /// The person who reads this address reported our mail as spam.
    AddressComplained,
    /// There is already a person with this id.
    AlreadyExists,
    /// The start is further ahead than sessions can be booked (B3).
    BeyondHorizon,
    /// The body is larger than the limit.
    BodyTooLarge,
    /// The code has expired; another one can be sent (A7).
    CodeExpired,
    /// Too many wrong codes were given; another one can be sent (A7).
    CodeVoid,
    /// It is not the code that was sent (A7).
    CodeWrong,
    /// The caller has just changed this person's address or number; `opensAt` says from when it works,
    /// and another concierge may do it now (A6).
    ContactJustChanged,
    /// Somebody else has this email address (D4).
    DuplicateContact,
    /// The caller's role may not do this (A1).
    Forbidden,
    /// The key was used for a request with another body.
    IdempotencyKeyReused,
    /// It is too near to the start for the caller to move the booking (B5).
    LateChange,
    /// The member's link has expired (A2).
    LinkExpired,
    /// The member's link is no longer valid (A2).
    LinkVoid,
    /// The request can't be parsed, or has unknown fields.
    MalformedRequest,
    /// The member was in the session, so they are no no-show (B7).
    MemberAttended,
    /// The member has another session at this time (B2).
    MemberBusy,
    /// The path has no such method.
    MethodNotAllowed,
    /// The provider has had no session with this member (B4).
    NoPreviousSession,
    /// The start or the length is not on the grid (B1).
    NotOnGrid,
    /// It does not exist, or the caller may not see it.
    NotFound,
    /// No address or number waits to be confirmed (A7).
    NothingPending,
    /// The start is nearer than sessions can be booked (B3).
    NoticeTooShort,
    /// The provider's schedule does not cover this time (B3).
    OutsideAvailability,
    /// The member has no phone number.
    PhoneRequired,
    /// The record does not show that the provider was there for the member (B7).
    ProviderAbsent,
    /// A limit is used up (A3).
    RateLimited,
    /// The provider has another session at this time (B2).
    SlotTaken,
    /// It is not allowed yet; `opensAt` says from when it is.
    TooEarly,
    /// It is no longer allowed.
    TooLate,
    /// Nobody is signed in.
    Unauthorized,
    /// It failed just now; a retry may succeed.
    Unavailable,
    /// Some fields are not valid; `errors` says which.
    ValidationFailed,
    /// The version in `If-Match` is not the current one.
    VersionMismatch,
    /// The state of the booking or the delivery does not allow it.
    WrongState,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldCode {
    /// It can't be parsed, or its value is not allowed.
    Invalid,
    /// The start or the length is not on the grid (B1).
    NotOnGrid,
    /// It is a number or an instant outside its bounds.
    OutOfRange,
    /// It is missing.
    Required,
    /// It is the same as before.
    Unchanged,
    /// Nobody has this id.
    Unknown,
}

impl ProblemCode {
    /// The code in answers.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}
