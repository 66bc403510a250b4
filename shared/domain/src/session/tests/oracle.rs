//! Decides who is in from all signals ever sent, not from registers.
//!
//! The host may be in only if the newest signal about the current meeting, by the signal's own
//! time, reports them in. Once their client has reported, some signal within the lease must support
//! that too.
//!
//! The member may keep credentials for as long as nothing proves the host gone (S4).

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
    /// About the host.
    said: Vec<Said>,
    /// When the member's client reported.
    member: Vec<Timestamp>,
}

impl Oracle {
    /// A new meeting begins, without signals.
    pub(super) fn meeting(&mut self, generation: u32) {
        self.generation = generation;
        self.said.clear();
        self.member.clear();
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

    /// The member's client reports that it is in.
    pub(super) fn member_reports(&mut self, at: Timestamp) {
        self.member.push(at);
    }

    /// Whether the member's client has reported within its lease.
    pub(super) fn member_is_heard(&self, now: Timestamp, policy: &Policy) -> bool {
        let last = self.member.last();
        last.is_some_and(|at| now.duration_since(*at) < policy.presence_lease)
    }

    /// Since when the host is proven to be gone: the newest signal says so. Or nobody but their client
    /// says that they are in, and it is silent while the member's client reports without a break.
    /// The silence of a provider is enough if the member was never heard, since nobody is put out then.
    pub(super) fn gone_since(&self, now: Timestamp, policy: &Policy) -> Option<Timestamp> {
        let newest = self.newest(|_| true)?;
        if newest.status == PresenceStatus::Out {
            return Some(newest.at);
        }
        if self.host_is_in(now, policy) {
            return None;
        }
        let silent_since = newest.at + self.lease(policy);
        let service = self.newest(|said| said.source == Source::Service);
        let confirmed = service.is_some_and(|said| said.status == PresenceStatus::In);
        if confirmed && now < silent_since + SignedDuration::from_hours(1) {
            None
        } else if self.member.is_empty() {
            Some(now)
        } else if self.member_is_heard(now, policy) {
            Some(silent_since.max(self.unbroken_since(policy)?))
        } else {
            None
        }
    }

    /// Since when the member's client has reported without a gap as long as its lease.
    fn unbroken_since(&self, policy: &Policy) -> Option<Timestamp> {
        let mut since = *self.member.last()?;
        for &at in self.member.iter().rev() {
            if since.duration_since(at) >= policy.presence_lease {
                break;
            }
            since = at;
        }
        Some(since)
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
