//! The issuer as an OpenID provider: discovery, the sign-in page, tokens, signing out.

use axum::extract::{Form, Query, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use reqwest::Url;
use serde::Deserialize;
use serde_json::{Value, json};

use super::grants::{Grants, Person, Request};
use super::people::People;
use super::pool::Pool;
use super::{CLIENT_ID, Issuer, LIFETIME, password};
use crate::clock::Clock;

/// What the pages need.
#[derive(Clone)]
pub struct Pages {
    /// Signs the tokens.
    pub issuer: Issuer,
    /// The stack's clock.
    pub clock: Clock,
    /// Who can sign in without an account.
    pub people: People,
    /// Who has one.
    pub pool: Pool,
    /// The portal's origin, the only one that people are sent to.
    pub origin: String,
    /// The codes and refresh tokens that were granted.
    pub grants: Grants,
}

/// The issuer's pages, at `/_local/issuer`.
pub fn router(pages: Pages) -> Router {
    let routes = Router::new()
        .route("/.well-known/openid-configuration", get(discovery))
        .route("/.well-known/jwks.json", get(keys))
        .route("/authorize", get(choose))
        .route("/authorize/as", get(chosen))
        .route("/authorize/with-password", post(password::sign_in))
        .route("/authorize/with-code", post(password::go_on))
        .route("/token", post(token))
        .route("/revoke", post(revoke))
        .route("/logout", get(logout))
        .with_state(pages);
    Router::new().nest("/_local/issuer", routes)
}

async fn discovery(State(pages): State<Pages>) -> Json<Value> {
    Json(pages.issuer.discovery())
}

async fn keys(State(pages): State<Pages>) -> Response {
    (
        [(header::CACHE_CONTROL, "no-store")],
        Json(pages.issuer.keys()),
    )
        .into_response()
}

/// The parameters of an authorization request (RFC 6749, RFC 7636).
#[derive(Debug, Deserialize)]
pub(super) struct AuthorizationRequest {
    response_type: String,
    client_id: String,
    redirect_uri: String,
    state: Option<String>,
    nonce: Option<String>,
    code_challenge: String,
    code_challenge_method: String,
    /// Who was chosen on the page.
    person: Option<String>,
}

/// The page on which a person is chosen. Each choice is a link that repeats the request's query.
async fn choose(
    State(pages): State<Pages>,
    Query(asked): Query<AuthorizationRequest>,
    uri: Uri,
) -> Result<Response, Refused> {
    pages.check(&asked)?;
    let mut list = String::new();
    for (role, people) in pages.people.by_role().await {
        list.push_str(&format!("<h2>{role}</h2><ul>"));
        for person in people {
            let question = escaped(uri.query().unwrap_or_default());
            let name = person.name.as_deref().unwrap_or_default();
            let (id, name) = (escaped(&person.id), escaped(name));
            list.push_str(&format!(
                "<li><a href=\"authorize/as?{question}&amp;person={id}\">{name}</a> <small>{id}</small></li>"
            ));
        }
        list.push_str("</ul>");
    }
    let form = password::form(uri.query().unwrap_or_default());
    let body = format!(
        "<p>This is the local stack: it signs you in as anybody, without a password.</p>{list}\
         <h2>With an account</h2>{form}"
    );
    let policy = [(header::CONTENT_SECURITY_POLICY, CONTENT_POLICY)];
    Ok((policy, Html(page("Who are you?", &body))).into_response())
}

/// What the pages may load: their own style.
pub(super) const CONTENT_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// A page with a heading.
pub(super) fn page(heading: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>Sign in</title>\
         <style>body{{font:1.125rem/1.6 system-ui;max-width:36rem;margin:2rem auto;padding:0 1rem}}</style>\
         <main><h1>{heading}</h1>{body}</main></html>"
    )
}

async fn chosen(
    State(pages): State<Pages>,
    Query(asked): Query<AuthorizationRequest>,
) -> Result<Redirect, Refused> {
    pages.check(&asked)?;
    let person = pages.people.find(asked.person.as_deref()).await;
    let person = person.ok_or(Refused("There is no such person."))?;
    if pages.pool.get(&person.id).is_ok_and(|user| !user.enabled) {
        return Err(Refused("User is disabled."));
    }
    pages.send_back(asked, person)
}

#[derive(Debug, Deserialize)]
#[serde(tag = "grant_type", rename_all = "snake_case")]
enum TokenRequest {
    AuthorizationCode {
        client_id: String,
        code: String,
        redirect_uri: String,
        code_verifier: String,
    },
    RefreshToken {
        client_id: String,
        refresh_token: String,
    },
}

async fn token(State(pages): State<Pages>, Form(request): Form<TokenRequest>) -> Response {
    let now = pages.clock.now();
    let (client_id, granted) = match request {
        TokenRequest::AuthorizationCode {
            client_id,
            code,
            redirect_uri,
            code_verifier,
        } => {
            let granted = pages
                .grants
                .exchange(&code, &redirect_uri, &code_verifier, now);
            let granted = granted.map(|(person, nonce)| {
                let refresh = pages.grants.refresh_token(person.clone(), now);
                (person, now, nonce, Some(refresh))
            });
            (client_id, granted)
        }
        TokenRequest::RefreshToken {
            client_id,
            refresh_token,
        } => {
            let granted = pages.grants.renews(&refresh_token, now);
            let granted = granted.filter(|(person, since)| pages.pool.keeps(&person.id, *since));
            let granted = granted.map(|(person, since)| (person, since, None, None));
            (client_id, granted)
        }
    };
    let Some((person, since, nonce, refresh)) = granted.filter(|_| client_id == CLIENT_ID) else {
        let body = Json(json!({"error": "invalid_grant"}));
        return (StatusCode::BAD_REQUEST, body).into_response();
    };
    let mut answer = json!({
        "access_token": pages.issuer.access_token(&person.sub, &person.id, person.role, now),
        "id_token": pages.issuer.id_token(&person, since, nonce.as_deref(), now),
        "token_type": "Bearer",
        "expires_in": LIFETIME.as_secs(),
    });
    if let Some(refresh) = refresh {
        answer["refresh_token"] = refresh.into();
    }
    Json(answer).into_response()
}

#[derive(Debug, Deserialize)]
struct Revocation {
    token: String,
}

async fn revoke(State(pages): State<Pages>, Form(request): Form<Revocation>) -> StatusCode {
    pages.grants.revoke(&request.token);
    StatusCode::OK
}

/// Cognito's name for the address to return to is `logout_uri`.
#[derive(Debug, Deserialize)]
struct LogoutRequest {
    logout_uri: String,
}

async fn logout(
    State(pages): State<Pages>,
    Query(request): Query<LogoutRequest>,
) -> Result<Redirect, Refused> {
    let back = pages.portal_url(&request.logout_uri);
    let back = back.ok_or(Refused("logout_uri is not the portal's."))?;
    Ok(Redirect::to(back.as_str()))
}

/// A refused request, with its reason.
#[derive(Debug)]
pub(super) struct Refused(pub(super) &'static str);

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, self.0).into_response()
    }
}

impl Pages {
    /// Where to send the code, if the request is the portal's.
    pub(super) fn check(&self, asked: &AuthorizationRequest) -> Result<Url, Refused> {
        if asked.response_type != "code" || asked.code_challenge_method != "S256" {
            return Err(Refused("Only the code flow with S256 is supported."));
        }
        if asked.client_id != CLIENT_ID {
            return Err(Refused("There is no such client."));
        }
        self.portal_url(&asked.redirect_uri)
            .ok_or(Refused("redirect_uri is not the portal's."))
    }

    /// Sends somebody who has signed in back to the portal, with a code.
    pub(super) fn send_back(
        &self,
        asked: AuthorizationRequest,
        person: Person,
    ) -> Result<Redirect, Refused> {
        let mut back = self.check(&asked)?;
        let request = Request {
            redirect_uri: asked.redirect_uri,
            challenge: asked.code_challenge,
            nonce: asked.nonce,
        };
        let code = self.grants.code(person, request, self.clock.now());
        back.query_pairs_mut().append_pair("code", &code);
        if let Some(state) = &asked.state {
            back.query_pairs_mut().append_pair("state", state);
        }
        Ok(Redirect::to(back.as_str()))
    }

    /// The address, if it is the portal's.
    fn portal_url(&self, address: &str) -> Option<Url> {
        let url: Url = address.parse().ok()?;
        (url.origin().ascii_serialization() == self.origin).then_some(url)
    }
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
