//! Who is there: joining, leaving, being put out, and what the registry changes of it.

use std::time::{Duration, Instant};

use super::calls::Calls;
use super::connection::{Connection, Stage};
use super::frames::{JoinAck, Say};
use super::negotiation::VIDEOS_MAX;
use super::roster::Went;
use super::status::{AT_CAPACITY, ATTENDEE_REMOVED, MAY_NOT_SHARE, MEETING_ENDED};
use super::{ConnectionId, Out};
use crate::events::EventType;
use crate::guest::{Guest, Standing};

/// How long a client may take from its first frame until its media flows.
const JOINING_AT_MOST: Duration = Duration::from_secs(30);
/// Connections of one meeting, those included that are not seated yet or any more.
const CONNECTIONS_MAX: usize = 300;

impl Calls {
    /// Takes a new connection in, unless the meeting is full or the screen may not be shared.
    pub(super) fn join(&mut self, id: ConnectionId, mut connection: Connection, now: Instant) {
        if self.of_meeting(&connection.guest.meeting).len() >= CONNECTIONS_MAX {
            connection.end(AT_CAPACITY, now);
        } else if connection.is_screen_not_allowed() {
            connection.end(MAY_NOT_SHARE, now);
        } else {
            connection.say(Say::JoinAck(JoinAck {
                video_subscription_limit: u32::try_from(VIDEOS_MAX).ok(),
                wants_compressed_sdp: Some(false),
            }));
            if !connection.content {
                self.report(&connection.guest, EventType::AttendeeAuthorized);
            }
        }
        self.connections.insert(id, connection);
        self.show_index(id);
    }

    /// Media flows: the attendee is in, with the screens that were there before them, as it happens when both come
    /// back. A screen waits for its owner.
    pub(super) fn media_flows(&mut self, id: ConnectionId, now: Instant) {
        let Some(connection) = self.connections.get_mut(&id).filter(|one| one.is_joining()) else {
            return;
        };
        connection.flows = true;
        let (guest, content) = (connection.guest.clone(), connection.content);
        if content && !self.has_owner(&guest) {
            return;
        }
        self.seat(id, now);
        if content {
            return;
        }
        for screen in self.screens_of(&guest) {
            let screen_flows = self.connections[&screen].flows;
            if screen_flows && self.connections[&screen].is_joining() {
                self.seat(screen, now);
            }
        }
    }

    /// The client says that it goes.
    pub(super) fn leave(&mut self, id: ConnectionId, now: Instant) {
        self.depart(id, Went::Left, now);
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.hang_up(now);
            connection.say(Say::LeaveAck);
            connection.tell(Out::Close);
        }
    }

    /// A lost socket is not yet a lost attendee: the client may come back.
    pub(super) fn socket_closed(&mut self, id: ConnectionId, now: Instant) {
        let Some(connection) = self.connections.get_mut(&id) else {
            return;
        };
        if connection.is_seated() {
            connection.closed = Some(now);
        } else {
            self.connections.remove(&id);
        }
    }

    /// Follows what changed in the registry.
    pub(super) fn reconcile(&mut self, standing: impl Fn(&Guest) -> Standing, now: Instant) {
        for id in self.everybody() {
            let Some(connection) = self.connections.get_mut(&id) else {
                continue;
            };
            if connection.is_ending() {
                continue;
            }
            match standing(&connection.guest) {
                Standing::Admitted(guest) => {
                    let changed = guest.capabilities != connection.guest.capabilities;
                    connection.guest = guest;
                    if changed {
                        self.capabilities_changed(id, now);
                    }
                }
                Standing::Refused => self.put_out(id, ATTENDEE_REMOVED, now),
                Standing::MeetingEnded => self.put_out(id, MEETING_ENDED, now),
            }
        }
    }

    /// Removes those whose time is over.
    pub(super) fn clear_away(&mut self, now: Instant) {
        for id in self.everybody() {
            let Some(connection) = self.connections.get_mut(&id) else {
                continue;
            };
            match connection.stage {
                Stage::Seated if connection.is_silent(now) => {
                    self.depart(id, Went::Dropped, now);
                    self.remove(id);
                }
                Stage::Joining(since) if now > since + JOINING_AT_MOST && connection.flows => {
                    // A screen whose owner has not come.
                    connection.end(ATTENDEE_REMOVED, now);
                }
                Stage::Joining(since) if now > since + JOINING_AT_MOST => self.remove(id),
                Stage::Ending(until) if now > until => self.remove(id),
                Stage::Joining(_) | Stage::Seated | Stage::Ending(_) => {}
            }
        }
    }

    /// Ends the session by order of the registry, with a status.
    fn put_out(&mut self, id: ConnectionId, status: u32, now: Instant) {
        self.depart(id, Went::PutOut(status), now);
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.end(status, now);
        }
    }

    /// Stops what the attendee may not show any more, and lists the videos that may be seen now.
    fn capabilities_changed(&mut self, id: ConnectionId, now: Instant) {
        let Some(connection) = self.connections.get_mut(&id) else {
            return;
        };
        if connection.is_screen_not_allowed() {
            self.end_screen(id, Went::Left, MAY_NOT_SHARE, now);
            return;
        }
        if !connection.may_show() && connection.camera.take().is_some() {
            connection.say(Say::ViewOnly);
            self.camera_changed(id, false);
        }
        if let Some(connection) = self.connections.get(&id) {
            let meeting = connection.guest.meeting.clone();
            self.show_index_to_all(&meeting);
        }
    }

    /// Takes somebody out of the roster, and ends the screens that they share.
    fn depart(&mut self, id: ConnectionId, went: Went, now: Instant) {
        if !self.unseat(id, went) {
            return;
        }
        let owner = self.connections.get(&id).filter(|one| !one.content);
        let Some(owner) = owner.map(|one| one.guest.clone()) else {
            return;
        };
        let status = match went {
            Went::PutOut(status) => status,
            Went::Left | Went::Dropped => ATTENDEE_REMOVED,
        };
        for screen in self.screens_of(&owner) {
            self.end_screen(screen, went, status, now);
        }
    }

    fn end_screen(&mut self, id: ConnectionId, went: Went, status: u32, now: Instant) {
        self.unseat(id, went);
        if let Some(screen) = self.connections.get_mut(&id) {
            screen.end(status, now);
        }
    }

    fn remove(&mut self, id: ConnectionId) {
        if let Some(mut connection) = self.connections.remove(&id) {
            connection.tell(Out::Tear);
        }
    }
}
