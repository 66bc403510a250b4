//! The roster: the places of those who are in, and what the others are told of them.

use std::time::Instant;

use super::calls::Calls;
use super::connection::{Connection, SILENT_AT_MOST, Stage};
use super::frames::{RosterEntry, Say};
use super::status::JOINED_FROM_ANOTHER_DEVICE;
use super::{ConnectionId, Out};
use crate::events::EventType;

/// How somebody went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Went {
    Left,
    Dropped,
    /// With this status. The registry has told it already.
    PutOut(u32),
}

impl Connection {
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

impl Calls {
    /// Gives a connection its place, and tells the others. An older connection of the same attendee gives up its
    /// place, and nobody sees them go.
    pub(super) fn seat(&mut self, id: ConnectionId, now: Instant) {
        let stream = self.next_stream();
        let Some(connection) = self.connections.get_mut(&id) else {
            return;
        };
        connection.stage = Stage::Seated;
        connection.audio_stream = stream;
        let (entry, guest) = (connection.entry(), connection.guest.clone());
        let (content, session) = (connection.content, connection.session);
        let shows = connection.camera.is_some();
        let seated = self.seated_with(id);
        self.say_to(&seated, &Say::Roster(vec![entry.clone()]));
        let older = seated.into_iter().find(|other| {
            let other = &self.connections[other];
            other.guest.attendee == guest.attendee && other.content == content
        });
        match older {
            Some(older) => self.replace(older, id, session, now),
            None if content => self.report(&guest, EventType::AttendeeContentJoined),
            None => self.report(&guest, EventType::AttendeeJoined),
        }
        if shows {
            self.report_camera(&guest, content, true);
        }
        let others = self.seated_with(id);
        let others = others.iter().map(|other| self.connections[other].entry());
        let roster: Vec<RosterEntry> = others.chain([entry]).collect();
        let backlog = self.backlog.of_meeting(&guest.meeting, now);
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.say(Say::Roster(roster));
            if older.is_none() && !content && !backlog.is_empty() {
                connection.say(Say::Messages(backlog));
            }
        }
        self.show_index_to_all(&guest.meeting);
    }

    /// Ends the older connection of an attendee who has a new one. If it is another session, the client is told why.
    fn replace(&mut self, older: ConnectionId, by: ConnectionId, session: u64, now: Instant) {
        let Some(connection) = self.connections.get_mut(&older) else {
            return;
        };
        let place = connection.audio_stream;
        if connection.session == session {
            connection.hang_up(now);
            connection.tell(Out::Tear);
        } else {
            connection.end(JOINED_FROM_ANOTHER_DEVICE, now);
        }
        self.say_gone(by, place, false);
    }

    /// Takes a connection out of the roster, and tells the others. False if it has no place there.
    pub(super) fn unseat(&mut self, id: ConnectionId, went: Went) -> bool {
        let Some(connection) = self.connections.get_mut(&id).filter(|one| one.is_seated()) else {
            return false;
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
        true
    }

    /// Notes that somebody is muted or is not any more, and tells everybody.
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

    fn say_gone(&mut self, id: ConnectionId, place: u32, dropped: bool) {
        let gone = RosterEntry {
            audio_stream_id: Some(place),
            dropped: Some(dropped),
            ..RosterEntry::default()
        };
        let others = self.seated_with(id);
        self.say_to(&others, &Say::Roster(vec![gone]));
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
