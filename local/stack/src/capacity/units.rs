//! How sizes become units, by the developer guide's pages "DynamoDB read and write operations"
//! (`read-write-operations.html`) and "DynamoDB Transactions: how it works" (`transaction-apis.html`).

/// One write unit covers this many bytes.
const WRITE_STEP: usize = 1024;

/// One read unit covers this many bytes.
const READ_STEP: usize = 4096;

/// How a read sees writes, which is what its price depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consistency {
    /// Half a unit for each step.
    Eventual,
    /// A unit for each step.
    Strong,
    /// Two units for each step: every item is read twice, to prepare and to commit.
    Transactional,
}

impl Consistency {
    /// The consistency that the parameter `ConsistentRead` asks for.
    pub fn of(consistent_read: Option<bool>) -> Self {
        match consistent_read {
            Some(true) => Self::Strong,
            Some(false) | None => Self::Eventual,
        }
    }

    fn factor(self) -> f64 {
        match self {
            Self::Eventual => 0.5,
            Self::Strong => 1.0,
            Self::Transactional => 2.0,
        }
    }
}

/// The read units for so many bytes. A read that finds nothing costs as much as the smallest item.
pub fn read_units(bytes: usize, consistency: Consistency) -> f64 {
    steps(bytes, READ_STEP) * consistency.factor()
}

/// The write units for an item of so many bytes.
pub fn write_units(bytes: usize) -> f64 {
    steps(bytes, WRITE_STEP)
}

/// The units of a write to the table, by the item's size before and after it: those of the larger
/// one. A write that finds nothing and leaves nothing costs as much as the smallest item.
///
/// A condition that fails costs as much: `after` is then what would have been put, if it is known.
pub fn table_write_units(before: Option<usize>, after: Option<usize>, writes: Writes) -> f64 {
    let larger = before.unwrap_or(0).max(after.unwrap_or(0));
    write_units(larger) * writes.factor()
}

/// How an item of the table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writes {
    /// Alone, or in a batch.
    Single,
    /// In a transaction, which writes every item twice, to prepare and to commit. Indexes don't
    /// take part: changes reach them after the commit, and are written once.
    Transaction,
}

impl Writes {
    fn factor(self) -> f64 {
        match self {
            Self::Single => 1.0,
            Self::Transaction => 2.0,
        }
    }
}

fn steps(bytes: usize, step: usize) -> f64 {
    bytes.div_ceil(step).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_are_rounded_up_to_a_kilobyte() {
        for (bytes, units) in [(0, 1.0), (1, 1.0), (1024, 1.0), (1025, 2.0), (3500, 4.0)] {
            assert_eq!(write_units(bytes), units, "{bytes}");
        }
    }

    #[test]
    fn reads_are_rounded_up_to_four_kilobytes() {
        for (bytes, steps) in [(0, 1.0), (4096, 1.0), (4097, 2.0), (8192, 2.0)] {
            assert_eq!(read_units(bytes, Consistency::Strong), steps, "{bytes}");
            assert_eq!(read_units(bytes, Consistency::Eventual), steps / 2.0);
            assert_eq!(read_units(bytes, Consistency::Transactional), steps * 2.0);
        }
    }

    #[test]
    fn the_larger_image_counts() {
        let single = |before, after| table_write_units(before, after, Writes::Single);
        assert_eq!(single(None, Some(1500)), 2.0);
        assert_eq!(single(Some(3000), Some(100)), 3.0);
        assert_eq!(single(Some(100), Some(3000)), 3.0);
        assert_eq!(single(Some(3000), None), 3.0);
        assert_eq!(single(None, None), 1.0);
    }

    #[test]
    fn a_transaction_rounds_first_and_doubles_then() {
        let units = table_write_units(None, Some(1500), Writes::Transaction);
        assert_eq!(units, 4.0);
        assert_eq!(table_write_units(None, None, Writes::Transaction), 2.0);
    }
}
