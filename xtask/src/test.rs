//! `cargo xtask test`, `check` and `openapi`.

use std::process::Command;

use crate::failure::Failure;
use crate::steps::Step;
use crate::{node, tools};

/// Everything that must hold before a change goes in.
pub(crate) fn everything() -> Vec<Step> {
    vec![
        FORMAT,
        CLIPPY,
        BUILD,
        TESTS,
        TEMPLATES_FOR_SAM,
        TEMPLATES,
        TEMPLATES_SECURE,
        CALL_TYPES,
        CALLS,
        PORTAL_CHECK,
        PORTAL_BUILD,
        PORTAL,
    ]
}

/// The part of it that answers in seconds, for while one writes.
pub(crate) fn quick() -> Vec<Step> {
    vec![FORMAT, CLIPPY, UNIT_TESTS]
}

/// Writes `docs/openapi.json` anew.
pub(crate) fn openapi() -> Vec<Step> {
    vec![OPENAPI]
}

const FORMAT: Step = Step {
    what: "Format: every file reads as rustfmt writes it",
    help: "`cargo fmt` mends it.",
    run: |()| {
        tools::need_component("rustfmt", "fmt")?;
        tools::run(tools::cargo(&["fmt", "--all", "--check"]))
    },
};

const CLIPPY: Step = Step {
    what: "Clippy: no warning anywhere, tests included",
    help: "Each warning above says what it wants and why.",
    run: |()| {
        tools::need_c_compiler()?;
        tools::need_component("clippy", "clippy")?;
        tools::run(tools::cargo(&[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]))
    },
};

const BUILD: Step = Step {
    what: "Build: the functions and the local stack, which the flow tests run",
    help: "The compiler's first error above is the one to look at.",
    run: |()| tools::run(tools::cargo(&["build", "--workspace", "--bins"])),
};

const TESTS: Step = Step {
    what: "Tests: unit, property and flow tests, and docs/openapi.json against the code",
    help: "If it is docs/openapi.json that is old, `cargo xtask openapi` writes it anew.",
    run: |()| tools::run(tools::cargo(&["test", "--workspace"])),
};

const UNIT_TESTS: Step = Step {
    what: "Unit tests: those beside the code",
    help: "`cargo xtask test` runs the flows too.",
    run: |()| tools::run(tools::cargo(&["test", "--workspace", "--lib"])),
};

const TEMPLATES_FOR_SAM: Step = Step {
    what: "Templates: sam validate",
    help: "The template that deploys is template.yaml.",
    run: |()| tools::run(checker(TEMPLATE_TOOLS, "sam", &["validate", "--lint"])?),
};

const TEMPLATES: Step = Step {
    what: "Templates: cfn-lint with the serverless rules, nested templates too",
    help: "An exception needs its reason beside it; see .cfnlintrc.yaml.",
    run: |()| tools::run(checker(TEMPLATE_TOOLS, "cfn-lint", &[])?),
};

const TEMPLATES_SECURE: Step = Step {
    what: "Templates: checkov, for settings that are not secure",
    help: "An exception needs its reason: in the template's Metadata, or for a whole kind in .checkov.yaml.",
    run: |()| {
        let mut checkov = checker(("venv-checkov", "requirements-checkov.txt"), "checkov", &[])?;
        checkov.arg("--file").args(tools::templates()?);
        tools::run(checkov)
    },
};

/// The environment of SAM and cfn-lint, and the list of what is in it.
const TEMPLATE_TOOLS: (&str, &str) = ("venv", "requirements.txt");

/// The folder of the tests that hold calls.
const CALLS_FOLDER: &str = "local/chime/browser";

const CALL_TYPES: Step = Step {
    what: "Calls: the types of the page and its tests",
    help: "They are in local/chime/browser.",
    run: |()| tools::run(node::npm(CALLS_FOLDER, &["run", "check"])?),
};

const CALLS: Step = Step {
    what: "Calls: the stock client in real browsers, against the local meeting service",
    help: "local/chime/browser/README.md says how to run one of them, and where its logs are.",
    run: |()| {
        let chromium = node::chromium()?;
        let mut calls = node::npm(CALLS_FOLDER, &["run", "calls"])?;
        calls.env("CHROMIUM", chromium).env(
            "CHIME_LOCAL",
            tools::target_folder().join("debug/chime-local"),
        );
        tools::run(calls)
    },
};

/// The folder of the portal.
pub(crate) const PORTAL_FOLDER: &str = "portal";

const PORTAL_CHECK: Step = Step {
    what: "Portal: format, lint, types, unit tests, and the client against docs/openapi.json",
    help: "In portal/, `npm run format` mends the format and `npm run client` the client.",
    run: |()| tools::run(node::npm(PORTAL_FOLDER, &["run", "check"])?),
};

const PORTAL_BUILD: Step = Step {
    what: "Portal: build",
    help: "In portal/: `npm run build`.",
    run: |()| tools::run(node::npm(PORTAL_FOLDER, &["run", "build"])?),
};

const PORTAL: Step = Step {
    what: "Portal: its pages in a real browser, against the local stack",
    help: "portal/README.md says how to run one of the tests, and where its traces are.",
    run: |()| {
        let chromium = node::chromium()?;
        let mut pages = node::npm(PORTAL_FOLDER, &["run", "e2e"])?;
        pages.env("CHROMIUM", chromium).env(
            "ANTEROOM_LOCAL",
            tools::target_folder().join("debug/anteroom-local"),
        );
        tools::run(pages)
    },
};

const OPENAPI: Step = Step {
    what: "Write docs/openapi.json from the routes and shapes in the code",
    help: "The test is tests/tests/openapi.rs.",
    run: |()| {
        let mut write = tools::cargo(&["test", "--workspace", "--test", "openapi"]);
        write.env("UPDATE_OPENAPI", "1");
        tools::run(write)
    },
};

/// A template checker, shielded from the user's own account: it needs none, and must reach none.
fn checker(
    (folder, list): (&str, &str),
    name: &str,
    arguments: &[&str],
) -> Result<Command, Failure> {
    let tools = tools::python_tools(folder, list)?;
    let mut command = Command::new(tools.join("bin").join(name));
    command
        .args(arguments)
        .current_dir(tools::root())
        .env_remove("AWS_PROFILE")
        .env("AWS_DEFAULT_REGION", "ap-southeast-1")
        .env("AWS_ACCESS_KEY_ID", "none")
        .env("AWS_SECRET_ACCESS_KEY", "none")
        .env("AWS_CONFIG_FILE", "/dev/null")
        .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env_remove("BC_API_KEY")
        .env("SAM_CLI_TELEMETRY", "0");
    Ok(command)
}
