//! Signing in with an address and a password, as users of the pool do.

use axum::extract::{Form, Query, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;

use super::grants::Person;
use super::pages::{AuthorizationRequest, Pages, Refused, escaped, page};
use super::pool::{PoolError, User};

/// What people type.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Typed {
    email: String,
    password: String,
    /// At the first sign-in: what takes the place of the invitation's password.
    new_password: Option<String>,
}

/// Sends whoever knows their password back to the portal; the page again, with the reason, otherwise.
pub(super) async fn sign_in(
    State(pages): State<Pages>,
    Query(asked): Query<AuthorizationRequest>,
    uri: Uri,
    Form(typed): Form<Typed>,
) -> Result<Response, Refused> {
    pages.check(&asked)?;
    let chosen = typed.new_password.as_deref();
    let now = pages.clock.now();
    let user = pages
        .pool
        .sign_in(&typed.email, &typed.password, chosen, now);
    let person = match user {
        Ok(user) => person(&user),
        Err(error) => {
            let query = uri.query().unwrap_or_default();
            return Ok(again(&typed, query, error));
        }
    };
    let person = person.ok_or(Refused("The account is in no group."))?;
    Ok(pages.send_back(asked, person)?.into_response())
}

/// The form, for a request with this query.
pub(super) fn form(query: &str) -> String {
    fields(query, "authorize/with-password", "", None)
}

fn again(typed: &Typed, query: &str, error: PoolError) -> Response {
    let fields = fields(query, "with-password", &typed.email, Some(error));
    let body = Html(page("Sign in", &fields));
    let policy = [(
        header::CONTENT_SECURITY_POLICY,
        super::pages::CONTENT_POLICY,
    )];
    (StatusCode::BAD_REQUEST, policy, body).into_response()
}

fn fields(query: &str, path: &str, email: &str, error: Option<PoolError>) -> String {
    let (query, email) = (escaped(query), escaped(email));
    let why = error.map_or_else(String::new, |error| {
        format!("<p role=\"alert\">{}</p>", escaped(&error.to_string()))
    });
    format!(
        "<form method=\"post\" action=\"{path}?{query}\">{why}\
         <p><label>Email address<br><input name=\"email\" type=\"email\" required value=\"{email}\"></label></p>\
         <p><label>Password<br><input name=\"password\" type=\"password\" required></label></p>\
         <p><label>Your own password, the first time<br><input name=\"newPassword\" type=\"password\"></label></p>\
         <p><button>Sign in</button></p></form>"
    )
}

/// The user as a person; `None` if they are in no group that the service knows.
fn person(user: &User) -> Option<Person> {
    let roles = ["concierge", "provider", "member"];
    let role = roles.into_iter().find(|role| user.groups.contains(*role))?;
    Some(Person {
        id: user.name.clone(),
        sub: user.sub.clone(),
        role,
        name: None,
        email: user.email().map(str::to_owned),
    })
}
