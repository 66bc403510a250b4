//! `GET /v1/admin/bookings/{id}/deliveries`: the deliveries of a booking's messages (M5).

use anteroom_domain::values::BookingId;
use anteroom_http::views::DeliveryView;
use anteroom_http::{Answer, Id, Page, Problem, formats};
use axum::extract::State;

use crate::AppState;

/// Lists the deliveries about a booking, the oldest first, on one page.
#[utoipa::path(
    get, path = "/v1/admin/bookings/{id}/deliveries", operation_id = "seeBookingDeliveries",
    tag = "admin: bookings", params(("id" = formats::BookingId, Path)),
    responses((status = 200, body = Page<DeliveryView>, description = "The deliveries"))
)]
pub(crate) async fn list(
    State(state): State<AppState>,
    Id(id): Id<BookingId>,
) -> Result<Answer, Problem> {
    state
        .store
        .record(&id)
        .await?
        .ok_or_else(Problem::not_found)?;
    let items: Vec<_> = state
        .store
        .messages_of(&id)
        .await?
        .iter()
        .map(DeliveryView::from)
        .collect();
    Ok(Answer::list(&Page {
        items,
        next_cursor: None,
    }))
}
