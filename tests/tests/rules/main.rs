//! `docs/rules.md` against the code: every cited rule is in it, every built rule has a test that
//! cites it, and the numbers in it are the defaults of `template.yaml`.
#![allow(clippy::unwrap_used)]

mod citations;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::read_to_string;
use std::path::{Path, PathBuf};

use citations::{citations, cited_in, id_at};

#[test]
fn every_cited_rule_is_built() {
    let rules = Rules::read();
    let unknown = citations().into_iter().filter_map(|(id, place, _)| {
        let why = match (rules.built.contains_key(&id), rules.planned.contains(&id)) {
            (true, _) => return None,
            (false, true) => "docs/rules.md has it under Planned only",
            (false, false) => "docs/rules.md does not have it",
        };
        Some(format!("{place} cites {id}: {why}"))
    });
    assert_none(unknown.collect());
}

#[test]
fn every_built_rule_is_cited_by_a_test() {
    let tested = citations().into_iter().filter(|(.., in_test)| *in_test);
    let tested: BTreeSet<_> = tested.map(|(id, ..)| id).collect();
    let untested = Rules::read().built.into_keys();
    let untested = untested.filter(|id| !tested.contains(id));
    assert_none(untested.map(|id| format!("no test cites {id}")).collect());
}

/// A parameter stands, with its default, under every rule that its description cites: `Name` (10).
#[test]
fn every_number_is_the_default_in_the_template() {
    let rules = Rules::read();
    let mut wrong = Vec::new();
    for (name, default, cited) in parameters() {
        let expected = format!("`{name}` ({default})");
        for id in cited {
            let text = rules.built.get(&id).map_or("", String::as_str);
            if !text.contains(&expected) {
                wrong.push(format!("docs/rules.md, {id}: {expected} is missing"));
            }
        }
    }
    assert_none(wrong);
}

/// The rules of `docs/rules.md`: those that are built with their text, and the planned ones.
struct Rules {
    built: BTreeMap<String, String>,
    planned: BTreeSet<String>,
}

impl Rules {
    fn read() -> Self {
        let text = read_to_string(root().join("docs/rules.md")).unwrap();
        let (built, planned) = text.split_once("\n## Planned\n").unwrap();
        let rules = |part: &str| {
            let sections: Vec<_> = part.split("\n### ").skip(1).map(rule).collect();
            let by_id: BTreeMap<_, _> = sections.iter().cloned().collect();
            assert_eq!(
                by_id.len(),
                sections.len(),
                "a rule stands twice: {sections:?}"
            );
            by_id
        };
        Self {
            built: rules(built),
            planned: rules(planned).into_keys().collect(),
        }
    }
}

fn rule(section: &str) -> (String, String) {
    let (id, _) = id_at(section).unwrap_or_else(|| panic!("no rule's id: {section}"));
    // Lines are wrapped anywhere, also between a name and its number.
    let text = section.split_whitespace().collect::<Vec<_>>().join(" ");
    (id.to_owned(), text)
}

/// The parameters of `template.yaml`: name, default, and the rules that the description cites.
fn parameters() -> Vec<(String, String, Vec<String>)> {
    let template = read_to_string(root().join("template.yaml")).unwrap();
    let (_, rest) = template.split_once("\nParameters:\n").unwrap();
    let (section, _) = rest.split_once("\nGlobals:\n").unwrap();
    let mut parameters = Vec::new();
    let (mut name, mut default) = ("", "");
    for line in section.lines() {
        match line.strip_prefix("    ") {
            None => name = line.trim().trim_end_matches(':'),
            Some(field) => match field.split_once(": ") {
                Some(("Default", value)) => default = value.trim_matches('"'),
                Some(("Description", _)) => {
                    parameters.push((name.to_owned(), default.to_owned(), cited_in(line)));
                }
                _ => {}
            },
        }
    }
    parameters
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

fn assert_none(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
