//! What costs money or annoys, of which there is only so much a day (A3). It is counted in the
//! transaction of what is limited, so that nothing slips through between the look and the act.

use anteroom_domain::policy::Policy;
use anteroom_domain::values::{BookingId, PersonId, PhoneNumber};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::change::{Change, Test};
use super::keys::Key;
use super::value::{number, text};

/// One more of something of which there is only so much for each day (UTC).
#[derive(Clone, Debug)]
pub struct Limited {
    what: String,
    limit: u32,
}

impl Limited {
    /// A booking is moved once more.
    pub fn move_of(booking: &BookingId, policy: &Policy) -> Self {
        Self::new(format!("move#{booking}"), policy.move_limit)
    }

    /// A provider has one more introduction sent by the service.
    pub fn introduction_by(provider: &PersonId, policy: &Policy) -> Self {
        Self::new(format!("intro#{provider}"), policy.intro_person_limit)
    }

    /// A message about a booking is sent again.
    pub(super) fn resend_of(booking: &BookingId, policy: &Policy) -> Self {
        Self::new(format!("resend#{booking}"), policy.resend_limit)
    }

    /// A concierge has a message sent again.
    pub(super) fn resend_by(concierge: &PersonId, policy: &Policy) -> Self {
        Self::new(format!("resend#{concierge}"), policy.resend_person_limit)
    }

    /// A number is sent one more SMS.
    pub(super) fn sms_to(number: &PhoneNumber, policy: &Policy) -> Self {
        Self::new(format!("sms#{number}"), policy.sms_limit)
    }

    fn new(what: String, limit: u32) -> Self {
        Self { what, limit }
    }

    /// Counts it, if the day has room for it. The count is forgotten some time after its day.
    pub(super) fn counted(&self, now: Timestamp) -> (Key, Change) {
        const KEPT: SignedDuration = SignedDuration::from_hours(48);
        let change = Change::default()
            .count("count")
            .set("kind", text("count"))
            .set("expiresAt", number((now + KEPT).as_second()))
            .when_any([
                ("count", Test::Absent),
                ("count", Test::Is("<", number(self.limit))),
            ]);
        (Key::count(&self.what, now), change)
    }
}

/// From when on there is room again: the next day.
pub fn quota_resets_at(now: Timestamp) -> Timestamp {
    let day = now.to_zoned(TimeZone::UTC).date();
    day.tomorrow()
        .and_then(|next| next.to_zoned(TimeZone::UTC))
        .map_or(now, |next| next.timestamp())
}
