//! The holder of a member's link: who they are, and whether their link is still valid (A2).
//!
//! A link opens one booking for one member. Each request verifies its token here. The session says
//! whether it is still valid ([`SessionState::is_opened_by`]): it is void after the booking moves,
//! ends or is cancelled, and once the member has another address. A read checks this on the session
//! that it read, a write also as its condition.

use anteroom_domain::session::{Link, SessionState};
use anteroom_domain::values::{BookingId, Role};
use anteroom_messaging::compose::link::{LinkClaims, LinkError, verify};
use axum::extract::{FromRequest, FromRequestParts, Request};
use http::request::Parts;
use http::{StatusCode, header};

use crate::{Call, Caller, HttpState, Problem, ProblemCode, RequestTime};

/// The holder of a link, and the time of their request.
#[derive(Debug)]
pub struct Visitor {
    /// The member, as a caller.
    pub caller: Caller,
    claims: LinkClaims,
}

/// A changing request of the holder of a link.
#[derive(Debug)]
pub struct Visit {
    /// The request.
    pub call: Call,
    claims: LinkClaims,
}

impl Visitor {
    /// The booking of the link.
    pub fn booking(&self) -> &BookingId {
        &self.claims.booking
    }

    /// Fails unless the session is the member's and their link is still valid.
    pub fn opens(&self, session: &SessionState) -> Result<(), Problem> {
        opens(&self.claims, session)
    }
}

impl Visit {
    /// The booking of the link.
    pub fn booking(&self) -> &BookingId {
        &self.claims.booking
    }

    /// What the session must still agree to when it is written.
    pub fn link(&self) -> Link {
        link_of(&self.claims)
    }

    /// Fails unless the session is the member's and their link is still valid.
    pub fn opens(&self, session: &SessionState) -> Result<(), Problem> {
        opens(&self.claims, session)
    }
}

/// The refusal of a link that is not valid any more.
pub fn void_link() -> Problem {
    let detail = "This link is not valid any more: the session has moved, is over or was cancelled, or you have another address by now.";
    Problem::new(StatusCode::UNAUTHORIZED, ProblemCode::LinkVoid, detail)
}

/// Converts a 404 for the link's booking to a void link.
pub fn void_if_absent(problem: Problem) -> Problem {
    if problem.status() == StatusCode::NOT_FOUND {
        void_link()
    } else {
        problem
    }
}

fn opens(claims: &LinkClaims, session: &SessionState) -> Result<(), Problem> {
    let open = session.terms.member == claims.member && session.is_opened_by(link_of(claims));
    open.then_some(()).ok_or_else(void_link)
}

fn link_of(claims: &LinkClaims) -> Link {
    Link {
        sequence: claims.sequence,
        epoch: claims.epoch,
    }
}

impl<S> FromRequestParts<S> for Visitor
where
    S: AsRef<HttpState> + Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let moment = RequestTime::from_request_parts(parts, state).await?;
        let bearer = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let token = bearer
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token)
            .ok_or_else(Problem::unauthorized)?;
        let key = &state.as_ref().settings.link_key;
        let claims = verify(key, token.trim(), moment.now).map_err(|error| match error {
            LinkError::Expired => Problem::new(
                StatusCode::UNAUTHORIZED,
                ProblemCode::LinkExpired,
                "This link has expired. Ask for a new one.",
            ),
            LinkError::Void => void_link(),
        })?;
        let caller = Caller {
            id: claims.member.clone(),
            role: Role::Member,
            moment,
        };
        Ok(Self { caller, claims })
    }
}

impl<S> FromRequest<S> for Visit
where
    S: AsRef<HttpState> + Send + Sync,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let Visitor { caller, claims } = Visitor::from_request_parts(&mut parts, state).await?;
        Ok(Self {
            call: Call::by(caller, claims.booking.as_str(), &parts, body).await?,
            claims,
        })
    }
}
