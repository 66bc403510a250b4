//! Search of people by what somebody types (D4): without marks and case, words in any order, by email
//! address and by telephone number.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::person::Person;
use crate::values::is_unseen;

/// A text without marks and case, as search compares it: `Đặng` becomes `dang`, `Łukasz` `lukasz`. Other forms of
/// the same characters, such as full-width digits, become the plain ones (NFKD); apostrophes and
/// characters that nobody sees are left out.
pub fn folded(text: &str) -> String {
    let is_left_out = |c: char| is_combining_mark(c) || is_unseen(c) || is_apostrophe(c);
    let bare = text.nfkd().filter(|c| !is_left_out(*c));
    let mut folded = String::with_capacity(text.len());
    for c in bare.flat_map(char::to_lowercase) {
        match plain(c) {
            Some(plain) => folded.push_str(plain),
            // Lower case brings marks of its own: `İ` becomes `i` and a dot.
            None if !is_combining_mark(c) => folded.push(c),
            None => {}
        }
    }
    folded
}

/// What people type for a letter that is no other letter with a mark, in lower case.
fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'đ' | 'ð' | 'ɖ' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ł' => "l",
        'ŋ' => "n",
        'ø' => "o",
        'ŧ' => "t",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        'þ' => "th",
        _ => return None,
    })
}

/// Whether it stands within a name such as `O’Brien` or `K'Brôi`, where not everybody types it, or not the
/// same one.
fn is_apostrophe(c: char) -> bool {
    "'’‘ʼʻʹ`´＇\u{2032}".contains(c)
}

/// What somebody searches for: a person matches if each term does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchTerms(Vec<Term>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Term {
    /// A part of a name or an email address, folded.
    Word(String),
    /// Groups of digits that stand beside each other: a part of a number, or several.
    Number(Vec<String>),
}

/// The fewest digits that are searched as a part of a number.
const FEWEST_DIGITS: usize = 3;

impl SearchTerms {
    /// The terms in what was typed; `None` if there are none.
    pub fn parse(typed: &str) -> Option<Self> {
        let separated: String = folded(typed)
            .replace("tel:", " ")
            // The zero that is left out when one calls from abroad.
            .replace("(0)", "")
            .chars()
            .map(|c| match c {
                ',' | ';' | '<' | '>' | '"' | '/' | '“' | '”' => ' ',
                '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
                c => c,
            })
            .collect();
        let is_said = |word: &&str| word.chars().any(char::is_alphanumeric);
        let words: Vec<&str> = separated.split_whitespace().filter(is_said).collect();
        let runs = words.chunk_by(|one, next| is_number(one) && is_number(next));
        let terms: Vec<Term> = runs.flat_map(Term::of).collect();
        (!terms.is_empty()).then_some(Self(terms))
    }

    /// Whether a person matches all terms.
    pub fn find(&self, person: &Person) -> bool {
        let text = folded(&format!("{} {}", person.name, person.email));
        let phone = person.phone.as_ref().map(ToString::to_string);
        let phone = phone.unwrap_or_default();
        // Within a country a number begins with 0, from abroad with 00 or +. Numbers are stored in
        // the last form, so the zeros are left out.
        let is_in_phone = |digits: &str| {
            let digits = digits.trim_start_matches('0');
            !digits.is_empty() && phone.contains(digits)
        };
        self.0.iter().all(|term| match term {
            Term::Word(word) => text.contains(word.as_str()),
            Term::Number(groups) => {
                let each = |group: &String| {
                    group.len() >= FEWEST_DIGITS && (is_in_phone(group) || text.contains(group))
                };
                is_in_phone(&groups.concat()) || groups.iter().all(each)
            }
        })
    }
}

impl Term {
    /// The terms in words beside each other that all are numbers, or in another word.
    fn of(run: &[&str]) -> Vec<Self> {
        let digits = |word: &&str| word.chars().filter(char::is_ascii_digit).collect();
        let groups: Vec<String> = run.iter().map(digits).collect();
        let enough = groups.iter().map(String::len).sum::<usize>() >= FEWEST_DIGITS;
        if enough && run.iter().all(|word| is_number(word)) {
            return vec![Self::Number(
                groups.into_iter().filter(|g| !g.is_empty()).collect(),
            )];
        }
        // The parts of a double name are found in any order, too.
        let parts = run.iter().flat_map(|word| word.split('-'));
        let parts = parts.filter(|part| !part.is_empty());
        parts.map(|part| Self::Word(part.to_owned())).collect()
    }
}

/// Whether a word has the form of a number or of a part of one.
fn is_number(word: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || "+-.()".contains(c);
    word.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::fixtures::person;

    fn dang() -> Person {
        Person {
            name: "Đặng Thị Bích Ngọc".parse().unwrap(),
            phone: Some("+84912345678".parse().unwrap()),
            ..person("Ngoc.2020@example.com")
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
            ("ÐẶNG ɖặng", "dang dang"),
            ("Łukasz Søren Ærø Cœur", "lukasz soren aero coeur"),
            ("Işık İpek Straße Þór", "isik ipek strasse thor"),
            ("O’Brien K'Brôi Oʻahu", "obrien kbroi oahu"),
            ("Ng\u{200B}ọc \u{FF10}\u{FF19}", "ngoc 09"),
        ] {
            assert_eq!(folded(text), plain, "{text}");
        }
    }

    // D4: names of other languages, by what a keyboard without their letters has.
    #[test]
    fn names_of_other_languages_are_found() {
        for (name, typed) in [
            ("Łukasz Müller-Lüdenscheidt", "ludenscheidt-muller lukasz"),
            ("Søren Ærø", "aero soren"),
            ("Seán O’Brien", "o'brien sean"),
            ("Seán O'Brien", "O’Brien"),
            ("Seán O'Brien", "obrien"),
            ("H'Hen Niê", "H’Hen Nie"),
            ("Işık İpek", "isik ipek"),
            ("IŞIK", "ışık"),
            ("Þór Straße", "thor strasse"),
        ] {
            let named = Person {
                name: name.parse().unwrap(),
                ..person("somebody@example.com")
            };
            assert!(SearchTerms::parse(typed).unwrap().find(&named), "{typed}");
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
            "ngoc +84 912 345 678",
            "Ngọc 09 12 34 56 78",
            "+84 (0)912 345 678",
            "\u{202A}+84 912 345 678\u{202C}",
            "0912\u{200B}345678",
            "0912–345–678",
            "tel:0912345678",
            "０９１２３４５６７８",
            "Đặng, Ngọc",
            "<ngoc.2020@example.com>",
            "0912345678 / Ngọc",
            "0912345678 2020",
            "Ðặng",
            "Đặng - Ngọc",
        ] {
            assert!(finds(typed), "{typed}");
        }
        for typed in [
            "Dang Mai",
            "0912345679",
            "+65 912 345 678",
            "ngoc 5679",
            "78 56 34 12 09",
            "000",
            "@evil",
        ] {
            assert!(!finds(typed), "{typed}");
        }
        assert_eq!(SearchTerms::parse(" \u{301} "), None);
    }
}
