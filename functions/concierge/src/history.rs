//! `GET /v1/admin/bookings/{id}/history`: the history of a booking (B9).

use anteroom_domain::values::BookingId;
use anteroom_http::views::HistoryView;
use anteroom_http::{Answer, Id, Page, Problem, formats};
use axum::extract::State;

use crate::AppState;

/// Lists the history of a booking, the admissions to its session and the messages about it that were dismissed,
/// the oldest entry first, on one page.
#[utoipa::path(
    get, path = "/v1/admin/bookings/{id}/history", operation_id = "seeHistory", tag = "admin: bookings",
    params(("id" = formats::BookingId, Path)),
    responses((status = 200, body = Page<HistoryView>, description = "The history"))
)]
pub(crate) async fn history(
    State(state): State<AppState>,
    Id(id): Id<BookingId>,
) -> Result<Answer, Problem> {
    let record = state
        .store
        .record(&id)
        .await?
        .ok_or_else(Problem::not_found)?;
    let history = state.store.with_reasons(&id, record.history).await?;
    let admissions = state.store.admissions(&id).await?;
    let messages = state.store.messages_of(&id).await?;
    let mut items: Vec<_> = history.iter().map(HistoryView::from).collect();
    items.extend(admissions.iter().map(HistoryView::from));
    let dismissals = messages
        .iter()
        .filter_map(|message| message.dismissed.as_ref());
    items.extend(dismissals.map(|dismissal| {
        let before = history.iter().rfind(|entry| entry.at <= dismissal.at);
        let status = before.map_or(record.booking.state.status(), |entry| entry.status);
        HistoryView::of_dismissal(dismissal, status)
    }));
    items.sort_by_key(HistoryView::at);
    Ok(Answer::list(&Page {
        items,
        next_cursor: None,
    }))
}
