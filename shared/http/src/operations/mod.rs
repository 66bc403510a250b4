//! What several functions do alike: booking, changing a booking, and answering once.

mod access;
mod answer_proposal;
mod book;
mod calendar;
mod cancel;
mod change;
mod idempotency;
mod no_show;
mod people;
mod refusals;
mod reschedule;
mod schedules;

pub use access::{is_visible, known};
pub use answer_proposal::{accept, decline};
pub use book::{NewBookingBody, book};
pub use calendar::calendar;
pub use cancel::{CancelBody, cancel};
pub use change::entry;
pub use idempotency::{idempotent, replayed, store_refusal};
pub use no_show::mark_no_show;
pub use people::change_person;
pub use reschedule::{RescheduleBody, reschedule};
pub use schedules::{replace_schedule, schedule};
