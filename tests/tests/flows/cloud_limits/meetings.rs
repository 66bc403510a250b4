//! The meeting service's rate and its meetings at once.

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_beyond_the_meetings_starts_once_there_is_room() {
    let app = TestApp::start().await;
    let (provider, member) = people(&app).await;
    let booking = app.book(&provider, &member, "video", START).await;
    app.clock_to("2030-01-09T01:58:00Z").await;
    limit(&app, json!({"chimeMeetings": 0})).await;
    let start = app.session(&provider, &booking, "start", json!({})).await;
    start.expect_problem(503, "unavailable");
    assert!(refused(&app, "chimeMeetings").await >= 1);
    assert_eq!(app.see(&provider, &booking).await["status"], "confirmed");
    assert_eq!(app.join(&member, &booking).await["state"], "waiting");
    limit(&app, json!({"chimeMeetings": 1})).await;
    let start = app.session(&provider, &booking, "start", json!({})).await;
    start.expect(200);
    assert_eq!(app.meetings().await.len(), 1);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sessions_that_start_at_once_start_one_after_the_other() {
    let app = TestApp::start().await;
    let mut sessions = Vec::new();
    for number in 0..3 {
        let provider = app.add_provider(&format!("prv_{number}")).await;
        let member = app.add_member(&format!("mem_{number}")).await;
        let booking = app.book(&provider, &member, "video", START).await;
        sessions.push((provider, booking));
    }
    app.clock_to("2030-01-09T01:55:00Z").await;
    limit(&app, json!({"chimeCallsPerSecond": 0.02})).await;
    for (number, (provider, booking)) in sessions.iter().enumerate() {
        let start = async || app.session(provider, booking, "start", json!({})).await;
        if number > 0 {
            start().await.expect_problem(503, "unavailable");
            app.clock_to(&format!("2030-01-09T01:{}:00Z", 55 + number))
                .await;
        }
        start().await.expect(200);
    }
    assert_eq!(app.meetings().await.len(), 3);
    app.stop().await;
}

/// S6: the sessions ended while the meeting service failed, so that all meetings are left over at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn meetings_that_are_left_over_are_deleted_within_the_rate() {
    const SESSIONS: usize = 14;
    let app = TestApp::start().await;
    let mut sessions = Vec::new();
    for number in 0..SESSIONS {
        let provider = app.add_provider(&format!("prv_{number}")).await;
        let member = app.add_member(&format!("mem_{number}")).await;
        let booking = app.book(&provider, &member, "video", START).await;
        sessions.push((provider, booking));
    }
    app.clock_to("2030-01-09T01:58:30Z").await;
    app.fault(json!({
        "service": "chime", "operation": "DeleteMeeting", "function": "sessions",
        "fault": "error", "count": 3 * SESSIONS,
    }))
    .await;
    for (provider, booking) in &sessions {
        for step in ["start", "end"] {
            let done = app.session(provider, booking, step, json!({})).await;
            done.expect(200);
        }
    }
    assert_eq!(app.meetings().await.len(), SESSIONS);
    limit(&app, json!({"chimeCallsPerSecond": 10})).await;
    app.clock_to("2030-01-09T01:59:00Z").await;
    assert_eq!(app.meetings().await.len(), 0);
    assert_eq!(refused(&app, "chimeCallsPerSecond").await, 0);
    app.stop().await;
}
