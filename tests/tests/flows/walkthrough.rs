//! The walks through a session in curl lines: `docs/walkthrough.md` prints what it shows, and what
//! `cargo xtask up` prints for its own bookings works.

use std::iter::zip;
use std::path::Path;

use anteroom_stack::{Options, Stack};
use anteroom_tests::{TestApp, binaries};
use tokio::process::Command;

/// The document, and the address of the stack in it.
const DOCUMENT: &str = include_str!("../../../docs/walkthrough.md");
const ADDRESS: &str = "http://localhost:3000";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_document_prints_what_it_shows() {
    let app = TestApp::start().await;
    assert_eq!(DOCUMENT.matches(ADDRESS).count(), 1);
    let steps = steps(&DOCUMENT.replace(ADDRESS, app.stack.url()));
    let separator = "\nprintf '\\036'\n";
    let scripts: Vec<_> = steps.iter().map(|step| step.script.as_str()).collect();
    let printed = bash(&scripts.join(separator)).await;
    let printed: Vec<_> = printed.split('\u{1e}').collect();
    assert_eq!(printed.len(), steps.len());
    for (step, printed) in zip(&steps, printed) {
        let (shown, lines) = (step.shown.lines().count(), printed.lines().count());
        assert_eq!(shown, lines, "{}\nprinted\n{printed}", step.script);
        for (shown, line) in zip(step.shown.lines(), printed.lines()) {
            assert!(agrees(shown, line), "expected {shown}\nbut got  {line}");
        }
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_walk_of_the_demo_works() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let options = Options {
        demo: true,
        ..Options::new(root.to_owned(), binaries())
    };
    let stack = Stack::start(options).await.unwrap();
    let walk = stack.demo().unwrap().walk(stack.url());
    let (_, script) = walk.split_once("step by step:\n").unwrap();
    let printed = bash(script).await;
    let shown = [
        r#"{"id":"bkg_…",…,"status":"confirmed",…}"#,
        r#"{"state":"waiting",…}"#,
        r#"{"meeting":{…},…,"generation":1}"#,
        r#"{…,"hostPresent":true,…}"#,
        r#"{"state":"admitted",…}"#,
        r#"{…,"status":"completed",…}"#,
    ];
    assert_eq!(printed.lines().count(), shown.len(), "{printed}");
    for (shown, line) in zip(shown, printed.lines()) {
        assert!(agrees(shown, line), "expected {shown}\nbut got  {line}");
    }
    stack.stop().await;
}

/// A shell block of the document, and what the block below it shows.
struct Step {
    script: String,
    shown: String,
}

/// The steps of a document. A shell block without a text block below it prints nothing.
fn steps(document: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    // Every second part lies within a pair of fences.
    for block in document.split("```").skip(1).step_by(2) {
        match block.split_once('\n').unwrap() {
            ("sh", script) => steps.push(Step {
                script: script.to_owned(),
                shown: String::new(),
            }),
            ("text", shown) => shown.clone_into(&mut steps.last_mut().unwrap().shown),
            (language, _) => panic!("a block of {language}"),
        }
    }
    steps
}

/// Runs a script, which must succeed. Returns what it prints.
async fn bash(script: &str) -> String {
    let mut command = Command::new("bash");
    command.args(["-euo", "pipefail", "-c", script]);
    let output = command.output().await.expect("there is a bash");
    let printed = String::from_utf8(output.stdout).unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}\nafter\n{printed}");
    printed
}

/// Whether a line is as it is shown, where `…` stands for anything.
fn agrees(shown: &str, line: &str) -> bool {
    let Some((start, rest)) = shown.split_once('…') else {
        return shown == line;
    };
    let Some(mut left) = line.strip_prefix(start) else {
        return false;
    };
    let mut parts: Vec<_> = rest.split('…').collect();
    let end = parts.pop().unwrap_or_default();
    for part in parts {
        match left.split_once(part) {
            Some((_, after)) => left = after,
            None => return false,
        }
    }
    left.ends_with(end)
}
