//! Spoilt packets of a client that was let in: nobody else notices, and the service stands it.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::world::{World, guest, seconds};
use crate::limits::Guid;

const ROUNDS: u64 = 5;

/// The packet with some bytes changed, and cut off somewhere.
fn spoil(packet: &[u8], draw: &mut StdRng) -> Vec<u8> {
    let mut spoilt = packet.to_vec();
    for _ in 0..draw.random_range(0..8) {
        let at = draw.random_range(0..spoilt.len());
        spoilt[at] = draw.random();
    }
    if draw.random() {
        spoilt.truncate(draw.random_range(0..spoilt.len()));
    }
    spoilt
}

#[test]
fn spoilt_packets_of_a_known_client_disturb_nobody_else() {
    let seed: u64 = rand::random();
    println!("seed {seed}");
    for round in 0..ROUNDS {
        let mut draw = StdRng::seed_from_u64(seed ^ round);
        let mut world = World::new();
        let meeting = Guid::random();
        let witness = world.join(&guest(&meeting, "witness"), 1);
        let noisy = world.join(&guest(&meeting, "noisy"), 2);
        let noisy = world.clients[noisy].address;
        world.spoil = Some(Box::new(move |from, packet| {
            (from == noisy).then(|| spoil(packet, &mut draw))
        }));
        world.run_while_speak(seconds(5), &[witness]);
        let witness = &world.clients[witness];
        assert!(!witness.is_torn);
        // Silence, at least, comes all the time; the first second is for the handshakes.
        assert!(
            witness.packets > 195,
            "{} in round {round}",
            witness.packets
        );
    }
}
