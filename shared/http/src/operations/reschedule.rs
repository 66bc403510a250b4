//! Moving a session to another time (B5).

use anteroom_domain::booking::{HistoryEvent, Moved};
use anteroom_domain::message::on_rescheduled;
use anteroom_domain::values::{BookingId, Comment, Role};
use anteroom_store::{BookingRecord, Limited};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

use super::change::{Decide, Decision, Write, change, entry};
use crate::{Answer, Call, Fields, HttpState, Problem};

/// How many moves of a booking there are in all: far more than anybody makes. Each keeps its
/// reason in the history, which is part of the booking's item and must fit into it.
const MOST_MOVES: usize = 35;

/// The new time of a session.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RescheduleBody {
    /// RFC 3339, with `Z` or an offset.
    starts_at: Option<String>,
    /// A provider has to say that they have talked to the member: `true`.
    member_notified: Option<bool>,
    /// Up to 2,000 characters; kept in the history.
    comment: Option<String>,
}

/// The new time, parsed.
struct Asked {
    starts_at: Timestamp,
    comment: Option<Comment>,
}

/// Moves a booking of which `may_know` says that the caller may: in three calls, since whose
/// schedule is to be asked stands in the booking.
pub async fn reschedule(
    state: &HttpState,
    call: &Call,
    id: &BookingId,
    may_know: impl Fn(&BookingRecord) -> Result<(), Problem>,
) -> Result<Answer, Problem> {
    let asked = call.body::<RescheduleBody>()?.parse(call.caller.role)?;
    change(state, call, id, may_know, &asked).await
}

impl Decide for Asked {
    async fn decide(
        &self,
        state: &HttpState,
        call: &Call,
        stored: &BookingRecord,
    ) -> Result<Decision, Problem> {
        let (role, now) = (call.caller.role, call.caller.moment.now);
        let before = &stored.booking;
        let id = &before.id;
        let provider = state.store.provider(&before.provider.id).await?;
        let schedule = provider.and_then(|(_, schedule)| schedule);
        let booking = before.clone().reschedule(
            self.starts_at,
            role,
            schedule.as_ref(),
            &state.policy,
            now,
        )?;
        let moves = stored
            .history
            .iter()
            .filter(|entry| entry.what == HistoryEvent::Rescheduled);
        if moves.count() >= MOST_MOVES {
            let detail = "This session was moved very often. Cancel it, and book a new one.";
            return Err(Problem::rate_limited(detail));
        }
        let from = before.span.starts_at;
        let mut entry = entry(call, HistoryEvent::Rescheduled, booking.state.status());
        entry.why = self.comment.as_ref().map(ToString::to_string);
        entry.moved = Some(Moved {
            from,
            to: booking.span.starts_at,
        });
        let drafts = on_rescheduled(&booking, &stored.history, from, role, &state.policy, now);
        Ok(Decision {
            booking,
            entry,
            drafts,
            write: Write::Reschedule,
            limited: Some(Limited::move_of(id, &state.policy)),
        })
    }
}

impl RescheduleBody {
    fn parse(self, role: Role) -> Result<Asked, Problem> {
        let mut fields = Fields::default();
        let starts_at = fields.required::<Timestamp>("/startsAt", self.starts_at.as_deref());
        let comment = fields.optional::<Comment>("/comment", self.comment.as_deref());
        if role == Role::Provider && self.member_notified != Some(true) {
            fields.wrong(
                "/memberNotified",
                "required",
                "must be true: please talk to the member first",
            );
        }
        fields.finish(starts_at.map(|starts_at| Asked { starts_at, comment }))
    }
}
