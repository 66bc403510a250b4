//! What people say without a voice: that they are muted, and messages.

use std::time::{Duration, Instant};

use super::ConnectionId;
use super::frames::{DataMessage, RosterEntry, Say};
use super::switch::Switch;

/// Messages kept for those who come later, of one meeting.
const KEPT_MAX: usize = 200;
/// The largest message and topic of the client, in bytes.
const MESSAGE_MAX: usize = 2_048;
const TOPIC_MAX: usize = 64;
/// How long a message is kept at most: five minutes.
const LIFETIME_MAX_MS: u32 = 300_000;
/// The time of a message by which its sender sees that it was throttled.
const THROTTLED: i64 = 0;

impl Switch {
    pub(super) fn mute(&mut self, id: ConnectionId, muted: bool) {
        let Some(connection) = self.connections.get_mut(&id) else {
            return;
        };
        connection.muted = muted;
        if !connection.is_seated() {
            return;
        }
        let entry = RosterEntry {
            audio_stream_id: Some(connection.audio_stream),
            muted: Some(muted),
            ..RosterEntry::default()
        };
        connection.say(Say::Roster(vec![entry.clone()]));
        let others = self.seated_with(id);
        self.say_to(&others, &Say::Roster(vec![entry]));
    }

    /// Passes messages on to the others, and keeps those that are to live on. What is too much goes back to the
    /// sender, marked as throttled.
    pub(super) fn pass_on(&mut self, id: ConnectionId, messages: Vec<DataMessage>, now: Instant) {
        let Some(connection) = self.connections.get_mut(&id).filter(|one| one.is_seated()) else {
            return;
        };
        let (sender, guest) = (connection.attendee_id(), connection.guest.clone());
        let time = i64::try_from((self.wall)().as_nanosecond()).ok();
        let (mut passed, mut refused) = (Vec::new(), Vec::new());
        for mut message in messages.into_iter().filter(fits) {
            let (ingested, into) = if connection.messages.take(now) {
                (time, &mut passed)
            } else if connection.refusals.take(now) {
                (Some(THROTTLED), &mut refused)
            } else {
                break;
            };
            message.sender_attendee_id = Some(sender.clone());
            message.sender_external_user_id = Some(guest.external_user_id.clone());
            message.ingest_time_ns = ingested;
            into.push(message);
        }
        if !refused.is_empty() {
            connection.say(Say::Messages(refused));
        }
        if passed.is_empty() {
            return;
        }
        let others = self.seated_with(id);
        self.say_to(&others, &Say::Messages(passed.clone()));
        let kept = self.kept.entry(guest.meeting).or_default();
        for message in passed {
            let lifetime = message.lifetime_ms.unwrap_or_default().min(LIFETIME_MAX_MS);
            if lifetime > 0 && kept.len() < KEPT_MAX {
                kept.push((now + Duration::from_millis(lifetime.into()), message));
            }
        }
    }
}

fn fits(message: &DataMessage) -> bool {
    let topic = message.topic.as_deref().unwrap_or_default().len();
    let size = message.data.as_deref().unwrap_or_default().len();
    topic <= TOPIC_MAX && size <= MESSAGE_MAX
}
