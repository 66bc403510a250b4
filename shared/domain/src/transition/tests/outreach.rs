//! B7: reaching out to a member who does not come, minute by minute.

use super::*;
use crate::attention::Need;
use crate::booking::{SessionType, Side};
use crate::message::Address;
use crate::session::PresenceStatus;

/// An ongoing session that was started five minutes early.
fn started() -> BookingRecord {
    let record = record(State::Confirmed);
    let step = record.start(&provider(-5), Some("meeting"), &Policy::default());
    after(record, &step.unwrap())
}

/// The record after the meeting service has told of somebody.
fn told(record: BookingRecord, side: Side, status: PresenceStatus, minutes: i64) -> BookingRecord {
    let event = Transition::service_event(&record.session, side, status, at(minutes), at(minutes));
    after(record, &event.unwrap())
}

fn provider_in(minutes: i64) -> BookingRecord {
    told(started(), Side::Provider, PresenceStatus::In, minutes)
}

/// What is done at each of the minutes, and the record afterwards.
fn ticks(
    mut record: BookingRecord,
    minutes: impl IntoIterator<Item = i64>,
) -> (Vec<(i64, HistoryEvent)>, BookingRecord) {
    let mut done = Vec::new();
    for minute in minutes {
        if let Some(step) = record.reach_out(&Policy::default(), at(minute)) {
            done.push((minute, step.entry.as_ref().unwrap().what));
            record = after(record, &step);
        }
        if let Some(look) = Transition::look(&record.session, at(minute)) {
            record = after(record, &look);
        }
    }
    (done, record)
}

use HistoryEvent::{ConciergeCalled, ReachedOut};

#[test]
fn a_member_who_does_not_come_is_reached_out_to_once() {
    let (done, record) = ticks(provider_in(-4), -4..50);
    assert_eq!(done, [(2, ReachedOut), (8, ConciergeCalled)]);
    assert_eq!(record.session.due_at, None, "nothing is left to do");
    assert_eq!(record.booking.version, started().booking.version);
    let need = record.need(&Policy::default(), at(9));
    assert_eq!(need, Some((Need::MemberAbsent, at(8))));
    // Late ticks lose nothing and do nothing twice.
    let (done, _) = ticks(provider_in(-4), [30, 31, 31, 32]);
    assert_eq!(done, [(30, ReachedOut), (31, ConciergeCalled)]);
    let (done, record) = ticks(provider_in(-4), [50]);
    assert_eq!((done, record.session.due_at), (vec![], None), "it is over");
}

#[test]
fn a_late_provider_s_coming_counts_and_an_absent_one_s_does_not() {
    let (done, _) = ticks(provider_in(12), 12..50);
    assert_eq!(done, [(14, ReachedOut), (20, ConciergeCalled)]);
    let gone = told(provider_in(-4), Side::Provider, PresenceStatus::Out, 1);
    assert_eq!(ticks(gone, 1..50).0, []);
    assert_eq!(ticks(started(), -5..50).0, []);
}

#[test]
fn a_member_who_waits_or_came_gets_nothing() {
    let mut waits = provider_in(-4);
    waits.session.waiting_until = Some(at(5));
    let (done, _) = ticks(waits, -4..50);
    assert_eq!(done, [(5, ReachedOut), (8, ConciergeCalled)], "they left");
    let came = told(provider_in(-4), Side::Member, PresenceStatus::In, 1);
    let came = told(came, Side::Member, PresenceStatus::Out, 2);
    assert_eq!(ticks(came, 1..50).0, []);
    // One who comes after the messages is no reason to call the concierge, nor stays one.
    let (_, sought) = ticks(provider_in(-4), -4..8);
    let came = told(sought, Side::Member, PresenceStatus::In, 7);
    assert_eq!(ticks(came, 8..50).0, []);
    let (_, called) = ticks(provider_in(-4), -4..9);
    let came = told(called, Side::Member, PresenceStatus::In, 9);
    assert_eq!(came.need(&Policy::default(), at(9)), None);
}

#[test]
fn the_messages_go_to_the_member_alone_and_by_text_only_with_a_number() {
    let mut record = provider_in(-4);
    let step = record.reach_out(&Policy::default(), at(2)).unwrap();
    let expected = [Guard::SameMeeting, Guard::HostAsSeen, Guard::MemberNotCome];
    assert_eq!(step.guards, expected);
    let to = |step: &Transition| {
        let drafts = step.drafts.iter();
        let to = drafts.map(|draft| {
            assert_eq!(
                (draft.kind, draft.to.side),
                (Kind::ProviderWaiting, Side::Member)
            );
            matches!(draft.to.address, Address::Email(_))
        });
        to.collect::<Vec<_>>()
    };
    assert_eq!(to(&step), [true, false]);
    record.booking.member.phone = None;
    let step = record.reach_out(&Policy::default(), at(2)).unwrap();
    assert_eq!(to(&step), [true]);
}

#[test]
fn a_telephone_session_reaches_out_to_nobody() {
    let record = provider_in(-4);
    let step = record.switch_to_phone(&provider(1), &Policy::default());
    let mut record = after(record, &step.unwrap());
    assert_eq!(record.booking.session_type, SessionType::Phone);
    record.session.meeting_id = None;
    assert_eq!(ticks(record, 1..50).0, []);
}

#[test]
fn a_session_that_was_cut_off_calls_the_concierge() {
    let policy = Policy::default();
    let concierge = Author {
        by: Actor::person("con_1".parse().unwrap(), Role::Concierge),
        ..provider(10)
    };
    let cut_off = after(
        provider_in(1),
        &provider_in(1).cut_off(&concierge, &policy).unwrap(),
    );
    assert_eq!(cut_off.session.concierge_called_at, Some(at(10)));
    assert_eq!(
        cut_off.need(&policy, at(11)),
        Some((Need::AccessEnded, at(10)))
    );
    // One who was called before is called no second time, and sees why now.
    let (_, called) = ticks(provider_in(-4), -4..9);
    let cut_off = after(
        called.clone(),
        &called.cut_off(&concierge, &policy).unwrap(),
    );
    assert_eq!(cut_off.session.absence_called_at, Some(at(8)));
    assert_eq!(
        cut_off.need(&policy, at(11)),
        Some((Need::AccessEnded, at(10)))
    );
    // A session that its provider ends needs nobody.
    let ended = after(
        provider_in(1),
        &provider_in(1).end(&provider(10), &policy).unwrap(),
    );
    assert_eq!(ended.session.concierge_called_at, None);
    assert_eq!(ended.need(&policy, at(11)), None);
}
