//! The access rules, written by hand: the expected answer for each caller and route.

/// The stage of a booking, which is a column of the tables below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Proposed, and days away.
    Pending,
    /// Confirmed, and days away.
    Future,
    /// Confirmed, with the waiting room open.
    Window,
    Ongoing,
    Completed,
    Cancelled,
    /// Proposed, and not answered in time.
    Expired,
    /// The provider marked the member as a no-show.
    NoShow,
}

/// The last two advance the clock.
pub(super) const STAGES: [Stage; 8] = [
    Stage::Pending,
    Stage::Future,
    Stage::Window,
    Stage::Ongoing,
    Stage::Completed,
    Stage::Cancelled,
    Stage::Expired,
    Stage::NoShow,
];

pub(super) const OK: &str = "200";
pub(super) const MADE: &str = "201";
pub(super) const EARLY: &str = "409 too_early";
pub(super) const STATE: &str = "409 wrong_state";
/// Too late for the booking's two people, but not for the concierge.
pub(super) const LATE: &str = "409 late_change";
pub(super) const VOID: &str = "401 link_void";
pub(super) const NO: &str = "403 forbidden";
pub(super) const NONE: &str = "404 not_found";

/// The route that is open to anybody, without a token.
pub(super) const PUBLIC: &str = "GET /v1/policy";

/// Routes that are not about a booking: the answers to a provider, a member and the concierge.
pub(super) const PLAIN: [(&str, [&str; 3]); 43] = [
    ("GET /v1/me", [OK, OK, OK]),
    // The concierge of the tests has no profile.
    ("PATCH /v1/me", [OK, OK, NONE]),
    // Nothing waits to be confirmed.
    (
        "POST /v1/me/contact/confirm",
        ["409 nothing_pending", "409 nothing_pending", NONE],
    ),
    ("GET /v1/me/schedule", [OK, NO, NO]),
    ("PUT /v1/me/schedule", [OK, NO, NO]),
    ("GET /v1/me/members", [OK, NO, NO]),
    (PUBLIC, [OK, OK, OK]),
    ("GET /v1/providers/{id}/slots", [OK, OK, OK]),
    ("GET /v1/bookings", [OK, OK, NO]),
    // These two have had no session, so the provider can't propose a follow-up.
    ("POST /v1/bookings", ["409 no_previous_session", MADE, NO]),
    ("GET /v1/admin/providers", [NO, NO, OK]),
    ("POST /v1/admin/providers", [NO, NO, MADE]),
    ("GET /v1/admin/providers/{id}", [NO, NO, OK]),
    ("PATCH /v1/admin/providers/{id}", [NO, NO, OK]),
    ("GET /v1/admin/providers/{id}/history", [NO, NO, OK]),
    ("GET /v1/admin/providers/{id}/schedule", [NO, NO, OK]),
    ("PUT /v1/admin/providers/{id}/schedule", [NO, NO, OK]),
    ("GET /v1/admin/members", [NO, NO, OK]),
    ("POST /v1/admin/members", [NO, NO, MADE]),
    ("GET /v1/admin/members/{id}", [NO, NO, OK]),
    ("PATCH /v1/admin/members/{id}", [NO, NO, OK]),
    ("GET /v1/admin/members/{id}/history", [NO, NO, OK]),
    ("GET /v1/admin/concierges", [NO, NO, OK]),
    ("POST /v1/admin/concierges", [NO, NO, MADE]),
    ("GET /v1/admin/concierges/{id}", [NO, NO, OK]),
    ("PATCH /v1/admin/concierges/{id}", [NO, NO, OK]),
    ("GET /v1/admin/concierges/{id}/history", [NO, NO, OK]),
    ("POST /v1/admin/concierges/{id}/invite", [NO, NO, OK]),
    ("POST /v1/admin/concierges/{id}/deactivate", [NO, NO, OK]),
    ("POST /v1/admin/concierges/{id}/activate", [NO, NO, OK]),
    ("POST /v1/admin/members/{id}/send-links", [NO, NO, "202"]),
    ("POST /v1/admin/providers/{id}/invite", [NO, NO, OK]),
    ("POST /v1/admin/members/{id}/invite", [NO, NO, OK]),
    ("GET /v1/admin/bookings", [NO, NO, OK]),
    ("POST /v1/admin/bookings", [NO, NO, MADE]),
    ("GET /v1/admin/attention", [NO, NO, OK]),
    ("GET /v1/admin/deliveries", [NO, NO, OK]),
    // No delivery has the id in the test's path.
    ("POST /v1/admin/deliveries/{id}/resend", [NO, NO, NONE]),
    ("POST /v1/admin/deliveries/{id}/dismiss", [NO, NO, NONE]),
    ("POST /v1/admin/providers/{id}/deactivate", [NO, NO, OK]),
    ("POST /v1/admin/members/{id}/deactivate", [NO, NO, OK]),
    ("POST /v1/admin/providers/{id}/activate", [NO, NO, OK]),
    ("POST /v1/admin/members/{id}/activate", [NO, NO, OK]),
];

/// Routes that are about a booking: the roles that may call them (P, M, C), and the answers to the
/// booking's people and the concierge at each stage of a video session, then of a phone session.
/// Other people get a 404, and other roles a 403.
pub(super) const ON_BOOKING: [(&str, &str, [&str; 8], [&str; 8]); 18] = [
    ("GET /v1/bookings/{id}", "PMC", [OK; 8], [OK; 8]),
    ("POST /v1/bookings/{id}/accept", "M", ANSWER, ANSWER),
    ("POST /v1/bookings/{id}/decline", "M", ANSWER, ANSWER),
    (
        "POST /v1/bookings/{id}/reschedule",
        "PMC",
        [STATE, OK, LATE, STATE, STATE, STATE, STATE, STATE],
        [STATE, OK, LATE, STATE, STATE, STATE, STATE, STATE],
    ),
    (
        "POST /v1/bookings/{id}/cancel",
        "PMC",
        [OK, OK, OK, STATE, STATE, STATE, STATE, STATE],
        [OK, OK, OK, STATE, STATE, STATE, STATE, STATE],
    ),
    (
        "POST /v1/bookings/{id}/no-show",
        "PC",
        [STATE, EARLY, EARLY, EARLY, EARLY, STATE, STATE, STATE],
        [STATE, EARLY, EARLY, EARLY, EARLY, STATE, STATE, STATE],
    ),
    ("GET /v1/bookings/{id}/calendar.ics", "PM", [OK; 8], [OK; 8]),
    (
        "POST /v1/bookings/{id}/session/start",
        "P",
        [STATE, EARLY, OK, OK, STATE, STATE, STATE, STATE],
        [STATE, EARLY, OK, OK, STATE, STATE, STATE, STATE],
    ),
    (
        "POST /v1/bookings/{id}/session/presence",
        "PM",
        [OK; 8],
        [OK; 8],
    ),
    (
        "POST /v1/bookings/{id}/session/join",
        "M",
        [STATE, EARLY, OK, OK, OK, OK, OK, OK],
        [STATE, EARLY, OK, OK, OK, OK, OK, OK],
    ),
    (
        "POST /v1/bookings/{id}/session/end",
        "P",
        [STATE, STATE, STATE, OK, OK, STATE, STATE, STATE],
        [STATE, STATE, STATE, OK, OK, STATE, STATE, STATE],
    ),
    (
        "POST /v1/bookings/{id}/session/switch-to-phone",
        "P",
        [STATE, EARLY, OK, OK, STATE, STATE, STATE, STATE],
        [STATE, OK, OK, OK, STATE, STATE, STATE, STATE],
    ),
    (
        "GET /v1/bookings/{id}/session/phone",
        "P",
        [STATE; 8],
        [STATE, OK, OK, OK, OK, STATE, STATE, STATE],
    ),
    (
        "POST /v1/bookings/{id}/session/intro",
        "P",
        [STATE; 8],
        [STATE, OK, OK, OK, STATE, STATE, STATE, STATE],
    ),
    (
        "POST /v1/bookings/{id}/session/attempts",
        "P",
        [STATE; 8],
        [STATE, STATE, STATE, OK, STATE, STATE, STATE, STATE],
    ),
    ("GET /v1/admin/bookings/{id}/history", "C", [OK; 8], [OK; 8]),
    (
        "GET /v1/admin/bookings/{id}/deliveries",
        "C",
        [OK; 8],
        [OK; 8],
    ),
    (
        "GET /v1/admin/bookings/{id}/attendance",
        "C",
        [OK; 8],
        [OK; 8],
    ),
];

/// Routes for the holder of a link: the answers at each stage, of a video session as of a phone session.
pub(super) const VISIT: [(&str, [&str; 8]); 9] = [
    ("GET /v1/visit", [OK, OK, OK, OK, VOID, VOID, VOID, VOID]),
    (
        "POST /v1/visit/join",
        [STATE, EARLY, OK, OK, VOID, VOID, VOID, VOID],
    ),
    (
        "POST /v1/visit/presence",
        [OK, OK, OK, OK, VOID, VOID, VOID, VOID],
    ),
    (
        "POST /v1/visit/accept",
        [OK, STATE, STATE, STATE, VOID, VOID, VOID, VOID],
    ),
    (
        "POST /v1/visit/decline",
        [OK, STATE, STATE, STATE, VOID, VOID, VOID, VOID],
    ),
    (
        "POST /v1/visit/cancel",
        [OK, OK, OK, STATE, VOID, VOID, VOID, VOID],
    ),
    (
        "GET /v1/visit/slots",
        [OK, OK, OK, OK, VOID, VOID, VOID, VOID],
    ),
    (
        "POST /v1/visit/reschedule",
        [STATE, OK, LATE, STATE, VOID, VOID, VOID, VOID],
    ),
    (
        "GET /v1/visit/calendar.ics",
        [OK, OK, OK, OK, VOID, VOID, VOID, VOID],
    ),
];

/// The answers to a member who answers a proposal.
const ANSWER: [&str; 8] = [OK, STATE, STATE, STATE, STATE, STATE, STATE, STATE];

/// An id that no booking has.
pub(super) const ABSENT: &str = "bkg_01JD3Z5T3Q8K8A3V6W5N2M1P0R";
