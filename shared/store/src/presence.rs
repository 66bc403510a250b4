//! The writes that read nothing first: the member's poll and a client's presence report. Each is
//! one conditional `UpdateItem` of the session.
//! [`SessionState::poll`](anteroom_domain::session::SessionState::poll) and
//! [`SessionState::report`](anteroom_domain::session::SessionState::report) specify their effect,
//! and a property test compares the two.

use anteroom_domain::attendance::Source;
use anteroom_domain::booking::{SessionType, Side, Status};
use anteroom_domain::policy::Policy;
use anteroom_domain::session::{
    ClientReport, Link, MOST_LOGGED, PresenceStatus, ReportKind, SessionState,
};
use anteroom_domain::values::{BookingId, PersonId};
use aws_sdk_dynamodb::types::ReturnValue;
use jiff::Timestamp;

use super::change::Change;
use super::condition::Condition;
use super::items::Outcome;
use super::keys::Key;
use super::session_item::{self, SignalAttributes};
use super::value::{instant, number, text, value};
use super::{Store, StoreError, session_log, session_path as path};

/// The person who comes to a session, and the link that they use.
#[derive(Clone, Copy, Debug)]
pub struct Visitor<'a> {
    /// The person.
    pub person: &'a PersonId,
    /// The member's link, if they use one.
    pub link: Option<Link>,
}

/// The outcome of a poll.
#[derive(Clone, Debug, PartialEq)]
pub enum Polled {
    /// The waiting lease was renewed.
    Waits {
        /// The session after it.
        session: SessionState,
        /// Since when the member asks to come in. If their lease was over, they come back now.
        since: Timestamp,
    },
    /// The lease was not renewed; this is the current session.
    Refused(SessionState),
    /// The session does not exist or is not theirs, or their link is void.
    Unknown,
}

impl Store {
    /// The member asks to come in. Renews their waiting lease if the waiting room of their video
    /// session is open.
    pub async fn poll(
        &self,
        id: &BookingId,
        member: Visitor<'_>,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<Polled, StoreError> {
        let change = Change::default()
            .set(&path::WAITING_UNTIL, instant(now + policy.waiting_lease))
            .copy_or(&path::WAITING_SINCE, &path::WAITING_SINCE, instant(now))
            .when(path::SESSION_TYPE.is(value(&SessionType::Video)))
            .when(path::STARTS_AT.at_most(instant(now + policy.join_early)))
            .when(path::STATUS.one_of([Status::Confirmed, Status::Ongoing].map(|s| value(&s))));
        let change = if_of(change, Side::Member, member);
        // The item before it also says whether the member was away in between.
        let key = Key::session(id);
        Ok(
            match self
                .update_giving(&key, change, ReturnValue::AllOld)
                .await?
            {
                Outcome::Done(item) => {
                    let before = session_item::read(item)?;
                    let was_away = before.waiting_until.is_some_and(|until| until < now);
                    let since = before.waiting_since.filter(|_| !was_away).unwrap_or(now);
                    match before.poll(policy, now) {
                        Some(session) => Polled::Waits { session, since },
                        None => Polled::Refused(before),
                    }
                }
                Outcome::Refused(item) => match self.refused(item, Side::Member, member)? {
                    Some(session) => Polled::Refused(session),
                    None => Polled::Unknown,
                },
            },
        )
    }

    /// Records a client's presence report. Gives the session after it; if the report changes
    /// nothing, the current session; `None` if the session is not theirs. Takes one call, or two if
    /// the first assumed wrongly whether the client was in.
    pub async fn report(
        &self,
        id: &BookingId,
        visitor: Visitor<'_>,
        report: &ClientReport,
        policy: &Policy,
    ) -> Result<Option<SessionState>, StoreError> {
        let write = async |report: &ClientReport, is_logged: bool| {
            let change = if_of(change(report, policy), report.side, visitor);
            let change = if is_logged {
                logged(change, report)
            } else {
                change
            };
            self.update(&Key::session(id), change).await
        };
        let item = match write(report, true).await? {
            Outcome::Done(item) => return session_item::read(item).map(Some),
            Outcome::Refused(item) => item,
        };
        let Some(session) = self.refused(item, report.side, visitor)? else {
            return Ok(None);
        };
        // The first try assumes the usual case. If that was wrong, send the report's effective
        // kind.
        let Some(kind) = session.meant(report, policy) else {
            return Ok(Some(session));
        };
        // If the log is full, the report still counts, but is not logged.
        let is_full = session.log.len() >= MOST_LOGGED;
        let meant = ClientReport { kind, ..*report };
        match write(&meant, !is_full).await? {
            Outcome::Done(item) => session_item::read(item).map(Some),
            Outcome::Refused(item) => self.refused(item, report.side, visitor),
        }
    }

    /// The session that refused a write; `None` if it is not the visitor's.
    fn refused(
        &self,
        item: Option<super::value::Item>,
        side: Side,
        visitor: Visitor<'_>,
    ) -> Result<Option<SessionState>, StoreError> {
        let session = item.map(session_item::read).transpose()?;
        Ok(session.filter(|session| {
            session.terms.person(side) == visitor.person
                && visitor.link.is_none_or(|link| session.is_opened_by(link))
        }))
    }
}

/// Requires that the session is the visitor's, and that their link is still valid. Polls and reports
/// are written only while the session is not over, so the status is no part of it.
fn if_of(change: Change, side: Side, visitor: Visitor<'_>) -> Change {
    let change = change.when(path::person(side).is(text(visitor.person.as_str())));
    match visitor.link {
        Some(link) => change
            .when(path::MOVED_AT.at_most(number(link.sequence)))
            .when(path::LINK_EPOCH.at_most(number(link.epoch))),
        None => change,
    }
}

/// The write for the usual case. A heartbeat comes from a client that is in, a `joined` from one
/// that is not. A `left` comes from one that has not left, or that the service has seen since. An
/// older report never replaces a newer one; of two at the same instant the `left` counts.
fn change(report: &ClientReport, policy: &Policy) -> Change {
    let (side, source) = (report.side, Source::Client);
    let register = path::register(side, source);
    let (at, status, of) = (
        path::heard_at(side, source),
        path::signal_status(side, source),
        path::signal_generation(side, source),
    );
    let service_at = path::heard_at(side, Source::Service);
    let generation = number(report.generation);
    let newer = match report.kind {
        ReportKind::Left => at.at_most(instant(report.at)),
        ReportKind::Joined | ReportKind::Heartbeat => at.less_than(instant(report.at)),
    };
    let of_another_meeting = of.is_not(generation.clone());
    let change = in_meeting(report)
        .set(&register, value(&SignalAttributes::from(report.signal())))
        .when(Condition::any([
            at.absent(),
            newer,
            of_another_meeting.clone(),
        ]));
    let (confirmed, confirmed_of) = (
        path::signal_status(side, Source::Service),
        path::signal_generation(side, Source::Service),
    );
    let lapsed = instant(report.at - policy.presence_lease);
    let lapsed_confirmed = instant(report.at - policy.confirmed_lease);
    let (is_in, is_out) = (value(&PresenceStatus::In), value(&PresenceStatus::Out));
    match report.kind {
        // The client's lease must not be over: the longer one, or the shorter one if the service
        // has not confirmed that it is in.
        ReportKind::Heartbeat => change
            .when(status.is(is_in.clone()))
            .when(of.is(generation.clone()))
            .when(at.more_than(lapsed_confirmed))
            .when(Condition::any([
                at.more_than(lapsed.clone()),
                Condition::all([confirmed.is(is_in), confirmed_of.is(generation)]),
            ])),
        // The client is out, or its lease is over.
        ReportKind::Joined => change.when(Condition::any([
            status.absent(),
            status.is(is_out.clone()),
            of_another_meeting,
            Condition::all([
                at.at_most(lapsed),
                Condition::any([
                    at.at_most(lapsed_confirmed),
                    confirmed.absent(),
                    confirmed.is(is_out),
                    confirmed_of.is_not(generation),
                ]),
            ]),
        ])),
        // A client that never joined can't leave. But if the client's own report was lost, the
        // service alone may have seen it join.
        ReportKind::Left => change
            .when(Condition::any([status.present(), service_at.present()]))
            .when(Condition::any([
                status.absent(),
                status.is(is_in),
                of_another_meeting,
                at.less_than_at(&service_at),
            ])),
    }
}

/// Requires that the reporter takes part in the ongoing video session and reports about its current
/// meeting. A member may report that they are in only after they were let in.
fn in_meeting(report: &ClientReport) -> Change {
    let change = Change::default()
        .when(path::GENERATION.is(number(report.generation)))
        .when(path::SESSION_TYPE.is(value(&SessionType::Video)))
        .when(path::STATUS.is(value(&Status::Ongoing)));
    match (report.side, report.status()) {
        (Side::Member, PresenceStatus::In) => {
            change.when(path::ADMITTED_GENERATION.is(number(report.generation)))
        }
        (Side::Member, PresenceStatus::Out) | (Side::Provider, _) => change,
    }
}

/// Logs a report that may change something, with the time of the client's previous report, which
/// closes a stay that has no end.
fn logged(change: Change, report: &ClientReport) -> Change {
    let Some(line) = report.evidence(None) else {
        return change;
    };
    let entry = path::LOG.at(&session_log::entry_name(&line));
    let heard_at = path::heard_at(report.side, Source::Client);
    change
        .copy_or(&entry, &heard_at, number(0))
        .when(path::LOG.shorter_than(MOST_LOGGED))
}
