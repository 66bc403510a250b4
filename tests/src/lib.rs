//! The application for tests: the local stack with the real function binaries, driven through HTTP
//! as users do, with a method for each thing they do.

mod app;
mod codes;
mod folder;
mod look;
mod people;
mod reply;
mod sign_in;

pub use app::{MONDAY, TestApp, binaries, id_of, send};
pub use folder::Folder;
pub use people::{Who, concierge};
pub use reply::Reply;
pub use sign_in::{Answered, Session};
