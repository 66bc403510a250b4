//! Paths to attributes of items. Each kind of item has a module `path` with those that its writes
//! use; the tests below compare them with what is stored.

use std::borrow::Cow;

/// A path to an attribute. Dots separate its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Path(Cow<'static, str>);

impl Path {
    /// The path in an item's struct, as serde names it.
    pub(crate) const fn new(path: &'static str) -> Self {
        Self(Cow::Borrowed(path))
    }

    /// An attribute whose name is not known before run time.
    pub(crate) fn named(name: impl Into<String>) -> Self {
        Self(Cow::Owned(name.into()))
    }

    /// An attribute of the map at this path.
    pub(crate) fn at(&self, name: &str) -> Self {
        Self(Cow::Owned(format!("{}.{name}", self.0)))
    }

    /// The path as text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The names on the way to the attribute.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &str> {
        self.0.split('.')
    }
}

/// The partition key, which every item has.
pub(crate) const PK: Path = Path::new("PK");
/// The number of an item's format, which every item has.
pub(crate) const FORMAT: Path = Path::new("format");
/// When an item may be deleted, in seconds since the Unix epoch: DynamoDB's time to live.
pub(crate) const EXPIRES_AT: Path = Path::new("expiresAt");

/// Names paths of an item. The test of this module reads them all from `ALL`.
macro_rules! paths {
    ($($name:ident = $path:literal;)*) => {
        $(pub(crate) const $name: Path = Path::new($path);)*

        #[cfg(test)]
        pub(crate) const ALL: &[Path] = &[$($name),*];
    };
}
pub(crate) use paths;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use anteroom_domain::attendance::Source;
    use anteroom_domain::booking::Side;
    use anteroom_domain::message::Channel;
    use anteroom_domain::person::Lead;
    use serde_json::Value;

    use super::*;
    use crate::{
        account, booking_item, contact, limits, message_item, message_limits, open_bookings,
        outbox, people, schedule, session_path,
    };

    /// An item as it is stored, from the files that `tests/formats` holds to what is written.
    macro_rules! stored {
        ($name:literal) => {
            serde_json::from_str::<Value>(include_str!(concat!(
                "../tests/formats/1/",
                $name,
                ".json"
            )))
            .unwrap()
        };
    }

    fn is_stored(path: &Path, item: &Value) -> bool {
        let mut parts = path.parts();
        let first = item.get(parts.next().unwrap());
        let found = parts.fold(first, |map, name| map?.get("M")?.get(name));
        found.is_some()
    }

    fn assert_stored<'a>(paths: impl IntoIterator<Item = &'a Path>, items: &[Value]) {
        for path in paths {
            let found = items.iter().any(|item| is_stored(path, item));
            assert!(found, "no item has {path:?}");
        }
    }

    #[test]
    fn every_path_leads_to_a_stored_attribute() {
        assert_stored(booking_item::path::ALL, &[stored!("booking")]);
        assert_stored(session_path::ALL, &[stored!("session")]);
        assert_stored(contact::path::ALL, &[stored!("contact")]);
        assert_stored(people::path::ALL, &[stored!("person-member")]);
        assert_stored(account::path::ALL, &[stored!("account-pending")]);
        assert_stored(schedule::path::ALL, &[stored!("schedule")]);
        assert_stored(limits::path::ALL, &[stored!("counter")]);
        assert_stored(open_bookings::path::ALL, &[stored!("counts-member")]);
        assert_stored(message_limits::path::ALL, &[stored!("counts-disabled")]);
        let messages = [
            stored!("message-dismissed"),
            stored!("message-queued"),
            stored!("message-sending"),
            stored!("message-sent"),
        ];
        assert_stored(message_item::path::ALL, &messages);
        assert_stored(outbox::reports::path::ALL, &[stored!("text")]);
        assert_stored(outbox::turns::path::ALL, &[stored!("turns")]);
        assert_stored(&[PK, FORMAT, EXPIRES_AT], &[stored!("answer")]);
    }

    #[test]
    fn every_path_of_a_signal_a_count_a_reminder_or_a_code_leads_to_a_stored_attribute() {
        for side in Side::BOTH {
            let session = [stored!("session")];
            assert_stored(&[session_path::person(side)], &session);
            for source in [Source::Client, Source::Service] {
                let signal = [
                    session_path::heard_at(side, source),
                    session_path::signal_status(side, source),
                    session_path::signal_generation(side, source),
                ];
                assert_stored(&signal, &session);
            }
        }
        let day = jiff::civil::date(2026, 11, 23);
        let counts = [
            message_limits::path::caused(day),
            message_limits::path::received(day),
        ];
        assert_stored(&counts, &[stored!("counts-member")]);
        for lead in Lead::ALL {
            let reminder = people::path::reminder(lead);
            assert_stored(&[reminder], &[stored!("person-member")]);
        }
        for channel in [Channel::Email, Channel::Sms] {
            let message = people::path::code_message(channel);
            assert_stored(&[message], &[stored!("person-pending")]);
        }
    }

    #[test]
    fn a_name_of_no_attribute_is_noticed() {
        for wrong in ["sequense", "booking.state", "version.of"] {
            assert!(!is_stored(&Path::new(wrong), &stored!("booking")));
        }
    }

    #[test]
    fn what_polls_and_reports_write_is_stored() {
        let session = [stored!("session")];
        assert_stored(&session_path::UNGUARDED.map(Path::new), &session);
    }
}
