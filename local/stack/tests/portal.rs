//! Signing in at the issuer and the portal's files, on a whole stack whose functions end as
//! soon as they start: the concierge needs none.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anteroom_stack::issuer::pool::Invitation;
use anteroom_stack::mailbox::Filter;
use anteroom_stack::{Options, Stack};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode, Url};
use serde_json::Value;

const FUNCTIONS: [&str; 7] = [
    "bookings",
    "sessions",
    "concierge",
    "notifier",
    "gate-checks",
    "scheduler",
    "meeting-events",
];

/// A verifier and its challenge, from RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

struct App {
    stack: Stack,
    folder: PathBuf,
    http: Client,
}

impl App {
    async fn start() -> Self {
        let folder = std::env::temp_dir().join(format!("anteroom-{}", uuid::Uuid::new_v4()));
        let portal = folder.join("portal");
        fs::create_dir_all(portal.join("assets")).unwrap();
        fs::write(portal.join("index.html"), "<!doctype html>the portal").unwrap();
        fs::write(portal.join("assets/a.js"), "1").unwrap();
        for function in FUNCTIONS {
            let file = folder.join(function);
            fs::write(&file, "#!/bin/sh\nexit 1\n").unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
        }
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let options = Options {
            portal: Some(portal),
            parameters: [("HelpPhone".to_owned(), "+6561234567".to_owned())].into(),
            ..Options::new(root, &folder)
        };
        Self {
            stack: Stack::start(options).await.unwrap(),
            folder,
            http: Client::builder().redirect(Policy::none()).build().unwrap(),
        }
    }

    async fn get(&self, path: &str) -> Response {
        let url = format!("{}{path}", self.stack.url());
        self.http.get(url).send().await.unwrap()
    }

    /// An authorization request with some of its parameters changed.
    fn asked(&self, changes: &[(&str, &str)]) -> String {
        let back = format!("{}/signed-in", self.stack.url());
        let mut parameters = vec![
            ("response_type", "code"),
            ("client_id", "anteroom-local"),
            ("redirect_uri", &back),
            ("state", "s&<"),
            ("nonce", "n"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
            ("person", "con_demo"),
        ];
        for (name, value) in changes {
            parameters.retain(|(there, _)| there != name);
            parameters.push((name, value));
        }
        let mut url: Url = "http://x/".parse().unwrap();
        url.query_pairs_mut().extend_pairs(parameters);
        url.query().unwrap().to_owned()
    }

    async fn token(&self, form: &[(&str, &str)]) -> (StatusCode, Value) {
        let url = format!("{}/_local/issuer/token", self.stack.url());
        let mut body: Url = "http://x/".parse().unwrap();
        body.query_pairs_mut().extend_pairs(form);
        let request = self.http.post(url).body(body.query().unwrap().to_owned());
        let form = "application/x-www-form-urlencoded";
        let answer = request.header("content-type", form).send().await.unwrap();
        (answer.status(), answer.json().await.unwrap())
    }

    async fn end(self) {
        self.stack.stop().await;
        fs::remove_dir_all(self.folder).unwrap();
    }
}

fn header<'a>(answer: &'a Response, name: &str) -> &'a str {
    answer.headers()[name].to_str().unwrap()
}

#[tokio::test]
async fn a_person_signs_in_by_code_renews_and_signs_out() {
    let app = App::start().await;
    let asked = app.asked(&[]);
    let page = app.get(&format!("/_local/issuer/authorize?{asked}")).await;
    let page = page.text().await.unwrap();
    assert!(page.contains("Care Concierge"), "{page}");

    let sent = app
        .get(&format!("/_local/issuer/authorize/as?{asked}"))
        .await;
    let back: Url = header(&sent, "location").parse().unwrap();
    let back: Vec<_> = back.query_pairs().collect();
    assert_eq!(back[1], ("state".into(), "s&<".into()));
    let redirect = format!("{}/signed-in", app.stack.url());
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", "anteroom-local"),
        ("code", &back[0].1),
        ("redirect_uri", &redirect),
        ("code_verifier", VERIFIER),
    ];
    let (status, tokens) = app.token(&form).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(tokens["expires_in"], 3600);
    let now = app.stack.clock().now();
    let access = tokens["access_token"].as_str().unwrap();
    assert_eq!(
        app.stack.issuer().verify(access, now).unwrap()["sub"],
        "con_demo"
    );
    assert_eq!(app.token(&form).await.0, StatusCode::BAD_REQUEST);

    let refresh = tokens["refresh_token"].as_str().unwrap();
    let form = [
        ("grant_type", "refresh_token"),
        ("client_id", "anteroom-local"),
        ("refresh_token", refresh),
    ];
    assert_eq!(app.token(&form).await.0, StatusCode::OK);
    let revoke = format!("{}/_local/issuer/revoke", app.stack.url());
    let revoke = app.http.post(revoke).body(format!("token={refresh}"));
    let form_type = "application/x-www-form-urlencoded";
    let revoked = revoke.header("content-type", form_type).send().await;
    assert_eq!(revoked.unwrap().status(), StatusCode::OK);
    assert_eq!(app.token(&form).await.0, StatusCode::BAD_REQUEST);

    let home = format!("{}/", app.stack.url());
    let left = app
        .get(&format!("/_local/issuer/logout?logout_uri={home}"))
        .await;
    assert_eq!(header(&left, "location"), home);
    app.end().await;
}

#[tokio::test]
async fn nobody_is_sent_elsewhere_nor_let_in_by_a_weaker_flow() {
    let app = App::start().await;
    for change in [
        ("redirect_uri", "https://elsewhere.example/signed-in"),
        ("client_id", "another"),
        ("response_type", "token"),
        ("code_challenge_method", "plain"),
        ("person", "prv_nobody"),
    ] {
        let asked = app.asked(&[change]);
        let answer = app
            .get(&format!("/_local/issuer/authorize/as?{asked}"))
            .await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{change:?}");
    }
    let away = "/_local/issuer/logout?logout_uri=https://elsewhere.example/";
    assert_eq!(app.get(away).await.status(), StatusCode::BAD_REQUEST);
    app.end().await;
}

#[tokio::test]
async fn every_file_of_the_portal_carries_the_headers_of_the_template() {
    let app = App::start().await;
    for path in ["/", "/bookings/past", "/assets/a.js", "/assets/missing.js"] {
        let answer = app.get(path).await;
        let policy = header(&answer, "content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"));
        let signalling = app.stack.url().replacen("http", "ws", 1);
        assert!(policy.contains(&format!(" {signalling};")), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(header(&answer, "x-content-type-options"), "nosniff");
        assert_eq!(header(&answer, "x-frame-options"), "DENY");
        assert_eq!(header(&answer, "referrer-policy"), "no-referrer");
        assert!(header(&answer, "permissions-policy").contains("camera=(self)"));
    }
    let config: Value = app.get("/config.json").await.json().await.unwrap();
    assert_eq!(config["issuer"], app.stack.issuer().url());
    assert_eq!(config["clientId"], app.stack.issuer().client_id());
    assert_eq!(config["serviceName"], "Anteroom");
    assert_eq!(config["helpPhone"], "+6561234567");
    assert_eq!(config["helpEmail"], "");
    app.end().await;
}

#[tokio::test]
async fn an_answer_of_the_api_carries_the_time_of_the_stack() {
    let app = App::start().await;
    let later = app.stack.clock().now() + jiff::SignedDuration::from_hours(48);
    app.stack
        .travel()
        .to(later, anteroom_stack::travel::Ticks::Last)
        .await
        .unwrap();
    let answer = app.get("/v1/me").await;
    let date = header(&answer, "date");
    let date = jiff::fmt::rfc2822::parse(date).unwrap().timestamp();
    assert!(date.duration_since(later).abs() < jiff::SignedDuration::from_secs(10));
    app.end().await;
}

#[tokio::test]
async fn the_invited_sign_in_by_their_address_until_they_are_disabled() {
    let app = App::start().await;
    let pool = app.stack.pool();
    let now = app.stack.clock().now();
    let verified = ("email_verified".to_owned(), "true".to_owned());
    let email = ("email".to_owned(), "grace@example.com".to_owned());
    pool.create("prv_1", [email, verified].into(), Invitation::Send, now)
        .unwrap();
    pool.add_to_group("prv_1", "provider").unwrap();
    let mails = app.stack.mailbox().find(&Filter::default());
    let html = mails[0].html.as_deref().unwrap();
    let (_, password) = html.split_once("<strong>").unwrap();
    let (password, _) = password.split_once("</strong>").unwrap();

    let query = app.asked(&[]);
    let path = format!("/_local/issuer/authorize/with-password?{query}");
    let sign_in = async |password: &str, own: &str| {
        let typed = [
            ("email", "grace@example.com"),
            ("password", password),
            ("newPassword", own),
        ];
        let mut form: Url = "http://x/".parse().unwrap();
        form.query_pairs_mut().extend_pairs(typed);
        let request = app.http.post(format!("{}{path}", app.stack.url()));
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let body = form.query().unwrap().to_owned();
        request.body(body).send().await.unwrap()
    };
    let again = sign_in(password, "").await;
    assert_eq!(again.status(), StatusCode::BAD_REQUEST);
    let page = again.text().await.unwrap();
    assert!(page.contains("Choose a new password."), "{page}");

    let sent = sign_in(password, "my own password").await;
    let back: Url = header(&sent, "location").parse().unwrap();
    let code = back.query_pairs().next().unwrap().1.into_owned();
    let redirect = format!("{}/signed-in", app.stack.url());
    let (status, tokens) = app
        .token(&[
            ("grant_type", "authorization_code"),
            ("client_id", "anteroom-local"),
            ("code", &code),
            ("redirect_uri", &redirect),
            ("code_verifier", VERIFIER),
        ])
        .await;
    assert_eq!(status, StatusCode::OK);
    let claims = |token: &str| {
        let token = tokens[token].as_str().unwrap();
        let now = app.stack.clock().now();
        app.stack.issuer().verify(token, now).unwrap()
    };
    let access = claims("access_token");
    assert_eq!(access["username"], "prv_1");
    assert_ne!(access["sub"], "prv_1", "the pool draws it");
    assert_eq!(access["cognito:groups"][0], "provider");
    assert_eq!(claims("id_token")["cognito:username"], "prv_1");

    let renewal = [
        ("grant_type", "refresh_token"),
        ("client_id", "anteroom-local"),
        ("refresh_token", tokens["refresh_token"].as_str().unwrap()),
    ];
    assert_eq!(app.token(&renewal).await.0, StatusCode::OK);
    pool.set_enabled("prv_1", false, now).unwrap();
    assert_eq!(app.token(&renewal).await.0, StatusCode::BAD_REQUEST);
    let refused = sign_in("my own password", "").await;
    assert!(refused.text().await.unwrap().contains("User is disabled."));
    pool.set_enabled("prv_1", true, now).unwrap();
    assert_eq!(app.token(&renewal).await.0, StatusCode::OK);
    pool.sign_out("prv_1", app.stack.clock().now()).unwrap();
    assert_eq!(app.token(&renewal).await.0, StatusCode::BAD_REQUEST);
    app.end().await;
}
