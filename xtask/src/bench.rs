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
const SESSIONS: &str = "100,1000,10000";

/// Where graphs of them go.
const GRAPHS: &str = "docs/figures";

/// Lives through the full hour of `tests/tests/scale`, in a profile made for speed. `SCALE_LIMITS` has the limits, the
/// `granted` ones unless it is set.
fn scale(sessions: &[String]) -> Result<(), Failure> {
    println!("Building the simulation: ten minutes and more the first time.");
    let given: Vec<&str> = sessions.iter().map(String::as_str).collect();
    let loads = match given.as_slice() {
        [] => SESSIONS.to_owned(),
        given => given.join(","),
    };
    let test = [
        "test",
        "--profile",
        "model",
        "--workspace",
        "--test",
        "scale",
    ];
    let mut run = tools::cargo(&test);
    run.args(["--", "--nocapture", "a_full_hour"])
        .env("SCALE_SESSIONS", loads)
        .env("SCALE_GRAPHS", tools::root().join(GRAPHS));
    tools::run(run)
}
