//! The rules, written by hand: who gets what, where.

/// What becomes of a booking; also the columns of the tables below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Confirmed, and days away.
    Future,
    /// Confirmed, with the waiting room open.
    Window,
    Ongoing,
    Completed,
    Cancelled,
}

pub(super) const STAGES: [Stage; 5] = [
    Stage::Future,
    Stage::Window,
    Stage::Ongoing,
    Stage::Completed,
    Stage::Cancelled,
];

pub(super) const OK: &str = "200";
pub(super) const MADE: &str = "201";
pub(super) const EARLY: &str = "409 too_early";
pub(super) const STATE: &str = "409 wrong_state";
pub(super) const VOID: &str = "401 link_void";
pub(super) const NO: &str = "403 forbidden";
pub(super) const NONE: &str = "404 not_found";

/// Routes that are about no booking: what a provider, a member and the concierge get.
pub(super) const PLAIN: [(&str, [&str; 3]); 20] = [
    // The concierge of the tests has no record of their own.
    ("GET /v1/me", [OK, OK, NONE]),
    ("PATCH /v1/me", [OK, OK, NONE]),
    ("GET /v1/me/schedule", [OK, NO, NO]),
    ("PUT /v1/me/schedule", [OK, NO, NO]),
    ("GET /v1/providers/{id}/slots", [OK, OK, OK]),
    ("GET /v1/bookings", [OK, OK, NO]),
    ("POST /v1/bookings", [NO, MADE, NO]),
    ("GET /v1/admin/providers", [NO, NO, OK]),
    ("POST /v1/admin/providers", [NO, NO, MADE]),
    ("GET /v1/admin/providers/{id}", [NO, NO, OK]),
    ("PATCH /v1/admin/providers/{id}", [NO, NO, OK]),
    ("GET /v1/admin/providers/{id}/schedule", [NO, NO, OK]),
    ("PUT /v1/admin/providers/{id}/schedule", [NO, NO, OK]),
    ("GET /v1/admin/members", [NO, NO, OK]),
    ("POST /v1/admin/members", [NO, NO, MADE]),
    ("GET /v1/admin/members/{id}", [NO, NO, OK]),
    ("PATCH /v1/admin/members/{id}", [NO, NO, OK]),
    ("GET /v1/admin/bookings", [NO, NO, OK]),
    ("POST /v1/admin/bookings", [NO, NO, MADE]),
    ("GET /v1/admin/deliveries", [NO, NO, OK]),
];

/// Routes that are about a booking: the roles that may ask (P, M, C), and what the owners and
/// the concierge among them get at each stage of a video session, then of a phone session.
/// For other owners there is no such booking, and other roles may not ask.
pub(super) const ON_BOOKING: [(&str, &str, [&str; 5], [&str; 5]); 13] = [
    ("GET /v1/bookings/{id}", "PMC", [OK; 5], [OK; 5]),
    (
        "POST /v1/bookings/{id}/cancel",
        "PMC",
        [OK, OK, STATE, STATE, STATE],
        [OK, OK, STATE, STATE, STATE],
    ),
    ("GET /v1/bookings/{id}/calendar.ics", "PM", [OK; 5], [OK; 5]),
    (
        "POST /v1/bookings/{id}/session/start",
        "P",
        [EARLY, OK, OK, STATE, STATE],
        [EARLY, OK, OK, STATE, STATE],
    ),
    (
        "POST /v1/bookings/{id}/session/presence",
        "PM",
        [OK; 5],
        [OK; 5],
    ),
    (
        "POST /v1/bookings/{id}/session/join",
        "M",
        [EARLY, OK, OK, OK, OK],
        [EARLY, OK, OK, OK, OK],
    ),
    (
        "POST /v1/bookings/{id}/session/end",
        "P",
        [STATE, STATE, OK, OK, STATE],
        [STATE, STATE, OK, OK, STATE],
    ),
    (
        "GET /v1/bookings/{id}/session/phone",
        "P",
        [STATE; 5],
        [OK, OK, OK, OK, STATE],
    ),
    (
        "POST /v1/bookings/{id}/session/intro",
        "P",
        [STATE; 5],
        [OK, OK, OK, STATE, STATE],
    ),
    (
        "POST /v1/bookings/{id}/session/attempts",
        "P",
        [STATE; 5],
        [STATE, STATE, OK, STATE, STATE],
    ),
    ("GET /v1/admin/bookings/{id}/history", "C", [OK; 5], [OK; 5]),
    (
        "GET /v1/admin/bookings/{id}/deliveries",
        "C",
        [OK; 5],
        [OK; 5],
    ),
    (
        "GET /v1/admin/bookings/{id}/attendance",
        "C",
        [OK; 5],
        [OK; 5],
    ),
];

/// Routes for the holder of a link, which only the mail about a video session has.
pub(super) const VISIT: [(&str, [&str; 5]); 5] = [
    ("GET /v1/visit", [OK, OK, OK, VOID, VOID]),
    ("POST /v1/visit/join", [EARLY, OK, OK, VOID, VOID]),
    ("POST /v1/visit/presence", [OK, OK, OK, VOID, VOID]),
    ("POST /v1/visit/cancel", [OK, OK, STATE, VOID, VOID]),
    ("GET /v1/visit/calendar.ics", [OK, OK, OK, VOID, VOID]),
];

/// An id that no booking has.
pub(super) const ABSENT: &str = "bkg_01JD3Z5T3Q8K8A3V6W5N2M1P0R";
