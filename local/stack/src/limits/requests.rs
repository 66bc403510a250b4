//! How many requests a second the API takes: in all, and on its routes.
//!
//! The throttle of `DefaultRouteSettings` is shared here by all routes that have none of their own. What AWS writes
//! leaves open whether each of them has it alone.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html>

use std::collections::HashMap;

use jiff::Timestamp;

use super::bucket::Bucket;
use super::{Refused, Settings};
use crate::wiring::{Throttle, Throttles};

/// What all routes without a throttle of their own count for.
const DEFAULT: &str = "default";

/// What is used of the rates, by limit and route.
#[derive(Debug, Default)]
pub(super) struct Requests(HashMap<(&'static str, String), Bucket>);

impl Requests {
    /// Lets a request to a route pass, or says what it is beyond.
    pub(super) fn admit(
        &mut self,
        settings: &Settings,
        now: Timestamp,
        route: &str,
        of_template: &Throttles,
    ) -> Result<(), Refused> {
        let route = throttle(settings, route, of_template);
        let account = settings.api_requests_per_second.map(|per_second| {
            let burst = settings.api_burst.unwrap_or(per_second);
            let throttle = Throttle { per_second, burst };
            ("apiRequestsPerSecond", "api".to_owned(), throttle)
        });
        let limits: Vec<_> = route.into_iter().chain(account).collect();
        for (limit, target, throttle) in &limits {
            if !self.bucket(limit, target, *throttle, now).has_unit(now) {
                return Err(Refused::new(limit, target));
            }
        }
        for (limit, target, throttle) in limits {
            self.bucket(limit, &target, throttle, now).take(1.0, now);
        }
        Ok(())
    }

    fn bucket(
        &mut self,
        limit: &'static str,
        target: &str,
        throttle: Throttle,
        now: Timestamp,
    ) -> &mut Bucket {
        let full = || Bucket::full(throttle.per_second, throttle.burst, now);
        self.0
            .entry((limit, target.to_owned()))
            .or_insert_with(full)
    }
}

/// The throttle of a route, with the limit's name and what counts for it together.
fn throttle(
    settings: &Settings,
    route: &str,
    of_template: &Throttles,
) -> Option<(&'static str, String, Throttle)> {
    let ordered = settings.api_routes.as_ref();
    if let Some(ordered) = ordered.and_then(|routes| routes.get(route)) {
        let per_second = ordered.requests_per_second;
        let burst = ordered.burst.unwrap_or(per_second);
        let throttle = Throttle { per_second, burst };
        return Some(("apiRoutes", route.to_owned(), throttle));
    }
    if settings.api_route_throttles != Some(true) {
        return None;
    }
    let (target, throttle) = match of_template.routes.get(route) {
        Some(own) => (route, Some(*own)),
        None => (DEFAULT, of_template.default),
    };
    Some(("apiRouteThrottles", target.to_owned(), throttle?))
}
