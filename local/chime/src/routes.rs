//! The operations of the service on their methods and paths, as the service model has them.

use std::collections::HashMap;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, Query, Request, State};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use serde::de::DeserializeOwned;

use crate::errors::{REQUEST_ID, Refusal};
use crate::limits::{Guid, PAGE_MAX, Violation};
use crate::model::{
    AttendeeAnswer, AttendeePage, BatchCreateAttendee, CreateAttendee, CreateMeeting,
    MeetingAnswer, MeetingWithAttendeesAnswer, UpdateCapabilities, UpdateCapabilitiesExcept,
};
use crate::service::ChimeLocal;

/// The `operation` parameter tells operations on the same path apart; the others are those of a list.
type Parameters = Query<HashMap<String, String>>;
type Body = Result<Bytes, BytesRejection>;

pub(crate) fn router(chime: ChimeLocal) -> Router {
    let attendee = "/meetings/{meeting}/attendees/{attendee}";
    Router::new()
        .route("/meetings", post(create_meeting))
        .route(
            "/meetings/{meeting}",
            get(get_meeting).delete(delete_meeting),
        )
        .route(
            "/meetings/{meeting}/attendees",
            get(list_attendees).post(create_attendees),
        )
        .route(
            "/meetings/{meeting}/attendees/capabilities",
            put(update_capabilities_except),
        )
        .route(attendee, get(get_attendee).delete(delete_attendee))
        .route(
            &format!("{attendee}/capabilities"),
            put(update_capabilities),
        )
        .fallback(unknown)
        .method_not_allowed_fallback(unknown)
        .layer(middleware::from_fn(admit))
        .with_state(chime)
}

/// Refuses what is not signed. The signature itself is not verified: there are no secrets here to verify it by.
async fn admit(request: Request, next: Next) -> Response {
    let signed = request
        .headers()
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let mut response = match signed {
        Some(value) if value.contains("Credential=") => next.run(request).await,
        _ => Refusal::NoCredential.into_response(),
    };
    let id = HeaderValue::from_str(Guid::random().as_str())
        .expect("an id is hexadecimal digits and dashes");
    response.headers_mut().entry(REQUEST_ID).or_insert(id);
    response
}

async fn create_meeting(
    State(chime): State<ChimeLocal>,
    Query(parameters): Parameters,
    body: Body,
) -> Result<Response, Refusal> {
    let mut request: CreateMeeting = read(body)?;
    match operation(&parameters) {
        None => {
            // CreateMeeting has no such member, and members that an operation doesn't have are ignored.
            request.attendees = None;
            let meeting = chime.step(|registry, now| registry.create(request, now))?;
            Ok(Json(MeetingAnswer { meeting }).into_response())
        }
        Some("create-attendees") => {
            let attendees = request.attendees.clone().ok_or(Violation::NoAttendees)?;
            let answer = chime.step(|registry, now| {
                let meeting = registry.create(request, now)?;
                let batch = registry.add_all(&meeting.meeting_id, attendees.iter(), now)?;
                Ok::<_, Refusal>(MeetingWithAttendeesAnswer { meeting, batch })
            })?;
            Ok(Json(answer).into_response())
        }
        Some(_) => Err(Refusal::UnknownOperation),
    }
}

async fn get_meeting(
    State(chime): State<ChimeLocal>,
    Path(meeting): Path<String>,
) -> Result<Json<MeetingAnswer>, Refusal> {
    let id: Guid = meeting.parse()?;
    let meeting = chime.step(|registry, _| registry.meeting(&id))?;
    Ok(Json(MeetingAnswer { meeting }))
}

async fn delete_meeting(
    State(chime): State<ChimeLocal>,
    Path(meeting): Path<String>,
) -> Result<StatusCode, Refusal> {
    let id: Guid = meeting.parse()?;
    chime.step(|registry, now| registry.delete(&id, now))?;
    Ok(StatusCode::NO_CONTENT)
}

async fn create_attendees(
    State(chime): State<ChimeLocal>,
    Path(meeting): Path<String>,
    Query(parameters): Parameters,
    body: Body,
) -> Result<Response, Refusal> {
    let id: Guid = meeting.parse()?;
    match operation(&parameters) {
        None => {
            let request: CreateAttendee = read(body)?;
            let attendee = chime.step(|registry, now| registry.add(&id, &request, now))?;
            Ok(Json(AttendeeAnswer { attendee }).into_response())
        }
        Some("batch-create") => {
            let request: BatchCreateAttendee = read(body)?;
            let batch =
                chime.step(|registry, now| registry.add_all(&id, request.attendees.iter(), now))?;
            Ok(Json(batch).into_response())
        }
        Some(_) => Err(Refusal::UnknownOperation),
    }
}

async fn list_attendees(
    State(chime): State<ChimeLocal>,
    Path(meeting): Path<String>,
    Query(parameters): Parameters,
) -> Result<Json<AttendeePage>, Refusal> {
    let id: Guid = meeting.parse()?;
    let size = match parameters.get("max-results").map(|text| text.parse()) {
        None => PAGE_MAX,
        Some(Ok(size)) if (1..=PAGE_MAX).contains(&size) => size,
        Some(_) => return Err(Violation::PageSize.into()),
    };
    let after: Option<Guid> = match parameters.get("next-token").map(|text| text.parse()) {
        None => None,
        Some(Ok(after)) => Some(after),
        Some(Err(_)) => return Err(Violation::PageToken.into()),
    };
    chime
        .step(|registry, _| registry.page(&id, size, after.as_ref()))
        .map(Json)
}

async fn get_attendee(
    State(chime): State<ChimeLocal>,
    Path((meeting, attendee)): Path<(String, String)>,
) -> Result<Json<AttendeeAnswer>, Refusal> {
    let (id, attendee_id): (Guid, Guid) = (meeting.parse()?, attendee.parse()?);
    let attendee = chime.step(|registry, _| registry.attendee(&id, &attendee_id))?;
    Ok(Json(AttendeeAnswer { attendee }))
}

async fn delete_attendee(
    State(chime): State<ChimeLocal>,
    Path((meeting, attendee)): Path<(String, String)>,
) -> Result<StatusCode, Refusal> {
    let (id, attendee_id): (Guid, Guid) = (meeting.parse()?, attendee.parse()?);
    chime.step(|registry, now| registry.remove(&id, &attendee_id, now))?;
    Ok(StatusCode::NO_CONTENT)
}

async fn update_capabilities(
    State(chime): State<ChimeLocal>,
    Path((meeting, attendee)): Path<(String, String)>,
    body: Body,
) -> Result<Json<AttendeeAnswer>, Refusal> {
    let (id, attendee_id): (Guid, Guid) = (meeting.parse()?, attendee.parse()?);
    let request: UpdateCapabilities = read(body)?;
    let attendee =
        chime.step(|registry, now| registry.allow(&id, &attendee_id, request.capabilities, now))?;
    Ok(Json(AttendeeAnswer { attendee }))
}

async fn update_capabilities_except(
    State(chime): State<ChimeLocal>,
    Path(meeting): Path<String>,
    Query(parameters): Parameters,
    body: Body,
) -> Result<StatusCode, Refusal> {
    if operation(&parameters) != Some("batch-update-except") {
        return Err(Refusal::UnknownOperation);
    }
    let id: Guid = meeting.parse()?;
    let request: UpdateCapabilitiesExcept = read(body)?;
    let excluded: Vec<Guid> = request
        .excluded_attendee_ids
        .iter()
        .map(|item| item.attendee_id.clone())
        .collect();
    chime.step(|registry, now| registry.allow_except(&id, &excluded, request.capabilities, now))?;
    Ok(StatusCode::OK)
}

async fn unknown() -> Refusal {
    Refusal::UnknownOperation
}

fn operation(parameters: &HashMap<String, String>) -> Option<&str> {
    parameters.get("operation").map(String::as_str)
}

fn read<T: DeserializeOwned>(body: Body) -> Result<T, Refusal> {
    let Json(request) = Json::from_bytes(&body?)?;
    Ok(request)
}
