//! Sessions from booking to end, for what functions take in the course of them.

use anteroom_tests::{TestApp, id_of};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// When the first session starts: two hours after the clock of a test does, see `MONDAY`.
const FIRST: &str = "2030-01-07T02:00:00Z";
/// How many are held.
const SESSIONS: i64 = 20;

/// Holds sessions one after the other: booked, waited for, begun, ended.
pub(crate) async fn sessions(app: &TestApp) {
    let provider = app.add_provider("prv_bench").await;
    let member = app.add_member("mem_bench").await;
    let begin: Timestamp = FIRST.parse().expect("an instant");
    for number in 0..SESSIONS {
        let starts_at = begin + SignedDuration::from_hours(number);
        let booking = app
            .book(&provider, &member, "video", &starts_at.to_string())
            .await;
        app.get(&provider, "/v1/bookings?view=upcoming")
            .await
            .expect(200);
        app.see(&member, &booking).await;
        app.clock_to(&(starts_at - SignedDuration::from_mins(5)).to_string())
            .await;
        app.join(&member, &booking).await;
        let started = app
            .session(&provider, &booking, "start", json!({}))
            .await
            .expect(200);
        let generation = started["generation"].as_u64().unwrap_or(1);
        app.report(&provider, &booking, "joined", generation).await;
        app.join(&member, &booking).await;
        app.report(&member, &booking, "joined", generation).await;
        meeting_event(app, &started["meeting"]["MeetingId"]).await;
        app.session(&provider, &booking, "end", json!({}))
            .await
            .expect(200);
        app.get(&provider, &format!("/v1/bookings/{}", id_of(&booking)))
            .await
            .expect(200);
    }
    app.settle().await;
}

/// The meeting service says that everybody joined.
async fn meeting_event(app: &TestApp, meeting: &Value) {
    let id = meeting.as_str().expect("a meeting has an id");
    for meeting in app.meetings().await {
        for attendee in meeting["attendees"].as_array().into_iter().flatten() {
            let event =
                json!({"eventType": "AttendeeJoined", "attendeeId": attendee["attendeeId"]});
            app.local_post(&format!("meetings/{id}/events"), event)
                .await;
        }
    }
}
