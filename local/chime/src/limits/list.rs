//! Lists with bounds.

use serde::{Deserialize, Serialize};

use super::violation::Violation;

/// A list with at least `MIN` and at most `MAX` members.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<T>", bound(deserialize = "T: Deserialize<'de>"))]
pub(crate) struct List<T, const MIN: usize, const MAX: usize>(Vec<T>);

impl<T, const MIN: usize, const MAX: usize> List<T, MIN, MAX> {
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }
}

impl<T, const MIN: usize, const MAX: usize> TryFrom<Vec<T>> for List<T, MIN, MAX> {
    type Error = Violation;

    fn try_from(members: Vec<T>) -> Result<Self, Violation> {
        if (MIN..=MAX).contains(&members.len()) {
            Ok(Self(members))
        } else {
            Err(Violation::Count { min: MIN, max: MAX })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_counted() {
        assert!(List::<u8, 1, 2>::try_from(vec![1, 2]).is_ok());
        assert_eq!(
            List::<u8, 1, 2>::try_from(vec![]),
            Err(Violation::Count { min: 1, max: 2 })
        );
        assert_eq!(
            List::<u8, 1, 2>::try_from(vec![1, 2, 3]),
            Err(Violation::Count { min: 1, max: 2 })
        );
    }
}
