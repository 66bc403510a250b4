//! People, bookings and valid requests for the access tests.

use anteroom_tests::{Reply, TestApp, Who, concierge, id_of, send};
use serde_json::{Value, json};

use super::rules::Stage;

/// A test's people, and its bookings at every stage.
pub(super) struct World<'a> {
    app: &'a TestApp,
    /// A provider and a member who take part in none of the bookings made here.
    pub(super) provider: Who,
    pub(super) member: Who,
    schedule: Value,
    /// A counter that makes names unique.
    made: u32,
}

/// A concierge who has a profile.
pub(super) const COLLEAGUE: &str = "con_colleague";

/// A booking whose people have no other.
pub(super) struct Case {
    pub(super) booking: Value,
    pub(super) provider: Who,
    pub(super) member: Who,
    pub(super) link: Option<String>,
}

impl<'a> World<'a> {
    pub(super) async fn new(app: &'a TestApp) -> Self {
        let provider = app.add_provider("prv_other").await;
        let member = app.add_member("mem_other").await;
        app.add_member("mem_third").await;
        app.add_concierge(COLLEAGUE).await;
        let schedule = app.get(&provider, "/v1/me/schedule").await.expect(200);
        Self {
            app,
            provider,
            member,
            schedule,
            made: 0,
        }
    }

    /// A booking at a stage, with new people. The clock is set so that the waiting room of a
    /// booking at a quarter past the hour is open.
    pub(super) async fn at(&mut self, stage: Stage, session_type: &str) -> Case {
        let app = self.app;
        self.made += 1;
        let provider = app.add_provider(&format!("prv_{}", self.made + 100)).await;
        let member = app.add_member(&format!("mem_{}", self.made + 100)).await;
        if matches!(stage, Stage::Pending | Stage::Expired) {
            let case = self.proposed(provider, member, session_type).await;
            if stage == Stage::Expired {
                app.clock_to("2030-01-08T02:01:00Z").await;
            }
            return case;
        }
        let starts_at = match stage {
            Stage::Pending | Stage::Expired | Stage::Future | Stage::Cancelled => {
                "2030-01-09T02:00:00Z"
            }
            Stage::NoShow => "2030-01-08T02:15:00Z",
            Stage::Window | Stage::Ongoing | Stage::Completed => "2030-01-07T00:15:00Z",
        };
        let booking = app.book(&provider, &member, session_type, starts_at).await;
        let link = app.link(&member).await;
        let steps: &[&str] = match stage {
            Stage::Pending | Stage::Expired | Stage::Future | Stage::Window => &[],
            Stage::NoShow => {
                app.clock_to("2030-01-08T02:30:00Z").await;
                let why = json!({"reason": "They told us by telephone."});
                app.change(&concierge(), &booking, "no-show", why)
                    .await
                    .expect(200);
                &[]
            }
            Stage::Ongoing => &["session/start"],
            Stage::Completed => &["session/start", "session/end"],
            Stage::Cancelled => &["cancel"],
        };
        for step in steps {
            let route = format!("POST /v1/bookings/{{id}}/{step}");
            on_booking(app, &route, &provider, id_of(&booking))
                .await
                .expect(200);
        }
        Case {
            booking,
            provider,
            member,
            link,
        }
    }

    /// A proposal of a provider to a member, who have had a session before.
    async fn proposed(&self, provider: Who, member: Who, session_type: &str) -> Case {
        let app = self.app;
        app.had_a_session(&provider, &member, "2030-01-07T00:15:00Z")
            .await;
        let booking = app
            .propose(&provider, &member, session_type, "2030-01-09T02:00:00Z")
            .await;
        Case {
            link: app.link(&member).await,
            booking,
            provider,
            member,
        }
    }

    /// A valid request to a route that is not about a booking.
    pub(super) async fn ask(&mut self, route: &str, who: &Who) -> Reply {
        self.made += 1;
        let (method, path) = route.split_once(' ').unwrap();
        let id = match path {
            _ if path.contains("/members/") => &self.member.id,
            _ if path.contains("/concierges/") => COLLEAGUE,
            _ => &self.provider.id,
        };
        let query = match path {
            "/v1/providers/{id}/slots" => {
                "?from=2030-01-10T00:00:00Z&to=2030-01-11T00:00:00Z&durationMinutes=50"
            }
            "/v1/bookings" => "?view=upcoming",
            "/v1/admin/deliveries" => "?status=queued",
            _ => "",
        };
        let path = format!("{}{query}", path.replace("{id}", id));
        let request = self.app.request(who, method.parse().unwrap(), &path);
        send(match method {
            "GET" => request,
            _ => request.json(&self.body(route)),
        })
        .await
    }

    fn body(&self, route: &str) -> Value {
        let made = self.made;
        match route {
            "POST /v1/bookings" | "POST /v1/admin/bookings" => json!({
                "providerId": self.provider.id, "memberId": self.member.id,
                "sessionType": "video", "durationMinutes": 15,
                "startsAt": format!("2030-01-10T{:02}:00:00Z", made % 24),
            }),
            "POST /v1/admin/providers" | "POST /v1/admin/members" | "POST /v1/admin/concierges" => {
                json!({
                    "id": format!("new_{made}"), "name": "New Person",
                    "email": format!("new_{made}@example.com"),
                    "timeZone": "Asia/Singapore",
                })
            }
            "POST /v1/admin/deliveries/{id}/dismiss" => json!({"reason": "Told by telephone"}),
            "POST /v1/me/contact/confirm" => json!({"channel": "sms", "code": "123456"}),
            _ if route.starts_with("PUT ") => self.schedule.clone(),
            _ if ["/resend", "/send-links", "/invite", "activate"]
                .iter()
                .any(|end| route.ends_with(end)) =>
            {
                json!({})
            }
            _ => json!({"language": "en"}),
        }
    }
}

/// A valid request to a route that is about a booking.
pub(super) async fn on_booking(app: &TestApp, route: &str, who: &Who, id: &str) -> Reply {
    let (method, path) = route.split_once(' ').unwrap();
    let request = app.request(who, method.parse().unwrap(), &path.replace("{id}", id));
    send(with_body(request, method, path)).await
}

/// A valid request with a link's token.
pub(super) async fn visit(app: &TestApp, route: &str, token: Option<&str>) -> Reply {
    let (method, path) = route.split_once(' ').unwrap();
    let request = app.bare(method.parse().unwrap(), &with_query(path));
    let request = with_body(request, method, path);
    send(match token {
        Some(token) => request.bearer_auth(token),
        None => request,
    })
    .await
}

/// A path of a link's routes, with a valid query if it takes one.
pub(super) fn with_query(path: &str) -> String {
    match path {
        "/v1/visit/slots" => format!("{path}?from=2030-01-11T00:00:00Z&to=2030-01-12T00:00:00Z"),
        _ => path.to_owned(),
    }
}

fn with_body(
    request: reqwest::RequestBuilder,
    method: &str,
    path: &str,
) -> reqwest::RequestBuilder {
    let body = match path.rsplit('/').next() {
        _ if method == "GET" => return request,
        Some("cancel") => json!({"reason": "A cold"}),
        Some("reschedule") => {
            json!({"startsAt": "2030-01-12T02:00:00Z", "memberNotified": true})
        }
        Some("presence") => json!({"state": "alive", "generation": 1}),
        Some("intro") => json!({"via": "handset"}),
        Some("attempts") => json!({"outcome": "reached"}),
        _ => json!({}),
    };
    request.json(&body)
}
