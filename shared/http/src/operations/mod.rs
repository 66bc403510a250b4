//! What several endpoints share: booking, changing a booking, and idempotent answers.

mod access;
mod book;
mod calendar;
mod cancel;
mod change;
mod confirm_contact;
mod contacts;
mod idempotency;
mod people;
mod person_history;
mod refusals;
mod schedules;
mod show;

pub use access::{check_visible, visible_record};
pub use book::{NewBookingBody, book};
pub use calendar::calendar;
pub use cancel::CancelBody;
pub use change::{Decision, change};
pub use confirm_contact::confirm_contact;
pub use contacts::taken_address;
pub use idempotency::{idempotent, replayed, store_refusal};
pub use people::change_person;
pub use person_history::{account_entry, links_entry, person_entry};
pub use schedules::{replace_schedule, schedule};
pub use show::{show, show_all};
