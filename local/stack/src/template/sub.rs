//! The text of `Fn::Sub`: literal parts and `${Names}`.

/// A part of the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    Literal(&'a str),
    Name(&'a str),
}

/// Splits the text. `${!Name}` is the literal `${Name}`; a `${` that never closes is literal.
pub(super) fn parts(mut text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    while let Some(open) = text.find("${") {
        let Some(length) = text[open..].find('}') else {
            break;
        };
        let close = open + length;
        let name = text[open + 2..close].trim();
        parts.push(Part::Literal(&text[..open]));
        match name.strip_prefix('!') {
            Some(_) => {
                parts.push(Part::Literal("${"));
                parts.push(Part::Literal(&text[open + 3..=close]));
            }
            None => parts.push(Part::Name(name)),
        }
        text = &text[close + 1..];
    }
    parts.push(Part::Literal(text));
    parts.retain(|part| *part != Part::Literal(""));
    parts
}

#[cfg(test)]
mod tests {
    use super::Part::{Literal, Name};
    use super::parts;

    #[test]
    fn splits_names_from_text() {
        assert_eq!(
            parts("a${B}c${D.E}"),
            [Literal("a"), Name("B"), Literal("c"), Name("D.E")]
        );
        assert_eq!(parts("${!Kept}"), [Literal("${"), Literal("Kept}")]);
        assert_eq!(parts("open ${"), [Literal("open ${")]);
    }
}
