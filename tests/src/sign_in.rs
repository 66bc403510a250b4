//! Signing in at the local issuer, as whoever was invited does.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::LOCATION;
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode, Url};
use serde_json::Value;

use crate::{TestApp, Who};

/// A verifier and its challenge, from RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// What a sign-in gives.
#[derive(Clone, Debug)]
pub struct Session {
    /// Who signed in. The application's requests of theirs carry the token that they got.
    pub who: Who,
    refresh: String,
}

impl TestApp {
    /// The password in the newest invitation to an address.
    pub async fn invitation(&self, email: &str) -> String {
        let mails = self.messages("email", email).await;
        let mut mails = mails.iter().filter_map(|mail| mail["html"].as_str());
        let found = mails.find_map(|html| {
            let (_, rest) = html.split_once("<strong>")?;
            rest.split_once("</strong>")
        });
        found.expect("they were invited").0.to_owned()
    }

    /// Signs in with an address and a password, and chooses another one if that is an invitation's. `None` if the
    /// issuer refuses.
    pub async fn sign_in(&self, email: &str, password: &str, own: &str) -> Option<Session> {
        let back = format!("{}/signed-in", self.stack.url());
        let asked = form(&[
            ("response_type", "code"),
            ("client_id", "anteroom-local"),
            ("redirect_uri", &back),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ]);
        let typed = [
            ("email", email),
            ("password", password),
            ("newPassword", own),
        ];
        let path = format!("authorize/with-password?{asked}");
        let sent = self.issuer(&path, &form(&typed)).await;
        let address = sent.headers().get(LOCATION)?.to_str().ok()?;
        let address: Url = address.parse().ok()?;
        let code = address
            .query_pairs()
            .find(|(name, _)| name == "code")?
            .1
            .into_owned();
        let exchange = [
            ("grant_type", "authorization_code"),
            ("client_id", "anteroom-local"),
            ("code", &code),
            ("redirect_uri", &back),
            ("code_verifier", VERIFIER),
        ];
        let tokens = self.issuer("token", &form(&exchange)).await;
        let tokens: Value = tokens.json().await.ok()?;
        let access = tokens["access_token"].as_str()?.to_owned();
        let now = self.stack.clock().now();
        let claims = self.stack.issuer().verify(&access, now).ok()?;
        let role = match claims["cognito:groups"][0].as_str()? {
            "provider" => "provider",
            "member" => "member",
            _ => "concierge",
        };
        let who = Who::new(claims["username"].as_str()?, role);
        self.remember(&who, access);
        let refresh = tokens["refresh_token"].as_str()?.to_owned();
        Some(Session { who, refresh })
    }

    /// Whether the tokens of a sign-in can still be renewed.
    pub async fn renews(&self, session: &Session) -> bool {
        let renewal = [
            ("grant_type", "refresh_token"),
            ("client_id", "anteroom-local"),
            ("refresh_token", &session.refresh),
        ];
        self.issuer("token", &form(&renewal)).await.status() == StatusCode::OK
    }

    async fn issuer(&self, path: &str, body: &str) -> reqwest::Response {
        let http = Client::builder().redirect(Policy::none()).build();
        let url = format!("{}/_local/issuer/{path}", self.stack.url());
        let request = http.expect("a client").post(url).body(body.to_owned());
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        request.send().await.expect("the issuer answers")
    }
}

fn form(fields: &[(&str, &str)]) -> String {
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let fields = fields.iter();
    let fields = fields.map(|(name, value)| format!("{name}={}", encoded(value)));
    fields.collect::<Vec<_>>().join("&")
}
