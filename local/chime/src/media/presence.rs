//! Who is there: coming, going, the roster, messages, and the events of all this.

use std::time::{Duration, Instant};

use super::connection::{Connection, Stage};
use super::frames::{DataMessage, RosterEntry, Say};
use super::switch::{Report, Switch};
use super::{ConnectionId, Guest, Out};
use crate::events::EventType;

/// Who isn't heard of for so long is dropped.
const SILENT_AT_MOST: Duration = Duration::from_secs(12);
const JOINED_FROM_ANOTHER_DEVICE: u32 = 301;

/// How somebody went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Went {
    Left,
    Dropped,
    /// With this status. The registry has told it already.
    PutOut(u32),
}

impl Connection {
    pub(super) fn is_silent(&self, now: Instant) -> bool {
        now > self.closed.unwrap_or(self.heard) + SILENT_AT_MOST
    }

    fn entry(&self) -> RosterEntry {
        RosterEntry {
            audio_stream_id: Some(self.audio_stream),
            attendee_id: Some(self.attendee_id()),
            muted: Some(self.muted),
            external_user_id: Some(self.guest.external_user_id.clone()),
            dropped: None,
        }
    }
}

impl Switch {
    /// Media flows: the attendee is in, or the screen of one who is in. An older connection of theirs gives up its
    /// place, and nobody sees them go.
    pub(super) fn seat(&mut self, id: ConnectionId, now: Instant) {
        let stream = self.next_stream();
        let Some(connection) = self.connections.get_mut(&id) else {
            return;
        };
        if !matches!(connection.stage, Stage::Joining(_)) {
            return;
        }
        connection.flows = true;
        if !self.has_owner(id) {
            return;
        }
        let Some(connection) = self.connections.get_mut(&id) else {
            return;
        };
        connection.stage = Stage::Seated;
        connection.audio_stream = stream;
        let (entry, guest) = (connection.entry(), connection.guest.clone());
        let (content, session) = (connection.content, connection.session);
        let seated = self.seated_with(id);
        let older = seated.iter().copied().find(|other| {
            let other = &self.connections[other];
            other.guest.attendee == guest.attendee && other.content == content
        });
        self.say_to(&seated, &Say::Roster(vec![entry.clone()]));
        if let Some(older) = older {
            let place = self.connections.get_mut(&older).map(|connection| {
                let place = connection.audio_stream;
                if connection.session == session {
                    connection.hang_up(now);
                    connection.tell(Out::Tear);
                } else {
                    connection.end(JOINED_FROM_ANOTHER_DEVICE, now);
                }
                place
            });
            self.say_gone(id, place.unwrap_or_default(), false);
        } else if content {
            self.report(&guest, EventType::AttendeeContentJoined);
        } else {
            self.report(&guest, EventType::AttendeeJoined);
        }
        let others = self.seated_with(id);
        let mut roster: Vec<RosterEntry> = others
            .iter()
            .map(|other| self.connections[other].entry())
            .collect();
        roster.push(entry);
        if self
            .connections
            .get(&id)
            .is_some_and(|one| one.camera.is_some())
        {
            self.report_camera(&guest, content, true);
        }
        let anew = older.is_none();
        let kept = self.kept.get(&guest.meeting).filter(|_| anew);
        let kept: Vec<DataMessage> = kept
            .into_iter()
            .flatten()
            .filter(|(until, _)| *until > now)
            .map(|(_, message)| message.clone())
            .collect();
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.say(Say::Roster(roster));
            if !kept.is_empty() && !content {
                connection.say(Say::Messages(kept));
            }
        }
        self.show_index_to_all(&guest.meeting);
        if !content {
            self.seat_screens(&guest, now);
        }
    }

    pub(super) fn leave(&mut self, id: ConnectionId, now: Instant) {
        self.unseat(id, Went::Left, now);
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.hang_up(now);
            connection.say(Say::LeaveAck);
            connection.tell(Out::Close);
        }
    }

    /// Ends the session by order of the registry, with a reason.
    pub(super) fn put_out(&mut self, id: ConnectionId, status: u32, now: Instant) {
        self.unseat(id, Went::PutOut(status), now);
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.end(status, now);
        }
    }

    pub(super) fn drop_silent(&mut self, id: ConnectionId, now: Instant) {
        self.unseat(id, Went::Dropped, now);
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.tell(Out::Tear);
        }
        self.connections.remove(&id);
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

    pub(super) fn report(&mut self, guest: &Guest, kind: EventType) {
        self.reports.push(Report {
            meeting: guest.meeting.clone(),
            kind,
            attendee: guest.attendee.clone(),
        });
    }

    /// The others of the meeting who are in.
    pub(super) fn seated_with(&self, id: ConnectionId) -> Vec<ConnectionId> {
        let Some(connection) = self.connections.get(&id) else {
            return Vec::new();
        };
        let mut all = self.of_meeting(&connection.guest.meeting);
        all.retain(|other| *other != id && self.connections[other].is_seated());
        all
    }

    pub(super) fn say_to(&mut self, listeners: &[ConnectionId], say: &Say) {
        for id in listeners {
            if let Some(connection) = self.connections.get_mut(id) {
                connection.say(say.clone());
            }
        }
    }

    fn say_gone(&mut self, id: ConnectionId, place: u32, dropped: bool) {
        let gone = RosterEntry {
            audio_stream_id: Some(place),
            dropped: Some(dropped),
            ..RosterEntry::default()
        };
        let others = self.seated_with(id);
        self.say_to(&others, &Say::Roster(vec![gone]));
    }

    /// Takes somebody out of the roster, with the screen that they share.
    pub(super) fn unseat(&mut self, id: ConnectionId, went: Went, now: Instant) {
        let Some(connection) = self.connections.get_mut(&id).filter(|one| one.is_seated()) else {
            return;
        };
        // Not seated any more, and nothing of it is shown, whatever comes of it.
        connection.stage = Stage::Ending(connection.heard + SILENT_AT_MOST);
        let shown = connection.camera.take().is_some();
        let (guest, content) = (connection.guest.clone(), connection.content);
        let place = connection.audio_stream;
        self.say_gone(id, place, went == Went::Dropped);
        if shown {
            self.show_index_to_all(&guest.meeting);
        }
        if let Some(kind) = event_of(went, content) {
            if shown {
                self.report_camera(&guest, content, false);
            }
            self.report(&guest, kind);
        }
        if !content {
            self.end_screens(&guest, went, now);
        }
    }
}

fn event_of(went: Went, content: bool) -> Option<EventType> {
    match (went, content) {
        (Went::Left, false) => Some(EventType::AttendeeLeft),
        (Went::Left, true) => Some(EventType::AttendeeContentLeft),
        (Went::Dropped, false) => Some(EventType::AttendeeDropped),
        (Went::Dropped, true) => Some(EventType::AttendeeContentDropped),
        (Went::PutOut(_), _) => None,
    }
}
