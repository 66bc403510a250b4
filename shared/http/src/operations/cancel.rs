//! The body of a request to cancel a session.

use anteroom_domain::values::Reason;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{Fields, Problem, formats};

/// The reason of a cancellation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelBody {
    /// Why the session is cancelled. Both sides can read it.
    #[schema(value_type = formats::Reason)]
    reason: Option<String>,
}

impl CancelBody {
    /// The reason; 422 if it is missing or invalid.
    pub fn parse(self) -> Result<Reason, Problem> {
        let mut fields = Fields::default();
        let reason = fields.required::<Reason>("/reason", self.reason.as_deref());
        fields.finish(reason)
    }
}
