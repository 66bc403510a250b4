//! Every flow through HTTP, on the local stack, with the real function binaries.
#![allow(clippy::unwrap_used)]

mod phone;
mod video;
