//! One person an email address, unless people share it knowingly (D4).

use anteroom_tests::{Reply, TestApp, concierge};
use serde_json::{Value, json};

const ADDRESS: &str = "mem_mai@example.com";

fn an(id: &str, email: &str) -> Value {
    json!({"id": id, "name": "Lê Văn An", "email": email, "timeZone": "Asia/Ho_Chi_Minh"})
}

async fn add(app: &TestApp, person: Value) -> Reply {
    app.post(&concierge(), "/v1/admin/members", person).await
}

async fn correct(app: &TestApp, id: &str, patch: Value) -> Reply {
    let path = format!("/v1/admin/members/{id}");
    app.patch(&concierge(), &path, patch).await
}

/// (D4)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_somebody_has_is_given_to_another_only_knowingly() {
    let app = TestApp::start().await;
    let mai = app.add_member("mem_mai").await;
    let held_by = json!({"id": "mem_mai", "role": "member", "name": "Nguyen Thi Mai"});
    // Capitals make no other address, and another role is another person too.
    let refused = add(&app, an("mem_an", "Mem_Mai@Example.com")).await;
    assert_eq!(
        refused.expect_problem(409, "duplicate_contact")["heldBy"],
        held_by
    );
    let provider = an("prv_an", ADDRESS);
    let refused = app
        .post(&concierge(), "/v1/admin/providers", provider)
        .await;
    assert_eq!(
        refused.expect_problem(409, "duplicate_contact")["heldBy"],
        held_by
    );

    let mut shared = an("mem_an", ADDRESS);
    shared["sharedContact"] = json!(true);
    add(&app, shared).await.expect(201);
    // Both have it until both have left it.
    correct(&app, &mai.id, json!({"email": "mai.n@example.com"}))
        .await
        .expect(200);
    let refused = add(&app, an("mem_binh", ADDRESS)).await;
    assert_eq!(
        refused.expect_problem(409, "duplicate_contact")["heldBy"]["id"],
        "mem_an"
    );
    // The same address in other capitals is theirs already.
    for email in ["MEM_MAI@example.com", "an@example.com"] {
        correct(&app, "mem_an", json!({"email": email}))
            .await
            .expect(200);
    }
    add(&app, an("mem_binh", ADDRESS)).await.expect(201);
    app.stop().await;
}

/// (D4)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_corrected_address_may_be_shared_by_the_concierge_alone() {
    let app = TestApp::start().await;
    let mai = app.add_member("mem_mai").await;
    let lan = app.add_member("mem_lan").await;
    let taken = json!({"email": ADDRESS});
    let refused = correct(&app, &lan.id, taken.clone()).await;
    assert_eq!(
        refused.expect_problem(409, "duplicate_contact")["heldBy"]["id"],
        mai.id
    );
    // A member is told that somebody has it only if they read its mail (A7), and not who. They may not
    // share it.
    app.patch(&lan, "/v1/me", taken).await.expect(200);
    let code = app.code("email", ADDRESS).await;
    let refused = app.give_code(&lan, "email", &code).await;
    assert!(refused.expect_problem(409, "duplicate_contact")["heldBy"].is_null());
    let knowingly = json!({"email": ADDRESS, "sharedContact": true});
    let refused = app.patch(&lan, "/v1/me", knowingly.clone()).await;
    refused.expect_problem(422, "validation_failed");

    let shared = correct(&app, &lan.id, knowingly).await.expect(200);
    assert_eq!(shared["email"], ADDRESS);
    // Other changes leave it shared.
    let other = json!({"email": ADDRESS, "name": "Lan"});
    correct(&app, &lan.id, other).await.expect(200);
    app.stop().await;
}

/// (D4)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_are_added_with_one_address_at_once_one_gets_it() {
    let app = TestApp::start().await;
    for round in 0..5 {
        let email = format!("both.{round}@example.com");
        let ids = [format!("mem_a{round}"), format!("mem_b{round}")];
        let [one, other] = ids.each_ref().map(|id| add(&app, an(id, &email)));
        let (one, other) = tokio::join!(one, other);
        let mut statuses = [one.status.as_u16(), other.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409]);
    }
    // A request that is sent again under its key is answered as before.
    let path = "/v1/admin/members";
    let person = json!({"name": "An", "email": ADDRESS, "timeZone": "Asia/Singapore"});
    let send = async || {
        app.post_once(&concierge(), path, person.clone(), "once")
            .await
    };
    let first = send().await;
    first.expect(201);
    let again = send().await;
    assert_eq!(again.expect(201), first.json());
    app.stop().await;
}

/// (D4)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_number_is_of_a_country_that_is_served() {
    let app = TestApp::start_set(&[("PhoneCountries", "SG,VN")]).await;
    let mai = app.add_member("mem_mai").await;
    let american = "+14155550123";
    let of = |id: &str, phone: &str| {
        let mut person = an(id, &format!("{id}@example.com"));
        person["phone"] = json!(phone);
        person
    };
    let refused = |reply: Reply| {
        let problem = reply.expect_problem(422, "validation_failed");
        let error = &problem["errors"][0];
        assert_eq!(error["pointer"], "/phone");
        let detail = error["detail"].as_str().unwrap();
        assert!(detail.contains("a country that the service"), "{detail}");
    };
    for path in ["/v1/admin/members", "/v1/admin/providers"] {
        let new = of("new", american);
        refused(app.post(&concierge(), path, new).await);
    }
    let patch = json!({"phone": american});
    refused(correct(&app, &mai.id, patch.clone()).await);
    refused(app.patch(&mai, "/v1/me", patch).await);
    for phone in ["+6561234567", "+84912345678"] {
        let patch = json!({"phone": phone});
        app.patch(&mai, "/v1/me", patch).await.expect(200);
    }
    app.stop().await;
}
