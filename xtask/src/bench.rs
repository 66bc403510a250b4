//! `cargo xtask bench`: builds as for the cloud, and measures.

use std::process::Command;

use crate::failure::Failure;
use crate::tools;

/// Builds everything with the profile that is deployed, then runs the measurements that the
/// arguments name. Their tables go to standard output; docs/figures.md keeps them.
pub(crate) fn run(arguments: &[String]) -> Result<(), Failure> {
    tools::need_c_compiler()?;
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
