//! `cargo xtask versions`: the functions of this tree and those of an earlier commit over one table.

use std::path::Path;
use std::process::Command;

use crate::failure::Failure;
use crate::tools;
use crate::tree::Tree;

/// Builds the functions of a commit beside those of this tree, and runs the tests that have both share a
/// table. The first time it builds everything once more.
pub(crate) fn run(commit: &str) -> Result<(), Failure> {
    let other = build(&named(commit)?)?;
    tools::run(tools::cargo(&["build", "--workspace", "--bins"]))?;
    println!("The functions of both versions walk over one table.");
    tools::run(test(&other.target.join("debug")))
}

/// The id of a commit. HEAD and its like are others in another checkout.
pub(crate) fn named(commit: &str) -> Result<String, Failure> {
    let commit = format!("{commit}^{{commit}}");
    tools::said(git(&["rev-parse", "--verify", &commit]))
}

/// Checks a commit out in the build folder, and builds its functions there.
pub(crate) fn build(commit: &str) -> Result<Tree, Failure> {
    tools::need_c_compiler()?;
    let folder = tools::target_folder().join("versions");
    let tree = Tree {
        root: folder.join("source"),
        target: folder.join("target"),
    };
    println!(
        "The functions of {commit} are built in {}.",
        folder.display()
    );
    if tree.root.exists() {
        let mut switch = git(&["-C"]);
        switch
            .arg(&tree.root)
            .args(["checkout", "--quiet", "--detach", commit]);
        tools::run(switch)?;
    } else {
        let mut add = git(&["worktree", "add", "--quiet", "--force", "--detach"]);
        add.arg(&tree.root).arg(commit);
        tools::run(add)?;
    }
    let mut build = tools::cargo(&["build", "--workspace", "--bins"]);
    build
        .current_dir(&tree.root)
        .env("CARGO_TARGET_DIR", &tree.target);
    tools::run(build)?;
    Ok(tree)
}

/// Git in this checkout.
pub(crate) fn git(arguments: &[&str]) -> Command {
    let mut git = Command::new("git");
    git.args(arguments).current_dir(tools::root());
    git
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
