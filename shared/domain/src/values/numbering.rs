//! The numbering plans of countries, as Google's libphonenumber has collected them.
//!
//! The library's own reading of a number is made for what people type: it takes a zero that belongs to the number,
//! as in Italy or Côte d'Ivoire, for the one that is dialled before it. Numbers here are in E.164, so they are
//! looked up as they are.

use phonenumber::Metadata;
use phonenumber::country::Id;
use phonenumber::metadata::{DATABASE, Descriptor};

/// The longest calling code of a country (E.164).
const LONGEST_CODE: usize = 3;

/// The country that assigns a number, of which the digits of E.164 are given, without its `+`; `None` if no
/// country does. This loads the numbering plans.
pub(super) fn country(digits: &str) -> Option<Id> {
    assigned(digits).and_then(|(plan, _)| id(plan))
}

/// Whether a country can have assigned the number to a person: neither a premium nor another special
/// service. This loads the numbering plans.
pub(super) fn is_personal(digits: &str) -> bool {
    assigned(digits)
        .is_some_and(|(plan, national)| id(plan).is_some() && is_of_people(plan, national))
}

/// The country that has a plan; `None` if no country does, as of satellites.
fn id(plan: &Metadata) -> Option<Id> {
    plan.id().parse().ok()
}

/// The plan that has the number, and the number without the calling code.
fn assigned(digits: &str) -> Option<(&'static Metadata, &str)> {
    // No calling code begins with another.
    let (plans, national) = (1..=LONGEST_CODE).find_map(|length| {
        let (code, national) = digits.split_at_checked(length)?;
        let code: u16 = code.parse().ok()?;
        Some((DATABASE.by_code(&code)?, national))
    })?;
    let of_country = |plan: &&Metadata| match plan.leading_digits() {
        Some(leading) => leading
            .find(national)
            .is_some_and(|found| found.start() == 0),
        None => is_of_people(plan, national),
    };
    let shared = plans.len() > 1;
    let plan = plans.into_iter().find(|plan| !shared || of_country(plan))?;
    Some((plan, national))
}

fn is_of_people(plan: &Metadata, national: &str) -> bool {
    let has = |range: Option<&Descriptor>| range.is_some_and(|range| range.is_match(national));
    let kinds = plan.descriptors();
    let is_charged =
        has(kinds.premium_rate()) || has(kinds.toll_free()) || has(kinds.shared_cost());
    let is_special = has(kinds.personal_number())
        || has(kinds.pager())
        || has(kinds.uan())
        || has(kinds.voicemail());
    let is_line = has(kinds.fixed_line()) || has(kinds.mobile());
    kinds.general().is_match(national)
        && !is_charged
        && (has(kinds.voip()) || is_line && !is_special)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeSet;

    use super::*;
    use crate::values::PhoneNumber;

    /// Every country's own examples, and what the country makes of them.
    #[test]
    fn the_examples_of_every_country_are_numbers_of_that_country() {
        let (mut countries, mut elsewhere) = (BTreeSet::new(), 0);
        for plan in DATABASE
            .iter()
            .filter(|plan| plan.id().parse::<Id>().is_ok())
        {
            let kinds = plan.descriptors();
            for example in [kinds.fixed_line(), kinds.mobile(), kinds.voip()] {
                let Some(example) = example.and_then(Descriptor::example) else {
                    continue;
                };
                let number = format!("+{}{example}", plan.country_code());
                let read = number.parse::<PhoneNumber>();
                assert_eq!(read.map(|read| read.to_string()), Ok(number.clone()));
                let found = country(&number[1..]).unwrap();
                let found = DATABASE.by_id(found.as_ref()).unwrap();
                // Countries with a common plan have ranges that the metadata gives to two of them.
                assert_eq!(found.country_code(), plan.country_code(), "{number}");
                elsewhere += usize::from(found.id() != plan.id());
                countries.insert(plan.id());
            }
        }
        assert!(countries.len() > 230, "{}", countries.len());
        assert!(elsewhere < 30, "{elsewhere}");
    }

    #[test]
    fn the_examples_of_special_services_are_no_numbers_of_people() {
        let mut refused = 0;
        for plan in DATABASE.iter() {
            let kinds = plan.descriptors();
            for example in [kinds.premium_rate(), kinds.toll_free(), kinds.shared_cost()] {
                let Some(example) = example.and_then(Descriptor::example) else {
                    continue;
                };
                let number = format!("+{}{example}", plan.country_code());
                assert!(number.parse::<PhoneNumber>().is_err(), "{number}");
                refused += 1;
            }
        }
        assert!(refused > 300, "{refused}");
    }
}
