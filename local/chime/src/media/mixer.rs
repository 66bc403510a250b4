//! Adds up voices for those who hear several people at once.
//!
//! A client has one section for all remote audio, and so one stream. Who hears one person gets that person's
//! packets as they are; only who hears more gets a mix, which costs decoding and encoding.

use std::collections::{HashMap, VecDeque};

use ropus::{Application, Bitrate, Channels, DecodeMode, Decoder, Encoder};

use super::ConnectionId;

const RATE: u32 = 48_000;
/// Samples of 20 ms, the length of one packet.
pub(super) const FRAME: usize = 960;
/// The longest packet of Opus, 120 ms.
const PACKET_MAX: usize = 5_760;
/// A voice is heard once so much of it is there, so that a late packet leaves no hole.
const CUSHION: usize = 2 * FRAME;
/// What is kept of a voice at most; older samples are given up.
const BACKLOG: usize = 8 * FRAME;
/// The largest packet that is made, in bytes.
const ENCODED_MAX: usize = 1_000;
/// Enough for several voices at once, in bits a second.
const BITS: u32 = 40_000;
/// How hard the encoder tries, of 10.
const COMPLEXITY: u8 = 5;

/// Samples of 20 ms.
pub(super) type Samples = [i16; FRAME];

#[derive(Default)]
pub(super) struct Mixer {
    voices: HashMap<ConnectionId, Voice>,
    ears: HashMap<ConnectionId, Encoder>,
}

struct Voice {
    decoder: Decoder,
    samples: VecDeque<i16>,
    plays: bool,
}

impl Mixer {
    /// Takes a packet of somebody's voice. What is no Opus is not heard.
    pub(super) fn put(&mut self, from: ConnectionId, packet: &[u8]) {
        let voice = match self.voices.get_mut(&from) {
            Some(voice) => voice,
            None => {
                let Ok(decoder) = Decoder::new(RATE, Channels::Mono) else {
                    return;
                };
                self.voices.entry(from).or_insert(Voice {
                    decoder,
                    samples: VecDeque::new(),
                    plays: false,
                })
            }
        };
        let mut decoded = [0; PACKET_MAX];
        if packet.is_empty() {
            return;
        }
        if let Ok(length) = voice
            .decoder
            .decode(packet, &mut decoded, DecodeMode::Normal)
        {
            voice.samples.extend(&decoded[..length.min(PACKET_MAX)]);
        }
        let spare = voice.samples.len().saturating_sub(BACKLOG);
        voice.samples.drain(..spare);
    }

    /// The next 20 ms of every voice that has as much.
    pub(super) fn take(&mut self) -> HashMap<ConnectionId, Samples> {
        let mut taken = HashMap::new();
        for (id, voice) in &mut self.voices {
            let enough = if voice.plays { FRAME } else { CUSHION };
            voice.plays = voice.samples.len() >= enough;
            if voice.plays {
                let mut samples = [0; FRAME];
                for (sample, next) in samples.iter_mut().zip(voice.samples.drain(..FRAME)) {
                    *sample = next;
                }
                taken.insert(*id, samples);
            }
        }
        taken
    }

    /// The sum of voices as a packet for one listener; none if it is silent.
    pub(super) fn mix<'a>(
        &mut self,
        listener: ConnectionId,
        voices: impl Iterator<Item = &'a Samples>,
    ) -> Option<Vec<u8>> {
        let sum = add(voices);
        if sum.iter().all(|sample| *sample == 0) {
            return None;
        }
        let encoder = match self.ears.get_mut(&listener) {
            Some(encoder) => encoder,
            None => self.ears.entry(listener).or_insert(encoder()?),
        };
        let mut packet = vec![0; ENCODED_MAX];
        let length = encoder.encode(&sum, &mut packet).ok()?;
        packet.truncate(length);
        Some(packet)
    }

    /// Forgets whoever is not meant any more.
    pub(super) fn keep(&mut self, is_there: impl Fn(ConnectionId) -> bool) {
        self.voices.retain(|id, _| is_there(*id));
        self.ears.retain(|id, _| is_there(*id));
    }
}

fn encoder() -> Option<Encoder> {
    Encoder::builder(RATE, Channels::Mono, Application::Voip)
        .bitrate(Bitrate::Bits(BITS))
        .complexity(COMPLEXITY)
        .build()
        .ok()
}

/// Adds voices up; what is too loud is cut.
fn add<'a>(voices: impl Iterator<Item = &'a Samples>) -> Samples {
    let mut sums = [0_i32; FRAME];
    for voice in voices {
        for (sum, sample) in sums.iter_mut().zip(voice) {
            *sum += i32::from(*sample);
        }
    }
    sums.map(|sum| sum.clamp(i16::MIN.into(), i16::MAX.into()) as i16)
}
