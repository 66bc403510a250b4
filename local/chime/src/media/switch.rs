//! All calls. The switch takes frames, packets, the time and changes in the registry, and returns packets and
//! reports. It does no input or output and reads no clock.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;
use str0m::Event;
use str0m::media::MediaKind;

use super::calls::{Calls, Report};
use super::connection::Connection;
use super::mixer::Mixer;
use super::transport::Transport;
use super::{ConnectionId, Told};
use crate::guest::{Guest, Standing};

/// Ticks between two looks at key frames, volumes and those whose time is over.
const TICKS_BETWEEN_LOOKS: u64 = 10;

pub(super) struct Switch {
    calls: Calls,
    transport: Transport,
    mixer: Mixer,
    pub(super) ticks: u64,
    /// The time that people see, which messages carry.
    wall: Arc<dyn Fn() -> Timestamp + Send + Sync>,
}

impl Switch {
    /// Without calls. `address` is that of the service's UDP socket.
    pub(super) fn new(address: SocketAddr, wall: Arc<dyn Fn() -> Timestamp + Send + Sync>) -> Self {
        Self {
            calls: Calls::default(),
            transport: Transport::new(address),
            mixer: Mixer::default(),
            ticks: 0,
            wall,
        }
    }

    /// Takes what is to be sent, and what is to be told.
    pub(super) fn take_output(&mut self) -> (Vec<(SocketAddr, Vec<u8>)>, Vec<Report>) {
        (self.transport.take_outgoing(), self.calls.take_reports())
    }

    /// Whether nobody is connected, so that time needs no ticks.
    pub(super) fn is_idle(&self) -> bool {
        self.calls.connections.is_empty()
    }

    /// When the first peer connection wants to know the time, or the first message is over while nobody is there.
    pub(super) fn wake(&self) -> Option<Instant> {
        let messages = self.calls.backlog.next_end().filter(|_| self.is_idle());
        let connections = self.calls.connections.values();
        let wakes = connections.filter_map(|one| one.wake);
        wakes.chain(messages).min()
    }

    /// Whether anything is left of calls.
    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.is_idle()
            && self.mixer.is_empty()
            && self.transport.is_empty()
            && self.calls.backlog.is_empty()
    }

    /// Takes what a WebSocket's task tells.
    pub(super) fn told(&mut self, id: ConnectionId, told: Told, now: Instant) {
        match told {
            Told::Join {
                guest,
                content,
                session,
                out,
            } => {
                let connection = Connection::new(guest, content, session, out, now);
                self.calls.join(id, connection, now);
            }
            Told::Frame(frame, place) => {
                let (address, wall) = (self.transport.address, (self.wall)());
                self.calls.frame(id, *frame, address, wall, now);
                drop(place);
            }
            Told::Closed => self.calls.socket_closed(id, now),
        }
        if self.is_idle() {
            self.forget(now);
        }
        self.settle(now);
    }

    /// Takes a packet that came from an address.
    pub(super) fn packet(&mut self, from: SocketAddr, bytes: &[u8], now: Instant) {
        self.transport.receive(&mut self.calls, from, bytes, now);
        self.settle(now);
    }

    /// Lets time pass: to be called when `wake` says so.
    pub(super) fn pass_time(&mut self, now: Instant) {
        for (id, connection) in &mut self.calls.connections {
            if connection.wake.is_some_and(|at| at <= now) {
                connection.pass_time(now);
                self.calls.busy.insert(*id);
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
        self.calls.play(&mut self.mixer, self.ticks, now);
        if self.ticks.is_multiple_of(TICKS_BETWEEN_LOOKS) {
            self.calls.ask_for_keys(now);
            self.calls.tell_volumes(now);
            self.calls.clear_away(now);
            self.forget(now);
        }
        self.settle(now);
    }

    /// Follows what changed in the registry.
    pub(super) fn reconcile(&mut self, standing: impl Fn(&Guest) -> Standing, now: Instant) {
        self.calls.reconcile(standing, now);
        self.settle(now);
    }

    /// Lets everybody who has something to send send it, until nobody has.
    fn settle(&mut self, now: Instant) {
        while let Some((id, events)) = self.transport.drain(&mut self.calls, now) {
            for event in events {
                self.happened(id, event, now);
            }
        }
    }

    fn happened(&mut self, id: ConnectionId, event: Event, now: Instant) {
        match event {
            Event::Connected => self.calls.media_flows(id, now),
            Event::MediaAdded(added) if added.kind == MediaKind::Audio => {
                if let Some(connection) = self.calls.connections.get_mut(&id) {
                    connection.audio = Some(added.mid);
                }
            }
            Event::MediaData(data) if data.params.spec().codec.is_audio() => {
                self.calls.forward_audio(id, &data, &mut self.mixer, now);
            }
            Event::MediaData(data) => self.calls.forward_video(id, &data, now),
            Event::KeyframeRequest(request) => self.calls.key_wanted(id, request.mid, now),
            _ => {}
        }
    }

    /// Forgets what is left of those who have gone, and messages that are over.
    fn forget(&mut self, now: Instant) {
        let connections = &self.calls.connections;
        self.mixer.keep(|id| connections.contains_key(&id));
        self.transport.forget(&self.calls);
        self.calls.backlog.forget(now);
    }
}
