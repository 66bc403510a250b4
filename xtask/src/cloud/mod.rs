//! `cargo xtask deploy` and `teardown`: a plain sequence of commands, each printed before it runs.
//!
//! Every command can be repeated, so after a failure the same task goes on from what is there.

mod account;
mod application;
mod concierge;
mod deploy;
mod emulator;
mod firewall;
mod invoke;
mod origin_key;
mod outputs;
mod pool_mail;
mod portal;
mod sample;
mod shell;
mod smoke;
mod smoke_booking;
mod stacks;
mod stage;
mod state;
mod teardown;
mod texts;

pub(crate) use self::deploy::Deploy;
pub(crate) use self::teardown::Teardown;
