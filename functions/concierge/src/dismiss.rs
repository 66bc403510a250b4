//! `POST /v1/admin/deliveries/{id}/dismiss`: takes a message off the work queue, unsent (M5).

use anteroom_app::Retry;
use anteroom_domain::delivery::{DismissRefused, Dismissal};
use anteroom_domain::transition::Author;
use anteroom_domain::values::{DeliveryId, Reason};
use anteroom_http::operations::idempotent;
use anteroom_http::views::DeliveryView;
use anteroom_http::{Answer, Call, Fields, Id, Problem, ProblemCode, formats, headers};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::AppState;

/// Why a message is not sent again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DismissBody {
    /// Why nobody need send it. Only the concierge can read it.
    #[schema(value_type = formats::Reason)]
    reason: Option<String>,
}

/// Takes a message off the work queue without sending it.
///
/// A message that is held since the table was restored, that failed, may have been sent or did not arrive, of
/// whatever kind. It can't be sent again afterwards. It may be repeated: the first reason stays.
#[utoipa::path(
    post, path = "/v1/admin/deliveries/{id}/dismiss", operation_id = "dismissDelivery",
    tag = "admin: deliveries",
    params(
        ("id" = formats::DeliveryId, Path),
        headers::IdempotencyKey
    ),
    request_body = DismissBody,
    responses((status = 200, body = DeliveryView, description = "The delivery, dismissed"))
)]
pub(crate) async fn dismiss(
    State(state): State<AppState>,
    Id(id): Id<DeliveryId>,
    call: Call,
) -> Result<Answer, Problem> {
    let reason = call.body::<DismissBody>()?.parse()?;
    let Author { by, at, request_id } = call.author();
    let dismissal = Dismissal {
        by,
        at,
        reason,
        request_id,
    };
    idempotent(&state.store, &call, async || {
        let mut retry = Retry::default();
        loop {
            let before = state.store.delivery(&id).await?;
            let before = before.ok_or_else(Problem::not_found)?;
            let after = before.dismiss(&dismissal).map_err(refusal)?;
            if after == before || state.store.dismiss(&before, &after).await? {
                return Ok(Answer::ok(&DeliveryView::from(&after)));
            }
            retry.again()?;
        }
    })
    .await
}

impl DismissBody {
    /// The reason; 422 if it is missing or invalid.
    fn parse(self) -> Result<Reason, Problem> {
        let mut fields = Fields::default();
        let reason = fields.required::<Reason>("/reason", self.reason.as_deref());
        fields.finish(reason)
    }
}

/// The answer to who may not dismiss a message.
fn refusal(refused: DismissRefused) -> Problem {
    let detail = match refused {
        DismissRefused::NotConcierge => return Problem::forbidden(),
        DismissRefused::StillQueued => "It is still going to be sent.",
        DismissRefused::Sent => "It was sent.",
        DismissRefused::Dropped => "It was dropped, since there was no point in it any more.",
        DismissRefused::ResentAlready => "It was sent again already.",
    };
    Problem::conflict(ProblemCode::WrongState, detail)
}
