//! `GET /v1/admin/bookings`: searches bookings.

use anteroom_domain::booking::Status;
use anteroom_http::operations::show_all;
use anteroom_http::views::BookingView;
use anteroom_http::{
    Answer, Caller, FieldCode, Fields, Page, PageQuery, Problem, Query, formats, words,
};
use anteroom_store::{BookingSearch, CalendarPosition, OpenAt};
use axum::extract::State;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use strum::VariantArray;
use utoipa::IntoParams;

use crate::AppState;

/// Which bookings to find. Absent filters match every booking.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub(crate) struct SearchQuery {
    /// Only bookings of this provider.
    #[param(value_type = Option<formats::PersonId>)]
    provider_id: Option<String>,
    /// Only bookings of this member.
    #[param(value_type = Option<formats::PersonId>)]
    member_id: Option<String>,
    /// Only bookings in this status.
    #[param(value_type = Option<words::BookingStatus>)]
    status: Option<String>,
    /// The first instant at which bookings may start. The default is a week ago, or nearer to `to` if
    /// the range would be longer than 92 days.
    #[param(value_type = Option<formats::Instant>)]
    from: Option<String>,
    /// The instant before which bookings start, at most 92 days after `from`. The default is in 60
    /// days, or nearer to `from` if the range would be longer than 92 days.
    #[param(value_type = Option<formats::Instant>)]
    to: Option<String>,
}

/// The position after a page, with the range that was searched. The default range moves with each
/// request, so later pages need the range of the first.
#[derive(Debug, Serialize, Deserialize)]
struct Place {
    from: Timestamp,
    to: Timestamp,
    at: CalendarPosition,
}

/// The longest range of one search.
const LONGEST: SignedDuration = SignedDuration::from_hours(92 * 24);
/// How far back a search goes by default.
const BACK: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How far ahead a search goes by default.
const AHEAD: SignedDuration = SignedDuration::from_hours(60 * 24);

/// Finds bookings of all people, the soonest first. A page may have fewer items than `limit`; only a
/// null `nextCursor` is the end.
#[utoipa::path(
    get, path = "/v1/admin/bookings", operation_id = "searchBookings", tag = "admin: bookings",
    params(SearchQuery, PageQuery),
    responses((status = 200, body = Page<BookingView>, description = "One page of the bookings"))
)]
pub(crate) async fn search(
    State(state): State<AppState>,
    caller: Caller,
    Query(query): Query<SearchQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Answer, Problem> {
    let now = caller.moment.now;
    let mut wanted = query.parse(now)?;
    let name = query.list_name();
    let (limit, place) = (
        page.limit()?,
        page.position::<Place>(&state.cursors, &name)?,
    );
    let at = place.map(|place| {
        (wanted.from, wanted.to) = (place.from, place.to);
        place.at
    });
    let open = OpenAt {
        now,
        policy: &state.policy,
    };
    let (bookings, next) = state.store.search(&wanted, limit, at, open).await?;
    let next = next.map(|at| Place {
        from: wanted.from,
        to: wanted.to,
        at,
    });
    Ok(Answer::list(&Page::new(
        show_all(&state, &caller, bookings).await?,
        next,
        &state.cursors,
        &name,
    )))
}

impl SearchQuery {
    fn parse(&self, now: Timestamp) -> Result<BookingSearch, Problem> {
        let mut fields = Fields::default();
        let provider = fields.optional("?providerId", self.provider_id.as_deref());
        let member = fields.optional("?memberId", self.member_id.as_deref());
        let status = self.status.as_deref().map(|given| {
            let status = Status::VARIANTS
                .iter()
                .copied()
                .find(|status| status.as_str() == given);
            if status.is_none() {
                fields.wrong(
                    "?status",
                    FieldCode::Invalid,
                    "is not the status of a booking",
                );
            }
            status
        });
        let from = fields.optional::<Timestamp>("?from", self.from.as_deref());
        let to = fields.optional::<Timestamp>("?to", self.to.as_deref());
        if let Some((from, to)) = from.zip(to) {
            if to <= from {
                fields.wrong("?to", FieldCode::OutOfRange, "must be after from");
            } else if to.duration_since(from) > LONGEST {
                fields.wrong(
                    "?to",
                    FieldCode::OutOfRange,
                    format!(
                        "must be at most {} days after from",
                        LONGEST.as_hours() / 24
                    ),
                );
            }
        }
        let (from, to) = range(from, to, now);
        fields.finish(Some(BookingSearch {
            provider,
            member,
            status: status.flatten(),
            from,
            to,
        }))
    }

    /// The name of the searched list. It contains the filters, so that a cursor of another search
    /// is refused.
    fn list_name(&self) -> String {
        let parts = [
            &self.provider_id,
            &self.member_id,
            &self.status,
            &self.from,
            &self.to,
        ];
        let parts = parts.map(|part| part.as_deref().unwrap_or_default());
        format!("search/{}", parts.join("&"))
    }
}

/// The range to search. No booking is earlier than 1970, and instants in keys sort as text only
/// from then on.
fn range(from: Option<Timestamp>, to: Option<Timestamp>, now: Timestamp) -> (Timestamp, Timestamp) {
    let (from, to) = match (from, to) {
        (Some(from), Some(to)) => (from, to),
        (Some(from), None) => (
            from,
            (now + AHEAD).clamp(moved(from, BACK), moved(from, LONGEST)),
        ),
        (None, Some(to)) => (
            (now - BACK).clamp(moved(to, -LONGEST), moved(to, -BACK)),
            to,
        ),
        (None, None) => (now - BACK, now + AHEAD),
    };
    (
        from.max(Timestamp::UNIX_EPOCH),
        to.max(Timestamp::UNIX_EPOCH),
    )
}

/// `at` plus `by`, clamped to the first and the last instant.
fn moved(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.saturating_add(by)
        .expect("only spans of calendar units are refused")
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-11-22T10:00:00Z";

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn days(from: Option<&str>, to: Option<&str>) -> (i64, i64) {
        let (from, to) = range(from.map(at), to.map(at), at(NOW));
        let day = |instant: Timestamp| instant.duration_since(at(NOW)).as_hours() / 24;
        (day(from), day(to))
    }

    #[test]
    fn an_end_that_is_left_out_is_the_usual_one_or_near_the_other() {
        assert_eq!(days(None, None), (-7, 60));
        assert_eq!(days(Some(NOW), None), (0, 60));
        assert_eq!(days(Some("2026-08-24T10:00:00Z"), None), (-90, 2));
        assert_eq!(days(Some("2027-03-02T10:00:00Z"), None), (100, 107));
        assert_eq!(days(None, Some(NOW)), (-7, 0));
        assert_eq!(days(None, Some("2026-08-14T10:00:00Z")), (-107, -100));
        assert_eq!(days(None, Some("2027-03-02T10:00:00Z")), (8, 100));
        let ancient = range(None, Some(at("-009999-01-03T00:00:00Z")), at(NOW));
        assert_eq!(ancient, (Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH));
    }

    #[test]
    fn whatever_is_wrong_is_named() {
        let given = |text: &str| Some(text.to_owned());
        let query = SearchQuery {
            provider_id: given("a b"),
            member_id: given("mem_1"),
            status: given("done"),
            from: given("2026-11-22T10:00:00Z"),
            to: given("2027-02-22T10:00:01Z"),
        };
        let problem = query.parse(at(NOW)).unwrap_err().to_body();
        let problem: serde_json::Value = serde_json::from_str(&problem).unwrap();
        let pointers: Vec<_> = problem["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| &e["pointer"])
            .collect();
        assert_eq!(pointers, ["?providerId", "?status", "?to"]);
    }

    #[test]
    fn searches_that_differ_are_different_lists() {
        let one = SearchQuery {
            provider_id: Some("x1".to_owned()),
            ..SearchQuery::default()
        };
        let other = SearchQuery {
            member_id: Some("x1".to_owned()),
            ..SearchQuery::default()
        };
        assert_ne!(one.list_name(), other.list_name());
    }
}
