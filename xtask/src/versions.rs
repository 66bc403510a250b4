//! `cargo xtask versions`: the functions of this tree and those of an earlier commit over one table.

use std::path::Path;
use std::process::Command;

use crate::failure::Failure;
use crate::tools;

/// Builds the functions of a commit beside those of this tree, and runs the tests that have both share a
/// table. The first time it builds everything once more.
pub(crate) fn run(commit: &str) -> Result<(), Failure> {
    tools::need_c_compiler()?;
    let folder = tools::target_folder().join("versions");
    let source = folder.join("source");
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.args(arguments).current_dir(tools::root());
        git
    };
    println!(
        "The functions of {commit} are built in {}.",
        folder.display()
    );
    if source.exists() {
        let mut switch = git(&["-C"]);
        switch
            .arg(&source)
            .args(["checkout", "--quiet", "--detach", commit]);
        tools::run(switch)?;
    } else {
        let mut add = git(&["worktree", "add", "--quiet", "--force", "--detach"]);
        add.arg(&source).arg(commit);
        tools::run(add)?;
    }
    let built = folder.join("target");
    let mut build = tools::cargo(&["build", "--workspace", "--bins"]);
    build.current_dir(&source).env("CARGO_TARGET_DIR", &built);
    tools::run(build)?;

    tools::run(tools::cargo(&["build", "--workspace", "--bins"]))?;
    println!("The functions of both versions walk over one table.");
    tools::run(test(&built.join("debug")))
}

/// The tests, with the folder of the other version's functions.
fn test(other: &Path) -> Command {
    let mut test = tools::cargo(&[
        "test",
        "--workspace",
        "--test",
        "versions",
        "--",
        "--nocapture",
    ]);
    test.env("ANTEROOM_OTHER_FUNCTIONS", other);
    test
}
