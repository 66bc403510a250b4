//! The attendance record of a session (S7).

use anteroom_domain::attendance::Attendance;
use anteroom_domain::availability::{Interval, total};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// Who was in a session.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Attendance)]
pub struct AttendanceView {
    provider: PresenceView,
    member: PresenceView,
    /// When both were in.
    together: PresenceView,
    /// How long the session was: the whole minutes in which both were in.
    duration_minutes: i64,
}

/// When somebody was in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Presence)]
pub struct PresenceView {
    /// Sorted; no two touch. One whose ends are equal says that they came, not for how long.
    intervals: Vec<StayView>,
    /// The whole minutes of all intervals together.
    minutes: i64,
}

/// A stay.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Stay)]
pub struct StayView {
    #[schema(value_type = String, format = DateTime)]
    from: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    to: Timestamp,
}

impl From<&Attendance> for AttendanceView {
    fn from(attendance: &Attendance) -> Self {
        Self {
            provider: PresenceView::of(&attendance.provider),
            member: PresenceView::of(&attendance.member),
            together: PresenceView::of(&attendance.together),
            duration_minutes: attendance.duration().as_mins(),
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
