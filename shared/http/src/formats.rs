//! The forms of text in the API's description, with the bounds that the domain's types check.

use anteroom_domain::values;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, SchemaType, Type};
use utoipa::{PartialSchema, ToSchema};

/// Names the schema of a form of text. It is the `value_type` of fields that hold such text.
macro_rules! formats {
    ($(#[doc = $doc:literal] $name:ident: $schema:expr;)+) => {$(
        #[doc = $doc]
        #[derive(Debug)]
        pub struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                $schema.description(Some($doc.trim())).into()
            }
        }

        impl ToSchema for $name {}
    )+};
}

formats! {
    /// The id of a booking: `bkg_` and a ULID.
    BookingId: pattern(ID);
    /// The id of a person: the `username` of their token.
    PersonId: pattern(ID);
    /// The id of a delivery: `dlv_` and a ULID.
    DeliveryId: pattern(ID);
    /// A person's name, on one line.
    PersonName: text().max_length(Some(values::Name::MAX)).min_length(Some(1));
    /// A comment. Spaces around it are removed.
    Comment: text().max_length(Some(values::Comment::MAX)).min_length(Some(1));
    /// The reason of a cancellation. Spaces around it are removed.
    Reason: text().max_length(Some(values::Reason::MAX)).min_length(Some(1));
    /// An email address.
    Email: text().max_length(Some(254)).format(Some(SchemaFormat::KnownFormat(KnownFormat::Email)));
    /// A telephone number, E.164.
    PhoneNumber: pattern(r"^\+[0-9]{7,15}$");
    /// A telephone number, E.164; null removes the number.
    NewPhoneNumber: pattern(r"^\+[0-9]{7,15}$").schema_type(SchemaType::from_iter([Type::String, Type::Null]));
    /// The code that was sent to an address or a number: six digits.
    ContactCode: pattern("^[0-9]{6}$");
    /// A time zone, by its IANA name.
    TimeZone: text().min_length(Some(1)).max_length(Some(64));
    /// An instant, RFC 3339, with `Z` or an offset.
    Instant: text().format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)));
    /// A time of day, `HH:MM`; `24:00` is the end of the day.
    ClockTime: pattern("^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$");
    /// A date, `YYYY-MM-DD`.
    CalendarDate: text().format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)));
    /// A key that the client draws for a request: 1 to 64 visible ASCII characters.
    IdempotencyKey: pattern("^[!-~]{1,64}$");
    /// An ETag of an answer, or `*` for any version. A weak one matches none.
    EntityTag: pattern(r#"^\*$|^W/.*$|^".*"$"#);
    /// ETags of answers with commas between them, or `*` for any.
    EntityTags: pattern(r#"^\*$|^(W/)?"[^"]*"( *, *(W/)?"[^"]*")*$"#);
}

/// The characters and the length of an id.
const ID: &str = "^[A-Za-z0-9_-]{2,64}$";

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

fn pattern(pattern: &str) -> ObjectBuilder {
    text().pattern(Some(pattern))
}
