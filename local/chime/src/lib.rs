//! A local stand-in for the Amazon Chime SDK Meetings service: its control plane, for any AWS SDK, and its calls,
//! for the npm client in real browsers.
//!
//! [`ChimeLocal`] holds the meetings in memory, answers the service's REST API through [`ChimeLocal::router`]
//! and hands the events that the service would put on EventBridge to [`Config::emit`]. It reads no clock:
//! [`Config::now`] tells the time, so that a test or a local stack can move it; only the calls themselves run in
//! real time. [`ChimeLocal::media_router`] serves those.

mod data;
mod errors;
mod events;
mod features;
mod guest;
mod join_token;
mod limits;
mod media;
mod model;
mod outlet;
mod record;
mod registry;
mod routes;
mod service;
mod troubles;

use axum::Router;
use tokio::net::UdpSocket;
use tokio::sync::mpsc;

pub use self::errors::{ErrorKind, error_response};
pub use self::events::EventError;
pub use self::record::{AttendeeSnapshot, MeetingSnapshot};
pub use self::service::{ChimeLocal, Config};
pub use self::troubles::{Trouble, TroubleOrder};

/// Frames that wait for the media plane; sockets wait while it is full.
const MEDIA_QUEUE: usize = 256;

impl ChimeLocal {
    /// The service's REST API, with its paths at the root.
    pub fn router(&self) -> Router {
        routes::router(self.clone())
    }

    /// Starts the media plane on a bound UDP socket, which clients reach at its address, and returns the
    /// signalling of all calls, with its path at the root. To be called once, within a Tokio runtime.
    pub fn media_router(&self, socket: UdpSocket) -> Router {
        let (tell, told) = mpsc::channel(MEDIA_QUEUE);
        tokio::spawn(media::run(self.clone(), socket, told));
        media::router(self.clone(), tell)
    }
}
