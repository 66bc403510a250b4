//! How many texts SNS takes a second, what they may cost in a month, and to whom they go in the sandbox.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::bucket::Bucket;
use super::{Refused, Settings};

/// What was sent.
#[derive(Debug, Default)]
pub(super) struct Texts {
    rate: Option<Bucket>,
    month: Option<(i16, i8)>,
    spent: f64,
}

impl Texts {
    /// Takes a text, or says that too many come.
    pub(super) fn admit(&mut self, settings: &Settings, now: Timestamp) -> Result<(), Refused> {
        let Some(per_second) = settings.sns_per_second else {
            return Ok(());
        };
        let full = || Bucket::full(per_second, per_second, now);
        match self.rate.get_or_insert_with(full).try_take(now) {
            true => Ok(()),
            false => Err(Refused::new("snsPerSecond", "sns")),
        }
    }

    /// Pays for a text that was taken, in US dollars, or says why it goes nowhere. Gives what the month has cost, if that
    /// is limited.
    pub(super) fn pay(
        &mut self,
        settings: &Settings,
        now: Timestamp,
        number: &str,
        price: f64,
    ) -> Result<Option<f64>, Refused> {
        let mut verified = settings.sns_verified.iter().flatten();
        if settings.sns_sandbox == Some(true) && !verified.any(|each| each == number) {
            return Err(Refused::new("snsSandbox", "sns"));
        }
        let Some(most) = settings.sns_monthly_spend else {
            return Ok(None);
        };
        let date = now.to_zoned(TimeZone::UTC).date();
        let month = (date.year(), date.month());
        if self.month != Some(month) {
            (self.month, self.spent) = (Some(month), 0.0);
        }
        if self.spent + price > most {
            return Err(Refused::new("snsMonthlySpend", "sns"));
        }
        self.spent += price;
        Ok(Some(self.spent))
    }
}
