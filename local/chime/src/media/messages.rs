//! Messages between the clients of a meeting.

use std::time::Instant;

use jiff::Timestamp;

use super::ConnectionId;
use super::calls::Calls;
use super::frames::{DataMessage, Say};

/// The largest message and topic of the client, in bytes.
const MESSAGE_MAX: usize = 2_048;
const TOPIC_MAX: usize = 64;
/// The time of a message by which its sender sees that it was throttled.
const THROTTLED: i64 = 0;

impl Calls {
    /// Passes messages on to the others, and keeps those that are to live on. What is too much goes back to the
    /// sender, marked as throttled.
    pub(super) fn pass_on(
        &mut self,
        id: ConnectionId,
        messages: Vec<DataMessage>,
        wall: Timestamp,
        now: Instant,
    ) {
        let Some(connection) = self.connections.get_mut(&id).filter(|one| one.is_seated()) else {
            return;
        };
        let (sender, guest) = (connection.attendee_id(), connection.guest.clone());
        let time = i64::try_from(wall.as_nanosecond()).ok();
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
        self.backlog.keep(&guest.meeting, passed, now);
    }
}

fn fits(message: &DataMessage) -> bool {
    let topic = message.topic.as_deref().unwrap_or_default().len();
    let size = message.data.as_deref().unwrap_or_default().len();
    topic <= TOPIC_MAX && size <= MESSAGE_MAX
}
