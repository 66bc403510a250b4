//! Every kind of message that a person can cause is limited (A3).

use anteroom_domain::message::Kind;
use anteroom_domain::transition::Transition;
use anteroom_store::{Conflict, MessageCount, quota_resets_at};

use super::*;

/// Every kind, and whether a person can cause it. A new kind does not compile here until somebody
/// has answered that.
fn kinds() -> Vec<(Kind, bool)> {
    let all = [
        Kind::Proposal,
        Kind::Confirmation,
        Kind::Rescheduled,
        Kind::Cancellation,
        Kind::Declined,
        Kind::Expired,
        Kind::NoShow,
        Kind::Reminder,
        Kind::SwitchedToPhone,
        Kind::PhoneBooked,
        Kind::Introduction,
        Kind::MemberWaiting,
        Kind::ProviderWaiting,
        Kind::ChangedSoon,
        Kind::ContactChanged,
        Kind::ContactCode,
    ];
    let caused = |kind| match kind {
        Kind::Expired | Kind::Reminder | Kind::MemberWaiting | Kind::ProviderWaiting => false,
        Kind::Proposal
        | Kind::Confirmation
        | Kind::Rescheduled
        | Kind::Cancellation
        | Kind::Declined
        | Kind::NoShow
        | Kind::SwitchedToPhone
        | Kind::PhoneBooked
        | Kind::Introduction
        | Kind::ChangedSoon
        | Kind::ContactChanged
        | Kind::ContactCode => true,
    };
    all.map(|kind| (kind, caused(kind))).to_vec()
}

#[tokio::test]
async fn every_kind_that_a_person_can_cause_is_limited() {
    let fixture = Fixture::new().await;
    let policy = Policy {
        member_received_limit: 2,
        ..Policy::default()
    };
    for (kind, is_caused) in kinds() {
        let reader = format!("mem_{kind:?}");
        let mut written = Vec::new();
        for _ in 0..3 {
            let mut message = fixture.item(Channel::Email).await.message;
            message.kind = kind;
            message.to.person = reader.parse().unwrap();
            message.to.side = Side::Member;
            let by = match is_caused {
                true => Actor::person("prv_1".parse().unwrap(), Role::Concierge),
                false => Actor::SYSTEM,
            };
            let extras = CommitExtras {
                counted: Some((MessageCount::of(&[message], &by, &policy), now())),
                ..CommitExtras::default()
            };
            let record = fixture.store.record(&fixture.booking.id).await.unwrap();
            let session = record.unwrap().session;
            let step = Transition {
                booking: None,
                session: session.clone(),
                entry: None,
                drafts: Vec::new(),
                held: false,
                guards: Vec::new(),
            };
            written.push(fixture.store.commit(&session, &step, &extras).await);
        }
        let refused = written.pop().unwrap();
        assert!(written.iter().all(Result::is_ok), "{kind:?}: {written:?}");
        let until = quota_resets_at(now());
        match refused {
            Err(Conflict::TooManyMessages { until: told }) => {
                assert!(is_caused, "{kind:?}");
                assert_eq!(told, until);
            }
            other => assert!(!is_caused && other.is_ok(), "{kind:?}: {other:?}"),
        }
    }
}
