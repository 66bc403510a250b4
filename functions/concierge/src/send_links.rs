//! `POST /v1/admin/members/{id}/send-links`: sends a member the messages of their sessions to come, to
//! their present address and number (M9).

use anteroom_app::{about_booking, counted};
use anteroom_domain::booking::{Booking, Party, Side};
use anteroom_domain::delivery::{Delivery, address_now};
use anteroom_domain::message::{Address, Channel, Message, on_booked};
use anteroom_domain::person::Person;
use anteroom_domain::values::{PersonId, Role};
use anteroom_http::operations::{links_entry, replayed, store_refusal};
use anteroom_http::views::DeliveryView;
use anteroom_http::{Answer, Call, EmptyBody, Id, Page, Problem, formats, headers};
use anteroom_store::{CommitExtras, Conflict, Store, quota_resets_at};
use axum::extract::State;

use crate::AppState;
use crate::resend::{just_changed, unreachable};

/// Sends a member the messages of their sessions to come: emails with links that work, and texts that their
/// present number has not had.
///
/// After a correction of their address their earlier links are void. The emails are those of a proposal
/// or a confirmation, of the soonest 30 sessions. A concierge who has changed the address twice within
/// the pause waits, or asks another one.
#[utoipa::path(
    post, path = "/v1/admin/members/{id}/send-links", operation_id = "sendLinks",
    tag = "admin: people",
    params(("id" = formats::PersonId, Path), headers::IdempotencyKey),
    responses(
        (status = 202, body = Page<DeliveryView>, description = "The deliveries, queued, on one page"),
        (status = 429, body = Problem, content_type = "application/problem+json", description = "The limit of repeated messages is used up: of a booking, of the member, or of the caller"),
    )
)]
pub(crate) async fn send(
    State(state): State<AppState>,
    Id(id): Id<PersonId>,
    call: Call,
) -> Result<Answer, Problem> {
    call.body::<EmptyBody>()?;
    if let Some(answer) = answered(&state, &call).await? {
        return Ok(answer);
    }
    match send_all(&state, &id, &call).await {
        Ok(Some(answer)) => Ok(answer),
        Ok(None) => answered(&state, &call)
            .await?
            .ok_or_else(Problem::unavailable),
        Err(problem) => store_refusal(&state.store, &call, problem).await,
    }
}

/// Writes the messages. `None` if the same request was answered in the meantime.
async fn send_all(state: &AppState, id: &PersonId, call: &Call) -> Result<Option<Answer>, Problem> {
    let (store, policy, now) = (&state.store, &state.policy, call.caller.moment.now);
    let by = call.caller.actor();
    let member = store.person(id).await?;
    let member = member.filter(|person| person.role == Role::Member);
    let member = member.ok_or_else(Problem::not_found)?;
    if let Some(from) = member.links_paused_until(&by, now, policy) {
        return Err(just_changed(from));
    }
    address_now(&Address::Email(member.email.clone()), &member).map_err(|why| {
        let (code, detail) = unreachable(why);
        Problem::conflict(code, detail)
    })?;
    let open = store.open_bookings(id, now).await?;
    let messages: Vec<Message> = open
        .into_iter()
        .flat_map(|record| messages(store, record.booking, &member, call))
        .collect();
    let deliveries = messages.iter().cloned().map(Delivery::new);
    let items: Vec<_> = deliveries
        .map(|delivery| DeliveryView::from(&delivery))
        .collect();
    let is_empty = items.is_empty();
    let answer = Answer::accepted(&Page {
        items,
        next_cursor: None,
    });
    if is_empty {
        return Ok(Some(answer));
    }
    let extras = CommitExtras {
        answer: call.keeps(&answer),
        ..counted(messages, &by, policy, now)
    };
    let entry = links_entry(call, &member);
    match store.send_links(id, &entry, &extras, policy).await {
        Ok(()) => Ok(Some(answer)),
        Err(Conflict::Answered) => Ok(None),
        Err(Conflict::TooMany) => {
            let detail =
                "Enough messages were sent again today, about one of the sessions or by you.";
            Err(Problem::rate_limited(detail).opening_at(quota_resets_at(now)))
        }
        Err(conflict) => Err(conflict.into()),
    }
}

/// The email of a booking to its member as they are now, and the text of a telephone session that was
/// booked for another number.
fn messages(store: &Store, booking: Booking, member: &Person, call: &Call) -> Vec<Message> {
    let other_number = booking.member.phone != member.phone;
    let booking = Booking {
        member: Party::from(member.clone()),
        ..booking
    };
    let now = call.caller.moment.now;
    let drafts = on_booked(&booking).into_iter();
    let messages = drafts.map(|draft| about_booking(&draft, &booking, now, store));
    let is_sent = |message: &Message| match message.channel() {
        Channel::Email => true,
        Channel::Sms => other_number,
    };
    let theirs = messages.filter(|message| message.to.side == Side::Member);
    theirs.filter(is_sent).collect()
}

/// The stored answer of the same request, if there is one.
async fn answered(state: &AppState, call: &Call) -> Result<Option<Answer>, Problem> {
    match &call.key {
        Some(key) => replayed(call, state.store.answer(key).await?),
        None => Ok(None),
    }
}
