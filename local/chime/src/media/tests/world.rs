//! Calls between peer connections in memory, in a time that the test makes.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::media::{Direction, MediaKind, MediaTime, Mid};
use str0m::net::{Protocol, Receive};
use str0m::{Candidate, Event, Input, Output, Rtc};
use tokio::sync::mpsc;

use crate::events::EventType;
use crate::features::{Capabilities, Features};
use crate::guest::Guest;
use crate::limits::Guid;
use crate::media::frames::{Frame, Kind, RosterEntry, Say, Subscribe};
use crate::media::switch::Switch;
use crate::media::{ConnectionId, Out, Told};

const STEP: Duration = Duration::from_millis(20);

pub(super) fn switch_address() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 1))
}

pub(super) struct Client {
    pub(super) id: ConnectionId,
    pub(super) address: SocketAddr,
    pub(super) rtc: Rtc,
    offer: Subscribe,
    pending: Option<SdpPendingOffer>,
    pub(super) audio: Mid,
    pub(super) out: mpsc::Receiver<Out>,
    pub(super) told: Vec<Say>,
    pub(super) packets: usize,
    pub(super) is_asleep: bool,
    pub(super) is_torn: bool,
}

impl Client {
    pub(super) fn entries(&self) -> Vec<&RosterEntry> {
        let rosters = self.told.iter().filter_map(|say| match say {
            Say::Roster(entries) => Some(entries),
            _ => None,
        });
        rosters.flatten().collect()
    }

    pub(super) fn messages(&self) -> usize {
        let messages = self.told.iter().filter_map(|say| match say {
            Say::Messages(messages) => Some(messages.len()),
            _ => None,
        });
        messages.sum()
    }

    /// Takes what came, and hands over the packets that it answers with.
    pub(super) fn step(&mut self, now: Instant) -> Vec<Vec<u8>> {
        while let Ok(out) = self.out.try_recv() {
            match out {
                Out::Say(Say::SubscribeAck(ack)) => {
                    let answer = ack.sdp_answer.unwrap();
                    let answer = SdpAnswer::from_sdp_string(&answer).unwrap();
                    if let Some(pending) = self.pending.take() {
                        self.rtc.sdp_api().accept_answer(pending, answer).unwrap();
                    }
                }
                Out::Say(say) => self.told.push(say),
                Out::Close | Out::Tear => self.is_torn = true,
            }
        }
        self.rtc.handle_input(Input::Timeout(now)).unwrap();
        let mut packets = Vec::new();
        loop {
            match self.rtc.poll_output().unwrap() {
                Output::Timeout(_) => return packets,
                Output::Transmit(packet) => packets.push(packet.contents.to_vec()),
                Output::Event(Event::MediaData(_)) => self.packets += 1,
                Output::Event(_) => {}
            }
        }
    }
}

type Spoil = Box<dyn FnMut(SocketAddr, &[u8]) -> Option<Vec<u8>>>;

pub(super) struct World {
    pub(super) switch: Switch,
    pub(super) now: Instant,
    pub(super) clients: Vec<Client>,
    joined: u64,
    pub(super) events: Vec<EventType>,
    /// Makes of a packet another that comes before it, from the same address.
    pub(super) spoil: Option<Spoil>,
}

impl World {
    pub(super) fn new() -> Self {
        Self {
            switch: Switch::new(switch_address(), Arc::new(|| Timestamp::UNIX_EPOCH)),
            now: Instant::now(),
            clients: Vec::new(),
            joined: 0,
            events: Vec::new(),
            spoil: None,
        }
    }

    /// A client that joins and offers audio. The number is its place among all.
    pub(super) fn join(&mut self, guest: &Guest, session: u64) -> usize {
        self.connect(guest, session, false)
    }

    /// A client that shares somebody's screen.
    pub(super) fn share(&mut self, owner: &Guest, session: u64) -> usize {
        self.connect(owner, session, true)
    }

    fn connect(&mut self, guest: &Guest, session: u64, content: bool) -> usize {
        let place = self.clients.len();
        let id = ConnectionId(self.joined);
        self.joined += 1;
        let address = SocketAddr::from(([127, 0, 0, 1], 1_000 + place as u16));
        let (sender, out) = mpsc::channel(1_000);
        let joined = Told::Join {
            guest: guest.clone(),
            content,
            session,
            out: sender,
        };
        self.switch.told(id, joined, self.now);
        let mut rtc = Rtc::new(self.now);
        rtc.add_local_candidate(Candidate::host(address, "udp").unwrap());
        let mut change = rtc.sdp_api();
        let audio = change.add_media(MediaKind::Audio, Direction::SendRecv, None, None, None);
        let (offer, pending) = change.apply().unwrap();
        let subscribe = Subscribe {
            duplex: Some(1),
            sdp_offer: Some(offer.to_sdp_string()),
            ..Subscribe::default()
        };
        self.clients.push(Client {
            id,
            address,
            rtc,
            offer: subscribe,
            pending: Some(pending),
            audio,
            out,
            told: Vec::new(),
            packets: 0,
            is_asleep: false,
            is_torn: false,
        });
        self.offer(place);
        place
    }

    /// Says, again too, what the client offers.
    pub(super) fn offer(&mut self, place: usize) {
        let offer = self.clients[place].offer.clone();
        self.tell(place, Kind::Subscribe, |frame| {
            frame.subscribe = Some(offer)
        });
    }

    pub(super) fn tell(&mut self, place: usize, kind: Kind, fill: impl FnOnce(&mut Frame)) {
        let mut frame = Frame {
            kind: kind.into(),
            ..Frame::default()
        };
        fill(&mut frame);
        let told = Told::Frame(Box::new(frame), None);
        self.switch.told(self.clients[place].id, told, self.now);
    }

    pub(super) fn speak(&mut self, place: usize) {
        let client = &mut self.clients[place];
        let time = MediaTime::from_millis(self.switch.ticks * 20);
        let Some(writer) = client.rtc.writer(client.audio) else {
            return;
        };
        let pt = writer.payload_params().next().unwrap().pt();
        writer
            .write(pt, self.now, time, vec![0xf8, 0xff, 0xfe])
            .unwrap();
    }

    pub(super) fn run(&mut self, time: Duration) {
        self.run_while_speak(time, &[]);
    }

    pub(super) fn run_while_speak(&mut self, time: Duration, speakers: &[usize]) {
        let end = self.now + time;
        while self.now < end {
            self.now += STEP;
            for speaker in speakers {
                self.speak(*speaker);
            }
            for client in self.clients.iter_mut().filter(|one| !one.is_asleep) {
                for packet in client.step(self.now) {
                    let spoilt = self.spoil.as_mut();
                    let spoilt = spoilt.and_then(|spoil| spoil(client.address, &packet));
                    if let Some(spoilt) = spoilt {
                        self.switch.packet(client.address, &spoilt, self.now);
                    }
                    self.switch.packet(client.address, &packet, self.now);
                }
            }
            self.switch.pass_time(self.now);
            self.switch.tick(self.now);
            let (packets, reports) = self.switch.take_output();
            self.events.extend(reports.iter().map(|report| report.kind));
            for (to, bytes) in packets {
                let client = self.clients.iter_mut().find(|one| one.address == to);
                let client = client.filter(|one| !one.is_asleep);
                let packet = Receive::new(Protocol::Udp, switch_address(), to, &bytes);
                if let (Some(client), Ok(packet)) = (client, packet) {
                    let input = Input::Receive(self.now, packet);
                    // A client to whom something strange was answered gives up.
                    client.is_asleep = client.rtc.handle_input(input).is_err();
                }
            }
        }
    }
}

pub(crate) fn guest(meeting: &Guid, name: &str) -> Guest {
    Guest {
        meeting: meeting.clone(),
        attendee: Guid::random(),
        external_user_id: name.to_owned(),
        capabilities: Capabilities::all_of(&Features::default()),
    }
}

pub(super) fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}
