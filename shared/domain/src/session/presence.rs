//! Whether a person is in a meeting, by the signals of their client and of the meeting service.
//!
//! Each source has one register, which holds its newest signal. The service's events are best
//! effort: they may be duplicated or arrive out of order. So an older event never replaces a newer
//! one, and a signal about one generation means nothing for another.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::attendance::Source;
use crate::policy::Policy;

/// How long a person whom the meeting service has in counts as in although their client is silent.
/// Far longer than our own failures last, and short enough to end a session whose leave events were
/// lost.
const LONGEST_SILENCE: SignedDuration = SignedDuration::from_hours(1);

/// How long a person whom only their own client ever reported counts as in after it fell silent, for
/// as long as nobody else is heard.
const LONGEST_UNCONFIRMED_SILENCE: SignedDuration = SignedDuration::from_mins(12);

/// The longest time that the meeting service keeps a meeting (service quotas of the Amazon Chime
/// SDK). A join signal of the service holds no longer than this, in case the leave signal is lost.
const LONGEST_MEETING: SignedDuration = SignedDuration::from_hours(24);

/// In or out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PresenceStatus {
    /// In the meeting.
    In,
    /// Not in the meeting, or no longer in it.
    Out,
}

/// The newest signal of one source about one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PresenceSignal {
    /// The source of the signal.
    pub source: Source,
    /// In or out.
    pub status: PresenceStatus,
    /// When: by our clock for a client, by the service's clock for the meeting service.
    pub at: Timestamp,
    /// In which meeting of the booking.
    pub generation: u32,
}

/// What is known of one person in one meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// No signal about them exists.
    Unknown,
    /// The newest signal has them in, and its lease holds.
    In,
    /// The newest signal has them in, but its lease is over. Silence is no proof that they are gone
    /// (S4).
    Silent {
        /// The end of the lease.
        since: Timestamp,
    },
    /// The newest signal has them out.
    Gone {
        /// When they left.
        since: Timestamp,
    },
}

/// The presence of one person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Presence {
    /// The newest signal of their own client.
    pub client: Option<PresenceSignal>,
    /// The newest signal of the meeting service.
    pub service: Option<PresenceSignal>,
}

impl Presence {
    /// Whether a signal came after an instant.
    pub fn heard_after(&self, at: Timestamp) -> bool {
        self.last_heard().is_some_and(|heard| heard > at)
    }

    /// Whether they are in the meeting of `generation` at `now`. The later of the two signals
    /// counts. A client that has reported and is silent for longer than its lease is out.
    pub fn is_present(&self, generation: u32, now: Timestamp, policy: &Policy) -> bool {
        self.present_until(generation, policy)
            .is_some_and(|until| now < until)
    }

    /// What is known of them in the meeting of `generation` at `now`.
    pub fn standing(&self, generation: u32, now: Timestamp, policy: &Policy) -> Standing {
        match (self.present_until(generation, policy), self.of(generation)) {
            (Some(until), _) if now < until => Standing::In,
            (Some(until), _) => Standing::Silent { since: until },
            (None, [None, None]) => Standing::Unknown,
            (None, [client, service]) => {
                let newest = client.map(|c| c.at).max(service.map(|s| s.at));
                newest.map_or(Standing::Unknown, |since| Standing::Gone { since })
            }
        }
    }

    /// Since when they are proven to be gone from the meeting of `generation`. Proof is a newest
    /// signal that has them out. If only their client has them in, its silence is proof while
    /// somebody else is heard: `other_heard_since` is since when, without a break. That the service
    /// had them out before their client had them in adds nothing, since its event of their return
    /// may be lost. The silence of somebody whom the service has in proves nothing for an hour.
    pub fn gone_since(
        &self,
        generation: u32,
        other_heard_since: Option<Timestamp>,
        now: Timestamp,
        policy: &Policy,
    ) -> Option<Timestamp> {
        let since = match self.standing(generation, now, policy) {
            Standing::Unknown | Standing::In => return None,
            Standing::Gone { since } => return Some(since),
            Standing::Silent { since } => since,
        };
        let [_, service] = self.of(generation);
        match service.map(|service| service.status) {
            Some(PresenceStatus::In) if now < since + LONGEST_SILENCE => None,
            Some(PresenceStatus::In | PresenceStatus::Out) | None => {
                Some(since.max(other_heard_since?))
            }
        }
    }

    /// Whether a session must not be closed because of them: they are in, or nothing but a silence
    /// that may be our own failure speaks against it.
    pub fn may_be_in(&self, generation: u32, now: Timestamp, policy: &Policy) -> bool {
        match self.standing(generation, now, policy) {
            Standing::Unknown | Standing::Gone { .. } => false,
            Standing::In => true,
            Standing::Silent { since } if self.is_confirmed(generation) => {
                now < since + LONGEST_SILENCE
            }
            Standing::Silent { since } => now < since + LONGEST_UNCONFIRMED_SILENCE,
        }
    }

    /// Whether any signal about them exists in a generation.
    pub fn is_known(&self, generation: u32) -> bool {
        self.of(generation).iter().any(Option::is_some)
    }

    /// Whether the meeting service reports that they are in the meeting of a generation. Their
    /// client may then report less often.
    pub fn is_confirmed(&self, generation: u32) -> bool {
        let [_, service] = self.of(generation);
        service.is_some_and(|service| service.status == PresenceStatus::In)
    }

    /// How long a client's signal holds.
    pub fn lease(&self, generation: u32, policy: &Policy) -> SignedDuration {
        if self.is_confirmed(generation) {
            policy.confirmed_lease
        } else {
            policy.presence_lease
        }
    }

    /// Whether any signal ever reported them in, in any generation.
    pub fn ever_came(&self) -> bool {
        self.client.is_some() || self.service.is_some()
    }

    /// When the newest signal was received.
    pub fn last_heard(&self) -> Option<Timestamp> {
        self.client.map(|c| c.at).max(self.service.map(|s| s.at))
    }

    /// Until when the newest signal keeps them present; `None` if it reports them out.
    fn present_until(&self, generation: u32, policy: &Policy) -> Option<Timestamp> {
        let lease = self.lease(generation, policy);
        let [client, service] = self.of(generation);
        let (newest, holds) = match (client, service) {
            (None, None) => return None,
            (None, Some(service)) => (service, LONGEST_MEETING),
            (Some(client), None) => (client, lease),
            (Some(client), Some(service)) => {
                let tie_says_out = service.at == client.at && service.status == PresenceStatus::Out;
                let newest = if service.at > client.at || tie_says_out {
                    service
                } else {
                    client
                };
                (newest, lease)
            }
        };
        (newest.status == PresenceStatus::In).then(|| newest.at + holds)
    }

    /// The client's and the service's signal about a generation.
    fn of(&self, generation: u32) -> [Option<PresenceSignal>; 2] {
        [self.client, self.service]
            .map(|signal| signal.filter(|signal| signal.generation == generation))
    }
}
