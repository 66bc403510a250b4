//! One side of a call: what a browser does, over real sockets, with media that nobody has to encode.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use str0m::change::SdpPendingOffer;
use str0m::media::{Direction, MediaData, MediaKind, MediaTime, Mid};
use str0m::net::{Protocol, Receive};
use str0m::{Candidate, Event, Input, Output, Rtc};
use tokio::net::UdpSocket;

use crate::service::{Seat, Service};
use crate::signal::{Join, Kind, Signal};
use crate::source::{FRAME_PACE, Source, VOICE_PACE};
use crate::tally::Tally;

/// The largest datagram that is read.
const DATAGRAM_MAX: usize = 2_048;

pub(crate) struct Peer {
    pub(crate) attendee: String,
    pub(crate) signal: Signal,
    pub(crate) rtc: Rtc,
    pub(crate) pending: Option<SdpPendingOffer>,
    pub(crate) audio: Mid,
    pub(crate) camera: Mid,
    /// The other's video, once it is known, and whether it was asked for.
    pub(crate) other: Option<u32>,
    pub(crate) watches: bool,
    source: Source,
    tally: Arc<Mutex<Tally>>,
    media: UdpSocket,
    address: SocketAddr,
}

impl Peer {
    /// Joins a call. The marks of its two peers differ in the last bit.
    pub(crate) async fn join(
        service: &Service,
        seat: Seat,
        mark: u8,
        tally: Arc<Mutex<Tally>>,
    ) -> Self {
        let media = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = media.local_addr().unwrap();
        let mut rtc = Rtc::builder()
            .clear_codecs()
            .enable_opus(true, false)
            .enable_vp8(true)
            .build(Instant::now());
        rtc.add_local_candidate(Candidate::host(address, "udp").unwrap());
        let mut signal = Signal::open(service.address, &seat).await;
        let join = Join {
            audio_session_id: Some(mark.into()),
        };
        signal
            .say(Kind::Join, |frame| frame.join = Some(join))
            .await;
        let mut change = rtc.sdp_api();
        let audio = change.add_media(MediaKind::Audio, Direction::SendRecv, None, None, None);
        let camera = change.add_media(MediaKind::Video, Direction::SendOnly, None, None, None);
        let offer = change.apply().unwrap();
        let mut peer = Self {
            attendee: seat.attendee,
            signal,
            rtc,
            pending: None,
            audio,
            camera,
            other: None,
            watches: false,
            source: Source::new(mark),
            tally,
            media,
            address,
        };
        peer.subscribe(offer).await;
        peer
    }

    /// Sends and receives until the meeting ends.
    pub(crate) async fn converse(mut self) {
        let mut voice = tokio::time::interval(VOICE_PACE);
        let mut frames = tokio::time::interval(FRAME_PACE);
        let mut buffer = [0; DATAGRAM_MAX];
        loop {
            let wake = self.settle();
            tokio::select! {
                told = self.signal.hear() => match told {
                    Some(frame) => self.told(frame).await,
                    None => return,
                },
                received = self.media.recv_from(&mut buffer) => {
                    let (length, from) = received.unwrap();
                    let bytes = &buffer[..length];
                    let packet = Receive::new(Protocol::Udp, from, self.address, bytes).unwrap();
                    self.rtc.handle_input(Input::Receive(Instant::now(), packet)).unwrap();
                }
                () = tokio::time::sleep_until(wake.into()) => {
                    self.rtc.handle_input(Input::Timeout(Instant::now())).unwrap();
                }
                _ = voice.tick() => {
                    let (time, packet) = self.source.voice();
                    self.send(self.audio, time, packet);
                }
                _ = frames.tick() => {
                    let (time, frame) = self.source.frame();
                    self.send(self.camera, time, frame);
                }
            }
        }
    }

    fn send(&mut self, mid: Mid, time: MediaTime, data: Vec<u8>) {
        let Some(writer) = self.rtc.writer(mid) else {
            return;
        };
        let pt = writer.payload_params().next().unwrap().pt();
        writer
            .audio_level(-30, true)
            .write(pt, Instant::now(), time, data)
            .unwrap();
        self.tally.lock().unwrap().sent(mid == self.audio);
    }

    /// Sends what is to be sent and counts what has come; until when it may wait.
    fn settle(&mut self) -> Instant {
        loop {
            match self.rtc.poll_output().unwrap() {
                Output::Timeout(wake) => return wake,
                Output::Transmit(packet) => {
                    let sent = self.media.try_send_to(&packet.contents, packet.destination);
                    sent.unwrap();
                }
                Output::Event(Event::MediaData(data)) => self.received(&data),
                Output::Event(Event::KeyframeRequest(_)) => self.source.key_wanted = true,
                Output::Event(_) => {}
            }
        }
    }

    fn received(&self, data: &MediaData) {
        if self.source.is_of_the_other(&data.data) {
            self.tally.lock().unwrap().received(data.mid == self.audio);
        }
    }
}
