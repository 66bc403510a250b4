//! What time does to a booking: it shuts the gate on a member whose provider stays away, lets
//! proposals expire (B4), reminds (M1), tells of a late provider, closes what is over (B8), and
//! looks once more for the meeting of what has ended.

use anteroom_app::gate::shut_if_due;
use anteroom_app::lateness::{call_concierge, tell_provider};
use anteroom_app::messages;
use anteroom_domain::booking::{
    Booking, HistoryEntry, HistoryEvent, SessionType, State, next_due, reminder_due,
    reminders_missed,
};
use anteroom_domain::message::{Draft, on_expired, on_provider_absent, reminder};
use anteroom_domain::session::SessionState;
use anteroom_domain::values::Actor;
use anteroom_store::{BookingRecord, Changed, CommitExtras, Conflict};
use jiff::Timestamp;

use crate::{AppState, TickError};

/// Does what time has to do to a booking at `now`, and sets its alarm clock anew.
pub(crate) async fn due(
    state: &AppState,
    stored: BookingRecord,
    now: Timestamp,
) -> Result<(), TickError> {
    let AppState {
        store,
        meetings,
        policy,
    } = state;
    match stored.booking.state {
        State::Pending { .. } => expire_or_wait(state, stored, now).await,
        State::Confirmed | State::Ongoing { .. } => {
            let stored = shut_if_due(store, meetings, policy, stored, now).await?;
            tell_provider(store, policy, &stored, now).await?;
            call_concierge(store, policy, &stored, now).await?;
            close_or_wait(state, stored, now).await
        }
        State::Completed { .. }
        | State::Cancelled(_)
        | State::Expired { .. }
        | State::NoShow { .. }
            if stored.live.meeting_id.is_none() =>
        {
            // There is nothing to look for, and so nothing for time to come back for.
            state.store.postpone(&stored, None).await?;
            Ok(())
        }
        State::Completed { .. }
        | State::Cancelled(_)
        | State::Expired { .. }
        | State::NoShow { .. } => remove_meeting(state, &stored, now).await,
    }
}

async fn expire_or_wait(
    state: &AppState,
    stored: BookingRecord,
    now: Timestamp,
) -> Result<(), TickError> {
    let Ok(booking) = stored.booking.clone().expire(now) else {
        return wait(state, &stored, now).await;
    };
    let drafts = on_expired(&booking);
    let (after, extra) = change(
        state,
        &stored.live,
        booking,
        HistoryEvent::Expired,
        drafts,
        now,
    );
    // Somebody answered or cancelled it since it was read: the next tick sees that.
    quick(state.store.cancel(&stored, &after, &extra).await).map(|_| ())
}

async fn close_or_wait(
    state: &AppState,
    stored: BookingRecord,
    now: Timestamp,
) -> Result<(), TickError> {
    let attended = stored.live.attended(now, &state.policy);
    let closed = stored.booking.clone().close(attended, now, &state.policy);
    let Ok(booking) = closed else {
        return if is_left_over(&stored) {
            remove_meeting(state, &stored, now).await
        } else {
            remind_or_wait(state, stored, now).await
        };
    };
    let drafts = match booking.state {
        State::NoShow { .. } => on_provider_absent(&booking, &stored.live, &state.policy),
        _ => Vec::new(),
    };
    let (after, extra) = change(
        state,
        &stored.live,
        booking,
        HistoryEvent::Closed,
        drafts,
        now,
    );
    // Somebody came, went or changed it since it was read: the next tick sees that.
    if quick(state.store.close(&stored, &after, &extra).await)? {
        remove_meeting(state, &stored, now).await?;
    }
    Ok(())
}

/// Whether a telephone session still has the meeting of the video session that it was.
fn is_left_over(stored: &BookingRecord) -> bool {
    stored.booking.session_type == SessionType::Phone && stored.live.meeting_id.is_some()
}

async fn remind_or_wait(
    state: &AppState,
    stored: BookingRecord,
    now: Timestamp,
) -> Result<(), TickError> {
    let (booking, policy) = (&stored.booking, &state.policy);
    let Some(lead) = reminder_due(booking, &stored.live, policy, now) else {
        return wait(state, &stored, now).await;
    };
    let missed = reminders_missed(booking, &stored.live, policy, now);
    let reminded = SessionState {
        reminded_until: Some(now),
        ..stored.live.clone()
    };
    let due = next_due(booking, &reminded, policy, now);
    let extra = CommitExtras {
        messages: messages(booking, reminder(booking, lead, &missed), now),
        answer: None,
        ..CommitExtras::default()
    };
    // Somebody changed it, or another tick was quicker.
    quick(state.store.remind(&stored, now, due, &extra).await).map(|_| ())
}

async fn wait(state: &AppState, stored: &BookingRecord, now: Timestamp) -> Result<(), TickError> {
    let due = next_due(&stored.booking, &stored.live, &state.policy, now);
    state.store.postpone(stored, due).await?;
    Ok(())
}

async fn remove_meeting(
    state: &AppState,
    stored: &BookingRecord,
    now: Timestamp,
) -> Result<(), TickError> {
    if let Some(meeting) = &stored.live.meeting_id {
        state.meetings.delete(meeting).await?;
        let without = SessionState {
            meeting_id: None,
            ..stored.live.clone()
        };
        let due = match stored.booking.state {
            State::Ongoing { .. } if is_left_over(stored) => {
                next_due(&stored.booking, &without, &state.policy, now)
            }
            _ => None,
        };
        state
            .store
            .meeting_gone(&stored.booking.id, meeting, due)
            .await?;
    }
    Ok(())
}

/// A change that time makes, with the messages that it causes.
fn change(
    state: &AppState,
    live: &SessionState,
    booking: Booking,
    what: HistoryEvent,
    drafts: Vec<Draft>,
    now: Timestamp,
) -> (Changed, CommitExtras) {
    let entry = HistoryEntry {
        at: now,
        by: Actor::SYSTEM,
        what,
        status: booking.state.status(),
        why: None,
        moved: None,
        request_id: format!("tick {now}"),
    };
    let due = next_due(&booking, live, &state.policy, now);
    let extra = CommitExtras {
        messages: messages(&booking, drafts, now),
        answer: None,
        ..CommitExtras::default()
    };
    let after = Changed {
        booking,
        entry,
        due,
    };
    (after, extra)
}

/// Whether a change was written, or somebody else was quicker.
fn quick(written: Result<(), Conflict>) -> Result<bool, TickError> {
    match written {
        Ok(()) => Ok(true),
        Err(Conflict::Changed) => Ok(false),
        Err(conflict) => Err(conflict.into()),
    }
}
