//! Signing in with an address and a password, as users of the pool do, and with a code if they need one (A8).

use axum::extract::{Form, Query, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;

use super::grants::Person;
use super::pages::{AuthorizationRequest, Pages, Refused, escaped, page};
use super::pool::{PoolError, SignIn, User};

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
    match user {
        Ok(SignIn::Done(user)) => back(&pages, asked, &user),
        Ok(SignIn::Code(session)) => Ok(ask_for_code(uri.query(), &session, None)),
        Err(error) => {
            let query = uri.query().unwrap_or_default();
            let fields = fields(query, "with-password", &typed.email, Some(error));
            Ok(again(&fields))
        }
    }
}

/// What people type after their password.
#[derive(Debug, Deserialize)]
pub(super) struct TypedCode {
    session: String,
    code: String,
}

/// Sends whoever knows the code back to the portal; the page again, with the reason, otherwise. If the sign-in is over, it
/// is the first one.
pub(super) async fn go_on(
    State(pages): State<Pages>,
    Query(asked): Query<AuthorizationRequest>,
    uri: Uri,
    Form(typed): Form<TypedCode>,
) -> Result<Response, Refused> {
    pages.check(&asked)?;
    let now = pages.clock.now();
    match pages.pool.sign_in_with(&typed.session, &typed.code, now) {
        Ok(user) => back(&pages, asked, &user),
        Err(error @ PoolError::WrongCode) => {
            Ok(ask_for_code(uri.query(), &typed.session, Some(error)))
        }
        Err(error) => {
            let query = uri.query().unwrap_or_default();
            Ok(again(&fields(query, "with-password", "", Some(error))))
        }
    }
}

fn back(pages: &Pages, asked: AuthorizationRequest, user: &User) -> Result<Response, Refused> {
    let person = person(user).ok_or(Refused("The account is in no group."))?;
    Ok(pages.send_back(asked, person)?.into_response())
}

fn ask_for_code(query: Option<&str>, session: &str, error: Option<PoolError>) -> Response {
    let query = escaped(query.unwrap_or_default());
    let (why, session) = (reason(error), escaped(session));
    let fields = format!(
        "<form method=\"post\" action=\"with-code?{query}\">{why}\
         <p>We have sent a code to your email address.</p>\
         <input name=\"session\" type=\"hidden\" value=\"{session}\">\
         <p><label>Code<br><input name=\"code\" inputmode=\"numeric\" autocomplete=\"one-time-code\" required></label></p>\
         <p><button>Sign in</button></p></form>"
    );
    let status = match error {
        None => StatusCode::OK,
        Some(_) => StatusCode::BAD_REQUEST,
    };
    shown(status, &fields)
}

/// The form, for a request with this query.
pub(super) fn form(query: &str) -> String {
    fields(query, "authorize/with-password", "", None)
}

fn again(fields: &str) -> Response {
    shown(StatusCode::BAD_REQUEST, fields)
}

fn shown(status: StatusCode, fields: &str) -> Response {
    let body = Html(page("Sign in", fields));
    let policy = [(
        header::CONTENT_SECURITY_POLICY,
        super::pages::CONTENT_POLICY,
    )];
    (status, policy, body).into_response()
}

fn reason(error: Option<PoolError>) -> String {
    error.map_or_else(String::new, |error| {
        format!("<p role=\"alert\">{}</p>", escaped(&error.to_string()))
    })
}

fn fields(query: &str, path: &str, email: &str, error: Option<PoolError>) -> String {
    let (query, email) = (escaped(query), escaped(email));
    let why = reason(error);
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
