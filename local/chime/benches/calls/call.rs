//! A call of two.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use crate::peer::Peer;
use crate::service::Service;
use crate::source::{FRAME_PACE, VOICE_PACE};
use crate::tally::Tally;

/// How long it may take until both hear and see, and until both have left.
const PATIENCE: Duration = Duration::from_secs(10);
const GLANCE: Duration = Duration::from_millis(50);
/// The least share of what was sent that has to come, and of what should be sent.
const ENOUGH: f64 = 0.95;

/// What one peer sent, what should have been sent, and what the other received.
#[derive(Debug)]
pub(crate) struct Flow {
    #[allow(dead_code, reason = "read by whoever reads of a failure")]
    meeting: String,
    #[allow(dead_code, reason = "read by whoever reads of a failure")]
    kind: &'static str,
    due: f64,
    sent: u32,
    received: u32,
}

impl Flow {
    pub(crate) fn share(&self) -> f64 {
        f64::from(self.received) / f64::from(self.sent)
    }

    pub(crate) fn is_enough(&self) -> bool {
        f64::from(self.sent) >= ENOUGH * self.due && self.share() >= ENOUGH
    }
}

pub(crate) struct Call {
    meeting: String,
    tallies: [Arc<Mutex<Tally>>; 2],
    peers: Vec<JoinHandle<()>>,
}

impl Call {
    /// Starts a call; over when both hear and see each other.
    pub(crate) async fn start(service: &Service, number: usize) -> Self {
        let seats = service.meeting(&format!("call-{number}")).await;
        let mut call = Self {
            meeting: seats[0].meeting.clone(),
            tallies: Default::default(),
            peers: Vec::new(),
        };
        for (place, seat) in seats.into_iter().enumerate() {
            let mark = u8::try_from(2 * number + place).unwrap();
            let tally = Arc::clone(&call.tallies[place]);
            let peer = Peer::join(service, seat, mark, tally).await;
            call.peers.push(tokio::spawn(peer.converse()));
        }
        let flows = |tally: Tally| tally.voice.received > 0 && tally.video.received > 0;
        let flowing = async {
            while !call.tallies().into_iter().all(flows) {
                sleep(GLANCE).await;
            }
        };
        timeout(PATIENCE, flowing).await.unwrap();
        call
    }

    pub(crate) fn tallies(&self) -> [Tally; 2] {
        self.tallies.each_ref().map(|tally| *tally.lock().unwrap())
    }

    /// What flowed over this time, each way.
    pub(crate) fn flows(&self, before: [Tally; 2], time: Duration) -> [Flow; 4] {
        let after = self.tallies();
        let [ana, bao] = [0, 1].map(|place| after[place].since(before[place]));
        let flow = |kind, pace: Duration, sent, received| Flow {
            meeting: self.meeting.clone(),
            kind,
            due: time.as_secs_f64() / pace.as_secs_f64(),
            sent,
            received,
        };
        [
            flow("voice", VOICE_PACE, ana.voice.sent, bao.voice.received),
            flow("voice", VOICE_PACE, bao.voice.sent, ana.voice.received),
            flow("video", FRAME_PACE, ana.video.sent, bao.video.received),
            flow("video", FRAME_PACE, bao.video.sent, ana.video.received),
        ]
    }

    /// Ends the meeting; over when both have left.
    pub(crate) async fn end(self, service: &Service) {
        service.end(&self.meeting).await;
        for peer in self.peers {
            timeout(PATIENCE, peer).await.unwrap().unwrap();
        }
    }
}
