//! `GET /v1/admin/deliveries`: the work queue of messages, and what was sent (M5).

use anteroom_domain::delivery::List;
use anteroom_http::views::DeliveryView;
use anteroom_http::{Answer, Caller, FieldCode, Fields, Page, PageQuery, Problem, Query};
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

/// The messages of a status.
///
/// Those that are `queued`, `failed` or `unknown` come oldest first. Those that were `sent` come
/// newest first, by when they were written, and go back 90 days; what was sent before stands with
/// its booking. A page may have fewer items than `limit`, even none, before the end: only a null
/// `nextCursor` is the end.
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
    let (status, limit) = (query.status()?, page.limit()?);
    let name = format!("deliveries/{}", status.as_str());
    let page = match status {
        Asked::Work(list) => {
            let from = page.position(&state.cursors, &name)?;
            let (found, next) = state.store.deliveries(list, limit, from).await?;
            let views = found.iter().map(DeliveryView::from).collect();
            Page::new(views, next, &state.cursors, &name)
        }
        Asked::Sent => {
            let from = page.position(&state.cursors, &name)?;
            let (found, next) = state.store.sent(limit, from, caller.moment.now).await?;
            let views = found.iter().map(DeliveryView::from).collect();
            Page::new(views, next, &state.cursors, &name)
        }
    };
    Ok(Answer::ok(&page))
}

/// What may be asked for.
#[derive(Clone, Copy)]
enum Asked {
    /// A work list.
    Work(List),
    /// What was sent.
    Sent,
}

impl Asked {
    const ALL: [Self; 4] = [
        Self::Work(List::Queued),
        Self::Sent,
        Self::Work(List::Failed),
        Self::Work(List::Unknown),
    ];

    fn as_str(self) -> &'static str {
        match self {
            Self::Work(list) => list.as_str(),
            Self::Sent => "sent",
        }
    }
}

impl DeliveriesQuery {
    fn status(&self) -> Result<Asked, Problem> {
        let mut fields = Fields::default();
        let status = self.status.as_deref();
        let mut all = Asked::ALL.into_iter();
        let asked = all.find(|asked| status == Some(asked.as_str()));
        if asked.is_none() {
            let code = if status.is_none() {
                FieldCode::Required
            } else {
                FieldCode::Invalid
            };
            fields.wrong("?status", code, "must be queued, sent, failed or unknown");
        }
        fields.finish(asked)
    }
}
