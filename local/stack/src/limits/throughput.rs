//! What the table and its indexes take and give a second: as a whole, and each partition.
//!
//! A partition is here what has one partition key. In the cloud it holds many, and one that stays hot is split
//! ("adaptive capacity"); both are left out, and so are the unused units of the last five minutes, which DynamoDB
//! spends as it can and promises to nobody.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/burst-adaptive-capacity.html>

use std::collections::HashMap;

use jiff::Timestamp;

use super::bucket::Bucket;
use super::{Refused, Settings};
use crate::capacity::Consumed;

/// How many buckets are kept before those that are full again are dropped.
const KEPT: usize = 10_000;

/// Whether units are written or read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Write units.
    Write,
    /// Read units.
    Read,
}

/// Where units are consumed: in a partition of the table or of an index, or not known in which.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// The table's or the index's name.
    pub target: String,
    /// The partition key's value, if it is known.
    pub partition: Option<String>,
    /// Which units.
    pub kind: Kind,
}

impl Place {
    /// Where something was consumed.
    pub fn of(consumed: &Consumed) -> Self {
        let kind = match consumed.write_units > 0.0 {
            true => Kind::Write,
            false => Kind::Read,
        };
        Self {
            target: consumed.target.clone(),
            partition: consumed.partition.clone(),
            kind,
        }
    }
}

/// What is used of the units.
#[derive(Debug, Default)]
pub(super) struct Throughput(HashMap<Place, Bucket>);

impl Throughput {
    /// Whether each place, and the target that it is of, has a unit left.
    pub(super) fn has_units(
        &mut self,
        settings: &Settings,
        now: Timestamp,
        places: &[Place],
    ) -> Result<(), Refused> {
        for place in places {
            for (place, limit, per_second) in limited(settings, place) {
                if self.bucket(&place, per_second, now).has_unit(now) {
                    continue;
                }
                return Err(Refused {
                    limit,
                    target: place.target,
                    partition: place.partition,
                });
            }
        }
        Ok(())
    }

    /// Takes what was consumed.
    pub(super) fn take(&mut self, settings: &Settings, now: Timestamp, consumed: &[Consumed]) {
        if !settings.has_unit_limits() {
            return;
        }
        for each in consumed {
            let units = each.write_units + each.read_units;
            for (place, _, per_second) in limited(settings, &Place::of(each)) {
                self.bucket(&place, per_second, now).take(units, now);
            }
        }
        if self.0.len() > KEPT {
            self.0.retain(|_, bucket| !bucket.is_full(now));
        }
    }

    /// A bucket holds what a second brings.
    fn bucket(&mut self, place: &Place, per_second: f64, now: Timestamp) -> &mut Bucket {
        let full = || Bucket::full(per_second, per_second, now);
        self.0.entry(place.clone()).or_insert_with(full)
    }
}

/// The limits that units of a place count for: the partition's, if it is known, and the target's.
fn limited(settings: &Settings, place: &Place) -> Vec<(Place, &'static str, f64)> {
    let (of_partition, of_target) = match place.kind {
        Kind::Write => (
            (
                "partitionWriteUnitsPerSecond",
                settings.partition_write_units_per_second,
            ),
            (
                "tableWriteUnitsPerSecond",
                settings.table_write_units_per_second,
            ),
        ),
        Kind::Read => (
            (
                "partitionReadUnitsPerSecond",
                settings.partition_read_units_per_second,
            ),
            (
                "tableReadUnitsPerSecond",
                settings.table_read_units_per_second,
            ),
        ),
    };
    let partition = place.partition.is_some().then(|| place.clone());
    let target = Place {
        partition: None,
        ..place.clone()
    };
    let all = [(partition, of_partition), (Some(target), of_target)];
    all.into_iter()
        .filter_map(|(place, (limit, per_second))| Some((place?, limit, per_second?)))
        .collect()
}
