//! The attendees of live meetings, and what they may do.

use jiff::Timestamp;

use super::Registry;
use crate::errors::Refusal;
use crate::events::{Event, EventType};
use crate::features::Capabilities;
use crate::join_token::join_token;
use crate::limits::{Guid, Violation};
use crate::model::{Attendee, AttendeeError, AttendeePage, BatchAnswer, CreateAttendee};
use crate::record::Seat;

impl Registry {
    /// Adds an attendee, or finds the one with the same ExternalUserId.
    pub(crate) fn add(
        &mut self,
        id: &Guid,
        request: &CreateAttendee,
        now: Timestamp,
    ) -> Result<Attendee, Refusal> {
        let drawn = (Guid::drawn(&mut self.rng), join_token(&mut self.rng));
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
            attendee_id: drawn.0,
            join_token: drawn.1,
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
}
