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

/// What the issuer answers.
#[derive(Clone, Debug)]
pub struct Answered {
    /// Where it sends people.
    pub to: Option<String>,
    /// The page that it shows.
    pub page: String,
}

impl Answered {
    async fn of(answer: reqwest::Response) -> Self {
        let to = answer.headers().get(LOCATION);
        let to = to.and_then(|to| to.to_str().ok()).map(str::to_owned);
        let page = answer.text().await.unwrap_or_default();
        Self { to, page }
    }

    /// The session of a sign-in, if a code is asked for.
    pub fn code_session(&self) -> Option<String> {
        let (_, rest) = self.page.split_once("name=\"session\"")?;
        let (_, rest) = rest.split_once("value=\"")?;
        rest.split_once('"').map(|(session, _)| session.to_owned())
    }
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

    /// The newest code for signing in that was sent to an address.
    pub async fn sign_in_code(&self, email: &str) -> String {
        let mails = self.messages("email", email).await;
        let mut mails = mails.iter().filter_map(|mail| mail["html"].as_str());
        let found = mails.find_map(|html| {
            let (_, rest) = html.split_once("Your code to sign in is ")?;
            rest.split_once('.')
        });
        found.expect("they were sent a code").0.to_owned()
    }

    /// How many invitations were sent to an address.
    pub async fn invitations(&self, email: &str) -> usize {
        let mails = self.messages("email", email).await;
        let texts = mails.iter().filter_map(|mail| mail["html"].as_str());
        texts.filter(|html| html.contains("<strong>")).count()
    }

    /// Signs in with an address and a password, and chooses another one if that is an invitation's. Who is asked for a
    /// code takes it from their mailbox. `None` if the issuer refuses.
    pub async fn sign_in(&self, email: &str, password: &str, own: &str) -> Option<Session> {
        let mut sent = self.type_password(email, password, own).await;
        if let Some(session) = sent.code_session() {
            let code = self.sign_in_code(email).await;
            sent = self.type_code(&session, &code).await;
        }
        self.signed_in(sent).await
    }

    /// What the issuer answers to an address and a password.
    pub async fn type_password(&self, email: &str, password: &str, own: &str) -> Answered {
        let typed = [
            ("email", email),
            ("password", password),
            ("newPassword", own),
        ];
        let path = format!("authorize/with-password?{}", self.asked());
        Answered::of(self.issuer(&path, &form(&typed)).await).await
    }

    /// What it answers to a code in the session of a sign-in.
    pub async fn type_code(&self, session: &str, code: &str) -> Answered {
        let typed = [("session", session), ("code", code)];
        let path = format!("authorize/with-code?{}", self.asked());
        Answered::of(self.issuer(&path, &form(&typed)).await).await
    }

    /// The query with which the portal asks to sign somebody in.
    fn asked(&self) -> String {
        let back = self.back();
        form(&[
            ("response_type", "code"),
            ("client_id", "anteroom-local"),
            ("redirect_uri", &back),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ])
    }

    fn back(&self) -> String {
        format!("{}/signed-in", self.stack.url())
    }

    /// Fetches the tokens of who is sent back to the portal; `None` if they are not.
    pub async fn signed_in(&self, answered: Answered) -> Option<Session> {
        let back = self.back();
        let address: Url = answered.to?.parse().ok()?;
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
