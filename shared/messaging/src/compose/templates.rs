//! The templates, one folder for each language, built into the program by `build.rs`.
//!
//! To add a language, add a folder with the same files as the others have. Each language has one
//! template for an email, made of the pieces in `parts`. It is rendered twice: as text and as HTML.

use std::fmt::Write;
use std::sync::LazyLock;

use minijinja::value::{Serde, Value};
use minijinja::{
    AutoEscape, Environment, Error, Output, State, UndefinedBehavior, escape_formatter,
};
use serde::Serialize;

use super::RenderError;
use super::view::View;

/// Renders a line of text: a subject, an SMS or the name of an event, such as
/// `confirmation.subject`.
pub(super) fn line(name: &str, view: &View<'_>) -> Result<String, RenderError> {
    render(&TEXT, "line.j2", name, "", view).map(|line| line.trim().to_owned())
}

/// Renders an email, such as `confirmation.body`, as plain text.
pub(super) fn text(name: &str, subject: &str, view: &View<'_>) -> Result<String, RenderError> {
    let text = render(&TEXT, "layout.txt.j2", name, subject, view)?;
    let mut tidy = String::new();
    for line in text.lines().map(str::trim_end) {
        let is_empty_again = line.is_empty() && (tidy.is_empty() || tidy.ends_with("\n\n"));
        if !is_empty_again {
            tidy.extend([line, "\n"]);
        }
    }
    Ok(tidy)
}

/// Renders an email, such as `confirmation.body`, as HTML.
pub(super) fn html(name: &str, subject: &str, view: &View<'_>) -> Result<String, RenderError> {
    let html = render(&HTML, "layout.html.j2", name, subject, view)?;
    let lines = html.lines().filter(|line| !line.trim().is_empty());
    Ok(lines.flat_map(|line| [line, "\n"]).collect())
}

/// The values of a frame, which it passes on to its contents.
#[derive(Serialize)]
struct Page<'a> {
    /// The template inside the frame.
    body: String,
    subject: &'a str,
    #[serde(flatten)]
    view: &'a View<'a>,
}

fn render(
    templates: &Environment<'_>,
    frame: &str,
    name: &str,
    subject: &str,
    view: &View<'_>,
) -> Result<String, RenderError> {
    let body = format!("{}/{name}", view.language);
    let page = Page {
        body,
        subject,
        view,
    };
    Ok(templates.get_template(frame)?.render(Serde(page))?)
}

static TEXT: LazyLock<Environment<'static>> = LazyLock::new(|| environment(AutoEscape::None));
static HTML: LazyLock<Environment<'static>> = LazyLock::new(|| environment(AutoEscape::Html));

/// The templates of all languages, with one way of escaping values.
fn environment(escape: AutoEscape) -> Environment<'static> {
    let mut templates = Environment::new();
    // A template that uses a value that it is not given is an error, not a gap in the text.
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    let of_all = escape.clone();
    templates.set_auto_escape_callback(move |_| of_all.clone());
    templates.set_formatter(format);
    templates.set_path_join_callback(move |name, _| file(name, &escape).into());
    minijinja_embed::load_templates!(&mut templates);
    templates
}

/// Writes a value into a template. The engine's default would also escape the slash. HTML does not
/// need that, and it makes addresses hard to find in the source.
fn format(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    match value.as_str() {
        Some(text) if matches!(state.auto_escape(), AutoEscape::Html) && !value.is_safe() => {
            for c in text.chars() {
                match c {
                    '&' => out.write_str("&amp;")?,
                    '<' => out.write_str("&lt;")?,
                    '>' => out.write_str("&gt;")?,
                    '"' => out.write_str("&quot;")?,
                    '\'' => out.write_str("&#39;")?,
                    _ => out.write_char(c)?,
                }
            }
            Ok(())
        }
        Some(_) | None => escape_formatter(out, state, value),
    }
}

/// The file of a template that another one names: `en/details` is `en/details.j2`. Text and HTML have
/// `parts` of their own.
fn file(name: &str, escape: &AutoEscape) -> String {
    match (name, escape) {
        ("parts", AutoEscape::Html) => "parts.html.j2".to_owned(),
        ("parts", _) => "parts.txt.j2".to_owned(),
        (name, _) => format!("{name}.j2"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use anteroom_domain::values::Language;

    use super::*;

    #[test]
    fn every_language_has_the_same_templates() {
        let of = |language: Language| -> BTreeSet<_> {
            let folder = format!("{}/", language.as_str());
            let names = TEXT.templates().map(|(name, _)| name);
            names
                .filter_map(|name| name.strip_prefix(&folder))
                .collect()
        };
        let english = of(Language::English);
        assert!(english.contains("confirmation.body.j2"));
        for language in Language::ALL {
            assert_eq!(of(language), english, "{}", language.as_str());
        }
    }
}
