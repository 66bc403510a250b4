//! Search of people by what somebody types (D4): without marks and case, words in any order, by email
//! address and by telephone number.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::person::Person;

/// A text without marks and case, as search compares it: `Đặng` becomes `dang`.
pub fn folded(text: &str) -> String {
    let bare = text.nfd().filter(|c| !is_combining_mark(*c));
    let lower = bare.flat_map(char::to_lowercase);
    lower.map(|c| if c == 'đ' { 'd' } else { c }).collect()
}

/// What somebody searches for: a person matches if each term does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchTerms(Vec<Term>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Term {
    /// A part of a name or an email address, folded.
    Word(String),
    /// A part of a number, without the zeros before it. `typed` may also stand in an email address.
    Number { typed: String, digits: String },
}

impl SearchTerms {
    /// The terms in what was typed; `None` if there are none. Digits alone, however they are grouped,
    /// are one number.
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = folded(typed);
        let terms: Vec<Term> = if is_number(&typed) {
            vec![Term::number(&typed)]
        } else {
            typed.split_whitespace().map(Term::of).collect()
        };
        (!terms.is_empty()).then_some(Self(terms))
    }

    /// Whether a person matches all terms.
    pub fn find(&self, person: &Person) -> bool {
        let text = folded(&format!("{} {}", person.name, person.email));
        let phone = person.phone.as_ref().map(ToString::to_string);
        let phone = phone.unwrap_or_default();
        self.0.iter().all(|term| match term {
            Term::Word(word) => text.contains(word.as_str()),
            Term::Number { typed, digits } => {
                let is_in_phone = !digits.is_empty() && phone.contains(digits.as_str());
                is_in_phone || text.contains(typed.as_str())
            }
        })
    }
}

impl Term {
    fn of(word: &str) -> Self {
        if is_number(word) {
            Self::number(word)
        } else {
            Self::Word(word.to_owned())
        }
    }

    /// A number in any form. In the form for calls within a country it begins with 0, for calls from
    /// abroad with 00 or +; numbers are stored in the last form, so the zeros are left out.
    fn number(typed: &str) -> Self {
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        Self::Number {
            typed: typed.to_owned(),
            digits: digits.trim_start_matches('0').to_owned(),
        }
    }
}

/// Whether a text has the form of a number or of a part of one, with at least three digits.
fn is_number(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+-.()/".contains(c);
    text.chars().all(is_part) && text.chars().filter(char::is_ascii_digit).count() >= 3
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::person::Reminders;
    use crate::values::{Language, Role};

    fn dang() -> Person {
        Person {
            id: "mem_1".parse().unwrap(),
            role: Role::Member,
            name: "Đặng Thị Bích Ngọc".parse().unwrap(),
            email: "Ngoc.2020@example.com".parse().unwrap(),
            phone: Some("+84912345678".parse().unwrap()),
            zone: "Asia/Ho_Chi_Minh".parse().unwrap(),
            language: Language::Vietnamese,
            reminders: Reminders::default(),
            mail_problem: None,
            link_epoch: 0,
            version: 1,
        }
    }

    // D4: Vietnamese, composed and decomposed, and other marks.
    #[test]
    fn marks_and_case_fold_away() {
        for (text, plain) in [
            ("Đặng Ngọc", "dang ngoc"),
            ("ĐẶNG", "dang"),
            ("Nguye\u{302}\u{303}n Thi\u{323} Mai", "nguyen thi mai"),
            ("Trần Thuỳ Ưu Ơn", "tran thuy uu on"),
            ("Zoë Ångström", "zoe angstrom"),
            ("mai@example.com", "mai@example.com"),
            ("李小龍", "李小龍"),
        ] {
            assert_eq!(folded(text), plain, "{text}");
        }
    }

    // D4: the same person, however one types.
    #[test]
    fn a_person_is_found_by_words_in_any_order_and_by_number() {
        let finds = |typed: &str| SearchTerms::parse(typed).unwrap().find(&dang());
        for typed in [
            "Dang Ngoc",
            "Ngọc Đặng",
            "  bích   DANG ",
            "ngoc.2020@EXAMPLE",
            "2020",
            "0912345678",
            "0912 345 678",
            "+84 912-345-678",
            "0084912345678",
            "(+84) 912 345 678",
            "5678",
            "ngoc 0912345678",
        ] {
            assert!(finds(typed), "{typed}");
        }
        for typed in [
            "Dang Mai",
            "0912345679",
            "+65 912 345 678",
            "ngoc 5679",
            "000",
            "@evil",
        ] {
            assert!(!finds(typed), "{typed}");
        }
        assert_eq!(SearchTerms::parse(" \u{301} "), None);
    }
}
