//! The portal's files at `/`, or a plain page that says where things are.

use std::future::ready;
use std::path::PathBuf;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::middleware::map_response;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use tower::ServiceExt;
use tower_http::services::{ServeDir, ServeFile};

/// The built portal, and what goes with it.
pub struct Portal {
    /// The folder of its files.
    pub folder: PathBuf,
    /// The headers of every file, as the template has them for CloudFront.
    pub headers: Vec<(String, String)>,
    /// What `/config.json` says.
    pub config: PortalConfig,
}

/// `/config.json`: what the deployment tells the portal.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PortalConfig {
    /// Who signs people in.
    pub issuer: String,
    /// The portal's id there.
    pub client_id: String,
    /// What the service calls itself.
    pub service_name: String,
    /// The number that people call for help; empty if there is none.
    pub help_phone: String,
    /// The address to which people write for help; empty if there is none.
    pub help_email: String,
}

/// Serves a folder of built files; every path that names none of them is a page of the
/// portal, which finds its own way. Without a portal, a plain page.
pub fn router(portal: Option<Portal>) -> Router {
    let Some(portal) = portal else {
        return Router::new().fallback(plain);
    };
    let config = Json(portal.config);
    let index = ServeFile::new(portal.folder.join("index.html"));
    let files = ServeDir::new(portal.folder)
        .append_index_html_on_directories(false)
        .fallback(Router::new().fallback(page).with_state(index));
    let mut headers: HeaderMap = portal.headers.into_iter().filter_map(header).collect();
    // A build changes what is behind a path, so that browsers ask again each time.
    let ask_again = HeaderValue::from_static("no-cache");
    headers.entry(header::CACHE_CONTROL).or_insert(ask_again);
    Router::new()
        .route("/config.json", get(async move || config))
        .fallback_service(files)
        .layer(map_response(move |mut response: Response| {
            response.headers_mut().extend(headers.clone());
            ready(response)
        }))
}

/// A header of the template. One that can't be a header would be refused in the cloud, too.
fn header((name, value): (String, String)) -> Option<(HeaderName, HeaderValue)> {
    Some((name.parse().ok()?, value.parse().ok()?))
}

/// The portal's page, unless the path is that of a file that a build may have: a script or picture
/// that is missing must not come back as the page.
async fn page(State(index): State<ServeFile>, request: Request) -> Response {
    if is_file(request.uri().path()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    index.oneshot(request).await.into_response()
}

/// Whether a path is that of a file, by the rule of the function in `infra/web.yaml`. A member's link
/// is none, also as mail programs write it (`/visit%23TOKEN`), although its token has dots.
fn is_file(path: &str) -> bool {
    let name = path.trim_start_matches('/').to_ascii_lowercase();
    let after_visit = name.strip_prefix("visit");
    if after_visit.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_lowercase())) {
        return false;
    }
    match path.strip_prefix('/').unwrap_or(path).split_once('/') {
        Some(("assets", name)) => !name.is_empty() && !name.contains('/'),
        Some(_) => false,
        None => {
            let name = path.trim_start_matches('/').rsplit_once('.');
            let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
            let ending = name.filter(|(stem, _)| !stem.is_empty() && stem.chars().all(is_name));
            ending.is_some_and(|(_, ending)| FILE_ENDINGS.contains(&ending))
        }
    }
}

/// The endings of the files that a build has beside its page.
const FILE_ENDINGS: [&str; 8] = [
    "html",
    "js",
    "json",
    "svg",
    "png",
    "ico",
    "txt",
    "webmanifest",
];

async fn plain(uri: Uri) -> Response {
    if uri.path() != "/" {
        return StatusCode::NOT_FOUND.into_response();
    }
    let page = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Anteroom</title>\
        <h1>Anteroom, local stack</h1><p>The portal is not built. What there is:</p><ul>\
        <li><code>/v1</code>: the API</li>\
        <li><a href=\"/_local/health\">/_local/health</a>: where the services listen</li>\
        <li><a href=\"/_local/messages\">/_local/messages</a>: emails and SMS that were sent</li>\
        <li><a href=\"/_local/meetings\">/_local/meetings</a>: live meetings</li>\
        <li><a href=\"/_local/calls\">/_local/calls</a>: calls to AWS so far</li></ul></html>";
    Html(page).into_response()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::fs;

    use axum::body::{Body, to_bytes};
    use uuid::Uuid;

    use super::*;

    /// A portal beside a file that is none of its own.
    fn built() -> Router {
        let around = std::env::temp_dir().join(format!("anteroom-{}", Uuid::new_v4()));
        let folder = around.join("portal");
        fs::create_dir_all(folder.join("assets")).unwrap();
        fs::write(around.join("secret.txt"), "secret").unwrap();
        fs::write(folder.join("index.html"), "page").unwrap();
        fs::write(folder.join("assets/a.js"), "1").unwrap();
        router(Some(Portal {
            folder,
            headers: vec![("x-frame-options".to_owned(), "DENY".to_owned())],
            config: PortalConfig {
                issuer: String::new(),
                client_id: String::new(),
                service_name: String::new(),
                help_phone: String::new(),
                help_email: String::new(),
            },
        }))
    }

    async fn ask(method: &str, path: &str, accept: &str) -> (StatusCode, HeaderMap, String) {
        let request = Request::builder().method(method).uri(path);
        let request = request.header(header::ACCEPT, accept).body(Body::empty());
        let (parts, body) = built()
            .oneshot(request.unwrap())
            .await
            .unwrap()
            .into_parts();
        let body = to_bytes(body, 1024).await.unwrap().to_vec();
        let body = String::from_utf8(body).unwrap();
        (parts.status, parts.headers, body)
    }

    #[tokio::test]
    async fn a_path_is_a_file_or_the_page_or_nothing() {
        for (path, accept, status, kind, body) in [
            ("/", "text/html", 200, "text/html", "page"),
            ("/bookings/past", "text/html", 200, "text/html", "page"),
            ("/assets", "*/*", 200, "text/html", "page"),
            ("/assets/a.js", "*/*", 200, "text/javascript", "1"),
            ("/assets/b.js", "*/*", 404, "", ""),
            ("/b.png", "*/*", 404, "", ""),
            ("/bookings/past", "image/png", 200, "text/html", "page"),
            ("/../secret.txt", "*/*", 200, "text/html", "page"),
            ("/%2e%2e/secret.txt", "*/*", 200, "text/html", "page"),
            ("/visit%23aGVh.cGF5.c2ln", "*/*", 200, "text/html", "page"),
            ("/%23aGVh.cGF5.json", "*/*", 200, "text/html", "page"),
            ("/aGVh.cGF5.js", "*/*", 200, "text/html", "page"),
            (
                "/visit%252523aGVh.cGF5.json",
                "*/*",
                200,
                "text/html",
                "page",
            ),
            (
                "/visit%E2%80%8B%23aGVh.cGF5.js",
                "*/*",
                200,
                "text/html",
                "page",
            ),
            (
                "/visit%0D%0A%23aGVh.cGF5.txt",
                "*/*",
                200,
                "text/html",
                "page",
            ),
            ("/VISIT.", "*/*", 200, "text/html", "page"),
            ("/visits.js", "*/*", 404, "", ""),
        ] {
            let (got, headers, text) = ask("GET", path, accept).await;
            assert_eq!(got.as_u16(), status, "{path} {accept}");
            assert_eq!(text, body, "{path} {accept}");
            let given = headers.get(header::CONTENT_TYPE);
            let given = given.map_or("", |kind| kind.to_str().unwrap());
            assert_eq!(given, kind, "{path} {accept}");
            assert_eq!(headers["x-frame-options"], "DENY", "{path}");
        }
    }

    #[tokio::test]
    async fn files_are_only_read() {
        for path in ["/", "/assets/a.js", "/bookings/past"] {
            let (status, _, body) = ask("POST", path, "*/*").await;
            assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
            assert_eq!(body, "", "{path}");
        }
    }
}
