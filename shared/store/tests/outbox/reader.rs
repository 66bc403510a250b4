//! Messages to people who have changed since they were written.

use super::*;

#[tokio::test]
async fn a_reminder_that_its_reader_turned_off_is_dropped() {
    let off = |person: &mut Person| person.reminders.hours_24 = false;
    let to_member = |item: &Delivery| item.message.to.side == Side::Member;
    for channel in [Channel::Email, Channel::Sms] {
        for (lead, expected) in [
            (Some(Lead::Hours24), Some(Suppression::TurnedOff)),
            (Some(Lead::Hours36), None),
            (Some(Lead::Hour1), None),
            (None, None),
        ] {
            let fixture = Fixture::with_member(off).await;
            let mut seen = fixture.item_for(channel, to_member).await;
            seen.message.facts.lead = lead;
            assert_eq!(fixture.suppressed(&seen, now()).await, expected, "{lead:?}");
            if expected.is_some() {
                let dropped = fixture.item_for(channel, to_member).await;
                assert_eq!(ended(&dropped), with(Status::Dropped, "turned_off"));
            }
        }
    }
}

#[tokio::test]
async fn a_message_goes_to_its_reader_as_they_are_when_it_is_taken() {
    let moved = |person: &mut Person| {
        person.name = "Mai Nguyen".parse().unwrap();
        person.email = "mended@example.com".parse().unwrap();
        person.phone = Some("+84900000000".parse().unwrap());
        person.zone = "Europe/Berlin".parse().unwrap();
        person.language = Language::English;
    };
    for (channel, address) in [
        (
            Channel::Email,
            Address::Email("mended@example.com".parse().unwrap()),
        ),
        (
            Channel::Sms,
            Address::Phone("+84900000000".parse().unwrap()),
        ),
    ] {
        let fixture = Fixture::with_member(moved).await;
        let to_member = |item: &Delivery| item.message.to.side == Side::Member;
        let seen = fixture.item_for(channel, to_member).await;
        let policy = Policy::default();
        let Claim::Claimed(claimed) = fixture.store.claim(&seen, &policy, now()).await.unwrap()
        else {
            panic!("the message was free");
        };
        let present = Recipient {
            address,
            name: "Mai Nguyen".parse().unwrap(),
            zone: "Europe/Berlin".parse().unwrap(),
            language: Language::English,
            ..seen.message.to.clone()
        };
        assert_eq!(claimed.message.to, present);
        // Who sends it again, or looks where it went, reads the same.
        assert_eq!(
            fixture.item_for(channel, to_member).await.message.to,
            present
        );
    }
}

// M7: the night is that of the reader's present zone, whichever the message was written with.
#[tokio::test]
async fn a_text_waits_for_the_morning_where_its_reader_is_now() {
    let to_member = |item: &Delivery| item.message.to.side == Side::Member;
    let (day, night) = ("Asia/Ho_Chi_Minh", "America/New_York");
    for (written, present) in [(day, night), (night, day), (night, night), (day, day)] {
        let fixture = Fixture::with_member(|person| person.zone = present.parse().unwrap()).await;
        let mut seen = fixture.item_for(Channel::Sms, to_member).await;
        seen.message.to.zone = written.parse().unwrap();
        match fixture.claim(&seen, now()).await {
            Claim::Claimed(claimed) => {
                assert_eq!(claimed.message.to.zone.as_str(), present);
                assert_eq!(present, day, "{written}");
            }
            other => {
                assert_eq!((other, present), (Claim::Deferred, night), "{written}");
                let held = fixture.item_for(Channel::Sms, to_member).await;
                let morning = "2026-11-21T12:00:00Z".parse().unwrap();
                assert_eq!(held.due_at(), Some(morning));
            }
        }
    }
}

#[tokio::test]
async fn a_message_tells_the_number_that_the_other_side_has_when_it_is_taken() {
    for phone in [Some("+84900000000".parse().unwrap()), None] {
        let fixture = Fixture::with_member(|person| person.phone.clone_from(&phone)).await;
        let to_provider = |item: &Delivery| item.message.to.side == Side::Provider;
        let seen = fixture.item_for(Channel::Email, to_provider).await;
        assert!(
            seen.message.facts.member_phone.is_some() && seen.message.facts.member_phone != phone
        );
        let policy = Policy::default();
        let Claim::Claimed(claimed) = fixture.store.claim(&seen, &policy, now()).await.unwrap()
        else {
            panic!("the message was free");
        };
        assert_eq!(claimed.message.facts.member_phone, phone);
        assert_eq!(claimed.message.to, seen.message.to);
    }
}

#[tokio::test]
async fn an_sms_to_somebody_without_a_number_fails() {
    let fixture = Fixture::with_member(|person| person.phone = None).await;
    let seen = fixture.item(Channel::Sms).await;
    assert_eq!(
        fixture.suppressed(&seen, now()).await,
        Some(Suppression::NoNumber)
    );
    assert_eq!(fixture.count(List::Failed).await, 1);
}

#[tokio::test]
async fn an_address_that_was_mended_takes_the_place_of_one_with_a_problem() {
    let fixture = Fixture::with_member(|person| {
        person.mail_problem = Some(MailProblem {
            address: person.email.clone(),
            kind: MailProblemKind::Bounced,
            at: now(),
        });
        person.email = "mended@example.com".parse().unwrap();
    });
    let fixture = fixture.await;
    let to_member = |item: &Delivery| item.message.to.side == Side::Member;
    let seen = fixture.item_for(Channel::Email, to_member).await;
    assert_eq!(fixture.suppressed(&seen, now()).await, None);
}

#[tokio::test]
async fn a_reminder_by_sms_that_is_turned_off_fails_for_no_mail_problem() {
    let fixture = Fixture::with_member(|person| {
        person.reminders.hours_24 = false;
        person.mail_problem = Some(MailProblem {
            address: person.email.clone(),
            kind: MailProblemKind::Bounced,
            at: now(),
        });
    });
    let fixture = fixture.await;
    let mut seen = fixture.item(Channel::Sms).await;
    seen.message.facts.lead = Some(Lead::Hours24);
    assert_eq!(
        fixture.suppressed(&seen, now()).await,
        Some(Suppression::TurnedOff)
    );
    let dropped = fixture.item(Channel::Sms).await;
    assert_eq!(ended(&dropped), with(Status::Dropped, "turned_off"));
}

#[tokio::test]
async fn an_address_with_a_problem_is_not_written_to_and_others_are() {
    for (kind, expected) in [
        (MailProblemKind::Bounced, Suppression::AddressBounced),
        (MailProblemKind::Complained, Suppression::AddressComplained),
    ] {
        for (address, expected) in [
            ("mem_1@example.com", Some(expected)),
            ("mended@example.com", None),
        ] {
            let fixture = Fixture::with_member(|person| {
                person.mail_problem = Some(MailProblem {
                    address: address.parse().unwrap(),
                    kind,
                    at: now(),
                });
            });
            let fixture = fixture.await;
            for side in Side::BOTH {
                let seen = fixture
                    .item_for(Channel::Email, |item| item.message.to.side == side)
                    .await;
                let expected = expected.filter(|_| side == Side::Member);
                assert_eq!(
                    fixture.suppressed(&seen, now()).await,
                    expected,
                    "{address}"
                );
            }
            let failed = fixture.count(List::Failed).await;
            assert_eq!(failed, usize::from(expected.is_some()));
            // The telephone is another matter.
            fixture.claimed(Channel::Sms, now()).await;
        }
    }
}
