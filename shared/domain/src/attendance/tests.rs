//! Properties that hold for any evidence (S7), and sessions in minutes after the epoch.

#![allow(clippy::unwrap_used)]

use jiff::{SignedDuration, Timestamp};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof};
use proptest::test_runner::RngSeed;
use proptest::{prop_assert, prop_assert_eq, proptest};

use super::Kind::{Dropped, Joined, Left, Seen};
use super::Source::{Client, Service};
use super::{Attendance, Evidence, Kind, Known, Source};
use crate::availability::Interval;
use crate::booking::Side::{Member, Provider};

const SEED: u64 = 20_261_122;

fn minute(minute: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minute)
}

/// Evidence about the member in the first meeting.
fn word(source: Source, kind: Kind, at: i64) -> Evidence {
    Evidence {
        side: Member,
        source,
        kind,
        at: minute(at),
        generation: 1,
        last_seen_before: None,
    }
}

fn rejoined(at: i64, last_seen_before: i64) -> Evidence {
    Evidence {
        last_seen_before: Some(minute(last_seen_before)),
        ..word(Client, Joined, at)
    }
}

fn in_meeting(generation: u32, evidence: Evidence) -> Evidence {
    Evidence {
        generation,
        ..evidence
    }
}

/// The session ends at minute 60.
fn known(member_final_seen: Option<i64>) -> Known {
    Known {
        provider_final_seen: None,
        member_final_seen: member_final_seen.map(minute),
        until: minute(60),
    }
}

/// When the member was in, in minutes.
fn member(evidence: &[Evidence], final_seen: Option<i64>) -> Vec<(i64, i64)> {
    let record = Attendance::from_evidence(evidence, &known(final_seen));
    let minutes = |i: &Interval| (i.start.as_second() / 60, i.end.as_second() / 60);
    record.member.iter().map(minutes).collect()
}

#[test]
fn both_sources_are_united() {
    let evidence = [
        word(Client, Joined, 2),
        word(Service, Joined, 1),
        word(Client, Left, 50),
        word(Service, Left, 51),
        word(Service, Joined, 55),
        word(Service, Dropped, 57),
    ];
    assert_eq!(member(&evidence, Some(50)), [(1, 51), (55, 57)]);
}

#[test]
fn a_crashed_client_was_in_until_it_was_last_heard() {
    assert_eq!(member(&[word(Client, Joined, 2)], Some(20)), [(2, 20)]);
    assert_eq!(
        member(&[word(Client, Joined, 2), rejoined(30, 12)], Some(40)),
        [(2, 12), (30, 40)]
    );
    let beats = [
        word(Client, Joined, 2),
        word(Client, Seen, 8),
        word(Client, Joined, 30),
        word(Client, Seen, 31),
    ];
    assert_eq!(member(&beats, None), [(2, 8), (30, 31)]);
}

#[test]
fn the_service_fills_gaps_in_the_client_s_reports() {
    let evidence = [
        word(Client, Joined, 2),
        word(Service, Joined, 2),
        word(Service, Dropped, 22),
    ];
    assert_eq!(member(&evidence, Some(20)), [(2, 22)]);
    // The client reported after the service had lost its connection once, so it had reconnected.
    assert_eq!(member(&evidence, Some(40)), [(2, 40)]);
}

#[test]
fn a_lost_event_of_the_service_does_not_lengthen_a_stay_that_the_client_closed() {
    let left = [
        word(Service, Joined, 1),
        word(Client, Joined, 2),
        word(Client, Left, 30),
    ];
    assert_eq!(member(&left, Some(30)), [(1, 30)]);
    let back = [
        word(Service, Joined, 1),
        word(Client, Joined, 2),
        word(Client, Left, 10),
        word(Client, Joined, 20),
        word(Client, Left, 30),
    ];
    assert_eq!(member(&back, None), [(1, 10), (20, 30)]);
    assert_eq!(
        member(
            &[word(Service, Joined, 1), word(Client, Joined, 2)],
            Some(30)
        ),
        [(1, 30)]
    );
}

#[test]
fn a_stay_without_a_reported_end_lasts_until_the_session_ends() {
    assert_eq!(member(&[word(Service, Joined, 5)], None), [(5, 60)]);
    assert_eq!(member(&[word(Client, Joined, 5)], None), [(5, 60)]);
}

#[test]
fn nobody_is_in_between_two_joins_without_evidence() {
    let twice = [
        word(Service, Joined, 5),
        word(Service, Joined, 20),
        word(Service, Left, 30),
    ];
    assert_eq!(member(&twice, None), [(5, 5), (20, 30)]);
}

#[test]
fn going_without_coming_proves_that_they_were_there() {
    let record = Attendance::from_evidence(&[word(Service, Dropped, 9)], &known(None));
    assert!(record.member_came());
    assert!(!record.provider_came());
    assert_eq!(record.member_time(), SignedDuration::ZERO);
    assert_eq!(member(&[word(Client, Seen, 7)], None), [(7, 7)]);
}

#[test]
fn waiting_alone_is_not_coming() {
    assert_eq!(member(&[], Some(20)), []);
}

#[test]
fn an_old_meeting_ends_where_the_next_begins() {
    let evidence = [
        word(Service, Joined, 5),
        word(Client, Joined, 5),
        in_meeting(2, rejoined(20, 18)),
        in_meeting(2, word(Client, Left, 40)),
    ];
    assert_eq!(member(&evidence, Some(40)), [(5, 18), (20, 40)]);
    let silent = [
        word(Service, Joined, 5),
        in_meeting(2, word(Service, Joined, 20)),
        in_meeting(2, word(Service, Left, 40)),
    ];
    assert_eq!(member(&silent, None), [(5, 5), (20, 40)]);
    let late = [word(Service, Left, 22)];
    assert_eq!(member(&[&silent[..], &late].concat(), None), [(5, 40)]);
}

#[test]
fn nothing_is_later_than_the_end() {
    let evidence = [word(Client, Joined, 5), word(Service, Left, 61)];
    assert_eq!(member(&evidence, Some(70)), [(5, 60)]);
    assert_eq!(member(&[word(Service, Joined, 61)], None), [(60, 60)]);
}

#[test]
fn at_one_instant_coming_is_before_going() {
    let point = [word(Service, Left, 9), word(Service, Joined, 9)];
    assert_eq!(member(&point, None), [(9, 9)]);
    let again = [word(Service, Joined, 1), point[0], point[1]];
    assert_eq!(member(&again, None), [(1, 9)]);
}

#[test]
fn the_duration_is_the_time_together() {
    let of_provider = |kind, at| Evidence {
        side: Provider,
        ..word(Service, kind, at)
    };
    let evidence = [
        of_provider(Joined, 0),
        of_provider(Dropped, 20),
        of_provider(Joined, 25),
        of_provider(Left, 55),
        word(Service, Joined, 5),
        word(Service, Left, 50),
    ];
    let record = Attendance::from_evidence(&evidence, &known(None));
    assert_eq!(record.provider_time().as_mins(), 50);
    assert_eq!(record.member_time().as_mins(), 45);
    assert_eq!(record.duration().as_mins(), 40);
    assert_eq!(record.together.len(), 2);
}

#[test]
fn what_clients_say_of_themselves_is_not_confirmed() {
    let evidence = [
        Evidence {
            side: Provider,
            ..word(Client, Joined, 0)
        },
        word(Client, Joined, 1),
        Evidence {
            side: Provider,
            ..word(Service, Joined, 5)
        },
    ];
    assert_eq!(member(&evidence, None), [(1, 60)]);
    let confirmed = Attendance::confirmed(&evidence, &known(Some(60)));
    assert!(confirmed.member.is_empty() && confirmed.together.is_empty());
    assert_eq!(confirmed.provider_time().as_mins(), 55);
}

#[test]
fn a_provider_stayed_who_was_in_from_their_coming_until_the_end() {
    let stayed = |stays: &[(i64, i64)]| {
        let provider = stays.iter().map(|(start, end)| Interval {
            start: minute(*start),
            end: minute(*end),
        });
        let record = Attendance {
            provider: provider.collect(),
            member: Vec::new(),
            together: Vec::new(),
        };
        record.provider_stayed(minute(10), minute(25), SignedDuration::from_mins(2))
    };
    for there in [
        &[(5, 25)][..],
        &[(0, 3), (9, 25)],
        &[(18, 25)],
        &[(5, 15), (17, 24)],
    ] {
        assert!(stayed(there), "{there:?}");
    }
    for away in [&[][..], &[(0, 9)], &[(5, 22)], &[(5, 12), (15, 25)]] {
        assert!(!stayed(away), "{away:?}");
    }
}

fn any_evidence() -> impl Strategy<Value = Evidence> {
    let side = prop_oneof![Just(Provider), Just(Member)];
    let source = prop_oneof![Just(Client), Just(Service)];
    let kind = prop_oneof![Just(Joined), Just(Seen), Just(Left), Just(Dropped)];
    let seen_before = option::of(0i64..20);
    (side, source, kind, 0i64..70, 1u32..4, seen_before).prop_map(
        |(side, source, kind, at, generation, before)| Evidence {
            side,
            source,
            kind,
            at: minute(at),
            generation,
            last_seen_before: before.map(|before| minute(at - before)),
        },
    )
}

fn any_known() -> impl Strategy<Value = Known> {
    let seen = || option::of((0i64..80).prop_map(minute));
    (seen(), seen(), 30i64..75).prop_map(|(provider, member, until)| Known {
        provider_final_seen: provider,
        member_final_seen: member,
        until: minute(until),
    })
}

fn config() -> ProptestConfig {
    println!("seed {SEED}");
    ProptestConfig {
        rng_seed: RngSeed::Fixed(SEED),
        failure_persistence: None,
        ..ProptestConfig::with_cases(1000)
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn order_and_duplicates_change_nothing(
        (evidence, mixed) in vec(any_evidence(), 0..14).prop_flat_map(|all| {
            let twice = [all.clone(), all.clone()].concat();
            (Just(all), Just(twice).prop_shuffle())
        }),
        known in any_known(),
    ) {
        let record = Attendance::from_evidence(&evidence, &known);
        prop_assert_eq!(record, Attendance::from_evidence(&mixed, &known));
    }

    #[test]
    fn intervals_are_sorted_apart_and_within_bounds(
        evidence in vec(any_evidence(), 0..14),
        known in any_known(),
    ) {
        let record = Attendance::from_evidence(&evidence, &known);
        let first = evidence.iter().map(|e| e.at).min();
        for list in [&record.provider, &record.member, &record.together] {
            prop_assert!(list.windows(2).all(|pair| pair[0].end < pair[1].start));
            for interval in list {
                prop_assert!(interval.start <= interval.end);
                prop_assert!(first.is_some_and(|first| first.min(known.until) <= interval.start));
                prop_assert!(interval.end <= known.until);
            }
        }
        prop_assert!(record.duration() <= record.provider_time().min(record.member_time()));
    }

    #[test]
    fn more_evidence_never_unsays_that_somebody_came(
        evidence in vec(any_evidence(), 0..10),
        more in any_evidence(),
        known in any_known(),
    ) {
        let before = Attendance::from_evidence(&evidence, &known);
        let after = Attendance::from_evidence(&[&evidence[..], &[more]].concat(), &known);
        prop_assert!(after.provider_came() || !before.provider_came());
        prop_assert!(after.member_came() || !before.member_came());
        let came = if more.side == Member { after.member_came() } else { after.provider_came() };
        prop_assert!(came);
    }

    #[test]
    fn one_side_says_nothing_of_the_other(
        evidence in vec(any_evidence(), 0..14),
        known in any_known(),
    ) {
        let alone: Vec<_> = evidence.iter().filter(|e| e.side == Member).copied().collect();
        let record = Attendance::from_evidence(&evidence, &known);
        prop_assert_eq!(record.member, Attendance::from_evidence(&alone, &known).member);
    }

    #[test]
    fn without_losses_the_record_is_exact(
        lengths in vec((1i64..4, 1i64..4, any::<bool>()), 1..8),
    ) {
        let (mut evidence, mut expected, mut at) = (Vec::new(), Vec::new(), 0);
        for (away, here, dropped) in lengths {
            let (start, end) = (at + away, at + away + here);
            let gone = if dropped { Dropped } else { Left };
            evidence.extend([word(Service, Joined, start), word(Service, gone, end)]);
            evidence.extend([word(Client, Joined, start), word(Client, Left, end)]);
            expected.push((start, end));
            at = end;
        }
        prop_assert_eq!(member(&evidence, Some(at)), expected);
    }
}
