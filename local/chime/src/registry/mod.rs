//! The meetings and their attendees: state and rules, without a clock, a lock or a network.
//!
//! Every step is told what time it is and leaves the events it causes in the outbox.

mod attendees;
mod presence;

use std::collections::{HashMap, HashSet, VecDeque};
use std::mem;

use jiff::Timestamp;
use rand::rngs::StdRng;

use crate::errors::Refusal;
use crate::events::{Event, EventType};
use crate::limits::{ClientToken, Guid};
use crate::model::{CreateMeeting, Meeting};
use crate::record::{MeetingSnapshot, Record};

/// Meetings that have ended and are remembered, so that late events about them can be made: the last.
const ENDED_MAX: usize = 1_000;

/// The meetings that are live, and the last that ended.
pub(crate) struct Registry {
    region: String,
    media_host: String,
    records: HashMap<Guid, Record>,
    live: HashSet<Guid>,
    /// In the order in which they ended.
    ended: VecDeque<Guid>,
    tokens: HashMap<ClientToken, Guid>,
    outbox: Vec<Event>,
    /// How many meetings there may be at once, if that is limited.
    pub(crate) most: Option<usize>,
    /// Draws ids and tokens.
    rng: StdRng,
}

impl Registry {
    pub(crate) fn new(region: String, media_host: String, rng: StdRng) -> Self {
        Self {
            region,
            media_host,
            records: HashMap::new(),
            live: HashSet::new(),
            ended: VecDeque::new(),
            tokens: HashMap::new(),
            outbox: Vec::new(),
            most: None,
            rng,
        }
    }

    /// Goes on with the meetings that another registry had.
    pub(crate) fn resume(&mut self, records: Vec<Record>, now: Timestamp) {
        for mut record in records {
            record.resume(&self.media_host, now);
            if record.ended {
                let id = record.meeting.meeting_id.clone();
                self.records.insert(id.clone(), record);
                self.remember_end(id);
            } else {
                self.insert(record);
            }
        }
    }

    /// The meetings that are live or have ended not long ago, to be gone on with later.
    pub(crate) fn kept(&self) -> Vec<&Record> {
        let mut kept: Vec<&Record> = self.records.values().collect();
        kept.sort_by_key(|record| (record.created, record.meeting.meeting_id.clone()));
        kept
    }

    /// Whether anything has happened that nobody has taken yet.
    pub(crate) fn has_changed(&self) -> bool {
        !self.outbox.is_empty()
    }

    /// Takes the events that were caused since the last time.
    pub(crate) fn take_events(&mut self) -> Vec<Event> {
        mem::take(&mut self.outbox)
    }

    /// Ends what is over by `now`. Its last event carries the moment at which it was over.
    pub(crate) fn expire(&mut self, now: Timestamp) {
        let live = self.live.iter().filter_map(|id| self.records.get(id));
        let mut over: Vec<(Timestamp, Guid)> = live
            .filter(|record| record.over_at() <= now)
            .map(|record| (record.over_at(), record.meeting.meeting_id.clone()))
            .collect();
        over.sort();
        for (end, id) in over {
            self.end(&id, end);
        }
    }

    /// Makes a meeting, or finds the live one that the same request made before.
    pub(crate) fn create(
        &mut self,
        request: CreateMeeting,
        now: Timestamp,
    ) -> Result<Meeting, Refusal> {
        request.check()?;
        let before = self
            .tokens
            .get(&request.client_request_token)
            .and_then(|id| self.records.get(id));
        if let Some(record) = before {
            return if record.request == request {
                Ok(record.meeting.clone())
            } else {
                Err(Refusal::TokenReused)
            };
        }
        if self.most.is_some_and(|most| self.live.len() >= most) {
            return Err(Refusal::TooManyMeetings);
        }
        let id = Guid::drawn(&mut self.rng);
        let record = Record::new(request, &self.region, &self.media_host, id, now);
        let meeting = record.meeting.clone();
        self.outbox
            .push(record.event(EventType::MeetingStarted, now));
        self.insert(record);
        Ok(meeting)
    }

    pub(crate) fn meeting(&self, id: &Guid) -> Result<Meeting, Refusal> {
        self.live(id).map(|record| record.meeting.clone())
    }

    pub(crate) fn delete(&mut self, id: &Guid, now: Timestamp) -> Result<(), Refusal> {
        self.live(id)?;
        self.end(id, now);
        Ok(())
    }

    /// The live meetings, the oldest first.
    pub(crate) fn snapshot(&self) -> Vec<MeetingSnapshot> {
        let live = self.live.iter().filter_map(|id| self.records.get(id));
        let mut live: Vec<&Record> = live.collect();
        live.sort_by_key(|record| (record.created, record.meeting.meeting_id.clone()));
        live.into_iter().map(Record::snapshot).collect()
    }

    fn insert(&mut self, record: Record) {
        let id = record.meeting.meeting_id.clone();
        let token = record.request.client_request_token.clone();
        self.tokens.insert(token, id.clone());
        self.live.insert(id.clone());
        self.records.insert(id, record);
    }

    fn end(&mut self, id: &Guid, when: Timestamp) {
        if let Some(record) = self.records.get_mut(id) {
            self.outbox.push(record.end(when));
            self.tokens.remove(&record.request.client_request_token);
            self.live.remove(id);
            self.remember_end(id.clone());
        }
    }

    /// Remembers a meeting that has ended, and forgets the first of too many.
    fn remember_end(&mut self, id: Guid) {
        self.ended.push_back(id);
        let spare = self.ended.len().saturating_sub(ENDED_MAX);
        for forgotten in self.ended.drain(..spare) {
            self.records.remove(&forgotten);
        }
    }

    fn live(&self, id: &Guid) -> Result<&Record, Refusal> {
        let record = self.records.get(id).filter(|record| !record.ended);
        record.ok_or_else(|| Refusal::NoMeeting(id.clone()))
    }

    fn live_mut(&mut self, id: &Guid) -> Result<&mut Record, Refusal> {
        let record = self.records.get_mut(id).filter(|record| !record.ended);
        record.ok_or_else(|| Refusal::NoMeeting(id.clone()))
    }
}
