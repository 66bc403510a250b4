//! The item of a session: what a poll or a report needs, and the log of comings and goings. It is
//! under 1 KB, so that each of them costs one write unit, as long as people come and go a few times.

use std::collections::BTreeMap;

use anteroom_domain::attendance::Source;
use anteroom_domain::booking::{SessionType, Status};
use anteroom_domain::session::{
    Admission, Presence, PresenceSignal, PresenceStatus, SessionState, Terms,
};
use anteroom_domain::values::{BookingId, PersonId};
use jiff::Timestamp;
use jiff::fmt::serde::timestamp::millisecond;
use serde::{Deserialize, Serialize};

use super::keys::{self, Key};
use super::value::{self, Item, text};
use super::{FORMAT, StoreError, session_log};

/// The item. Instants are milliseconds since the Unix epoch.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SessionItem {
    format: u32,
    version: u64,
    provider_id: PersonId,
    member_id: PersonId,
    session_type: SessionType,
    #[serde(with = "millisecond::required")]
    starts_at: Timestamp,
    #[serde(with = "millisecond::required")]
    ends_at: Timestamp,
    status: Status,
    moved_at: u32,
    link_epoch: u32,
    generation: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    meeting_id: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    meetings: BTreeMap<String, u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    host_client: Option<SignalAttributes>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    host_service: Option<SignalAttributes>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    host_seen: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    member_client: Option<SignalAttributes>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    member_service: Option<SignalAttributes>,
    #[serde(
        default,
        with = "millisecond::optional",
        skip_serializing_if = "Option::is_none"
    )]
    waiting_until: Option<Timestamp>,
    #[serde(
        default,
        with = "millisecond::optional",
        skip_serializing_if = "Option::is_none"
    )]
    waiting_since: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    admitted: Option<AdmissionAttributes>,
    #[serde(default)]
    admissions: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    revoking: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    late_notice_sent: bool,
    #[serde(
        default,
        with = "millisecond::optional",
        skip_serializing_if = "Option::is_none"
    )]
    concierge_called_at: Option<Timestamp>,
    #[serde(
        default,
        with = "millisecond::optional",
        skip_serializing_if = "Option::is_none"
    )]
    reached_out_at: Option<Timestamp>,
    #[serde(
        default,
        with = "millisecond::optional",
        skip_serializing_if = "Option::is_none"
    )]
    absence_called_at: Option<Timestamp>,
    /// The joins and leaves that clients reported; see [`session_log`]. Always present, since a
    /// report appends to it by its path.
    #[serde(default)]
    log: BTreeMap<String, i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due_at: Option<Timestamp>,
}

/// The newest signal of one source about one side.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct SignalAttributes {
    pub(super) status: PresenceStatus,
    #[serde(with = "millisecond::required")]
    pub(super) at: Timestamp,
    pub(super) generation: u32,
}

/// The credentials with which a member was let in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AdmissionAttributes {
    generation: u32,
    attendee_id: String,
}

/// The attributes of a session's item, without its key.
pub(super) fn attributes(session: &SessionState) -> Item {
    let mut item = value::item(&SessionItem::from(session));
    if let Some(due) = session.due_at {
        let shard = keys::gate_shard(&session.terms.booking);
        item.insert("dueShard".to_owned(), text(shard));
        item.insert("dueAt".to_owned(), text(keys::instant(due)));
    }
    item
}

/// The whole item of a new session.
pub(super) fn whole(session: &SessionState) -> Item {
    let mut item = attributes(session);
    item.extend(Key::session(&session.terms.booking).attributes());
    item
}

/// Reads a session's item.
pub(super) fn read(item: Item) -> Result<SessionState, StoreError> {
    let booking = item
        .get("PK")
        .and_then(|pk| pk.as_s().ok())
        .and_then(|pk| keys::booking_of(pk));
    let booking = booking
        .ok_or_else(|| StoreError::Item(serde::de::Error::custom("it is no booking's item")))?;
    let item: SessionItem = serde_dynamo::from_item(item)?;
    Ok(item.state(booking))
}

impl From<&SessionState> for SessionItem {
    fn from(session: &SessionState) -> Self {
        let terms = &session.terms;
        let log = session.log.iter().map(|line| {
            let heard = line.last_seen_before.map_or(0, Timestamp::as_millisecond);
            (session_log::entry_name(line), heard)
        });
        Self {
            format: FORMAT,
            version: terms.version,
            provider_id: terms.provider.clone(),
            member_id: terms.member.clone(),
            session_type: terms.session_type,
            starts_at: terms.starts_at,
            ends_at: terms.ends_at,
            status: terms.status,
            moved_at: terms.moved_at,
            link_epoch: session.link_epoch,
            generation: session.generation,
            meeting_id: session.meeting_id.clone(),
            meetings: session.meetings.clone(),
            host_client: session.host.client.map(SignalAttributes::from),
            host_service: session.host.service.map(SignalAttributes::from),
            host_seen: session.host_seen,
            member_client: session.member.client.map(SignalAttributes::from),
            member_service: session.member.service.map(SignalAttributes::from),
            waiting_until: session.waiting_until,
            waiting_since: session.waiting_since,
            admitted: session
                .admitted
                .as_ref()
                .map(|admission| AdmissionAttributes {
                    generation: admission.generation,
                    attendee_id: admission.attendee_id.clone(),
                }),
            admissions: session.admissions,
            revoking: session.revoking.clone(),
            late_notice_sent: session.late_notice_sent,
            concierge_called_at: session.concierge_called_at,
            reached_out_at: session.reached_out_at,
            absence_called_at: session.absence_called_at,
            log: log.collect(),
            due_at: None,
        }
    }
}

impl SessionItem {
    fn state(self, booking: BookingId) -> SessionState {
        let presence =
            |client: Option<SignalAttributes>, service: Option<SignalAttributes>| Presence {
                client: client.map(|signal| signal.of(Source::Client)),
                service: service.map(|signal| signal.of(Source::Service)),
            };
        let log = self.log.iter();
        SessionState {
            terms: Terms {
                booking,
                version: self.version,
                provider: self.provider_id,
                member: self.member_id,
                session_type: self.session_type,
                starts_at: self.starts_at,
                ends_at: self.ends_at,
                status: self.status,
                moved_at: self.moved_at,
            },
            link_epoch: self.link_epoch,
            generation: self.generation,
            meeting_id: self.meeting_id,
            meetings: self.meetings,
            host: presence(self.host_client, self.host_service),
            host_seen: self.host_seen,
            member: presence(self.member_client, self.member_service),
            waiting_until: self.waiting_until,
            waiting_since: self.waiting_since,
            admitted: self.admitted.map(|admission| Admission {
                generation: admission.generation,
                attendee_id: admission.attendee_id,
            }),
            admissions: self.admissions,
            revoking: self.revoking,
            late_notice_sent: self.late_notice_sent,
            concierge_called_at: self.concierge_called_at,
            reached_out_at: self.reached_out_at,
            absence_called_at: self.absence_called_at,
            log: log
                .filter_map(|(entry, heard)| session_log::line(entry, *heard))
                .collect(),
            due_at: self.due_at,
        }
    }
}

impl SignalAttributes {
    fn of(self, source: Source) -> PresenceSignal {
        PresenceSignal {
            source,
            status: self.status,
            at: self.at,
            generation: self.generation,
        }
    }
}

impl From<PresenceSignal> for SignalAttributes {
    fn from(signal: PresenceSignal) -> Self {
        Self {
            status: signal.status,
            at: signal.at,
            generation: signal.generation,
        }
    }
}
