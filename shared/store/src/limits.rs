//! Daily limits for what costs money or annoys people (A3). The counter is raised in the
//! transaction of the limited action, so the check and the action can't be separated.

use anteroom_domain::policy::Policy;
use anteroom_domain::values::{BookingId, PersonId, PhoneNumber};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::change::Change;
use super::condition::Condition;
use super::keys::Key;
use super::path::{EXPIRES_AT, FORMAT};
use super::value::{number, text};

/// The paths of a counter.
pub(super) mod path {
    use crate::path::{Path, paths};

    paths! {
        COUNT = "count";
        KIND = "kind";
    }
}

/// How long a counter is stored.
const KEPT: SignedDuration = SignedDuration::from_hours(48);

/// One use of a daily limit (UTC).
#[derive(Clone, Debug)]
pub struct Limited {
    what: String,
    limit: u32,
    times: u32,
}

impl Limited {
    /// One move of a booking.
    pub fn move_of(booking: &BookingId, policy: &Policy) -> Self {
        Self::new(format!("move#{booking}"), policy.move_limit)
    }

    /// One introduction that the service sends for a provider.
    pub fn introduction_by(provider: &PersonId, policy: &Policy) -> Self {
        Self::new(format!("intro#{provider}"), policy.intro_person_limit)
    }

    /// One message about a booking that is sent again.
    pub(super) fn resend_of(booking: &BookingId, policy: &Policy) -> Self {
        Self::new(format!("resend#{booking}"), policy.resend_limit)
    }

    /// One message that a concierge sends again.
    pub(super) fn resend_by(concierge: &PersonId, policy: &Policy) -> Self {
        Self::new(format!("resend#{concierge}"), policy.resend_person_limit)
    }

    /// One invitation of a person to sign in.
    pub fn invitation_of(person: &PersonId, policy: &Policy) -> Self {
        Self::new(format!("invite#{person}"), policy.invite_limit)
    }

    /// Codes that a person has sent to new addresses and numbers of their own at once.
    pub fn codes_of(person: &PersonId, codes: u32, policy: &Policy) -> Self {
        Self::new(format!("code#{person}"), policy.contact_code_limit).times(codes)
    }

    /// One SMS to a number.
    pub(super) fn sms_to(number: &PhoneNumber, policy: &Policy) -> Self {
        Self::new(format!("sms#{number}"), policy.sms_limit)
    }

    fn new(what: String, limit: u32) -> Self {
        Self {
            what,
            limit,
            times: 1,
        }
    }

    /// So many uses at once.
    pub(super) fn times(self, times: u32) -> Self {
        Self { times, ..self }
    }

    /// Raises the counter, on the condition that it is below the limit. The counter expires some
    /// time after its day.
    pub(super) fn counted(&self, now: Timestamp) -> (Key, Change) {
        let most = number(i64::from(self.limit) - i64::from(self.times));
        let has_room = Condition::any([path::COUNT.absent(), path::COUNT.at_most(most)]);
        let change = Change::default()
            .count(&path::COUNT, self.times)
            .set(&path::KIND, text("count"))
            .set(&FORMAT, number(super::FORMAT))
            .set(&EXPIRES_AT, number((now + KEPT).as_second()))
            .when(has_room);
        (Key::count(&self.what, now), change)
    }
}

/// When the limit resets: at the start of the next day (UTC).
pub fn quota_resets_at(now: Timestamp) -> Timestamp {
    let day = now.to_zoned(TimeZone::UTC).date();
    day.tomorrow()
        .and_then(|next| next.to_zoned(TimeZone::UTC))
        .map_or(now, |next| next.timestamp())
}
