//! The settings of a function, from its environment variables. `template.yaml` sets these from its
//! parameters. They are read once, at start; if one is missing or invalid, the function stops with
//! an error that names it.

use std::fmt::Display;
use std::str::FromStr;

use anteroom_domain::person::Lead;
use anteroom_domain::policy::Policy;
use jiff::SignedDuration;

/// A variable that is missing or invalid.
#[derive(Debug, thiserror::Error)]
pub enum EnvironmentError {
    /// It is not set.
    #[error("the environment variable {0} is missing")]
    Missing(&'static str),
    /// Its value is invalid.
    #[error("the environment variable {name} is wrong: {why}")]
    Wrong {
        /// The variable.
        name: &'static str,
        /// The reason, without the value.
        why: String,
    },
}

impl EnvironmentError {
    /// The error for an invalid variable; the reason must not quote the value.
    pub fn wrong(name: &'static str, why: impl Display) -> Self {
        Self::Wrong {
            name,
            why: why.to_string(),
        }
    }
}

/// A variable as text.
pub fn text(name: &'static str) -> Result<String, EnvironmentError> {
    std::env::var(name)
        .ok()
        .filter(|value| !value.is_empty())
        .ok_or(EnvironmentError::Missing(name))
}

/// A variable, parsed as a value.
pub fn parsed<T: FromStr<Err: Display>>(name: &'static str) -> Result<T, EnvironmentError> {
    read(name, &text(name)?)
}

/// The same for a variable that is set, but may be empty.
pub fn parsed_or_empty<T: FromStr<Err: Display>>(
    name: &'static str,
) -> Result<T, EnvironmentError> {
    let text = std::env::var(name).map_err(|_| EnvironmentError::Missing(name))?;
    read(name, &text)
}

/// The same, where an empty one says nothing.
pub fn parsed_if_any<T: FromStr<Err: Display>>(
    name: &'static str,
) -> Result<Option<T>, EnvironmentError> {
    let text = std::env::var(name).map_err(|_| EnvironmentError::Missing(name))?;
    (!text.is_empty()).then(|| read(name, &text)).transpose()
}

fn read<T: FromStr<Err: Display>>(name: &'static str, text: &str) -> Result<T, EnvironmentError> {
    text.parse()
        .map_err(|error: T::Err| EnvironmentError::wrong(name, error))
}

/// The numbers in the rules.
pub fn policy() -> Result<Policy, EnvironmentError> {
    Ok(Policy {
        grid: minutes("GRID_MINUTES")?,
        min_duration: minutes("MIN_DURATION_MINUTES")?,
        max_duration: minutes("MAX_DURATION_MINUTES")?,
        buffer: minutes("BUFFER_MINUTES")?,
        notice: hours("NOTICE_HOURS")?,
        horizon: SignedDuration::from_hours(24 * i64::from(number("HORIZON_DAYS")?)),
        start_early: minutes("START_EARLY_MINUTES")?,
        join_early: minutes("JOIN_EARLY_MINUTES")?,
        close_after: minutes("CLOSE_AFTER_MINUTES")?,
        accept_before: hours("ACCEPT_BEFORE_HOURS")?,
        late_change: hours("LATE_CHANGE_HOURS")?,
        no_show_after: minutes("NO_SHOW_AFTER_MINUTES")?,
        alert_after: minutes("ALERT_AFTER_MINUTES")?,
        reach_out_after: minutes("REACH_OUT_AFTER_MINUTES")?,
        absence_alert_after: minutes("ABSENCE_ALERT_AFTER_MINUTES")?,
        number_after: minutes("NUMBER_AFTER_MINUTES")?,
        reminders: leads("REMINDERS")?,
        waiting_lease: seconds("WAITING_LEASE_SECONDS")?,
        presence_lease: seconds("HOST_LEASE_SECONDS")?,
        confirmed_lease: seconds("CONFIRMED_LEASE_SECONDS")?,
        grace: seconds("GRACE_SECONDS")?,
        quiet_from: parsed("QUIET_FROM")?,
        quiet_until: parsed("QUIET_UNTIL")?,
        hold_messages_before: parsed_if_any("HOLD_MESSAGES_BEFORE")?,
        phone_countries: parsed_or_empty("PHONE_COUNTRIES")?,
        intro_limit: number("INTRO_LIMIT")?,
        admission_limit: number("ADMISSION_LIMIT")?,
        meeting_rate: number("MEETING_RATE")?,
        mail_rate: rate("MAIL_RATE")?,
        text_rate: rate("TEXT_RATE")?,
        sms_limit: number("SMS_LIMIT")?,
        contact_pause: minutes("CONTACT_PAUSE_MINUTES")?,
        contact_code_limit: number("CONTACT_CODE_LIMIT")?,
        resend_limit: number("RESEND_LIMIT")?,
        resend_person_limit: number("RESEND_PERSON_LIMIT")?,
        invite_limit: number("INVITE_LIMIT")?,
        intro_person_limit: number("INTRO_PERSON_LIMIT")?,
        move_limit: number("MOVE_LIMIT")?,
        open_member_limit: number("OPEN_MEMBER_LIMIT")?,
        open_pair_limit: number("OPEN_PAIR_LIMIT")?,
        member_caused_limit: number("MEMBER_CAUSED_LIMIT")?,
        provider_caused_limit: number("PROVIDER_CAUSED_LIMIT")?,
        concierge_caused_limit: number("CONCIERGE_CAUSED_LIMIT")?,
        member_received_limit: number("MEMBER_RECEIVED_LIMIT")?,
        provider_received_limit: number("PROVIDER_RECEIVED_LIMIT")?,
    })
}

/// The lead times of reminders, separated by commas.
fn leads(name: &'static str) -> Result<Vec<Lead>, EnvironmentError> {
    let lead = |text: &str| {
        let found = Lead::ALL.into_iter().find(|lead| lead.as_str() == text);
        found.ok_or(EnvironmentError::Wrong {
            name,
            why: "is not a list of PT36H, PT24H and PT1H".to_owned(),
        })
    };
    text(name)?.split(',').map(lead).collect()
}

fn number(name: &'static str) -> Result<u32, EnvironmentError> {
    parsed(name)
}

/// So many a second; nought stands for as many as come.
fn rate(name: &'static str) -> Result<Option<u32>, EnvironmentError> {
    Ok(Some(number(name)?).filter(|rate| *rate > 0))
}

fn seconds(name: &'static str) -> Result<SignedDuration, EnvironmentError> {
    Ok(SignedDuration::from_secs(i64::from(number(name)?)))
}

fn minutes(name: &'static str) -> Result<SignedDuration, EnvironmentError> {
    Ok(SignedDuration::from_mins(i64::from(number(name)?)))
}

fn hours(name: &'static str) -> Result<SignedDuration, EnvironmentError> {
    Ok(SignedDuration::from_hours(i64::from(number(name)?)))
}
