//! Which videos there are, who may show and see, and the way of each frame.

use std::time::Instant;

use str0m::format::CodecExtra;
use str0m::media::{MediaData, MediaTime, Mid};

use super::ConnectionId;
use super::calls::Calls;
use super::connection::Connection;
use super::frames::{Index, MediaType, RemoteVideoUpdate, Say, StreamDescriptor};
use crate::events::EventType;
use crate::guest::Guest;
use crate::limits::Guid;

impl Connection {
    /// Whether others may see what this client sends.
    pub(super) fn may_show(&self) -> bool {
        let capabilities = &self.guest.capabilities;
        if self.content {
            capabilities.content.sends()
        } else {
            capabilities.video.sends()
        }
    }

    /// Whether this client may see what the other shows.
    fn may_see(&self, other: &Self) -> bool {
        let capabilities = &self.guest.capabilities;
        if other.content {
            capabilities.content.receives()
        } else {
            capabilities.video.receives()
        }
    }

    pub(super) fn pause(&mut self, streams: &[u32]) {
        let wanted = self.videos.values().map(|line| line.stream);
        self.paused = wanted
            .filter(|stream| streams.contains(stream) || self.paused.contains(stream))
            .collect();
    }

    pub(super) fn resume(&mut self, streams: &[u32]) {
        self.paused.retain(|stream| !streams.contains(stream));
        for line in self.videos.values_mut() {
            if streams.contains(&line.stream) {
                line.flowing = None;
            }
        }
    }

    /// Changes what is wanted where, without a new offer.
    pub(super) fn redirect(&mut self, update: &RemoteVideoUpdate) {
        for mid in &update.removed_mids {
            self.videos.remove(&Mid::from(mid.as_str()));
        }
        for change in &update.changed {
            let mid = Mid::from(change.mid.as_deref().unwrap_or_default());
            if let Some(line) = self.videos.get_mut(&mid) {
                line.stream = change.stream_id.unwrap_or_default();
            }
        }
    }

    fn shown(&self) -> Option<StreamDescriptor> {
        let camera = self
            .camera
            .filter(|_| self.is_seated() && self.may_show())?;
        Some(StreamDescriptor {
            stream_id: Some(camera.stream),
            group_id: Some(camera.stream),
            framerate: Some(camera.framerate),
            max_bitrate_kbps: Some(camera.max_bitrate_kbps),
            avg_bitrate_bps: Some(camera.max_bitrate_kbps.saturating_mul(1_000)),
            track_label: None,
            attendee_id: Some(self.attendee_id()),
            external_user_id: Some(self.guest.external_user_id.clone()),
            media_type: Some(MediaType::Video.into()),
        })
    }
}

impl Calls {
    pub(super) fn show_index_to_all(&mut self, meeting: &Guid) {
        for id in self.of_meeting(meeting) {
            self.show_index(id);
        }
    }

    /// Tells one client of all videos that it may see.
    pub(super) fn show_index(&mut self, id: ConnectionId) {
        let Some(viewer) = self.connections.get(&id) else {
            return;
        };
        let meeting = self.of_meeting(&viewer.guest.meeting);
        let all = meeting.iter().map(|other| &self.connections[other]);
        let seated = all.clone().filter(|other| other.is_seated()).count();
        let sources = all
            .filter(|other| viewer.may_see(other))
            .filter_map(Connection::shown)
            .collect();
        let index = Index {
            at_capacity: Some(false),
            sources,
            participants: u32::try_from(seated).ok(),
        };
        if let Some(viewer) = self.connections.get_mut(&id) {
            viewer.say(Say::Index(index));
        }
    }

    pub(super) fn camera_changed(&mut self, id: ConnectionId, on: bool) {
        let Some(connection) = self.connections.get(&id).filter(|one| one.is_seated()) else {
            return;
        };
        let guest = connection.guest.clone();
        let content = connection.content;
        self.report_camera(&guest, content, on);
        self.show_index_to_all(&guest.meeting);
    }

    pub(super) fn report_camera(&mut self, guest: &Guest, content: bool, on: bool) {
        let kind = match (content, on) {
            (false, true) => EventType::AttendeeVideoStarted,
            (false, false) => EventType::AttendeeVideoStopped,
            (true, true) => EventType::AttendeeContentVideoStarted,
            (true, false) => EventType::AttendeeContentVideoStopped,
        };
        self.report(guest, kind);
    }

    /// Sends a frame to all who want it. Who has just begun to look starts with a key frame.
    pub(super) fn forward_video(&mut self, id: ConnectionId, data: &MediaData, now: Instant) {
        let Some(source) = self.connections.get(&id).filter(|one| one.is_seated()) else {
            return;
        };
        let camera = source.camera.filter(|camera| camera.mid == data.mid);
        let Some(camera) = camera.filter(|_| source.may_show()) else {
            return;
        };
        let key = matches!(&data.codec_extra, CodecExtra::Vp8(extra) if extra.is_keyframe);
        for other in self.seated_with(id) {
            if !self.connections[&other].may_see(&self.connections[&id]) {
                continue;
            }
            let Some(viewer) = self.connections.get_mut(&other) else {
                continue;
            };
            if viewer.show(id, camera.stream, data, key, now) {
                self.busy.insert(other);
            }
        }
    }
}

impl Connection {
    /// Writes a frame in the section where this stream is wanted; whether it did.
    fn show(
        &mut self,
        from: ConnectionId,
        stream: u32,
        data: &MediaData,
        key: bool,
        now: Instant,
    ) -> bool {
        let Some(rtc) = &mut self.rtc else {
            return false;
        };
        let line = self
            .videos
            .iter_mut()
            .find(|(_, line)| line.stream == stream);
        let Some((mid, line)) = line.filter(|_| !self.paused.contains(&stream)) else {
            return false;
        };
        if !data.contiguous && !key {
            line.flowing = None;
        }
        if key {
            line.flowing = Some(stream);
        }
        if line.flowing != Some(stream) {
            return false;
        }
        let Some(writer) = rtc.writer(*mid) else {
            return false;
        };
        let Some(pt) = writer.match_params(data.params) else {
            return false;
        };
        let stamp = line.timeline.stamp(from, data.time.numer(), now);
        let time = MediaTime::from_90khz(stamp);
        let written = writer.write(pt, now, time, data.data.clone());
        self.survive(written);
        true
    }
}
