//! Whatever comes on either socket, the others' calls go on. What is tried is drawn from a seed that is told.

use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use str0m::Rtc;
use str0m::media::{Direction, MediaKind};
use tokio::net::UdpSocket;
use tokio::time::sleep;

use crate::caller::{Caller, call_of_two};
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

#[tokio::test(flavor = "multi_thread")]
async fn garbage_on_the_websocket_disturbs_no_call() {
    let service = Service::start(None).await;
    let (callers, [meeting, token]) = call_of_two(&service).await;
    let mut draw = seeded();
    let offer = offer();
    let (start, before) = (Instant::now(), callers.each_ref().map(Caller::heard));
    for round in 0..ROUNDS {
        let mut client = service.join(&meeting, &token).await;
        let bytes = match round % 4 {
            0 => spoil(&subscribe(&offer), &mut draw),
            1 => subscribe(&spoil(&offer, &mut draw)),
            2 => spoil(&frame(draw.random_range(0..30)), &mut draw),
            _ => (0..draw.random_range(0..200))
                .map(|_| draw.random())
                .collect(),
        };
        client.say(bytes).await;
        client.say(frame(9)).await;
        while client.hear().await.is_ok() {}
    }
    went_on(&callers, start, before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_messages_disturbs_no_call() {
    let service = Service::start(None).await;
    let (callers, [meeting, token]) = call_of_two(&service).await;
    // A DATA_MESSAGE with 40,000 empty messages in its part 23, and one with a hundred.
    let huge = [
        &frame(22)[..],
        &[186, 1, 128, 241, 4],
        &[10, 0].repeat(40_000),
    ]
    .concat();
    let small = [&frame(22)[..], &[186, 1, 200, 1], &[10, 0].repeat(100)].concat();
    let (start, before) = (Instant::now(), callers.each_ref().map(Caller::heard));
    for bytes in [huge, small].iter().cycle().take(20) {
        let mut client = service.join(&meeting, &token).await;
        for _ in 0..2_000 {
            client.say(bytes.clone()).await;
        }
        while client.hear().await.is_ok() {}
    }
    went_on(&callers, start, before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn garbage_on_the_medias_socket_disturbs_no_call() {
    let service = Service::start(None).await;
    let (callers, [meeting, _]) = call_of_two(&service).await;
    let noisy = Caller::join(&service, &meeting, "cam").await;
    noisy.goes_on().await;
    let stranger = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let mut draw = seeded();
    let (start, before) = (Instant::now(), callers.each_ref().map(Caller::heard));
    for _ in 0..ROUNDS {
        let mut bytes: Vec<u8> = (0..draw.random_range(0..1_500))
            .map(|_| draw.random())
            .collect();
        // The first byte tells STUN, DTLS and RTP apart.
        if let Some(first) = bytes.first_mut() {
            *first = [0, 1, 22, 128, *first][draw.random_range(0..5)];
        }
        let known = noisy.shown.sent.lock().unwrap().clone();
        let known = spoil(&known, &mut draw);
        for socket in [&stranger, &noisy.shown.socket] {
            for bytes in [&bytes, &known] {
                socket.send_to(bytes, service.media).await.unwrap();
            }
        }
        sleep(Duration::from_millis(2)).await;
    }
    // What is said after all this is heard, so all of it was read, but for what the system had no room for.
    went_on(&callers, start, before).await;
    assert_eq!(datagrams_without_room(service.media.port()), 0);
}

/// Waits until those in a call have heard what they should have in this time, and more.
async fn went_on(callers: &[Caller], start: Instant, before: [usize; 2]) {
    for (caller, before) in callers.iter().zip(before) {
        let packets = usize::try_from(start.elapsed().as_millis() / 20).unwrap();
        let heard = caller.heard() - before;
        assert!(heard * 10 > packets * 8, "{heard} of {packets} packets");
        caller.goes_on().await;
    }
}

/// Datagrams to a port that the system has thrown away, as it tells in the last word of the port's line.
fn datagrams_without_room(port: u16) -> usize {
    let sockets = std::fs::read_to_string("/proc/net/udp").unwrap();
    let own = format!(":{port:04X} 00000000:0000");
    let line = sockets.lines().find(|line| line.contains(&own)).unwrap();
    line.split_whitespace()
        .next_back()
        .unwrap()
        .parse()
        .unwrap()
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
