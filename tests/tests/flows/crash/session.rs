//! The steps of a session.

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_that_crashed_starts_the_same_session() {
    let app = TestApp::start().await;
    app.clock_to(BEFORE).await;
    let crashes = crashes(
        &app,
        "sessions",
        &["dynamodb", "chime"],
        async |name| booked(&app, name).await,
        async |cast| step(&app, &cast.provider, cast, "start").await,
    )
    .await;
    let meetings = app.meetings().await;
    for Crash { cast, again, which } in &crashes {
        let id = id_of(&cast.booking);
        let own: Vec<_> = meetings
            .iter()
            .filter(|m| m["externalMeetingId"] == id)
            .collect();
        assert!(own.len() < 2, "{which}: {own:?}");
        // No source has reported the member in.
        assert_eq!(
            app.join(&cast.member, &cast.booking).await["state"],
            "waiting"
        );
        if let Some(reply) = again {
            let entrance = reply.expect(200);
            assert_eq!(entrance["generation"], 1, "{which}");
            assert_eq!(entrance["meeting"]["MeetingId"], own[0]["meetingId"]);
            assert_eq!(
                app.see(&cast.member, &cast.booking).await["status"],
                "ongoing"
            );
        }
    }
    check_end(&app).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_admission_that_crashed_lets_nobody_in_without_the_host() {
    let app = TestApp::start().await;
    app.clock_to(BEFORE).await;
    let crashes = crashes(
        &app,
        "sessions",
        &["dynamodb", "chime"],
        async |name| started(&app, name).await,
        async |cast| step(&app, &cast.member, cast, "join").await,
    )
    .await;
    for Crash { cast, again, which } in &crashes {
        let Cast {
            provider,
            member,
            booking,
        } = cast;
        // The member was let in, so the crash lost only an answer. Then the host leaves, and the
        // gate closes on a member who is not in.
        if let Some(reply) = again {
            let answer = reply.expect(200);
            assert!(["admitted", "waiting"].contains(&answer["state"].as_str().unwrap()));
            app.report(provider, booking, "joined", 1).await;
            assert_eq!(
                app.join(member, booking).await["state"],
                "admitted",
                "{which}"
            );
        }
        app.report(provider, booking, "joined", 1).await;
        app.report(provider, booking, "left", 1).await;
        if again.is_some() {
            assert_eq!(
                attendees(&app, cast).await,
                [provider.id.as_str()],
                "{which}"
            );
        }
        assert_eq!(
            app.join(member, booking).await["state"],
            "waiting",
            "{which}"
        );
        // When the host returns, the member is let in again. Withdrawn credentials stay withdrawn.
        app.report(provider, booking, "joined", 1).await;
        assert_eq!(
            app.join(member, booking).await["state"],
            "admitted",
            "{which}"
        );
        app.report(provider, booking, "left", 1).await;
        assert_eq!(
            attendees(&app, cast).await,
            [provider.id.as_str()],
            "{which}"
        );
    }
    check_end(&app).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gate_closure_that_crashed_is_finished_by_gate_checks() {
    let app = TestApp::start().await;
    app.clock_to(BEFORE).await;
    let crashes = crashes(
        &app,
        "sessions",
        &["dynamodb", "chime"],
        async |name| {
            let cast = started(&app, name).await;
            assert_eq!(
                app.join(&cast.member, &cast.booking).await["state"],
                "admitted"
            );
            cast
        },
        async |cast| {
            let body = json!({"state": "left", "generation": 1});
            app.session(&cast.provider, &cast.booking, "presence", body)
                .await
        },
    )
    .await;
    app.advance("PT2M").await;
    for Crash { cast, which, .. } in &crashes {
        // The host's lease has run out, even if their report was lost.
        assert_eq!(
            attendees(&app, cast).await,
            [cast.provider.id.as_str()],
            "{which}"
        );
        assert_eq!(
            app.join(&cast.member, &cast.booking).await["state"],
            "waiting"
        );
    }
    check_end(&app).await;
    app.stop().await;
}

/// An end is recorded before the meeting is deleted (S6).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_end_that_crashed_ends_for_all() {
    let app = TestApp::start().await;
    app.clock_to(BEFORE).await;
    let crashes = crashes(
        &app,
        "sessions",
        &["dynamodb", "chime"],
        async |name| {
            let cast = started(&app, name).await;
            assert_eq!(
                app.join(&cast.member, &cast.booking).await["state"],
                "admitted"
            );
            app.report(&cast.member, &cast.booking, "joined", 1).await;
            cast
        },
        async |cast| step(&app, &cast.provider, cast, "end").await,
    )
    .await;
    app.advance("PT2M").await;
    let meetings = app.meetings().await;
    for Crash { cast, again, which } in &crashes {
        let seen = app.see(&cast.member, &cast.booking).await;
        if let Some(reply) = again {
            assert_eq!(reply.expect(200)["status"], "completed", "{which}");
            assert_eq!(seen["status"], "completed", "{which}");
        }
        if seen["status"] == "completed" {
            let id = id_of(&cast.booking);
            assert!(
                meetings.iter().all(|m| m["externalMeetingId"] != id),
                "{which}"
            );
            assert_eq!(
                app.join(&cast.member, &cast.booking).await["state"],
                "ended"
            );
        }
    }
    check_end(&app).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_without_a_meeting_is_left_alone_once_it_is_over() {
    let app = TestApp::start().await;
    let cast = people(&app, "phone").await;
    let booking = app.book(&cast.provider, &cast.member, "phone", START).await;
    let cast = Cast { booking, ..cast };
    app.clock_to(BEFORE).await;
    for name in ["start", "end"] {
        step(&app, &cast.provider, &cast, name).await.expect(200);
    }
    check_end(&app).await;
    app.stop().await;
}
