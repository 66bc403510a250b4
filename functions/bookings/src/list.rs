//! `GET /v1/bookings`: the caller's bookings, in the three lists of the portal (B8).

use anteroom_domain::booking::View;
use anteroom_domain::values::Role;
use anteroom_http::operations::show_all;
use anteroom_http::views::BookingView;
use anteroom_http::{Answer, Caller, FieldCode, Fields, Page, PageQuery, Problem, Query, words};
use anteroom_store::OpenAt;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::AppState;

/// Which bookings to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListQuery {
    /// Which of the three lists: `upcoming` has ongoing bookings, too.
    #[param(value_type = words::BookingView)]
    view: Option<String>,
}

/// Lists the caller's bookings: the soonest first; in `past`, the latest first.
#[utoipa::path(
    get, path = "/v1/bookings", operation_id = "listBookings", tag = "bookings",
    params(ListQuery, PageQuery),
    responses((status = 200, body = Page<BookingView>, description = "One page of the list"))
)]
pub(crate) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Query(query): Query<ListQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Answer, Problem> {
    caller.is_in(&[Role::Provider, Role::Member])?;
    let view = query.view()?;
    let name = format!(
        "bookings/{}/{}/{}",
        view.as_str(),
        caller.role.as_str(),
        caller.id
    );
    let (limit, from) = (page.limit()?, page.position(&state.cursors, &name)?);
    let open = OpenAt {
        now: caller.moment.now,
        policy: &state.policy,
    };
    let (bookings, next) = state
        .store
        .bookings(&caller.id, caller.role, view, limit, from, open)
        .await?;
    Ok(Answer::list(&Page::new(
        show_all(&state, &caller, bookings).await?,
        next,
        &state.cursors,
        &name,
    )))
}

impl ListQuery {
    fn view(&self) -> Result<View, Problem> {
        let mut fields = Fields::default();
        let view = match self.view.as_deref() {
            Some("pending") => Some(View::Pending),
            Some("upcoming") => Some(View::Upcoming),
            Some("past") => Some(View::Past),
            Some(_) => {
                fields.wrong(
                    "?view",
                    FieldCode::Invalid,
                    "must be pending, upcoming or past",
                );
                None
            }
            None => {
                fields.wrong(
                    "?view",
                    FieldCode::Required,
                    "is required: pending, upcoming or past",
                );
                None
            }
        };
        fields.finish(view)
    }
}
