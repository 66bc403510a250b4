//! What people see: the JSON shapes of the API, each made for the person who asks.

mod booking;
mod person;
mod schedule;

pub use booking::{ActorView, BookingView, CancellationView, HistoryView, PartyView, PhoneView, SessionView};
pub use person::{PersonBody, PersonPatch, PersonView, RemindersPatch};
pub use schedule::{OverrideBody, ScheduleBody, WeeklyBody, WindowBody};
