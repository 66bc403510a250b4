//! The task that owns the UDP socket and the switch, and tells it what happens.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use socket2::SockRef;
use tokio::net::UdpSocket;
use tokio::sync::{Mutex, mpsc};
use tokio::time::{Interval, MissedTickBehavior};

use super::switch::Switch;
use super::{ConnectionId, Told};
use crate::service::ChimeLocal;

/// How long a media plane that has failed rests, so that one that fails at once doesn't turn hot.
const REST: Duration = Duration::from_millis(200);
/// The length of one packet of audio.
const TICK: Duration = Duration::from_millis(20);
/// The largest datagram that is read; what is larger is none of a call's.
const DATAGRAM_MAX: usize = 2_048;
/// Packets taken from the socket before anything else is looked at.
const BATCH: usize = 64;

/// How many bytes of packets the system keeps that nobody has read yet: while the machine does
/// something else, those of ten calls come in at some 150 KiB a tenth of a second.
const UNREAD_MAX: usize = 4 * 1_024 * 1_024;

/// What the task is told by the sockets of all clients.
pub(crate) type Inbox = mpsc::Receiver<(ConnectionId, Told)>;

/// Runs all calls over a bound socket, for as long as the service lives. If that fails, all calls are lost, and
/// those that come back find it anew.
pub(crate) async fn run(chime: ChimeLocal, socket: UdpSocket, told: Inbox) {
    // The system may give less; calls work with its default too.
    if let Err(error) = SockRef::from(&socket).set_recv_buffer_size(UNREAD_MAX) {
        tracing::warn!(%error, "the system's own room for packets has to do");
    }
    let (socket, told) = (Arc::new(socket), Arc::new(Mutex::new(told)));
    loop {
        let calls = hold(chime.clone(), Arc::clone(&socket), Arc::clone(&told));
        match tokio::spawn(calls).await {
            Ok(Ok(())) => return,
            Ok(Err(error)) => tracing::error!(%error, "the media plane has failed"),
            Err(stop) if stop.is_cancelled() => return,
            Err(panic) => tracing::error!(%panic, "the media plane has failed"),
        }
        tokio::time::sleep(REST).await;
        if let Err(panic) = tokio::spawn(drop_everybody(chime.clone())).await {
            tracing::error!(%panic, "whose calls are lost can't be told");
        }
    }
}

async fn drop_everybody(chime: ChimeLocal) {
    chime.drop_everybody();
}

/// Holds calls until the service ends.
async fn hold(
    chime: ChimeLocal,
    socket: Arc<UdpSocket>,
    told: Arc<Mutex<Inbox>>,
) -> io::Result<()> {
    let mut told = told.lock().await;
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
                        // The attendee may have been removed while this message waited.
                        chime.standings(|standing| switch.reconcile(standing, Instant::now()));
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
                chime.standings(|standing| switch.reconcile(standing, Instant::now()));
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

    use std::sync::atomic::{AtomicBool, Ordering};

    use jiff::Timestamp;
    use serde_json::Value;
    use tokio::time::timeout;

    use super::*;
    use crate::guest::Guest;
    use crate::limits::Guid;
    use crate::media::Out;
    use crate::media::frames::Say;
    use crate::media::tests::world::guest;
    use crate::model::{CreateAttendee, CreateMeeting};
    use crate::service::Config;

    fn chime(emit: impl Fn(Value) + Send + Sync + 'static) -> ChimeLocal {
        ChimeLocal::new(Config {
            region: "us-east-1".to_owned(),
            media_host: "localhost".to_owned(),
            now: Arc::new(|| Timestamp::UNIX_EPOCH),
            emit: Arc::new(emit),
        })
    }

    async fn start(chime: &ChimeLocal) -> mpsc::Sender<(ConnectionId, Told)> {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let (tell, told) = mpsc::channel(1);
        tokio::spawn(run(chime.clone(), socket, told));
        tell
    }

    /// Joins, and waits until it is told something like this, or that it is not there any more.
    async fn join(
        tell: &mpsc::Sender<(ConnectionId, Told)>,
        guest: Guest,
        expected: fn(&Say) -> bool,
    ) -> bool {
        let (out, mut inbox) = mpsc::channel(10);
        let joined = Told::Join {
            guest,
            content: false,
            session: 1,
            out,
        };
        tell.send((ConnectionId(1), joined)).await.unwrap();
        let heard = async {
            while let Some(out) = inbox.recv().await {
                if matches!(out, Out::Say(say) if expected(&say)) {
                    return true;
                }
            }
            false
        };
        timeout(Duration::from_secs(10), heard).await.unwrap()
    }

    #[tokio::test]
    async fn who_was_put_out_while_their_join_waited_is_told_so() {
        let tell = start(&chime(|_| ())).await;
        let unknown = guest(&Guid::random(), "ana");
        assert!(join(&tell, unknown, |say| matches!(say, Say::AudioStatus(411))).await);
    }

    #[tokio::test]
    async fn a_failure_loses_the_calls_that_there_are_and_none_to_come() {
        let (fails, events) = (
            AtomicBool::new(true),
            Arc::new(std::sync::Mutex::new(Vec::new())),
        );
        let seen = Arc::clone(&events);
        let chime = chime(move |event| {
            let kind = event["detail"]["eventType"].as_str().unwrap().to_owned();
            let is_first =
                kind == "chime:AttendeeAuthorized" && fails.swap(false, Ordering::Relaxed);
            seen.lock().unwrap().push(kind);
            assert!(!is_first, "a failure by order of the test");
        });
        let now = Timestamp::UNIX_EPOCH;
        let request: CreateMeeting = serde_json::from_value(serde_json::json!({
            "ClientRequestToken": "once", "ExternalMeetingId": "room", "MediaRegion": "us-east-1",
        }))
        .unwrap();
        let who: CreateAttendee =
            serde_json::from_value(serde_json::json!({"ExternalUserId": "ana"})).unwrap();
        let meeting = chime
            .step(|registry, _| registry.create(request, now))
            .unwrap();
        let meeting = meeting.meeting_id;
        let ana = chime
            .step(|registry, _| registry.add(&meeting, &who, now))
            .unwrap();
        let ana = Guest {
            attendee: ana.attendee_id.clone(),
            ..guest(&meeting, "ana")
        };
        let (id, attendee) = (meeting.as_str(), Some(ana.attendee.as_str()));
        chime.event(id, "AttendeeJoined", attendee, None).unwrap();

        let tell = start(&chime).await;
        assert!(!join(&tell, ana.clone(), |_| false).await);
        assert!(join(&tell, ana, |say| matches!(say, Say::Index(_))).await);
        let told = events.lock().unwrap();
        assert_eq!(
            told[3..],
            [
                "chime:AttendeeAuthorized",
                "chime:AttendeeDropped",
                "chime:AttendeeAuthorized"
            ]
        );
        assert!(!chime.meetings()[0].attendees[0].present);
    }
}
