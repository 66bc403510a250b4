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
/// Enough that what nobody says is not heard between several voices, in bits a second.
const BITS: u32 = 96_000;
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
    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.voices.is_empty() && self.ears.is_empty()
    }

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

    /// Forgets the connections for which `is_there` is false.
    pub(super) fn keep(&mut self, is_there: impl Fn(ConnectionId) -> bool) {
        self.voices.retain(|id, _| is_there(*id));
        self.ears.retain(|id, _| is_there(*id));
    }
}

fn encoder() -> Option<Encoder> {
    Encoder::builder(RATE, Channels::Mono, Application::RestrictedLowDelay)
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use rand::rngs::StdRng;
    use rand::{Rng, SeedableRng};

    use super::*;

    const A: ConnectionId = ConnectionId(1);
    const B: ConnectionId = ConnectionId(2);

    /// A packet of a tone that fits 20 ms a whole number of times.
    fn tone(encoder: &mut Encoder, hertz: f32) -> Vec<u8> {
        let sample = |index: usize| {
            let turns = hertz * index as f32 / RATE as f32;
            ((turns * std::f32::consts::TAU).sin() * 8_000.0) as i16
        };
        let samples: Vec<i16> = (0..FRAME).map(sample).collect();
        let mut packet = vec![0; ENCODED_MAX];
        let length = encoder.encode(&samples, &mut packet).unwrap();
        packet.truncate(length);
        packet
    }

    /// How much of a tone is in the samples: its amplitude.
    fn amount(samples: &[i16], hertz: f32) -> f32 {
        let (mut sine, mut cosine) = (0.0, 0.0);
        for (index, sample) in samples.iter().enumerate() {
            let phase = hertz * index as f32 / RATE as f32 * std::f32::consts::TAU;
            sine += f32::from(*sample) * phase.sin();
            cosine += f32::from(*sample) * phase.cos();
        }
        sine.hypot(cosine) * 2.0 / samples.len() as f32
    }

    #[test]
    fn both_voices_are_in_the_mix() {
        let mut mixer = Mixer::default();
        let mut encoders = [encoder().unwrap(), encoder().unwrap()];
        let mut ear = Decoder::new(RATE, Channels::Mono).unwrap();
        let mut heard = [0; PACKET_MAX];
        for _ in 0..20 {
            mixer.put(A, &tone(&mut encoders[0], 500.0));
            mixer.put(B, &tone(&mut encoders[1], 1_100.0));
            let voices = mixer.take();
            if let Some(packet) = mixer.mix(ConnectionId(3), voices.values()) {
                ear.decode(&packet, &mut heard, DecodeMode::Normal).unwrap();
            }
        }
        let levels = [500.0, 1_100.0, 800.0].map(|hertz| amount(&heard[..FRAME], hertz));
        assert!(levels[0] > 3_000.0 && levels[1] > 3_000.0, "{levels:?}");
        assert!(levels[2] < 30.0, "{levels:?}");
    }

    #[test]
    fn silence_needs_no_packet_and_garbage_is_silent() {
        let mut mixer = Mixer::default();
        for _ in 0..10 {
            mixer.put(A, &[0xf8, 0xff, 0xfe]);
            mixer.put(B, &[0xff; 3]);
            mixer.put(B, &[]);
        }
        let voices = mixer.take();
        assert_eq!(mixer.mix(ConnectionId(3), voices.values()), None);
    }

    #[test]
    fn what_is_too_loud_is_cut_and_what_is_old_is_given_up() {
        let loud = [30_000; FRAME];
        assert_eq!(add([&loud, &loud].into_iter()), [i16::MAX; FRAME]);
        let mut mixer = Mixer::default();
        for _ in 0..50 {
            mixer.put(A, &[0xf8, 0xff, 0xfe]);
        }
        let turns = std::iter::from_fn(|| Some(mixer.take().len()).filter(|voices| *voices > 0));
        assert_eq!(turns.count(), BACKLOG / FRAME);
    }

    #[test]
    fn spoilt_packets_are_survived() {
        let seed = rand::random();
        println!("seed {seed}");
        let mut draw = StdRng::seed_from_u64(seed);
        let mut mixer = Mixer::default();
        let mut encoder = encoder().unwrap();
        for round in 0..300 {
            let mut packet = tone(&mut encoder, 700.0);
            if round % 2 == 0 {
                packet = (0..draw.random_range(1..1_500))
                    .map(|_| draw.random())
                    .collect();
            }
            for _ in 0..draw.random_range(1..5) {
                let at = draw.random_range(0..packet.len());
                packet[at] = draw.random();
            }
            mixer.put(A, &packet);
            mixer.put(B, &tone(&mut encoder, 900.0));
            let voices = mixer.take();
            mixer.mix(ConnectionId(3), voices.values());
        }
        assert!(mixer.take().len() <= 2);
    }
}
