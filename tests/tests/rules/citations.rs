//! Where rules are cited in the repository.
//!
//! A citation is `(B2)` or `(S2, S4)` anywhere in a comment or a parameter's description, or
//! `B2:`, `B2.` or `B5 and B6.` at its start. `"B2: …"` at the start of a string counts too.

use std::fs::{self, read_to_string};
use std::path::{Path, PathBuf};

use super::root;

/// Folders without code of ours, beside those whose name starts with a dot.
const SKIPPED: [&str; 4] = ["target", "node_modules", "dist", "docs"];
const EXTENSIONS: [&str; 5] = ["rs", "ts", "tsx", "yaml", "j2"];

/// Every citation in the repository's code: the rule, where, and whether that is a test.
pub(super) fn citations() -> Vec<(String, String, bool)> {
    let mut found = Vec::new();
    for file in files(&root()) {
        let path = file
            .strip_prefix(root())
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        let mut in_test = is_test(&path);
        let text = read_to_string(&file).unwrap();
        let mut lines = text.lines().enumerate().peekable();
        while let Some((index, line)) = lines.next() {
            // Nothing comes after the test module of a file: Clippy sees to that.
            let next = lines.peek().map_or("", |(_, next)| next);
            in_test |= line == "#[cfg(test)]" && next.starts_with("mod ") && next.ends_with('{');
            let place = format!("{path}:{}", index + 1);
            let cited = cited_in(line).into_iter();
            found.extend(cited.map(|id| (id, place.clone(), in_test)));
        }
    }
    assert!(found.len() > 100, "only {} citations found", found.len());
    found
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        if path.is_dir() && !SKIPPED.contains(&&*name) && !name.starts_with('.') {
            found.extend(files(&path));
        } else if EXTENSIONS.contains(&&*extension)
            && !path.starts_with(root().join("tests/tests/rules"))
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Whether a whole file is tests, by its path. `tests/src` is what tests are helped by.
fn is_test(path: &str) -> bool {
    let parts: Vec<_> = path.split('/').collect();
    let name = parts.last().unwrap();
    let folder = parts.contains(&"tests") && !path.starts_with("tests/src/");
    let named = [".spec.", ".test.", "_test."]
        .iter()
        .any(|mark| name.contains(mark));
    folder || parts.contains(&"e2e") || named || *name == "tests.rs"
}

/// The rules that a line of code cites.
pub(super) fn cited_in(line: &str) -> Vec<String> {
    let marks = ["//", "/*", "# ", "{#", "Description:"];
    let starred = line.trim_start().starts_with("* ").then_some(0);
    let mark = marks
        .iter()
        .filter_map(|mark| line.find(mark))
        .chain(starred)
        .min();
    let mut found = Vec::new();
    if let Some(at) = mark {
        let prose = line[at..].trim_start_matches("Description:");
        let start = prose.trim_start_matches(|c: char| "/!*#{- \"".contains(c));
        found.extend(list(start, &[": ", ". "]));
        let brackets = prose.match_indices('(').map(|(at, _)| &prose[at + 1..]);
        found.extend(brackets.flat_map(|inside| list(inside, &[")"])));
    }
    let strings = line
        .match_indices(['"', '\'', '`'])
        .map(|(at, _)| &line[at + 1..]);
    found.extend(strings.flat_map(|inside| list(inside, &[": "])));
    found.into_iter().map(str::to_owned).collect()
}

/// The ids of a list with which a text begins, if one of `ends` follows it.
fn list<'a>(text: &'a str, ends: &[&str]) -> Vec<&'a str> {
    let (mut ids, mut rest) = (Vec::new(), text);
    while let Some((id, after)) = id_at(rest) {
        ids.push(id);
        let more = [", ", " and "]
            .iter()
            .find_map(|joint| after.strip_prefix(joint));
        match more {
            Some(more) => rest = more,
            None if ends.iter().any(|end| after.starts_with(end)) => return ids,
            None => return Vec::new(),
        }
    }
    Vec::new()
}

/// The rule's id with which a text begins, and what comes after it.
pub(super) fn id_at(text: &str) -> Option<(&str, &str)> {
    let digits = text.strip_prefix(['B', 'S', 'M', 'A', 'D', 'R'])?;
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    let (id, after) = text.split_at(1 + count);
    let whole = !after.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    ((1..=2).contains(&count) && whole).then_some((id, after))
}

#[test]
fn a_citation_is_told_from_other_text() {
    let cases: [(&str, &[&str]); 11] = [
        ("/// Nobody is booked twice (B2).", &["B2"]),
        (
            "//! The gate (S2, S4), and (M1 and M4).",
            &["S2", "S4", "M1", "M4"],
        ),
        ("let x = 1; // B1: on the grid", &["B1"]),
        (
            "    Description: B5 and B6. Nearer than this",
            &["B5", "B6"],
        ),
        ("        # No address gets into the log (A4).", &["A4"]),
        (r#"assert!(ok, "M4: sent twice");"#, &["M4"]),
        ("/** B6: late. */", &["B6"]),
        ("// On A4 paper, in Amazon S3, on an M1.", &[]),
        (r#"Type: "AWS::S3::Bucket""#, &[]),
        ("microphone: 'M12 3a3 3 0 0 1 3 3v5',", &[]),
        ("call(A1);", &[]),
    ];
    for (line, expected) in cases {
        assert_eq!(cited_in(line), expected, "{line}");
    }
}
