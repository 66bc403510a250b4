//! The calendar events of emails and files.

use super::*;

/// The effect of each kind of email in a calendar: the method, the status and the reader's reply.
#[test]
fn an_email_says_what_has_become_of_the_event() {
    let shown = EMAILS.map(|kind| {
        let sides = Side::BOTH.map(|side| {
            let Some((method, event)) = read(&email(kind, side, SessionType::Video)).event else {
                return "nothing".to_owned();
            };
            let event = event.replace("\n ", "");
            let line = |start| {
                event
                    .lines()
                    .find_map(|line| line.strip_prefix(start))
                    .unwrap()
            };
            assert_eq!(line("METHOD:"), method);
            assert_eq!(line("SEQUENCE:"), "1");
            let answer = event
                .split("PARTSTAT=")
                .nth(1)
                .unwrap()
                .split(';')
                .next()
                .unwrap();
            format!("{method} {} {answer}", line("STATUS:"))
        });
        format!("{kind:?}: {}", sides.join(" | "))
    });
    insta::assert_snapshot!(shown.join("\n"), @r"
    Proposal: REQUEST TENTATIVE ACCEPTED | REQUEST TENTATIVE TENTATIVE
    Confirmation: REQUEST CONFIRMED ACCEPTED | REQUEST CONFIRMED ACCEPTED
    Rescheduled: REQUEST CONFIRMED ACCEPTED | REQUEST CONFIRMED ACCEPTED
    Cancellation: CANCEL CANCELLED ACCEPTED | CANCEL CANCELLED ACCEPTED
    Declined: CANCEL CANCELLED ACCEPTED | CANCEL CANCELLED ACCEPTED
    Expired: CANCEL CANCELLED ACCEPTED | CANCEL CANCELLED ACCEPTED
    NoShow: nothing | nothing
    Reminder: nothing | nothing
    SwitchedToPhone: REQUEST CONFIRMED ACCEPTED | REQUEST CONFIRMED ACCEPTED
    ProviderWaiting: nothing | nothing
    ");
}

#[test]
fn an_event_reads_as_it_should() {
    let message = email(Kind::Proposal, Side::Member, SessionType::Video);
    let (_, event) = read(&read_in(Language::Vietnamese, message)).event.unwrap();
    insta::assert_snapshot!(event, @r"
    BEGIN:VCALENDAR
    VERSION:2.0
    PRODID:-//Anteroom//Anteroom//EN
    CALSCALE:GREGORIAN
    METHOD:REQUEST
    BEGIN:VEVENT
    DTEND:20261123T035000Z
    DTSTAMP:20261121T083000Z
    DTSTART:20261123T030000Z
    ORGANIZER;CN=Calm Harbour:mailto:no-reply@mail.example.com
    SEQUENCE:1
    STATUS:TENTATIVE
    SUMMARY:Buổi hẹn qua video với Lan Tran
    UID:bkg_01JD3Z5T3Q8K8A3V6W5N2M1P0Q@mail.example.com
    ATTENDEE;CN=Nguyễn Thị Mai;PARTSTAT=TENTATIVE;ROLE=REQ-PARTICIPANT;RSVP
     =FALSE:mailto:mai@example.com
    END:VEVENT
    END:VCALENDAR
    ");
}

#[test]
fn a_booking_can_be_taken_into_a_calendar() {
    let now = "2026-11-22T00:00:00Z".parse().unwrap();
    let file = |booking: &Booking, side| calendar(booking, side, &settings(), now).unwrap();
    insta::assert_snapshot!(file(&booking(), Side::Member).replace('\r', ""), @r"
    BEGIN:VCALENDAR
    VERSION:2.0
    PRODID:-//Anteroom//Anteroom//EN
    CALSCALE:GREGORIAN
    METHOD:PUBLISH
    BEGIN:VEVENT
    DTEND:20261123T035000Z
    DTSTAMP:20261122T000000Z
    DTSTART:20261123T030000Z
    ORGANIZER;CN=Calm Harbour:mailto:no-reply@mail.example.com
    SEQUENCE:2
    STATUS:CONFIRMED
    SUMMARY:Phone session with Lan Tran
    UID:bkg_01JD3Z5T3Q8K8A3V6W5N2M1P0Q@mail.example.com
    END:VEVENT
    END:VCALENDAR
    ");
    assert!(file(&booking(), Side::Provider).contains("SUMMARY:Phone session with Nguyễn Thị Mai"));
    let with = |state| {
        let mut booking = booking();
        booking.state = state;
        file(&booking, Side::Member)
    };
    assert!(with(State::Pending { accept_by: now }).contains("STATUS:TENTATIVE"));
    assert!(with(State::Expired { at: now }).contains("STATUS:CANCELLED"));
}
