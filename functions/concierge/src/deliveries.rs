//! `GET /v1/admin/deliveries`: the work queue of messages (M5).

use anteroom_http::views::DeliveryView;
use anteroom_http::{Answer, Fields, Page, PageQuery, Problem, Query};
use anteroom_store::DeliveryList;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::AppState;

/// Which list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DeliveriesQuery {
    /// `queued`, `sent`, `failed` or `unknown`.
    #[param(required)]
    status: Option<String>,
}

/// The messages of a status, the oldest first.
#[utoipa::path(
    get, path = "/v1/admin/deliveries", operation_id = "listDeliveries", tag = "admin: deliveries",
    params(DeliveriesQuery, PageQuery),
    responses((status = 200, body = Page<DeliveryView>, description = "One page of the list"))
)]
pub(crate) async fn list(
    State(state): State<AppState>,
    Query(query): Query<DeliveriesQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Answer, Problem> {
    let status = query.status()?;
    let name = format!("deliveries/{}", status.as_str());
    let (limit, from) = (page.limit()?, page.position(&state.cursors, &name)?);
    let (deliveries, next) = state.store.deliveries(status, limit, from).await?;
    let deliveries = deliveries.into_iter().map(DeliveryView::from).collect();
    Ok(Answer::ok(&Page::new(
        deliveries,
        next,
        &state.cursors,
        &name,
    )))
}

impl DeliveriesQuery {
    fn status(&self) -> Result<DeliveryList, Problem> {
        let all = [
            DeliveryList::Queued,
            DeliveryList::Sent,
            DeliveryList::Failed,
            DeliveryList::Unknown,
        ];
        let mut fields = Fields::default();
        let status = self.status.as_deref();
        let list = all.into_iter().find(|list| status == Some(list.as_str()));
        if list.is_none() {
            let code = if status.is_none() {
                "required"
            } else {
                "invalid"
            };
            fields.wrong("?status", code, "must be queued, sent, failed or unknown");
        }
        fields.finish(list)
    }
}
