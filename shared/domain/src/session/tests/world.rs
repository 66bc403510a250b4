//! A session in a small world: reports of clients and events of the meeting service in any order,
//! the member at the gate, and the passing of time. Signals are stored in the registers as the
//! store does.

use jiff::{SignedDuration, Timestamp};

use super::oracle::Oracle;
use crate::attendance::Source;
use crate::booking::{Booking, DueClock, Party, SessionType, Side, Span, State};
use crate::phone::PhoneSteps;
use crate::policy::Policy;
use crate::session::{
    ClientReport, PresenceSignal, PresenceStatus, ReportKind, SessionState, WaitingRoom,
    revocation, waiting_room,
};
use crate::transition::Transition;
use crate::values::{Actor, Role};

/// A step of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The provider starts. Starting again changes nothing.
    Start,
    /// The meeting has ended, and another replaces it.
    Replaced,
    /// The provider's client reports that it has joined.
    ClientJoined,
    /// The provider's client sends a heartbeat.
    ClientAlive,
    /// The provider's client reports that it has left.
    ClientLeft,
    /// A `joined` of the provider's client that arrives after later reports.
    ClientJoinedLate,
    /// A `left` of the provider's client that arrives after later reports.
    ClientLeftLate,
    /// The service reports that the provider joined.
    ServiceJoined,
    /// The service reports that the provider left.
    ServiceLeft,
    /// The service reports that the provider joined a while ago.
    ServiceJoinedLate,
    /// The service reports that the provider's connection was lost a while ago.
    ServiceDroppedLate,
    /// The service sends its last event again.
    ServiceDoubled,
    /// The service reports that the provider joined the meeting before this one.
    ServiceOfOldMeeting,
    /// The member asks to come in.
    MemberAsks,
    /// The member's client reports that it has joined.
    MemberJoined,
    /// A few seconds pass.
    FewSeconds,
    /// More time passes than a presence lease.
    Lease,
    /// More time passes than the grace.
    Grace,
}

/// The age of a late signal: between the steps before.
const LATE: SignedDuration = SignedDuration::from_millis(2_500);

/// The world.
#[derive(Clone)]
pub(super) struct World {
    now: Timestamp,
    session: SessionState,
    said_last: Option<(PresenceStatus, Timestamp, u32)>,
    oracle: Oracle,
}

impl World {
    pub(super) fn new() -> Self {
        Self {
            now: Timestamp::constant(1_900_000_000, 0),
            session: SessionState::new(&session()),
            said_last: None,
            oracle: Oracle::default(),
        }
    }

    /// Runs a step, checks the gate as every request does, and compares the result with the oracle.
    /// The error describes the difference.
    pub(super) fn step(&mut self, step: Step, policy: &Policy) -> Result<(), &'static str> {
        self.now += SignedDuration::from_secs(1);
        self.happen(step, policy)?;
        self.look(policy)?;
        self.check(policy)
    }

    fn happen(&mut self, step: Step, policy: &Policy) -> Result<(), &'static str> {
        let now = self.now;
        match step {
            Step::Start if self.session.generation > 0 => {}
            Step::Start | Step::Replaced => {
                self.session.generation += 1;
                self.session.meeting_id = Some("meeting".to_owned());
                self.session.admitted = None;
                self.said_last = None;
                self.oracle.meeting(self.session.generation);
            }
            Step::ClientJoined => self.client(PresenceStatus::In, now),
            Step::ClientLeft => self.client(PresenceStatus::Out, now),
            Step::ClientJoinedLate => self.client(PresenceStatus::In, now - LATE),
            Step::ClientLeftLate => self.client(PresenceStatus::Out, now - LATE),
            Step::ClientAlive => {
                let generation = self.session.generation;
                let left =
                    self.session.host.client.is_some_and(|c| {
                        c.generation == generation && c.status == PresenceStatus::Out
                    });
                self.oracle.client_alive(now);
                if !left {
                    self.register_client(PresenceStatus::In, now);
                }
            }
            Step::ServiceJoined => self.service(PresenceStatus::In, now, self.session.generation),
            Step::ServiceLeft => self.service(PresenceStatus::Out, now, self.session.generation),
            Step::ServiceJoinedLate => {
                self.service(PresenceStatus::In, now - LATE, self.session.generation)
            }
            Step::ServiceDroppedLate => {
                self.service(PresenceStatus::Out, now - LATE, self.session.generation)
            }
            Step::ServiceOfOldMeeting => {
                if let Some(old) = self
                    .session
                    .generation
                    .checked_sub(1)
                    .filter(|old| *old > 0)
                {
                    self.service(PresenceStatus::In, now, old);
                }
            }
            Step::ServiceDoubled => {
                if let Some((status, at, generation)) = self.said_last {
                    self.service(status, at, generation);
                }
            }
            Step::MemberAsks => self.member_asks(policy)?,
            Step::MemberJoined => self.member_reports(policy),
            Step::FewSeconds => self.now += SignedDuration::from_secs(6),
            Step::Lease => self.now += SignedDuration::from_secs(46),
            Step::Grace => self.pass_grace(policy)?,
        }
        Ok(())
    }

    /// The member's client stays in and sends heartbeats, so that only the grace can end its stay.
    /// The session is checked in between, as `gate-checks` does.
    fn pass_grace(&mut self, policy: &Policy) -> Result<(), &'static str> {
        for _ in 0..9 {
            self.now += SignedDuration::from_secs(15);
            if self.oracle.member_is_heard(self.now, policy) {
                self.member_reports(policy);
            }
            self.look(policy)?;
        }
        Ok(())
    }

    /// The member's client reports that it is in, if it was let in.
    fn member_reports(&mut self, policy: &Policy) {
        let report = ClientReport {
            side: Side::Member,
            kind: ReportKind::Joined,
            generation: self.session.generation,
            at: self.now,
        };
        if let Some(after) = self.session.report(&report, policy) {
            self.session = after;
            self.oracle.member_reports(self.now);
        }
    }

    /// Looks at the gate, as every request and `gate-checks` do. Credentials are withdrawn exactly
    /// when the host is proven to be gone, and the member is not in or the grace is over.
    fn look(&mut self, policy: &Policy) -> Result<(), &'static str> {
        let Some(admission) = &self.session.admitted else {
            return Ok(());
        };
        let came = self.session.member.is_known(self.session.generation);
        let gone = self.oracle.gone_since(self.now, policy);
        let is_due = gone.is_some_and(|since| !came || since + policy.grace <= self.now);
        match revocation(&self.session, policy, self.now) {
            None if is_due => Err("a member has credentials without the host"),
            None => Ok(()),
            Some(_) if !is_due => Err("a member was put out without proof"),
            Some(revocation) if revocation.attendee_id != admission.attendee_id => {
                Err("somebody else's credentials are withdrawn")
            }
            Some(_) => {
                self.session.admitted = None;
                Ok(())
            }
        }
    }

    fn member_asks(&mut self, policy: &Policy) -> Result<(), &'static str> {
        let open = waiting_room(&self.session, policy, self.now)
            .map_err(|_| "an ongoing session refuses its member")?;
        match open {
            WaitingRoom::Open(host) => {
                if !self.oracle.host_is_in(self.now, policy) {
                    return Err("a member was let in without the host");
                }
                if host.generation() != self.session.generation {
                    return Err("a member was let into another meeting");
                }
                let step = Transition::admit(&self.session, &host, "attendee".to_owned(), self.now);
                self.session = step.session;
                Ok(())
            }
            WaitingRoom::Waiting { .. } => Ok(()),
            WaitingRoom::Phone | WaitingRoom::Ended | WaitingRoom::Cancelled => {
                Err("an ongoing video session is told to be something else")
            }
        }
    }

    /// The invariants after every step. The host is in exactly when the oracle says so. Credentials
    /// are for the current meeting. `gate-checks` looks at a session with credentials within a minute.
    fn check(&self, policy: &Policy) -> Result<(), &'static str> {
        let present = self.oracle.host_is_in(self.now, policy);
        if self.session.is_present(Side::Provider, self.now, policy) != present {
            return Err("the oracle disagrees on the host's presence");
        }
        let Some(generation) = self.session.admitted.as_ref().map(|a| a.generation) else {
            return Ok(());
        };
        if generation != self.session.generation {
            return Err("credentials outlived their meeting");
        }
        if self.session.due_at.is_none_or(|due| due > self.now) {
            return Err("nobody looks after a member with credentials");
        }
        Ok(())
    }

    fn client(&mut self, status: PresenceStatus, at: Timestamp) {
        self.oracle
            .says(Source::Client, status, at, self.session.generation);
        self.register_client(status, at);
    }

    fn register_client(&mut self, status: PresenceStatus, at: Timestamp) {
        let generation = self.session.generation;
        let newer = self
            .session
            .host
            .client
            .is_none_or(|c| c.generation != generation || c.at < at);
        if generation > 0 && newer {
            self.session.host.client = Some(PresenceSignal {
                source: Source::Client,
                status,
                at,
                generation,
            });
        }
    }

    fn service(&mut self, status: PresenceStatus, at: Timestamp, generation: u32) {
        self.said_last = Some((status, at, generation));
        self.oracle.says(Source::Service, status, at, generation);
        let newer = self
            .session
            .host
            .service
            .is_none_or(|s| s.generation != generation || s.at < at);
        if generation > 0 && generation == self.session.generation && newer {
            self.session.host.service = Some(PresenceSignal {
                source: Source::Service,
                status,
                at,
                generation,
            });
        }
    }
}

/// An ongoing video session at the world's time.
pub(super) fn session() -> Booking {
    let party = |id: &str| Party {
        id: id.parse().unwrap(),
        name: "Somebody".parse().unwrap(),
        email: "somebody@example.com".parse().unwrap(),
        phone: None,
        zone: "Asia/Singapore".parse().unwrap(),
        language: crate::values::Language::English,
        link_epoch: 0,
    };
    let starts_at = Timestamp::constant(1_900_000_000, 0);
    Booking {
        id: "bkg_1".parse().unwrap(),
        version: 2,
        sequence: 0,
        moved_at: 0,
        provider: party("prv_1"),
        member: party("mem_1"),
        session_type: SessionType::Video,
        span: Span {
            starts_at,
            duration: SignedDuration::from_hours(3),
            buffer: SignedDuration::from_mins(10),
        },
        comment: None,
        created_at: starts_at,
        created_by: Actor::person("con_1".parse().unwrap(), Role::Concierge),
        state: State::Ongoing {
            started_at: starts_at,
        },
        phone: PhoneSteps::default(),
        clock: DueClock::default(),
    }
}
