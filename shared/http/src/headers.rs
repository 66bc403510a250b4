//! The request headers that several operations have, for the API's description.
//! [`Call`](crate::Call) reads them.

use utoipa::IntoParams;

use crate::formats;

/// The header by which a request can be repeated safely.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
pub struct IdempotencyKey {
    /// Makes the request safe to repeat: for 24 hours, the same key with the same body gets the same
    /// answer.
    #[param(rename = "Idempotency-Key", value_type = Option<formats::IdempotencyKey>)]
    _key: (),
}

/// The header by which a request changes only the version that its sender has seen.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
pub struct IfMatch {
    /// The ETag of the version to change. If there is a newer version, the answer is 412.
    #[param(rename = "If-Match", value_type = Option<formats::EntityTag>)]
    _version: (),
}

/// The header by which an answer is sent only if it differs from the one that its reader has.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
pub struct IfNoneMatch {
    /// The ETag of the answer that the caller has. If nothing has changed since, the answer is 304.
    #[param(rename = "If-None-Match", value_type = Option<formats::EntityTags>)]
    _known: (),
}
