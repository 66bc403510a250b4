//! What all operations have in common in the API's description.

use utoipa::Modify;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{OpenApi, PathItem, Ref, ResponseBuilder};

/// Adds to every operation that it wants the token of somebody who is signed in, and that
/// whatever is not a success is a [`Problem`](super::Problem).
#[derive(Debug)]
pub struct Conventions;

/// The name of the security scheme: a token of the user pool.
const SIGNED_IN: &str = "signedIn";

impl Modify for Conventions {
    fn modify(&self, api: &mut OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT")
            .build();
        let components = api.components.get_or_insert_default();
        components.add_security_scheme(SIGNED_IN, SecurityScheme::Http(scheme));
        for operation in api.paths.paths.values_mut().flat_map(operations) {
            let no_scopes: [&str; 0] = [];
            operation.security = Some(vec![SecurityRequirement::new(SIGNED_IN, no_scopes)]);
            let problem = ContentBuilder::new()
                .schema(Some(Ref::from_schema_name("Problem")))
                .build();
            let problem = ResponseBuilder::new()
                .description("A problem")
                .content("application/problem+json", problem);
            operation
                .responses
                .responses
                .insert("default".to_owned(), problem.build().into());
        }
    }
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
