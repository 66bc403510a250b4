//! The task that owns the UDP socket and the switch, and tells it what happens.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::net::UdpSocket;
use tokio::sync::mpsc;
use tokio::time::{Interval, MissedTickBehavior};

use super::switch::Switch;
use super::{ConnectionId, Told};
use crate::ChimeLocal;

/// The length of one packet of audio.
const TICK: Duration = Duration::from_millis(20);
/// The largest datagram that is read; what is larger is none of a call's.
const DATAGRAM_MAX: usize = 2_048;
/// Packets taken from the socket before anything else is looked at.
const BATCH: usize = 64;

/// Runs all calls over a bound socket, for as long as the service lives.
pub(crate) async fn run(
    chime: ChimeLocal,
    socket: UdpSocket,
    mut told: mpsc::Receiver<(ConnectionId, Told)>,
) -> io::Result<()> {
    let mut switch = Switch::new(socket.local_addr()?, Arc::clone(&chime.config.now));
    let mut ticks: Interval = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut buffer = [0; DATAGRAM_MAX];
    let mut was_idle = true;
    loop {
        let is_idle = switch.is_idle();
        if was_idle && !is_idle {
            // No ticks are made up for while nobody was there to hear them.
            ticks.reset();
        }
        was_idle = is_idle;
        let wake = switch.wake();
        let waking = async {
            match wake {
                Some(at) => tokio::time::sleep_until(at.into()).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            message = told.recv() => match message {
                Some((id, message)) => switch.told(id, message, Instant::now()),
                None => return Ok(()),
            },
            ready = socket.readable() => {
                if ready.is_ok() {
                    read(&socket, &mut switch, &mut buffer);
                }
            }
            () = chime.changed.notified() => {
                switch.reconcile(|guest| chime.standing_of(guest), Instant::now());
            }
            _ = ticks.tick(), if !is_idle => switch.tick(Instant::now()),
            () = waking => switch.pass_time(Instant::now()),
        }
        deliver(&chime, &socket, &mut switch);
    }
}

/// Reads what has come. Errors of a datagram socket are about one that was sent, and are nobody's end.
fn read(socket: &UdpSocket, switch: &mut Switch, buffer: &mut [u8]) {
    for _ in 0..BATCH {
        match socket.try_recv_from(buffer) {
            Ok((length, from)) => switch.packet(from, &buffer[..length], Instant::now()),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
            Err(_) => {}
        }
    }
}

fn deliver(chime: &ChimeLocal, socket: &UdpSocket, switch: &mut Switch) {
    let (packets, reports) = switch.take_output();
    for (to, bytes) in packets {
        send(socket, to, &bytes);
    }
    for report in reports {
        chime.report(&report.meeting, report.kind, &report.attendee);
    }
}

/// A packet that can't be sent is lost, as packets are.
fn send(socket: &UdpSocket, to: SocketAddr, bytes: &[u8]) {
    let _ = socket.try_send_to(bytes, to);
}
