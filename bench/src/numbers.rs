//! Medians and the like.

/// The value below which `share` of the numbers lie; not a number if there are none.
pub(crate) fn quantile(numbers: &[f64], share: f64) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else {
        return f64::NAN;
    };
    sorted[(last as f64 * share).round() as usize]
}

#[cfg(test)]
mod tests {
    use super::quantile;

    #[test]
    fn the_median_is_the_one_in_the_middle() {
        assert_eq!(quantile(&[9.0, 1.0, 5.0], 0.5), 5.0);
        assert_eq!(quantile(&[9.0, 1.0, 5.0], 1.0), 9.0);
        assert!(quantile(&[], 0.5).is_nan());
    }
}
