//! Medians and the like, and how tables show them.

/// The value below which `share` of the numbers lie, if there are any.
pub(crate) fn quantile(numbers: &[f64], share: f64) -> Option<f64> {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().checked_sub(1)?;
    Some(sorted[(last as f64 * share).round() as usize])
}

/// A cell of a table with a number and its unit; empty without a number.
pub(crate) fn cell(number: Option<f64>, unit: &str) -> String {
    number.map_or_else(String::new, |number| format!("{number:.1} {unit}"))
}

/// A cell with a quantile of milliseconds.
pub(crate) fn milliseconds(numbers: &[f64], share: f64) -> String {
    cell(quantile(numbers, share), "ms")
}

#[cfg(test)]
mod tests {
    use super::{milliseconds, quantile};

    #[test]
    fn the_median_is_the_one_in_the_middle() {
        assert_eq!(quantile(&[9.0, 1.0, 5.0], 0.5), Some(5.0));
        assert_eq!(quantile(&[9.0, 1.0, 5.0], 1.0), Some(9.0));
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn without_numbers_a_cell_is_empty() {
        assert_eq!(milliseconds(&[0.96, 2.0, 3.0], 0.0), "1.0 ms");
        assert_eq!(milliseconds(&[], 0.95), "");
    }
}
