//! The caller and the time of a request. Both come from the gateway's request context, never from
//! the request itself or a clock.

use anteroom_domain::values::{Actor, PersonId, Role};
use axum::extract::FromRequestParts;
use http::request::Parts;
use jiff::Timestamp;
use lambda_http::request::RequestContext;

use super::Problem;

/// The instant and the id of a request, as the gateway set them.
#[derive(Clone, Debug)]
pub struct RequestTime {
    /// When the gateway received it (`requestContext.timeEpoch`).
    pub now: Timestamp,
    /// The gateway's request id.
    pub request_id: String,
}

/// A signed-in person, and the time of their request.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The user name of their token.
    pub id: PersonId,
    /// The role from their token's groups (A1).
    pub role: Role,
    /// The time and id of their request.
    pub moment: RequestTime,
}

impl Caller {
    /// The caller as the author of a change.
    pub fn actor(&self) -> Actor {
        Actor::person(self.id.clone(), self.role)
    }

    /// The caller, if they have one of the roles; 403 otherwise.
    pub fn is_in(&self, roles: &[Role]) -> Result<&Self, Problem> {
        let may = roles.contains(&self.role);
        may.then_some(self).ok_or_else(Problem::forbidden)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for RequestTime {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let RequestContext::ApiGatewayV2(context) = context(parts)? else {
            return Err(Problem::unavailable());
        };
        let now =
            Timestamp::from_millisecond(context.time_epoch).map_err(|_| Problem::unavailable())?;
        let request_id = context.request_id.clone().unwrap_or_default();
        Ok(Self { now, request_id })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let moment = RequestTime::from_request_parts(parts, state).await?;
        let RequestContext::ApiGatewayV2(context) = context(parts)? else {
            return Err(Problem::unavailable());
        };
        let token = context
            .authorizer
            .as_ref()
            .and_then(|a| a.jwt.as_ref())
            .ok_or_else(Problem::unauthorized)?;
        // The gateway's authorizer takes an id token of the same client too, which is not meant for
        // an API: anybody whom the portal told who signed in would hold one.
        if token.claims.get("token_use").map(String::as_str) != Some("access") {
            return Err(Problem::unauthorized());
        }
        // The user name of an account is the person's id (A5). The `sub` is drawn by the pool and says nothing here; it
        // stands in for the name in tokens of an issuer that has none.
        let name = token
            .claims
            .get("username")
            .or_else(|| token.claims.get("sub"));
        let id = name
            .and_then(|name| name.parse().ok())
            .ok_or_else(Problem::unauthorized)?;
        let groups = token
            .claims
            .get("cognito:groups")
            .map(String::as_str)
            .unwrap_or_default();
        Ok(Self {
            id,
            role: role_of(groups).ok_or_else(Problem::forbidden)?,
            moment,
        })
    }
}

fn context(parts: &Parts) -> Result<&RequestContext, Problem> {
    parts
        .extensions
        .get::<RequestContext>()
        .ok_or_else(Problem::unavailable)
}

/// The role from the groups' claim, which an HTTP API passes on as `[one two]`. A group's name may
/// hold any punctuation but no white space, so nothing else separates names. A person in several
/// groups acts in the first of [`Role::OF_PEOPLE`].
fn role_of(groups: &str) -> Option<Role> {
    let list = groups
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let names = || list.unwrap_or_default().split(' ');
    Role::OF_PEOPLE
        .into_iter()
        .find(|role| names().any(|name| name == role.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_come_as_the_gateway_flattens_them() {
        assert_eq!(role_of("[provider]"), Some(Role::Provider));
        assert_eq!(role_of("[member concierge]"), Some(Role::Concierge));
    }

    #[test]
    fn a_group_counts_only_by_its_whole_name() {
        for groups in [
            "",
            "[]",
            "[system]",
            "[provider2]",
            "[x,concierge]",
            "[concierge,x]",
            "[[concierge]]",
            "[concierge;]",
            "[Concierge]",
            "[\"concierge\"]",
            "[x\tconcierge]",
            "concierge",
            "[concierge",
            "concierge]",
        ] {
            assert_eq!(role_of(groups), None, "{groups}");
        }
    }
}
