//! A provider's schedule.

use std::str::FromStr;

use anteroom_domain::availability::{DayMinute, Override, Place, Schedule, Window};
use anteroom_domain::values::Zone;
use jiff::SignedDuration;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{FieldCode, Fields, Problem, formats, maybe_objects, objects, words};

/// When a provider can be booked, in their own time zone.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = Schedule)]
pub struct ScheduleBody {
    /// The time zone of the provider's profile. A request may leave it out, but can't name another.
    #[schema(value_type = Option<formats::TimeZone>)]
    time_zone: Option<String>,
    /// The pause after each session, in minutes. A request without it gets the default of the
    /// policy.
    #[schema(minimum = 0, maximum = 120)]
    buffer_minutes: Option<i64>,
    /// The windows of each week. Windows of a day don't overlap.
    #[schema(required, value_type = Vec<WeeklyBody>, max_items = 100)]
    #[serde(default, deserialize_with = "maybe_objects")]
    weekly: Option<Vec<WeeklyBody>>,
    /// Dates that differ from the week.
    #[schema(max_items = 400)]
    #[serde(default, deserialize_with = "objects")]
    overrides: Vec<OverrideBody>,
}

/// A window in each week in which sessions can be booked.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WeeklyWindow)]
pub struct WeeklyBody {
    /// The day of the week.
    #[schema(value_type = words::Weekday)]
    day: Option<String>,
    /// Its start.
    #[schema(value_type = formats::ClockTime)]
    from: Option<String>,
    /// Its end.
    #[schema(value_type = formats::ClockTime)]
    to: Option<String>,
}

/// A date that differs from the week.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ScheduleOverride)]
pub struct OverrideBody {
    /// The date, in the provider's time zone.
    #[schema(value_type = formats::CalendarDate)]
    date: Option<String>,
    /// The windows of this date; without any, it is a day off.
    #[serde(default, deserialize_with = "objects")]
    windows: Vec<WindowBody>,
}

/// A window of a day in which sessions can be booked.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Window)]
pub struct WindowBody {
    /// Its start.
    #[schema(value_type = formats::ClockTime)]
    from: Option<String>,
    /// Its end.
    #[schema(value_type = formats::ClockTime)]
    to: Option<String>,
}

/// The days of a week and their names in the API.
pub(crate) const DAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

impl ScheduleBody {
    /// The schedule with this version; 422 with all errors. Its zone is the provider's. Without a
    /// buffer it gets the given one.
    pub fn to_schedule(
        &self,
        zone: &Zone,
        buffer: SignedDuration,
        version: u64,
    ) -> Result<Schedule, Problem> {
        let mut fields = Fields::default();
        let zone = match self.time_zone.as_deref() {
            Some(name) => {
                let given: Option<Zone> = fields.parsed("/timeZone", name);
                if given.as_ref().is_some_and(|given| given != zone) {
                    let detail = "must be the time zone of the provider's profile, or left out";
                    fields.wrong("/timeZone", FieldCode::Invalid, detail);
                }
                given
            }
            None => Some(zone.clone()),
        };
        let weekly = self.weekly(&mut fields);
        let overrides = self.overrides(&mut fields);
        let (zone, weekly) = fields.finish(zone.zip(weekly))?;
        // A buffer that is not a number of this range becomes the largest number, which is refused
        // below.
        let buffer =
            u16::try_from(self.buffer_minutes.unwrap_or(buffer.as_mins())).unwrap_or(u16::MAX);
        Schedule::new(zone, buffer, weekly, overrides, version).map_err(|error| {
            let mut fields = Fields::default();
            fields.wrong(&pointer(error.place), FieldCode::Invalid, error.problem);
            fields.finish::<()>(None).expect_err("something is wrong")
        })
    }

    fn weekly(&self, fields: &mut Fields) -> Option<Vec<(Weekday, Window)>> {
        let Some(entries) = &self.weekly else {
            fields.wrong(
                "/weekly",
                FieldCode::Required,
                "is required; it may be empty",
            );
            return None;
        };
        let mut weekly = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            let at = format!("/weekly/{index}");
            let day = DAYS
                .into_iter()
                .find(|(name, _)| entry.day.as_deref() == Some(name))
                .map(|(_, day)| day);
            if day.is_none() {
                fields.wrong(
                    &format!("{at}/day"),
                    FieldCode::Invalid,
                    "is not a day of the week, such as monday",
                );
            }
            weekly.extend(day.zip(window(
                fields,
                &at,
                entry.from.as_deref(),
                entry.to.as_deref(),
            )));
        }
        Some(weekly)
    }

    fn overrides(&self, fields: &mut Fields) -> Vec<Override> {
        let mut overrides = Vec::new();
        for (index, entry) in self.overrides.iter().enumerate() {
            let at = format!("/overrides/{index}");
            let date = date(fields, &format!("{at}/date"), entry.date.as_deref());
            let windows = entry.windows.iter().enumerate().filter_map(|(inner, w)| {
                window(
                    fields,
                    &format!("{at}/windows/{inner}"),
                    w.from.as_deref(),
                    w.to.as_deref(),
                )
            });
            let windows = windows.collect();
            overrides.extend(date.map(|date| Override { date, windows }));
        }
        overrides
    }
}

impl From<&Schedule> for ScheduleBody {
    fn from(schedule: &Schedule) -> Self {
        let name = |day: Weekday| {
            DAYS.into_iter()
                .find(|(_, d)| *d == day)
                .map_or("", |(name, _)| name)
        };
        let weekly = schedule.weekly().iter().map(|(day, window)| WeeklyBody {
            day: Some(name(*day).to_owned()),
            from: Some(window.from.to_string()),
            to: Some(window.to.to_string()),
        });
        let overrides = schedule.overrides().iter().map(|o| OverrideBody {
            date: Some(o.date.to_string()),
            windows: o.windows.iter().map(WindowBody::from).collect(),
        });
        Self {
            time_zone: Some(schedule.zone().to_string()),
            buffer_minutes: Some(schedule.buffer().as_mins()),
            weekly: Some(weekly.collect()),
            overrides: overrides.collect(),
        }
    }
}

impl From<&Window> for WindowBody {
    fn from(window: &Window) -> Self {
        Self {
            from: Some(window.from.to_string()),
            to: Some(window.to.to_string()),
        }
    }
}

fn window(fields: &mut Fields, at: &str, from: Option<&str>, to: Option<&str>) -> Option<Window> {
    let from = fields.required::<DayMinute>(&format!("{at}/from"), from);
    let to = fields.required::<DayMinute>(&format!("{at}/to"), to);
    from.zip(to).map(|(from, to)| Window { from, to })
}

/// A date as exactly `YYYY-MM-DD`; the parser alone would also accept a time.
fn date(fields: &mut Fields, at: &str, text: Option<&str>) -> Option<Date> {
    let date = text.and_then(|text| {
        Date::from_str(text)
            .ok()
            .filter(|date| date.to_string() == text)
    });
    if date.is_none() {
        fields.wrong(at, FieldCode::Invalid, "is not a date, such as 2026-12-25");
    }
    date
}

fn pointer(place: Place) -> String {
    match place {
        Place::Buffer => "/bufferMinutes".to_owned(),
        Place::Weekly => "/weekly".to_owned(),
        Place::WeeklyWindow(index) => format!("/weekly/{index}"),
        Place::Overrides => "/overrides".to_owned(),
        Place::OverrideDate(index) => format!("/overrides/{index}/date"),
        Place::OverrideWindow(index, window) => format!("/overrides/{index}/windows/{window}"),
    }
}
