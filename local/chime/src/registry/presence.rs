//! Who is in a call, who may be, and the events that say so.

use jiff::Timestamp;

use super::Registry;
use crate::events::{Event, EventError, EventType};
use crate::guest::{Guest, Standing};
use crate::limits::Guid;
use crate::record::Seat;

impl Registry {
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
}
