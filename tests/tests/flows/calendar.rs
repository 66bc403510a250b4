//! How a calendar program handles the mails about a booking (M1). An independent library parses
//! them here.

use std::collections::BTreeMap;

use anteroom_tests::{TestApp, Who, id_of};
use calcard::icalendar::{
    ICalendar, ICalendarComponentType, ICalendarMethod, ICalendarProperty, ICalendarStatus,
    ICalendarValue,
};
use serde_json::{Value, json};

const FIRST: &str = "2030-01-09T02:00:00Z";
const MOVED: &str = "2030-01-10T02:00:00Z";

/// An event as a calendar shows it.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    sequence: i64,
    status: ICalendarStatus,
    starts_at: i64,
    ends_at: i64,
    summary: String,
}

/// A calendar that follows the invitations in its owner's mails (RFC 5546).
#[derive(Default)]
struct Calendar {
    events: BTreeMap<String, Shown>,
    /// The highest sequence of each event, including removed ones.
    heard: BTreeMap<String, i64>,
}

impl Calendar {
    /// Applies the invitation of a mail.
    fn take(&mut self, file: &str) {
        let calendar = ICalendar::parse(file).unwrap();
        let part = |kind| {
            let mut found = calendar
                .components
                .iter()
                .filter(|c| c.component_type == kind);
            let part = found.next().unwrap();
            assert!(found.next().is_none(), "one is enough: {file}");
            part
        };
        let event = part(ICalendarComponentType::VEvent);
        let value = |property| {
            let entry = event.property(&property).unwrap();
            entry.values.first().unwrap()
        };
        let instant = |property| match value(property) {
            ICalendarValue::PartialDateTime(at) => at.to_timestamp().unwrap(),
            other => panic!("no instant: {other:?}"),
        };
        let uid = event.uid().unwrap().to_owned();
        let ICalendarValue::Integer(sequence) = value(ICalendarProperty::Sequence) else {
            panic!("no sequence: {file}")
        };
        let ICalendarValue::Status(status) = value(ICalendarProperty::Status) else {
            panic!("no status: {file}")
        };
        let before = self.heard.insert(uid.clone(), *sequence);
        assert!(before.is_none_or(|before| before < *sequence), "{file}");
        let method = part(ICalendarComponentType::VCalendar)
            .property(&ICalendarProperty::Method)
            .and_then(|entry| entry.values.first());
        match method {
            Some(ICalendarValue::Method(ICalendarMethod::Request)) => {
                let shown = Shown {
                    sequence: *sequence,
                    status: status.clone(),
                    starts_at: instant(ICalendarProperty::Dtstart),
                    ends_at: instant(ICalendarProperty::Dtend),
                    summary: value(ICalendarProperty::Summary)
                        .as_text()
                        .unwrap()
                        .to_owned(),
                };
                self.events.insert(uid, shown);
            }
            Some(ICalendarValue::Method(ICalendarMethod::Cancel)) => {
                assert_eq!(*status, ICalendarStatus::Cancelled);
                self.events
                    .remove(&uid)
                    .expect("what is cancelled was there");
            }
            other => panic!("a calendar does nothing about {other:?}"),
        }
    }

    /// Its one event.
    fn only(&self) -> &Shown {
        assert_eq!(self.events.len(), 1, "{:?}", self.events);
        self.events.values().next().unwrap()
    }
}

/// The invitations in a person's mails, oldest first.
async fn invitations(app: &TestApp, who: &Who) -> Vec<String> {
    let mails = app
        .messages("email", &format!("{}@example.com", who.id))
        .await;
    let files = mails
        .iter()
        .rev()
        .filter_map(|mail| mail["calendar"].as_str());
    files.map(str::to_owned).collect()
}

/// The person's calendar after all mails so far.
async fn calendar_of(app: &TestApp, who: &Who) -> Calendar {
    let mut calendar = Calendar::default();
    for file in invitations(app, who).await {
        calendar.take(&file);
    }
    calendar
}

async fn change(app: &TestApp, who: &Who, booking: &Value, what: &str, body: Value) -> Value {
    let path = format!("/v1/bookings/{}/{what}", id_of(booking));
    app.post(who, &path, body).await.expect(200)
}

fn second(instant: &str) -> i64 {
    instant.parse::<jiff::Timestamp>().unwrap().as_second()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn booking_moving_and_cancelling_change_one_event() {
    let app = TestApp::start().await;
    let (provider, member) = (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    );
    let booking = app.book(&provider, &member, "video", FIRST).await;
    for who in [&provider, &member] {
        let calendar = calendar_of(&app, who).await;
        let shown = calendar.only();
        assert_eq!(shown.status, ICalendarStatus::Confirmed);
        assert_eq!(
            (shown.starts_at, shown.ends_at),
            (second(FIRST), second(FIRST) + 3000)
        );
    }
    let with = calendar_of(&app, &member).await.only().summary.clone();
    assert_eq!(with, "Video session with Dr Grace Tan");

    change(
        &app,
        &member,
        &booking,
        "reschedule",
        json!({"startsAt": MOVED}),
    )
    .await;
    for who in [&provider, &member] {
        let calendar = calendar_of(&app, who).await;
        let shown = calendar.only();
        assert_eq!(
            (shown.starts_at, shown.ends_at),
            (second(MOVED), second(MOVED) + 3000)
        );
    }

    change(
        &app,
        &member,
        &booking,
        "cancel",
        json!({"reason": "A cold"}),
    )
    .await;
    for who in [&provider, &member] {
        assert_eq!(calendar_of(&app, who).await.events, BTreeMap::new());
        assert_eq!(invitations(&app, who).await.len(), 3);
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proposal_is_tentative_until_it_is_accepted() {
    let app = TestApp::start().await;
    let (provider, member) = (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    );
    // A provider may propose a session only to somebody with whom they have had one.
    let before = app
        .book(&provider, &member, "phone", "2030-01-07T01:00:00Z")
        .await;
    app.clock_to("2030-01-07T01:00:00Z").await;
    app.session(&provider, &before, "start", json!({}))
        .await
        .expect(200);
    app.session(&provider, &before, "end", json!({}))
        .await
        .expect(200);
    let earlier = invitations(&app, &member).await.len();

    let mut calendar = Calendar::default();
    for (start, answer) in [(FIRST, "accept"), (MOVED, "decline")] {
        let body = json!({
            "memberId": member.id, "sessionType": "video", "startsAt": start, "durationMinutes": 50,
        });
        let proposed = app.post(&provider, "/v1/bookings", body).await.expect(201);
        let files = invitations(&app, &member).await;
        calendar.take(files.last().unwrap());
        let found = calendar
            .events
            .values()
            .find(|shown| shown.starts_at == second(start));
        assert_eq!(found.unwrap().status, ICalendarStatus::Tentative);
        change(&app, &member, &proposed, answer, json!({})).await;
        calendar.take(invitations(&app, &member).await.last().unwrap());
    }
    let shown = calendar.only();
    assert_eq!(
        (shown.starts_at, &shown.status),
        (second(FIRST), &ICalendarStatus::Confirmed)
    );
    assert_eq!(invitations(&app, &member).await.len(), earlier + 4);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_downloaded_file_has_the_same_event() {
    let app = TestApp::start().await;
    let (provider, member) = (
        app.add_provider("prv_grace").await,
        app.add_member("mem_mai").await,
    );
    let booking = app.book(&provider, &member, "video", FIRST).await;
    let path = format!("/v1/bookings/{}/calendar.ics", id_of(&booking));
    let file = app.get(&member, &path).await;
    let uids = |file: &str| {
        let calendar = ICalendar::parse(file).unwrap();
        calendar.uids().map(str::to_owned).collect::<Vec<_>>()
    };
    let mailed = invitations(&app, &member).await;
    assert_eq!(uids(&file.text), uids(&mailed[0]));
    // A downloaded file asks nobody for a reply.
    assert!(!file.text.contains("ATTENDEE"));
    app.stop().await;
}
