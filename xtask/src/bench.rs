//! `cargo xtask bench`: builds as for the cloud, and measures.

use std::process::Command;

use crate::failure::Failure;
use crate::{node, tools};

/// Builds everything with the profile that is deployed, then runs the measurements that the
/// arguments name. Their tables go to standard output; docs/figures.md keeps them. With `--debug`
/// first, everything is built for debugging: to try the measurements themselves.
pub(crate) fn run(arguments: &[String]) -> Result<(), Failure> {
    tools::need_c_compiler()?;
    let (folder, arguments) = match arguments {
        [first, rest @ ..] if first == "--debug" => ("debug", rest),
        all => ("release", all),
    };
    let part = arguments.first().map(String::as_str);
    if part == Some("scale") {
        return scale(&arguments[1..]);
    }
    let mut build = tools::cargo(&["build", "--workspace", "--bins"]);
    if folder == "release" {
        println!("Building as for the cloud: ten minutes and more the first time.");
        build.arg("--release");
    }
    tools::run(build)?;
    if part == Some("warm") {
        tools::run(node::npm(PEER_FOLDER, &["run", "--silent", "build"])?)?;
    }
    let program = tools::target_folder().join(folder).join("anteroom-bench");
    let mut program = Command::new(program);
    program.args(arguments);
    tools::run(program)
}

/// The folder of the function in Node that `warm` measures beside ours.
const PEER_FOLDER: &str = "bench/peer";

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
