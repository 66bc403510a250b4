//! Somebody in a call through the service's real sockets: sends audio all the time, and counts what comes.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::json;
use str0m::change::SdpAnswer;
use str0m::media::{Direction, MediaKind, MediaTime, Mid};
use str0m::net::{Protocol, Receive};
use str0m::{Candidate, Event, Input, Output, Rtc};
use tokio::net::UdpSocket;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use crate::client::{Client, Service, subscribe};

const SUBSCRIBE_ACK: u8 = 4;
const PACKET: Duration = Duration::from_millis(20);
/// One packet of Opus, silent.
const SILENCE: [u8; 3] = [0xf8, 0xff, 0xfe];

/// What a call's task shows of itself.
pub(crate) struct Shown {
    pub(crate) socket: UdpSocket,
    /// The packet that was sent last.
    pub(crate) sent: Mutex<Vec<u8>>,
    heard: AtomicUsize,
}

pub(crate) struct Caller {
    pub(crate) shown: Arc<Shown>,
    talk: JoinHandle<()>,
    /// Open for as long as the call.
    _signalling: Client,
}

impl Caller {
    /// Joins a meeting as a new attendee.
    pub(crate) async fn join(service: &Service, meeting: &str, name: &str) -> Self {
        let token = token(service, meeting, name).await;
        let mut signalling = service.join(meeting, &token).await;
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let own = socket.local_addr().unwrap();
        let mut rtc = Rtc::new(Instant::now());
        rtc.add_local_candidate(Candidate::host(own, "udp").unwrap());
        let mut change = rtc.sdp_api();
        let audio = change.add_media(MediaKind::Audio, Direction::SendRecv, None, None, None);
        let (offer, pending) = change.apply().unwrap();
        signalling
            .say(subscribe(offer.to_sdp_string().as_bytes()))
            .await;
        let mut ack = signalling.hear().await.unwrap();
        while ack[4] != SUBSCRIBE_ACK {
            ack = signalling.hear().await.unwrap();
        }
        let start = ack.windows(3).position(|bytes| bytes == b"v=0").unwrap();
        let answer = std::str::from_utf8(&ack[start..]).unwrap();
        let answer = SdpAnswer::from_sdp_string(answer).unwrap();
        rtc.sdp_api().accept_answer(pending, answer).unwrap();
        let shown = Arc::new(Shown {
            socket,
            sent: Mutex::default(),
            heard: AtomicUsize::new(0),
        });
        let line = Line {
            rtc,
            audio,
            own,
            shown: Arc::clone(&shown),
        };
        Self {
            shown,
            talk: tokio::spawn(line.talk()),
            _signalling: signalling,
        }
    }

    /// Waits until it has heard another second of the call.
    pub(crate) async fn goes_on(&self) {
        let wanted = self.heard() + 50;
        let heard = async {
            while self.heard() < wanted {
                sleep(PACKET).await;
            }
        };
        timeout(Duration::from_secs(10), heard).await.unwrap();
        assert!(!self.talk.is_finished());
    }

    pub(crate) fn heard(&self) -> usize {
        self.shown.heard.load(Ordering::Relaxed)
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        self.talk.abort();
    }
}

struct Line {
    rtc: Rtc,
    audio: Mid,
    own: SocketAddr,
    shown: Arc<Shown>,
}

impl Line {
    async fn talk(mut self) {
        let start = Instant::now();
        let mut ticks = tokio::time::interval(PACKET);
        let mut buffer = [0; 2_048];
        loop {
            self.drain().await;
            tokio::select! {
                _ = ticks.tick() => {
                    self.rtc.handle_input(Input::Timeout(Instant::now())).unwrap();
                    self.speak(start.elapsed());
                }
                read = self.shown.socket.recv_from(&mut buffer) => {
                    let (length, from) = read.unwrap();
                    let packet = Receive::new(Protocol::Udp, from, self.own, &buffer[..length]);
                    if let Ok(packet) = packet {
                        self.rtc.handle_input(Input::Receive(Instant::now(), packet)).unwrap();
                    }
                }
            }
        }
    }

    fn speak(&mut self, since: Duration) {
        let Some(writer) = self.rtc.writer(self.audio) else {
            return;
        };
        let time = MediaTime::from_millis(u64::try_from(since.as_millis()).unwrap());
        let pt = writer.payload_params().next().unwrap().pt();
        writer
            .write(pt, Instant::now(), time, SILENCE.to_vec())
            .unwrap();
    }

    async fn drain(&mut self) {
        loop {
            match self.rtc.poll_output().unwrap() {
                Output::Timeout(_) => return,
                Output::Transmit(packet) => {
                    let sent = self
                        .shown
                        .socket
                        .send_to(&packet.contents, packet.destination);
                    sent.await.unwrap();
                    *self.shown.sent.lock().unwrap() = packet.contents.to_vec();
                }
                Output::Event(Event::MediaData(_)) => {
                    self.shown.heard.fetch_add(1, Ordering::Relaxed);
                }
                Output::Event(_) => {}
            }
        }
    }
}

/// The token of a new attendee.
async fn token(service: &Service, meeting: &str, name: &str) -> String {
    let path = format!("/meetings/{meeting}/attendees");
    let attendee = service
        .call("POST", &path, json!({"ExternalUserId": name}))
        .await;
    attendee["Attendee"]["JoinToken"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// A meeting with two in it who hear each other, and the token of a third.
pub(crate) async fn call_of_two(service: &Service) -> ([Caller; 2], [String; 2]) {
    let meeting = json!({"ClientRequestToken": "call", "ExternalMeetingId": "room", "MediaRegion": "us-east-1"});
    let meeting = service.call("POST", "/meetings", meeting).await;
    let meeting = meeting["Meeting"]["MeetingId"].as_str().unwrap().to_owned();
    let callers = [
        Caller::join(service, &meeting, "ana").await,
        Caller::join(service, &meeting, "bao").await,
    ];
    for caller in &callers {
        caller.goes_on().await;
    }
    let token = token(service, &meeting, "noisy").await;
    (callers, [meeting, token])
}
