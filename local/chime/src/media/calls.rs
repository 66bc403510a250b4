//! The connections of all calls, and what they have to send and to report.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;

use super::ConnectionId;
use super::backlog::Backlog;
use super::connection::Connection;
use super::frames::Say;
use crate::events::EventType;
use crate::guest::Guest;
use crate::limits::Guid;

/// What happened to an attendee, for the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Report {
    pub(super) meeting: Guid,
    pub(super) kind: EventType,
    pub(super) attendee: Guid,
}

/// All connections, over all meetings. Roster, presence, messages, video and audio each add methods
/// in their own file.
#[derive(Default)]
pub(super) struct Calls {
    pub(super) connections: BTreeMap<ConnectionId, Connection>,
    /// Connections that may have something to send.
    pub(super) busy: BTreeSet<ConnectionId>,
    pub(super) backlog: Backlog,
    reports: Vec<Report>,
    last_stream: u32,
}

impl Calls {
    /// All connections at this moment, so that a loop over them may remove some.
    pub(super) fn everybody(&self) -> Vec<ConnectionId> {
        self.connections.keys().copied().collect()
    }

    /// The connections of a meeting, whether seated or not.
    pub(super) fn of_meeting(&self, meeting: &Guid) -> Vec<ConnectionId> {
        let all = self.connections.iter();
        all.filter(|(_, one)| one.guest.meeting == *meeting)
            .map(|(id, _)| *id)
            .collect()
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

    /// A new number for the roster or a stream; they rise for as long as the service runs.
    pub(super) fn next_stream(&mut self) -> u32 {
        self.last_stream += 1;
        self.last_stream
    }

    /// Sends the same frame to several clients.
    pub(super) fn say_to(&mut self, listeners: &[ConnectionId], say: &Say) {
        for id in listeners {
            if let Some(connection) = self.connections.get_mut(id) {
                connection.say(say.clone());
            }
        }
    }

    /// Notes what happened to an attendee.
    pub(super) fn report(&mut self, guest: &Guest, kind: EventType) {
        self.reports.push(Report {
            meeting: guest.meeting.clone(),
            kind,
            attendee: guest.attendee.clone(),
        });
    }

    /// Takes what was reported since the last time.
    pub(super) fn take_reports(&mut self) -> Vec<Report> {
        mem::take(&mut self.reports)
    }
}
