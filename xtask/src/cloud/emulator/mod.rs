//! `cargo xtask deploy --emulator`: the steps of `deploy` and `teardown` towards ministack, an emulator that is not
//! ours, and a session there. Grants hold as in an account: it judges each call of a function by the function's role.
//!
//! What it can't do is in `gaps`, by name.

mod checks;
mod client;
pub(super) mod gaps;
mod over;
mod probes;
pub(super) mod service;
mod sign_in;
mod template;
mod walk;

use std::path::PathBuf;

use serde_json::Value;

use self::service::Running;
use self::walk::{Booked, Walk};
use super::deploy::{self, Deployment};
use super::shell::Shell;
use super::stage::Stage;
use super::teardown;
use crate::failure::Failure;
use crate::steps::{self, Step};
use crate::test::PORTAL_FOLDER;
use crate::tree::Tree;
use crate::{node, tools, versions};

struct Emulation {
    stage: Stage,
    shell: Shell,
    running: Running,
    /// The version that is deployed before this one, and its commit.
    before: (Tree, String),
    /// What was booked under it.
    booked: Option<Booked>,
}

/// Deploys a stage to an emulator in all ways that there are, and walks over it.
pub(super) fn run(stage: &str, over: &str) -> Result<(), Failure> {
    let over = versions::named(over)?;
    let before = versions::build(&over)?;
    build()?;
    let own = read(Tree::own(), stage)?;
    let running = service::start(&folder(), &own.region)?;
    let mut emulation = Emulation {
        shell: Shell::towards(running.emulator.clone(), Tree::own(), &own.region)?,
        stage: own,
        running,
        before: (before, over),
        booked: None,
    };
    let steps = steps().into_iter().chain(over::steps());
    steps::run(steps.collect(), &mut emulation)
}

impl Emulation {
    /// From now on another version is deployed.
    fn turn_to(&mut self, tree: Tree) -> Result<(), Failure> {
        self.stage = read(tree.clone(), &self.stage.name)?;
        let emulator = self.running.emulator.clone();
        self.shell = Shell::towards(emulator, tree, &self.stage.region)?;
        Ok(())
    }
}

/// The stage, as a checkout has it. Nobody is asked here before it changes.
fn read(tree: Tree, stage: &str) -> Result<Stage, Failure> {
    let stage = Stage::read(tree, stage)?;
    Ok(Stage {
        confirm: false,
        ..stage
    })
}

/// What the emulator writes.
fn folder() -> PathBuf {
    tools::target_folder().join("deploy/emulator")
}

/// Builds once what each deployment would build.
fn build() -> Result<(), Failure> {
    tools::need_c_compiler()?;
    tools::run(tools::cargo(&["build", "--workspace", "--bins"]))?;
    tools::run(node::npm(PORTAL_FOLDER, &["run", "--silent", "build"])?)
}

const HELP: &str =
    "The emulator's log is target/deploy/emulator/ministack.log. It has the functions' lines, too.";

fn steps() -> Vec<Step<Emulation>> {
    vec![
        Step {
            what: "Emulator: it is one, and no account",
            help: HELP,
            run: |emulation| checks::no_account(&emulation.shell),
        },
        Step {
            what: "Emulator: the first deployment",
            help: HELP,
            run: |emulation| deploy(emulation, &[]),
        },
        Step {
            what: "Emulator: the next one, which invites the concierge",
            help: HELP,
            run: |emulation| deploy(emulation, &[]),
        },
        Step {
            what: "Emulator: the table, its indexes and its protection",
            help: HELP,
            run: |emulation| checks::table(&emulation.shell, &emulation.stage),
        },
        Step {
            what: "Emulator: book, mail, session",
            help: HELP,
            run: |emulation| walk(emulation)?.through(),
        },
        Step {
            what: "Emulator: a deployment that changes nothing",
            help: HELP,
            run: unchanged,
        },
        Step {
            what: "Emulator: a deployment with another parameter",
            help: HELP,
            run: changed,
        },
        Step {
            what: "Emulator: teardown",
            help: HELP,
            run: taken_away,
        },
        Step {
            what: "Emulator: a deployment over the state that stayed",
            help: HELP,
            run: anew,
        },
        Step {
            what: "Emulator: what it can't do",
            help: "xtask/src/cloud/emulator/gaps.rs has the list.",
            run: |emulation| probes::all(&emulation.shell, &emulation.stage),
        },
    ]
}

fn deploy(emulation: &Emulation, changes: &[(&str, &str)]) -> Result<(), Failure> {
    let mut stage = emulation.stage.clone();
    // What is built runs on this machine.
    let here = match std::env::consts::ARCH {
        "aarch64" => "arm64",
        other => other,
    };
    for (name, value) in changes.iter().chain(&[("Architecture", here)]) {
        let parameters = &mut stage.parameters;
        parameters.insert((*name).to_owned(), (*value).to_owned());
    }
    let fit = Step::<Deployment> {
        what: "Functions: what the emulator can't do is left out",
        help: HELP,
        run: template::fit,
    };
    deploy::emulated(stage, emulation.shell.clone(), walk::CONCIERGE, fit)
}

fn walk(emulation: &Emulation) -> Result<Walk, Failure> {
    Walk::new(
        &emulation.shell,
        &emulation.stage,
        &emulation.running.emulator,
    )
}

fn unchanged(emulation: &mut Emulation) -> Result<(), Failure> {
    let before = checks::last_change(&emulation.shell, &emulation.stage)?;
    deploy(emulation, &[])?;
    let after = checks::last_change(&emulation.shell, &emulation.stage)?;
    match before == after {
        true => Ok(()),
        false => Err(Failure::Usage(format!(
            "The application was changed: {before} before, {after} after."
        ))),
    }
}

fn changed(emulation: &mut Emulation) -> Result<(), Failure> {
    let hold = ("HoldMessagesBefore", "2026-01-01T00:00:00Z");
    deploy(emulation, &[("NoticeHours", "12"), hold])?;
    let walk = walk(emulation)?;
    match walk.notice()? {
        720 => walk.again(),
        other => Err(Failure::Usage(format!(
            "The functions should take 720 minutes of notice, and take {other}."
        ))),
    }
}

fn taken_away(emulation: &mut Emulation) -> Result<(), Failure> {
    teardown::take_away(emulation.stage.clone(), emulation.shell.clone())?;
    let functions = emulation.shell.ask_aws(
        "Is anything left that runs?",
        &["lambda", "list-functions"],
        "Functions[].FunctionName",
    )?;
    match functions.unwrap_or_default() {
        Value::Array(left) if left.is_empty() => Ok(()),
        left => Err(Failure::Usage(format!("There are still {left}."))),
    }
}

fn anew(emulation: &mut Emulation) -> Result<(), Failure> {
    deploy(emulation, &[])?;
    let walk = walk(emulation)?;
    walk.refuses()?;
    walk.again()
}
