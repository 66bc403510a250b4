//! Converts the domain's refusals to problems.

use anteroom_app::Conflict;
use anteroom_domain::booking::{BookingRefused, Refused, RescheduleRefused, Side};
use anteroom_domain::pending::CodeRefused;
use anteroom_domain::transition::PhoneRefused;
use http::StatusCode;

use crate::{FieldCode, Fields, Problem, ProblemCode};

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
                field("/startsAt", FieldCode::NotOnGrid).coded(ProblemCode::NotOnGrid)
            }
            BookingRefused::Duration { .. } => {
                field("/durationMinutes", FieldCode::NotOnGrid).coded(ProblemCode::NotOnGrid)
            }
            BookingRefused::Unchanged => field("/startsAt", FieldCode::Unchanged),
            BookingRefused::NoPreviousSession => {
                Self::conflict(ProblemCode::NoPreviousSession, detail)
            }
            BookingRefused::SamePerson => field("/memberId", FieldCode::Invalid),
            BookingRefused::PhoneRequired => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                ProblemCode::PhoneRequired,
                detail,
            ),
            BookingRefused::NoticeTooShort { .. } => {
                Self::conflict(ProblemCode::NoticeTooShort, detail)
            }
            BookingRefused::BeyondHorizon { .. } => {
                Self::conflict(ProblemCode::BeyondHorizon, detail)
            }
            BookingRefused::OutsideAvailability => {
                Self::conflict(ProblemCode::OutsideAvailability, detail)
            }
            BookingRefused::TooManyOpen { until } => {
                let problem = Self::rate_limited(detail);
                until.into_iter().fold(problem, Self::opening_at)
            }
        }
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let detail = refused.to_string();
        match refused {
            Refused::WrongState { .. } => Self::conflict(ProblemCode::WrongState, detail),
            Refused::TooEarly { opens_at } => {
                Self::conflict(ProblemCode::TooEarly, detail).opening_at(opens_at)
            }
            Refused::TooLate { .. } => Self::conflict(ProblemCode::TooLate, detail),
            Refused::LateChange { .. } => Self::conflict(ProblemCode::LateChange, detail),
            Refused::MemberAttended => Self::conflict(ProblemCode::MemberAttended, detail),
            Refused::ProviderAbsent => Self::conflict(ProblemCode::ProviderAbsent, detail),
            Refused::PhoneRequired => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                ProblemCode::PhoneRequired,
                detail,
            ),
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
                ProblemCode::SlotTaken,
                "The provider has another session at this time. Choose another time.",
            ),
            Conflict::Taken(Side::Member) => Self::conflict(
                ProblemCode::MemberBusy,
                "The member has another session at this time. Choose another time.",
            ),
            Conflict::Disabled => Self::account_disabled(),
            Conflict::TooMany => Self::rate_limited("Enough of this was done today."),
            Conflict::TooManyMessages { until } => Self::rate_limited(
                "Too many messages were caused today, by you or to one of the two people.",
            )
            .opening_at(until),
            Conflict::Changed | Conflict::Answered => Self::unavailable(),
            Conflict::Store(error) => error.into(),
        }
    }
}

impl From<CodeRefused> for Problem {
    fn from(refused: CodeRefused) -> Self {
        let code = match refused {
            CodeRefused::NothingPending => ProblemCode::NothingPending,
            CodeRefused::Void => ProblemCode::CodeVoid,
            CodeRefused::Expired => ProblemCode::CodeExpired,
        };
        Self::conflict(code, refused.to_string())
    }
}

impl From<PhoneRefused> for Problem {
    fn from(refused: PhoneRefused) -> Self {
        let detail = refused.to_string();
        match refused {
            PhoneRefused::NotByPhone | PhoneRefused::WrongState(_) => {
                Self::conflict(ProblemCode::WrongState, detail)
            }
            PhoneRefused::PhoneRequired => Refused::PhoneRequired.into(),
            PhoneRefused::IntroducedOften | PhoneRefused::RecordFull => Self::rate_limited(detail),
        }
    }
}
