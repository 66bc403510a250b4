//! What the service accepts: lengths, character sets and counts, each as a type that can't hold anything else.
//!
//! The numbers and patterns are those of the service model 2021-07-15 and of its API reference.

mod guid;
mod list;
mod text;
mod violation;

pub(crate) use self::guid::Guid;
pub(crate) use self::list::List;
pub(crate) use self::text::{
    Arn, ClientToken, ExternalId, MediaRegion, PrimaryMeetingId, TagKey, TagValue, TenantId,
};
pub(crate) use self::violation::{PAGE_MAX, Violation};
