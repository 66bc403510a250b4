//! `POST /v1/bookings/{id}/session/intro`: the introduction of a phone session (S8).

use anteroom_adapters::http::{Answer, Call, Id, Problem};
use anteroom_adapters::operations::{messages, refuse};
use anteroom_adapters::store::{Conflict, Extra, Stored};
use anteroom_domain::booking::{Change, Status};
use anteroom_domain::message::introduction;
use anteroom_domain::session::{Introduction, Via};
use anteroom_domain::values::{BookingId, Role};
use axum::extract::State;
use serde::Deserialize;

use crate::phone::{PhoneSteps, check_phone};
use crate::{Room, entry};

/// How the introduction goes out.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IntroBody {
    /// `service` sends an SMS; `handset` records that the provider has sent one.
    #[schema(value_type = String)]
    via: Via,
}

/// How often an introduction that met another change is decided anew.
const TRIES: usize = 4;

/// Sends the introduction by the service, or records that the provider sent it.
#[utoipa::path(
    post, path = "/v1/bookings/{id}/session/intro", operation_id = "introduce", tag = "sessions",
    params(
        ("id" = String, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer for a day"),
        ("If-Match" = Option<String>, Header, description = "The ETag of what is changed")
    ), request_body = IntroBody,
    responses((status = 200, body = PhoneSteps, description = "What was done so far"))
)]
pub(crate) async fn intro(
    State(room): State<Room>,
    Id(id): Id<BookingId>,
    call: Call,
) -> Result<Answer, Problem> {
    call.caller.is_in(&[Role::Provider])?;
    let via = call.body::<IntroBody>()?.via;
    for _ in 0..TRIES {
        match introduce(&room, &id, via, &call).await {
            Ok(Ok(answer)) => return Ok(answer),
            Ok(Err(problem)) => return refuse(&room.desk.store, &call, problem).await,
            Err(Conflict::Changed | Conflict::Answered) => {}
            Err(conflict) => return Err(conflict.into()),
        }
    }
    Err(Problem::unavailable())
}

async fn introduce(
    room: &Room,
    id: &BookingId,
    via: Via,
    call: &Call,
) -> Result<Result<Answer, Problem>, Conflict> {
    let (stored, replay) = room
        .desk
        .store
        .booking_for(id, &call.caller.id, call.key.as_ref())
        .await?;
    if let (Some(replay), Some(key)) = (replay, &call.key) {
        return Ok(replay.for_request(key));
    }
    let (stored, extra, answer) = match decide(room, stored, via, call) {
        Ok(decided) => decided,
        Err(problem) => return Ok(Err(problem)),
    };
    let introduction = Introduction {
        at: call.caller.moment.now,
        via,
    };
    let entry = entry(call, Change::Introduced, stored.booking.state.status());
    room.desk
        .store
        .introduce(&stored, &introduction, &entry, &extra)
        .await?;
    Ok(Ok(answer))
}

fn decide(
    room: &Room,
    stored: Option<Stored>,
    via: Via,
    call: &Call,
) -> Result<(Stored, Extra, Answer), Problem> {
    let stored = stored
        .filter(|s| s.booking.provider.id == call.caller.id)
        .ok_or_else(Problem::not_found)?;
    call.check_version(stored.booking.version)?;
    check_phone(&stored.booking, &[Status::Confirmed, Status::Ongoing])?;
    let now = call.caller.moment.now;
    let sends = via == Via::Service;
    if sends && stored.live.phone.sent_by_service() >= room.desk.policy.intro_limit {
        return Err(Problem::rate_limited(
            "This introduction was sent often enough. Send it from your own phone.",
        ));
    }
    let draft = introduction(&stored.booking).filter(|_| sends);
    let mut after = stored.clone();
    after
        .live
        .phone
        .introductions
        .push(Introduction { at: now, via });
    let answer = Answer::ok(&PhoneSteps::of(&after, &room.desk.settings)?);
    let extra = Extra {
        messages: messages(&stored.booking, draft, now),
        answer: call
            .key
            .clone()
            .map(|key| (call.caller.id.clone(), key, answer.clone())),
    };
    Ok((stored, extra, answer))
}
