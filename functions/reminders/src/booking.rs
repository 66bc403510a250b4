//! What time does to a booking: it shuts the gate on a member whose provider stays away,
//! closes what is over (B8), and looks once more for the meeting of what has ended.

use anteroom_adapters::gate::shut_if_due;
use anteroom_adapters::store::{Changed, Conflict, Stored};
use anteroom_domain::booking::{Change, HistoryEntry, State, next_due};
use anteroom_domain::values::Actor;
use jiff::Timestamp;

use crate::{Clockwork, TickError};

/// Does what time has to do to a booking at `now`, and sets its alarm clock anew.
pub(crate) async fn due(
    clockwork: &Clockwork,
    stored: Stored,
    now: Timestamp,
) -> Result<(), TickError> {
    let Clockwork {
        store,
        meetings,
        policy,
    } = clockwork;
    match stored.booking.state {
        State::Confirmed | State::Ongoing { .. } => {
            let stored = shut_if_due(store, meetings, policy, stored, now).await?;
            close_or_wait(clockwork, stored, now).await
        }
        State::Pending { .. } => wait(clockwork, &stored, now).await,
        State::Completed { .. }
        | State::Cancelled(_)
        | State::Expired { .. }
        | State::NoShow { .. }
            if stored.live.meeting_id.is_none() =>
        {
            // There is nothing to look for, and so nothing for time to come back for.
            clockwork.store.postpone(&stored, None).await?;
            Ok(())
        }
        State::Completed { .. }
        | State::Cancelled(_)
        | State::Expired { .. }
        | State::NoShow { .. } => remove_meeting(clockwork, &stored).await,
    }
}

async fn close_or_wait(
    clockwork: &Clockwork,
    stored: Stored,
    now: Timestamp,
) -> Result<(), TickError> {
    let attended = stored.live.attended(now, &clockwork.policy);
    let Ok(booking) = stored
        .booking
        .clone()
        .close(attended, now, &clockwork.policy)
    else {
        return wait(clockwork, &stored, now).await;
    };
    let entry = HistoryEntry {
        at: now,
        by: Actor::SYSTEM,
        what: Change::Closed,
        status: booking.state.status(),
        why: None,
        request_id: format!("tick {now}"),
    };
    let due = next_due(&booking, &stored.live, &clockwork.policy, now);
    match clockwork
        .store
        .close(
            &stored,
            &Changed {
                booking,
                entry,
                due,
            },
        )
        .await
    {
        Ok(()) => remove_meeting(clockwork, &stored).await,
        // Somebody came, went or changed it since it was read: the next tick sees that.
        Err(Conflict::Changed) => Ok(()),
        Err(conflict) => Err(conflict.into()),
    }
}

async fn wait(clockwork: &Clockwork, stored: &Stored, now: Timestamp) -> Result<(), TickError> {
    let due = next_due(&stored.booking, &stored.live, &clockwork.policy, now);
    clockwork.store.postpone(stored, due).await?;
    Ok(())
}

async fn remove_meeting(clockwork: &Clockwork, stored: &Stored) -> Result<(), TickError> {
    if let Some(meeting) = &stored.live.meeting_id {
        clockwork.meetings.delete(meeting).await?;
        clockwork
            .store
            .meeting_gone(&stored.booking.id, meeting)
            .await?;
    }
    Ok(())
}
