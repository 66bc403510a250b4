//! Turns: no second has more of them than the rate, and nothing waits for ever.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;

use crate::delivery::{AGAIN, Asks, Priority, Take, Turn, Turns, step};
use jiff::{SignedDuration, Timestamp};

fn at(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(1_800_000_000_000_000 + micros).unwrap()
}

const USUAL: Asks = Asks {
    priority: Priority::Usual,
    was_put_off: false,
    is_late: false,
};
const URGENT: Asks = Asks {
    priority: Priority::Urgent,
    was_put_off: false,
    is_late: false,
};

/// No second has more turns than the rate, wherever it begins.
fn check_rate(taken: &[Timestamp], per_second: u32) {
    let apart = taken.windows(per_second as usize + 1);
    for window in apart {
        let second = *window.last().unwrap() - window[0];
        assert!(
            second.total(jiff::Unit::Second).unwrap() >= 1.0,
            "{window:?}"
        );
    }
}

/// Takes turns one after the other, as the store does in one write each.
fn take(turns: &mut Turns, asks: Asks, count: usize, per_second: u32, now: Timestamp) -> Vec<Turn> {
    let step = step(per_second);
    let all = step * i32::try_from(count).unwrap();
    let how = turns.take(asks, all, now);
    let until = match asks.priority {
        Priority::Urgent => &mut turns.urgent_until,
        Priority::Usual => &mut turns.usual_until,
    };
    let first = match how {
        Take::FromNow => Turn::At(now),
        Take::Behind => Turn::At(turns.free_from),
        Take::PutOff => Turn::Later(now),
        Take::PutOffBehind => Turn::Later(*until),
        Take::Again => return vec![Turn::Later(now + AGAIN); count],
    };
    match first {
        Turn::At(at) => turns.free_from = at + all,
        Turn::Later(from) => *until = from + all,
    }
    Turn::following(first, count, step)
}

#[test]
fn what_matters_most_takes_its_turn_first_and_waits_longest() {
    let turn = |number: i64| at(number * 1_050_000);
    let late = Asks {
        is_late: true,
        ..USUAL
    };
    let mut turns = Turns::none(at(0));
    assert_eq!(take(&mut turns, URGENT, 1, 1, at(0)), [Turn::At(at(0))]);
    let two = [1, 2].map(|number| Turn::At(turn(number)));
    assert_eq!(take(&mut turns, USUAL, 2, 1, at(0)), two);
    // The stream is behind, so these are put off, one after the other.
    let later = [0, 1].map(|number| Turn::Later(turn(number)));
    assert_eq!(take(&mut turns, late, 2, 1, at(0)), later);
    // Others are put off, so that a new one is too, behind them; an urgent one is not.
    let later = [Turn::Later(turn(2))];
    assert_eq!(take(&mut turns, USUAL, 1, 1, at(0)), later);
    assert_eq!(take(&mut turns, URGENT, 1, 1, at(0)), [Turn::At(turn(3))]);
    let was_put_off = Asks {
        was_put_off: true,
        ..USUAL
    };
    assert_eq!(
        take(&mut turns, was_put_off, 1, 1, at(0)),
        [Turn::At(turn(4))]
    );
}

/// (M11)
#[test]
fn usual_messages_leave_turns_to_urgent_ones() {
    let mut turns = Turns::none(at(0));
    let mut last = at(0);
    for _ in 0..10 {
        for turn in take(&mut turns, USUAL, 16, 1, at(0)) {
            if let Turn::At(at) = turn {
                last = at;
            }
        }
    }
    assert!(last < at(20_000_000), "{last}");
    let urgent = take(&mut turns, URGENT, 16, 1, at(0));
    assert!(
        urgent.iter().all(|turn| matches!(turn, Turn::At(_))),
        "{urgent:?}"
    );
}

/// After a burst messages go out at once again, as soon as what was put off has had its time (M11).
#[test]
fn what_is_put_off_does_not_put_off_for_ever() {
    let mut turns = Turns::none(at(0));
    let late = Asks {
        is_late: true,
        ..USUAL
    };
    for _ in 0..50 {
        let _ = take(&mut turns, late, 16, 14, at(0));
    }
    let waits = |second: i64, turns: &mut Turns| {
        let now = at(second * 1_000_000);
        matches!(take(turns, USUAL, 1, 14, now)[0], Turn::Later(_))
    };
    let waiting: Vec<i64> = (1..40)
        .map(|n| n * 5)
        .filter(|n| waits(*n, &mut turns))
        .collect();
    // The first batch has turns at once; 49 × 16 messages take 58.8 seconds, and the eleven that came meanwhile 0.8 more.
    assert_eq!(waiting, (1..=11).map(|n| n * 5).collect::<Vec<_>>());
}

#[test]
fn turns_of_another_clock_do_not_count() {
    let mut far = Turns {
        free_from: at(0) + SignedDuration::from_hours(1),
        urgent_until: at(0) + SignedDuration::from_hours(24 * 365),
        usual_until: at(0) + SignedDuration::from_hours(24 * 365),
    };
    assert_eq!(take(&mut far, USUAL, 1, 14, at(0)), [Turn::At(at(0))]);
}

proptest! {
    /// Whatever notifiers ask for, and whenever: no second has more turns than the rate (M11).
    #[test]
    fn no_second_has_more_turns_than_the_rate(
        per_second in 1_u32..50,
        batches in vec((0_i64..2_000_000, vec((any::<bool>(), any::<bool>(), any::<bool>(), 1_usize..16), 1..6)), 1..60),
    ) {
        let (mut now, mut turns, mut taken) = (0, Turns::none(at(0)), Vec::new());
        for (pause, batch) in batches {
            now += pause;
            for (is_urgent, was_put_off, is_late, count) in batch {
                let priority = if is_urgent { Priority::Urgent } else { Priority::Usual };
                let asks = Asks { priority, was_put_off, is_late };
                for turn in take(&mut turns, asks, count, per_second, at(now)) {
                    match turn {
                        Turn::At(turn) => {
                            // A batch of fifteen has its turns whatever the rate.
                            let longest = asks.patience().max(step(per_second) * 15);
                            prop_assert!(turn >= at(now) && turn <= at(now) + longest);
                            taken.push(turn);
                        }
                        Turn::Later(from) => prop_assert!(from >= at(now)),
                    }
                }
            }
        }
        taken.sort_unstable();
        check_rate(&taken, per_second);
    }
}

/// A message of the hour below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Waits {
    priority: Priority,
    from: Timestamp,
    number: usize,
}

/// For an hour ten times as many messages are written as may go out, one in fifty of them urgent. Each
/// goes out once, the urgent ones soon; the rate is kept (M11).
#[test]
fn an_hour_at_ten_times_the_rate_loses_and_doubles_nothing() {
    const RATE: u32 = 14;
    const BATCH: usize = 10;
    let step_micros = i64::try_from(step(RATE).as_micros()).unwrap();
    let written = RATE as usize * 10 * 3_600;
    let priority = |number: usize| match number % 50 {
        0 => Priority::Urgent,
        _ => Priority::Usual,
    };
    let queued_at = |number: usize| at((number / BATCH * BATCH) as i64 * 1_000_000 / 140);
    let (mut turns, mut taken) = (Turns::none(at(0)), Vec::new());
    let (mut waiting, mut sent) = (BTreeSet::new(), vec![None; written]);
    let (mut next, mut asked) = (0, 0_u64);
    for minute in 0_i64.. {
        // What the scheduler finds at the full minute, and has told of at the rate until shortly before the next.
        let tick = at(minute * 60_000_000);
        let due: Vec<Waits> = waiting
            .iter()
            .copied()
            .filter(|w: &Waits| w.from <= tick)
            .collect();
        let mut told = due.into_iter().zip(1_i64..);
        let mut told = std::iter::from_fn(|| told.next())
            .take_while(|(_, n)| n * step_micros < 57_000_000)
            .peekable();
        let end = at((minute + 1) * 60_000_000);
        loop {
            let new = (next < written)
                .then(|| queued_at(next))
                .filter(|at| *at < end);
            let old = told
                .peek()
                .map(|(_, n)| tick + SignedDuration::from_micros(n * step_micros));
            let (now, batch) = match (new, old) {
                (None, None) => break,
                (Some(new), old) if old.is_none_or(|old| new <= old) => {
                    let batch: Vec<usize> = (next..next + BATCH).collect();
                    next += BATCH;
                    (new, batch)
                }
                (_, old) => {
                    let (waits, _) = told.next().unwrap();
                    waiting.remove(&waits);
                    (old.unwrap(), vec![waits.number])
                }
            };
            asked += batch.len() as u64;
            let was_put_off = batch.len() == 1;
            for number in batch {
                let asks = Asks {
                    priority: priority(number),
                    was_put_off,
                    is_late: false,
                };
                match take(&mut turns, asks, 1, RATE, now)[0] {
                    Turn::At(turn) => {
                        taken.push(turn);
                        assert_eq!(sent[number].replace(turn), None, "{number} went out twice");
                    }
                    Turn::Later(from) => {
                        waiting.insert(Waits {
                            priority: priority(number),
                            from,
                            number,
                        });
                    }
                }
            }
        }
        if next == written && waiting.is_empty() {
            break;
        }
        assert!(minute < 12 * 60, "{} wait for ever", waiting.len());
    }
    taken.sort_unstable();
    check_rate(&taken, RATE);
    assert_eq!(taken.len(), written, "none was lost");
    for (number, turn) in sent.iter().enumerate() {
        let late = turn.unwrap().duration_since(queued_at(number));
        if priority(number) == Priority::Urgent {
            assert!(late <= SignedDuration::from_secs(20), "{number}: {late:?}");
        }
    }
    // Each asks about three times.
    assert!(asked < 4 * written as u64, "{asked}");
}
