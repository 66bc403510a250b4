//! The signalling WebSocket: lets in who has a token, then carries frames both ways.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::http::header::SEC_WEBSOCKET_PROTOCOL;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::time::timeout;

use super::frames::{self, Frame, Join, Kind, Say};
use super::{ConnectionId, Out, Told};
use crate::guest::Standing;
use crate::service::ChimeLocal;

/// The sub-protocol that the client offers first; its token comes second.
const PROTOCOL: &str = "_aws_wt_session";
/// What a client puts behind its token and its id for the screen that it shares.
const CONTENT: &str = "#content";
/// The largest message that is read. An offer with 25 videos takes some 40 KiB.
const MESSAGE_MAX: usize = 96 * 1024;
/// WebSockets open at once, over all meetings.
const SOCKETS_MAX: usize = 2_000;
/// How long a client may take for its first word, and a socket to take one of ours.
const PATIENCE: Duration = Duration::from_secs(10);
/// Frames of one client that wait for the media plane, so that nobody takes all of its queue.
const WAITING_MAX: usize = 16;
/// Frames that wait for a slow client before it is cut off.
const QUEUE: usize = 1_024;
const CLOSE_NORMAL: u16 = 1000;
const CLOSE_REFUSED: u16 = 4403;
const CLOSE_ENDED: u16 = 4410;

/// What a WebSocket's task needs.
#[derive(Clone)]
struct Door {
    chime: ChimeLocal,
    switch: mpsc::Sender<(ConnectionId, Told)>,
    sockets: Arc<Semaphore>,
    next: Arc<AtomicU64>,
}

/// Serves the signalling of all meetings, with its path at the root.
pub(crate) fn router(chime: ChimeLocal, switch: mpsc::Sender<(ConnectionId, Told)>) -> Router {
    Router::new()
        .route("/control/{meeting}", any(open))
        .with_state(Door {
            chime,
            switch,
            sockets: Arc::new(Semaphore::new(SOCKETS_MAX)),
            next: Arc::default(),
        })
}

/// A refusal of the upgrade makes a client try again for two minutes, so only a service that is full refuses
/// here. All else is refused in words, once the client listens.
async fn open(
    State(door): State<Door>,
    Path(meeting): Path<String>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let Ok(permit) = Arc::clone(&door.sockets).try_acquire_owned() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let token = token(&headers);
    upgrade
        .protocols([PROTOCOL])
        .max_message_size(MESSAGE_MAX)
        .max_frame_size(MESSAGE_MAX)
        .on_upgrade(move |socket| door.converse(socket, meeting, token, permit))
}

fn token(headers: &HeaderMap) -> String {
    let offered = headers
        .get_all(SEC_WEBSOCKET_PROTOCOL)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut words = offered
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .filter(|word| *word != PROTOCOL);
    words.next().unwrap_or_default().to_owned()
}

impl Door {
    async fn converse(
        self,
        mut socket: WebSocket,
        meeting: String,
        token: String,
        _permit: OwnedSemaphorePermit,
    ) {
        let Ok(Some(join)) = timeout(PATIENCE, self.hear_join(&mut socket)).await else {
            return;
        };
        let (token, content) = match token.strip_suffix(CONTENT) {
            Some(token) => (token, true),
            None => (token.as_str(), false),
        };
        let guest = match self.chime.standing_with(&meeting, token) {
            Standing::Admitted(guest) => guest,
            Standing::Refused => return close(&mut socket, CLOSE_REFUSED).await,
            Standing::MeetingEnded => return close(&mut socket, CLOSE_ENDED).await,
        };
        let id = ConnectionId(self.next.fetch_add(1, Ordering::Relaxed));
        let (out, inbox) = mpsc::channel(QUEUE);
        let joined = Told::Join {
            guest,
            content,
            session: join.audio_session_id.unwrap_or_default(),
            out,
        };
        if self.switch.send((id, joined)).await.is_ok() {
            self.carry(id, &mut socket, inbox).await;
            let _ = self.switch.send((id, Told::Closed)).await;
        }
    }

    /// The first word of a client, which may ping before it.
    async fn hear_join(&self, socket: &mut WebSocket) -> Option<Join> {
        loop {
            let frame = hear(socket).await?;
            match (frame.kind(), frame.ping_pong) {
                (Kind::Join, _) => return Some(frame.join.unwrap_or_default()),
                (Kind::PingPong, Some(ping)) => {
                    self.send(socket, Say::Pong(ping.ping_id)).await.ok()?;
                }
                _ => {}
            }
        }
    }

    async fn send(&self, socket: &mut WebSocket, say: Say) -> Result<(), axum::Error> {
        let bytes = say.encode((self.chime.config.now)());
        let sent = socket.send(Message::Binary(bytes.into()));
        timeout(PATIENCE, sent).await.map_err(axum::Error::new)?
    }

    /// Carries frames until either side ends it.
    async fn carry(
        &self,
        id: ConnectionId,
        socket: &mut WebSocket,
        mut inbox: mpsc::Receiver<Out>,
    ) {
        let places = Arc::new(Semaphore::new(WAITING_MAX));
        loop {
            tokio::select! {
                out = inbox.recv() => match out {
                    Some(Out::Say(say)) => {
                        if self.send(socket, say).await.is_err() {
                            return;
                        }
                    }
                    Some(Out::Close) => return close(socket, CLOSE_NORMAL).await,
                    Some(Out::Tear) | None => return,
                },
                frame = hear(socket) => {
                    let Some(frame) = frame else { return };
                    let place = Arc::clone(&places).acquire_owned().await.ok();
                    let told = Told::Frame(Box::new(frame), place);
                    if self.switch.send((id, told)).await.is_err() {
                        return;
                    }
                }
            }
        }
    }
}

/// The next frame; none if the socket has closed, or if what comes is no frame.
async fn hear(socket: &mut WebSocket) -> Option<Frame> {
    loop {
        match socket.recv().await?.ok()? {
            Message::Binary(bytes) => {
                let frame = frames::decode(&bytes);
                return frame
                    .inspect_err(|error| tracing::warn!(%error, "a client is cut off"))
                    .ok();
            }
            Message::Ping(_) | Message::Pong(_) => {}
            Message::Text(_) | Message::Close(_) => return None,
        }
    }
}

/// Says why, and waits a moment for the client to close as well, so that it reads the reason.
async fn close(socket: &mut WebSocket, code: u16) {
    let reason = CloseFrame {
        code,
        reason: "".into(),
    };
    let farewell = async {
        if socket.send(Message::Close(Some(reason))).await.is_ok() {
            while let Some(Ok(_)) = socket.recv().await {}
        }
    };
    let _ = timeout(PATIENCE, farewell).await;
}
