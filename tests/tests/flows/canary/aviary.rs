//! An application in which all text that a person typed is a canary.

use anteroom_tests::{Reply, TestApp, Who, concierge, id_of, send};
use reqwest::Method;
use serde_json::{Value, json};

/// Strings that occur nowhere else in the project. Each stands for something that a person typed.
pub(super) const PROVIDER_NAME: &str = "Zwartkanarie";
pub(super) const MEMBER_NAME: &str = "Hoangyen";
pub(super) const PROVIDER_MAIL: &str = "zwart.piet@canary-mail.example";
pub(super) const MEMBER_MAIL: &str = "hoang.yen@canary-mail.example";
pub(super) const PROVIDER_PHONE: &str = "+6591827364";
pub(super) const MEMBER_PHONE: &str = "+84987651234";
pub(super) const COMMENT: &str = "Kommentarvogel";
pub(super) const REASON: &str = "Grundvogel";

/// The strings that must not occur in a log, an error or the meeting service, ignoring case.
pub(super) const SECRETS: [&str; 9] = [
    PROVIDER_NAME,
    MEMBER_NAME,
    "zwart.piet",
    "hoang.yen",
    "canary-mail",
    "91827364",
    "987651234",
    COMMENT,
    REASON,
];

/// An application that records its errors.
pub(super) struct Aviary {
    pub(super) app: TestApp,
    pub(super) provider: Who,
    pub(super) member: Who,
    pub(super) errors: Vec<String>,
    /// The codes for their addresses and numbers.
    codes: Vec<String>,
}

impl Aviary {
    pub(super) async fn new() -> Self {
        let app = TestApp::start().await;
        let person = |id: &str, name: &str, email: &str, phone: &str| {
            json!({
                "id": id, "name": name, "email": email, "phone": phone,
                "timeZone": "Asia/Singapore", "language": "en",
            })
        };
        let provider = app.add_provider("prv_1").await;
        let member = app.add_member("mem_1").await;
        let (mut codes, mut errors) = (Vec::new(), Vec::new());
        for (who, change) in [
            (
                &provider,
                person("", PROVIDER_NAME, PROVIDER_MAIL, PROVIDER_PHONE),
            ),
            (&member, person("", MEMBER_NAME, MEMBER_MAIL, MEMBER_PHONE)),
        ] {
            let mut change = change;
            change.as_object_mut().unwrap().remove("id");
            codes.extend(confirmed(&app, who, change, &mut errors).await);
        }
        let mut new = person("mem_2", MEMBER_NAME, MEMBER_MAIL, MEMBER_PHONE);
        new["sharedContact"] = json!(true);
        app.post(&concierge(), "/v1/admin/members", new)
            .await
            .expect(201);
        Self {
            app,
            provider,
            member,
            errors,
            codes,
        }
    }

    pub(super) async fn ask(
        &mut self,
        who: &Who,
        method: Method,
        path: &str,
        body: Value,
    ) -> Reply {
        let request = self.app.request(who, method, path).json(&body);
        let reply = send(request).await;
        self.keep(reply)
    }

    pub(super) async fn post(&mut self, who: &Who, path: &str, body: Value) -> Reply {
        self.ask(who, Method::POST, path, body).await
    }

    pub(super) async fn step(
        &mut self,
        who: &Who,
        booking: &Value,
        step: &str,
        body: Value,
    ) -> Reply {
        let path = format!("/v1/bookings/{}/{step}", id_of(booking));
        self.post(who, &path, body).await
    }

    /// The concierge books with a comment.
    pub(super) async fn book(&mut self, session_type: &str, starts_at: &str) -> Reply {
        let body = json!({
            "providerId": "prv_1", "memberId": "mem_1", "sessionType": session_type,
            "startsAt": starts_at, "durationMinutes": 50, "comment": COMMENT,
        });
        self.post(&concierge(), "/v1/admin/bookings", body).await
    }

    pub(super) fn keep(&mut self, reply: Reply) -> Reply {
        if !reply.status.is_success() {
            let headers = format!("{:?}", reply.headers);
            self.errors.push(format!("{} {headers}", reply.text));
        }
        reply
    }

    /// Searches everything that must not contain a canary, and checks who got which messages.
    pub(super) async fn stays_silent(self) {
        self.app.settle().await;
        let logs = self.app.logs().await;
        assert!(!logs.is_empty(), "the functions log");
        let meetings: Vec<_> = self.app.meetings().await;
        let meetings = meetings.iter().map(ToString::to_string);
        let dead = self.app.local("dead-letters").await;
        let dead = dead["items"].as_array().unwrap().iter();
        let dead = dead.map(|letter| letter["error"].to_string());
        let seen = logs
            .into_iter()
            .chain(self.errors)
            .chain(meetings)
            .chain(dead);
        let has_code = |text: &str| self.codes.iter().any(|code| has_word(text, code));
        let leaks: Vec<_> = seen
            .filter(|text| knows(text, &SECRETS) || has_code(text))
            .collect();
        assert!(leaks.is_empty(), "{leaks:#?}");
        self.app.stack.stop().await;
    }
}

/// A person changes all of their profile. They give a wrong code and then the right one for each channel.
/// Gives the codes.
async fn confirmed(
    app: &TestApp,
    who: &Who,
    change: Value,
    errors: &mut Vec<String>,
) -> [String; 2] {
    let to = |field: &str| change[field].as_str().unwrap().to_owned();
    let (email, phone) = (to("email"), to("phone"));
    app.patch(who, "/v1/me", change).await.expect(200);
    let codes = [
        app.code("email", &email).await,
        app.code("sms", &phone).await,
    ];
    for (channel, code) in ["email", "sms"].into_iter().zip(&codes) {
        let other = if code == "000000" { "111111" } else { "000000" };
        let wrong = app.give_code(who, channel, other).await;
        wrong.expect_problem(422, "code_wrong");
        errors.push(wrong.text);
        app.give_code(who, channel, code).await.expect(200);
    }
    codes
}

/// Whether a text has digits that are no part of a longer number, id or fraction.
fn has_word(text: &str, digits: &str) -> bool {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '.');
    text.match_indices(digits).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + digits.len()..]);
        !is_part(before.chars().next_back()) && !is_part(after.chars().next())
    })
}

pub(super) fn knows(text: &str, secrets: &[&str]) -> bool {
    let text = text.to_lowercase();
    secrets
        .iter()
        .any(|secret| text.contains(&secret.to_lowercase()))
}
