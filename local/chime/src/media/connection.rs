//! One client's connection: its socket's queue, its peer connection, and what it sends and receives.

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use str0m::media::Mid;
use str0m::net::{Protocol, Receive};
use str0m::{Candidate, Event, Input, Output, Rtc, RtcError};
use tokio::sync::mpsc::{self, error::TrySendError};

use super::Out;
use super::allowance::Allowance;
use super::frames::Say;
use super::timeline::Timeline;
use crate::guest::Guest;

/// A connection that is silent for so long is dropped.
pub(super) const SILENT_AT_MOST: Duration = Duration::from_secs(12);
/// How long a client whose session is over may take to say good-bye.
const FAREWELL: Duration = Duration::from_secs(10);
/// Frames without messages that a client may send in three seconds; of its own accord it sends a few.
const FRAMES_MAX: u32 = 300;
const FRAMES_PERIOD: Duration = Duration::from_secs(3);
/// Offers: a client makes one for each change of what it shows or sees, and the next when that is answered.
const OFFERS_MAX: u32 = 60;
const OFFERS_PERIOD: Duration = Duration::from_secs(12);
/// Frames with messages: far more than are passed on, as those beyond that go back to a client that goes on.
const MESSAGE_FRAMES_MAX: u32 = 1_500;
/// Messages that a client may send in a second, and refused ones that it is told of.
const MESSAGES_MAX: u32 = 100;
const MESSAGES_PERIOD: Duration = Duration::from_secs(1);
/// How often time may pass for a peer connection at one moment; once for each packet that was written is enough.
const PASSES_MAX: usize = 16;
const AUDIO_CLOCK: u32 = 48_000;
const VIDEO_CLOCK: u32 = 90_000;

/// Where a connection is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// In signalling only, since then.
    Joining(Instant),
    /// In the roster: heard and seen.
    Seated,
    /// Over; the client may say good-bye until then.
    Ending(Instant),
}

pub(super) struct Connection {
    pub(super) guest: Guest,
    pub(super) content: bool,
    pub(super) session: u64,
    pub(super) stage: Stage,
    /// Whether media can flow.
    pub(super) flows: bool,
    pub(super) muted: bool,
    /// The loudness of the last audio, in decibels below full, and when it came.
    pub(super) loudness: Option<(u32, Instant)>,
    /// The number in the roster, once seated; it rises.
    pub(super) audio_stream: u32,
    pub(super) camera: Option<Camera>,
    pub(super) rtc: Option<Rtc>,
    pub(super) audio: Option<Mid>,
    pub(super) audio_line: Timeline,
    /// When anybody's audio was sent to it last.
    pub(super) heard_last: Option<Instant>,
    pub(super) videos: HashMap<Mid, VideoLine>,
    pub(super) paused: HashSet<u32>,
    /// When the last packet came.
    pub(super) heard: Instant,
    /// When the WebSocket was lost.
    pub(super) closed: Option<Instant>,
    /// When the peer connection has to be looked at.
    pub(super) wake: Option<Instant>,
    pub(super) frames: Allowance,
    pub(super) offers: Allowance,
    pub(super) message_frames: Allowance,
    pub(super) messages: Allowance,
    pub(super) refusals: Allowance,
    out: mpsc::Sender<Out>,
}

/// What a client sends to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Camera {
    pub(super) mid: Mid,
    /// Both the stream's and its group's id, unique in the service and rising.
    pub(super) stream: u32,
    pub(super) asked_for_key: Option<Instant>,
    pub(super) max_bitrate_kbps: u32,
    pub(super) framerate: u32,
}

/// One video section in which a client receives.
#[derive(Debug)]
pub(super) struct VideoLine {
    /// What it wants to see there.
    pub(super) stream: u32,
    pub(super) timeline: Timeline,
    /// The stream whose key frame has gone out, so that what follows can be decoded.
    pub(super) flowing: Option<u32>,
}

impl VideoLine {
    pub(super) fn new(stream: u32) -> Self {
        Self {
            stream,
            timeline: Timeline::new(VIDEO_CLOCK),
            flowing: None,
        }
    }
}

impl Connection {
    pub(super) fn new(
        guest: Guest,
        content: bool,
        session: u64,
        out: mpsc::Sender<Out>,
        now: Instant,
    ) -> Self {
        Self {
            guest,
            content,
            session,
            stage: Stage::Joining(now),
            flows: false,
            muted: false,
            loudness: None,
            audio_stream: 0,
            camera: None,
            rtc: None,
            audio: None,
            audio_line: Timeline::new(AUDIO_CLOCK),
            heard_last: None,
            videos: HashMap::new(),
            paused: HashSet::new(),
            heard: now,
            closed: None,
            wake: None,
            frames: Allowance::new(FRAMES_MAX, FRAMES_PERIOD, now),
            offers: Allowance::new(OFFERS_MAX, OFFERS_PERIOD, now),
            message_frames: Allowance::new(MESSAGE_FRAMES_MAX, FRAMES_PERIOD, now),
            messages: Allowance::new(MESSAGES_MAX, MESSAGES_PERIOD, now),
            refusals: Allowance::new(MESSAGES_MAX, MESSAGES_PERIOD, now),
            out,
        }
    }

    /// The id by which the others know it.
    pub(super) fn attendee_id(&self) -> String {
        let content = if self.content { "#content" } else { "" };
        format!("{}{content}", self.guest.attendee)
    }

    pub(super) fn is_joining(&self) -> bool {
        matches!(self.stage, Stage::Joining(_))
    }

    pub(super) fn is_seated(&self) -> bool {
        self.stage == Stage::Seated
    }

    pub(super) fn is_ending(&self) -> bool {
        matches!(self.stage, Stage::Ending(_))
    }

    /// Whether nothing has come from it for too long.
    pub(super) fn is_silent(&self, now: Instant) -> bool {
        now > self.closed.unwrap_or(self.heard) + SILENT_AT_MOST
    }

    /// Queues a frame. A client that does not read its frames is disconnected.
    pub(super) fn say(&mut self, say: Say) {
        self.tell(Out::Say(say));
    }

    pub(super) fn tell(&mut self, out: Out) {
        if let Err(error) = self.out.try_send(out) {
            if matches!(error, TrySendError::Full(_)) {
                tracing::warn!("a client that takes nothing is cut off");
            }
            // The task ends when nothing can be sent to it any more.
            self.out = mpsc::channel(1).0;
        }
    }

    /// Ends the session with a reason; the client says good-bye to it.
    pub(super) fn end(&mut self, status: u32, now: Instant) {
        self.say(Say::AudioStatus(status));
        self.hang_up(now);
    }

    /// Stops all media and waits for the good-bye.
    pub(super) fn hang_up(&mut self, now: Instant) {
        self.stage = Stage::Ending(now + FAREWELL);
        self.rtc = None;
        self.wake = None;
        self.camera = None;
    }

    /// Whether a packet is for this peer connection.
    pub(super) fn accepts(&self, from: SocketAddr, to: SocketAddr, bytes: &[u8]) -> bool {
        let (Some(rtc), Ok(receive)) = (&self.rtc, Receive::new(Protocol::Udp, from, to, bytes))
        else {
            return false;
        };
        rtc.accepts(&Input::Receive(self.heard, receive))
    }

    pub(super) fn take(&mut self, from: SocketAddr, to: SocketAddr, bytes: &[u8], now: Instant) {
        if let (Some(rtc), Ok(receive)) =
            (&mut self.rtc, Receive::new(Protocol::Udp, from, to, bytes))
        {
            self.heard = now;
            let taken = rtc.handle_input(Input::Receive(now, receive));
            self.survive(taken);
        }
    }

    pub(super) fn pass_time(&mut self, now: Instant) {
        if let Some(rtc) = &mut self.rtc {
            let passed = rtc.handle_input(Input::Timeout(now));
            self.survive(passed);
        }
    }

    /// What the peer connection wants to send and to tell, until it has to wait. It makes packets of what was
    /// written only as time passes.
    pub(super) fn drain(
        &mut self,
        packets: &mut Vec<(SocketAddr, Vec<u8>)>,
        now: Instant,
    ) -> Vec<Event> {
        let (mut events, mut passes) = (Vec::new(), 0);
        while let Some(rtc) = &mut self.rtc {
            match rtc.poll_output() {
                Ok(Output::Timeout(at)) if at <= now && passes < PASSES_MAX => {
                    passes += 1;
                    self.pass_time(now);
                }
                Ok(Output::Timeout(at)) => {
                    self.wake = Some(at);
                    break;
                }
                Ok(Output::Transmit(packet)) => {
                    packets.push((packet.destination, packet.contents.into()));
                }
                Ok(Output::Event(event)) => events.push(event),
                Err(error) => self.survive(Err(error)),
            }
        }
        events
    }

    /// A peer connection that fails is given up; the client notices and comes back.
    pub(super) fn survive(&mut self, outcome: Result<(), RtcError>) {
        if let Err(error) = outcome {
            tracing::warn!(%error, "a peer connection failed");
            self.rtc = None;
            self.wake = None;
            self.tell(Out::Tear);
        }
    }

    /// A peer connection that answers on the service's socket.
    pub(super) fn open(address: SocketAddr, now: Instant) -> Option<Rtc> {
        let mut rtc = Rtc::builder()
            .set_ice_lite(true)
            .clear_codecs()
            .enable_opus(true, false)
            .enable_vp8(true)
            .build(now);
        let candidate = Candidate::host(address, "udp").ok()?;
        rtc.add_local_candidate(candidate)?;
        Some(rtc)
    }
}
