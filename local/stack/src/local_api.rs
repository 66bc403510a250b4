//! The local stack's own endpoints, under `/_local/`: its time, its faults, and what it saw.

use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use chime_local::TroubleOrder;
use jiff::{SpanRelativeTo, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::calls::CallReport;
use crate::capacity::CapacityReport;
use crate::cloud::Front;
use crate::cloud::sns::{Carriers, FateOrder};
use crate::dead_letters::DeadLetters;
use crate::faults::FaultOrder;
use crate::issuer::Issuer;
use crate::limits;
use crate::mailbox::{Filter, Mailbox};
use crate::metrics::{self, Metrics};
use crate::problem::Problem;
use crate::runner::Runner;
use crate::travel::{Ticks, Travel};

/// What the endpoints show and change.
#[derive(Clone)]
pub struct Local {
    /// The table's name.
    pub table: String,
    /// Where the services listen.
    pub endpoints: Endpoints,
    /// The user pool's stand-in.
    pub issuer: Issuer,
    /// The messages sent.
    pub mailbox: Mailbox,
    /// What is measured, and the alarms.
    pub metrics: Metrics,
    /// What becomes of texts.
    pub carriers: Carriers,
    /// What could not be dealt with.
    pub dead_letters: DeadLetters,
    /// The calls counted and the faults to come.
    pub front: Front,
    /// The functions.
    pub runner: Runner,
    /// The clock, the meetings and the triggers.
    pub travel: Travel,
}

/// URLs that AWS SDKs take as endpoints, and the issuer's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Endpoints {
    /// The table.
    pub dynamodb: String,
    /// Email.
    pub ses: String,
    /// SMS.
    pub sns: String,
    /// Queues.
    pub sqs: String,
    /// Meetings.
    pub chime: String,
    /// The user pool.
    #[serde(rename = "cognito-idp")]
    pub cognito_idp: String,
    /// The issuer of access tokens.
    pub issuer: String,
}

/// The endpoints under `/_local`.
pub fn router(local: Local) -> Router {
    let routes = Router::new()
        .route("/health", get(health))
        .route("/token", post(token))
        .route("/clock", get(clock).post(move_clock))
        .route("/messages", get(messages))
        .route("/settle", post(settle))
        .route(
            "/faults",
            get(pending_faults).post(add_fault).delete(clear_faults),
        )
        .route(
            "/text-fates",
            get(fates).post(order_fate).delete(clear_fates),
        )
        .route("/calls", get(calls).delete(reset_calls))
        .route("/capacity", get(capacity).delete(reset_capacity))
        .route("/limits", get(limits).post(limit).delete(clear_limits))
        .route("/metrics", get(metrics))
        .route("/meetings", get(meetings))
        .route("/meetings/{id}/events", post(meeting_event))
        .route(
            "/event-troubles",
            get(troubles).post(add_trouble).delete(clear_troubles),
        )
        .route("/held-events", get(held_events).delete(release_events))
        .route("/dead-letters", get(dead_letters))
        .route("/functions", get(functions))
        .route("/logs", get(logs))
        .fallback(async || Problem::NotFound)
        .with_state(local);
    Router::new().nest("/_local", routes)
}

async fn health(State(local): State<Local>) -> Json<Value> {
    // The origin answers only once all is up, so that there is nothing left to ask.
    Json(json!({"status": "ok", "table": local.table, "endpoints": local.endpoints}))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenRequest {
    sub: String,
    role: Role,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Role {
    Provider,
    Member,
    Concierge,
}

async fn token(State(local): State<Local>, body: Bytes) -> Result<Json<Value>, Problem> {
    let request: TokenRequest = serde_json::from_slice(&body)?;
    let role = match request.role {
        Role::Provider => "provider",
        Role::Member => "member",
        Role::Concierge => "concierge",
    };
    let token = local
        .issuer
        .mint(&request.sub, role, local.travel.clock.now());
    Ok(Json(json!({"accessToken": token})))
}

async fn clock(State(local): State<Local>) -> Json<Value> {
    Json(json!({"now": local.travel.clock.now()}))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Move {
    advance: Option<String>,
    to: Option<Timestamp>,
    #[serde(default)]
    ticks: Ticks,
}

async fn move_clock(State(local): State<Local>, body: Bytes) -> Result<Json<Value>, Problem> {
    let request: Move = serde_json::from_slice(&body)?;
    let to = match (request.advance, request.to) {
        (Some(advance), None) => {
            // A day has 24 hours to a clock that shows UTC.
            let span: jiff::Span = advance.parse()?;
            let advance = span.to_duration(SpanRelativeTo::days_are_24_hours())?;
            local.travel.clock.now().checked_add(advance)?
        }
        (None, Some(to)) => to,
        _ => return Err(Problem::OneMove),
    };
    local.travel.to(to, request.ticks).await?;
    Ok(clock(State(local)).await)
}

async fn messages(
    State(local): State<Local>,
    filter: Result<Query<Filter>, QueryRejection>,
) -> Result<Json<Value>, Problem> {
    let Query(filter) = filter?;
    Ok(items(local.mailbox.find(&filter)))
}

async fn settle(State(local): State<Local>) -> Json<Value> {
    local.travel.triggers.settle().await;
    Json(json!({"settled": true}))
}

async fn pending_faults(State(local): State<Local>) -> Json<Value> {
    items(local.front.faults.pending())
}

async fn add_fault(State(local): State<Local>, body: Bytes) -> Result<Response, Problem> {
    let order: FaultOrder = serde_json::from_slice(&body)?;
    local.front.faults.add(order.clone())?;
    Ok((StatusCode::CREATED, Json(order)).into_response())
}

async fn clear_faults(State(local): State<Local>) -> StatusCode {
    local.front.faults.clear();
    StatusCode::NO_CONTENT
}

async fn fates(State(local): State<Local>) -> Json<Value> {
    items(local.carriers.orders())
}

async fn order_fate(State(local): State<Local>, body: Bytes) -> Result<Response, Problem> {
    let order: FateOrder = serde_json::from_slice(&body)?;
    local.carriers.order(order.clone());
    Ok((StatusCode::CREATED, Json(order)).into_response())
}

async fn clear_fates(State(local): State<Local>) -> StatusCode {
    local.carriers.clear();
    StatusCode::NO_CONTENT
}

async fn troubles(State(local): State<Local>) -> Json<Value> {
    items(local.travel.chime.troubles_to_come())
}

async fn add_trouble(State(local): State<Local>, body: Bytes) -> Result<Response, Problem> {
    let order: TroubleOrder = serde_json::from_slice(&body)?;
    local.travel.chime.trouble(order.clone())?;
    Ok((StatusCode::CREATED, Json(order)).into_response())
}

async fn clear_troubles(State(local): State<Local>) -> StatusCode {
    local.travel.chime.clear_troubles();
    StatusCode::NO_CONTENT
}

async fn held_events(State(local): State<Local>) -> Json<Value> {
    items(local.travel.chime.held_events())
}

async fn release_events(State(local): State<Local>) -> Json<Value> {
    items(local.travel.chime.release_events())
}

async fn calls(State(local): State<Local>) -> Json<CallReport> {
    Json(local.front.calls.report())
}

async fn reset_calls(State(local): State<Local>) -> StatusCode {
    local.front.calls.reset();
    StatusCode::NO_CONTENT
}

async fn capacity(State(local): State<Local>) -> Json<CapacityReport> {
    Json(local.front.capacity.report())
}

async fn reset_capacity(State(local): State<Local>) -> StatusCode {
    local.front.capacity.reset();
    StatusCode::NO_CONTENT
}

async fn limits(State(local): State<Local>) -> Json<Value> {
    limits_report(&local)
}

fn limits_report(local: &Local) -> Json<Value> {
    Json(local.front.limits.report())
}

async fn limit(State(local): State<Local>, body: Bytes) -> Result<Json<Value>, Problem> {
    let limits = &local.front.limits;
    let order = limits::Order::read(&body)?;
    limits.order(order.beside(local.runner.reserved())?);
    let meetings = limits.settings().chime_meetings;
    local.travel.chime.limit_meetings(meetings);
    Ok(limits_report(&local))
}

async fn clear_limits(State(local): State<Local>) -> StatusCode {
    local.front.limits.clear();
    local.travel.chime.limit_meetings(None);
    StatusCode::NO_CONTENT
}

async fn metrics(State(local): State<Local>) -> Json<metrics::Report> {
    Json(local.metrics.report())
}

async fn meetings(State(local): State<Local>) -> Json<Value> {
    items(local.travel.chime.meetings())
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct MeetingEvent {
    event_type: String,
    attendee_id: Option<String>,
    timestamp: Option<Timestamp>,
}

async fn meeting_event(
    State(local): State<Local>,
    Path(meeting): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, Problem> {
    let MeetingEvent {
        event_type,
        attendee_id,
        timestamp,
    } = serde_json::from_slice(&body)?;
    let chime = &local.travel.chime;
    Ok(Json(chime.event(
        &meeting,
        &event_type,
        attendee_id.as_deref(),
        timestamp,
    )?))
}

async fn dead_letters(State(local): State<Local>) -> Json<Value> {
    items(local.dead_letters.all())
}

async fn functions(State(local): State<Local>) -> Json<Value> {
    items(local.runner.report())
}

async fn logs(State(local): State<Local>) -> Json<Value> {
    items(local.runner.logs())
}

fn items<T: Serialize>(items: Vec<T>) -> Json<Value> {
    Json(json!({"items": items}))
}
