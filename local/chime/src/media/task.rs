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
                Some((id, message)) => {
                    let joins = matches!(message, Told::Join { .. });
                    switch.told(id, message, Instant::now());
                    if joins {
                        // Whoever was let in may have been put out while this message waited.
                        switch.reconcile(|guest| chime.standing_of(guest), Instant::now());
                    }
                }
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use jiff::Timestamp;

    use super::*;
    use crate::media::Out;
    use crate::media::frames::Say;
    use crate::media::tests::world::guest;
    use crate::{Config, ids};

    #[tokio::test]
    async fn who_was_put_out_while_their_join_waited_is_told_so() {
        let chime = ChimeLocal::new(Config {
            region: "us-east-1".to_owned(),
            media_host: "localhost".to_owned(),
            now: Arc::new(|| Timestamp::UNIX_EPOCH),
            emit: Arc::new(|_| ()),
        });
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let (tell, told) = mpsc::channel(1);
        tokio::spawn(run(chime, socket, told));
        let (out, mut inbox) = mpsc::channel(10);
        let joined = Told::Join {
            guest: guest(&ids::guid(), "ana"),
            content: false,
            session: 1,
            out,
        };
        tell.send((ConnectionId(1), joined)).await.unwrap();
        while let Some(out) = inbox.recv().await {
            if matches!(out, Out::Say(Say::AudioStatus(411))) {
                return;
            }
        }
        unreachable!("the connection ended in silence");
    }
}
