//! Converts the domain's refusals to problems.

use anteroom_app::Conflict;
use anteroom_domain::booking::{BookingRefused, Refused, RescheduleRefused, Side};
use anteroom_domain::transition::PhoneRefused;
use http::StatusCode;

use crate::{Fields, Problem};

impl From<BookingRefused> for Problem {
    fn from(refused: BookingRefused) -> Self {
        let detail = refused.to_string();
        let field = |pointer, code| {
            let mut fields = Fields::default();
            fields.wrong(pointer, code, &detail);
            fields.finish::<()>(None).expect_err("something is wrong")
        };
        match refused {
            BookingRefused::StartNotOnGrid(_) => {
                field("/startsAt", "not_on_grid").coded("not_on_grid")
            }
            BookingRefused::Duration { .. } => {
                field("/durationMinutes", "not_on_grid").coded("not_on_grid")
            }
            BookingRefused::Unchanged => field("/startsAt", "unchanged"),
            BookingRefused::NoPreviousSession => Self::conflict("no_previous_session", detail),
            BookingRefused::SamePerson => field("/memberId", "invalid"),
            BookingRefused::PhoneRequired => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "phone_required", detail)
            }
            BookingRefused::NoticeTooShort { .. } => Self::conflict("notice_too_short", detail),
            BookingRefused::BeyondHorizon { .. } => Self::conflict("beyond_horizon", detail),
            BookingRefused::OutsideAvailability => Self::conflict("outside_availability", detail),
        }
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let detail = refused.to_string();
        match refused {
            Refused::WrongState { .. } => Self::conflict("wrong_state", detail),
            Refused::TooEarly { opens_at } => {
                Self::conflict("too_early", detail).opening_at(opens_at)
            }
            Refused::TooLate { .. } => Self::conflict("too_late", detail),
            Refused::LateChange { .. } => Self::conflict("late_change", detail),
            Refused::MemberAttended => Self::conflict("member_attended", detail),
            Refused::ProviderAbsent => Self::conflict("provider_absent", detail),
            Refused::PhoneRequired => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "phone_required", detail)
            }
        }
    }
}

impl From<RescheduleRefused> for Problem {
    fn from(refused: RescheduleRefused) -> Self {
        match refused {
            RescheduleRefused::Booking(refused) => refused.into(),
            RescheduleRefused::Time(refused) => refused.into(),
            RescheduleRefused::TooOften => Self::rate_limited(refused.to_string()),
        }
    }
}

/// A conflict that a retry can't resolve. The operation handles a changed booking and an answered
/// request first.
impl From<Conflict> for Problem {
    fn from(conflict: Conflict) -> Self {
        match conflict {
            Conflict::Taken(Side::Provider) => Self::conflict(
                "slot_taken",
                "The provider has another session at this time. Choose another time.",
            ),
            Conflict::Taken(Side::Member) => Self::conflict(
                "member_busy",
                "The member has another session at this time. Choose another time.",
            ),
            Conflict::TooMany => Self::rate_limited("Enough of this was done today."),
            Conflict::LinkVoid => Self::not_found(),
            Conflict::Changed | Conflict::Answered => Self::unavailable(),
            Conflict::Store(error) => error.into(),
        }
    }
}

impl From<PhoneRefused> for Problem {
    fn from(refused: PhoneRefused) -> Self {
        let detail = refused.to_string();
        match refused {
            PhoneRefused::NotByPhone | PhoneRefused::WrongState(_) => {
                Self::conflict("wrong_state", detail)
            }
            PhoneRefused::PhoneRequired => Refused::PhoneRequired.into(),
            PhoneRefused::IntroducedOften | PhoneRefused::RecordFull => Self::rate_limited(detail),
        }
    }
}
