//! What the three HTTP functions share: callers, requests and answers.

mod answer;
mod call;
mod caller;
mod codes;
mod contact_key;
mod cursor;
mod fields;
pub mod formats;
pub mod headers;
mod object;
mod openapi;
pub mod operations;
mod origin;
mod path;
mod problem;
mod schemas;
mod serve;
mod state;
pub mod views;
mod visit;
pub mod words;

pub use answer::Answer;
pub use call::{Call, EmptyBody};
pub use caller::{Caller, RequestTime};
pub use codes::{FieldCode, ProblemCode};
pub use contact_key::ContactKey;
pub use cursor::{CursorKey, Page, PageQuery};
pub use fields::Fields;
pub(crate) use object::{maybe_object, maybe_objects, objects};
pub use openapi::Conventions;
pub use origin::OriginKeys;
pub use path::Id;
pub use problem::{FieldProblem, Problem};
pub use serve::{Query, fallbacks, serve};
pub use state::HttpState;
pub use visit::{Visit, Visitor, void_if_absent, void_link};
