//! An order for limits: a profile, single limits, or a profile with single limits over it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::profiles::Profile;

/// The limits in force; what is none is not limited.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Settings {
    /// Write units a second of each partition of the table and of each index.
    pub partition_write_units_per_second: Option<f64>,
    /// Read units a second of each partition of the table and of each index.
    pub partition_read_units_per_second: Option<f64>,
    /// Write units a second of the table, and of each index.
    pub table_write_units_per_second: Option<f64>,
    /// Read units a second of the table, and of each index.
    pub table_read_units_per_second: Option<f64>,
    /// Requests a second to all routes of the API.
    pub api_requests_per_second: Option<f64>,
    /// How many requests the API takes at once beyond that; as many as a second if not given.
    pub api_burst: Option<f64>,
    /// Whether the throttles of the template's `DefaultRouteSettings` and `RouteSettings` hold.
    pub api_route_throttles: Option<bool>,
    /// Throttles of single routes, by their keys, in place of the template's.
    pub api_routes: Option<BTreeMap<String, RouteThrottle>>,
    /// How many invocations of all functions run at once.
    pub lambda_concurrency: Option<usize>,
    /// By how many a function's concurrency grows in ten seconds.
    pub lambda_scaling_per_ten_seconds: Option<f64>,
    /// Calls a second of each operation of the meeting service.
    pub chime_calls_per_second: Option<f64>,
    /// How many meetings there are at once.
    pub chime_meetings: Option<usize>,
    /// Recipients of emails a second.
    pub ses_per_second: Option<f64>,
    /// Recipients of emails in 24 hours.
    pub ses_daily_quota: Option<u64>,
    /// Whether mail goes to verified recipients only.
    pub ses_sandbox: Option<bool>,
    /// The verified recipients: addresses and domains, besides the identities of the template.
    pub ses_verified: Option<Vec<String>>,
    /// Texts a second.
    pub sns_per_second: Option<f64>,
    /// What texts may cost in a calendar month (UTC), in US dollars.
    pub sns_monthly_spend: Option<f64>,
    /// Whether texts go to verified numbers only.
    pub sns_sandbox: Option<bool>,
    /// The verified numbers.
    pub sns_verified: Option<Vec<String>>,
    /// Calls a second by which users of the pool are made.
    pub cognito_creations_per_second: Option<f64>,
    /// Calls a second by which users of the pool are changed.
    pub cognito_updates_per_second: Option<f64>,
    /// Calls a second by which users of the pool are put into groups.
    pub cognito_group_changes_per_second: Option<f64>,
    /// Calls a second by which users of the pool are read.
    pub cognito_reads_per_second: Option<f64>,
}

impl Settings {
    /// Whether units of the table are limited.
    pub(super) fn has_unit_limits(&self) -> bool {
        let limits = [
            self.partition_write_units_per_second,
            self.partition_read_units_per_second,
            self.table_write_units_per_second,
            self.table_read_units_per_second,
        ];
        limits.iter().any(Option::is_some)
    }
}

/// The throttle of a route.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RouteThrottle {
    /// Requests a second.
    pub requests_per_second: f64,
    /// How many at once beyond that; as many as a second if not given.
    pub burst: Option<f64>,
}

/// What was ordered, read and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    pub(super) settings: Settings,
    /// As it is shown: the profile's name and the limits in force.
    pub(super) shown: Map<String, Value>,
}

/// Why an order makes no sense.
#[derive(Debug, thiserror::Error)]
pub enum OrderError {
    /// It is not JSON, names an unknown profile or limit, or gives a limit a value of another type.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// It is no object.
    #[error("give an object with a profile, single limits, or both")]
    NoObject,
    /// Nothing would ever pass.
    #[error("{0} must be above nought: else nothing would ever pass")]
    Nothing(String),
    /// The template reserves all of it for some functions.
    #[error(
        "lambdaConcurrency must be above {0}, which the template reserves: else no other function would ever run"
    )]
    Reserved(usize),
    /// Less than nothing.
    #[error("{0} must not be negative")]
    Negative(String),
}

impl Order {
    /// The limits that it puts in force.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Reads an order. A single limit that is null takes the profile's off.
    ///
    /// # Errors
    /// If the body is no order.
    pub fn read(body: &[u8]) -> Result<Self, OrderError> {
        let Value::Object(mut given) = serde_json::from_slice(body)? else {
            return Err(OrderError::NoObject);
        };
        let profile = match given.remove("profile") {
            Some(name) => serde_json::from_value(name)?,
            None => Profile::None,
        };
        let mut limits = profile.limits();
        limits.extend(given);
        limits.retain(|_, value| !value.is_null());
        let settings = serde_json::from_value(Value::Object(limits.clone()))?;
        check(&limits)?;
        let name = Value::from(profile.name());
        let mut shown = Map::from_iter([("profile".to_owned(), name)]);
        shown.extend(limits);
        Ok(Self { settings, shown })
    }

    /// The order for a stack whose template reserves so much concurrency for some functions.
    ///
    /// # Errors
    /// If it leaves none for the others.
    pub fn beside(self, reserved: usize) -> Result<Self, OrderError> {
        match self.settings.lambda_concurrency {
            Some(most) if most <= reserved => Err(OrderError::Reserved(reserved)),
            Some(_) | None => Ok(self),
        }
    }
}

/// Rates and what runs at once must let something pass, since what waits for them would wait forever.
fn check(limits: &Map<String, Value>) -> Result<(), OrderError> {
    for (name, value) in limits {
        if let Some(inner) = value.as_object() {
            check(inner)?;
        }
        let Some(number) = value.as_f64() else {
            continue;
        };
        let must_pass = name.ends_with("PerSecond")
            || name.ends_with("PerTenSeconds")
            || name == "lambdaConcurrency";
        if number < 0.0 {
            return Err(OrderError::Negative(name.clone()));
        }
        if must_pass && number == 0.0 {
            return Err(OrderError::Nothing(name.clone()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;

    fn read(body: Value) -> Result<Order, String> {
        Order::read(body.to_string().as_bytes()).map_err(|error| error.to_string())
    }

    #[test]
    fn single_limits_lie_over_a_profile() {
        let order = read(json!({
            "profile": "granted", "tableWriteUnitsPerSecond": 7, "tableReadUnitsPerSecond": null,
        }));
        let order = order.unwrap();
        assert_eq!(order.settings.table_write_units_per_second, Some(7.0));
        assert_eq!(order.settings.table_read_units_per_second, None);
        assert_eq!(order.settings.partition_read_units_per_second, Some(3000.0));
        assert_eq!(order.shown["tableWriteUnitsPerSecond"], 7);
        assert_eq!(order.shown.get("tableReadUnitsPerSecond"), None);
        let single = read(json!({"tableReadUnitsPerSecond": 0.5})).unwrap();
        let only = Settings {
            table_read_units_per_second: Some(0.5),
            ..Settings::default()
        };
        assert_eq!(single.settings, only);
        let none = read(json!({"profile": "none"})).unwrap();
        assert_eq!(none.settings, Settings::default());
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for wrong in [
            json!([]),
            json!({"profile": "huge"}),
            json!({"tableWriteUnits": 1}),
            json!({"tableWriteUnitsPerSecond": "1"}),
            json!({"tableWriteUnitsPerSecond": 0}),
            json!({"tableWriteUnitsPerSecond": -1}),
            json!({"lambdaConcurrency": 0}),
            json!({"lambdaConcurrency": 1.5}),
            json!({"apiRoutes": {"GET /v1/me": {"requestsPerSecond": 0}}}),
            json!({"apiRoutes": {"GET /v1/me": {"perHour": 1}}}),
            json!({"sesDailyQuota": -1}),
            json!({"snsMonthlySpend": -0.5}),
            json!({"sesSandbox": "yes"}),
            json!({"sesVerified": "an@example.com"}),
            json!({"apiRoutes": {"GET /v1/me": {"requestsPerSecond": 1}, "me": 5}}),
        ] {
            assert!(read(wrong.clone()).is_err(), "{wrong}");
        }
    }
}
