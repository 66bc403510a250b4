//! Reaching out to a member who does not come to a video session while the provider is in (B7).

use jiff::Timestamp;

use super::SessionState;
use crate::attendance::Kind;
use crate::booking::{SessionType, Side, Status};
use crate::policy::Policy;

/// What is to be done for a member who does not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outreach {
    /// The member is sent messages.
    Messages,
    /// The concierge is called.
    Concierge,
}

impl SessionState {
    /// What is to be done at `now` for a member who does not come, each once. The time counts from
    /// the start, or from the provider's coming if that was later. Nothing is due while the provider
    /// is out, while the member waits, or once the member has been in. A provider whom the meeting service
    /// has in is not out because their client is silent (S4).
    pub fn outreach_due(&self, policy: &Policy, now: Timestamp) -> Option<Outreach> {
        let confirmed = self.host.is_confirmed(self.generation);
        let provider_in = self.is_present(Side::Provider, now, policy)
            || confirmed && self.host.may_be_in(self.generation, now, policy);
        if !self.may_need_outreach(now) || !provider_in || self.member_waits(now, policy) {
            return None;
        }
        let since = self.outreach_since()?;
        match self.reached_out_at {
            None if since + policy.reach_out_after <= now => Some(Outreach::Messages),
            Some(_) if since + policy.absence_alert_after <= now => Some(Outreach::Concierge),
            Some(_) | None => None,
        }
    }

    /// From when the time for the member counts: from the start, or from the provider's coming if that
    /// was later.
    pub(crate) fn outreach_since(&self) -> Option<Timestamp> {
        Some(self.terms.starts_at.max(self.provider_came_at()?))
    }

    /// Whether something may still have to be done for the member: they have not been in the ongoing
    /// session, whose planned time is not over, and not everything was done.
    pub(super) fn may_need_outreach(&self, now: Timestamp) -> bool {
        let terms = &self.terms;
        terms.status == Status::Ongoing
            && terms.session_type == SessionType::Video
            && now < terms.ends_at
            && self.absence_called_at.is_none()
            && !self.member.ever_came()
    }

    /// When the provider first came, by their client; if their client never reported, when the
    /// meeting service last had them come.
    fn provider_came_at(&self) -> Option<Timestamp> {
        let joined = self
            .log
            .iter()
            .filter(|line| line.side == Side::Provider && line.kind == Kind::Joined);
        let by_client = joined.map(|line| line.at).min();
        by_client.or(self.host.service.map(|signal| signal.at))
    }
}
