//! Globs, in which `*` stands for any text.

/// Whether a text fits a glob in which `*` stands for any text.
pub(crate) fn fits(glob: &str, text: &str) -> bool {
    match glob.split_once('*') {
        None => glob == text,
        Some((start, rest)) => text.strip_prefix(start).is_some_and(|text| {
            let mut starts = (0..=text.len()).filter(|at| text.is_char_boundary(*at));
            starts.any(|at| fits(rest, &text[at..]))
        }),
    }
}
