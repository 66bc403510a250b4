//! The parts of the workspace that run in browsers: their packages from npm, and the browser.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;
use crate::tools;

/// The oldest Node that the browser tests and their tools run on.
const OLDEST_NODE: u32 = 20;

/// npm in a folder of the workspace, with the packages that its lock file names in place.
pub(crate) fn npm(folder: &str, arguments: &[&str]) -> Result<Command, Failure> {
    let folder = tools::root().join(folder);
    need_node()?;
    need_packages(&folder)?;
    Ok(bare_npm(&folder, arguments))
}

/// Chromium: the one that `CHROMIUM` names, or else Debian's. Playwright's own is a download, so it
/// isn't used.
pub(crate) fn chromium() -> Result<PathBuf, Failure> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Ok(named.into());
    }
    let debians = PathBuf::from("/usr/bin/chromium");
    if !debians.exists() {
        tools::install("Chromium", &["chromium"])?;
    }
    Ok(debians)
}

fn need_node() -> Result<(), Failure> {
    if node_version().is_none() || !tools::works("npm", &["--version"]) {
        tools::install("Node with npm", &["nodejs", "npm"])?;
    }
    match node_version() {
        Some(found) if found >= OLDEST_NODE => Ok(()),
        found => Err(Failure::TooOld {
            what: "Node",
            found: found.unwrap_or_default(),
            wanted: OLDEST_NODE,
            source: "https://nodejs.org/en/download",
        }),
    }
}

/// The first number of Node's version, if there is a Node.
fn node_version() -> Option<u32> {
    let answer = Command::new("node").arg("--version").output().ok()?;
    let version = String::from_utf8(answer.stdout).ok()?;
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// Installs what the lock file names, unless that is what is there.
fn need_packages(folder: &Path) -> Result<(), Failure> {
    let lock = folder.join("package-lock.json");
    let wanted = tools::read(&lock)?;
    // npm begins by removing the folder, and the copy is written last: an installation that was
    // interrupted is begun again.
    let installed = folder.join("node_modules/.installed-lock.json");
    if fs::read_to_string(&installed).is_ok_and(|there| there == wanted) {
        return Ok(());
    }
    println!(
        "The packages that {} names are installed now.",
        lock.display()
    );
    tools::run(bare_npm(folder, &["ci"]))?;
    tools::write(&installed, &wanted)
}

fn bare_npm(folder: &Path, arguments: &[&str]) -> Command {
    let mut npm = Command::new("npm");
    npm.args(arguments)
        .current_dir(folder)
        .env("NPM_CONFIG_UPDATE_NOTIFIER", "false");
    npm
}
