//! Silence puts nobody out (S4): opening needs proof of presence, closing needs proof of absence.

use jiff::{SignedDuration, Timestamp};

use super::world::session;
use crate::attendance::Source;
use crate::booking::Side;
use crate::policy::Policy;
use crate::session::{
    Admission, ClientReport, HostPresent, Leave, PresenceSignal, PresenceStatus, ReportKind,
    SessionState, WaitingRoom, revocation, waiting_room,
};

fn at(seconds: i64) -> Timestamp {
    session().span.starts_at + SignedDuration::from_secs(seconds)
}

fn in_meeting() -> SessionState {
    let mut session = SessionState::new(&session()).in_meeting(1, "meeting");
    session.admitted = Some(Admission {
        generation: 1,
        attendee_id: "attendee".to_owned(),
    });
    session
}

fn reports(session: SessionState, side: Side, kind: ReportKind, seconds: i64) -> SessionState {
    let report = ClientReport {
        side,
        kind,
        generation: 1,
        at: at(seconds),
    };
    session.report(&report, &Policy::default()).unwrap()
}

fn service_says(
    session: SessionState,
    side: Side,
    status: PresenceStatus,
    seconds: i64,
) -> SessionState {
    let signal = PresenceSignal {
        source: Source::Service,
        status,
        at: at(seconds),
        generation: 1,
    };
    session.heard_from_service(side, signal).unwrap()
}

/// Both have come, by their clients.
fn both_in() -> SessionState {
    let session = reports(in_meeting(), Side::Provider, ReportKind::Joined, 0);
    reports(session, Side::Member, ReportKind::Joined, 1)
}

fn why(session: &SessionState, seconds: i64) -> Option<Leave> {
    revocation(session, &Policy::default(), at(seconds)).map(|revocation| revocation.why)
}

#[test]
fn ten_minutes_without_our_api_put_nobody_out() {
    let seen = service_says(both_in(), Side::Provider, PresenceStatus::In, 1);
    let seen = service_says(seen, Side::Member, PresenceStatus::In, 2);
    for (session, name) in [(both_in(), "by clients alone"), (seen, "by the service")] {
        for seconds in (0..=660).step_by(10) {
            assert_eq!(why(&session, seconds), None, "{name}, after {seconds} s");
        }
        // The member's client is the first to come through again; the provider's is not yet.
        let session = reports(session, Side::Member, ReportKind::Heartbeat, 661);
        assert_eq!(why(&session, 661), None, "{name}");
        assert_eq!(why(&session, 680), None, "{name}");
        let session = reports(session, Side::Provider, ReportKind::Heartbeat, 690);
        assert_eq!(why(&session, 690), None, "{name}");
    }
}

#[test]
fn nobody_is_admitted_on_silence() {
    let policy = Policy::default();
    let session = service_says(both_in(), Side::Provider, PresenceStatus::In, 1);
    let open = |seconds| waiting_room(&session, &policy, at(seconds));
    assert!(matches!(
        open(44),
        Ok(WaitingRoom::Open(HostPresent { .. }))
    ));
    assert!(matches!(open(46), Ok(WaitingRoom::Waiting { .. })));
}

#[test]
fn a_provider_whom_only_their_client_knew_is_gone_once_others_are_heard_for_the_grace() {
    let mut session = both_in();
    for seconds in (5..=135).step_by(5) {
        session = reports(session, Side::Member, ReportKind::Heartbeat, seconds);
        assert_eq!(why(&session, seconds), None, "after {seconds} s");
    }
    // The lease was over at 20 s, the grace at 140 s.
    session = reports(session, Side::Member, ReportKind::Heartbeat, 140);
    assert_eq!(why(&session, 140), Some(Leave::GraceOver));
}

#[test]
fn a_provider_whom_the_service_has_in_stays_though_their_client_is_silent() {
    let mut session = service_says(both_in(), Side::Provider, PresenceStatus::In, 1);
    for seconds in (5..=600).step_by(5) {
        session = reports(session, Side::Member, ReportKind::Heartbeat, seconds);
        assert_eq!(why(&session, seconds), None, "after {seconds} s");
    }
    session = service_says(session, Side::Provider, PresenceStatus::Out, 601);
    assert_eq!(why(&session, 720), None);
    assert_eq!(why(&session, 721), Some(Leave::GraceOver));
}

#[test]
fn credentials_that_were_not_used_are_withdrawn_once_the_provider_is_silent() {
    let session = reports(in_meeting(), Side::Provider, ReportKind::Joined, 0);
    assert_eq!(why(&session, 19), None);
    assert_eq!(why(&session, 20), Some(Leave::NotIn));
    let seen = service_says(session, Side::Provider, PresenceStatus::In, 1);
    assert_eq!(why(&seen, 60), None);
    let left = reports(seen, Side::Provider, ReportKind::Left, 61);
    assert_eq!(why(&left, 61), Some(Leave::NotIn));
}

#[test]
fn a_provider_who_came_back_is_not_gone_by_silence_though_the_service_missed_it() {
    let dropped = service_says(both_in(), Side::Provider, PresenceStatus::Out, 10);
    let back = reports(dropped, Side::Provider, ReportKind::Joined, 15);
    let both = reports(back, Side::Member, ReportKind::Heartbeat, 16);
    for seconds in (20..=660).step_by(10) {
        assert_eq!(why(&both, seconds), None, "after {seconds} s");
    }
    // As if the service had never said anything: the silence counts while the member is heard.
    let mut alone = both;
    for seconds in (20..=150).step_by(5) {
        alone = reports(alone, Side::Member, ReportKind::Heartbeat, seconds);
        assert_eq!(why(&alone, seconds), None, "after {seconds} s");
    }
    alone = reports(alone, Side::Member, ReportKind::Heartbeat, 155);
    assert_eq!(why(&alone, 155), Some(Leave::GraceOver));
}

#[test]
fn a_provider_whom_the_service_saw_come_back_is_not_gone_by_silence() {
    let left = reports(both_in(), Side::Provider, ReportKind::Left, 10);
    let mut session = service_says(left, Side::Provider, PresenceStatus::In, 15);
    for seconds in (20..=660).step_by(5) {
        session = reports(session, Side::Member, ReportKind::Heartbeat, seconds);
        assert_eq!(why(&session, seconds), None, "after {seconds} s");
    }
}
