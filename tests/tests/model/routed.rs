//! A request of an SDK client to a service that is a router in this process, and its answer.

use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use axum::Router;
use axum::body::{Body, to_bytes};
use tower::ServiceExt;

pub(crate) async fn routed(service: &Router, request: &HttpRequest) -> HttpResponse {
    let mut inside = http::Request::builder()
        .method(request.method())
        .uri(request.uri());
    for (name, value) in request.headers() {
        inside = inside.header(name, value);
    }
    let body = request.body().bytes().unwrap_or_default().to_vec();
    let inside = inside.body(Body::from(body)).unwrap();
    let (parts, body) = service.clone().oneshot(inside).await.unwrap().into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
    let status = parts.status.as_u16().try_into().unwrap();
    let mut response = HttpResponse::new(status, body.into());
    for (name, value) in &parts.headers {
        let (name, value) = (name.as_str().to_owned(), value.to_str().unwrap().to_owned());
        response.headers_mut().insert(name, value);
    }
    response
}
