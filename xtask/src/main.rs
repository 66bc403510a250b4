//! The tasks of the workspace.

mod bench;
mod cloud;
mod cost;
mod failure;
mod node;
mod steps;
mod test;
mod tools;
mod tree;
mod up;
mod versions;

use std::process::ExitCode;

use clap::Parser;

use crate::cloud::{Deploy, Teardown};

/// The tasks of the workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Task {
    /// Build everything and run it here; Ctrl-C ends it. `up --help` lists its flags
    #[command(disable_help_flag = true)]
    Up {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        flags: Vec<String>,
    },
    /// Everything that must hold before a change goes in
    Test,
    /// The quick part of it: format, clippy, unit tests
    Check,
    /// Write docs/openapi.json anew from the code
    Openapi,
    /// Measure the functions as they are deployed; `bench warm`: a poll and a booking beside a peer's;
    /// `bench bookings [N]`: the local stack with N stored; `bench --debug …`: with a debug build
    Bench {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        flags: Vec<String>,
    },
    /// Run the functions of this tree and those of an earlier commit over one table
    Versions {
        /// The commit, such as the one that is deployed
        commit: String,
    },
    /// What one session costs, and a month without any, by a file of prices
    Cost,
    /// Bring a stage into the cloud, or up to date there
    Deploy(Deploy),
    /// Take a stage's application out of the cloud; what it stored stays
    Teardown(Teardown),
}

fn main() -> ExitCode {
    let outcome = match Task::parse() {
        Task::Up { flags } => up::run(&flags),
        Task::Test => steps::run(test::everything(), &mut ()),
        Task::Check => steps::run(test::quick(), &mut ()),
        Task::Openapi => steps::run(test::openapi(), &mut ()),
        Task::Bench { flags } => bench::run(&flags),
        Task::Versions { commit } => versions::run(&commit),
        Task::Cost => cost::run(),
        Task::Deploy(deploy) => deploy.run(),
        Task::Teardown(teardown) => teardown.run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}
