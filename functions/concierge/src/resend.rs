//! `POST /v1/admin/deliveries/{id}/resend`: sends a message again (M5).

use anteroom_domain::delivery::{Outdated, Resend, ResendRefused, Resent, Unreachable};
use anteroom_domain::values::DeliveryId;
use anteroom_http::operations::{replayed, store_refusal};
use anteroom_http::views::DeliveryView;
use anteroom_http::{Answer, Call, EmptyBody, Id, Problem, ProblemCode, formats, headers};
use anteroom_runtime::ids;
use anteroom_store::{CommitExtras, Earlier, NotResent, quota_resets_at};
use axum::extract::State;
use jiff::Timestamp;

use crate::AppState;

/// Sends a message again.
///
/// The new delivery goes to the reader's current address. A delivery that is still queued can't be sent
/// again, nor one that was dismissed, nor one whose booking has changed since, nor one that would come too late.
#[utoipa::path(
    post, path = "/v1/admin/deliveries/{id}/resend", operation_id = "resendDelivery",
    tag = "admin: deliveries",
    params(
        ("id" = formats::DeliveryId, Path),
        headers::IdempotencyKey
    ),
    responses(
        (status = 202, body = DeliveryView, description = "The new delivery, queued"),
        (status = 429, body = Problem, content_type = "application/problem+json", description = "The limit of repeated messages is used up: of the booking, or of the caller"),
    )
)]
pub(crate) async fn resend(
    State(state): State<AppState>,
    Id(id): Id<DeliveryId>,
    call: Call,
) -> Result<Answer, Problem> {
    call.body::<EmptyBody>()?;
    if let Some(answer) = answered(&state, &call).await? {
        return Ok(answer);
    }
    let decided = match state.store.earlier(&id).await? {
        Some(earlier) => decided(&state, &call, &earlier).map(|resent| (earlier.delivery, resent)),
        None => Err(Problem::not_found()),
    };
    let (before, resent) = match decided {
        Ok(both) => both,
        Err(problem) => return store_refusal(&state.store, &call, problem).await,
    };
    let answer = Answer::accepted(&DeliveryView::from(&resent.copy));
    let extra = CommitExtras {
        messages: Vec::new(),
        answer: call.keeps(&answer),
        ..CommitExtras::default()
    };
    let policy = &state.policy;
    match state.store.resend(&before, &resent, policy, &extra).await {
        Ok(()) => Ok(answer),
        Err(NotResent::Answered) => answered(&state, &call)
            .await?
            .ok_or_else(Problem::unavailable),
        Err(NotResent::Changed) => {
            let detail = "It was sent again, or something became of it, in the meantime.";
            let problem = Problem::conflict(ProblemCode::WrongState, detail);
            store_refusal(&state.store, &call, problem).await
        }
        Err(NotResent::TooMany) => {
            let detail = "Enough messages about this booking were sent again today.";
            store_refusal(&state.store, &call, too_many(&call, detail)).await
        }
        Err(NotResent::TooManyByOne) => {
            let detail = "You have sent enough messages again today.";
            store_refusal(&state.store, &call, too_many(&call, detail)).await
        }
        Err(NotResent::TooManyToReader) => {
            let detail = "Enough messages were caused today, by you or to its reader.";
            store_refusal(&state.store, &call, too_many(&call, detail)).await
        }
        Err(NotResent::Store(error)) => Err(error.into()),
    }
}

fn too_many(call: &Call, detail: &str) -> Problem {
    Problem::rate_limited(detail).opening_at(quota_resets_at(call.caller.moment.now))
}

/// The stored answer of the same request, if there is one.
async fn answered(state: &AppState, call: &Call) -> Result<Option<Answer>, Problem> {
    match &call.key {
        Some(key) => replayed(call, state.store.answer(key).await?),
        None => Ok(None),
    }
}

/// Decides on the request with what is known now.
fn decided(state: &AppState, call: &Call, earlier: &Earlier) -> Result<Resent, Problem> {
    let now = call.caller.moment.now;
    let resend = Resend {
        id: ids::delivery(now, state.store.random.draw()),
        by: call.caller.actor(),
        booking: &earlier.record.booking,
        session: &earlier.record.session,
        reader: earlier.reader.as_ref(),
        policy: &state.policy,
    };
    earlier.delivery.resend(&resend, now).map_err(refusal)
}

/// The answer to who may not have a message sent again.
fn refusal(refused: ResendRefused) -> Problem {
    let (code, detail) = match refused {
        ResendRefused::NotConcierge => return Problem::forbidden(),
        ResendRefused::StillQueued => (ProblemCode::WrongState, "It is still going to be sent."),
        ResendRefused::Dropped => (
            ProblemCode::WrongState,
            "It was dropped, since there was no point in it any more.",
        ),
        ResendRefused::Dismissed => (ProblemCode::WrongState, "It was dismissed."),
        ResendRefused::ResentAlready => (ProblemCode::WrongState, "It was sent again already."),
        ResendRefused::Outdated(Outdated::BookingChanged) => (
            ProblemCode::WrongState,
            "The booking has changed since; what it says is not so any more.",
        ),
        ResendRefused::Outdated(Outdated::SessionOver) => (
            ProblemCode::WrongState,
            "The session is over; what it says is not so any more.",
        ),
        ResendRefused::Outdated(Outdated::AwaitedCame) => (
            ProblemCode::WrongState,
            "They have come since; what it says is not so any more.",
        ),
        ResendRefused::TooLate => (ProblemCode::TooLate, "It would come too late to be of use."),
        ResendRefused::ContactJustChanged { from } => return just_changed(from),
        ResendRefused::Unreachable(why) => unreachable(why),
    };
    Problem::conflict(code, detail)
}

/// The answer to a concierge who has just changed the address or number that it would go to (A6).
pub(crate) fn just_changed(from: Timestamp) -> Problem {
    let detail =
        "You have just changed this person's address or number. Wait, or ask another concierge.";
    Problem::conflict(ProblemCode::ContactJustChanged, detail).opening_at(from)
}

/// The problem code and detail for a reader who can't be reached.
pub(crate) fn unreachable(why: Unreachable) -> (ProblemCode, &'static str) {
    match why {
        Unreachable::AddressBounced => (
            ProblemCode::AddressBounced,
            "Mail to this person's address came back. Correct the address first.",
        ),
        Unreachable::AddressComplained => (
            ProblemCode::AddressComplained,
            "This person has called our mail spam. Talk to them first.",
        ),
        Unreachable::NoNumber => (
            ProblemCode::PhoneRequired,
            "This person has no phone number any more.",
        ),
    }
}
