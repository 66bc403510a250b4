//! The API, the table and the mail identities.

use serde_json::{Map, Value};

use super::functions::{merged, number};
use super::{Authorizer, Cors, TemplateError};
use crate::template::{Problem, Resource, Stack};

/// The settings of a stack's HTTP API.
pub(super) struct Api {
    pub(super) cors: Option<Cors>,
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
            Some(resource) => merged(
                &globals,
                resource.properties(&["Auth", "CorsConfiguration"])?,
            ),
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
            authorized: jwt.is_some(),
            authorizer: jwt,
            scopes: scopes.unwrap_or_default(),
        })
    }
}

/// The body of `CreateTable` and the attribute by which items expire.
pub(super) fn table(resource: &Resource<'_>) -> Result<(Value, Option<String>), TemplateError> {
    let mut body = Map::new();
    body.insert("TableName".to_owned(), resource.reference()?.into());
    for key in [
        "AttributeDefinitions",
        "KeySchema",
        "GlobalSecondaryIndexes",
        "LocalSecondaryIndexes",
        "BillingMode",
        "ProvisionedThroughput",
    ] {
        let value = resource.property(key)?;
        if !value.is_null() {
            body.insert(key.to_owned(), value);
        }
    }
    // The template has no switch of its own for the stream: naming the view turns it on.
    if let Value::Object(mut stream) = resource.property("StreamSpecification")? {
        stream.insert("StreamEnabled".to_owned(), true.into());
        stream.remove("ResourcePolicy");
        body.insert("StreamSpecification".to_owned(), stream.into());
    }
    let ttl = resource.property("TimeToLiveSpecification")?;
    let attribute = ttl["AttributeName"].as_str().map(str::to_owned);
    Ok((Value::Object(body), attribute))
}

/// The configuration set of a destination of mail events, and the types of events that it
/// sends to the event bus: none if it is a destination of another kind.
pub(super) fn mail_events(resource: &Resource<'_>) -> Result<(String, Vec<String>), TemplateError> {
    let set = text(resource, "ConfigurationSetName")?;
    let destination = resource.property("EventDestination")?;
    let types = match &destination["EventBridgeDestination"] {
        Value::Object(_) if destination["Enabled"] != false => {
            texts(&destination["MatchingEventTypes"])
        }
        _ => Vec::new(),
    };
    let types = types.into_iter().map(|name| name.to_uppercase());
    Ok((set, types.collect()))
}

/// A property that has to be a text.
pub(super) fn text(resource: &Resource<'_>, key: &str) -> Result<String, TemplateError> {
    match resource.property(key)? {
        Value::String(text) => Ok(text),
        Value::Null => Err(resource.error(key, Problem::Missing)),
        _ => Err(resource.error(key, Problem::Shape { expected: "a text" })),
    }
}

/// A list of texts, which may also be a single one.
pub(super) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items
            .iter()
            .filter_map(|item| item.as_str().map(str::to_owned))
            .collect(),
        _ => Vec::new(),
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
