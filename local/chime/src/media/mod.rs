//! The media plane: signalling on WebSockets, and one UDP socket over which all calls run.
//!
//! Each WebSocket has a task that knows only frames. One task owns the [`switch::Switch`], which holds all
//! calls and does no input or output: it is told of frames, packets, the time and changes in the registry.

mod allowance;
mod audio;
mod backlog;
mod calls;
mod connection;
mod frames;
mod keys;
mod messages;
mod mixer;
mod negotiation;
mod orders;
mod parts;
mod presence;
mod roster;
mod screens;
mod sdp;
mod socket;
mod status;
mod switch;
mod task;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
mod timeline;
mod transport;
mod video;

use tokio::sync::{OwnedSemaphorePermit, mpsc};

use self::frames::{Frame, Say};
pub(crate) use self::socket::router;
pub(crate) use self::task::run;
use crate::guest::Guest;

/// One WebSocket with the peer connection that was negotiated on it. A later one has a higher number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ConnectionId(u64);

/// What a WebSocket's task tells the switch.
#[derive(Debug)]
pub(crate) enum Told {
    Join {
        guest: Guest,
        /// Whether this is the screen that the attendee shares.
        content: bool,
        /// The client's own number of this session, the same when it reconnects.
        session: u64,
        out: mpsc::Sender<Out>,
    },
    /// With a place among those of its client that wait, which is free again once this is dropped.
    Frame(Box<Frame>, Option<OwnedSemaphorePermit>),
    Closed,
}

/// What the switch tells a WebSocket's task.
#[derive(Debug)]
pub(crate) enum Out {
    Say(Say),
    /// Closes as the protocol of WebSockets wants it.
    Close,
    /// Tears the connection, on which a client that still lives comes back.
    Tear,
}
