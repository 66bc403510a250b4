//! Messages that are kept for those who come later.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::frames::DataMessage;
use crate::limits::Guid;

/// Messages kept for one meeting.
const KEPT_MAX: usize = 200;
/// How long a message is kept at most: five minutes.
const LIFETIME_MAX_MS: u32 = 300_000;

/// The messages of all meetings, each with the time until which it is kept.
#[derive(Default)]
pub(super) struct Backlog {
    kept: HashMap<Guid, Vec<(Instant, DataMessage)>>,
}

impl Backlog {
    /// Keeps the messages that ask for it, as long as there is room.
    pub(super) fn keep(&mut self, meeting: &Guid, messages: Vec<DataMessage>, now: Instant) {
        let kept = self.kept.entry(meeting.clone()).or_default();
        for message in messages {
            let lifetime = message.lifetime_ms.unwrap_or_default().min(LIFETIME_MAX_MS);
            if lifetime > 0 && kept.len() < KEPT_MAX {
                kept.push((now + Duration::from_millis(lifetime.into()), message));
            }
        }
    }

    /// What somebody who joins the meeting now still gets.
    pub(super) fn of_meeting(&self, meeting: &Guid, now: Instant) -> Vec<DataMessage> {
        let kept = self.kept.get(meeting).into_iter().flatten();
        kept.filter(|(until, _)| *until > now)
            .map(|(_, message)| message.clone())
            .collect()
    }

    /// When the next message is over.
    pub(super) fn next_end(&self) -> Option<Instant> {
        self.kept.values().flatten().map(|(until, _)| *until).min()
    }

    /// Forgets messages that are over.
    pub(super) fn forget(&mut self, now: Instant) {
        self.kept.retain(|_, messages| {
            messages.retain(|(until, _)| *until > now);
            !messages.is_empty()
        });
    }

    /// Whether nothing is kept.
    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }
}
