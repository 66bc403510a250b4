//! `POST /v1/bookings/{id}/no-show`: marks the member as a no-show (B7).

use anteroom_app::member_came;
use anteroom_domain::transition::BookingRecord;
use anteroom_domain::values::{BookingId, Role};
use anteroom_http::operations::{change, check_visible};
use anteroom_http::views::BookingView;
use anteroom_http::{Answer, Call, EmptyBody, Id, Problem};
use axum::extract::State;

use crate::AppState;

/// Marks the member as not shown, if the record of the session agrees.
#[utoipa::path(
    post, path = "/v1/bookings/{id}/no-show", operation_id = "markNoShow", tag = "bookings",
    params(
        ("id" = String, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer for a day"),
        ("If-Match" = Option<String>, Header, description = "The ETag of what is changed")
    ),
    responses((status = 200, body = BookingView, description = "The booking, a no-show"))
)]
pub(crate) async fn no_show(
    State(state): State<AppState>,
    Id(id): Id<BookingId>,
    call: Call,
) -> Result<Answer, Problem> {
    call.caller.is_in(&[Role::Provider, Role::Concierge])?;
    call.body::<EmptyBody>()?;
    let (author, store, policy) = (&call.author(), &state.store, &state.policy);
    let visible = |record: &BookingRecord| check_visible(record, &call.caller);
    change(
        &state,
        &call,
        &id,
        visible,
        |record: BookingRecord| async move {
            let came = member_came(store, &record, policy, author.at).await?;
            Ok(record.mark_no_show(author, came, policy)?.into())
        },
    )
    .await
}
