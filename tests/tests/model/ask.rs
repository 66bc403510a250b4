//! Commands as requests to the API.

use serde_json::{Value, json};

use crate::mirror::Seen;
use crate::rules::Command;
use crate::run::Run;
use crate::world::{Asked, Who, asked, concierge};

impl Run {
    /// A command as a request.
    pub(crate) fn asked(&self, command: &Command) -> Asked {
        let who = |seen: &Seen, side: &str| match side {
            "provider" => person(&seen.provider, "provider"),
            "member" => person(&seen.member, "member"),
            _ => concierge(),
        };
        let of = |booking: &str, side: &str, step: &str, body: Value| {
            let seen = self.world.mirror.booking(booking);
            let path = format!("/v1/bookings/{booking}/{step}");
            asked(&who(&seen, side), &path, body)
        };
        match command {
            Command::Book {
                by,
                provider,
                member,
                phone,
                starts_at,
                minutes,
            } => {
                let mut body = json!({
                    "providerId": provider, "sessionType": if *phone { "phone" } else { "video" },
                    "startsAt": starts_at.to_string(), "durationMinutes": minutes,
                });
                body["memberId"] = json!(member);
                let own = match *by {
                    "member" => ("memberId", person(member, "member")),
                    "provider" => ("providerId", person(provider, "provider")),
                    _ => return asked(&concierge(), "/v1/admin/bookings", body),
                };
                body.as_object_mut().unwrap().remove(own.0);
                asked(&own.1, "/v1/bookings", body)
            }
            Command::Cancel { booking, by } => {
                of(booking, by, "cancel", json!({"reason": "A cold"}))
            }
            Command::Start { booking } => of(booking, "provider", "session/start", json!({})),
            Command::Join { booking } => of(booking, "member", "session/join", json!({})),
            Command::Report {
                booking,
                side,
                state,
                generation,
            } => {
                let body = json!({"state": state, "generation": generation});
                of(booking, side, "session/presence", body)
            }
            Command::End { booking } => of(booking, "provider", "session/end", json!({})),
            Command::Introduce {
                booking,
                by_service,
            } => {
                let via = if *by_service { "service" } else { "handset" };
                of(booking, "provider", "session/intro", json!({"via": via}))
            }
            Command::Answer { booking, accepts } => {
                let step = if *accepts { "accept" } else { "decline" };
                of(booking, "member", step, json!({}))
            }
            Command::Move { booking, by, to } => {
                let body = json!({"startsAt": to.to_string(), "memberNotified": true});
                of(booking, by, "reschedule", body)
            }
            Command::MarkNoShow { booking, by } => {
                let overruled = json!({"reason": "They told us."});
                let body = if *by == "concierge" {
                    overruled
                } else {
                    json!({})
                };
                of(booking, by, "no-show", body)
            }
            Command::Switch { booking } => {
                of(booking, "provider", "session/switch-to-phone", json!({}))
            }
            Command::Resend { letter } => {
                let path = format!("/v1/admin/deliveries/{}/resend", letter.id);
                asked(&concierge(), &path, json!({}))
            }
        }
    }
}

fn person(id: &str, role: &'static str) -> Who {
    Who {
        id: id.to_owned(),
        role,
    }
}
