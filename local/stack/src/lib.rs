//! The local stack: one process that stands in for the cloud.
//!
//! It reads `template.yaml` and serves what it says: the API at `/v1`, the functions behind
//! it, the table, its stream, the schedules, mail, SMS, the meeting service and the user
//! pool. Its own switches are under `/_local`. It listens on loopback only.

pub mod calls;
pub mod capacity;
pub mod clock;
pub mod cloud;
pub mod dead_letters;
pub mod demo;
pub mod endpoint;
pub mod faults;
pub mod gateway;
pub mod grants;
pub mod issuer;
pub mod limits;
pub mod local_api;
pub mod mailbox;
pub mod metrics;
pub mod pattern;
pub mod problem;
pub mod runner;
pub mod site;
pub mod stack;
pub mod template;
pub mod travel;
pub mod triggers;
pub mod wiring;

pub use self::stack::{Options, Stack, StartError};
