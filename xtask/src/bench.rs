//! `cargo xtask bench`: builds as for the cloud, and measures.

use std::process::Command;

use crate::failure::Failure;
use crate::tools;

/// Builds everything with the profile that is deployed, then runs the measurements that the
/// arguments name. Their tables go to standard output; docs/figures.md keeps them.
pub(crate) fn run(arguments: &[String]) -> Result<(), Failure> {
    tools::need_c_compiler()?;
    if let [first, sessions @ ..] = arguments
        && first == "scale"
    {
        return scale(sessions);
    }
    println!("Building as for the cloud: ten minutes and more the first time.");
    tools::run(tools::cargo(&[
        "build",
        "--release",
        "--workspace",
        "--bins",
    ]))?;
    let program = tools::target_folder().join("release/anteroom-bench");
    let mut program = Command::new(program);
    program.args(arguments);
    tools::run(program)
}

/// How many sessions start at the same hour unless told, one run after the other.
const SESSIONS: [&str; 2] = ["1000", "10000"];

/// Lives through the full hour of `tests/tests/scale`, in a profile made for speed. `SCALE_LIMITS` has the limits, the
/// `granted` ones unless it is set.
fn scale(sessions: &[String]) -> Result<(), Failure> {
    println!("Building the simulation: ten minutes and more the first time.");
    let given: Vec<&str> = sessions.iter().map(String::as_str).collect();
    let loads = if given.is_empty() {
        &SESSIONS
    } else {
        given.as_slice()
    };
    let test = [
        "test",
        "--profile",
        "model",
        "--workspace",
        "--test",
        "scale",
    ];
    for sessions in loads {
        let mut run = tools::cargo(&test);
        run.args(["--", "--nocapture"])
            .env("SCALE_SESSIONS", sessions);
        tools::run(run)?;
    }
    Ok(())
}
