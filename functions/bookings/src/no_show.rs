//! `POST /v1/bookings/{id}/no-show`: marks the member as a no-show (B7).

use anteroom_app::no_show_ground;
use anteroom_domain::booking::NoShowGround;
use anteroom_domain::transition::BookingRecord;
use anteroom_domain::values::{BookingId, Reason, Role};
use anteroom_http::operations::{change, check_visible};
use anteroom_http::views::BookingView;
use anteroom_http::{Answer, Call, EmptyBody, Fields, Id, Problem, formats, headers};
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::AppState;

/// Why the concierge overrules the record of the session.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoShowBody {
    /// Only from the concierge: 1 to 500 characters. Without a reason the record decides, as it does
    /// for the provider.
    #[schema(value_type = Option<formats::Reason>)]
    reason: Option<String>,
}

/// Marks the member as not shown, if the record of the session agrees: the member never came, and the
/// provider was there for them. The concierge may overrule it with a reason.
#[utoipa::path(
    post, path = "/v1/bookings/{id}/no-show", operation_id = "markNoShow", tag = "bookings",
    params(
        ("id" = formats::BookingId, Path),
        headers::IdempotencyKey,
        headers::IfMatch
    ),
    request_body = Option<NoShowBody>,
    responses((status = 200, body = BookingView, description = "The booking, now a no-show"))
)]
pub(crate) async fn no_show(
    State(state): State<AppState>,
    Id(id): Id<BookingId>,
    call: Call,
) -> Result<Answer, Problem> {
    call.caller.is_in(&[Role::Provider, Role::Concierge])?;
    let reason = reason(&call)?;
    let reason = reason.as_ref();
    let (author, store, policy) = (&call.author(), &state.store, &state.policy);
    let visible = |record: &BookingRecord| check_visible(record, &call.caller);
    change(
        &state,
        &call,
        &id,
        visible,
        |record: BookingRecord| async move {
            let ground = match reason {
                Some(_) => NoShowGround::Overruled,
                None => no_show_ground(store, &record, policy, author.at).await?,
            };
            Ok(record.mark_no_show(author, ground, reason, policy)?.into())
        },
    )
    .await
}

/// The concierge's reason, if they give one. Nobody else may.
fn reason(call: &Call) -> Result<Option<Reason>, Problem> {
    if call.caller.role != Role::Concierge {
        call.body::<EmptyBody>()?;
        return Ok(None);
    }
    let mut fields = Fields::default();
    let reason = call.body::<NoShowBody>()?.reason;
    let reason = fields.optional("/reason", reason.as_deref());
    fields.finish(Some(reason))
}
