//! Cancelling a session: by either side or the concierge, before its start (B6).

use anteroom_domain::booking::{Change, HistoryEntry, next_due};
use anteroom_domain::message::on_cancelled;
use anteroom_domain::values::{BookingId, Reason};
use serde::Deserialize;
use utoipa::ToSchema;

use super::messages;
use super::once::{refuse, replayed};
use crate::context::Desk;
use crate::http::{Answer, Call, Fields, Problem};
use crate::store::{Changed, Conflict, Extra, Stored};
use crate::views::BookingView;

/// Why a session is cancelled.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelBody {
    /// 1 to 500 characters.
    reason: Option<String>,
}

/// How often a cancellation that met another change is decided anew.
const TRIES: usize = 5;

/// Cancels a booking of which `may_know` says that the caller may, in two calls.
pub async fn cancel(
    desk: &Desk,
    call: &Call,
    id: &BookingId,
    may_know: impl Fn(&Stored) -> Result<(), Problem>,
) -> Result<Answer, Problem> {
    let body = call.body::<CancelBody>()?;
    let mut fields = Fields::default();
    let reason = fields.required::<Reason>("/reason", body.reason.as_deref());
    let reason = fields.finish(reason)?;
    for _ in 0..TRIES {
        let (stored, replay) = desk
            .store
            .booking_for(id, &call.caller.id, call.key.as_ref())
            .await?;
        if let Some(answer) = replayed(call, replay)? {
            return Ok(answer);
        }
        let decided = stored.ok_or_else(Problem::not_found).and_then(|stored| {
            may_know(&stored)?;
            let after = decide(desk, call, &stored, reason.clone())?;
            Ok((stored, after))
        });
        let (stored, (after, answer)) = match decided {
            Ok(decided) => decided,
            Err(problem) => return refuse(&desk.store, call, problem).await,
        };
        let drafts = on_cancelled(&after.booking, call.caller.role);
        let extra = Extra {
            messages: messages(&after.booking, drafts, call.caller.moment.now),
            answer: call.keeps(&answer),
        };
        match desk.store.cancel(&stored, &after, &extra).await {
            Ok(()) => return Ok(answer),
            Err(Conflict::Changed | Conflict::Answered) => {}
            Err(conflict) => return refuse(&desk.store, call, conflict.into()).await,
        }
    }
    Err(Problem::unavailable())
}

fn decide(
    desk: &Desk,
    call: &Call,
    stored: &Stored,
    reason: Reason,
) -> Result<(Changed, Answer), Problem> {
    call.check_version(stored.booking.version)?;
    let (caller, now) = (&call.caller, call.caller.moment.now);
    let booking =
        stored
            .booking
            .clone()
            .cancel(caller.actor(), reason.clone(), now, &desk.policy)?;
    let entry = HistoryEntry {
        at: now,
        by: caller.actor(),
        what: Change::Cancelled,
        status: booking.state.status(),
        why: Some(reason.to_string()),
        request_id: caller.moment.request_id.clone(),
    };
    let view = BookingView::without_session(&booking, caller.role, &desk.policy, now);
    let answer = Answer::ok(&view).versioned(booking.version);
    let due = next_due(&booking, &stored.live, &desk.policy, now);
    Ok((
        Changed {
            booking,
            entry,
            due,
        },
        answer,
    ))
}
