//! The partitions that took the most writes in one second.

use std::collections::HashMap;

use serde::Serialize;

use super::Consumed;

/// How many partitions are shown.
const SHOWN: usize = 100;

/// How many partitions are kept between two seconds. The hottest `SHOWN` are always among them: a
/// partition is dropped only when so many others had a higher peak already.
const KEPT: usize = 1000;

/// A partition of the table or of an index, and its busiest second.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HotKey {
    /// The table's or the index's name.
    pub target: String,
    /// The partition key's value.
    pub partition: String,
    /// The most write units in one whole second of the stack's clock.
    pub peak_write_units_per_second: f64,
}

/// A target and one of its partitions.
type Place = (String, String);

/// Write units by partition, for one second at a time.
#[derive(Debug, Default)]
pub(super) struct Hottest {
    second: i64,
    present: HashMap<Place, f64>,
    peaks: HashMap<Place, f64>,
}

impl Hottest {
    pub(super) fn record(&mut self, second: i64, consumed: &Consumed) {
        let Some(partition) = &consumed.partition else {
            return;
        };
        if consumed.write_units == 0.0 {
            return;
        }
        if second != self.second {
            self.end_second();
            self.second = second;
        }
        let place = (consumed.target.clone(), partition.clone());
        *self.present.entry(place).or_default() += consumed.write_units;
    }

    /// The hottest partitions, the hottest first.
    pub(super) fn report(&mut self) -> Vec<HotKey> {
        let peaks = self.merged();
        let mut keys: Vec<HotKey> = peaks
            .into_iter()
            .map(|((target, partition), peak)| HotKey {
                target,
                partition,
                peak_write_units_per_second: peak,
            })
            .collect();
        keys.sort_by(|one, other| {
            let peak = |key: &HotKey| key.peak_write_units_per_second;
            let by_peak = peak(other).total_cmp(&peak(one));
            let name = |key: &HotKey| (key.target.clone(), key.partition.clone());
            by_peak.then_with(|| name(one).cmp(&name(other)))
        });
        keys.truncate(SHOWN);
        keys
    }

    fn end_second(&mut self) {
        self.peaks = self.merged();
        self.present.clear();
        if self.peaks.len() > KEPT {
            let mut peaks: Vec<_> = self.peaks.drain().collect();
            peaks.sort_by(|(_, one), (_, other)| other.total_cmp(one));
            peaks.truncate(SHOWN);
            self.peaks = peaks.into_iter().collect();
        }
    }

    /// The peaks with those of the present second.
    fn merged(&mut self) -> HashMap<Place, f64> {
        let mut peaks = self.peaks.clone();
        for (place, units) in &self.present {
            let peak = peaks.entry(place.clone()).or_default();
            *peak = peak.max(*units);
        }
        peaks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(hottest: &mut Hottest, second: i64, partition: &str, units: f64) {
        let consumed = Consumed::write("table", partition.to_owned(), units);
        hottest.record(second, &consumed);
    }

    fn peaks(hottest: &mut Hottest) -> Vec<(String, f64)> {
        let keys = hottest.report().into_iter();
        keys.map(|key| (key.partition, key.peak_write_units_per_second))
            .collect()
    }

    #[test]
    fn the_busiest_second_counts() {
        let mut hottest = Hottest::default();
        write(&mut hottest, 10, "a", 3.0);
        write(&mut hottest, 10, "a", 4.0);
        write(&mut hottest, 10, "b", 1.0);
        write(&mut hottest, 11, "a", 5.0);
        write(&mut hottest, 11, "b", 2.0);
        let expected = [("a".to_owned(), 7.0), ("b".to_owned(), 2.0)];
        assert_eq!(peaks(&mut hottest), expected);
        hottest.record(11, &Consumed::read("table", Some("a".to_owned()), 9.0));
        assert_eq!(peaks(&mut hottest), expected);
    }

    #[test]
    fn only_the_hottest_are_kept() {
        let mut hottest = Hottest::default();
        for second in 0..50_u32 {
            for partition in 0..100 {
                let name = format!("{second}-{partition}");
                write(&mut hottest, second.into(), &name, f64::from(second));
            }
        }
        let peaks = peaks(&mut hottest);
        assert_eq!(peaks.len(), SHOWN);
        assert!(peaks.iter().all(|(_, peak)| *peak == 49.0));
        assert!(hottest.peaks.len() <= KEPT);
    }
}
