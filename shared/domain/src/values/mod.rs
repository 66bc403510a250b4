//! Values that are parsed once, at the edge, and are valid afterwards.

mod email;
mod ids;
mod language;
mod name;
mod numbering;
mod phone;
mod phone_countries;
mod role;
mod sms_senders;
mod text;
mod zone;

pub use email::EmailAddress;
pub use ids::{BookingId, DeliveryId, PersonId};
pub use language::Language;
pub use name::Name;
pub use phone::PhoneNumber;
pub use phone_countries::PhoneCountries;
pub use role::{Actor, Role};
pub use sms_senders::SmsSenders;
pub use text::{Comment, Reason, is_unseen};
pub use zone::Zone;

/// Why a value was refused. The error texts are for the person who sent it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// A required text is empty.
    #[error("must not be empty")]
    Empty,
    /// A name without a letter.
    #[error("must have a letter")]
    NoLetter,
    /// A text is longer than it may be.
    #[error("must have at most {0} characters")]
    TooLong(usize),
    /// A text holds control characters or marks that change the direction of other text.
    #[error("must not contain control characters")]
    ControlCharacter,
    /// Not an id: 1 to 64 letters, digits, `-` and `_`.
    #[error("is not an id")]
    Id,
    /// Not an address that mail can be sent to.
    #[error("is not an email address")]
    Email,
    /// Not a telephone number in E.164.
    #[error("is not a telephone number in international form, such as +6561234567")]
    Phone,
    /// In E.164, but not a number that its country assigns to people.
    #[error(
        "is not a number that can be called: a digit is missing or wrong, or it is not a personal number"
    )]
    PhoneUnknown,
    /// Not a list of countries.
    #[error("is not a list of ISO country codes with commas between them, such as SG,VN")]
    Countries,
    /// Not a list of countries with senders.
    #[error(
        "is not a list of ISO country codes with a sender id each, such as SG=Anteroom,VN=Anteroom"
    )]
    Senders,
    /// A name that mail programs would show as a link.
    #[error("must not contain a web or email address; after a dot put a space")]
    Link,
    /// Not a name in the IANA time zone database.
    #[error("is not a time zone of the IANA database, such as Asia/Ho_Chi_Minh")]
    Zone,
    /// Not a language of the service.
    #[error("is not one of the languages of the service")]
    Language,
}

/// Serde through the text form of a value, so that reading checks it again. It parses with
/// `FromStr`, unless another function is given.
macro_rules! serde_as_text {
    ($type:ty) => {
        serde_as_text!($type, <$type as std::str::FromStr>::from_str);
    };
    ($type:ty, $read:expr) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(from)?;
                $read(&text).map_err(serde::de::Error::custom)
            }
        }
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use serde_as_text;
