//! Booking a session: a member an open slot, the concierge for anybody, a provider as a
//! proposal (B4).

use anteroom_app::messages;
use anteroom_domain::booking::{
    Booking, BookingRequest, HistoryEvent, Pair, Party, SessionType, State, next_due,
};
use anteroom_domain::message::on_booked;
use anteroom_domain::person::Person;
use anteroom_domain::session::SessionState;
use anteroom_domain::values::{Comment, PersonId, Role};
use anteroom_runtime::ids;
use anteroom_store::{Changed, CommitExtras, Conflict};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use utoipa::ToSchema;

use super::change::entry;
use super::idempotency::{replayed, store_refusal};
use crate::views::BookingView;
use crate::{Answer, Call, Fields, HttpState, Problem};

/// A booking as it is asked for. One's own id is left out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = NewBooking)]
pub struct NewBookingBody {
    provider_id: Option<String>,
    member_id: Option<String>,
    /// `video` or `phone`.
    session_type: Option<String>,
    /// RFC 3339, with `Z` or an offset.
    starts_at: Option<String>,
    /// A multiple of 5, 15 to 180.
    duration_minutes: Option<i64>,
    /// Up to 2,000 characters.
    comment: Option<String>,
}

/// A booking as it is asked for, parsed.
#[derive(Debug)]
struct Asked {
    provider: PersonId,
    member: PersonId,
    request: BookingRequest,
}

/// Books a session for a caller, with the answer under their key, in two calls.
pub async fn book(state: &HttpState, call: &Call) -> Result<Answer, Problem> {
    let asked = call.body::<NewBookingBody>()?.parse(call)?;
    // A booking whose key was answered while it was made finds that answer the second time.
    for _ in 0..2 {
        match try_to_book(state, call, &asked).await {
            Err(Conflict::Answered) => {}
            Err(conflict) => return store_refusal(&state.store, call, conflict.into()).await,
            Ok(Err(problem)) => return store_refusal(&state.store, call, problem).await,
            Ok(Ok(answer)) => return Ok(answer),
        }
    }
    Err(Problem::unavailable())
}

async fn try_to_book(
    state: &HttpState,
    call: &Call,
    asked: &Asked,
) -> Result<Result<Answer, Problem>, Conflict> {
    let (caller, now) = (&call.caller, call.caller.moment.now);
    let parties = state
        .store
        .parties(&asked.provider, &asked.member, call.key.as_ref())
        .await?;
    match replayed(call, parties.answer) {
        Ok(Some(answer)) => return Ok(Ok(answer)),
        Err(problem) => return Ok(Err(problem)),
        Ok(None) => {}
    }
    let between = match both(parties.provider, parties.member, parties.met) {
        Ok(both) => both,
        Err(problem) => return Ok(Err(problem)),
    };
    let id = ids::booking(now);
    let schedule = parties.schedule.as_ref();
    let booking = match Booking::book(
        id,
        asked.request.clone(),
        between,
        schedule,
        &state.policy,
        now,
    ) {
        Ok(booking) => booking,
        Err(refused) => return Ok(Err(refused.into())),
    };
    let what = match booking.state {
        State::Pending { .. } => HistoryEvent::Proposed,
        _ => HistoryEvent::Booked,
    };
    let entry = entry(call, what, booking.state.status());
    let view = BookingView::without_session(&booking, caller.role, &state.policy, now);
    let answer =
        Answer::created(&view, format!("/v1/bookings/{}", booking.id)).versioned(booking.version);
    let extra = CommitExtras {
        messages: messages(&booking, on_booked(&booking), now),
        answer: call.keeps(&answer),
        ..CommitExtras::default()
    };
    let live = SessionState::default().at_new_time(now);
    let due = next_due(&booking, &live, &state.policy, now);
    state
        .store
        .book(
            &Changed {
                booking,
                entry,
                due,
            },
            &extra,
        )
        .await?;
    Ok(Ok(answer))
}

impl NewBookingBody {
    fn parse(self, call: &Call) -> Result<Asked, Problem> {
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
                    "out_of_range",
                    "is not a length that a session can have",
                );
                None
            }
            None => {
                fields.wrong("/durationMinutes", "required", "is required");
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
            |((((provider, member), session_type), starts_at), duration)| Asked {
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

/// One side: one's own id, which must not be another's if it is given, or the id given.
fn party(
    fields: &mut Fields,
    pointer: &str,
    given: Option<&str>,
    own: Option<&PersonId>,
) -> Option<PersonId> {
    match (own, given) {
        (Some(own), Some(given)) if own.as_str() != given => {
            fields.wrong(pointer, "invalid", "must be your own id, or left out");
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
            fields.wrong("/sessionType", "invalid", "must be video or phone");
            None
        }
        None => {
            fields.wrong("/sessionType", "required", "is required");
            None
        }
    }
}

/// Both sides, or 422 that names the one that there is not.
fn both(provider: Option<Person>, member: Option<Person>, met: bool) -> Result<Pair, Problem> {
    let mut fields = Fields::default();
    if provider.is_none() {
        fields.wrong("/providerId", "unknown", "there is no such provider");
    }
    if member.is_none() {
        fields.wrong("/memberId", "unknown", "there is no such member");
    }
    fields.finish(provider.zip(member).map(|(provider, member)| Pair {
        provider: Party::from(provider),
        member: Party::from(member),
        met,
    }))
}
