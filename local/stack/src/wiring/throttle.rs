//! The throttles of the API's routes.

use std::collections::BTreeMap;

use serde_json::Value;

/// So many requests a second, and so many at once beyond that.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Throttle {
    /// Requests a second.
    pub per_second: f64,
    /// How many at once.
    pub burst: f64,
}

/// What the template says of the routes' throttles.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Throttles {
    /// Of `DefaultRouteSettings`: for every route that has none of its own.
    pub default: Option<Throttle>,
    /// Of `RouteSettings`, by the routes' keys.
    pub routes: BTreeMap<String, Throttle>,
}

impl Throttles {
    /// Reads the properties of an API.
    pub(super) fn read(api: &Value) -> Self {
        let routes = api["RouteSettings"].as_object().into_iter().flatten();
        let routes = routes.filter_map(|(key, settings)| Some((key.clone(), throttle(settings)?)));
        Self {
            default: throttle(&api["DefaultRouteSettings"]),
            routes: routes.collect(),
        }
    }
}

/// The throttle of some settings; none if they have no rate.
fn throttle(settings: &Value) -> Option<Throttle> {
    let number = |key: &str| match &settings[key] {
        Value::String(text) => text.parse().ok(),
        number => number.as_f64(),
    };
    let per_second = number("ThrottlingRateLimit")?;
    let burst = number("ThrottlingBurstLimit").unwrap_or(per_second);
    Some(Throttle { per_second, burst })
}
