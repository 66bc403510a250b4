//! The portal's files at `/`, or a plain page that says where things are.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;

/// The built portal, and what goes with it.
pub struct Portal {
    /// The folder of its files.
    pub folder: PathBuf,
    /// The headers of every file, as the template has them for CloudFront.
    pub headers: Vec<(String, String)>,
    /// What it is told at its start.
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
}

/// Serves a folder of built files; every path that names none of them is a page of the
/// portal, which finds its own way. Without a portal, a plain page.
pub fn router(portal: Option<Portal>) -> Router {
    let Some(portal) = portal else {
        return Router::new().fallback(plain);
    };
    let config = Json(portal.config.clone());
    Router::new()
        .route("/config.json", get(async move || config))
        .fallback(page)
        .with_state(Arc::new(portal))
}

async fn page(
    State(portal): State<Arc<Portal>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let mut response = file(&portal.folder, &method, &uri, &headers).await;
    for (name, value) in &portal.headers {
        // A header that can't be one would be refused in the cloud, too.
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

async fn file(folder: &Path, method: &Method, uri: &Uri, headers: &HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let Some(path) = inside(folder, uri.path()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if let Ok(body) = tokio::fs::read(&path).await {
        return (kind(&path), body).into_response();
    }
    // A script or picture that is missing must not come back as a page.
    let wants_page = headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_none_or(|accept| accept.contains("text/html") || accept.contains("*/*"));
    if path.extension().is_some() || !wants_page {
        return StatusCode::NOT_FOUND.into_response();
    }
    let page = folder.join("index.html");
    match tokio::fs::read(&page).await {
        Ok(body) => (kind(&page), body).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

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

/// The file that a path names, unless it leads out of the folder.
fn inside(folder: &Path, path: &str) -> Option<PathBuf> {
    let path = Path::new(path.trim_start_matches('/'));
    let stays = path
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    stays.then(|| folder.join(path))
}

/// The content type by the name's ending, for what a built portal consists of.
fn kind(path: &Path) -> [(header::HeaderName, &'static str); 1] {
    let kind = match path
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default()
    {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webp" => "image/webp",
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        "mp3" => "audio/mpeg",
        "ogg" => "audio/ogg",
        "wav" => "audio/wav",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    };
    [(header::CONTENT_TYPE, kind)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_leads_out_of_the_folder() {
        let folder = Path::new("/portal");
        assert_eq!(
            inside(folder, "/assets/a.js"),
            Some(PathBuf::from("/portal/assets/a.js"))
        );
        assert_eq!(inside(folder, "/../secret"), None);
        assert_eq!(inside(folder, "/a/../../secret"), None);
        assert_eq!(
            inside(folder, "//etc/passwd"),
            Some(PathBuf::from("/portal/etc/passwd"))
        );
    }
}
