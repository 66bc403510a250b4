//! The API's description, `docs/openapi.json`: generated from the code of the three functions
//! that answer over HTTP, committed, and fresh. `UPDATE_OPENAPI=1` writes it anew.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anteroom_stack::wiring::Wiring;
use serde_json::Value;
use utoipa::OpenApi;
use utoipa::openapi::InfoBuilder;

const METHODS: [&str; 5] = ["get", "put", "post", "patch", "delete"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// The one description of all that the functions say of themselves.
fn described() -> Value {
    let mut api = anteroom_bookings::Api::openapi();
    api.merge(anteroom_sessions::Api::openapi());
    api.merge(anteroom_concierge::Api::openapi());
    api.info = InfoBuilder::new()
        .title("Anteroom")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "The back end with which a teletherapy service runs its sessions. \
             Instants are RFC 3339 in UTC, zones IANA names, numbers E.164, languages BCP 47.",
        ))
        .build();
    serde_json::from_str(&api.to_json().unwrap()).unwrap()
}

/// Every operation, as its method and path, with what is said of it.
fn operations(api: &Value) -> Vec<(String, &Value)> {
    let paths = api["paths"].as_object().unwrap();
    let operations = paths.iter().flat_map(|(path, item)| {
        METHODS
            .iter()
            .filter(|method| item[**method].is_object())
            .map(move |method| (format!("{} {path}", method.to_uppercase()), &item[*method]))
    });
    operations.collect()
}

#[test]
fn the_committed_description_is_fresh() {
    let file = root().join("docs/openapi.json");
    let generated = format!("{:#}\n", described());
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        std::fs::write(&file, generated).unwrap();
        return;
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        committed == generated,
        "docs/openapi.json is stale: run the test with UPDATE_OPENAPI=1 and commit what it writes"
    );
}

#[test]
fn every_route_of_the_template_is_described_and_no_other() {
    let wiring = Wiring::read(&root(), &Default::default()).unwrap();
    let routes: BTreeSet<_> = wiring.routes.iter().map(|route| route.key()).collect();
    let api = described();
    let described: BTreeSet<_> = operations(&api).into_iter().map(|(key, _)| key).collect();
    assert_eq!(described, routes);
}

#[test]
fn every_operation_says_what_clients_need() {
    let api = described();
    let mut ids = BTreeSet::new();
    for (key, operation) in operations(&api) {
        let id = operation["operationId"].as_str().unwrap_or_default();
        assert!(!id.is_empty() && ids.insert(id), "{key}: operationId {id}");
        let summary = operation["summary"].as_str().unwrap_or_default();
        assert!(!summary.is_empty(), "{key} has no summary");
        let tags = operation["tags"].as_array().unwrap();
        assert_eq!(tags.len(), 1, "{key}");
        let by_link = key.contains(" /v1/visit");
        let is_public = key == "GET /v1/policy";
        let scheme = if by_link { "memberLink" } else { "signedIn" };
        let security = match is_public {
            true => serde_json::json!([]),
            false => serde_json::json!([{scheme: []}]),
        };
        assert_eq!(operation["security"], security, "{key}");

        let responses = operation["responses"].as_object().unwrap();
        assert!(
            responses.keys().any(|status| status.starts_with('2')),
            "{key}"
        );
        let mut wanted = vec!["default"];
        if !is_public {
            wanted.push("401");
        }
        if !is_public && !by_link {
            wanted.push("403");
        }
        if key.contains("{id}") {
            wanted.push("404");
        }
        if operation["requestBody"].is_object() {
            wanted.extend(["400", "413", "422"]);
        }
        for status in wanted {
            assert!(responses.contains_key(status), "{key} has no {status}");
        }
        for (status, response) in responses {
            let description = response["description"].as_str().unwrap_or_default();
            assert!(!description.is_empty(), "{key} {status} has no description");
            if status == "304" {
                assert!(response["content"].is_null(), "{key} {status}");
            } else if !status.starts_with('2') {
                let content = &response["content"];
                assert_eq!(content.as_object().unwrap().len(), 1, "{key} {status}");
                let schema = &content["application/problem+json"]["schema"]["$ref"];
                assert_eq!(schema, "#/components/schemas/Problem", "{key} {status}");
            }
        }
    }
}

/// A page of another origin may send what the description has, and the distribution hands it on. With cookies to hand on
/// it would answer no conditional requests (`infra/web.yaml`).
#[test]
fn every_header_of_a_request_reaches_the_functions() {
    let api = described();
    let mut sent = BTreeSet::new();
    for (_, operation) in operations(&api) {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let headers = parameters.filter(|parameter| parameter["in"] == "header");
        sent.extend(headers.map(|header| header["name"].as_str().unwrap().to_owned()));
    }
    assert!(sent.contains("If-None-Match"), "{sent:?}");
    let template = |file: &str| {
        let text = std::fs::read_to_string(root().join(file)).unwrap();
        serde_yaml_ng::from_str::<serde_yaml_ng::Value>(&text).unwrap()
    };
    let resources = &template("template.yaml")["Resources"];
    let allowed = &resources["Api"]["Properties"]["CorsConfiguration"]["AllowHeaders"];
    for header in sent {
        let is_allowed = |each: &serde_yaml_ng::Value| *each == header.as_str();
        assert!(
            allowed.as_sequence().unwrap().iter().any(is_allowed),
            "{header}"
        );
    }
    let web = &template("infra/web.yaml")["Resources"];
    let distribution = &web["Distribution"]["Properties"]["DistributionConfig"];
    let policy = &distribution["CacheBehaviors"][0]["OriginRequestPolicyId"];
    let serde_yaml_ng::Value::Tagged(policy) = policy else {
        panic!("a policy of our own: {policy:?}");
    };
    let policy = &web[&policy.value]["Properties"]["OriginRequestPolicyConfig"];
    assert_eq!(policy["CookiesConfig"]["CookieBehavior"], "none");
    assert_eq!(policy["HeadersConfig"]["HeaderBehavior"], "allExcept");
    assert_eq!(policy["QueryStringsConfig"]["QueryStringBehavior"], "all");
}

#[test]
fn every_reference_leads_somewhere_and_every_scheme_is_bearer() {
    let api = described();
    let mut references = BTreeSet::new();
    collect(&api, &mut references);
    assert!(!references.is_empty());
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(api.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
    let schemes = api["components"]["securitySchemes"].as_object().unwrap();
    let names: Vec<_> = schemes.keys().map(String::as_str).collect();
    assert_eq!(names, ["memberLink", "signedIn"]);
    for scheme in schemes.values() {
        assert_eq!(scheme["type"], "http");
        assert_eq!(scheme["scheme"], "bearer");
    }
    let tags = api["tags"].as_array().unwrap();
    let tags: BTreeSet<_> = tags.iter().map(|tag| tag["name"].as_str()).collect();
    for (key, operation) in operations(&api) {
        assert!(tags.contains(&operation["tags"][0].as_str()), "{key}");
    }
}

#[test]
fn only_the_meeting_service_s_own_objects_are_left_open() {
    let api = described();
    let mut open = Vec::new();
    let schemas = api["components"]["schemas"].as_object().unwrap();
    for (name, schema) in schemas {
        open_objects(schema, name, &mut open);
    }
    assert_eq!(open, ["Entrance/attendee", "Entrance/meeting"]);
}

#[test]
fn what_an_allowance_announces_is_the_code_of_a_problem() {
    let api = described();
    let words = |name: &str| {
        let words = api["components"]["schemas"][name]["enum"].as_array();
        words.unwrap_or_else(|| panic!("{name} is no set of words"))
    };
    for why in words("ActionRefusal") {
        assert!(words("ProblemCode").contains(why), "{why}");
    }
}

#[test]
fn a_member_who_joins_is_told_one_of_five_states_by_a_discriminator() {
    let api = described();
    let answer = &api["components"]["schemas"]["JoinAnswer"];
    assert_eq!(answer["discriminator"]["propertyName"], "state");
    let mapping = answer["discriminator"]["mapping"].as_object().unwrap();
    let states: Vec<_> = mapping.keys().map(String::as_str).collect();
    assert_eq!(
        states,
        ["admitted", "cancelled", "ended", "phone", "waiting"]
    );
}

/// The places of objects of which nothing is said.
fn open_objects(schema: &Value, place: &str, into: &mut Vec<String>) {
    match schema {
        Value::Object(fields) => {
            let says = ["properties", "additionalProperties"];
            let is_open = schema["type"] == "object" && says.iter().all(|f| schema[f].is_null());
            if is_open {
                into.push(place.to_owned());
            }
            for (name, field) in fields {
                let inner = match name.as_str() {
                    "properties" => place.to_owned(),
                    _ => format!("{place}/{name}"),
                };
                open_objects(field, &inner, into);
            }
        }
        Value::Array(items) => {
            for item in items {
                open_objects(item, place, into);
            }
        }
        _ => {}
    }
}

fn collect<'a>(value: &'a Value, into: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(fields) => {
            into.extend(fields.get("$ref").and_then(Value::as_str));
            fields.values().for_each(|value| collect(value, into));
        }
        Value::Array(items) => items.iter().for_each(|value| collect(value, into)),
        _ => {}
    }
}

/// What a client sends has bounds: the code refuses what is longer or greater.
#[test]
fn every_text_and_number_of_a_request_has_bounds() {
    let api = described();
    let mut sent: Vec<Value> = Vec::new();
    for (_, operation) in operations(&api) {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        sent.extend(parameters.map(|parameter| parameter["schema"].clone()));
        sent.push(operation["requestBody"]["content"]["application/json"]["schema"].clone());
    }
    let (mut seen, mut unbounded) = (BTreeSet::new(), BTreeSet::new());
    while let Some(schema) = sent.pop() {
        let name = schema["$ref"]
            .as_str()
            .and_then(|path| path.rsplit('/').next());
        if let Some(name) = name.filter(|name| seen.insert((*name).to_owned())) {
            sent.push(api["components"]["schemas"][name].clone());
        }
        let is = |wanted: &str| schema["type"] == wanted || schema["type"][0] == wanted;
        let has = |names: &[&str]| names.iter().any(|name| !schema[*name].is_null());
        let text = ["maxLength", "pattern", "format", "enum"];
        if is("string") && !has(&text) || is("integer") && !has(&["maximum"]) {
            unbounded.insert(schema.to_string());
        }
        match schema {
            Value::Array(inner) => sent.extend(inner),
            Value::Object(inner) => sent.extend(inner.into_iter().map(|(_, inner)| inner)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    assert!(seen.len() > 20, "{seen:?}");
    assert!(unbounded.is_empty(), "{unbounded:#?}");
}
