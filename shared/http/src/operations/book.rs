//! Booking a session: a member books an open slot, the concierge books for anybody, a provider
//! proposes (B4).

use anteroom_app::{Before, CommitExtras, Conflict, Retry, commit};
use anteroom_domain::booking::{Booking, BookingRequest, Parties, Party, SessionType};
use anteroom_domain::person::Person;
use anteroom_domain::transition::BookingRecord;
use anteroom_domain::values::{Comment, PersonId, Role};
use anteroom_runtime::ids;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use utoipa::ToSchema;

use super::idempotency::{replayed, store_refusal};
use crate::views::BookingView;
use crate::{Answer, Call, FieldCode, Fields, HttpState, Problem, formats, words};

/// A request to book a session.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = NewBooking)]
pub struct NewBookingBody {
    /// The provider. Providers leave it out, since they book for themselves.
    #[schema(value_type = Option<formats::PersonId>)]
    provider_id: Option<String>,
    /// The member. Members leave it out, since they book for themselves.
    #[schema(value_type = Option<formats::PersonId>)]
    member_id: Option<String>,
    /// How the session is held. A phone session needs the member's number.
    #[schema(value_type = words::SessionType)]
    session_type: Option<String>,
    /// When the session starts.
    #[schema(value_type = formats::Instant)]
    starts_at: Option<String>,
    /// The length, in minutes: on the grid and within the bounds of the policy.
    #[schema(value_type = u16, minimum = 1, maximum = 1440, multiple_of = 5)]
    duration_minutes: Option<i64>,
    /// A comment for the other side.
    #[schema(value_type = Option<formats::Comment>)]
    comment: Option<String>,
}

/// A parsed request to book.
#[derive(Debug)]
struct NewBooking {
    provider: PersonId,
    member: PersonId,
    request: BookingRequest,
}

/// Books a session for a caller, and stores the answer under their key, in two calls.
pub async fn book(state: &HttpState, call: &Call) -> Result<Answer, Problem> {
    let asked = call.body::<NewBookingBody>()?.parse(call)?;
    let mut retry = Retry::default();
    loop {
        match try_to_book(state, call, &asked).await {
            // The next try finds the answer that the same key got meanwhile, or the bookings that
            // others made for the member.
            Err(Conflict::Answered | Conflict::Changed) => retry.again()?,
            Err(conflict) => return store_refusal(&state.store, call, conflict.into()).await,
            Ok(Err(problem)) => return store_refusal(&state.store, call, problem).await,
            Ok(Ok(answer)) => return Ok(answer),
        }
    }
}

async fn try_to_book(
    state: &HttpState,
    call: &Call,
    asked: &NewBooking,
) -> Result<Result<Answer, Problem>, Conflict> {
    let (caller, author, policy) = (&call.caller, call.author(), &state.policy);
    let now = author.at;
    let found = state
        .store
        .booking_context(&asked.provider, &asked.member, call.key.as_ref())
        .await?;
    match replayed(call, found.answer) {
        Ok(Some(answer)) => return Ok(Ok(answer)),
        Err(problem) => return Ok(Err(problem)),
        Ok(None) => {}
    }
    let between = match both(found.provider, found.member, found.met) {
        Ok(both) => both,
        Err(problem) => return Ok(Err(problem)),
    };
    let schedule = found.schedule.as_ref();
    let request = asked.request.clone();
    let id = ids::booking(now, state.store.random.draw());
    let booked = Booking::book(id, request, between, schedule, policy, now);
    let opening = || {
        found
            .open
            .opening(&asked.provider, caller.role, policy, now)
    };
    let (booking, opening) = match booked.and_then(|booking| Ok((booking, opening()?))) {
        Ok(booked) => booked,
        Err(refused) => return Ok(Err(refused.into())),
    };
    let step = BookingRecord::booked(booking.clone(), &author, policy);
    let view = BookingView::without_session(&booking, caller.role, policy, now);
    let answer =
        Answer::created(&view, format!("/v1/bookings/{}", booking.id)).versioned(booking.version);
    let extras = CommitExtras {
        answer: call.keeps(&answer),
        opening: Some(opening),
        ..CommitExtras::default()
    };
    commit(&state.store, Before::Nothing, &step, extras, policy, now).await?;
    Ok(Ok(answer))
}

impl NewBookingBody {
    fn parse(self, call: &Call) -> Result<NewBooking, Problem> {
        let mut fields = Fields::default();
        let (role, own) = (call.caller.role, &call.caller.id);
        let provider = party(
            &mut fields,
            "/providerId",
            self.provider_id.as_deref(),
            (role == Role::Provider).then_some(own),
        );
        let member = party(
            &mut fields,
            "/memberId",
            self.member_id.as_deref(),
            (role == Role::Member).then_some(own),
        );
        let session_type = session_type(&mut fields, self.session_type.as_deref());
        let starts_at = fields.required::<Timestamp>("/startsAt", self.starts_at.as_deref());
        let duration = match self.duration_minutes {
            Some(minutes) if (1..=24 * 60).contains(&minutes) => {
                Some(SignedDuration::from_mins(minutes))
            }
            Some(_) => {
                fields.wrong(
                    "/durationMinutes",
                    FieldCode::OutOfRange,
                    "is not a length that a session can have",
                );
                None
            }
            None => {
                fields.wrong("/durationMinutes", FieldCode::Required, "is required");
                None
            }
        };
        let comment = fields.optional::<Comment>("/comment", self.comment.as_deref());
        let whole = provider
            .zip(member)
            .zip(session_type)
            .zip(starts_at)
            .zip(duration);
        fields.finish(whole.map(
            |((((provider, member), session_type), starts_at), duration)| NewBooking {
                provider,
                member,
                request: BookingRequest {
                    session_type,
                    starts_at,
                    duration,
                    comment,
                    by: call.caller.actor(),
                },
            },
        ))
    }
}

/// The person on one side: the caller's own id, or the given id. The caller may give their own id,
/// but no other for their own side.
fn party(
    fields: &mut Fields,
    pointer: &str,
    given: Option<&str>,
    own: Option<&PersonId>,
) -> Option<PersonId> {
    match (own, given) {
        (Some(own), Some(given)) if own.as_str() != given => {
            fields.wrong(
                pointer,
                FieldCode::Invalid,
                "must be your own id, or left out",
            );
            None
        }
        (Some(own), Some(_) | None) => Some(own.clone()),
        (None, given) => fields.required(pointer, given),
    }
}

fn session_type(fields: &mut Fields, given: Option<&str>) -> Option<SessionType> {
    match given {
        Some("video") => Some(SessionType::Video),
        Some("phone") => Some(SessionType::Phone),
        Some(_) => {
            fields.wrong("/sessionType", FieldCode::Invalid, "must be video or phone");
            None
        }
        None => {
            fields.wrong("/sessionType", FieldCode::Required, "is required");
            None
        }
    }
}

/// Both people; 422 that names the one that does not exist.
fn both(provider: Option<Person>, member: Option<Person>, met: bool) -> Result<Parties, Problem> {
    let mut fields = Fields::default();
    if provider.is_none() {
        fields.wrong(
            "/providerId",
            FieldCode::Unknown,
            "there is no such provider",
        );
    }
    if member.is_none() {
        fields.wrong("/memberId", FieldCode::Unknown, "there is no such member");
    }
    fields.finish(provider.zip(member).map(|(provider, member)| Parties {
        provider: Party::from(provider),
        member: Party::from(member),
        met,
    }))
}
