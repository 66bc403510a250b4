//! A session in a small world: what clients and the meeting service say in any order, the
//! member at the gate, and time. Words go into the registers as the store writes them.

use jiff::{SignedDuration, Timestamp};

use super::oracle::{Oracle, Source};
use crate::booking::{Booking, Party, SessionType, Side, Span, State, next_due};
use crate::policy::Policy;
use crate::session::{
    Admission, ClientWord, Presence, ServiceWord, SessionState, WaitingRoom, Word, admit,
    revocation, waiting_room,
};
use crate::values::{Actor, Role};

/// Something that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The provider starts; again, it changes nothing.
    Start,
    /// The meeting had ended, and another takes its place.
    Replaced,
    /// The provider's client says that it has joined.
    ClientJoined,
    /// The provider's client says that it is still in.
    ClientAlive,
    /// The provider's client says that it has left.
    ClientLeft,
    /// A word of the provider's client that was overtaken on its way by later ones.
    ClientJoinedLate,
    /// The same, of a client that had left.
    ClientLeftLate,
    /// The service says that the provider came.
    ServiceJoined,
    /// The service says that the provider went.
    ServiceLeft,
    /// The service says that the provider came, a while ago.
    ServiceJoinedLate,
    /// The service says that the provider's connection was lost, a while ago.
    ServiceDroppedLate,
    /// The service says once more what it said last.
    ServiceDoubled,
    /// The service says that the provider came into the meeting before this one.
    ServiceOfOldMeeting,
    /// The member asks to come in.
    MemberAsks,
    /// The member's client says that it has joined.
    MemberJoined,
    /// A few seconds pass.
    RequestTime,
    /// More time passes than a lease of presence lasts.
    Lease,
    /// More time passes than the grace lasts.
    Grace,
}

/// How far back a late word lies: between the steps before.
const LATE: SignedDuration = SignedDuration::from_millis(2_500);

/// The world.
#[derive(Clone)]
pub(super) struct World {
    now: Timestamp,
    live: SessionState,
    said_last: Option<(Word, Timestamp, u32)>,
    oracle: Oracle,
    member_seen: Option<(Timestamp, u32)>,
}

impl World {
    pub(super) fn new() -> Self {
        Self {
            now: Timestamp::constant(1_900_000_000, 0),
            live: SessionState::default(),
            said_last: None,
            oracle: Oracle::default(),
            member_seen: None,
        }
    }

    /// Makes a step, looks at the gate as every request does, and compares with the oracle.
    /// What is wrong is told in the error.
    pub(super) fn step(
        &mut self,
        step: Step,
        booking: &Booking,
        policy: &Policy,
    ) -> Result<(), &'static str> {
        self.now += SignedDuration::from_secs(1);
        self.happen(step, booking, policy)?;
        if let Some((attendee, _)) = revocation(&self.live, policy, self.now) {
            if self.live.admitted.as_ref().map(|a| &a.attendee_id) != Some(&attendee) {
                return Err("somebody else's credentials are withdrawn");
            }
            self.live.admitted = None;
        }
        self.check(booking, policy)
    }

    fn happen(
        &mut self,
        step: Step,
        booking: &Booking,
        policy: &Policy,
    ) -> Result<(), &'static str> {
        let now = self.now;
        match step {
            Step::Start if self.live.generation > 0 => {}
            Step::Start | Step::Replaced => {
                self.live.generation += 1;
                self.live.meeting_id = Some("meeting".to_owned());
                self.live.admitted = None;
                self.said_last = None;
                self.oracle.meeting(self.live.generation);
            }
            Step::ClientJoined => self.client(Word::In, now),
            Step::ClientLeft => self.client(Word::Out, now),
            Step::ClientJoinedLate => self.client(Word::In, now - LATE),
            Step::ClientLeftLate => self.client(Word::Out, now - LATE),
            Step::ClientAlive => {
                let generation = self.live.generation;
                let left = self
                    .live
                    .host
                    .client
                    .is_some_and(|c| c.generation == generation && c.word == Word::Out);
                self.oracle.client_alive(now);
                if !left {
                    self.register_client(Word::In, now);
                }
            }
            Step::ServiceJoined => self.service(Word::In, now, self.live.generation),
            Step::ServiceLeft => self.service(Word::Out, now, self.live.generation),
            Step::ServiceJoinedLate => self.service(Word::In, now - LATE, self.live.generation),
            Step::ServiceDroppedLate => self.service(Word::Out, now - LATE, self.live.generation),
            Step::ServiceOfOldMeeting => {
                if let Some(old) = self.live.generation.checked_sub(1).filter(|old| *old > 0) {
                    self.service(Word::In, now, old);
                }
            }
            Step::ServiceDoubled => {
                if let Some((word, at, generation)) = self.said_last {
                    self.service(word, at, generation);
                }
            }
            Step::MemberAsks => self.member_asks(booking, policy)?,
            Step::MemberJoined => {
                if self.live.admitted.is_some() {
                    self.member_seen = Some((now, self.live.generation));
                    self.live.member = Presence {
                        client: Some(ClientWord {
                            word: Word::In,
                            at: now,
                            generation: self.live.generation,
                        }),
                        service: None,
                    };
                }
            }
            Step::RequestTime => self.now += SignedDuration::from_secs(6),
            Step::Lease => self.now += SignedDuration::from_secs(21),
            Step::Grace => self.pass_grace(policy),
        }
        Ok(())
    }

    /// The member's client stays and reports all the while, so that only the grace can end
    /// its stay; the session is looked at in between, as time does.
    fn pass_grace(&mut self, policy: &Policy) {
        for _ in 0..9 {
            self.now += SignedDuration::from_secs(15);
            if self.live.admitted.is_some()
                && let Some(word) = &mut self.live.member.client
                && word.generation == self.live.generation
                && self.now < word.at + policy.presence_lease
            {
                word.at = self.now;
                self.member_seen = Some((self.now, word.generation));
            }
            if revocation(&self.live, policy, self.now).is_some() {
                self.live.admitted = None;
            }
        }
    }

    fn member_asks(&mut self, booking: &Booking, policy: &Policy) -> Result<(), &'static str> {
        let open = waiting_room(booking, &self.live, policy, self.now)
            .map_err(|_| "an ongoing session refuses its member")?;
        match open {
            WaitingRoom::Open(host) => {
                if !self.oracle.host_is_in(self.now, policy.presence_lease) {
                    return Err("a member was let in without the host");
                }
                if host.generation() != self.live.generation {
                    return Err("a member was let into another meeting");
                }
                self.live.admitted = Some(admit(&host, "attendee".to_owned()));
                Ok(())
            }
            WaitingRoom::Waiting { .. } => Ok(()),
            WaitingRoom::Phone | WaitingRoom::Ended | WaitingRoom::Cancelled => {
                Err("an ongoing video session is told to be something else")
            }
        }
    }

    /// What must hold after every step: the host is in exactly when the oracle says so, and
    /// the member has credentials only if the host is in, or within the grace while the
    /// member is in; and time will look at whoever has credentials within a minute.
    fn check(&self, booking: &Booking, policy: &Policy) -> Result<(), &'static str> {
        let lease = policy.presence_lease;
        let present = self.oracle.host_is_in(self.now, lease);
        if self.live.is_present(Side::Provider, self.now, policy) != present {
            return Err("the oracle disagrees on the host's presence");
        }
        let Some(Admission { generation, .. }) = self.live.admitted else {
            return Ok(());
        };
        if generation != self.live.generation {
            return Err("credentials outlived their meeting");
        }
        let member_in = self
            .member_seen
            .is_some_and(|(at, of)| of == generation && self.now < at + lease);
        let in_grace = self
            .oracle
            .out_since(self.now, lease)
            .is_some_and(|since| self.now < since + policy.grace);
        if !(present || (member_in && in_grace)) {
            return Err("a member has credentials without the host");
        }
        let due = next_due(booking, &self.live, policy, self.now);
        if due.is_none_or(|due| due > self.now + SignedDuration::from_mins(1)) {
            return Err("nobody looks after a member with credentials");
        }
        Ok(())
    }

    fn client(&mut self, word: Word, at: Timestamp) {
        self.oracle
            .says(Source::Client, word, at, self.live.generation);
        self.register_client(word, at);
    }

    fn register_client(&mut self, word: Word, at: Timestamp) {
        let generation = self.live.generation;
        let newer = self
            .live
            .host
            .client
            .is_none_or(|c| c.generation != generation || c.at < at);
        if generation > 0 && newer {
            self.live.host.client = Some(ClientWord {
                word,
                at,
                generation,
            });
        }
    }

    fn service(&mut self, word: Word, at: Timestamp, generation: u32) {
        self.said_last = Some((word, at, generation));
        self.oracle.says(Source::Service, word, at, generation);
        let newer = self
            .live
            .host
            .service
            .is_none_or(|s| s.generation != generation || s.at < at);
        if generation > 0 && generation == self.live.generation && newer {
            self.live.host.service = Some(ServiceWord {
                word,
                at,
                generation,
            });
        }
    }
}

/// An ongoing video session about the world's time.
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
    }
}
