//! What a client's frames ask for.

use std::net::SocketAddr;
use std::time::Instant;

use jiff::Timestamp;

use super::calls::Calls;
use super::frames::{Frame, Kind, PingPongKind, Say, Subscribe};
use super::negotiation::CameraChange;
use super::{ConnectionId, Out};

impl Calls {
    /// Does what a frame asks for. `address` is the service's, `wall` the time that people see.
    pub(super) fn frame(
        &mut self,
        id: ConnectionId,
        frame: Frame,
        address: SocketAddr,
        wall: Timestamp,
        now: Instant,
    ) {
        let Some(connection) = self.connections.get_mut(&id) else {
            return;
        };
        let is_allowed = match frame.kind() {
            Kind::Leave => true,
            Kind::Subscribe => connection.offers.take(now),
            Kind::DataMessage => connection.message_frames.take(now),
            _ => connection.frames.take(now),
        };
        if !is_allowed {
            // No client sends so many unless it is broken, and nobody else is to suffer from it.
            tracing::warn!(kind = ?frame.kind(), "a client that sends too much is cut off");
            connection.tell(Out::Tear);
            return;
        }
        let over = connection.is_ending();
        match frame.kind() {
            Kind::Leave => self.leave(id, now),
            Kind::PingPong => {
                let ping = frame
                    .ping_pong
                    .filter(|one| one.kind() == PingPongKind::Ping);
                if let Some(ping) = ping {
                    connection.say(Say::Pong(ping.ping_id));
                }
            }
            _ if over => {}
            Kind::Subscribe => {
                let subscribe = frame.subscribe.unwrap_or_default();
                self.subscribe(id, &subscribe, address, now);
            }
            Kind::Pause => {
                let streams = frame.streams.unwrap_or_default().stream_ids;
                connection.pause(&streams);
            }
            Kind::Resume => {
                let streams = frame.streams.unwrap_or_default().stream_ids;
                connection.resume(&streams);
            }
            Kind::RemoteVideoUpdate => {
                connection.redirect(&frame.remote_video_update.unwrap_or_default());
            }
            Kind::AudioControl => {
                if let Some(muted) = frame.audio_control.and_then(|control| control.muted) {
                    self.mute(id, muted);
                }
            }
            Kind::DataMessage => {
                let messages = frame.data_messages.unwrap_or_default().messages;
                self.pass_on(id, messages, wall, now);
            }
            _ => {}
        }
    }

    fn subscribe(
        &mut self,
        id: ConnectionId,
        subscribe: &Subscribe,
        address: SocketAddr,
        now: Instant,
    ) {
        let stream = self.next_stream();
        let Some(connection) = self.connections.get_mut(&id) else {
            return;
        };
        if !connection.is_seated() {
            connection.muted = subscribe.audio_muted.unwrap_or(false);
        }
        let change = connection.negotiate(subscribe, stream, address, now);
        self.busy.insert(id);
        match change {
            Some(CameraChange::Started) => self.camera_changed(id, true),
            Some(CameraChange::Stopped) => self.camera_changed(id, false),
            Some(CameraChange::None) | None => {}
        }
    }
}
