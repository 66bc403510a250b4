//! The attendance record of a session (S7).

use anteroom_domain::attendance::Attendance;
use anteroom_domain::availability::{Interval, total};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// The attendance record of a session.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Attendance)]
pub struct AttendanceView {
    /// When the provider was in.
    provider: PresenceView,
    /// When the member was in.
    member: PresenceView,
    /// When both were in.
    together: PresenceView,
    /// The length of the session: the whole minutes in which both were in.
    duration_minutes: i64,
    /// The same by the meeting service alone. What clients report of themselves is not in it.
    confirmed: ConfirmedView,
}

/// Who was in a session, as the meeting service confirmed it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ConfirmedAttendance)]
pub(super) struct ConfirmedView {
    provider: PresenceView,
    member: PresenceView,
    /// When both were in.
    together: PresenceView,
    /// The whole minutes in which both were in.
    duration_minutes: i64,
}

/// When somebody was in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Presence)]
pub struct PresenceView {
    /// In order, and apart from each other. If both ends of an interval are equal, it is only known
    /// that they came, but not for how long.
    intervals: Vec<StayView>,
    /// The whole minutes of all intervals together.
    minutes: i64,
}

/// One interval in which somebody was in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Stay)]
pub struct StayView {
    /// When they came.
    #[schema(value_type = String, format = DateTime)]
    from: Timestamp,
    /// When they left.
    #[schema(value_type = String, format = DateTime)]
    to: Timestamp,
}

impl AttendanceView {
    /// The whole record, and the part that the meeting service confirmed.
    pub fn of(all: &Attendance, confirmed: &Attendance) -> Self {
        Self {
            provider: PresenceView::of(&all.provider),
            member: PresenceView::of(&all.member),
            together: PresenceView::of(&all.together),
            duration_minutes: all.duration().as_mins(),
            confirmed: ConfirmedView {
                provider: PresenceView::of(&confirmed.provider),
                member: PresenceView::of(&confirmed.member),
                together: PresenceView::of(&confirmed.together),
                duration_minutes: confirmed.duration().as_mins(),
            },
        }
    }
}

impl PresenceView {
    fn of(intervals: &[Interval]) -> Self {
        let stay = |interval: &Interval| StayView {
            from: interval.start,
            to: interval.end,
        };
        Self {
            intervals: intervals.iter().map(stay).collect(),
            minutes: total(intervals).as_mins(),
        }
    }
}
