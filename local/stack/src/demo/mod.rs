//! Demo people and bookings, loaded through the API as the concierge would book them.

mod api;
mod people;
#[cfg(test)]
mod tests;
mod walk;

use jiff::{SignedDuration, Timestamp};
use reqwest::{Client, Method};
use serde_json::json;

use self::api::Api;
pub use self::api::DemoError;
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
