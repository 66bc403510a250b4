//! Booking, cancelling, and confirming an address.

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn booking_is_all_or_nothing() {
    let app = TestApp::start().await;
    let crashes = crashes(
        &app,
        "concierge",
        &["dynamodb"],
        async |name| people(&app, name).await,
        async |cast| {
            let body = json!({
                "providerId": cast.provider.id, "memberId": cast.member.id,
                "sessionType": "video", "startsAt": START, "durationMinutes": 50,
            });
            let key = format!("book-{}", cast.member.id);
            app.post_once(&concierge(), "/v1/admin/bookings", body, &key)
                .await
        },
    )
    .await;
    assert_eq!(crashes.len(), 8, "book has two calls");
    app.advance("PT5M").await;
    let ledger = Ledger::read(&app).await;
    ledger.check();
    for Crash { cast, again, which } in &crashes {
        let booking = ledger.of_member(&cast.member.id);
        if let Some(reply) = again {
            let answer = reply.expect(201);
            assert_eq!(id_of(&answer), booking.unwrap().id, "{which}");
        }
        let messages = booking.map_or(0, |b| ledger.messages[&b.id]);
        assert_eq!(messages, if booking.is_some() { 2 } else { 0 }, "{which}");
        for who in [&cast.provider, &cast.member] {
            assert_eq!(mails(&app, who).await, messages / 2, "{which}");
        }
    }
    check_end(&app).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cancelling_is_all_or_nothing() {
    let app = TestApp::start().await;
    let crashes = crashes(
        &app,
        "bookings",
        &["dynamodb"],
        async |name| booked(&app, name).await,
        async |cast| {
            let id = id_of(&cast.booking);
            let (path, body) = (
                format!("/v1/bookings/{id}/cancel"),
                json!({"reason": "ill"}),
            );
            app.post_once(&cast.member, &path, body, &format!("cancel-{id}"))
                .await
        },
    )
    .await;
    assert_eq!(crashes.len(), 8, "cancel has two calls");
    app.advance("PT5M").await;
    let ledger = Ledger::read(&app).await;
    ledger.check();
    for Crash { cast, again, which } in &crashes {
        let booking = ledger.of_member(&cast.member.id).unwrap();
        if let Some(reply) = again {
            assert_eq!(reply.expect(200)["status"], "cancelled", "{which}");
            assert_eq!(booking.status, "cancelled", "{which}");
        }
        // It is near, so that the provider also gets an SMS when the member cancels.
        let (each, texts) = if booking.status == "cancelled" {
            (2, 1)
        } else {
            (1, 0)
        };
        assert_eq!(ledger.messages[&booking.id], 2 * each + texts, "{which}");
        for who in [&cast.provider, &cast.member] {
            assert_eq!(mails(&app, who).await, each, "{which}");
        }
    }
    check_end(&app).await;
    app.stop().await;
}

/// A new address counts with all that belongs to it, or not at all (A7).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn confirming_an_address_is_all_or_nothing() {
    let app = TestApp::start().await;
    let address = |who: &Who| format!("new.{}@example.com", who.id);
    let confirm = async |cast: &Cast| {
        let path = "/v1/me/contact/confirm";
        let body = json!({"channel": "email", "code": cast.booking});
        app.post_once(&cast.member, path, body, "confirm").await
    };
    let crashes = crashes(
        &app,
        "bookings",
        &["dynamodb"],
        async |name| {
            let cast = people(&app, name).await;
            let new = address(&cast.member);
            let patch = json!({"email": new});
            app.patch(&cast.member, "/v1/me", patch).await.expect(200);
            let booking = json!(app.code("email", &new).await);
            Cast { booking, ..cast }
        },
        confirm,
    )
    .await;
    assert_eq!(crashes.len(), 28, "confirming has seven calls");
    for Crash { cast, again, which } in &crashes {
        let id = &cast.member.id;
        let before = app.get(&cast.member, "/v1/me").await.expect(200);
        let is_new = before["email"] == address(&cast.member);
        assert_eq!(before["pendingContact"].is_null(), is_new, "{which}");
        let path = format!("/v1/admin/members/{id}/history");
        let lines = app.get(&concierge(), &path).await.expect(200);
        let lines = lines["items"].as_array().unwrap().len();
        assert_eq!(lines, if is_new { 2 } else { 1 }, "{which}");
        // Nobody else can have the old address before, nor the new one after.
        let held = before["email"].clone();
        let stranger = json!({"name": "An", "email": held, "timeZone": "Asia/Singapore"});
        let refused = app.post(&concierge(), "/v1/admin/members", stranger).await;
        refused.expect_problem(409, "duplicate_contact");
        if let Some(reply) = again {
            assert_eq!(
                reply.expect(200)["email"],
                json!(address(&cast.member)),
                "{which}"
            );
        }
        let reply = confirm(cast).await;
        assert_eq!(
            reply.expect(200)["email"],
            json!(address(&cast.member)),
            "{which}"
        );
    }
    app.stop().await;
}
