//! Adds up the units that functions consume: what a budget of capacity is tested by.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use super::Consumed;
use super::hottest::{HotKey, Hottest};
use crate::calls::Call;

/// The capacity consumed so far. Clones share one count.
#[derive(Debug, Clone, Default)]
pub struct Capacity {
    tally: Arc<Mutex<Tally>>,
}

#[derive(Debug, Default)]
struct Tally {
    items: BTreeMap<Place, Units>,
    hottest: Hottest,
}

/// Who consumed what of which target.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    function: String,
    operation: String,
    target: String,
}

#[derive(Debug, Clone, Copy, Default)]
struct Units {
    write: f64,
    read: f64,
    calls: u64,
}

/// The capacity consumed so far, as `GET /_local/capacity` answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CapacityReport {
    /// One entry for each function, operation and target, in that order.
    pub items: Vec<ConsumedByTarget>,
    /// The partitions that took the most writes in one second, the hottest first; 100 at most.
    pub hottest_keys: Vec<HotKey>,
    /// All together.
    pub total: CapacityTotal,
}

/// What a function consumed of the table or an index by one operation.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConsumedByTarget {
    /// The calling function, or the access key of another caller.
    pub function: String,
    /// The operation, by its name in DynamoDB's model.
    pub operation: String,
    /// The table's or the index's name.
    pub target: String,
    /// Write units.
    pub write_units: f64,
    /// Read units.
    pub read_units: f64,
    /// How many calls consumed anything of the target.
    pub calls: u64,
}

/// The units of all functions and targets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CapacityTotal {
    /// Write units.
    pub write_units: f64,
    /// Read units.
    pub read_units: f64,
}

impl Capacity {
    /// Adds what one call consumed in a second of the stack's clock.
    pub fn record(&self, call: &Call, second: i64, consumed: &[Consumed]) {
        let mut by_target = BTreeMap::<&str, Units>::new();
        for each in consumed {
            let units = by_target.entry(&each.target).or_default();
            units.write += each.write_units;
            units.read += each.read_units;
        }
        let mut tally = self.lock();
        for (target, units) in by_target {
            let place = Place {
                function: call.function.clone(),
                operation: call.operation.clone(),
                target: target.to_owned(),
            };
            let sum = tally.items.entry(place).or_default();
            sum.write += units.write;
            sum.read += units.read;
            sum.calls += 1;
        }
        for each in consumed {
            tally.hottest.record(second, each);
        }
    }

    /// What was counted since the start or the last reset.
    pub fn report(&self) -> CapacityReport {
        let mut tally = self.lock();
        let items: Vec<ConsumedByTarget> = tally
            .items
            .iter()
            .map(|(place, units)| ConsumedByTarget {
                function: place.function.clone(),
                operation: place.operation.clone(),
                target: place.target.clone(),
                write_units: units.write,
                read_units: units.read,
                calls: units.calls,
            })
            .collect();
        let total = CapacityTotal {
            write_units: items.iter().map(|item| item.write_units).sum(),
            read_units: items.iter().map(|item| item.read_units).sum(),
        };
        CapacityReport {
            items,
            hottest_keys: tally.hottest.report(),
            total,
        }
    }

    /// Starts counting from nothing.
    pub fn reset(&self) {
        *self.lock() = Tally::default();
    }

    fn lock(&self) -> MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calls::Service;

    fn call(operation: &str) -> Call {
        Call {
            function: "bookings".to_owned(),
            service: Service::Dynamodb,
            operation: operation.to_owned(),
        }
    }

    #[test]
    fn adds_up_by_function_operation_and_target_until_reset() {
        let capacity = Capacity::default();
        let put = [
            Consumed::write("table", "a".to_owned(), 2.0),
            Consumed::write("table", "b".to_owned(), 4.0),
            Consumed::write("due", "1".to_owned(), 1.0),
        ];
        capacity.record(&call("TransactWriteItems"), 1, &put);
        capacity.record(&call("TransactWriteItems"), 1, &put[..1]);
        capacity.record(&call("Query"), 2, &[Consumed::read("due", None, 0.5)]);
        let report = capacity.report();
        let seen: Vec<_> = report
            .items
            .iter()
            .map(|item| {
                let name = (item.operation.as_str(), item.target.as_str());
                (name, item.write_units, item.read_units, item.calls)
            })
            .collect();
        let expected = [
            (("Query", "due"), 0.0, 0.5, 1),
            (("TransactWriteItems", "due"), 1.0, 0.0, 1),
            (("TransactWriteItems", "table"), 8.0, 0.0, 2),
        ];
        assert_eq!(seen, expected);
        assert_eq!(report.total.write_units, 9.0);
        assert_eq!(report.total.read_units, 0.5);
        // `b` took 4 units in its second, and so did `a`: 2 by each of two calls.
        assert_eq!(report.hottest_keys[0].peak_write_units_per_second, 4.0);
        assert_eq!(report.hottest_keys[1].peak_write_units_per_second, 4.0);

        capacity.reset();
        assert!(capacity.report().items.is_empty());
        assert!(capacity.report().hottest_keys.is_empty());
    }
}
