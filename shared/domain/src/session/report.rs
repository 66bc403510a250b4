//! A client's report of its own presence, and its effect on the session.
//!
//! The store writes a report without reading the session first. The functions here specify that
//! write, and a property test of the store compares the two.

use jiff::Timestamp;

use super::{PresenceSignal, PresenceStatus, SessionState};
use crate::attendance::{Evidence, Kind, Source};
use crate::booking::{SessionType, Side, Status};
use crate::policy::Policy;

/// The most joins and leaves that a session logs, so that its item stays small. Far more than an
/// unstable connection causes.
pub const MOST_LOGGED: usize = 500;

/// What a client reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReportKind {
    /// It has joined the meeting.
    Joined,
    /// It is still in the meeting.
    Heartbeat,
    /// It has left.
    Left,
}

/// A client's report of its presence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientReport {
    /// Whose client it is.
    pub side: Side,
    /// What it reports.
    pub kind: ReportKind,
    /// The meeting's generation.
    pub generation: u32,
    /// When, by our clock.
    pub at: Timestamp,
}

impl ClientReport {
    /// The status that it reports.
    pub fn status(&self) -> PresenceStatus {
        match self.kind {
            ReportKind::Joined | ReportKind::Heartbeat => PresenceStatus::In,
            ReportKind::Left => PresenceStatus::Out,
        }
    }

    /// The presence signal of the report.
    pub fn signal(&self) -> PresenceSignal {
        PresenceSignal {
            source: Source::Client,
            status: self.status(),
            at: self.at,
            generation: self.generation,
        }
    }

    /// The log entry of the report; a heartbeat has none. `heard_before` is the time of the
    /// client's previous report, which closes a stay that has no end.
    pub fn evidence(&self, heard_before: Option<Timestamp>) -> Option<Evidence> {
        let kind = match self.kind {
            ReportKind::Heartbeat => return None,
            ReportKind::Joined => Kind::Joined,
            ReportKind::Left => Kind::Left,
        };
        Some(Evidence {
            side: self.side,
            source: Source::Client,
            kind,
            at: self.at,
            generation: self.generation,
            last_seen_before: heard_before,
        })
    }
}

impl SessionState {
    /// The session after a report; `None` if the report changes nothing. The reporter must be a
    /// participant of the ongoing video session, and report about its current meeting. A member may
    /// report that they are in only after they were let in. Reports may arrive out of order: an
    /// older one never replaces a newer one, and of two at the same instant the `left` counts.
    pub fn report(&self, report: &ClientReport, policy: &Policy) -> Option<Self> {
        let kind = self.meant(report, policy)?;
        let report = ClientReport { kind, ..*report };
        let presence = self.presence(report.side);
        let heard_before = presence.client.map(|signal| signal.at);
        let mut after = self.clone();
        after.presence_mut(report.side).client = Some(report.signal());
        if let Some(line) = report.evidence(heard_before)
            && after.log.len() < MOST_LOGGED
        {
            after.log.push(line);
        }
        Some(after)
    }

    /// The effective kind of a report. A heartbeat of a client that was out or fell silent counts
    /// as `joined`; a `joined` of a client that is in counts as a heartbeat. A late heartbeat does
    /// not undo a `left`: only a `joined` does. `None` if the report is redundant or not allowed.
    pub fn meant(&self, report: &ClientReport, policy: &Policy) -> Option<ReportKind> {
        let is_open = self.terms.status == Status::Ongoing
            && self.terms.session_type == SessionType::Video
            && self.generation == report.generation;
        let let_in = self
            .admitted
            .as_ref()
            .is_some_and(|admission| admission.generation == report.generation);
        let may_be_in = report.side == Side::Provider || let_in;
        if !is_open || (report.status() == PresenceStatus::In && !may_be_in) {
            return None;
        }
        let presence = self.presence(report.side);
        let service_at = presence.service.map(|signal| signal.at);
        let Some(client) = presence.client else {
            return match report.kind {
                ReportKind::Joined | ReportKind::Heartbeat => Some(ReportKind::Joined),
                // A client that never joined can't leave. But the service alone may have seen it
                // join.
                ReportKind::Left => service_at.map(|_| ReportKind::Left),
            };
        };
        if client.generation != report.generation {
            return Some(match report.kind {
                ReportKind::Joined | ReportKind::Heartbeat => ReportKind::Joined,
                ReportKind::Left => ReportKind::Left,
            });
        }
        let is_late = match report.kind {
            ReportKind::Left => client.at > report.at,
            ReportKind::Joined | ReportKind::Heartbeat => client.at >= report.at,
        };
        if is_late {
            return None;
        }
        let lapsed = client.at + presence.lease(report.generation, policy) <= report.at;
        match (report.kind, client.status) {
            (ReportKind::Joined | ReportKind::Heartbeat, PresenceStatus::In) if lapsed => {
                Some(ReportKind::Joined)
            }
            (ReportKind::Joined | ReportKind::Heartbeat, PresenceStatus::In) => {
                Some(ReportKind::Heartbeat)
            }
            (ReportKind::Joined, PresenceStatus::Out) => Some(ReportKind::Joined),
            (ReportKind::Heartbeat, PresenceStatus::Out) => None,
            (ReportKind::Left, PresenceStatus::In) => Some(ReportKind::Left),
            (ReportKind::Left, PresenceStatus::Out) => {
                let seen_since = service_at.is_some_and(|seen| client.at < seen);
                seen_since.then_some(ReportKind::Left)
            }
        }
    }

    /// The session after the member polls: their waiting lease is renewed (S3). `None` if the
    /// waiting room of their video session is not open.
    pub fn poll(&self, policy: &Policy, now: Timestamp) -> Option<Self> {
        let is_open = self.terms.session_type == SessionType::Video
            && self.terms.waiting_room_opens_at(policy) <= now
            && matches!(self.terms.status, Status::Confirmed | Status::Ongoing);
        is_open.then(|| Self {
            waiting_until: Some(now + policy.waiting_lease),
            waiting_since: self.waiting_since.or(Some(now)),
            ..self.clone()
        })
    }
}
