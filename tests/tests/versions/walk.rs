//! Bookings, a video session and a telephone session, in three parts between which the version of the functions
//! may change.

use std::collections::BTreeMap;

use anteroom_tests::{TestApp, Who, concierge, id_of};
use serde_json::{Value, json};

/// When the second part may begin.
pub(crate) const SECOND: &str = "2030-01-07T01:40:00Z";
/// When the third may begin.
pub(crate) const THIRD: &str = "2030-01-07T05:00:00Z";

/// What the walk came to: for each booking, by its start, its status, what happened to it and what
/// was sent about it.
pub(crate) type Found = BTreeMap<String, (String, Vec<String>, Vec<String>)>;

/// The people of the walk.
pub(crate) struct Walk {
    provider: Who,
    member: Who,
}

impl Walk {
    pub(crate) fn new() -> Self {
        Self {
            provider: Who::new("prv_grace", "provider"),
            member: Who::new("mem_mai", "member"),
        }
    }

    /// Adds the people, and has bookings made, proposed, moved and cancelled.
    pub(crate) async fn book(&self, app: &TestApp) {
        let Self { provider, member } = self;
        app.add_provider(&provider.id).await;
        app.add_member(&member.id).await;
        let first = app
            .book(provider, member, "video", "2030-01-07T00:15:00Z")
            .await;
        // What was sent is not dropped by what follows.
        app.settle().await;
        for step in ["start", "end"] {
            app.session(provider, &first, step, json!({}))
                .await
                .expect(200);
        }
        app.book(provider, member, "video", "2030-01-07T02:00:00Z")
            .await;
        app.book(provider, member, "phone", "2030-01-07T04:00:00Z")
            .await;
        for start in ["2030-01-09T02:00:00Z", "2030-01-09T04:00:00Z"] {
            app.propose(provider, member, "video", start).await;
        }
        let moved = app
            .book(provider, member, "video", "2030-01-10T02:00:00Z")
            .await;
        app.settle().await;
        let to = json!({"startsAt": "2030-01-11T02:00:00Z"});
        app.change(member, &moved, "reschedule", to)
            .await
            .expect(200);
        let off = app
            .book(provider, member, "phone", "2030-01-12T02:00:00Z")
            .await;
        app.settle().await;
        let why = json!({"reason": "A cold"});
        app.change(provider, &off, "cancel", why).await.expect(200);
        app.settle().await;
    }

    /// Answers the proposals and holds both sessions.
    pub(crate) async fn hold(&self, app: &TestApp) {
        let Self { provider, member } = self;
        let yes = self.at(app, "2030-01-09T02:00:00Z").await;
        app.change(member, &yes, "accept", json!({}))
            .await
            .expect(200);
        let no = self.at(app, "2030-01-09T04:00:00Z").await;
        app.change(member, &no, "decline", json!({}))
            .await
            .expect(200);

        app.clock_to("2030-01-07T01:50:00Z").await;
        let video = self.at(app, "2030-01-07T02:00:00Z").await;
        assert_eq!(app.join(member, &video).await["state"], "waiting");
        app.session(provider, &video, "start", json!({}))
            .await
            .expect(200);
        assert_eq!(app.join(member, &video).await["state"], "waiting");
        app.report(provider, &video, "joined", 1).await;
        app.service_event(&video, provider, "AttendeeJoined").await;
        assert_eq!(app.join(member, &video).await["state"], "admitted");
        app.report(member, &video, "joined", 1).await;
        app.service_event(&video, member, "AttendeeJoined").await;
        app.session(provider, &video, "end", json!({}))
            .await
            .expect(200);
        assert_eq!(app.join(member, &video).await["state"], "ended");

        app.clock_to("2030-01-07T03:59:00Z").await;
        let phone = self.at(app, "2030-01-07T04:00:00Z").await;
        let steps = [
            ("intro", json!({"via": "service"})),
            ("start", json!({})),
            ("attempts", json!({"outcome": "no_answer"})),
            ("attempts", json!({"outcome": "reached"})),
            ("end", json!({})),
        ];
        for (step, body) in steps {
            app.session(provider, &phone, step, body).await.expect(200);
        }
        app.settle().await;
    }

    /// Reads everything, after all is over.
    pub(crate) async fn look_back(&self, app: &TestApp) -> Found {
        app.clock_to("2030-01-07T06:00:00Z").await;
        app.settle().await;
        let mut found = Found::new();
        for booking in self.all(app).await {
            let status = booking["status"].as_str().unwrap().to_owned();
            let admin = format!("/v1/admin/bookings/{}", id_of(&booking));
            let history = app.get(&concierge(), &format!("{admin}/history")).await;
            let history = history.expect(200);
            let items = history["items"].as_array().unwrap().iter();
            let happened = items.map(|item| item["what"].as_str().unwrap().to_owned());
            let told = app.deliveries(&booking).await;
            let start = booking["startsAt"].as_str().unwrap().to_owned();
            found.insert(start, (status, happened.collect(), told));

            let attendance = app.get(&concierge(), &format!("{admin}/attendance")).await;
            let attendance = attendance.expect(200);
            if booking["startsAt"] == "2030-01-07T02:00:00Z" {
                for side in ["provider", "member"] {
                    let seen = &attendance["confirmed"][side]["intervals"];
                    assert_ne!(seen, &json!([]), "{attendance}");
                }
            }
        }
        let needs = app.get(&concierge(), "/v1/admin/attention").await;
        assert_eq!(needs.expect(200)["items"], json!([]));
        assert!(app.meetings().await.is_empty());
        found
    }

    /// The booking that starts at a time.
    async fn at(&self, app: &TestApp, start: &str) -> Value {
        let all = self.all(app).await;
        let mut at = all.into_iter().filter(|b| b["startsAt"] == start);
        at.next().unwrap()
    }

    /// All bookings, as the member sees them.
    async fn all(&self, app: &TestApp) -> Vec<Value> {
        let mut all = Vec::new();
        for view in ["pending", "upcoming", "past"] {
            let path = format!("/v1/bookings?view={view}&limit=100");
            let page = app.get(&self.member, &path).await.expect(200);
            all.extend(page["items"].as_array().unwrap().clone());
        }
        all
    }
}
