//! Demo people and bookings, loaded through the API as the concierge would book them.

mod people;

use jiff::{SignedDuration, Timestamp};
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};

use self::people::{always, members, providers};
use crate::issuer::Issuer;
use crate::issuer::people::CONCIERGE;

/// Starts of bookings lie on this grid.
const GRID: SignedDuration = SignedDuration::from_mins(5);

/// The demo bookings: type, provider, member, how far ahead of now, how long in minutes.
const BOOKINGS: [(&str, &str, &str, SignedDuration, u16); 5] = [
    (
        "video",
        SINGAPORE,
        "mem_demo_mai",
        SignedDuration::from_mins(10),
        50,
    ),
    (
        "phone",
        HANOI,
        "mem_demo_hung",
        SignedDuration::from_mins(20),
        30,
    ),
    (
        "video",
        SINGAPORE,
        "mem_demo_sofia",
        SignedDuration::from_hours(25),
        50,
    ),
    (
        "phone",
        HANOI,
        "mem_demo_mai",
        SignedDuration::from_hours(26),
        30,
    ),
    (
        "video",
        HANOI,
        "mem_demo_daniel",
        SignedDuration::from_hours(28),
        50,
    ),
];

const SINGAPORE: &str = "prv_demo_singapore";
const HANOI: &str = "prv_demo_hanoi";

/// What was loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demo {
    /// The bookings, soonest first.
    pub bookings: Vec<DemoBooking>,
}

/// A demo booking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoBooking {
    /// Its id.
    pub id: String,
    /// `video` or `phone`.
    pub session_type: String,
    /// Its provider's id.
    pub provider: String,
    /// Its member's id.
    pub member: String,
    /// When it starts.
    pub starts_at: Timestamp,
}

/// The demo data can't be loaded.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The API does not answer with JSON.
    #[error("the API doesn't answer {path}")]
    Answer {
        /// The path asked.
        path: String,
        /// Why not.
        source: reqwest::Error,
    },
    /// The API refuses a request.
    #[error("the API refuses {path} with {status}: {body}")]
    Refused {
        /// The path asked.
        path: String,
        /// The status of the answer.
        status: StatusCode,
        /// The answer.
        body: String,
    },
}

/// Loads the demo data through the API at an origin; `None` if there are people already.
///
/// # Errors
/// If the API refuses any of it.
pub async fn load(
    http: &Client,
    origin: &str,
    issuer: &Issuer,
    now: Timestamp,
) -> Result<Option<Demo>, DemoError> {
    let token = issuer.mint(CONCIERGE, "concierge", now);
    let api = Api {
        http,
        origin,
        token,
    };
    let there = api
        .send(Method::GET, "/v1/admin/providers?limit=1", None)
        .await?;
    if there["items"]
        .as_array()
        .is_some_and(|items| !items.is_empty())
    {
        return Ok(None);
    }
    for provider in providers() {
        api.send(Method::POST, "/v1/admin/providers", Some(&provider))
            .await?;
        let (id, zone) = (&provider["id"], &provider["timeZone"]);
        let path = format!(
            "/v1/admin/providers/{}/schedule",
            id.as_str().unwrap_or_default()
        );
        api.send(Method::PUT, &path, Some(&always(zone))).await?;
    }
    for member in members() {
        api.send(Method::POST, "/v1/admin/members", Some(&member))
            .await?;
    }
    let mut bookings = Vec::new();
    for (session_type, provider, member, ahead, minutes) in BOOKINGS {
        let starts_at = on_grid(now + ahead);
        let booking = json!({
            "providerId": provider,
            "memberId": member,
            "sessionType": session_type,
            "startsAt": starts_at,
            "durationMinutes": minutes,
        });
        let booked = api
            .send(Method::POST, "/v1/admin/bookings", Some(&booking))
            .await?;
        bookings.push(DemoBooking {
            id: booked["id"].as_str().unwrap_or_default().to_owned(),
            session_type: session_type.to_owned(),
            provider: provider.to_owned(),
            member: member.to_owned(),
            starts_at,
        });
    }
    Ok(Some(Demo { bookings }))
}

impl Demo {
    /// The ids, and a walk through the first video session in `curl` lines.
    pub fn walk(&self, url: &str) -> String {
        let mut text = String::from("Demo bookings (the concierge is con_demo):\n");
        for DemoBooking {
            id,
            session_type,
            provider,
            member,
            starts_at,
        } in &self.bookings
        {
            text.push_str(&format!(
                "  {starts_at}  {session_type}  {id}  {provider}  {member}\n"
            ));
        }
        let Some(video) = self
            .bookings
            .iter()
            .find(|booking| booking.session_type == "video")
        else {
            return text;
        };
        let DemoBooking {
            id,
            provider,
            member,
            ..
        } = video;
        text + &format!(
            r#"
A video session (docs/walkthrough.md explains it), step by step:
  A={url}; B={id}
  show()  {{ python3 -c "import json, sys; it = json.load(sys.stdin); print($1)"; }}
  token() {{ curl -s $A/_local/token -d "{{\"sub\":\"$1\",\"role\":\"$2\"}}" | show 'it["accessToken"]'; }}
  call()  {{ curl -s -X "$1" "$A$3" -H "authorization: Bearer $2" -H 'content-type: application/json' ${{4:+-d "$4"}}; echo; }}
  P=$(token {provider} provider); M=$(token {member} member)
  call GET  $M /v1/bookings/$B                   # the booking
  call POST $M /v1/bookings/$B/session/join      # waits
  call POST $P /v1/bookings/$B/session/start     # the meeting, and its generation
  call POST $P /v1/bookings/$B/session/presence '{{"state":"joined","generation":1}}'
  call POST $M /v1/bookings/$B/session/join      # admitted
  call POST $P /v1/bookings/$B/session/end"#
        )
    }
}

struct Api<'a> {
    http: &'a Client,
    origin: &'a str,
    token: String,
}

impl Api<'_> {
    async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Value, DemoError> {
        let unanswered = |source| DemoError::Answer {
            path: path.to_owned(),
            source,
        };
        let url = format!("{}{path}", self.origin);
        let mut request = self.http.request(method, url).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await.map_err(unanswered)?;
        let status = answer.status();
        if status.is_success() {
            return answer.json().await.map_err(unanswered);
        }
        let body = answer.text().await.map_err(unanswered)?;
        Err(DemoError::Refused {
            path: path.to_owned(),
            status,
            body,
        })
    }
}

/// The next instant on the grid.
fn on_grid(at: Timestamp) -> Timestamp {
    let grid = GRID.as_secs();
    let second = at
        .as_second()
        .div_euclid(grid)
        .saturating_add(1)
        .saturating_mul(grid);
    Timestamp::from_second(second).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::{Arc, Mutex};

    use axum::http::Uri;
    use axum::{Json, Router};

    use super::*;
    use crate::endpoint::Endpoint;

    /// An API that takes everything, and keeps the paths asked.
    async fn api(people: Value) -> (Endpoint, Arc<Mutex<Vec<String>>>) {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let paths = Arc::clone(&asked);
        let answer = async move |method: Method, uri: Uri| {
            paths
                .lock()
                .unwrap()
                .push(format!("{method} {}", uri.path()));
            Json(json!({"id": "bkg_1", "items": people}))
        };
        let router = Router::new().fallback(answer);
        (Endpoint::serve(router).await.unwrap(), asked)
    }

    async fn load_into(api: &Endpoint) -> Option<Demo> {
        let issuer = Issuer::new("http://localhost/_local/issuer", None).unwrap();
        let now = "2026-11-22T10:01:30Z".parse().unwrap();
        load(&Client::new(), api.url(), &issuer, now).await.unwrap()
    }

    #[tokio::test]
    async fn people_come_first_then_schedules_then_bookings() {
        let (api, asked) = api(json!([])).await;
        let demo = load_into(&api).await.unwrap();
        assert_eq!(demo.bookings.len(), BOOKINGS.len());
        assert_eq!(
            demo.bookings[0].starts_at.to_string(),
            "2026-11-22T10:15:00Z"
        );
        assert!(
            demo.walk("http://localhost:3000")
                .contains("A=http://localhost:3000; B=bkg_1")
        );
        let expected = [
            vec!["GET /v1/admin/providers"],
            vec![
                "POST /v1/admin/providers",
                "PUT /v1/admin/providers/prv_demo_singapore/schedule",
            ],
            vec![
                "POST /v1/admin/providers",
                "PUT /v1/admin/providers/prv_demo_hanoi/schedule",
            ],
            vec!["POST /v1/admin/members"; 4],
            vec!["POST /v1/admin/bookings"; 5],
        ];
        assert_eq!(*asked.lock().unwrap(), expected.concat());
    }

    #[tokio::test]
    async fn people_who_are_there_are_left_alone() {
        let (api, asked) = api(json!([{"id": "prv_1"}])).await;
        assert_eq!(load_into(&api).await, None);
        assert_eq!(asked.lock().unwrap().len(), 1);
    }

    #[test]
    fn starts_are_on_the_grid_and_ahead() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert_eq!(
            on_grid(at("2026-11-22T10:01:30Z")),
            at("2026-11-22T10:05:00Z")
        );
        assert_eq!(
            on_grid(at("2026-11-22T10:05:00Z")),
            at("2026-11-22T10:10:00Z")
        );
    }
}
