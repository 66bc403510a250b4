//! The size of an item, by the rules of the developer guide's page "DynamoDB item sizes and formats"
//! (`CapacityUnitCalculations.html`).

use dynoxide::{AttributeValue, Item};

/// What a list or a map takes beside its elements, in bytes.
const COLLECTION: usize = 3;

/// What each element of a list or a map takes beside itself, in bytes.
const ELEMENT: usize = 1;

/// The size of an item in bytes: the names and the values of its attributes.
pub fn item_size(item: &Item) -> usize {
    item.iter()
        .map(|(name, value)| name.len() + value_size(value))
        .sum()
}

/// The size of a value in bytes, without its attribute's name.
pub fn value_size(value: &AttributeValue) -> usize {
    match value {
        AttributeValue::S(text) => text.len(),
        AttributeValue::N(number) => number_size(number),
        AttributeValue::B(bytes) => bytes.len(),
        AttributeValue::BOOL(_) | AttributeValue::NULL(_) => 1,
        AttributeValue::SS(texts) => texts.iter().map(String::len).sum(),
        AttributeValue::NS(numbers) => numbers.iter().map(|number| number_size(number)).sum(),
        AttributeValue::BS(all) => all.iter().map(Vec::len).sum(),
        AttributeValue::L(items) => {
            let size = |item| value_size(item) + ELEMENT;
            COLLECTION + items.iter().map(size).sum::<usize>()
        }
        AttributeValue::M(map) => {
            let size = |(name, value): (&String, _)| name.len() + value_size(value) + ELEMENT;
            COLLECTION + map.iter().map(size).sum::<usize>()
        }
    }
}

/// The size of a number in bytes: one, one for every two significant digits, and one for a minus.
/// Zeros before the first and after the last other digit don't count. The guide calls this
/// approximate. Digits before and after the decimal point don't share a byte, which is what
/// measurements by others against the service's size limit of items show.
fn number_size(number: &str) -> usize {
    let number = number.trim();
    let (negative, number) = match number.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, number.strip_prefix('+').unwrap_or(number)),
    };
    let (mantissa, exponent) = match number.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse().unwrap_or(0)),
        None => (number, 0_i64),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
    let leading = digits.iter().take_while(|digit| **digit == b'0').count();
    let trailing = digits
        .iter()
        .rev()
        .take_while(|digit| **digit == b'0')
        .count();
    if leading == digits.len() {
        return 1;
    }
    let significant = digits.len() - leading - trailing;
    // How many of the significant digits stand before the decimal point.
    let point = whole.len() as i64 + exponent - leading as i64;
    let before = usize::try_from(point).unwrap_or(0).min(significant);
    let after = significant - before;
    1 + before.div_ceil(2) + after.div_ceil(2) + usize::from(negative)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn text(value: &str) -> AttributeValue {
        AttributeValue::S(value.to_owned())
    }

    #[test]
    fn names_and_values_count() {
        let item = HashMap::from([
            ("PK".to_owned(), text("BKG#1")),
            ("naïve".to_owned(), text("née")),
            ("b".to_owned(), AttributeValue::B(vec![0; 10])),
            ("t".to_owned(), AttributeValue::BOOL(true)),
            ("n".to_owned(), AttributeValue::NULL(true)),
        ]);
        assert_eq!(
            item_size(&item),
            (2 + 5) + (6 + 4) + (1 + 10) + (1 + 1) + (1 + 1)
        );
    }

    #[test]
    fn numbers_take_half_a_byte_a_digit_and_one_more() {
        for (number, size) in [
            ("0", 1),
            ("-0", 1),
            ("5", 2),
            ("42", 2),
            ("-42", 3),
            ("123", 3),
            ("12300", 3),
            ("0012.3400", 3),
            ("1.5", 3),
            ("0.005", 2),
            ("1.2e3", 2),
            ("1795341600", 5),
        ] {
            assert_eq!(number_size(number), size, "{number}");
        }
    }

    #[test]
    fn collections_take_three_bytes_and_one_an_element() {
        let list = AttributeValue::L(vec![text("ab"), AttributeValue::NULL(true)]);
        assert_eq!(value_size(&list), 3 + (2 + 1) + (1 + 1));
        let map = AttributeValue::M(HashMap::from([("key".to_owned(), text("value"))]));
        assert_eq!(value_size(&map), 3 + (3 + 5 + 1));
        assert_eq!(value_size(&AttributeValue::L(Vec::new())), 3);
        let set = AttributeValue::SS(vec!["ab".to_owned(), "c".to_owned()]);
        assert_eq!(value_size(&set), 3);
    }
}
