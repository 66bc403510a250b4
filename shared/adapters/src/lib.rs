//! Everything of Anteroom that touches the world: the table, the meeting service, mail and
//! SMS, HTTP, and the settings of a function.

pub mod aws;
pub mod context;
pub mod dead_letters;
pub mod environment;
pub mod gate;
pub mod http;
pub mod ids;
pub mod lateness;
pub mod link;
pub mod meetings;
pub mod messages;
pub mod operations;
pub mod outgoing;
pub mod store;
pub mod views;
