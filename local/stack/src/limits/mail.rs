//! How many emails SES sends a second and in 24 hours, and to whom in the sandbox.
//!
//! Recipients count, and not mails: a mail to several passes while one is left (what AWS wrote of it is quoted in
//! <https://github.com/django-ses/django-ses/issues/59>).

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

use super::bucket::Bucket;
use super::{Refused, Settings};

/// The quota of a day is one of any 24 hours.
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// SES's mailbox simulator, to which mail may go from the sandbox.
const SIMULATOR: &str = "simulator.amazonses.com";

/// What was sent.
#[derive(Debug, Default)]
pub(super) struct Mail {
    rate: Option<Bucket>,
    sent: VecDeque<(Timestamp, u64)>,
}

impl Mail {
    /// Lets a mail to so many recipients pass, or says what it is beyond.
    pub(super) fn admit(
        &mut self,
        settings: &Settings,
        now: Timestamp,
        recipients: u64,
    ) -> Result<(), Refused> {
        while let Some((at, _)) = self.sent.front()
            && now.duration_since(*at) >= DAY
        {
            self.sent.pop_front();
        }
        let today: u64 = self.sent.iter().map(|(_, count)| count).sum();
        if settings.ses_daily_quota.is_some_and(|most| today >= most) {
            return Err(Refused::new("sesDailyQuota", "ses"));
        }
        if let Some(per_second) = settings.ses_per_second {
            let full = || Bucket::full(per_second, per_second, now);
            let rate = self.rate.get_or_insert_with(full);
            if !rate.has_unit(now) {
                return Err(Refused::new("sesPerSecond", "ses"));
            }
            rate.take(recipients as f64, now);
        }
        if settings.ses_daily_quota.is_some() {
            self.sent.push_back((now, recipients));
        }
        Ok(())
    }
}

/// The recipients to whom no mail may go, as the account is in the sandbox.
pub(super) fn unverified(
    settings: &Settings,
    identities: &[String],
    recipients: &[String],
) -> Vec<String> {
    if settings.ses_sandbox != Some(true) {
        return Vec::new();
    }
    let verified = settings.ses_verified.iter().flatten().chain(identities);
    let verified: Vec<String> = verified.map(|each| each.to_lowercase()).collect();
    let is_verified = |recipient: &&String| {
        let recipient = recipient.to_lowercase();
        let domain = recipient.rsplit_once('@').map_or("", |(_, domain)| domain);
        domain == SIMULATOR
            || verified.iter().any(|identity| {
                *identity == recipient
                    || identity == domain
                    || domain.ends_with(&format!(".{identity}"))
            })
    };
    let recipients = recipients.iter();
    recipients
        .filter(|each| !is_verified(each))
        .cloned()
        .collect()
}
