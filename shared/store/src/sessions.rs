//! Sessions: each step of the main job as one conditional write that gives back the state.

use anteroom_domain::booking::{HistoryEntry, SessionType, Side, Status};
use anteroom_domain::policy::Policy;
use anteroom_domain::session::{AttendeeId, PhoneSteps, Word};
use anteroom_domain::values::{BookingId, PersonId};
use jiff::{SignedDuration, Timestamp};

use super::booking_item::MeetingAttributes;
use super::bookings::{BookingRecord, Changed, booking_change, due_change, statuses};
use super::change::Change;
use super::keys::Key;
use super::transaction::{CommitExtras, Conflict, Transaction};
use super::value::{instant, item, number, text, value};
use super::{Outcome, Store, StoreError};

/// A write that was done, or the booking as it is because it could not be.
#[derive(Clone, Debug)]
pub enum Written {
    /// Done; the booking after it.
    Done(BookingRecord),
    /// Not done; the booking as it is, if there is one.
    Not(Option<BookingRecord>),
}

/// A meeting that was made for a booking.
#[derive(Clone, Debug)]
pub struct NewMeeting {
    /// Which meeting of the booking it is.
    pub generation: u32,
    /// Its id.
    pub id: String,
    /// The service's objects.
    pub objects: MeetingAttributes,
}

/// How long after an end the meeting is looked for once more, in case that its deletion
/// was lost in a crash.
pub const SECOND_LOOK: SignedDuration = SignedDuration::from_secs(30);

impl Store {
    /// The member asks to come in: renews their waiting lease, if the waiting room of their
    /// video session is open, and the booking has not moved since the sequence of their link, if
    /// they come by one.
    pub async fn poll(
        &self,
        id: &BookingId,
        member: &PersonId,
        link: Option<u32>,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<Written, StoreError> {
        let mut change = Change::default()
            .set("live.waitingUntil", instant(now + policy.waiting_lease))
            .when("booking.member.id", "=", text(member.as_str()))
            .when("booking.sessionType", "=", value(&SessionType::Video))
            .when("booking.startsAt", "<=", instant(now + policy.join_early))
            .when_in(
                "booking.status",
                statuses([Status::Confirmed, Status::Ongoing]),
            );
        if let Some(sequence) = link {
            change = change.when("booking.movedAt", "<=", number(sequence));
        }
        self.written(id, change).await
    }

    /// Starts a session: the booking becomes ongoing, with its first meeting if it is a video
    /// session, and the two people have had a session from then on.
    pub async fn start(
        &self,
        before: &BookingRecord,
        after: &Changed,
        meeting: Option<&NewMeeting>,
        extra: &CommitExtras,
    ) -> Result<(), Conflict> {
        let booking = &after.booking;
        let mut change = booking_change(before, after);
        if let Some(meeting) = meeting {
            change = with_meeting(change, before, meeting);
        }
        let mut met = item(
            &[("name", booking.member.name.as_str())]
                .into_iter()
                .collect::<std::collections::HashMap<_, _>>(),
        );
        met.extend(Key::met(&booking.provider.id, &booking.member.id).attributes());
        let mut transaction = Transaction::default();
        transaction.change(&self.table, &Key::booking(&booking.id), change);
        transaction.replace(&self.table, met);
        transaction.extra(&self.table, extra);
        self.write(transaction).await
    }

    /// Replaces a meeting that ended by itself (S5).
    pub async fn replace_meeting(
        &self,
        before: &BookingRecord,
        meeting: &NewMeeting,
        entry: &HistoryEntry,
        due: Option<Timestamp>,
    ) -> Result<Written, StoreError> {
        let id = &before.booking.id;
        let change = Change::default()
            .when_in("booking.status", statuses([Status::Ongoing]))
            .when("booking.sessionType", "=", value(&SessionType::Video))
            .append("history", value(entry));
        self.written(
            id,
            with_meeting(due_change(change, id, due), before, meeting),
        )
        .await
    }

    /// Shuts the gate on a member's credentials: from here on they are to be deleted at the
    /// meeting service. Not if anybody was heard of since: they may be in after all.
    pub async fn revoke(
        &self,
        seen: &BookingRecord,
        attendee: &AttendeeId,
        now: Timestamp,
    ) -> Result<Written, StoreError> {
        let id = &seen.booking.id;
        let change = Change::default()
            .set("live.revoking", text(attendee))
            .remove("live.admitted")
            .when("live.admitted.attendeeId", "=", text(attendee));
        self.written(id, due_change(still_as_heard(change, seen), id, Some(now)))
            .await
    }

    /// Records that withdrawn credentials are deleted. Not if the booking has changed since,
    /// whose alarm clock is set for that.
    pub async fn revoked(
        &self,
        seen: &BookingRecord,
        attendee: &AttendeeId,
        due: Option<Timestamp>,
    ) -> Result<Written, StoreError> {
        let id = &seen.booking.id;
        let change = Change::default()
            .remove("live.revoking")
            .when("live.revoking", "=", text(attendee))
            .when("version", "=", number(seen.booking.version));
        self.written(id, due_change(change, id, due)).await
    }

    /// Ends an ongoing session of a provider for all, without reading it first. Time looks for
    /// its meeting once more, soon after.
    pub async fn end(
        &self,
        id: &BookingId,
        provider: &PersonId,
        version: Option<u64>,
        entry: &HistoryEntry,
    ) -> Result<Written, StoreError> {
        let mut change = Change::default()
            .when("booking.provider.id", "=", text(provider.as_str()))
            .when("booking.status", "=", value(&Status::Ongoing))
            .set("booking.status", value(&Status::Completed))
            .set("booking.stateAt", instant(entry.at))
            .add("version", number(1))
            .copy("providerList", "past.providerList")
            .copy("memberList", "past.memberList")
            .append("history", value(entry));
        if let Some(version) = version {
            change = change.when("version", "=", number(version));
        }
        self.written(id, due_change(change, id, Some(entry.at + SECOND_LOOK)))
            .await
    }

    /// Records that the meeting is gone, and when time comes back to the booking, if it does.
    pub async fn meeting_gone(
        &self,
        id: &BookingId,
        meeting: &str,
        due: Option<Timestamp>,
    ) -> Result<Written, StoreError> {
        let change =
            Change::default()
                .remove("live.meetingId")
                .when("live.meetingId", "=", text(meeting));
        self.written(id, due_change(change, id, due)).await
    }

    /// Sets a booking's alarm clock anew, if nothing that it rings for has changed since.
    pub async fn postpone(
        &self,
        seen: &BookingRecord,
        due: Option<Timestamp>,
    ) -> Result<Written, StoreError> {
        let id = &seen.booking.id;
        let change = Change::default()
            .when("version", "=", number(seen.booking.version))
            .when_still("live.revoking", seen.live.revoking.as_ref().map(text))
            .when_still(
                "live.admitted.attendeeId",
                seen.live.admitted.as_ref().map(|a| text(&a.attendee_id)),
            );
        self.written(id, due_change(still_as_heard(change, seen), id, due))
            .await
    }

    /// Records the steps of a phone session after one more was taken, with the message that
    /// it sends, if any, and its answer.
    pub async fn phone_step(
        &self,
        seen: &BookingRecord,
        after: &PhoneSteps,
        entry: &HistoryEntry,
        extra: &CommitExtras,
    ) -> Result<(), Conflict> {
        let before = &seen.live.phone;
        let change = Change::default()
            .set("live.introductions", value(&after.introductions))
            .set("live.attempts", value(&after.attempts))
            .append("history", value(entry))
            .when_size("live.introductions", "=", before.introductions.len())
            .when_size("live.attempts", "=", before.attempts.len())
            .when("version", "=", number(seen.booking.version));
        let mut transaction = Transaction::default();
        transaction.change(&self.table, &Key::booking(&seen.booking.id), change);
        transaction.extra(&self.table, extra);
        self.write(transaction).await
    }

    /// Records that a late provider was told that their member waits, with the message; once.
    pub async fn give_late_notice(
        &self,
        seen: &BookingRecord,
        extra: &CommitExtras,
    ) -> Result<(), Conflict> {
        let change = Change::default()
            .set("live.lateNoticeSent", value(&true))
            .when("live.lateNoticeSent", "=", value(&false));
        let mut transaction = Transaction::default();
        let change = still_to_be_held(change, seen);
        transaction.change(&self.table, &Key::booking(&seen.booking.id), change);
        transaction.extra(&self.table, extra);
        self.write(transaction).await
    }

    /// Changes a booking's item and reads what it is then.
    pub(super) async fn written(
        &self,
        id: &BookingId,
        change: Change,
    ) -> Result<Written, StoreError> {
        match self.update(&Key::booking(id), change).await? {
            Outcome::Done(item) => Ok(Written::Done(BookingRecord::read(item)?)),
            Outcome::Refused(item) => Ok(Written::Not(item.map(BookingRecord::read).transpose()?)),
        }
    }
}

fn with_meeting(change: Change, before: &BookingRecord, meeting: &NewMeeting) -> Change {
    change
        .when("live.generation", "=", number(before.live.generation))
        .set("live.generation", number(meeting.generation))
        .set("live.meetingId", text(&meeting.id))
        .set(
            &format!("live.meetings.{}", meeting.id),
            number(meeting.generation),
        )
        .set("meeting", value(&meeting.objects))
        .remove("live.admitted")
        .remove("live.revoking")
}

/// Only if the session is not over, and neither moved nor turned into a telephone session
/// since it was read.
pub(super) fn still_to_be_held(change: Change, seen: &BookingRecord) -> Change {
    change
        .when(
            "booking.startsAt",
            "=",
            instant(seen.booking.span.starts_at),
        )
        .when("booking.sessionType", "=", value(&SessionType::Video))
        .when_in(
            "booking.status",
            statuses([Status::Confirmed, Status::Ongoing]),
        )
}

/// Only if neither the provider's client nor the service has said anything since, other than
/// that a client which was in still is.
pub(super) fn still_as_seen(change: Change, seen: &BookingRecord) -> Change {
    let host = &seen.live.host;
    let change = match host.client.map(|c| c.word) {
        Some(Word::In) => change.when("live.hostClient.word", "=", value(&Word::In)),
        Some(Word::Out) | None => {
            change.when_still("live.hostClient.at", host.client.map(|c| instant(c.at)))
        }
    };
    change.when_still("live.hostService.at", host.service.map(|s| instant(s.at)))
}

/// Only if nobody has been heard of since.
pub(super) fn still_as_heard(change: Change, seen: &BookingRecord) -> Change {
    let (host, member) = (&seen.live.host, &seen.live.member);
    change
        .when_still("live.hostClient.at", host.client.map(|c| instant(c.at)))
        .when_still("live.hostService.at", host.service.map(|s| instant(s.at)))
        .when_still("live.memberClient.at", member.client.map(|c| instant(c.at)))
        .when_still(
            "live.memberService.at",
            member.service.map(|s| instant(s.at)),
        )
}

/// The side whose word a path holds.
pub(super) fn person_path(side: Side) -> &'static str {
    match side {
        Side::Provider => "booking.provider.id",
        Side::Member => "booking.member.id",
    }
}
