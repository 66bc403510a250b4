//! Deploys the version before to an empty emulator, and this one over it. The steps are those of this version's
//! `deploy`, and so are the portal's files: templates, stage and functions are the earlier ones.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::symlink;

use super::{Emulation, HELP, checks, deploy, folder, service, walk};
use crate::failure::Failure;
use crate::steps::Step;
use crate::tree::Tree;
use crate::{tools, versions};

pub(super) fn steps() -> Vec<Step<Emulation>> {
    vec![
        Step {
            what: "Emulator: another one, and the version before in it",
            help: HELP,
            run: before,
        },
        Step {
            what: "Emulator: the same again, which invites the concierge",
            help: HELP,
            run: |emulation| deploy(emulation, &[]),
        },
        Step {
            what: "Emulator: people and a booking of the version before",
            help: HELP,
            run: |emulation| {
                emulation.booked = Some(walk(emulation)?.book()?);
                Ok(())
            },
        },
        Step {
            what: "Emulator: this version over it",
            help: HELP,
            run: over,
        },
        Step {
            what: "Emulator: the table of both, its indexes and its protection",
            help: HELP,
            run: |emulation| checks::table(&emulation.shell, &emulation.stage),
        },
        Step {
            what: "Emulator: the session that was booked before, by the link of then",
            help: HELP,
            run: held,
        },
    ]
}

fn before(emulation: &mut Emulation) -> Result<(), Failure> {
    let (tree, commit) = emulation.before.clone();
    let differences = differences(&commit)?;
    match differences.is_empty() {
        true => println!("  {commit} deploys what this version does. --over names an earlier one."),
        false => println!("  What is deployed, since {commit}:\n {differences}"),
    }
    let region = &emulation.stage.region;
    emulation.running = service::start(&folder().join("over"), region)?;
    take_portal(&tree)?;
    emulation.turn_to(tree)?;
    checks::no_account(&emulation.shell)?;
    deploy(emulation, &[])
}

fn over(emulation: &mut Emulation) -> Result<(), Failure> {
    let before = checks::functions(&emulation.shell)?;
    emulation.turn_to(Tree::own())?;
    deploy(emulation, &[])?;
    let after = checks::functions(&emulation.shell)?;
    let (tree, commit) = &emulation.before;
    match before == after && differ(tree, &Tree::own())? {
        true => Err(Failure::Usage(format!(
            "The functions are still those of {commit}: {after}"
        ))),
        false => Ok(()),
    }
}

/// Whether any function was built differently.
fn differ(one: &Tree, other: &Tree) -> Result<bool, Failure> {
    let folder = other.target.join("lambda");
    let built = fs::read_dir(&folder).map_err(|error| Failure::File {
        path: folder.clone(),
        error,
    })?;
    let mut names = built.filter_map(|entry| Some(entry.ok()?.file_name()));
    let of = |tree: &Tree, name: &OsStr| {
        fs::read(tree.target.join("lambda").join(name).join("bootstrap")).ok()
    };
    Ok(names.any(|name| of(one, &name) != of(other, &name)))
}

fn held(emulation: &mut Emulation) -> Result<(), Failure> {
    let walk = walk(emulation)?;
    if let Some(booked) = &emulation.booked {
        walk.told(booked)?;
        walk.hold(booked)?;
    }
    walk.again()
}

/// In which of the files that are deployed this version differs from a commit.
fn differences(commit: &str) -> Result<String, Failure> {
    let mut git = versions::git(&["diff", "--stat", commit, "--"]);
    git.args(["template.yaml", "infra", "functions", "shared"]);
    tools::said(git)
}

/// Puts the portal's files of this version where a checkout would have its own, which would need its own packages.
fn take_portal(tree: &Tree) -> Result<(), Failure> {
    let (own, other) = (tools::root(), tree.root.join("portal/dist"));
    let is_there = fs::symlink_metadata(&other).is_ok();
    if is_there {
        return Ok(());
    }
    symlink(own.join("portal/dist"), &other).map_err(|error| Failure::File { path: other, error })
}
