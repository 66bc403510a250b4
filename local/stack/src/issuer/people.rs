//! Who can sign in: everybody whom the API knows, and a concierge, of whom it keeps no record.

use jiff::Timestamp;
use reqwest::Client;
use serde_json::Value;

use super::Issuer;
use super::grants::Person;
use crate::clock::Clock;

/// The id of the concierge.
pub(crate) const CONCIERGE: &str = "con_demo";

/// Each role with the API's list of its people.
const LISTS: [(&str, &str, &str); 2] = [
    ("Providers", "provider", "/v1/admin/providers"),
    ("Members", "member", "/v1/admin/members"),
];

/// The people, asked for through the API each time.
#[derive(Clone)]
pub struct People {
    http: Client,
    origin: String,
    issuer: Issuer,
    clock: Clock,
}

impl People {
    /// The people of the API at an origin.
    pub fn new(http: Client, origin: &str, issuer: Issuer, clock: Clock) -> Self {
        Self {
            http,
            origin: origin.to_owned(),
            issuer,
            clock,
        }
    }

    /// The first hundred of each role, under the role's heading.
    pub async fn by_role(&self) -> Vec<(&'static str, Vec<Person>)> {
        let mut all = Vec::new();
        for (heading, role, path) in LISTS {
            let page = self.get(&format!("{path}?limit=100")).await;
            let items = page.as_ref().and_then(|page| page["items"].as_array());
            let people = items.into_iter().flatten();
            let people = people.filter_map(|item| person(item, role)).collect();
            all.push((heading, people));
        }
        all.push(("Care Concierge", vec![concierge()]));
        all
    }

    /// The person of an id.
    pub async fn find(&self, id: Option<&str>) -> Option<Person> {
        let id = id?;
        if id == CONCIERGE {
            return Some(concierge());
        }
        for (_, role, path) in LISTS {
            let found = self.get(&format!("{path}/{id}")).await;
            if let Some(person) = found.and_then(|item| person(&item, role)) {
                return Some(person);
            }
        }
        None
    }

    async fn get(&self, path: &str) -> Option<Value> {
        let now: Timestamp = self.clock.now();
        let token = self.issuer.mint(CONCIERGE, "concierge", now);
        let request = self.http.get(format!("{}{path}", self.origin));
        let answer = request.bearer_auth(token).send().await.ok()?;
        answer.error_for_status().ok()?.json().await.ok()
    }
}

fn person(item: &Value, role: &'static str) -> Option<Person> {
    let id = item["id"].as_str()?;
    Some(Person {
        id: id.to_owned(),
        sub: id.to_owned(),
        role,
        name: Some(item["name"].as_str()?.to_owned()),
        email: None,
    })
}

fn concierge() -> Person {
    Person {
        id: CONCIERGE.to_owned(),
        sub: CONCIERGE.to_owned(),
        role: "concierge",
        name: Some("Care Concierge".to_owned()),
        email: None,
    }
}
