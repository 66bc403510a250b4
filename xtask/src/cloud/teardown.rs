//! `cargo xtask teardown`: takes the application away, and keeps the state.

use std::io::BufRead;

use clap::Args;

use super::outputs::Outputs;
use super::shell::Shell;
use super::stage::Stage;
use super::{firewall, stacks};
use crate::failure::Failure;
use crate::steps::{self, Step};
use crate::tree::Tree;

/// What is to be taken away.
#[derive(Args)]
pub(crate) struct Teardown {
    /// The stage, which has a file in infra/stages/
    #[arg(long)]
    stage: String,
    /// Print the commands, and run none
    #[arg(long)]
    dry_run: bool,
}

struct Removal {
    shell: Shell,
    stage: Stage,
}

impl Teardown {
    /// Deletes the stack of the application. A stage that asks before it changes has its name typed first.
    pub(crate) fn run(self) -> Result<(), Failure> {
        let stage = Stage::read(Tree::own(), &self.stage)?;
        let shell = Shell::new(self.dry_run, &stage.region)?;
        if stage.confirm && !self.dry_run {
            confirm(&stage.name)?;
        }
        take_away(stage, shell)
    }
}

/// Goes through the steps.
pub(super) fn take_away(stage: Stage, shell: Shell) -> Result<(), Failure> {
    steps::run(steps(), &mut Removal { shell, stage })
}

fn steps() -> Vec<Step<Removal>> {
    vec![
        Step {
            what: "Application: delete its stack",
            help: "The application is there in part. What it stored is untouched. The stack's events say what \
                   could not be deleted. Run teardown again to go on, or deploy to bring it back.",
            run: application,
        },
        Step {
            what: "Firewall: delete its stack, if there is one",
            help: "The application is gone. The firewall is there and costs money. Run teardown again to go on.",
            run: |removal| firewall::delete(&removal.shell, &removal.stage),
        },
        Step {
            what: "State: what is kept",
            help: "The application is gone; the state was not touched.",
            run: kept,
        },
    ]
}

fn confirm(stage: &str) -> Result<(), Failure> {
    println!("This takes {stage} out of service. Type its name to go on:");
    let mut typed = String::new();
    let read = std::io::stdin().lock().read_line(&mut typed);
    match read {
        Ok(_) if typed.trim() == stage => Ok(()),
        _ => Err(Failure::Usage("Nothing was done.".to_owned())),
    }
}

fn application(removal: &mut Removal) -> Result<(), Failure> {
    stacks::delete_if_there(&removal.shell, &removal.stage.application())
}

fn kept(removal: &mut Removal) -> Result<(), Failure> {
    let (shell, stage) = (&removal.shell, &removal.stage);
    let stack = stage.state();
    if stacks::status(shell, &stack)?.is_none() && !shell.is_dry() {
        println!(
            "\n  There is no stack {stack}: nothing is kept, or it belongs to no stack any more."
        );
        return Ok(());
    }
    let outputs = Outputs::of(shell, &stack)?;
    println!("\n  Kept in {stack}:");
    for (what, output) in [
        ("the table with all records", "TableName"),
        ("the accounts", "UserPoolId"),
        ("the key of links in emails", "LinkKey"),
        ("the key of the portal's distribution", "OriginKey"),
        ("the bucket of the portal's files", "FilesBucket"),
    ] {
        println!("  - {what}: {}", outputs.get(output)?);
    }
    println!(
        "  - the mail domain, verified if it was: {}",
        stage.parameter("MailDomain")?
    );
    println!(
        "\n  Gone: functions, API, alarms, logs, queues with what was in them, the portal's distribution, the firewall."
    );
    println!("  Until it is back nobody signs in, nothing is sent, and no session can be held.");
    println!(
        "  To bring it back: cargo xtask deploy --stage {}",
        stage.name
    );
    println!(
        "  CloudFront gives the portal another name then, which its DNS record must point to; the operators"
    );
    println!(
        "  confirm their subscription again. docs/operations.md says how to remove the state for good."
    );
    Ok(())
}
