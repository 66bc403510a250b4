//! `cargo xtask up`: builds the functions, the local stack and the portal, then becomes the local stack.

use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::failure::Failure;
use crate::test::PORTAL_FOLDER;
use crate::{node, tools};

const HELP: &str = "\
Builds the functions, the local stack and the portal, and runs them on this machine. Ctrl-C ends everything.

  cargo xtask up [flags]

  --port N         listen on this port instead of 3000
  --no-portal      neither build nor serve the portal
  --empty          load no demo people and bookings
  --data DIR       keep the data in this folder
  --dynamodb URL   use this DynamoDB instead of the one inside
  --parameter N=V  give a parameter of template.yaml this value; may be repeated
  --release        build as for the cloud: slower to build, quicker to run
";

/// Runs `up` with the user's flags. Comes back only with help, or if something is in the way.
///
/// The local stack takes this process's place rather than becoming its child, so Ctrl-C and every
/// other signal reach it directly and nothing is left running.
pub(crate) fn run(flags: &[String]) -> Result<(), Failure> {
    if flags.iter().any(|flag| flag == "--help" || flag == "-h") {
        print!("{HELP}");
        return Ok(());
    }
    let (release, flags): (Vec<_>, Vec<_>) = flags.iter().partition(|flag| *flag == "--release");
    let profile = if release.is_empty() {
        "debug"
    } else {
        "release"
    };

    tools::need_c_compiler()?;
    println!("Building the functions and the local stack: minutes the first time, then seconds.");
    let mut build = tools::cargo(&["build", "--workspace", "--bins"]);
    build.args(release);
    tools::run(build)?;
    if !flags.iter().any(|flag| *flag == "--no-portal") {
        println!("Building the portal.");
        tools::run(node::npm(PORTAL_FOLDER, &["run", "--silent", "build"])?)?;
    }

    let mut stack = Command::new(tools::target_folder().join(profile).join("anteroom-local"));
    stack.args(flags).current_dir(tools::root());
    let error = stack.exec();
    let command = tools::line(&stack);
    Err(Failure::DoesNotStart { command, error })
}
