//! A service with its sockets, and a client that knows a few frames by their bytes.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use axum::serve::ListenerExt;
use chime_local::{ChimeLocal, Config};
use futures_util::{SinkExt, StreamExt};
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::net::{TcpListener, UdpSocket};
use tokio_tungstenite::tungstenite::Message;
use tower::ServiceExt;

use crate::socket::{self, Socket};

/// Kinds of frames, by their number in the protocol.
pub(crate) const JOIN_ACK: u8 = 2;
pub(crate) const INDEX: u8 = 5;
pub(crate) const PING_PONG: u8 = 19;
pub(crate) const AUDIO_STATUS: u8 = 20;

/// A frame without a body: the mark, a timestamp of nought, and the kind.
pub(crate) fn frame(kind: u8) -> Vec<u8> {
    vec![5, 8, 0, 16, kind]
}

/// The frame with an offer in field 4 of field 6.
pub(crate) fn subscribe(offer: &[u8]) -> Vec<u8> {
    let mut part = vec![8, 3, 34];
    part.extend(length(offer.len()));
    part.extend(offer);
    let mut bytes = frame(3);
    bytes.push(50);
    bytes.extend(length(part.len()));
    bytes.extend(part);
    bytes
}

fn length(mut value: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value > 127 {
        bytes.push((value % 128) as u8 | 128);
        value /= 128;
    }
    bytes.push(value as u8);
    bytes
}

/// A running service, with the address of its media.
pub(crate) struct Service {
    pub(crate) chime: ChimeLocal,
    pub(crate) media: std::net::SocketAddr,
    address: std::net::SocketAddr,
}

impl Service {
    pub(crate) async fn start(data: Option<&Path>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let config = Config {
            region: "us-east-1".to_owned(),
            media_host: address.to_string(),
            now: Arc::new(Timestamp::now),
            emit: Arc::new(|_| ()),
        };
        let chime = match data {
            Some(file) => ChimeLocal::keeping(config, file).unwrap(),
            None => ChimeLocal::new(config),
        };
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let media = socket.local_addr().unwrap();
        let router = chime.media_router(socket);
        let listener = listener.tap_io(|stream| stream.set_nodelay(true).unwrap());
        tokio::spawn(async { axum::serve(listener, router).await });
        Self {
            chime,
            media,
            address,
        }
    }

    pub(crate) async fn call(&self, method: &str, path: &str, body: Value) -> Value {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", "AWS4-HMAC-SHA256 Credential=local/x")
            .body(Body::from(body.to_string()))
            .unwrap();
        let response = self.chime.router().oneshot(request).await.unwrap();
        assert!(response.status().is_success(), "{method} {path}");
        let bytes = axum::body::to_bytes(response.into_body(), 65_536).await;
        serde_json::from_slice(&bytes.unwrap()).unwrap_or_default()
    }

    /// The ids of a new meeting and attendee, and the attendee's token.
    pub(crate) async fn attendee(&self) -> [String; 3] {
        let meeting = json!({"ClientRequestToken": "once", "ExternalMeetingId": "room", "MediaRegion": "us-east-1"});
        let meeting = self.call("POST", "/meetings", meeting).await;
        let meeting = meeting["Meeting"]["MeetingId"].as_str().unwrap().to_owned();
        let attendee = json!({"ExternalUserId": "ana"});
        let path = format!("/meetings/{meeting}/attendees");
        let attendee = self.call("POST", &path, attendee).await;
        let part = |name: &str| attendee["Attendee"][name].as_str().unwrap().to_owned();
        [meeting, part("AttendeeId"), part("JoinToken")]
    }

    pub(crate) async fn open(&self, meeting: &str, token: &str) -> Client {
        let socket = socket::open(self.address, meeting, token).await;
        Client { socket }
    }

    /// A client that was let in.
    pub(crate) async fn join(&self, meeting: &str, token: &str) -> Client {
        let mut client = self.open(meeting, token).await;
        client.say(frame(1)).await;
        assert_eq!(client.hear().await.unwrap()[4], JOIN_ACK);
        assert_eq!(client.hear().await.unwrap()[4], INDEX);
        client
    }
}

pub(crate) struct Client {
    socket: Socket,
}

impl Client {
    /// Sends a message; if the service has closed, that is seen on the next `hear`.
    pub(crate) async fn say(&mut self, bytes: Vec<u8>) {
        let _ = self.socket.send(Message::Binary(bytes.into())).await;
    }

    /// The next frame with its timestamp made nought, or the code with which the service closed, 1006 if none.
    pub(crate) async fn hear(&mut self) -> Result<Vec<u8>, u16> {
        let patience = Duration::from_secs(10);
        match tokio::time::timeout(patience, self.socket.next())
            .await
            .unwrap()
        {
            Some(Ok(Message::Binary(bytes))) => {
                let end = bytes.iter().skip(2).position(|byte| *byte < 128).unwrap() + 3;
                Ok([&[5, 8, 0], &bytes[end..]].concat())
            }
            Some(Ok(Message::Close(Some(reason)))) => Err(reason.code.into()),
            _ => Err(1006),
        }
    }

    /// Whether the service still answers.
    pub(crate) async fn pings(&mut self) -> bool {
        self.say([&frame(PING_PONG)[..], &[162, 1, 4, 8, 1, 16, 7]].concat())
            .await;
        self.hear().await == Ok([&frame(PING_PONG)[..], &[162, 1, 4, 8, 2, 16, 7]].concat())
    }
}
