//! The JSON shapes of the API. Each shows only what the caller may see.

mod actions;
mod attendance;
mod booking;
mod delivery;
mod pending;
mod person;
mod person_history;
mod phone;
mod schedule;
mod slot;

pub use actions::{ActionsView, AllowanceView};
pub use attendance::{AttendanceView, PresenceView, StayView};
pub use booking::{
    ActorView, BookingView, CancellationView, HistoryView, MovedView, PartyView, PhoneView,
    SessionView,
};
pub use delivery::{DeliveryStatus, DeliveryView, DismissalView};
pub use pending::{ConfirmBody, PendingContactView, SentCodeView, SentCodesView};
pub use person::{
    HolderView, MailProblemView, PersonBody, PersonPatch, PersonView, RemindersPatch, RemindersView,
};
pub use person_history::{ContactHashesView, PersonHistoryView};
pub use phone::{AttemptView, IntroductionView, PhoneStepsView};
pub(crate) use schedule::DAYS;
pub use schedule::{OverrideBody, ScheduleBody, WeeklyBody, WindowBody};
pub use slot::SlotView;
