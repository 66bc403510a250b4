//! The tasks of the workspace: `cargo xtask up`, `test`, `check`, `openapi`, `bench`.

mod bench;
mod failure;
mod node;
mod test;
mod tools;
mod up;

use std::process::ExitCode;

use crate::failure::Failure;

const HELP: &str = "\
The tasks of the workspace.

  cargo xtask up [flags]   build everything and run it here; Ctrl-C ends it
  cargo xtask test         everything that must hold before a change goes in
  cargo xtask check        the quick part of it: format, clippy, unit tests
  cargo xtask openapi      write docs/openapi.json anew from the code
  cargo xtask bench        measure the functions as they are deployed
  cargo xtask bench bookings [N]
                           measure the local stack under load, with N bookings stored

`cargo xtask up --help` lists the flags of up.
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let task = arguments.next();
    let flags: Vec<String> = arguments.collect();

    let outcome = match (task.as_deref(), flags.as_slice()) {
        (Some("up"), flags) => up::run(flags),
        (Some("test"), []) => test::run(test::everything()),
        (Some("check"), []) => test::run(test::quick()),
        (Some("openapi"), []) => test::run(test::openapi()),
        (Some("bench"), flags) => bench::run(flags),
        (Some("test" | "check" | "openapi"), [flag, ..]) => Err(Failure::Usage(format!(
            "This task takes no flags, but was given {flag}."
        ))),
        (Some("help" | "--help" | "-h") | None, _) => {
            print!("{HELP}");
            Ok(())
        }
        (Some(other), _) => Err(Failure::Usage(format!(
            "There is no task named {other}.\n\n{HELP}"
        ))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}
