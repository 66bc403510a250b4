//! The bookings, sessions and events that the items hold. Together they have every attribute that
//! an item can have.

use anteroom_domain::attendance::{Evidence, Kind, Source};
use anteroom_domain::booking::{
    Booking, Cancellation, DueClock, HistoryEntry, HistoryEvent, Moved, Party, SessionType, Side,
    Span, State,
};
use anteroom_domain::phone::{Attempt, Introduction, Outcome, PhoneSteps, Via};
use anteroom_domain::policy::Policy;
use anteroom_domain::session::{
    Admission, Admitted, CameBy, Presence, PresenceSignal, PresenceStatus, SessionState,
};
use anteroom_domain::transition::BookingRecord;
use anteroom_domain::values::{Actor, Role};
use anteroom_store::{NewMeeting, ServiceEvent};
use jiff::SignedDuration;

use super::*;
use crate::people::{member, provider};

/// The defaults, but a booking is moved at most once a day.
pub(crate) fn policy() -> Policy {
    Policy {
        move_limit: 1,
        ..Policy::default()
    }
}

/// A session that was moved, begun by video and is continued by telephone.
pub(crate) fn switched() -> Booking {
    Booking {
        version: 7,
        sequence: 2,
        moved_at: 1,
        comment: Some("A long comment. ".repeat(20).trim().parse().unwrap()),
        state: State::Ongoing {
            started_at: at("2026-11-23T03:00:30Z"),
        },
        phone: PhoneSteps {
            introductions: vec![Introduction {
                at: at("2026-11-23T03:05:00Z"),
                via: Via::Handset,
            }],
            attempts: vec![Attempt {
                at: at("2026-11-23T03:06:00Z"),
                outcome: Outcome::NoAnswer,
            }],
        },
        clock: DueClock {
            reminded_until: Some(at("2026-11-23T02:00:00Z")),
            due_at: Some(at("2026-11-23T04:20:00Z")),
        },
        session_type: SessionType::Phone,
        ..booking("bkg_01JD3Z5T3Q8K8A3V6W5N2M1P0Q", "2026-11-23T03:00:00Z")
    }
}

/// A booking that its member cancelled late.
pub(crate) fn cancelled() -> Booking {
    Booking {
        comment: Some("A short comment.".parse().unwrap()),
        state: State::Cancelled(Cancellation {
            at: now(),
            by: Actor::person(member().id, Role::Member),
            reason: "I am ill.".parse().unwrap(),
            late: true,
        }),
        ..booking("bkg_01JD3Z5T3Q8K8A3V6W5N2M1P0T", "2026-11-24T03:00:00Z")
    }
}

/// A booking to which its member did not come.
pub(crate) fn no_show() -> Booking {
    Booking {
        state: State::NoShow {
            who: Side::Member,
            at: at("2026-11-23T01:20:00Z"),
            started_at: Some(at("2026-11-23T01:00:00Z")),
        },
        ..booking("bkg_01JD3Z5T3Q8K8A3V6W5N2M1P0V", "2026-11-23T01:00:00Z")
    }
}

fn booking(id: &str, starts_at: &str) -> Booking {
    Booking {
        id: id.parse().unwrap(),
        version: 1,
        sequence: 0,
        moved_at: 0,
        provider: Party::from(provider()),
        member: Party::from(member()),
        session_type: SessionType::Video,
        span: Span {
            starts_at: at(starts_at),
            duration: SignedDuration::from_mins(50),
            buffer: SignedDuration::from_mins(10),
        },
        comment: None,
        created_at: at("2026-11-20T08:30:00.123Z"),
        created_by: Actor::SYSTEM,
        state: State::Confirmed,
        phone: PhoneSteps::default(),
        clock: DueClock::default(),
    }
}

/// A booking with a session to which nobody came. The member of a no-show was reached out to.
pub(crate) fn record(booking: Booking) -> BookingRecord {
    let sought = |minutes| {
        let at = booking.span.starts_at + SignedDuration::from_mins(minutes);
        Some(at).filter(|_| matches!(booking.state, State::NoShow { .. }))
    };
    BookingRecord {
        session: SessionState {
            reached_out_at: sought(2),
            absence_called_at: sought(8),
            ..SessionState::new(&booking)
        },
        booking,
        history: Vec::new(),
    }
}

/// The session of [`switched`]: the member waits in vain.
pub(crate) fn session() -> SessionState {
    SessionState {
        generation: 2,
        meeting_id: Some("m-2".to_owned()),
        meetings: BTreeMap::from([("m-1".to_owned(), 1), ("m-2".to_owned(), 2)]),
        host: Presence {
            client: Some(signal(Source::Client, PresenceStatus::Out, 0)),
            service: Some(signal(Source::Service, PresenceStatus::Out, 1)),
        },
        host_seen: true,
        member: Presence {
            client: Some(signal(Source::Client, PresenceStatus::In, 2)),
            service: Some(signal(Source::Service, PresenceStatus::In, 3)),
        },
        waiting_until: Some(at("2026-11-23T03:04:12Z")),
        waiting_since: Some(at("2026-11-23T03:02:00Z")),
        admitted: Some(Admission {
            generation: 2,
            attendee_id: "a-4".to_owned(),
        }),
        admissions: 3,
        revoking: Some("a-3".to_owned()),
        late_notice_sent: true,
        concierge_called_at: Some(at("2026-11-23T03:05:00Z")),
        log: vec![
            Evidence {
                source: Source::Client,
                ..evidence(Side::Provider, Kind::Joined)
            },
            Evidence {
                source: Source::Client,
                last_seen_before: Some(at("2026-11-23T03:00:50Z")),
                ..evidence(Side::Provider, Kind::Left)
            },
        ],
        due_at: Some(at("2026-11-23T03:02:00Z")),
        ..SessionState::new(&switched())
    }
}

fn signal(source: Source, status: PresenceStatus, second: i64) -> PresenceSignal {
    PresenceSignal {
        source,
        status,
        at: at("2026-11-23T03:02:00Z") + SignedDuration::from_secs(second),
        generation: 2,
    }
}

fn evidence(side: Side, kind: Kind) -> Evidence {
    Evidence {
        side,
        source: Source::Service,
        kind,
        at: at("2026-11-23T03:01:00Z"),
        generation: 1,
        last_seen_before: None,
    }
}

/// The meeting of [`session`].
pub(crate) fn meeting() -> NewMeeting {
    NewMeeting {
        generation: 2,
        object: r#"{"Meeting":{"MeetingId":"m-2"}}"#.to_owned(),
    }
}

/// An event of the meeting service, and what it proves.
pub(crate) fn event() -> (ServiceEvent, Evidence) {
    let line = evidence(Side::Member, Kind::Dropped);
    let event = ServiceEvent {
        side: line.side,
        kind: line.kind,
        at: line.at,
        generation: line.generation,
    };
    (event, line)
}

/// The history of [`switched`]: when it was booked, and when it was moved for a long reason.
pub(crate) fn history() -> [HistoryEntry; 2] {
    let booked = HistoryEntry {
        at: switched().created_at,
        by: Actor::SYSTEM,
        what: HistoryEvent::Booked,
        status: switched().state.status(),
        why: Some("On the telephone.".to_owned()),
        moved: None,
        request_id: "request-1".to_owned(),
    };
    let moved = HistoryEntry {
        at: at("2026-11-21T08:30:00Z"),
        by: Actor::person(provider().id, Role::Provider),
        what: HistoryEvent::Rescheduled,
        why: Some("A long reason. ".repeat(20)),
        moved: Some(Moved {
            from: at("2026-11-23T02:00:00Z"),
            to: at("2026-11-23T03:00:00Z"),
        }),
        request_id: "request-2".to_owned(),
        ..booked.clone()
    };
    [booked, moved]
}

/// That the member was let in, by their link.
pub(crate) fn admitted() -> Admitted {
    Admitted {
        at: now(),
        by: Actor::person(switched().member.id, Role::Member),
        came_by: CameBy::Link,
        request_id: "JKJaXmPLvHcESHC".to_owned(),
    }
}
