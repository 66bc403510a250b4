//! The templates, one folder for each language, built into the program.
//!
//! To add a language, add a folder with a file for each name in [`language!`], and a line in
//! [`LANGUAGES`]. Each language has one template for an email, made of the pieces in `parts`. It is
//! rendered twice: as text and as HTML.

use std::fmt::Write;
use std::sync::LazyLock;

use anteroom_domain::values::Language;
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
    render(&TEXT, "line", name, "", view).map(|line| line.trim().to_owned())
}

/// Renders an email, such as `confirmation.body`, as plain text.
pub(super) fn text(name: &str, subject: &str, view: &View<'_>) -> Result<String, RenderError> {
    let text = render(&TEXT, "layout", name, subject, view)?;
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
    let html = render(&HTML, "layout", name, subject, view)?;
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

static TEXT: LazyLock<Environment<'static>> =
    LazyLock::new(|| environment(AutoEscape::None, FRAMES_OF_TEXT));
static HTML: LazyLock<Environment<'static>> =
    LazyLock::new(|| environment(AutoEscape::Html, FRAMES_OF_HTML));

/// The templates of all languages, with one way of escaping values.
fn environment(escape: AutoEscape, frames: &'static [Template]) -> Environment<'static> {
    let mut templates = Environment::new();
    // A template that uses a value that it is not given is an error, not a gap in the text.
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.set_auto_escape_callback(move |_| escape.clone());
    templates.set_formatter(format);
    let languages = LANGUAGES.iter().flat_map(|(_, templates)| *templates);
    for (name, text) in frames.iter().chain(languages) {
        templates
            .add_template(name, text)
            .expect("templates are part of the program, and tests render each");
    }
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

/// A template's name and its text.
type Template = (&'static str, &'static str);

macro_rules! file {
    ($path:expr) => {
        include_str!(concat!("../../templates/", $path, ".j2"))
    };
}

const FRAMES_OF_TEXT: &[Template] = &[
    ("layout", file!("layout.txt")),
    ("parts", file!("parts.txt")),
    ("line", file!("line")),
];

const FRAMES_OF_HTML: &[Template] = &[
    ("layout", file!("layout.html")),
    ("parts", file!("parts.html")),
];

macro_rules! embed {
    ($folder:literal: $($name:literal),+ $(,)?) => {
        &[$((concat!($folder, "/", $name), file!(concat!($folder, "/", $name)))),+]
    };
}

/// All templates of a language.
macro_rules! language {
    ($folder:literal) => {
        embed![$folder:
            // Pieces of the others.
            "words", "details", "details_past", "joining", "another_time", "propose_again",
            // Emails.
            "proposal.subject", "proposal.body",
            "confirmation.subject", "confirmation.body",
            "rescheduled.subject", "rescheduled.body",
            "cancellation.subject", "cancellation.body",
            "declined.subject", "declined.body",
            "expired.subject", "expired.body",
            "no_show.subject", "no_show.body",
            "reminder.subject", "reminder.body",
            "switched_to_phone.subject", "switched_to_phone.body",
            // The calendar event.
            "calendar.summary",
            // SMS.
            "phone_booked.sms",
            "introduction.sms",
            "reminder.sms",
            "switched_to_phone.sms",
            "member_waiting.sms",
            "changed_soon.sms",
        ]
    };
}

/// All languages with their templates, in the folder named by the tag.
const LANGUAGES: &[(Language, &[Template])] = &[
    (Language::English, language!("en")),
    (Language::Vietnamese, language!("vi")),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn every_language_has_its_templates_and_no_other() {
        let of = |language| LANGUAGES.iter().find(|(of, _)| *of == language);
        for language in Language::ALL {
            let folder = language.as_str();
            let (_, templates) = of(language).unwrap();
            let built_in: BTreeSet<_> = templates
                .iter()
                .map(|(name, _)| format!("{name}.j2"))
                .collect();
            let path = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("templates")
                .join(folder);
            let on_disk = fs::read_dir(path).unwrap();
            let on_disk: BTreeSet<_> = on_disk
                .map(|file| format!("{folder}/{}", file.unwrap().file_name().to_str().unwrap()))
                .collect();
            assert_eq!(built_in, on_disk);
        }
    }
}
