//! S5: a client that reports about a meeting that ended changes nothing, and is told so.

use anteroom_tests::{TestApp, Who, concierge, id_of};
use serde_json::{Value, json};

const START: &str = "2030-01-07T02:00:00Z";

/// A session with both in.
async fn both_in(app: &TestApp, number: usize) -> (Who, Who, Value) {
    let provider = app.add_provider(&format!("prv_{number}")).await;
    let member = app.add_member(&format!("mem_{number}")).await;
    let booking = app.book(&provider, &member, "video", START).await;
    (provider, member, booking)
}

async fn enter(app: &TestApp, provider: &Who, member: &Who, booking: &Value) {
    app.session(provider, booking, "start", json!({}))
        .await
        .expect(200);
    app.report(provider, booking, "joined", 1).await;
    assert_eq!(app.join(member, booking).await["state"], "admitted");
    app.report(member, booking, "joined", 1).await;
}

/// The stored items of a booking but its messages.
async fn stored(app: &TestApp, booking: &Value) -> Vec<Value> {
    let items = app.table().await.into_iter();
    let of_booking = items.filter(|(key, _)| key.contains(id_of(booking)) && !key.contains("MSG#"));
    of_booking.map(|(_, item)| item).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_about_a_meeting_that_ended_changes_nothing() {
    let app = TestApp::start().await;
    let sessions = [
        both_in(&app, 1).await,
        both_in(&app, 2).await,
        both_in(&app, 3).await,
    ];
    app.clock_to("2030-01-07T01:59:00Z").await;
    for (provider, member, booking) in &sessions {
        enter(&app, provider, member, booking).await;
    }
    let [
        (provider, _, ended),
        (_, _, missed),
        (switching, _, by_phone),
    ] = &sessions;
    app.session(provider, ended, "end", json!({}))
        .await
        .expect(200);
    app.session(switching, by_phone, "switch-to-phone", json!({}))
        .await
        .expect(200);
    app.clock_to("2030-01-07T02:15:00Z").await;
    let why = json!({"reason": "They told us by telephone."});
    app.change(&concierge(), missed, "no-show", why)
        .await
        .expect(200);
    // The meetings that are left over are gone.
    app.advance("PT1M").await;
    let told = ["ended", "ended", "phone"];
    for ((provider, member, booking), told) in sessions.iter().zip(told) {
        let before = stored(&app, booking).await;
        for generation in [0, 1, 2] {
            for state in ["joined", "alive", "left"] {
                let host = app.report(provider, booking, state, generation).await;
                for name in ["hostPresent", "memberPresent", "memberWaiting"] {
                    assert_eq!(host[name], false, "{state} {generation}: {host}");
                }
                let member = app.report(member, booking, state, generation).await;
                assert_eq!(member["state"], told, "{state} {generation}");
            }
        }
        assert_eq!(stored(&app, booking).await, before);
    }
    app.stop().await;
}

/// Right after the end, while what was reported before it would still hold.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_in_a_session_that_just_ended() {
    let app = TestApp::start().await;
    let (provider, member, booking) = both_in(&app, 1).await;
    app.clock_to("2030-01-07T01:59:00Z").await;
    enter(&app, &provider, &member, &booking).await;
    let alive = app.report(&provider, &booking, "alive", 1).await;
    assert_eq!(
        (&alive["hostPresent"], &alive["memberPresent"]),
        (&json!(true), &json!(true))
    );
    app.session(&provider, &booking, "end", json!({}))
        .await
        .expect(200);
    let alive = app.report(&provider, &booking, "alive", 1).await;
    assert_eq!(
        (&alive["hostPresent"], &alive["memberPresent"]),
        (&json!(false), &json!(false))
    );
    app.stop().await;
}
