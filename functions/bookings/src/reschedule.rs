//! `POST /v1/bookings/{id}/reschedule`: either side or the concierge moves a booking (B5).

use anteroom_domain::transition::{Author, BookingRecord};
use anteroom_domain::values::{BookingId, Comment, Role};
use anteroom_http::operations::{Decision, change, check_visible};
use anteroom_http::views::BookingView;
use anteroom_http::{Answer, Call, FieldCode, Fields, Id, Problem, formats, headers};
use anteroom_store::Limited;
use axum::extract::State;
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::AppState;

/// A request to move a booking.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RescheduleBody {
    /// When the session starts.
    #[schema(value_type = formats::Instant)]
    starts_at: Option<String>,
    /// Whether the provider has agreed on the new time with the member. Providers must send `true`;
    /// for others it has no effect.
    member_notified: Option<bool>,
    /// A comment for the history.
    #[schema(value_type = Option<formats::Comment>)]
    comment: Option<String>,
}

/// Moves a booking to another time. People, type and length stay.
#[utoipa::path(
    post, path = "/v1/bookings/{id}/reschedule", operation_id = "reschedule", tag = "bookings",
    params(
        ("id" = formats::BookingId, Path),
        headers::IdempotencyKey,
        headers::IfMatch
    ),
    request_body = RescheduleBody,
    responses((status = 200, body = BookingView, description = "The booking at its new time"))
)]
pub(crate) async fn reschedule(
    State(state): State<AppState>,
    Id(id): Id<BookingId>,
    call: Call,
) -> Result<Answer, Problem> {
    let new_time = call.body::<RescheduleBody>()?.parse(call.caller.role)?;
    let visible = |record: &BookingRecord| check_visible(record, &call.caller);
    let (state, new_time, author) = (&state, &new_time, &call.author());
    change(
        state,
        &call,
        &id,
        visible,
        |record: BookingRecord| async move { new_time.decide(&record, author, state).await },
    )
    .await
}

/// The time to which a booking is moved.
pub(crate) struct NewTime {
    starts_at: Timestamp,
    comment: Option<Comment>,
}

impl NewTime {
    /// The decision to move the booking to this time, if its provider can be booked then. A booking can be moved so many
    /// times a day. Takes a call.
    pub(crate) async fn decide(
        &self,
        record: &BookingRecord,
        author: &Author,
        state: &AppState,
    ) -> Result<Decision, Problem> {
        let (store, policy, booking) = (&state.store, &state.policy, &record.booking);
        // The provider whose schedule is checked is known only from the booking.
        let provider = store.provider(&booking.provider.id).await?;
        let schedule = provider.and_then(|(_, schedule)| schedule);
        let (comment, schedule) = (self.comment.as_ref(), schedule.as_ref());
        let step = record.reschedule(author, self.starts_at, comment, schedule, policy)?;
        Ok(Decision {
            limited: Some((
                Limited::move_of(&booking.id, policy),
                "Enough of this was done today.",
            )),
            ..Decision::from(step)
        })
    }
}

impl RescheduleBody {
    /// The time, and what else `role` has to say; 422 if anything is missing or invalid.
    pub(crate) fn parse(self, role: Role) -> Result<NewTime, Problem> {
        let mut fields = Fields::default();
        let starts_at = fields.required::<Timestamp>("/startsAt", self.starts_at.as_deref());
        let comment = fields.optional::<Comment>("/comment", self.comment.as_deref());
        if role == Role::Provider && self.member_notified != Some(true) {
            fields.wrong(
                "/memberNotified",
                FieldCode::Required,
                "must be true: please talk to the member first",
            );
        }
        fields.finish(starts_at.map(|starts_at| NewTime { starts_at, comment }))
    }
}
