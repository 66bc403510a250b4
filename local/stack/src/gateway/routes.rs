//! Finds the route of a request: of those that match, the most specific.

use std::collections::{BTreeMap, BTreeSet};

use http::Method;
use percent_encoding::percent_decode_str;

use crate::wiring::Route;

/// The routes of the API.
pub(super) struct Routes(Vec<Route>);

/// A route that matches, and the values of its path's parameters.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Match<'a> {
    pub(super) route: &'a Route,
    pub(super) parameters: BTreeMap<String, String>,
}

/// How specific a match is; the greatest wins. Segment by segment a literal is worth more
/// than a parameter, that more than a greedy one; then a named method more than any.
type Rank = (Vec<u8>, bool);

const GREEDY: u8 = 0;
const PARAMETER: u8 = 1;
const LITERAL: u8 = 2;

impl Routes {
    pub(super) fn new(routes: &[Route]) -> Self {
        Routes(routes.to_vec())
    }

    /// The most specific route for a method and a path.
    pub(super) fn find(&self, method: &Method, path: &str) -> Option<Match<'_>> {
        self.0
            .iter()
            .filter(|route| {
                route
                    .method
                    .as_deref()
                    .is_none_or(|name| name == method.as_str())
            })
            .filter_map(|route| {
                let (rank, parameters) = matched(route, path)?;
                Some((rank, Match { route, parameters }))
            })
            .max_by(|(left, _), (right, _)| left.cmp(right))
            .map(|(_, found)| found)
    }

    /// The methods that a path has, sorted.
    pub(super) fn methods(&self, path: &str) -> BTreeSet<&str> {
        let routes = self.0.iter().filter(|route| matched(route, path).is_some());
        routes.filter_map(|route| route.method.as_deref()).collect()
    }
}

fn matched(route: &Route, path: &str) -> Option<(Rank, BTreeMap<String, String>)> {
    let mut parameters = BTreeMap::new();
    let mut ranks = Vec::new();
    let Some(pattern) = &route.path else {
        // `$default` takes what no other route does.
        return Some(((ranks, false), parameters));
    };
    let mut rest = Some(path.strip_prefix('/')?);
    for segment in pattern.strip_prefix('/')?.split('/') {
        let here = rest?;
        let name = segment
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'));
        match name.map(|name| (name, name.strip_suffix('+'))) {
            Some((_, Some(greedy))) => {
                parameters.insert(greedy.to_owned(), decoded(here));
                ranks.push(GREEDY);
                rest = None;
                break;
            }
            Some((name, None)) => {
                let (value, after) = first_segment(here);
                if value.is_empty() {
                    return None;
                }
                parameters.insert(name.to_owned(), decoded(value));
                ranks.push(PARAMETER);
                rest = after;
            }
            None => {
                let (value, after) = first_segment(here);
                if value != segment {
                    return None;
                }
                ranks.push(LITERAL);
                rest = after;
            }
        }
    }
    rest.is_none()
        .then_some(((ranks, route.method.is_some()), parameters))
}

fn first_segment(path: &str) -> (&str, Option<&str>) {
    match path.split_once('/') {
        Some((first, rest)) => (first, Some(rest)),
        None => (path, None),
    }
}

/// Undoes percent-encoding; what isn't UTF-8 afterwards is replaced.
fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn routes(keys: &[&str]) -> Routes {
        let route = |key: &&str| {
            let (method, path) = key.split_once(' ').unwrap_or(("ANY", "$default"));
            Route {
                method: Some(method.to_owned()).filter(|method| method != "ANY"),
                path: Some(path.to_owned()).filter(|path| path != "$default"),
                function: "f".to_owned(),
                authorized: false,
                scopes: Vec::new(),
            }
        };
        Routes(keys.iter().map(route).collect())
    }

    fn found(routes: &Routes, method: Method, path: &str) -> Option<String> {
        routes.find(&method, path).map(|found| found.route.key())
    }

    #[test]
    fn the_most_specific_route_wins() {
        let routes = routes(&[
            "GET /v1/bookings/{id}",
            "GET /v1/bookings/mine",
            "ANY /v1/bookings/{id}",
            "GET /v1/{rest+}",
            "ANY $default",
        ]);
        let cases = [
            ("GET", "/v1/bookings/mine", "GET /v1/bookings/mine"),
            ("GET", "/v1/bookings/b1", "GET /v1/bookings/{id}"),
            ("POST", "/v1/bookings/mine", "ANY /v1/bookings/{id}"),
            ("GET", "/v1/bookings/b1/more", "GET /v1/{rest+}"),
            ("POST", "/elsewhere", "$default"),
        ];
        for (method, path, key) in cases {
            let method = method.parse().unwrap();
            assert_eq!(found(&routes, method, path).as_deref(), Some(key), "{path}");
        }
    }

    #[test]
    fn segments_have_to_be_there_and_no_more() {
        let routes = routes(&["GET /v1/a/{id}"]);
        for path in ["/v1/a", "/v1/a/", "/v1/a/b/", "/v1/a/b/c", "/v1/A/b", "/"] {
            assert_eq!(found(&routes, Method::GET, path), None, "{path}");
        }
        assert_eq!(found(&routes, Method::PUT, "/v1/a/b"), None);
    }

    #[test]
    fn parameters_are_decoded() {
        let routes = routes(&["GET /v1/{id}/x", "GET /w/{rest+}"]);
        let first = routes.find(&Method::GET, "/v1/a%2Fb%C3%A9%zz/x").unwrap();
        assert_eq!(first.parameters["id"], "a/bé%zz");
        let greedy = routes.find(&Method::GET, "/w/a/b").unwrap();
        assert_eq!(greedy.parameters["rest"], "a/b");
    }
}
