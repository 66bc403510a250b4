//! `GET /v1/admin/deliveries`: the work queue of messages, and what was sent (M5).

use anteroom_domain::delivery::List;
use anteroom_http::views::DeliveryView;
use anteroom_http::{Answer, Caller, FieldCode, Fields, Page, PageQuery, Problem, Query};
use axum::extract::State;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::AppState;

/// Which deliveries to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DeliveriesQuery {
    /// Their status.
    #[param(value_type = DeliveryList)]
    status: Option<String>,
}

/// Lists the deliveries in a status.
///
/// Those that are `queued`, `held`, `failed`, `unknown` or `undelivered` come oldest first. Those that are
/// `held` were queued or due before the table was restored; texts that wait until the quiet hours are over
/// are among the `queued` ones. Those that are `sent`,
/// and those of them that are `delivered`, come newest
/// first, by the time at which they were queued, and go back 90 days; older ones are listed with their
/// booking. A message that goes out at once is never among the `queued` ones. A page may have fewer
/// items than `limit`, even none; only a null `nextCursor` is the end.
#[utoipa::path(
    get, path = "/v1/admin/deliveries", operation_id = "listDeliveries", tag = "admin: deliveries",
    params(DeliveriesQuery, PageQuery),
    responses((status = 200, body = Page<DeliveryView>, description = "One page of the list"))
)]
pub(crate) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Query(query): Query<DeliveriesQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Answer, Problem> {
    let (list, limit) = (query.status()?, page.limit()?);
    let work = match list {
        DeliveryList::Queued => Some(List::Queued),
        DeliveryList::Held => Some(List::Held),
        DeliveryList::Failed => Some(List::Failed),
        DeliveryList::Unknown => Some(List::Unknown),
        DeliveryList::Undelivered => Some(List::Undelivered),
        DeliveryList::Sent => None,
    };
    let name = format!("deliveries/{}", <&str>::from(list));
    let page = if let Some(work) = work {
        let from = page.position(&state.cursors, &name)?;
        let (found, next) = state.store.deliveries(work, limit, from).await?;
        let views = found.iter().map(DeliveryView::from).collect();
        Page::new(views, next, &state.cursors, &name)
    } else {
        let from = page.position(&state.cursors, &name)?;
        let (found, next) = state.store.sent(limit, from, caller.moment.now).await?;
        let views = found.iter().map(DeliveryView::from).collect();
        Page::new(views, next, &state.cursors, &name)
    };
    Ok(Answer::list(&page))
}

/// The list of deliveries that is asked for.
#[derive(Clone, Copy, Debug, strum::EnumString, strum::IntoStaticStr, ToSchema)]
#[strum(serialize_all = "snake_case")]
#[schema(rename_all = "snake_case")]
pub(crate) enum DeliveryList {
    Queued,
    Held,
    Sent,
    Failed,
    Unknown,
    Undelivered,
}

impl DeliveriesQuery {
    fn status(&self) -> Result<DeliveryList, Problem> {
        let mut fields = Fields::default();
        let status = self.status.as_deref();
        let list = status.and_then(|status| status.parse().ok());
        if list.is_none() {
            let code = if status.is_none() {
                FieldCode::Required
            } else {
                FieldCode::Invalid
            };
            fields.wrong(
                "?status",
                code,
                "must be queued, held, sent, failed, unknown or undelivered",
            );
        }
        fields.finish(list)
    }
}
