//! The values for templates: plain data, in the reader's time zone, independent of the language.

use anteroom_domain::booking::{SessionType, Side};
use anteroom_domain::message::{Facts, Recipient};
use anteroom_domain::person::Lead;
use anteroom_domain::values::{Role, Zone};
use jiff::tz::AmbiguousOffset;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

/// The values of a message's templates.
#[derive(Serialize)]
pub(super) struct View<'a> {
    /// The folder of the templates, which is also the language of the text.
    pub(super) language: &'static str,
    pub(super) service: &'a str,
    /// The reader's side of the booking.
    side: Side,
    /// The reader's name.
    name: &'a str,
    /// The name of the other side.
    pub(super) with: &'a str,
    session_type: SessionType,
    duration_minutes: i64,
    time: Time,
    /// The earlier time, if it was moved.
    moved_from: Option<Time>,
    accept_by: Option<Clock>,
    zone: ZoneName<'a>,
    cancelled_by: Option<Role>,
    lead: Option<Lead>,
    no_show: Option<Side>,
    nobody_came: bool,
    member_waited: bool,
    // Values that only some kinds may contain; those kinds fill them in.
    pub(super) member_phone: Option<&'a str>,
    pub(super) provider_phone: Option<&'a str>,
    pub(super) link: Option<String>,
    pub(super) code: Option<&'a str>,
    pub(super) portal: Option<&'a str>,
    /// Where the reader gets help; only emails say it.
    pub(super) help_phone: Option<&'a str>,
    pub(super) help_email: Option<&'a str>,
}

impl<'a> View<'a> {
    /// The values that every message may contain: no number, no link.
    pub(super) fn new(to: &'a Recipient, facts: &'a Facts, service: &'a str) -> Self {
        let length = SignedDuration::from_mins(facts.duration_minutes);
        let time = |starts_at| Time {
            start: Clock::read(starts_at, &to.zone),
            end: Clock::read(starts_at + length, &to.zone),
        };
        Self {
            language: to.language.as_str(),
            service,
            side: to.side,
            name: to.name.as_str(),
            with: facts.with.as_str(),
            session_type: facts.session_type,
            duration_minutes: facts.duration_minutes,
            time: time(facts.starts_at),
            moved_from: facts.moved_from.map(time),
            accept_by: facts.accept_by.map(|at| Clock::read(at, &to.zone)),
            zone: ZoneName::of(&to.zone),
            cancelled_by: facts.cancelled_by,
            lead: facts.lead,
            no_show: facts.no_show,
            nobody_came: facts.nobody_came,
            member_waited: facts.member_waited,
            member_phone: None,
            provider_phone: None,
            link: None,
            code: None,
            portal: None,
            help_phone: None,
            help_email: None,
        }
    }
}

/// When the session of a message ends.
pub(super) fn ends_at(facts: &Facts) -> Timestamp {
    facts.starts_at + SignedDuration::from_mins(facts.duration_minutes)
}

/// The start and the end of a session.
#[derive(Serialize)]
struct Time {
    start: Clock,
    end: Clock,
}

/// An instant in the reader's local time.
#[derive(Serialize)]
struct Clock {
    /// 2026-11-23, for comparing days.
    date: String,
    year: i16,
    /// 1 is January.
    month: i8,
    day: i8,
    /// 0 is Monday.
    weekday: i8,
    /// 10:00
    time: String,
    /// UTC, UTC+7, UTC-3:30
    offset: String,
    /// Whether this local time occurs twice that day, because the clock is set back.
    is_repeated: bool,
}

impl Clock {
    fn read(at: Timestamp, zone: &Zone) -> Self {
        let local = at.to_zoned(zone.rules().clone());
        Self {
            date: local.date().to_string(),
            year: local.year(),
            month: local.month(),
            day: local.day(),
            weekday: local.weekday().to_monday_zero_offset(),
            time: format!("{:02}:{:02}", local.hour(), local.minute()),
            offset: offset(local.offset().seconds()),
            is_repeated: matches!(
                zone.rules()
                    .to_ambiguous_timestamp(local.datetime())
                    .offset(),
                AmbiguousOffset::Fold { .. }
            ),
        }
    }
}

/// A zone's names.
#[derive(Serialize)]
struct ZoneName<'a> {
    /// Its name in the IANA database.
    name: &'a str,
    /// The place in the zone's name, where space is short.
    place: String,
}

impl<'a> ZoneName<'a> {
    fn of(zone: &'a Zone) -> Self {
        let name = zone.as_str();
        let place = match name.rsplit_once('/') {
            // The signs of `Etc/GMT+5` are inverted, so its name is kept whole.
            Some(("Etc", _)) | None => name.to_owned(),
            Some((_, place)) => place.replace('_', " "),
        };
        Self { name, place }
    }
}

fn offset(seconds: i32) -> String {
    let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
    match (minutes / 60, minutes % 60) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}
