//! The turns of a channel, of which many notifiers take some at once (M11).

use anteroom_domain::delivery::{Asks, FailureCode, Priority, State, Turn};
use anteroom_domain::message::Channel;
use futures_util::future::join_all;

use super::*;

const USUAL: Asks = Asks {
    priority: Priority::Usual,
    was_put_off: false,
    is_late: false,
};

/// (M11)
#[tokio::test]
async fn whoever_takes_turns_at_once_takes_different_ones() {
    let fixture = Fixture::new().await;
    let take = |channel, asks, now| fixture.store.take_turns(channel, (asks, 2), 21, now);
    let millis = |turns: Vec<Turn>| {
        turns.into_iter().map(|turn| match turn {
            Turn::At(at) => (true, at.duration_since(now()).as_millis()),
            Turn::Later(from) => (false, from.duration_since(now()).as_millis()),
        })
    };
    let every_50 = |from: i128, to: i128, is_turn| (from..to).map(move |n| (is_turn, n * 50));
    // A turn each 50 ms, so thirty batches are three seconds.
    let takers = (0..30).map(|_| take(Channel::Email, USUAL, now()));
    let taken = join_all(takers).await.into_iter();
    let mut taken: Vec<_> = taken.flat_map(|turns| millis(turns.unwrap())).collect();
    taken.sort_unstable();
    assert_eq!(taken, every_50(0, 60, true).collect::<Vec<_>>());
    // For these that is too long, so they are put off.
    let late = Asks {
        is_late: true,
        ..USUAL
    };
    let takers = (0..30).map(|_| take(Channel::Email, late, now()));
    let put_off = join_all(takers).await.into_iter();
    let mut put_off: Vec<_> = put_off.flat_map(|turns| millis(turns.unwrap())).collect();
    put_off.sort_unstable();
    assert_eq!(put_off, every_50(0, 60, false).collect::<Vec<_>>());
    // While they are, a new one is put off behind them, and an urgent one is not.
    let soon = now() + SignedDuration::from_secs(1);
    let usual: Vec<_> = millis(take(Channel::Email, USUAL, soon).await.unwrap()).collect();
    assert_eq!(usual, [(false, 3_000), (false, 3_050)]);
    let urgent = Asks {
        priority: Priority::Urgent,
        ..USUAL
    };
    let urgent: Vec<_> = millis(take(Channel::Email, urgent, soon).await.unwrap()).collect();
    assert_eq!(urgent, [(true, 3_000), (true, 3_050)]);
    let texts: Vec<_> = millis(take(Channel::Sms, USUAL, now()).await.unwrap()).collect();
    assert_eq!(texts, [(true, 0), (true, 50)], "texts have their own");
}

/// (M11)
#[tokio::test]
async fn a_message_without_a_turn_waits_and_that_is_no_attempt() {
    let fixture = Fixture::new().await;
    let seen = fixture.item(Channel::Email).await;
    let from = now() + SignedDuration::from_mins(3);
    let waits = fixture.store.wait_for_turn(&seen, from, now()).await;
    assert!(waits.unwrap());
    let found = fixture.item(Channel::Email).await;
    let State::Queued {
        not_before: Some(until),
        last_failure,
        ..
    } = &found.state
    else {
        panic!("{found:?}");
    };
    assert!((from..=from + SignedDuration::from_secs(5)).contains(until));
    assert_eq!(
        last_failure.as_ref().map(FailureCode::as_str),
        Some("sending_rate")
    );
    assert_eq!((found.attempt, found.waits), (0, 0));
    assert_eq!(fixture.claim(&found, now()).await, Claim::NotFree);
    // Somebody who saw it before changes nothing.
    let again = fixture.store.wait_for_turn(&seen, from, now()).await;
    assert!(!again.unwrap());
    assert!(matches!(
        fixture.claim(&found, *until).await,
        Claim::Claimed(_)
    ));
}
