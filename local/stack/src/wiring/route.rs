//! A route of the API.

use serde_json::Value;

use super::api::Api;
use super::event::Event;
use super::values::texts;
use crate::template::{Problem, TemplateError};

/// A route of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The method in capitals; none: any.
    pub method: Option<String>,
    /// The path, with `{name}` and `{name+}`; none: `$default`.
    pub path: Option<String>,
    /// The function that answers.
    pub function: String,
    /// Whether a token is asked for first.
    pub authorized: bool,
    /// Scopes of which the token must have one; empty: none asked for.
    pub scopes: Vec<String>,
}

impl Route {
    /// Reads a route; without a path it is the `$default` route.
    pub(super) fn read(event: &Event<'_>, api: &Api) -> Result<Route, TemplateError> {
        let auth = &event.properties["Auth"];
        let method = event.properties["Method"].as_str().map(str::to_uppercase);
        let path = event.properties["Path"].as_str().map(str::to_owned);
        let authorized = match auth["Authorizer"].as_str() {
            None => api.authorized,
            Some(name) => name != "NONE",
        };
        if authorized && api.authorizer.is_none() {
            let problem = Problem::Unknown("the authorizer (no DefaultAuthorizer)".to_owned());
            return Err(event.error("Auth.Authorizer", problem));
        }
        let scopes = match &auth["AuthorizationScopes"] {
            Value::Null => api.scopes.clone(),
            own => texts(own),
        };
        Ok(Route {
            method: method
                .filter(|method| method != "ANY" && method != "X-AMAZON-APIGATEWAY-ANY-METHOD"),
            path: path.filter(|path| path != "$default"),
            function: event.function.to_owned(),
            authorized,
            scopes,
        })
    }

    /// The route key, as in `GET /v1/me`.
    pub fn key(&self) -> String {
        match &self.path {
            None => "$default".to_owned(),
            Some(path) => format!("{} {path}", self.method.as_deref().unwrap_or("ANY")),
        }
    }
}
