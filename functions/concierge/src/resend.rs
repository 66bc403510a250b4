//! `POST /v1/admin/deliveries/{id}/resend`: a message is sent again (M5).

use anteroom_domain::booking::Status;
use anteroom_domain::message::{
    Address, Kind, Message, Recipient, is_for_open_session, pointless_from,
};
use anteroom_domain::person::{MailProblemKind, Person};
use anteroom_domain::values::DeliveryId;
use anteroom_http::operations::{replayed, store_refusal};
use anteroom_http::views::DeliveryView;
use anteroom_http::{Answer, Call, EmptyBody, Id, Problem};
use anteroom_runtime::ids;
use anteroom_store::{
    BookingRecord, CommitExtras, Delivery, DeliveryState, Earlier, MessageItem, NotResent,
    quota_resets_at,
};
use axum::extract::State;

use crate::AppState;

/// Sends a message again that was sent, failed, or may have been sent: as a new delivery, to
/// where its reader can be reached now. Not if its booking has moved on since, nor if it would
/// come too late to be of use.
#[utoipa::path(
    post, path = "/v1/admin/deliveries/{id}/resend", operation_id = "resendDelivery",
    tag = "admin: deliveries",
    params(
        ("id" = String, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer for a day")
    ),
    responses(
        (status = 202, body = DeliveryView, description = "The new delivery, which is queued"),
        (status = 429, body = Problem, content_type = "application/problem+json", description = "Enough messages about the booking, or by who asks, were sent again today"),
    )
)]
pub(crate) async fn resend(
    State(state): State<AppState>,
    Id(id): Id<DeliveryId>,
    call: Call,
) -> Result<Answer, Problem> {
    call.body::<EmptyBody>()?;
    if let Some(answer) = answered(&state, &call).await? {
        return Ok(answer);
    }
    let decided = match state.store.earlier(&id).await? {
        Some(earlier) => again(&call, &earlier).map(|again| (earlier.item, again)),
        None => Err(Problem::not_found()),
    };
    let (original, again) = match decided {
        Ok(both) => both,
        Err(problem) => return store_refusal(&state.store, &call, problem).await,
    };
    let answer = Answer::accepted(&DeliveryView::from(Delivery::from(again.clone())));
    let extra = CommitExtras {
        messages: Vec::new(),
        answer: call.keeps(&answer),
        ..CommitExtras::default()
    };
    let policy = &state.policy;
    match state.store.resend(&original, &again, policy, &extra).await {
        Ok(()) => Ok(answer),
        Err(NotResent::Answered) => answered(&state, &call)
            .await?
            .ok_or_else(Problem::unavailable),
        Err(NotResent::Changed) => {
            let detail = "It was sent again, or something became of it, in the meantime.";
            let problem = Problem::conflict("wrong_state", detail);
            store_refusal(&state.store, &call, problem).await
        }
        Err(NotResent::TooMany) => {
            let detail = "Enough messages about this booking were sent again today.";
            store_refusal(&state.store, &call, too_many(&call, detail)).await
        }
        Err(NotResent::TooManyByOne) => {
            let detail = "You have sent enough messages again today.";
            store_refusal(&state.store, &call, too_many(&call, detail)).await
        }
        Err(NotResent::Store(error)) => Err(error.into()),
    }
}

fn too_many(call: &Call, detail: &str) -> Problem {
    Problem::rate_limited(detail).opening_at(quota_resets_at(call.caller.moment.now))
}

/// What the same request was answered before.
async fn answered(state: &AppState, call: &Call) -> Result<Option<Answer>, Problem> {
    match &call.key {
        Some(key) => replayed(call, state.store.answer(key).await?),
        None => Ok(None),
    }
}

/// The same message with an id of its own, and so an email with a Message-ID of its own, to
/// where its reader can be reached now.
fn again(call: &Call, earlier: &Earlier) -> Result<MessageItem, Problem> {
    let Earlier {
        item,
        stored: BookingRecord { booking, live, .. },
        reader,
    } = earlier;
    let now = call.caller.moment.now;
    let wrong_state = |detail| Err(Problem::conflict("wrong_state", detail));
    match item.state {
        DeliveryState::Sent | DeliveryState::Failed | DeliveryState::Unknown => {}
        DeliveryState::Queued | DeliveryState::Sending => {
            return wrong_state("It is still going to be sent.");
        }
        DeliveryState::Dropped => {
            return wrong_state("It was dropped, since there was no point in it any more.");
        }
    }
    let is_lost = matches!(item.state, DeliveryState::Failed | DeliveryState::Unknown);
    if is_lost && item.resent_as.is_some() {
        return wrong_state("It was sent again already.");
    }
    if item.sequence != booking.sequence {
        return wrong_state("The booking has changed since; what it says is not so any more.");
    }
    let status = booking.state.status();
    let is_open = matches!(status, Status::Confirmed | Status::Ongoing);
    if is_for_open_session(item.says) && !is_open {
        return wrong_state("The session is over; what it says is not so any more.");
    }
    if item.says == Kind::MemberWaiting && live.host.heard_after(item.queued_at) {
        return wrong_state("The provider has come since; what it says is not so any more.");
    }
    let pointless_from = pointless_from(item.says, &item.facts, item.queued_at);
    if pointless_from.is_some_and(|from| from <= now) {
        let detail = "It would come too late to be of use.";
        return Err(Problem::conflict("too_late", detail));
    }
    let to = Recipient {
        address: present_address(&item.to.address, reader.as_ref())?,
        ..item.to.clone()
    };
    let message = Message {
        id: ids::delivery(now),
        booking: item.booking_id.clone(),
        sequence: item.sequence,
        kind: item.says,
        to,
        other: item.other.clone(),
        facts: item.facts.clone(),
        queued_at: now,
    };
    Ok(MessageItem {
        resend_of: Some(item.id.clone()),
        requested_by: Some(call.caller.actor()),
        ..MessageItem::new(&message)
    })
}

/// Where the reader can be reached now by the same channel. Their address may have been
/// mended since, which is why most messages are sent again.
fn present_address(before: &Address, reader: Option<&Person>) -> Result<Address, Problem> {
    let Some(reader) = reader else {
        return Ok(before.clone());
    };
    match before {
        Address::Email(_) => match reader.present_problem() {
            None => Ok(Address::Email(reader.email.clone())),
            Some(MailProblemKind::Bounced) => Err(Problem::conflict(
                "address_bounced",
                "Mail to this person's address came back. Correct the address first.",
            )),
            Some(MailProblemKind::Complained) => Err(Problem::conflict(
                "address_complained",
                "This person has called our mail spam. Talk to them first.",
            )),
        },
        Address::Phone(_) => reader.phone.clone().map(Address::Phone).ok_or_else(|| {
            let detail = "This person has no phone number any more.";
            Problem::conflict("phone_required", detail)
        }),
    }
}
