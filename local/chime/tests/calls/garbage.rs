//! Whatever comes on either socket, the others' calls go on. What is tried is drawn from a seed that is told.

use std::time::Instant;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use str0m::Rtc;
use str0m::media::{Direction, MediaKind};
use tokio::net::UdpSocket;

use crate::client::{Service, frame, subscribe};

const ROUNDS: usize = 300;

fn seeded() -> StdRng {
    let seed = rand::random();
    println!("seed {seed}");
    StdRng::seed_from_u64(seed)
}

/// Bytes with some of them changed, taken out or doubled.
fn spoil(bytes: &[u8], draw: &mut StdRng) -> Vec<u8> {
    let mut spoilt = bytes.to_vec();
    for _ in 0..draw.random_range(1..8) {
        let at = draw.random_range(0..spoilt.len().max(1));
        let until = (at + draw.random_range(1..40)).min(spoilt.len());
        match draw.random_range(0..3) {
            0 if at < spoilt.len() => spoilt[at] = draw.random(),
            1 => drop(spoilt.drain(at..until)),
            _ => {
                let part: Vec<u8> = spoilt[at.min(until)..until].to_vec();
                spoilt.splice(at..at, part);
            }
        }
    }
    spoilt
}

fn offer() -> Vec<u8> {
    let mut rtc = Rtc::new(Instant::now());
    let mut change = rtc.sdp_api();
    change.add_media(MediaKind::Audio, Direction::SendRecv, None, None, None);
    change.add_media(MediaKind::Video, Direction::SendOnly, None, None, None);
    change.add_media(MediaKind::Video, Direction::RecvOnly, None, None, None);
    let (offer, _) = change.apply().unwrap();
    offer.to_sdp_string().into_bytes()
}

#[tokio::test]
async fn garbage_on_the_websocket_disturbs_nobody() {
    let service = Service::start(None).await;
    let [meeting, _, token] = service.attendee().await;
    let mut witness = service.join(&meeting, &token).await;
    let mut draw = seeded();
    let offer = offer();
    for round in 0..ROUNDS {
        let mut client = service.join(&meeting, &token).await;
        let mut bytes = match round % 4 {
            0 => spoil(&subscribe(&offer), &mut draw),
            1 => subscribe(&spoil(&offer, &mut draw)),
            2 => spoil(&frame(draw.random_range(0..30)), &mut draw),
            _ => (0..draw.random_range(0..200))
                .map(|_| draw.random())
                .collect(),
        };
        client.say(std::mem::take(&mut bytes)).await;
        client.say(frame(9)).await;
        while client.hear().await.is_ok() {}
        assert!(witness.pings().await, "round {round}");
    }
}

#[tokio::test]
async fn garbage_on_the_medias_socket_disturbs_nobody() {
    let service = Service::start(None).await;
    let [meeting, _, token] = service.attendee().await;
    let mut witness = service.join(&meeting, &token).await;
    witness.say(subscribe(&offer())).await;
    assert_eq!(witness.hear().await.unwrap()[4], 4);
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let mut draw = seeded();
    for _ in 0..ROUNDS {
        let mut bytes: Vec<u8> = (0..draw.random_range(0..1_500))
            .map(|_| draw.random())
            .collect();
        // The first byte tells STUN, DTLS and RTP apart.
        if let Some(first) = bytes.first_mut() {
            *first = [0, 1, 22, 128, *first][draw.random_range(0..5)];
        }
        socket.send_to(&bytes, service.media).await.unwrap();
    }
    assert!(witness.pings().await);
}

#[tokio::test]
async fn an_offer_is_answered() {
    let service = Service::start(None).await;
    let [meeting, _, token] = service.attendee().await;
    let mut client = service.join(&meeting, &token).await;
    client.say(subscribe(&offer())).await;
    let answer = client.hear().await.unwrap();
    let answer = String::from_utf8_lossy(&answer);
    for expected in [
        "a=ice-lite",
        "opus/48000/2",
        "VP8/90000",
        &service.media.port().to_string(),
    ] {
        assert!(answer.contains(expected), "{expected} in {answer}");
    }
}
