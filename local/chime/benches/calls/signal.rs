//! Signalling as frames of the protocol.

use std::net::SocketAddr;

use futures_util::{SinkExt, StreamExt};
use prost::Message as _;
use tokio_tungstenite::tungstenite::Message;

use crate::service::Seat;
use crate::socket::{self, Socket};

#[allow(
    missing_docs,
    clippy::all,
    unreachable_pub,
    dead_code,
    reason = "generated"
)]
mod proto {
    include!(concat!(env!("OUT_DIR"), "/signal.rs"));
}

pub(crate) use proto::frame::Kind;
pub(crate) use proto::{Frame, Join, MediaType, StreamDescriptor, Subscribe};

const MARK: u8 = 5;

pub(crate) struct Signal {
    socket: Socket,
}

impl Signal {
    pub(crate) async fn open(service: SocketAddr, seat: &Seat) -> Self {
        let socket = socket::open(service, &seat.meeting, &seat.token).await;
        Self { socket }
    }

    pub(crate) async fn say(&mut self, kind: Kind, fill: impl FnOnce(&mut Frame)) {
        let mut frame = Frame {
            kind: kind.into(),
            ..Frame::default()
        };
        fill(&mut frame);
        let bytes = [&[MARK], &frame.encode_to_vec()[..]].concat();
        self.socket
            .send(Message::Binary(bytes.into()))
            .await
            .unwrap();
    }

    /// The next frame; none once the service has closed.
    pub(crate) async fn hear(&mut self) -> Option<Frame> {
        match self.socket.next().await?.unwrap() {
            Message::Binary(bytes) => Some(Frame::decode(&bytes[1..]).unwrap()),
            _ => None,
        }
    }
}
