//! A voice and a camera, without sound or picture: packets and frames of the size and pace that a browser sends.

use std::time::Duration;

use str0m::media::{Frequency, MediaTime};

/// One packet of voice each.
pub(crate) const VOICE_PACE: Duration = Duration::from_millis(20);
/// One frame of video each, 15 a second.
pub(crate) const FRAME_PACE: Duration = Duration::from_micros(66_667);
/// Samples in a packet of voice.
const VOICE_SAMPLES: u64 = 960;
/// Ticks of the video's clock in a frame.
const FRAME_TICKS: u64 = 6_000;
/// 32 kbit/s.
const VOICE_SIZE: usize = 80;
/// 600 kbit/s.
const FRAME_SIZE: usize = 5_000;
const KEY_FRAME_SIZE: usize = 20_000;
/// Full-band Opus, one frame of 20 ms.
const OPUS: u8 = 0xf8;
/// A frame of VP8 that is shown and needs the one before.
const INTER: [u8; 3] = [0x11, 0, 0];
/// One that needs none, at 640×360.
const KEY: [u8; 10] = [0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0x68, 0x01];

/// What one peer sends. All of it bears the peer's mark.
pub(crate) struct Source {
    mark: u8,
    packets: u64,
    frames: u64,
    /// Whether somebody who has just begun to look waits for a key frame.
    pub(crate) key_wanted: bool,
}

impl Source {
    pub(crate) fn new(mark: u8) -> Self {
        Self {
            mark,
            packets: 0,
            frames: 0,
            key_wanted: true,
        }
    }

    pub(crate) fn voice(&mut self) -> (MediaTime, Vec<u8>) {
        let time = MediaTime::new(self.packets * VOICE_SAMPLES, Frequency::FORTY_EIGHT_KHZ);
        self.packets += 1;
        (time, self.marked(&[OPUS], VOICE_SIZE))
    }

    pub(crate) fn frame(&mut self) -> (MediaTime, Vec<u8>) {
        let time = MediaTime::from_90khz(self.frames * FRAME_TICKS);
        self.frames += 1;
        let frame = if std::mem::take(&mut self.key_wanted) {
            self.marked(&KEY, KEY_FRAME_SIZE)
        } else {
            self.marked(&INTER, FRAME_SIZE)
        };
        (time, frame)
    }

    /// Whether this was sent whole by the other one of the call.
    pub(crate) fn is_of_the_other(&self, data: &[u8]) -> bool {
        let sizes = [VOICE_SIZE, FRAME_SIZE, KEY_FRAME_SIZE];
        sizes.contains(&data.len()) && data.last() == Some(&(self.mark ^ 1))
    }

    fn marked(&self, head: &[u8], size: usize) -> Vec<u8> {
        let mut bytes = head.to_vec();
        bytes.resize(size, self.mark);
        bytes
    }
}
