//! What all operations share in the API's description.

use utoipa::openapi::content::{Content, ContentBuilder};
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::response::Response;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{OpenApi, PathItem, Ref, RefOr, Required, ResponseBuilder};
use utoipa::{IntoParams, Modify};

use crate::headers::IfNoneMatch;
use crate::schemas::{tidy, without_null};

/// Adds to each operation its security scheme, if it has one, and the [`Problem`](super::Problem) answers that are
/// possible for an operation of its shape, with a default for all others. Tidies the schemas.
#[derive(Debug)]
pub struct Conventions;

/// The security scheme of signed-in people: a token of the user pool.
const SIGNED_IN: &str = "signedIn";
/// The security scheme of a member's link: the token in the link (A2).
const MEMBER_LINK: &str = "memberLink";
/// The path that anybody may read.
const PUBLIC: &str = "/v1/policy";

impl Modify for Conventions {
    fn modify(&self, api: &mut OpenApi) {
        let components = api.components.get_or_insert_default();
        for (name, description) in [
            (SIGNED_IN, "A token of the user pool"),
            (MEMBER_LINK, "The token in a member's link"),
        ] {
            let scheme = HttpBuilder::new()
                .scheme(HttpAuthScheme::Bearer)
                .bearer_format("JWT")
                .description(Some(description));
            components.add_security_scheme(name, SecurityScheme::Http(scheme.build()));
        }
        tidy(components);
        for (path, item) in &mut api.paths.paths {
            let scheme = match path.as_str() {
                PUBLIC => None,
                path if path.starts_with("/v1/visit") => Some(MEMBER_LINK),
                _ => Some(SIGNED_IN),
            };
            for operation in operations(item) {
                let requirement = |scheme| SecurityRequirement::new(scheme, [""; 0]);
                if is_list(operation) {
                    may_be_unchanged(operation);
                }
                optional_without_null(operation);
                operation.security = Some(scheme.map(requirement).into_iter().collect());
                for (status, description) in problems(operation, scheme) {
                    let responses = &mut operation.responses.responses;
                    responses.insert(status.to_owned(), problem(description).into());
                }
            }
        }
    }
}

/// Whether an operation answers with a page of a list.
fn is_list(operation: &Operation) -> bool {
    let Some(RefOr::T(response)) = operation.responses.responses.get("200") else {
        return false;
    };
    response.content.values().any(|content| {
        matches!(content, RefOr::T(Content { schema: Some(RefOr::Ref(to)), .. }) if to.ref_location.contains("/Page_"))
    })
}

/// Who has a list's last answer may ask with its `ETag`.
fn may_be_unchanged(operation: &mut Operation) {
    let known = IfNoneMatch::into_params(|| None);
    let known = known.into_iter().map(RefOr::T);
    operation.parameters.get_or_insert_default().extend(known);
    let same = "Nothing has changed since the answer with the ETag in `If-None-Match`";
    let same = ResponseBuilder::new().description(same).build();
    let responses = &mut operation.responses.responses;
    responses.insert("304".to_owned(), same.into());
}

/// A parameter that may be absent is never null.
fn optional_without_null(operation: &mut Operation) {
    for parameter in operation.parameters.iter_mut().flatten() {
        if let RefOr::T(parameter) = parameter
            && parameter.required == Required::False
            && let Some(schema) = &mut parameter.schema
        {
            without_null(schema);
        }
    }
}

/// The problems with which an operation of this shape can answer, by status.
fn problems(operation: &Operation, scheme: Option<&str>) -> Vec<(&'static str, &'static str)> {
    let has = |place: &ParameterIn, name: Option<&str>| {
        let parameters = operation.parameters.iter().flatten();
        let mut parameters = parameters.filter_map(|parameter| match parameter {
            RefOr::T(parameter) => Some(parameter),
            RefOr::Ref(_) => None,
        });
        parameters.any(|p| p.parameter_in == *place && name.is_none_or(|name| p.name == name))
    };
    let (query, body) = (
        has(&ParameterIn::Query, None),
        operation.request_body.is_some(),
    );
    let header = |name| has(&ParameterIn::Header, Some(name));
    let mut problems = vec![("default", "Any other problem; see its `code`")];
    match scheme {
        None => {}
        Some(MEMBER_LINK) => problems.push(("401", "The link has expired or is void")),
        Some(_) => {
            problems.push((
                "401",
                "Nobody is signed in. The gateway answers this itself",
            ));
            problems.push(("403", "The caller's role may not do this"));
        }
    }
    if query || body || header("Idempotency-Key") {
        problems.push(("400", "The request can't be parsed"));
    }
    if has(&ParameterIn::Path, None) {
        problems.push(("404", "It does not exist, or the caller may not see it"));
    }
    if header("If-Match") {
        problems.push(("412", "There is a newer version than the one in `If-Match`"));
    }
    if body {
        problems.push(("413", "The body is too large"));
    }
    if query || body || header("Idempotency-Key") {
        problems.push(("422", "The request can be parsed, but is not valid"));
    }
    problems
}

fn problem(description: &str) -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem")));
    ResponseBuilder::new()
        .description(description)
        .content("application/problem+json", content.build())
        .build()
}

fn operations(path: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [
        &mut path.get,
        &mut path.put,
        &mut path.post,
        &mut path.patch,
        &mut path.delete,
    ]
    .into_iter()
    .flatten()
}
