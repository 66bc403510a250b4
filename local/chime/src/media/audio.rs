//! Who hears whom: each client has one section for all remote audio, and always hears something.

use std::time::{Duration, Instant};

use str0m::media::{Frequency, MediaData, MediaTime};

use super::ConnectionId;
use super::calls::Calls;
use super::connection::Connection;
use super::frames::{AudioState, Say};
use super::mixer::{FRAME, Mixer};

/// One packet of 20 ms of Opus that is silent: a mode, and a frame without content.
const SILENCE: [u8; 3] = [0xf8, 0xff, 0xfe];
/// After so long without anybody's audio silence is sent: the client complains if it receives too little.
const QUIET_AT_MOST: Duration = Duration::from_millis(100);
/// Who has not sent audio for so long is not counted among those who speak.
const SPEAKS_AFTER: Duration = Duration::from_secs(1);
/// What the service itself makes: silence and mixes, in its own time.
const OWN: ConnectionId = ConnectionId(u64::MAX);
/// Volumes are told as long as they are so new.
const VOLUME_HOLDS: Duration = Duration::from_millis(400);

impl Connection {
    fn is_audible(&self) -> bool {
        self.is_seated() && !self.muted && self.may_speak()
    }

    fn may_speak(&self) -> bool {
        if self.content {
            self.guest.capabilities.content.sends()
        } else {
            self.guest.capabilities.audio.sends()
        }
    }

    fn speaks(&self, now: Instant) -> bool {
        self.loudness.is_some_and(|(_, at)| now < at + SPEAKS_AFTER)
    }

    /// Whether this client hears the other. Nobody hears themselves, nor the screen that they share.
    fn hears(&self, other: &Self) -> bool {
        self.is_seated()
            && !self.content
            && self.guest.capabilities.audio.receives()
            && other.is_audible()
            && other.guest.attendee != self.guest.attendee
    }

    fn speak(&mut self, time: u64, bytes: &[u8], now: Instant) {
        let Some((mid, rtc)) = self.audio.zip(self.rtc.as_mut()) else {
            return;
        };
        let Some(writer) = rtc.writer(mid) else {
            return;
        };
        let opus = writer
            .payload_params()
            .find(|params| params.spec().codec.is_audio());
        let Some(pt) = opus.map(|params| params.pt()) else {
            return;
        };
        let time = MediaTime::new(time, Frequency::FORTY_EIGHT_KHZ);
        let written = writer.write(pt, now, time, bytes.to_vec());
        self.survive(written);
    }
}

impl Calls {
    /// Sends a packet to those who hear nobody else; for those who hear several people it is mixed.
    pub(super) fn forward_audio(
        &mut self,
        id: ConnectionId,
        data: &MediaData,
        mixer: &mut Mixer,
        now: Instant,
    ) {
        let Some(speaker) = self.connections.get_mut(&id) else {
            return;
        };
        if !speaker.is_audible() {
            return;
        }
        let level = data.ext_vals.audio_level.unwrap_or(-127);
        speaker.loudness = Some((u32::from(level.unsigned_abs()), now));
        let mut is_mixed = false;
        for other in self.seated_with(id) {
            if !self.connections[&other].hears(&self.connections[&id]) {
                continue;
            }
            if self.speakers_for(other, now).len() > 1 {
                is_mixed = true;
            } else if let Some(listener) = self.connections.get_mut(&other) {
                let time = listener.audio_line.stamp(id, data.time.numer(), now);
                listener.heard_last = Some(now);
                listener.speak(time, &data.data, now);
                self.busy.insert(other);
            }
        }
        if is_mixed {
            mixer.put(id, &data.data);
        }
    }

    /// Sends the next 20 ms to those who hear several people, and silence to those who hear nobody.
    pub(super) fn play(&mut self, mixer: &mut Mixer, ticks: u64, now: Instant) {
        let voices = mixer.take();
        let time = ticks.wrapping_mul(FRAME as u64);
        for id in self.everybody() {
            let speakers = self.speakers_for(id, now);
            let packet = if speakers.len() > 1 {
                let heard = speakers.iter().filter_map(|speaker| voices.get(speaker));
                mixer.mix(id, heard)
            } else {
                None
            };
            let Some(listener) = self.connections.get_mut(&id) else {
                continue;
            };
            let is_quiet = listener
                .heard_last
                .is_none_or(|at| now > at + QUIET_AT_MOST);
            if listener.is_seated() && (speakers.len() > 1 || is_quiet) {
                let time = listener.audio_line.stamp(OWN, time, now);
                listener.speak(time, packet.as_deref().unwrap_or(&SILENCE), now);
                self.busy.insert(id);
            }
        }
    }

    /// Those whom a client hears just now.
    fn speakers_for(&self, id: ConnectionId, now: Instant) -> Vec<ConnectionId> {
        let Some(listener) = self.connections.get(&id) else {
            return Vec::new();
        };
        let all = self.connections.iter();
        all.filter(|(_, other)| other.guest.meeting == listener.guest.meeting)
            .filter(|(_, other)| listener.hears(other) && other.speaks(now))
            .map(|(id, _)| *id)
            .collect()
    }

    /// Tells everybody how loud each one is.
    pub(super) fn tell_volumes(&mut self, now: Instant) {
        for id in self.everybody() {
            let heard = self.connections.get(&id).filter(|one| one.is_seated());
            let Some(meeting) = heard.map(|one| one.guest.meeting.clone()) else {
                continue;
            };
            let all = self.of_meeting(&meeting);
            let all = all.iter().map(|other| &self.connections[other]);
            let states: Vec<AudioState> = all
                .filter(|other| other.is_audible())
                .filter_map(|other| {
                    let (volume, at) = other.loudness?;
                    (now < at + VOLUME_HOLDS).then_some(AudioState {
                        audio_stream_id: Some(other.audio_stream),
                        volume: Some(volume),
                    })
                })
                .collect();
            if let Some(connection) = self.connections.get_mut(&id).filter(|_| !states.is_empty()) {
                connection.say(Say::Volumes(states));
            }
        }
    }
}
