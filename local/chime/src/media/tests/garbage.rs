//! Spoilt offers and packets of somebody who is let in: another call doesn't notice, and the service stands it.

use std::time::Instant;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use str0m::Rtc;
use str0m::media::{Direction, MediaKind};

use super::world::{World, guest, seconds};
use crate::ids;
use crate::media::frames::{Kind, Subscribe};

/// The seed is told, so that what failed can be tried again.
fn seeded() -> StdRng {
    let seed = rand::random();
    println!("seed {seed}");
    StdRng::seed_from_u64(seed)
}

/// Bytes with some of them changed, taken out or doubled.
fn spoil(bytes: &[u8], draw: &mut StdRng) -> Vec<u8> {
    let mut spoilt = bytes.to_vec();
    for _ in 0..draw.random_range(1..8) {
        let at = draw.random_range(0..spoilt.len().max(1)).min(spoilt.len());
        let until = (at + draw.random_range(1..40)).min(spoilt.len());
        match draw.random_range(0..3) {
            0 if at < spoilt.len() => spoilt[at] = draw.random(),
            1 => drop(spoilt.drain(at..until)),
            _ => {
                let part = spoilt[at..until].to_vec();
                spoilt.splice(at..at, part);
            }
        }
    }
    spoilt
}

fn offer() -> String {
    let mut rtc = Rtc::new(Instant::now());
    let mut change = rtc.sdp_api();
    change.add_media(MediaKind::Audio, Direction::SendRecv, None, None, None);
    change.add_media(MediaKind::Video, Direction::SendOnly, None, None, None);
    change.add_media(MediaKind::Video, Direction::RecvOnly, None, None, None);
    change.apply().unwrap().0.to_sdp_string()
}

#[test]
fn spoilt_offers_are_survived() {
    let rounds = std::env::var("ROUNDS").map_or(40, |text| text.parse().unwrap());
    let meeting = ids::guid();
    let mut world = World::new();
    let witness = world.join(&guest(&meeting, "witness"), 1);
    world.run(seconds(2));
    let mut draw = seeded();
    let offer = offer();
    for round in 0..rounds {
        let ana = world.join(&guest(&ids::guid(), "ana"), 2 + round);
        for _ in 0..2 {
            let bytes = spoil(offer.as_bytes(), &mut draw);
            let subscribe = Subscribe {
                duplex: Some(3),
                sdp_offer: Some(String::from_utf8_lossy(&bytes).into_owned()),
                ..Subscribe::default()
            };
            world.tell(ana, Kind::Subscribe, |frame| {
                frame.subscribe = Some(subscribe)
            });
        }
        world.tell(ana, Kind::Leave, |_| ());
        world.clients.truncate(1);
        if round % 50 == 0 {
            world.run(seconds(1));
        }
    }
    world.run(seconds(1));
    assert!(!world.clients[witness].is_torn);
}

#[test]
fn spoilt_packets_of_a_known_client_are_survived() {
    let rounds = std::env::var("ROUNDS").map_or(3, |text| text.parse().unwrap());
    let meeting = ids::guid();
    let mut draw = seeded();
    for round in 0..rounds {
        let mut world = World::new();
        let witness = world.join(&guest(&meeting, "witness"), 1);
        let ana = world.join(&guest(&meeting, "ana"), 2 + round);
        let noisy = world.clients[ana].address;
        world.spoil = Some(Box::new(move |from, bytes| {
            (from == noisy).then(|| spoil(bytes, &mut draw))
        }));
        world.run_while_speak(seconds(5), &[witness]);
        assert!(!world.clients[witness].is_torn);
        draw = seeded();
    }
}
