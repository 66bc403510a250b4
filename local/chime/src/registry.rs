//! The meetings and their attendees: state and rules, without a clock, a lock or a network.
//!
//! Every step is told what time it is and leaves the events it causes in the outbox.

use std::collections::{HashMap, HashSet, VecDeque};
use std::mem;

use jiff::Timestamp;

use crate::errors::Refusal;
use crate::events::{Event, EventError, EventType};
use crate::features::Capabilities;
use crate::guest::{Guest, Standing};
use crate::ids;
use crate::limits::{ClientToken, Guid, Violation};
use crate::model::{
    Attendee, AttendeeError, AttendeePage, BatchAnswer, CreateAttendee, CreateMeeting, Meeting,
};
use crate::record::{MeetingSnapshot, Record, Seat};

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
}

impl Registry {
    pub(crate) fn new(region: String, media_host: String) -> Self {
        Self {
            region,
            media_host,
            records: HashMap::new(),
            live: HashSet::new(),
            ended: VecDeque::new(),
            tokens: HashMap::new(),
            outbox: Vec::new(),
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
        let record = Record::new(request, &self.region, &self.media_host, now);
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

    /// Adds an attendee, or finds the one with the same ExternalUserId.
    pub(crate) fn add(
        &mut self,
        id: &Guid,
        request: &CreateAttendee,
        now: Timestamp,
    ) -> Result<Attendee, Refusal> {
        let record = self.live_mut(id)?;
        let features = record.request.features();
        if let Some(capabilities) = &request.capabilities {
            capabilities.check(&features)?;
        }
        if let Some(seat) = record
            .taken()
            .find(|seat| seat.attendee.external_user_id == request.external_user_id)
        {
            return Ok(seat.attendee.clone());
        }
        let max = features.capacity();
        if record.taken().count() >= usize::from(max) {
            return Err(Refusal::Full { max });
        }
        let attendee = Attendee {
            external_user_id: request.external_user_id.clone(),
            attendee_id: ids::guid(),
            join_token: ids::join_token(),
            capabilities: request
                .capabilities
                .unwrap_or_else(|| Capabilities::all_of(&features)),
        };
        let event = Event::new(
            EventType::AttendeeAdded,
            now,
            &record.meeting,
            Some(&attendee),
        );
        let seat = Seat {
            attendee: attendee.clone(),
            present: false,
            presence_as_of: Timestamp::MIN,
            deleted: false,
        };
        record.seats.push(seat);
        self.outbox.push(event);
        Ok(attendee)
    }

    /// Adds many. What is wrong with the request refuses it whole; a full meeting only those who don't fit.
    pub(crate) fn add_all<'a>(
        &mut self,
        id: &Guid,
        requests: impl Iterator<Item = &'a CreateAttendee> + Clone,
        now: Timestamp,
    ) -> Result<BatchAnswer, Refusal> {
        let features = self.live(id)?.request.features();
        for capabilities in requests.clone().filter_map(|request| request.capabilities) {
            capabilities.check(&features)?;
        }
        let mut answer = BatchAnswer::default();
        for request in requests {
            match self.add(id, request, now) {
                Ok(attendee) => answer.attendees.push(attendee),
                Err(refusal) => answer.errors.push(AttendeeError {
                    external_user_id: request.external_user_id.clone(),
                    error_code: refusal.code(),
                    error_message: refusal.to_string(),
                }),
            }
        }
        Ok(answer)
    }

    pub(crate) fn attendee(&self, id: &Guid, attendee_id: &Guid) -> Result<Attendee, Refusal> {
        self.live(id)?
            .seat(attendee_id)
            .map(|seat| seat.attendee.clone())
    }

    /// One page, from behind the attendee that `after` names. An attendee deleted meanwhile still marks the place.
    pub(crate) fn page(
        &self,
        id: &Guid,
        size: usize,
        after: Option<&Guid>,
    ) -> Result<AttendeePage, Refusal> {
        let record = self.live(id)?;
        let start = match after {
            None => 0,
            Some(last) => match record
                .seats
                .iter()
                .position(|seat| seat.attendee.attendee_id == *last)
            {
                Some(place) => place + 1,
                None => return Err(Violation::PageToken.into()),
            },
        };
        let mut left = record.seats[start..].iter().filter(|seat| !seat.deleted);
        let attendees: Vec<Attendee> = left
            .by_ref()
            .take(size)
            .map(|seat| seat.attendee.clone())
            .collect();
        let last = attendees
            .last()
            .map(|attendee| attendee.attendee_id.clone());
        Ok(AttendeePage {
            attendees,
            next_token: left.next().and(last),
        })
    }

    pub(crate) fn remove(
        &mut self,
        id: &Guid,
        attendee_id: &Guid,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let record = self.live_mut(id)?;
        let seat = record.seat_mut(attendee_id)?;
        seat.deleted = true;
        seat.present = false;
        let attendee = seat.attendee.clone();
        record.note_emptiness(now);
        let event = Event::new(
            EventType::AttendeeDeleted,
            now,
            &record.meeting,
            Some(&attendee),
        );
        self.outbox.push(event);
        Ok(())
    }

    pub(crate) fn allow(
        &mut self,
        id: &Guid,
        attendee_id: &Guid,
        capabilities: Capabilities,
        now: Timestamp,
    ) -> Result<Attendee, Refusal> {
        let record = self.live_mut(id)?;
        capabilities.check(&record.request.features())?;
        let seat = record.seat_mut(attendee_id)?;
        seat.attendee.capabilities = capabilities;
        let attendee = seat.attendee.clone();
        let event = Event::new(
            EventType::AttendeeCapabilitiesUpdated,
            now,
            &record.meeting,
            Some(&attendee),
        );
        self.outbox.push(event);
        Ok(attendee)
    }

    /// Changes the capabilities of all attendees but those who are excluded.
    pub(crate) fn allow_except(
        &mut self,
        id: &Guid,
        excluded: &[Guid],
        capabilities: Capabilities,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let record = self.live(id)?;
        capabilities.check(&record.request.features())?;
        let ids = record.taken().map(|seat| seat.attendee.attendee_id.clone());
        let meant: Vec<Guid> = ids.filter(|id| !excluded.contains(id)).collect();
        for attendee_id in meant {
            self.allow(id, &attendee_id, capabilities, now)?;
        }
        Ok(())
    }

    /// The live meetings, the oldest first.
    pub(crate) fn snapshot(&self) -> Vec<MeetingSnapshot> {
        let live = self.live.iter().filter_map(|id| self.records.get(id));
        let mut live: Vec<&Record> = live.collect();
        live.sort_by_key(|record| (record.created, record.meeting.meeting_id.clone()));
        live.into_iter().map(Record::snapshot).collect()
    }

    /// All who are present, with their meeting.
    pub(crate) fn present(&self) -> Vec<(Guid, Guid)> {
        let live = self.live.iter().filter_map(|id| self.records.get(id));
        live.flat_map(|record| {
            let present = record.seats.iter().filter(|seat| seat.present);
            present.map(|seat| {
                let meeting = record.meeting.meeting_id.clone();
                (meeting, seat.attendee.attendee_id.clone())
            })
        })
        .collect()
    }

    /// Makes an event on demand, also about what has ended or was deleted, and follows what it says of presence.
    pub(crate) fn make_event(
        &mut self,
        meeting_id: &str,
        kind: EventType,
        attendee_id: Option<&str>,
        happened: Timestamp,
        now: Timestamp,
    ) -> Result<Event, EventError> {
        let record = meeting_id
            .parse()
            .ok()
            .and_then(|id: Guid| self.records.get_mut(&id));
        let record = record.ok_or_else(|| EventError::UnknownMeeting(meeting_id.to_owned()))?;
        if kind.is_about_the_meeting() {
            return Ok(record.event(kind, happened));
        }
        let attendee_id = attendee_id.ok_or(EventError::AttendeeMissing(kind.name()))?;
        let unknown = || EventError::UnknownAttendee(attendee_id.to_owned());
        let wanted: Guid = attendee_id.parse().map_err(|_| unknown())?;
        let place = record
            .seats
            .iter()
            .position(|seat| seat.attendee.attendee_id == wanted)
            .ok_or_else(unknown)?;
        if let Some(present) = kind.presence().filter(|_| !record.ended) {
            record.seats[place].be(present, happened);
            record.note_emptiness(now);
        }
        Ok(Event::new(
            kind,
            happened,
            &record.meeting,
            Some(&record.seats[place].attendee),
        ))
    }

    /// What is known of one of a meeting's attendees.
    pub(crate) fn standing(&self, meeting_id: &str, is_meant: impl Fn(&Seat) -> bool) -> Standing {
        let id = meeting_id.parse::<Guid>().ok();
        let Some(record) = id.and_then(|id| self.records.get(&id)) else {
            return Standing::Refused;
        };
        if record.ended {
            return Standing::MeetingEnded;
        }
        let seat = record.taken().find(|seat| is_meant(seat));
        seat.map_or(Standing::Refused, |seat| {
            let attendee = &seat.attendee;
            Standing::Admitted(Guest {
                meeting: record.meeting.meeting_id.clone(),
                attendee: attendee.attendee_id.clone(),
                external_user_id: attendee.external_user_id.to_string(),
                capabilities: attendee.capabilities,
            })
        })
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
