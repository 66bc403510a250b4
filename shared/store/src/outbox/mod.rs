//! The outbox: messages as items, from the change that causes them to what became of them.
//!
//! What may happen to a message is in [`anteroom_domain::delivery`]. Here an item is read into
//! its aggregate, and the difference of the aggregate before and after a transition is written
//! under the condition that nobody has changed the item since.

mod claim;
mod conditions;
mod difference;
mod dismiss;
mod due;
mod links;
mod lists;
mod mark;
pub(crate) mod reports;
mod resend;
mod returned;
mod sent;
pub(crate) mod turns;

pub use claim::Claim;
pub use due::DueMessage;
pub use resend::{Earlier, NotResent};
pub use returned::{About, Subject};
pub use sent::SentPosition;
