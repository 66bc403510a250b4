//! The paths of a session's item that conditions and blind writes use.

use anteroom_domain::attendance::Source;
use anteroom_domain::booking::Side;

use super::path::{Path, paths};

paths! {
    VERSION = "version";
    PROVIDER_ID = "providerId";
    MEMBER_ID = "memberId";
    SESSION_TYPE = "sessionType";
    STARTS_AT = "startsAt";
    STATUS = "status";
    MOVED_AT = "movedAt";
    LINK_EPOCH = "linkEpoch";
    GENERATION = "generation";
    MEETING_ID = "meetingId";
    HOST_CLIENT = "hostClient";
    HOST_SERVICE = "hostService";
    MEMBER_CLIENT = "memberClient";
    MEMBER_SERVICE = "memberService";
    WAITING_UNTIL = "waitingUntil";
    WAITING_SINCE = "waitingSince";
    ADMITTED_ATTENDEE = "admitted.attendeeId";
    ADMITTED_GENERATION = "admitted.generation";
    ADMISSIONS = "admissions";
    REVOKING = "revoking";
    LOG = "log";
}

/// The person on a side.
pub(crate) fn person(side: Side) -> Path {
    match side {
        Side::Provider => PROVIDER_ID,
        Side::Member => MEMBER_ID,
    }
}

/// The register of a source about a side.
pub(crate) fn register(side: Side, source: Source) -> Path {
    match (side, source) {
        (Side::Provider, Source::Client) => HOST_CLIENT,
        (Side::Provider, Source::Service) => HOST_SERVICE,
        (Side::Member, Source::Client) => MEMBER_CLIENT,
        (Side::Member, Source::Service) => MEMBER_SERVICE,
    }
}

/// The time of the newest signal of a source about a side.
pub(crate) fn heard_at(side: Side, source: Source) -> Path {
    register(side, source).at("at")
}

/// The status of that signal.
pub(crate) fn signal_status(side: Side, source: Source) -> Path {
    register(side, source).at("status")
}

/// The meeting's generation of that signal.
pub(crate) fn signal_generation(side: Side, source: Source) -> Path {
    register(side, source).at("generation")
}

/// The attributes that polls and reports write without reading, and those that are derived from
/// others. A step that changes them does not require that they are as it read them.
pub(super) const UNGUARDED: [&str; 18] = [
    "format",
    "version",
    "providerId",
    "memberId",
    "sessionType",
    "startsAt",
    "endsAt",
    "status",
    "movedAt",
    "hostClient",
    "memberClient",
    "waitingUntil",
    "waitingSince",
    "log",
    "dueAt",
    "dueShard",
    "meetings",
    "generation",
];
