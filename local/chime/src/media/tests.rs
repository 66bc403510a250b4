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

use super::frames::{DataMessage, DataMessages, Frame, Kind, RosterEntry, Say, Subscribe};
use super::switch::Switch;
use super::{ConnectionId, Guest, Out, Told};
use crate::events::EventType;
use crate::features::{Capabilities, Features};
use crate::ids;
use crate::limits::Guid;

const STEP: Duration = Duration::from_millis(20);

fn switch_address() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 1))
}

struct Client {
    id: ConnectionId,
    address: SocketAddr,
    rtc: Rtc,
    pending: Option<SdpPendingOffer>,
    audio: Mid,
    out: mpsc::Receiver<Out>,
    told: Vec<Say>,
    packets: usize,
    is_asleep: bool,
    is_torn: bool,
}

impl Client {
    fn entries(&self) -> Vec<&RosterEntry> {
        let rosters = self.told.iter().filter_map(|say| match say {
            Say::Roster(entries) => Some(entries),
            _ => None,
        });
        rosters.flatten().collect()
    }

    fn messages(&self) -> usize {
        let messages = self.told.iter().filter_map(|say| match say {
            Say::Messages(messages) => Some(messages.len()),
            _ => None,
        });
        messages.sum()
    }

    /// Takes what came, and hands over the packets that it answers with.
    fn step(&mut self, now: Instant) -> Vec<Vec<u8>> {
        while let Ok(out) = self.out.try_recv() {
            match out {
                Out::Say(Say::SubscribeAck(ack)) => {
                    let answer = ack.sdp_answer.unwrap();
                    let answer = SdpAnswer::from_sdp_string(&answer).unwrap();
                    let pending = self.pending.take().unwrap();
                    self.rtc.sdp_api().accept_answer(pending, answer).unwrap();
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

struct World {
    switch: Switch,
    now: Instant,
    clients: Vec<Client>,
    events: Vec<EventType>,
}

impl World {
    fn new() -> Self {
        Self {
            switch: Switch::new(switch_address(), Arc::new(|| Timestamp::UNIX_EPOCH)),
            now: Instant::now(),
            clients: Vec::new(),
            events: Vec::new(),
        }
    }

    /// A client that joins and offers audio. The number is its place among all.
    fn join(&mut self, guest: &Guest, session: u64) -> usize {
        let place = self.clients.len();
        let id = ConnectionId(place as u64);
        let address = SocketAddr::from(([127, 0, 0, 1], 1_000 + place as u16));
        let (sender, out) = mpsc::channel(1_000);
        let joined = Told::Join {
            guest: guest.clone(),
            content: false,
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
            pending: Some(pending),
            audio,
            out,
            told: Vec::new(),
            packets: 0,
            is_asleep: false,
            is_torn: false,
        });
        self.tell(place, Kind::Subscribe, |frame| {
            frame.subscribe = Some(subscribe)
        });
        place
    }

    fn tell(&mut self, place: usize, kind: Kind, fill: impl FnOnce(&mut Frame)) {
        let mut frame = Frame {
            kind: kind.into(),
            ..Frame::default()
        };
        fill(&mut frame);
        let told = Told::Frame(Box::new(frame));
        self.switch.told(self.clients[place].id, told, self.now);
    }

    fn speak(&mut self, place: usize) {
        let client = &mut self.clients[place];
        let time = MediaTime::from_millis(self.switch.ticks * 20);
        let writer = client.rtc.writer(client.audio).unwrap();
        let pt = writer.payload_params().next().unwrap().pt();
        writer
            .write(pt, self.now, time, vec![0xf8, 0xff, 0xfe])
            .unwrap();
    }

    fn run(&mut self, time: Duration) {
        self.run_while_speak(time, &[]);
    }

    fn run_while_speak(&mut self, time: Duration, speakers: &[usize]) {
        let end = self.now + time;
        while self.now < end {
            self.now += STEP;
            for speaker in speakers {
                self.speak(*speaker);
            }
            for client in self.clients.iter_mut().filter(|one| !one.is_asleep) {
                for packet in client.step(self.now) {
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
                    client.rtc.handle_input(input).unwrap();
                }
            }
        }
    }
}

fn guest(meeting: &Guid, name: &str) -> Guest {
    Guest {
        meeting: meeting.clone(),
        attendee: ids::guid(),
        external_user_id: name.to_owned(),
        capabilities: Capabilities::all_of(&Features::default()),
    }
}

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

#[test]
fn meetings_know_nothing_of_each_other() {
    let (first, second) = (ids::guid(), ids::guid());
    let mut world = World::new();
    let ana = world.join(&guest(&first, "ana"), 1);
    let bao = world.join(&guest(&first, "bao"), 2);
    let cam = world.join(&guest(&second, "cam"), 3);
    world.run(seconds(2));
    world.tell(ana, Kind::DataMessage, |frame| {
        let message = DataMessage {
            topic: Some("chat".to_owned()),
            lifetime_ms: Some(60_000),
            ..DataMessage::default()
        };
        frame.data_messages = Some(DataMessages {
            messages: vec![message],
        });
    });
    let dan = world.join(&guest(&second, "dan"), 4);
    world.run(seconds(2));
    let messages = [ana, bao, cam, dan].map(|place| world.clients[place].messages());
    assert_eq!(messages, [0, 1, 0, 0]);
    let names = |place: usize| -> Vec<&str> {
        let entries = world.clients[place].entries().into_iter();
        let mut names: Vec<&str> = entries
            .filter_map(|entry| entry.external_user_id.as_deref())
            .collect();
        names.sort_unstable();
        names
    };
    assert_eq!(names(bao), ["ana", "bao"]);
    assert_eq!(names(cam), ["cam", "dan"]);
}

#[test]
fn a_second_device_is_announced_before_the_first_is_gone() {
    let meeting = ids::guid();
    let (ana, bao) = (guest(&meeting, "ana"), guest(&meeting, "bao"));
    let mut world = World::new();
    let first = world.join(&ana, 1);
    let witness = world.join(&bao, 2);
    world.run(seconds(2));
    world.clients[witness].told.clear();
    world.join(&ana, 3);
    world.run(seconds(2));
    assert!(world.clients[first].told.contains(&Say::AudioStatus(301)));
    world.tell(first, Kind::Leave, |_| ());
    world.run(seconds(1));
    let id = ana.attendee.to_string();
    let entries = world.clients[witness].entries();
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[0].attendee_id.as_ref(), Some(&id));
    assert_eq!(entries[1].dropped, Some(false));
    assert!(entries[1].audio_stream_id < entries[0].audio_stream_id);
    let come = world
        .events
        .iter()
        .filter(|kind| **kind == EventType::AttendeeJoined);
    assert_eq!(come.count(), 2);
    assert!(!world.events.contains(&EventType::AttendeeLeft));
}

#[test]
fn who_falls_silent_is_dropped_and_who_comes_back_in_time_is_not() {
    let meeting = ids::guid();
    let (ana, bao) = (guest(&meeting, "ana"), guest(&meeting, "bao"));
    let mut world = World::new();
    let first = world.join(&ana, 1);
    let witness = world.join(&bao, 2);
    world.run(seconds(2));
    world.clients[first].is_asleep = true;
    world
        .switch
        .told(world.clients[first].id, Told::Closed, world.now);
    world.run(seconds(9));
    let again = world.join(&ana, 1);
    world.run(seconds(9));
    assert!(!world.events.contains(&EventType::AttendeeDropped));

    world.clients[again].is_asleep = true;
    world.run(seconds(11));
    assert!(!world.events.contains(&EventType::AttendeeDropped));
    world.run(seconds(3));
    assert_eq!(world.events.last(), Some(&EventType::AttendeeDropped));
    let last = world.clients[witness].entries().into_iter().next_back();
    assert_eq!(last.unwrap().dropped, Some(true));
    world.clients[again].is_asleep = false;
    world.clients[again].step(world.now);
    assert!(world.clients[again].is_torn);
    assert!(!world.clients[witness].is_torn);
}

#[test]
fn everybody_always_hears_fifty_packets_a_second() {
    let meeting = ids::guid();
    let mut world = World::new();
    let ana = world.join(&guest(&meeting, "ana"), 1);
    world.run(seconds(2));
    let heard = |world: &mut World, speakers: &[usize]| {
        let before = world.clients[ana].packets;
        world.run_while_speak(seconds(4), speakers);
        world.clients[ana].packets - before
    };
    // Alone, with one who speaks, and with two.
    assert!((195..=205).contains(&heard(&mut world, &[])));
    let bao = world.join(&guest(&meeting, "bao"), 2);
    world.run(seconds(2));
    let one = heard(&mut world, &[bao]);
    assert!((190..=210).contains(&one), "{one}");
    let cam = world.join(&guest(&meeting, "cam"), 3);
    world.run(seconds(2));
    let two = heard(&mut world, &[bao, cam]);
    assert!((190..=210).contains(&two), "{two}");
}
