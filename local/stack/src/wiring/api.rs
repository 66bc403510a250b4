//! The HTTP API: its authorizer and its CORS settings.

use serde_json::Value;

use super::throttle::Throttles;
use super::values::{merged, number, texts};
use crate::template::{Problem, Stack, TemplateError};

/// The properties that the local stack looks at.
const PROPERTIES: &[&str] = &[
    "Auth",
    "CorsConfiguration",
    "DefaultRouteSettings",
    "RouteSettings",
];

/// A JWT authorizer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorizer {
    /// Whose tokens it takes.
    pub issuer: String,
    /// For which clients they must have been issued.
    pub audience: Vec<String>,
}

/// The CORS settings of the API.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cors {
    /// Origins, or `*`.
    pub origins: Vec<String>,
    /// Methods, or `*`.
    pub methods: Vec<String>,
    /// Request headers, or `*`.
    pub headers: Vec<String>,
    /// Response headers that scripts may read.
    pub exposed: Vec<String>,
    /// Seconds for which a browser may keep a preflight's answer.
    pub max_age: Option<u64>,
    /// Whether cookies may be sent.
    pub credentials: bool,
}

/// The settings of a stack's HTTP API.
pub(super) struct Api {
    pub(super) cors: Option<Cors>,
    pub(super) throttles: Throttles,
    pub(super) authorizer: Option<Authorizer>,
    /// Whether routes that don't say ask for a token.
    pub(super) authorized: bool,
    /// Scopes that such routes ask for.
    pub(super) scopes: Vec<String>,
}

impl Api {
    /// Reads the API, laid over the globals; one without settings if there is none.
    pub(super) fn read(stack: &Stack) -> Result<Api, TemplateError> {
        let globals = stack.globals("HttpApi")?;
        let resources = stack.resources()?;
        let own = resources
            .iter()
            .find(|resource| resource.kind == "AWS::Serverless::HttpApi");
        let properties = match own {
            Some(resource) => merged(&globals, resource.properties(PROPERTIES)?),
            None => globals,
        };
        let auth = &properties["Auth"];
        let default = auth["DefaultAuthorizer"].as_str();
        let jwt = match default {
            None => None,
            Some(name) => {
                let settings = &auth["Authorizers"][name];
                Some(jwt(settings).ok_or_else(|| {
                    let place = own.map_or("Globals", |resource| resource.id);
                    let key = format!("Auth.Authorizers.{name}.JwtConfiguration");
                    stack.error(place, &key, Problem::Missing)
                })?)
            }
        };
        let scopes = default.map(|name| texts(&auth["Authorizers"][name]["AuthorizationScopes"]));
        Ok(Api {
            cors: cors(&properties["CorsConfiguration"]),
            throttles: Throttles::read(&properties),
            authorized: jwt.is_some(),
            authorizer: jwt,
            scopes: scopes.unwrap_or_default(),
        })
    }
}

fn jwt(settings: &Value) -> Option<Authorizer> {
    let jwt = &settings["JwtConfiguration"];
    Some(Authorizer {
        issuer: jwt["issuer"].as_str()?.to_owned(),
        audience: texts(&jwt["audience"]),
    })
}

/// `true` stands for all origins, a text for one origin.
fn cors(settings: &Value) -> Option<Cors> {
    match settings {
        Value::Bool(true) => Some(Cors {
            origins: vec!["*".to_owned()],
            methods: vec!["*".to_owned()],
            headers: vec!["*".to_owned()],
            ..Cors::default()
        }),
        Value::String(origin) => Some(Cors {
            origins: vec![origin.clone()],
            ..Cors::default()
        }),
        Value::Object(map) => {
            let list = |key: &str| map.get(key).map(texts).unwrap_or_default();
            Some(Cors {
                origins: list("AllowOrigins"),
                methods: list("AllowMethods"),
                headers: list("AllowHeaders"),
                exposed: list("ExposeHeaders"),
                max_age: map.get("MaxAge").and_then(number),
                credentials: map.get("AllowCredentials") == Some(&Value::Bool(true)),
            })
        }
        Value::Bool(false) | Value::Null | Value::Number(_) | Value::Array(_) => None,
    }
}
