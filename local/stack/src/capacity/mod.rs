//! The capacity that calls to the table consume, counted as DynamoDB bills it.
//!
//! [`item_size`] measures an item, [`units`] rounds sizes to read and write units, [`index`] says
//! what a write costs an index, and [`tally`] adds up what each function consumed.

mod hottest;
pub mod index;
pub mod item_size;
pub mod tally;
pub mod units;

pub use self::hottest::HotKey;
pub use self::tally::{Capacity, CapacityReport, CapacityTotal, ConsumedByTarget};

/// What one part of a call consumed of one target.
#[derive(Debug, Clone, PartialEq)]
pub struct Consumed {
    /// The table's or the index's name.
    pub target: String,
    /// The partition that it was written to or read from; none if that is not known.
    pub partition: Option<String>,
    /// Write units.
    pub write_units: f64,
    /// Read units.
    pub read_units: f64,
}

impl Consumed {
    /// A read of a target, in one partition if that is known.
    pub fn read(target: &str, partition: Option<String>, units: f64) -> Self {
        Self {
            target: target.to_owned(),
            partition,
            write_units: 0.0,
            read_units: units,
        }
    }

    /// A write to a partition of a target.
    pub fn write(target: &str, partition: String, units: f64) -> Self {
        Self {
            target: target.to_owned(),
            partition: Some(partition),
            write_units: units,
            read_units: 0.0,
        }
    }
}
