//! The control plane as the real SDK client sees it, by a clock that the test moves.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod app;
mod attendees;
mod events;
mod lifetime;
mod meetings;
mod refusals;
