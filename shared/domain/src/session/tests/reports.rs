//! S5: a report of a meeting that ended, or of an earlier or later one, changes nothing.

use jiff::{SignedDuration, Timestamp};
use strum::VariantArray;

use crate::booking::{SessionType, Side, State, Status};
use crate::fixtures::booking;
use crate::policy::Policy;
use crate::session::{
    Admission, ClientReport, Presence, PresenceSignal, PresenceStatus, ReportKind, SessionState,
};

/// A session in its second meeting, with both in by their clients.
fn session(start: Timestamp, status: Status, session_type: SessionType) -> SessionState {
    let signal = PresenceSignal {
        source: crate::attendance::Source::Client,
        status: PresenceStatus::In,
        at: start,
        generation: 2,
    };
    let presence = Presence {
        client: Some(signal),
        service: None,
    };
    let mut session = SessionState::new(&booking(start, State::Confirmed));
    session.terms.status = status;
    session.terms.session_type = session_type;
    SessionState {
        generation: 2,
        admitted: Some(Admission {
            generation: 2,
            attendee_id: "attendee".to_owned(),
        }),
        host: presence,
        member: presence,
        ..session
    }
}

#[test]
fn only_a_report_of_the_current_meeting_of_an_ongoing_video_session_counts() {
    let (start, policy) = ("2030-01-07T02:00:00Z".parse().unwrap(), Policy::default());
    for status in Status::VARIANTS {
        for session_type in SessionType::VARIANTS {
            let session = session(start, *status, *session_type);
            for side in Side::BOTH {
                for kind in [ReportKind::Joined, ReportKind::Heartbeat, ReportKind::Left] {
                    for generation in 0..=3 {
                        let report = ClientReport {
                            side,
                            kind,
                            generation,
                            at: start + SignedDuration::from_secs(5),
                        };
                        let counts = *status == Status::Ongoing
                            && *session_type == SessionType::Video
                            && generation == 2;
                        let after = session.report(&report, &policy);
                        assert_eq!(
                            after.is_some(),
                            counts,
                            "{status:?} {session_type:?} {report:?}"
                        );
                    }
                }
            }
        }
    }
}
