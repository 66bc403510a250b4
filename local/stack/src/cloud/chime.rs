//! Meetings: the local meeting service, behind the counting of calls and the faults.

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::{self, Next};
use axum::response::Response;
use chime_local::{ChimeLocal, ErrorKind, error_response};

use super::front::Front;
use crate::calls::{Call, Service};
use crate::endpoint::Endpoint;
use crate::faults::Refusal;
use crate::grants::Need;
use crate::limits::Refused;

/// Starts the service's control plane.
///
/// # Errors
/// If no port can be bound.
pub async fn start(chime: &ChimeLocal, front: Front) -> io::Result<Endpoint> {
    Endpoint::serve(router(chime, front)).await
}

/// The service's control plane, as a router.
pub fn router(chime: &ChimeLocal, front: Front) -> Router {
    let layer = middleware::from_fn_with_state(Arc::new(front), pass);
    chime.router().layer(layer)
}

async fn pass(State(front): State<Arc<Front>>, request: Request, next: Next) -> Response {
    let uri = request.uri();
    let operation = operation(
        request.method(),
        uri.path(),
        uri.query().unwrap_or_default(),
    );
    let call = Call::new(request.headers(), Service::Chime, operation);
    let needs = [Need::action(format!("chime:{operation}"))];
    let serve = async {
        let response = next.run(request).await;
        let limits = &front.limits;
        let is_limited = limits.settings().chime_meetings.is_some();
        if is_limited && operation.starts_with("CreateMeeting") && is_beyond(&response) {
            limits.count(&Refused::new("chimeMeetings", "chime"));
        }
        response
    };
    front.pass(&call, &needs, refuse, serve).await
}

/// Whether there are as many meetings as there may be.
fn is_beyond(response: &Response) -> bool {
    let kind = response.headers().get("x-amzn-errortype");
    kind.is_some_and(|kind| kind == "LimitExceededException")
}

/// The operation's name in the service's model. Some share a method and a path and are told
/// apart by the query.
fn operation(method: &Method, path: &str, query: &str) -> &'static str {
    let named = |name: &str| {
        query
            .split('&')
            .any(|pair| pair.strip_prefix("operation=") == Some(name))
    };
    let path: Vec<&str> = path.trim_matches('/').split('/').collect();
    match (method.as_str(), path.as_slice()) {
        ("POST", ["meetings"]) if named("create-attendees") => "CreateMeetingWithAttendees",
        ("POST", ["meetings"]) => "CreateMeeting",
        ("GET", ["meetings", _]) => "GetMeeting",
        ("DELETE", ["meetings", _]) => "DeleteMeeting",
        ("POST", ["meetings", _, "attendees"]) if named("batch-create") => "BatchCreateAttendee",
        ("POST", ["meetings", _, "attendees"]) => "CreateAttendee",
        ("GET", ["meetings", _, "attendees"]) => "ListAttendees",
        ("GET", ["meetings", _, "attendees", _]) => "GetAttendee",
        ("DELETE", ["meetings", _, "attendees", _]) => "DeleteAttendee",
        ("PUT", ["meetings", _, "attendees", "capabilities"]) => {
            "BatchUpdateAttendeeCapabilitiesExcept"
        }
        ("PUT", ["meetings", _, "attendees", _, "capabilities"]) => "UpdateAttendeeCapabilities",
        _ => "unknown",
    }
}

fn refuse(refusal: Refusal) -> Response {
    match refusal {
        Refusal::Throttle => error_response(ErrorKind::Throttling, "Rate exceeded"),
        Refusal::Denied => error_response(ErrorKind::Forbidden, "The caller may not do this."),
        Refusal::Error | Refusal::Conflict => {
            error_response(ErrorKind::ServiceFailure, "The service has failed.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_operations_of_the_model() {
        let cases = [
            (Method::POST, "/meetings", "", "CreateMeeting"),
            (
                Method::POST,
                "/meetings",
                "operation=create-attendees",
                "CreateMeetingWithAttendees",
            ),
            (Method::DELETE, "/meetings/m", "", "DeleteMeeting"),
            (Method::POST, "/meetings/m/attendees", "", "CreateAttendee"),
            (
                Method::POST,
                "/meetings/m/attendees",
                "operation=batch-create",
                "BatchCreateAttendee",
            ),
            (
                Method::GET,
                "/meetings/m/attendees",
                "max-results=5",
                "ListAttendees",
            ),
            (
                Method::PUT,
                "/meetings/m/attendees/a/capabilities",
                "",
                "UpdateAttendeeCapabilities",
            ),
            (Method::GET, "/", "", "unknown"),
        ];
        for (method, path, query, name) in cases {
            assert_eq!(
                operation(&method, path, query),
                name,
                "{method} {path}?{query}"
            );
        }
    }
}
