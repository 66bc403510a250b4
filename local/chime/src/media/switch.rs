//! All calls at once: who is in which, and what goes where. It does no input or output and reads no clock.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::mem;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use str0m::Event;
use str0m::media::MediaKind;

use super::connection::{Connection, Stage};
use super::frames::{DataMessage, JoinAck, Say};
use super::mixer::Mixer;
use super::negotiation::VIDEOS_MAX;
use super::screens::MAY_NOT_SHARE;
use super::{ConnectionId, Guest, Out, Standing, Told};
use crate::events::EventType;
use crate::limits::Guid;

/// How long a client may take from its first word until its media flows.
const JOINING_AT_MOST: Duration = Duration::from_secs(30);
/// Connections of one meeting, those included that are not seated yet or any more.
const CONNECTIONS_MAX: usize = 300;
const AT_CAPACITY: u32 = 409;
const MEETING_ENDED: u32 = 410;
pub(super) const ATTENDEE_REMOVED: u32 = 411;

/// Something that the registry should tell the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Report {
    pub(super) meeting: Guid,
    pub(super) kind: EventType,
    pub(super) attendee: Guid,
}

pub(super) struct Switch {
    pub(super) connections: BTreeMap<ConnectionId, Connection>,
    /// Messages that are kept for those who come later, with the time until which they live.
    pub(super) kept: HashMap<Guid, Vec<(Instant, DataMessage)>>,
    pub(super) reports: Vec<Report>,
    /// Connections that may have something to send.
    pub(super) busy: BTreeSet<ConnectionId>,
    pub(super) mixer: Mixer,
    pub(super) ticks: u64,
    pub(super) wall: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    packets: Vec<(SocketAddr, Vec<u8>)>,
    peers: HashMap<SocketAddr, ConnectionId>,
    pub(super) address: SocketAddr,
    last_stream: u32,
}

impl Switch {
    /// Without calls. `address` is that of the service's UDP socket.
    pub(super) fn new(address: SocketAddr, wall: Arc<dyn Fn() -> Timestamp + Send + Sync>) -> Self {
        Self {
            connections: BTreeMap::new(),
            kept: HashMap::new(),
            reports: Vec::new(),
            busy: BTreeSet::new(),
            mixer: Mixer::default(),
            ticks: 0,
            wall,
            packets: Vec::new(),
            peers: HashMap::new(),
            address,
            last_stream: 0,
        }
    }

    /// Takes what is to be sent, and what is to be told.
    pub(super) fn take_output(&mut self) -> (Vec<(SocketAddr, Vec<u8>)>, Vec<Report>) {
        (mem::take(&mut self.packets), mem::take(&mut self.reports))
    }

    /// Whether nobody is connected, so that time needs no ticks.
    pub(super) fn is_idle(&self) -> bool {
        self.connections.is_empty()
    }

    /// When the first peer connection wants to know the time, or the first message is over while nobody is there.
    pub(super) fn wake(&self) -> Option<Instant> {
        let kept = self.kept.values().flatten().map(|(until, _)| *until);
        let kept = kept.filter(|_| self.is_idle());
        let wakes = self.connections.values().filter_map(|one| one.wake);
        wakes.chain(kept).min()
    }

    /// Whether anything is left of calls.
    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.is_idle() && self.mixer.is_empty() && self.peers.is_empty() && self.kept.is_empty()
    }

    pub(super) fn told(&mut self, id: ConnectionId, told: Told, now: Instant) {
        match told {
            Told::Join {
                guest,
                content,
                session,
                out,
            } => {
                let mut connection = Connection::new(guest, content, session, out, now);
                if self.of_meeting(&connection.guest.meeting).len() >= CONNECTIONS_MAX {
                    connection.end(AT_CAPACITY, now);
                } else if connection.is_screen_not_allowed() {
                    connection.end(MAY_NOT_SHARE, now);
                } else {
                    connection.say(Say::JoinAck(JoinAck {
                        video_subscription_limit: u32::try_from(VIDEOS_MAX).ok(),
                        wants_compressed_sdp: Some(false),
                    }));
                    if !content {
                        self.report(&connection.guest, EventType::AttendeeAuthorized);
                    }
                }
                self.connections.insert(id, connection);
                self.show_index(id);
            }
            Told::Frame(frame, place) => {
                self.frame(id, *frame, now);
                drop(place);
            }
            Told::Closed => self.socket_closed(id, now),
        }
        if self.is_idle() {
            self.forget(now);
        }
        self.settle(now);
    }

    pub(super) fn packet(&mut self, from: SocketAddr, bytes: &[u8], now: Instant) {
        let to = self.address;
        let known = self.peers.get(&from).copied();
        let takes = |id: &ConnectionId| {
            let connection = self.connections.get(id);
            connection.is_some_and(|one| one.accepts(from, to, bytes))
        };
        let id = known
            .filter(takes)
            .or_else(|| self.connections.keys().copied().find(|id| takes(id)));
        let Some(id) = id else { return };
        if known != Some(id) {
            self.peers.insert(from, id);
        }
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.take(from, to, bytes, now);
        }
        self.busy.insert(id);
        self.settle(now);
    }

    /// Lets time pass: to be called when `wake` says so.
    pub(super) fn pass_time(&mut self, now: Instant) {
        for (id, connection) in &mut self.connections {
            if connection.wake.is_some_and(|at| at <= now) {
                connection.pass_time(now);
                self.busy.insert(*id);
            }
        }
        if self.is_idle() {
            self.forget(now);
        }
        self.settle(now);
    }

    /// To be called every 20 ms, the length of one packet of audio.
    pub(super) fn tick(&mut self, now: Instant) {
        self.ticks += 1;
        self.play(now);
        if self.ticks.is_multiple_of(10) {
            self.ask_for_keys(now);
            self.tell_volumes(now);
            self.clear_away(now);
        }
        self.settle(now);
    }

    /// Follows what changed in the registry.
    pub(super) fn reconcile(&mut self, standing: impl Fn(&Guest) -> Standing, now: Instant) {
        let everybody: Vec<ConnectionId> = self.connections.keys().copied().collect();
        for id in everybody {
            let Some(connection) = self.connections.get_mut(&id) else {
                continue;
            };
            if matches!(connection.stage, Stage::Ending(_)) {
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
        self.settle(now);
    }

    pub(super) fn of_meeting(&self, meeting: &Guid) -> Vec<ConnectionId> {
        let all = self.connections.iter();
        all.filter(|(_, one)| one.guest.meeting == *meeting)
            .map(|(id, _)| *id)
            .collect()
    }

    /// A new number for the roster or a stream; they rise for as long as the service runs.
    pub(super) fn next_stream(&mut self) -> u32 {
        self.last_stream += 1;
        self.last_stream
    }

    /// Lets everybody who has something to send send it, until nobody has.
    fn settle(&mut self, now: Instant) {
        while let Some(id) = self.busy.pop_first() {
            let Some(connection) = self.connections.get_mut(&id) else {
                continue;
            };
            for event in connection.drain(&mut self.packets, now) {
                self.happened(id, event, now);
            }
        }
    }

    fn happened(&mut self, id: ConnectionId, event: Event, now: Instant) {
        match event {
            Event::Connected => self.seat(id, now),
            Event::MediaAdded(added) if added.kind == MediaKind::Audio => {
                if let Some(connection) = self.connections.get_mut(&id) {
                    connection.audio = Some(added.mid);
                }
            }
            Event::MediaData(data) if data.params.spec().codec.is_audio() => {
                self.forward_audio(id, &data, now);
            }
            Event::MediaData(data) => self.forward_video(id, &data, now),
            Event::KeyframeRequest(request) => self.key_wanted(id, request.mid, now),
            _ => {}
        }
    }

    /// Forgets those whose time is over.
    fn clear_away(&mut self, now: Instant) {
        let everybody: Vec<ConnectionId> = self.connections.keys().copied().collect();
        for id in everybody {
            let Some(connection) = self.connections.get_mut(&id) else {
                continue;
            };
            match connection.stage {
                Stage::Seated if connection.is_silent(now) => self.drop_silent(id, now),
                Stage::Joining(since) if now > since + JOINING_AT_MOST && connection.flows => {
                    // A screen whose owner has not come.
                    connection.end(ATTENDEE_REMOVED, now);
                }
                Stage::Joining(since) if now > since + JOINING_AT_MOST => {
                    connection.tell(Out::Tear);
                    self.connections.remove(&id);
                }
                Stage::Ending(until) if now > until => {
                    connection.tell(Out::Tear);
                    self.connections.remove(&id);
                }
                _ => {}
            }
        }
        self.forget(now);
    }

    /// Forgets what is left of those who have gone, and messages that are over.
    fn forget(&mut self, now: Instant) {
        let connections = &self.connections;
        self.mixer.keep(|id| connections.contains_key(&id));
        self.peers.retain(|_, id| connections.contains_key(id));
        self.kept.retain(|_, messages| {
            messages.retain(|(until, _)| *until > now);
            !messages.is_empty()
        });
    }
}
