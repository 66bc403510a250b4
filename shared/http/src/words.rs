//! The closed sets of words in the API's description. Each comes from the enum that the code uses.

use anteroom_domain::account::{AccountProblem, AccountStatus};
use anteroom_domain::booking::{HistoryEvent, NotAllowed, Side, Status, View};
use anteroom_domain::delivery::FailureCode as Failure;
use anteroom_domain::message::{Channel, Kind};
use anteroom_domain::person::MailProblemKind;
use anteroom_domain::person_history::{PersonEvent, PersonField};
use anteroom_domain::phone::{Outcome, Via};
use anteroom_domain::session::CameBy;
use anteroom_domain::values::{Language, Role};
use serde::Serialize;
use strum::VariantArray;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// Names the schema of a set of words. It is the `value_type` of fields that hold such a word.
macro_rules! words {
    ($(#[doc = $doc:literal] $name:ident: $words:expr;)+) => {$(
        #[doc = $doc]
        #[derive(Debug)]
        pub struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                one_of($words, $doc)
            }
        }

        impl ToSchema for $name {}
    )+};
}

words! {
    /// The status of a booking.
    BookingStatus: Status::VARIANTS;
    /// Which of a person's three lists a booking is in.
    BookingView: View::VARIANTS.iter().map(|view| view.as_str());
    /// How a session is held.
    SessionType: anteroom_domain::booking::SessionType::VARIANTS;
    /// A side of a booking.
    BookingSide: Side::BOTH;
    /// The role of a person; `system` is the scheduler or the meeting service.
    ActorRole: Role::VARIANTS;
    /// Why an action is not allowed now: the code of the error that it would get.
    ActionRefusal: NotAllowed::VARIANTS;
    /// What happened to a booking.
    HistoryEventName: HistoryEvent::VARIANTS;
    /// How a member came to a session: by the link in an email, or signed in.
    CameByName: CameBy::VARIANTS;
    /// What happened to a person or their schedule.
    PersonEventName: PersonEvent::VARIANTS;
    /// A part of a person.
    PersonFieldName: PersonField::VARIANTS;
    /// How an introduction is sent: by the service, or from the provider's own handset.
    IntroductionVia: Via::VARIANTS;
    /// How a call ended.
    CallOutcome: Outcome::VARIANTS;
    /// What a message is about.
    MessageKind: Kind::VARIANTS;
    /// How a message is sent.
    MessageChannel: Channel::VARIANTS;
    /// Why a message was not sent or did not arrive, in the service's own codes.
    FailureCode: Failure::ours();
    /// Why mail is not sent to an address: it bounced, or its reader reported our mail as spam.
    MailProblemKindName: MailProblemKind::VARIANTS;
    /// Whether a person can sign in: no account, one being made, invited, signed in before, or disabled.
    AccountStatusName: AccountStatus::VARIANTS;
    /// Why an account can't be made or changed: somebody else's account has the address.
    AccountProblemName: AccountProblem::VARIANTS;
    /// A day of the week.
    Weekday: crate::views::DAYS.map(|(name, _)| name);
    /// A language, as a BCP 47 tag.
    LanguageTag: Language::ALL;
}

fn one_of(words: impl IntoIterator<Item: Serialize>, description: &str) -> RefOr<Schema> {
    let words = words
        .into_iter()
        .map(|word| serde_json::to_value(word).expect("a word is plain JSON"));
    let schema = ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description.trim()))
        .enum_values(Some(words));
    schema.into()
}
