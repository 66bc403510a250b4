//! Sending messages.

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_of_the_notifier_loses_no_mail_and_doubles_no_sms() {
    let app = TestApp::start().await;
    let number = std::cell::Cell::new(1000);
    let phone = |cast: &Cast| cast.booking["phone"].as_str().unwrap().to_owned();
    let crashes = crashes(
        &app,
        "notifier",
        &["dynamodb", "ses", "sns"],
        async |name| {
            let provider = app.add_provider(&format!("prv_{name}")).await;
            number.set(number.get() + 1);
            let (id, phone) = (format!("mem_{name}"), format!("+8491234{}", number.get()));
            let member = json!({
                "id": id, "name": "Nguyen Thi Mai", "email": format!("{id}@example.com"),
                "phone": phone, "timeZone": "Asia/Ho_Chi_Minh", "language": "en",
            });
            app.post(&concierge(), "/v1/admin/members", member)
                .await
                .expect(201);
            let booking = json!({"phone": phone});
            Cast {
                provider,
                member: Who::new(id, "member"),
                booking,
            }
        },
        async |cast| {
            let body = json!({
                "providerId": cast.provider.id, "memberId": cast.member.id,
                "sessionType": "phone", "startsAt": START, "durationMinutes": 50,
            });
            let key = format!("book-{}", cast.member.id);
            app.post_once(&concierge(), "/v1/admin/bookings", body, &key)
                .await
        },
    )
    .await;
    app.advance("PT10M").await;
    let ledger = Ledger::read(&app).await;
    for Crash { cast, which, .. } in &crashes {
        for who in [&cast.provider, &cast.member] {
            assert_eq!(mails(&app, who).await, 1, "{which}");
        }
        let booking = ledger.of_member(&cast.member.id).unwrap();
        let path = format!("/v1/admin/bookings/{}/deliveries", booking.id);
        let deliveries = app.get(&concierge(), &path).await.expect(200);
        let texts = app.messages("sms", &phone(cast)).await.len();
        for delivery in deliveries["items"].as_array().unwrap() {
            match (
                delivery["channel"].as_str().unwrap(),
                delivery["status"].as_str().unwrap(),
            ) {
                ("email", "sent") => {}
                ("sms", "sent") => assert_eq!(texts, 1, "{which}"),
                ("sms", "unknown") => assert!(texts < 2, "{which}"),
                (channel, status) => panic!("{which}: an {channel} is {status}"),
            }
        }
        if which.contains("sns") {
            let after = which.contains("after_effect");
            assert_eq!(texts, usize::from(after), "{which}");
        }
    }
    app.stop().await;
}
