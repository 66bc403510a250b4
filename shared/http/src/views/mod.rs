//! The JSON shapes of the API. Each shows only what the caller may see.

mod attendance;
mod booking;
mod delivery;
mod person;
mod schedule;
mod slot;

pub use attendance::{AttendanceView, PresenceView, StayView};
pub use booking::{
    ActorView, BookingView, CancellationView, HistoryView, PartyView, PhoneView, SessionView,
};
pub use delivery::DeliveryView;
pub use person::{PersonBody, PersonPatch, PersonView, RemindersPatch};
pub use schedule::{OverrideBody, ScheduleBody, WeeklyBody, WindowBody};
pub use slot::SlotView;
