//! `GET /v1/providers/{id}/slots`: when a provider can be booked.

use std::collections::BTreeSet;

use anteroom_domain::availability::{Schedule, SlotQuery, slots};
use anteroom_domain::policy::Policy;
use anteroom_domain::values::{PersonId, Role};
use anteroom_http::views::SlotView;
use anteroom_http::{Answer, Caller, FieldCode, Fields, Id, Page, Problem, Query, formats};
use axum::extract::State;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::AppState;

/// Which slots to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub(crate) struct SlotsQuery {
    /// The first instant at which a slot may start.
    #[param(value_type = formats::Instant)]
    from: Option<String>,
    /// The instant before which slots start; at most 62 days after `from`.
    #[param(value_type = formats::Instant)]
    to: Option<String>,
    /// The length of the session, in minutes: on the grid and within the bounds of the policy.
    #[param(value_type = u16, minimum = 1, maximum = 1440, multiple_of = 5)]
    duration_minutes: Option<String>,
}

/// The longest range of one query.
const LONGEST: SignedDuration = SignedDuration::from_hours(62 * 24);

/// Lists a provider's open slots, the soonest first, on one page. The list depends on the caller: the
/// concierge can book without notice (B3).
#[utoipa::path(
    get, path = "/v1/providers/{id}/slots", operation_id = "listSlots", tag = "slots",
    params(("id" = formats::PersonId, Path, description = "The provider"), SlotsQuery),
    responses((status = 200, body = Page<SlotView>, description = "The open slots"))
)]
pub(crate) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Id(provider): Id<PersonId>,
    Query(query): Query<SlotsQuery>,
) -> Result<Answer, Problem> {
    let asked = query.parse(caller.role, &state.policy, caller.moment.now)?;
    page(&state, &provider, &asked).await
}

/// The open slots of a provider, on one page. Takes two calls.
pub(crate) async fn page(
    state: &AppState,
    provider: &PersonId,
    asked: &SlotQuery,
) -> Result<Answer, Problem> {
    let (_, schedule) = state
        .store
        .open_provider(provider)
        .await?
        .ok_or_else(Problem::not_found)?;
    let items = match schedule {
        Some(schedule) => open(state, provider, &schedule, asked).await?,
        None => Vec::new(),
    };
    Ok(Answer::list(&Page {
        items,
        next_cursor: None,
    }))
}

async fn open(
    state: &AppState,
    provider: &PersonId,
    schedule: &Schedule,
    asked: &SlotQuery,
) -> Result<Vec<SlotView>, Problem> {
    let Some((from, to)) = bookable(asked, &state.policy) else {
        return Ok(Vec::new());
    };
    // A slot that starts at the end of the range also needs its own time and the pause after it.
    let taken = state
        .store
        .taken_cells(provider, from, to + asked.duration + schedule.buffer())
        .await?;
    Ok(found(schedule, asked, &state.policy, &taken))
}

fn found(
    schedule: &Schedule,
    asked: &SlotQuery,
    policy: &Policy,
    taken: &BTreeSet<i64>,
) -> Vec<SlotView> {
    slots(schedule, asked, policy, taken)
        .into_iter()
        .map(SlotView::from)
        .collect()
}

/// The part of the requested range in which anything can be booked; `None` if there is no such
/// part. The agenda is read for this part only.
fn bookable(asked: &SlotQuery, policy: &Policy) -> Option<(Timestamp, Timestamp)> {
    let from = asked.from.max(asked.now);
    let to = asked.to.min(asked.now + policy.horizon);
    (from <= to).then_some((from, to))
}

impl SlotsQuery {
    fn parse(&self, role: Role, policy: &Policy, now: Timestamp) -> Result<SlotQuery, Problem> {
        let mut fields = Fields::default();
        let range = range(&mut fields, self.from.as_deref(), self.to.as_deref());
        let minutes = fields.required::<u16>("?durationMinutes", self.duration_minutes.as_deref());
        let duration = minutes.map(|minutes| SignedDuration::from_mins(minutes.into()));
        if duration.is_some_and(|duration| !policy.allows(duration)) {
            let (min, max, grid) = (policy.min_duration, policy.max_duration, policy.grid);
            let detail = format!(
                "must be {} to {}, in steps of {}",
                min.as_mins(),
                max.as_mins(),
                grid.as_mins()
            );
            fields.wrong("?durationMinutes", FieldCode::NotOnGrid, detail);
        }
        let notice = match role {
            Role::Concierge => SignedDuration::ZERO,
            Role::Provider | Role::Member | Role::System => policy.notice,
        };
        let asked = range.zip(duration).map(|((from, to), duration)| SlotQuery {
            from,
            to,
            duration,
            now,
            notice,
        });
        fields.finish(asked)
    }
}

/// The range in which slots start: two instants in order, and not too far apart.
pub(crate) fn range(
    fields: &mut Fields,
    from: Option<&str>,
    to: Option<&str>,
) -> Option<(Timestamp, Timestamp)> {
    let from = fields.required::<Timestamp>("?from", from);
    let to = fields.required::<Timestamp>("?to", to);
    let (from, to) = from.zip(to)?;
    if to <= from {
        fields.wrong("?to", FieldCode::OutOfRange, "must be after from");
    } else if to.duration_since(from) > LONGEST {
        let days = LONGEST.as_hours() / 24;
        let detail = format!("must be at most {days} days after from");
        fields.wrong("?to", FieldCode::OutOfRange, detail);
    }
    Some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn parse(from: &str, to: &str, minutes: &str) -> Result<SlotQuery, serde_json::Value> {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let query = SlotsQuery {
            from: given(from),
            to: given(to),
            duration_minutes: given(minutes),
        };
        let parsed = query.parse(Role::Member, &Policy::default(), at("2026-11-22T10:00:00Z"));
        parsed.map_err(|problem| serde_json::from_str(&problem.to_body()).unwrap())
    }

    #[test]
    fn a_query_is_two_instants_in_order_and_a_length_on_the_grid() {
        let good = parse("2026-11-22T10:00:00+07:00", "2026-12-22T00:00:00Z", "50").unwrap();
        assert_eq!(good.from, at("2026-11-22T03:00:00Z"));
        assert_eq!(good.notice, SignedDuration::from_hours(24));
        let (from, to) = ("2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z");
        for (from, to, minutes, pointer, code) in [
            ("", to, "50", "?from", "required"),
            ("2026-11-22T00:00:00", to, "50", "?from", "invalid"),
            (from, from, "50", "?to", "out_of_range"),
            (from, "2027-01-23T00:00:01Z", "50", "?to", "out_of_range"),
            (from, to, "", "?durationMinutes", "required"),
            (from, to, "fifty", "?durationMinutes", "invalid"),
            (from, to, "10", "?durationMinutes", "not_on_grid"),
            (from, to, "52", "?durationMinutes", "not_on_grid"),
            (from, to, "185", "?durationMinutes", "not_on_grid"),
        ] {
            let problem = parse(from, to, minutes).unwrap_err();
            assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}");
            assert_eq!(problem["errors"][0]["code"], code, "{problem}");
            assert_eq!(problem["status"], 422);
        }
        assert!(
            parse(from, "2027-01-23T00:00:00Z", "180").is_ok(),
            "62 days"
        );
    }

    #[test]
    fn nothing_is_read_where_nothing_can_be_booked() {
        let policy = Policy::default();
        let part = |from, to| bookable(&parse(from, to, "50").unwrap(), &policy);
        assert_eq!(part("2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z"), None);
        assert_eq!(part("2027-02-01T00:00:00Z", "2027-03-01T00:00:00Z"), None);
        assert_eq!(
            part("-009999-01-03T00:00:00Z", "-009999-01-04T00:00:00Z"),
            None
        );
        let (now, horizon) = (at("2026-11-22T10:00:00Z"), at("2027-01-21T10:00:00Z"));
        assert_eq!(
            part("2026-11-20T00:00:00Z", "2026-11-23T00:00:00Z"),
            Some((now, at("2026-11-23T00:00:00Z")))
        );
        assert_eq!(
            part("2027-01-20T00:00:00Z", "2027-02-20T00:00:00Z"),
            Some((at("2027-01-20T00:00:00Z"), horizon))
        );
    }
}
