//! Changing a booking: loaded, decided, written in one transaction, and answered once.

use std::future::Future;

use anteroom_app::messages;
use anteroom_domain::booking::{Booking, HistoryEntry, HistoryEvent, Status, next_due};
use anteroom_domain::message::Draft;
use anteroom_domain::values::BookingId;
use anteroom_store::{BookingRecord, Changed, CommitExtras, Conflict, Limited, quota_resets_at};

use super::idempotency::{replayed, store_refusal};
use crate::views::BookingView;
use crate::{Answer, Call, HttpState, Problem};

/// What a booking becomes, and what is told of it.
pub(super) struct Decision {
    /// The booking after the change.
    pub booking: Booking,
    /// The line in its history.
    pub entry: HistoryEntry,
    /// What is said about it.
    pub drafts: Vec<Draft>,
    /// How it is written.
    pub write: Write,
    /// What of it is limited.
    pub limited: Option<Limited>,
}

/// How a change is written: each is one transaction.
#[derive(Clone, Copy, Debug)]
pub(super) enum Write {
    /// [`Store::cancel`](anteroom_store::Store::cancel)
    Cancel,
    /// [`Store::accept`](anteroom_store::Store::accept)
    Accept,
    /// [`Store::reschedule`](anteroom_store::Store::reschedule)
    Reschedule,
    /// [`Store::mark_no_show`](anteroom_store::Store::mark_no_show)
    MarkNoShow,
}

/// Something that somebody wants to do to a booking.
pub(super) trait Decide: Sync {
    /// What becomes of the booking as it is stored, if that may be done to it.
    fn decide(
        &self,
        state: &HttpState,
        call: &Call,
        stored: &BookingRecord,
    ) -> impl Future<Output = Result<Decision, Problem>> + Send;
}

/// How often a change that met another one is decided anew.
const TRIES: usize = 5;

/// Changes a booking of which `may_know` says that the caller may, in two calls and those that
/// the decision makes. A change that met another one is decided anew on what is stored then.
pub(super) async fn change(
    state: &HttpState,
    call: &Call,
    id: &BookingId,
    may_know: impl Fn(&BookingRecord) -> Result<(), Problem>,
    wish: &impl Decide,
) -> Result<Answer, Problem> {
    let now = call.caller.moment.now;
    for _ in 0..TRIES {
        let (stored, replay) = state.store.booking_for(id, call.key.as_ref()).await?;
        if let Some(answer) = replayed(call, replay)? {
            return Ok(answer);
        }
        let stored = stored.ok_or_else(Problem::not_found);
        let stored = stored.and_then(|stored| {
            may_know(&stored)?;
            call.check_version(stored.booking.version)?;
            Ok(stored)
        });
        let decided = match stored {
            Ok(stored) => wish
                .decide(state, call, &stored)
                .await
                .map(|decision| (stored, decision)),
            Err(problem) => Err(problem),
        };
        let (stored, decision) = match decided {
            Ok(decided) => decided,
            Err(problem) => return store_refusal(&state.store, call, problem).await,
        };
        let Decision {
            booking,
            entry,
            drafts,
            write,
            limited,
        } = decision;
        let view = BookingView::without_session(&booking, call.caller.role, &state.policy, now);
        let answer = Answer::ok(&view).versioned(booking.version);
        let extra = CommitExtras {
            messages: messages(&booking, drafts, now),
            answer: call.keeps(&answer),
            limited: limited.map(|limited| (limited, now)),
        };
        let live = match write {
            Write::Accept | Write::Reschedule => stored.live.clone().at_new_time(now),
            Write::Cancel | Write::MarkNoShow => stored.live.clone(),
        };
        let due = next_due(&booking, &live, &state.policy, now);
        let after = Changed {
            booking,
            entry,
            due,
        };
        let (store, before) = (&state.store, &stored);
        let written = match write {
            Write::Cancel => store.cancel(before, &after, &extra).await,
            Write::Accept => store.accept(before, &after, &extra).await,
            Write::Reschedule => store.reschedule(before, &after, &extra).await,
            Write::MarkNoShow => store.mark_no_show(before, &after, &extra).await,
        };
        match written {
            Ok(()) => return Ok(answer),
            Err(Conflict::Changed | Conflict::Answered) => {}
            Err(Conflict::TooMany) => {
                let problem = Problem::from(Conflict::TooMany).opening_at(quota_resets_at(now));
                return store_refusal(&state.store, call, problem).await;
            }
            Err(conflict) => return store_refusal(&state.store, call, conflict.into()).await,
        }
    }
    Err(Problem::unavailable())
}

/// A line of history by the author of a call.
pub fn entry(call: &Call, what: HistoryEvent, status: Status) -> HistoryEntry {
    HistoryEntry {
        at: call.caller.moment.now,
        by: call.caller.actor(),
        what,
        status,
        why: None,
        moved: None,
        request_id: call.caller.moment.request_id.clone(),
    }
}
