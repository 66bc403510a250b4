//! The turns of a channel (M11): one item, which all notifiers change.
//!
//! Each way to take turns is a change on a condition that stays true however many take some in the same
//! way at once. So nobody has to try again because somebody else was faster, only because the way is another now.

use anteroom_domain::delivery::{
    AGAIN, Asks, FARTHEST_PUT_OFF, FARTHEST_TURN, Priority, Take, Turn, Turns, step,
};
use anteroom_domain::message::Channel;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::change::Change;
use crate::condition::Condition;
use crate::items::Outcome;
use crate::keys::Key;
use crate::path::{FORMAT, Path};
use crate::value::{Item, number};
use crate::{Store, StoreError};

/// The attributes of the item. Instants are microseconds since the Unix epoch, since several turns may be
/// taken in a millisecond. One that is absent has passed.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct TurnsItem {
    free_from: Option<i64>,
    urgent_until: Option<i64>,
    usual_until: Option<i64>,
}

/// The paths of the item.
pub(crate) mod path {
    use crate::path::{Path, paths};

    paths! {
        FREE_FROM = "freeFrom";
        URGENT_UNTIL = "urgentUntil";
        USUAL_UNTIL = "usualUntil";
    }
}

/// More than there are ways to take turns: with time, each gives way to the next one only.
const TRIES: usize = 8;

impl Store {
    /// Takes turns for so many messages of a channel that ask alike, of which so many may go out in a second:
    /// what each gets. One write if no turn is taken and nothing is put off, and one more
    /// otherwise.
    pub async fn take_turns(
        &self,
        channel: Channel,
        (asks, count): (Asks, usize),
        per_second: u32,
        now: Timestamp,
    ) -> Result<Vec<Turn>, StoreError> {
        let (key, step) = (Key::turns(channel), step(per_second));
        let all = i32::try_from(count).map_or(SignedDuration::MAX, |count| step * count);
        let mut take = Turns::none(now).take(asks, all, now);
        for _ in 0..TRIES {
            let Some(change) = change(take, asks, all, now) else {
                return Ok(vec![Turn::Later(now + AGAIN); count]);
            };
            match self.update(&key, change).await? {
                Outcome::Done(item) => {
                    let turns = read(item, now)?;
                    let first = match (take, asks.priority) {
                        (Take::FromNow | Take::Behind, _) => Turn::At(turns.free_from - all),
                        (_, Priority::Urgent) => Turn::Later(turns.urgent_until - all),
                        (_, Priority::Usual) => Turn::Later(turns.usual_until - all),
                    };
                    return Ok(Turn::following(first, count, step));
                }
                Outcome::Refused(found) => {
                    take = read(found.unwrap_or_default(), now)?.take(asks, all, now);
                }
            }
        }
        Err(StoreError::Contention)
    }
}

/// The change that takes turns in a way, as long as it is the way. `None` if it takes none.
fn change(take: Take, asks: Asks, all: SignedDuration, now: Timestamp) -> Option<Change> {
    let until = match asks.priority {
        Priority::Urgent => path::URGENT_UNTIL,
        Priority::Usual => path::USUAL_UNTIL,
    };
    let (path, from, is_so) = match take {
        Take::FromNow => {
            let none_is_taken = gone(&path::FREE_FROM, now, now + FARTHEST_TURN);
            (path::FREE_FROM, Some(now), none_is_taken)
        }
        Take::Behind => {
            let is_taken = path::FREE_FROM.more_than(micros(now));
            let is_near = path::FREE_FROM.at_most(micros(now + asks.patience() - all));
            (path::FREE_FROM, None, Condition::all([is_taken, is_near]))
        }
        Take::PutOff => {
            let no_others_are = gone(&until, now, now + FARTHEST_PUT_OFF);
            (until, Some(now), no_others_are)
        }
        Take::PutOffBehind => {
            let others_are = until.more_than(micros(now));
            (until, None, others_are)
        }
        Take::Again => return None,
    };
    let change = match from {
        Some(from) => Change::default().set(&path, micros(from + all)),
        None => Change::default().add(&path, number(all.as_micros())),
    };
    let mut conditions = vec![is_so];
    if matches!(take, Take::FromNow | Take::Behind) && !asks.is_first() {
        for until in [path::URGENT_UNTIL, path::USUAL_UNTIL] {
            conditions.push(gone(&until, now, now + FARTHEST_PUT_OFF));
        }
    }
    let change = change.set(&FORMAT, number(crate::FORMAT));
    Some(change.when(Condition::all(conditions)))
}

/// That an instant of the item is not after another one, or farther away than the present clock would have written.
fn gone(path: &Path, after: Timestamp, farthest: Timestamp) -> Condition {
    Condition::any([
        path.absent(),
        path.at_most(micros(after)),
        path.more_than(micros(farthest)),
    ])
}

fn micros(at: Timestamp) -> AttributeValue {
    number(at.as_microsecond())
}

fn read(item: Item, now: Timestamp) -> Result<Turns, StoreError> {
    let item: TurnsItem = serde_dynamo::from_item(item)?;
    let at = |micros: Option<i64>| match micros {
        Some(micros) => Timestamp::from_microsecond(micros)
            .map_err(|error| StoreError::Item(serde::de::Error::custom(error.to_string()))),
        None => Ok(now),
    };
    Ok(Turns {
        free_from: at(item.free_from)?,
        urgent_until: at(item.urgent_until)?,
        usual_until: at(item.usual_until)?,
    })
}
