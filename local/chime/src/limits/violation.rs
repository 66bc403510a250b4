//! Why a value is not accepted.

/// The longest list of attendees that one page of ListAttendees may have.
pub(crate) const PAGE_MAX: usize = 100;

/// Why a value of a request is not acceptable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Violation {
    #[error("must have {min} to {max} characters")]
    Length { min: usize, max: usize },
    #[error("must have {min} to {max} members")]
    Count { min: usize, max: usize },
    #[error("has a character that is not allowed")]
    Characters,
    #[error("must not begin with aws:")]
    Reserved,
    #[error("must not have the same character four times in a row")]
    Repetition,
    #[error("is not a Region that meetings can be held in")]
    Region,
    #[error("is not an identifier of the form 8-4-4-4-12")]
    Guid,
    #[error("max-results must be 1 to {PAGE_MAX}")]
    PageSize,
    #[error("next-token is not one that this meeting's list gave out")]
    PageToken,
    #[error("Attendees must be given")]
    NoAttendees,
    #[error("MeetingFeatures.Attendee.MaxCount must be 1 to {max} with these resolutions")]
    MaxCount { max: u16 },
    #[error("MeetingFeatures.Attendee.MaxCount must be given with UHD content")]
    NoMaxCount,
    #[error("Capabilities.Video must be None in a meeting without video")]
    NoVideo,
    #[error("Capabilities.Content must be None in a meeting without content")]
    NoContent,
    #[error("Capabilities.Content can't receive unless Capabilities.Video receives")]
    ContentNeedsVideo,
    #[error("PrimaryMeetingId: replicas of meetings are not part of this stand-in")]
    Replica,
}
