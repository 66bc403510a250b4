//! The templates, one folder a language, built into the program.

use std::fmt::Write;
use std::sync::LazyLock;

use anteroom_domain::values::Language;
use minijinja::value::{Serde, Value};
use minijinja::{
    AutoEscape, Environment, Error, Output, State, UndefinedBehavior, escape_formatter,
};

use super::RenderError;
use super::view::View;

/// The folder in which a language's templates are.
pub(super) fn folder(language: Language) -> &'static str {
    match language {
        Language::English => "en",
        // Vietnamese readers get English until `templates/vi` is there.
        Language::Vietnamese => "en",
    }
}

/// Renders a template of the view's language, such as `confirmation.txt`.
pub(super) fn render(name: &str, view: &View<'_>) -> Result<String, RenderError> {
    let template = TEMPLATES.get_template(&format!("{}/{name}.j2", view.language))?;
    Ok(template.render(Serde(view))?)
}

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut templates = Environment::new();
    // A template that asks for something it isn't given is a mistake, not a gap in the text.
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.set_formatter(format);
    for (name, text) in SHARED.iter().chain(ENGLISH) {
        templates
            .add_template(name, text)
            .expect("templates are part of the program, and tests render each");
    }
    templates
});

/// Writes a value into a template. The engine's own way would also escape the slash, which
/// HTML doesn't need and which makes addresses hard to find for whoever reads the source.
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

macro_rules! embed {
    ($folder:literal: $($name:literal),+ $(,)?) => {
        &[$((concat!($folder, $name, ".j2"), include_str!(concat!("../../templates/", $folder, $name, ".j2")))),+]
    };
}

const SHARED: &[(&str, &str)] = embed!["": "layout.html", "parts.html"];

const ENGLISH: &[(&str, &str)] = embed!["en/":
    "words",
    "confirmation.subject", "confirmation.txt", "confirmation.html",
    "cancellation.subject", "cancellation.txt", "cancellation.html",
    "calendar.summary",
    "phone_booked.sms",
    "introduction.sms",
    "member_waiting.sms",
];
