//! Decides who is in from all signals ever sent, not from registers.
//!
//! The host may be in only if the newest signal about the current meeting, by the signal's own
//! time, reports them in. Once their client has reported, some signal within the lease must support
//! that too.

use jiff::{SignedDuration, Timestamp};

use crate::attendance::Source;
use crate::policy::Policy;
use crate::session::PresenceStatus;

#[derive(Clone, Copy, Debug)]
struct Said {
    source: Source,
    status: PresenceStatus,
    at: Timestamp,
}

/// All signals about the current meeting.
#[derive(Clone, Debug, Default)]
pub(super) struct Oracle {
    generation: u32,
    said: Vec<Said>,
}

impl Oracle {
    /// A new meeting begins, without signals.
    pub(super) fn meeting(&mut self, generation: u32) {
        self.generation = generation;
        self.said.clear();
    }

    /// Adds a signal about a meeting.
    pub(super) fn says(
        &mut self,
        source: Source,
        status: PresenceStatus,
        at: Timestamp,
        generation: u32,
    ) {
        if generation == self.generation && generation > 0 {
            self.said.push(Said { source, status, at });
        }
    }

    /// Adds a heartbeat of the client; ignored if the client has left.
    pub(super) fn client_alive(&mut self, at: Timestamp) {
        let left = self
            .newest(|said| said.source == Source::Client)
            .is_some_and(|said| said.status == PresenceStatus::Out);
        if !left {
            self.says(Source::Client, PresenceStatus::In, at, self.generation);
        }
    }

    /// Whether the host is in.
    pub(super) fn host_is_in(&self, now: Timestamp, policy: &Policy) -> bool {
        let reports = self.said.iter().any(|said| said.source == Source::Client);
        let lease = self.lease(policy);
        self.newest(|_| true).is_some_and(|newest| {
            newest.status == PresenceStatus::In
                && (!reports || now.duration_since(newest.at) < lease)
        })
    }

    /// How long a signal holds: longer once the service has confirmed that the host is in.
    fn lease(&self, policy: &Policy) -> SignedDuration {
        let confirmed = self
            .newest(|said| said.source == Source::Service)
            .is_some_and(|said| said.status == PresenceStatus::In);
        if confirmed {
            policy.confirmed_lease
        } else {
            policy.presence_lease
        }
    }

    /// Since when the host is out, if they were ever in.
    pub(super) fn out_since(&self, now: Timestamp, policy: &Policy) -> Option<Timestamp> {
        let newest = self.newest(|_| true)?;
        match newest.status {
            PresenceStatus::Out => Some(newest.at),
            PresenceStatus::In if self.host_is_in(now, policy) => None,
            PresenceStatus::In => Some(newest.at + self.lease(policy)),
        }
    }

    /// The newest of some signals; of two at the same instant, the one that reports out.
    fn newest(&self, of: impl Fn(&Said) -> bool) -> Option<Said> {
        self.said
            .iter()
            .copied()
            .filter(of)
            .max_by_key(|said| (said.at, said.status == PresenceStatus::Out))
    }
}
