//! What people and time do to a booking beside its session: each is one transaction of the
//! booking, the agendas if its time changes, the messages that it causes, and the answer.

use anteroom_domain::session::Attempt;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Store;
use super::bookings::{BookingRecord, Changed, booking_change, due_change};
use super::change::Change;
use super::keys::{self, Key};
use super::sessions::still_as_heard;
use super::transaction::{CommitExtras, Conflict, Transaction};
use super::value::{instant, number, text, value};

/// No steps of a phone session.
const NONE: [Attempt; 0] = [];

impl Store {
    /// Takes a booking out of both agendas for good: cancelled, declined or expired.
    pub async fn cancel(
        &self,
        before: &BookingRecord,
        after: &Changed,
        extra: &CommitExtras,
    ) -> Result<(), Conflict> {
        let mut transaction = self.changing(before, booking_change(before, after));
        let old = &before.booking.span;
        transaction.agendas(&self.table, &after.booking, Some(old), None);
        transaction.extra(&self.table, extra);
        self.write(transaction).await
    }

    /// A proposal was accepted. Its time is taken already. The reminders whose time passed
    /// while it was pending are not sent any more.
    pub async fn accept(
        &self,
        before: &BookingRecord,
        after: &Changed,
        extra: &CommitExtras,
    ) -> Result<(), Conflict> {
        let change =
            booking_change(before, after).set("live.remindedUntil", instant(after.entry.at));
        let mut transaction = self.changing(before, change);
        transaction.extra(&self.table, extra);
        self.write(transaction).await
    }

    /// Moves a booking to another time (B5): the old one is freed and the new one taken in one
    /// step, or nothing happens. Nobody has waited for the new time yet or was introduced, and its
    /// reminders are still to come.
    pub async fn reschedule(
        &self,
        before: &BookingRecord,
        after: &Changed,
        extra: &CommitExtras,
    ) -> Result<(), Conflict> {
        let booking = &after.booking;
        let day = booking.span.starts_at.to_zoned(TimeZone::UTC).date();
        let list_key = keys::list_key(booking.span.starts_at, &booking.id);
        let change = booking_change(before, after)
            .set("calendarDay", text(day.to_string()))
            .set("listKey", text(list_key))
            .set("live.remindedUntil", instant(after.entry.at))
            .set("live.lateNoticeSent", value(&false))
            .set("live.conciergeCalled", value(&false))
            .set("live.introductions", value(&NONE))
            .set("live.attempts", value(&NONE))
            .remove("live.waitingUntil");
        let mut transaction = self.changing(before, change);
        let (old, new) = (&before.booking.span, &booking.span);
        transaction.agendas(&self.table, booking, Some(old), Some(new));
        transaction.extra(&self.table, extra);
        self.write(transaction).await
    }

    /// The member was marked as not shown, if they have not come since it was read: to the waiting
    /// room, into the meeting, or to the telephone. Whoever is let in waits no more, so that the
    /// admissions count as well.
    pub async fn mark_no_show(
        &self,
        before: &BookingRecord,
        after: &Changed,
        extra: &CommitExtras,
    ) -> Result<(), Conflict> {
        let waiting = before.live.waiting_until.map(instant);
        let change = still_as_heard(booking_change(before, after), before)
            .when_still("live.waitingUntil", waiting)
            .when("live.admissions", "=", number(before.live.admissions))
            .when_size("live.attempts", "=", before.live.phone.attempts.len());
        let mut transaction = self.changing(before, change);
        transaction.extra(&self.table, extra);
        self.write(transaction).await
    }

    /// Time has closed the session, if nobody came or went since it was read.
    pub async fn close(
        &self,
        before: &BookingRecord,
        after: &Changed,
        extra: &CommitExtras,
    ) -> Result<(), Conflict> {
        let change = still_as_heard(booking_change(before, after), before);
        let mut transaction = self.changing(before, change);
        transaction.extra(&self.table, extra);
        self.write(transaction).await
    }

    /// A video session goes on by telephone (S9). Whoever was let in holds credentials for a
    /// meeting that is deleted next. That the member waited is kept: they came.
    pub async fn switch_to_phone(
        &self,
        before: &BookingRecord,
        after: &Changed,
        extra: &CommitExtras,
    ) -> Result<(), Conflict> {
        let change = booking_change(before, after)
            .remove("live.admitted")
            .remove("live.revoking");
        let mut transaction = self.changing(before, change);
        transaction.extra(&self.table, extra);
        self.write(transaction).await
    }

    /// The reminders of a booking whose time has come are dealt with: written, if there are
    /// any. The booking keeps its version, since nothing of it changed for people.
    pub async fn remind(
        &self,
        seen: &BookingRecord,
        until: Timestamp,
        due: Option<Timestamp>,
        extra: &CommitExtras,
    ) -> Result<(), Conflict> {
        let (booking, live) = (&seen.booking, &seen.live);
        let change = Change::default()
            .when("version", "=", number(booking.version))
            .when_still("live.remindedUntil", live.reminded_until.map(instant))
            .set("live.remindedUntil", instant(until));
        let mut transaction = Transaction::default();
        transaction.change(
            &self.table,
            &Key::booking(&booking.id),
            due_change(change, &booking.id, due),
        );
        transaction.extra(&self.table, extra);
        self.write(transaction).await
    }

    /// The change of a booking, as the first part of a transaction.
    fn changing(&self, before: &BookingRecord, change: Change) -> Transaction {
        let mut transaction = Transaction::default();
        transaction.change(&self.table, &Key::booking(&before.booking.id), change);
        transaction
    }
}
