//! Providers' schedules.

use anteroom_domain::availability::{Override, Schedule, Window};
use anteroom_domain::person::Person;
use anteroom_domain::person_history::PersonEntry;
use anteroom_domain::values::PersonId;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use super::keys::Key;
use super::path::PK;
use super::transaction::{Conflict, Transaction};
use super::value::{Item, item, number};
use super::{FORMAT, Store, StoreError, person_history};

/// A schedule without its zone, which is stored with the provider.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ScheduleItem {
    buffer_minutes: u16,
    weekly: Vec<(i8, Window)>,
    overrides: Vec<(Date, Vec<Window>)>,
    version: u64,
}

/// The paths that conditions use.
pub(super) mod path {
    use crate::path::{Path, paths};

    paths! {
        VERSION = "version";
    }
}

impl Store {
    /// Replaces a provider's schedule, with the line in their history; [`Conflict::Changed`] if
    /// somebody else changed it since.
    pub async fn change_schedule(
        &self,
        provider: &PersonId,
        schedule: &Schedule,
        entry: &PersonEntry,
    ) -> Result<(), Conflict> {
        let mut stored = item(&ScheduleItem::from(schedule));
        stored.extend(Key::schedule(provider).attributes());
        stored.insert("format".to_owned(), number(FORMAT));
        let is_as_read = match schedule.version() - 1 {
            0 => PK.absent(),
            before => path::VERSION.is(number(before)),
        };
        let mut transaction = Transaction::default();
        transaction.replace_if(&self.table, stored, is_as_read);
        transaction.create(&self.table, person_history::item(provider, entry));
        self.write(transaction).await
    }
}

/// Reads the schedule of a provider, in their current zone.
pub(super) fn read(
    item: Option<Item>,
    provider: Option<&Person>,
) -> Result<Option<Schedule>, StoreError> {
    let Some((item, provider)) = item.zip(provider) else {
        return Ok(None);
    };
    let item: ScheduleItem = serde_dynamo::from_item(item)?;
    let wrong = |error: &dyn std::fmt::Display| StoreError::Item(serde::de::Error::custom(error));
    let day = |number| Weekday::from_monday_one_offset(number).map_err(|error| wrong(&error));
    let weekly = item
        .weekly
        .into_iter()
        .map(|(number, window)| Ok((day(number)?, window)));
    let weekly = weekly.collect::<Result<_, StoreError>>()?;
    let overrides = item
        .overrides
        .into_iter()
        .map(|(date, windows)| Override { date, windows })
        .collect();
    Schedule::new(
        provider.zone.clone(),
        item.buffer_minutes,
        weekly,
        overrides,
        item.version,
    )
    .map(Some)
    .map_err(|error| wrong(&error))
}

impl From<&Schedule> for ScheduleItem {
    fn from(schedule: &Schedule) -> Self {
        let weekly = schedule
            .weekly()
            .iter()
            .map(|(day, window)| (day.to_monday_one_offset(), *window));
        let overrides = schedule
            .overrides()
            .iter()
            .map(|o| (o.date, o.windows.clone()));
        Self {
            buffer_minutes: u16::try_from(schedule.buffer().as_mins())
                .expect("a buffer is at most two hours"),
            weekly: weekly.collect(),
            overrides: overrides.collect(),
            version: schedule.version(),
        }
    }
}
