//! An account in a folder, in which stand-ins of the programs keep what they were told.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// An account that is empty at first.
pub(crate) struct Account {
    folder: PathBuf,
}

/// How a task ended.
pub(crate) struct Run {
    pub(crate) ok: bool,
    /// What it printed, without times and paths of this machine.
    pub(crate) said: String,
    /// What it complained of.
    pub(crate) error: String,
}

impl Account {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("anteroom-account-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        for inner in ["stacks", "users", "files", "programs"] {
            fs::create_dir_all(folder.join(inner)).unwrap();
        }
        fs::write(folder.join("number"), "0\n").unwrap();
        fs::write(folder.join("calls"), "").unwrap();
        let stand_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/deploy/stand-in.sh");
        for program in ["aws", "sam", "npm", "rustc", "curl"] {
            symlink(&stand_in, folder.join("programs").join(program)).unwrap();
        }
        Self { folder }
    }

    /// Runs a task to its end.
    pub(crate) fn run(&self, task: &[&str]) -> Run {
        self.run_with(task, &[])
    }

    /// The same, with a call that fails, and with variables for the stand-ins.
    pub(crate) fn run_failing(
        &self,
        task: &[&str],
        call: usize,
        how: &str,
        variables: &[(&str, &str)],
    ) -> Run {
        let call = call.to_string();
        let fails = [("FAIL_AT", call.as_str()), ("FAIL_HOW", how)];
        self.run_with(task, &[fails.as_slice(), variables].concat())
    }

    /// The same, with variables for the stand-ins.
    pub(crate) fn run_with(&self, task: &[&str], variables: &[(&str, &str)]) -> Run {
        fs::write(self.folder.join("number"), "0\n").unwrap();
        fs::write(self.folder.join("calls"), "").unwrap();
        let Output {
            status,
            stdout,
            stderr,
        } = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(task)
            .env("ANTEROOM_TOOLS", self.folder.join("programs"))
            .env("ACCOUNT", &self.folder)
            .env(
                "OUTPUTS",
                Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/deploy"),
            )
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        Run {
            ok: status.success(),
            said: plain(&String::from_utf8(stdout).unwrap()),
            error: plain(&String::from_utf8(stderr).unwrap()),
        }
    }

    /// The calls of the last run, in order.
    pub(crate) fn calls(&self) -> Vec<String> {
        let calls = fs::read_to_string(self.folder.join("calls")).unwrap();
        calls.lines().map(plain).collect()
    }

    /// What is in the account, by file.
    pub(crate) fn contents(&self) -> BTreeMap<String, String> {
        let mut contents = BTreeMap::new();
        let folders = ["", "stacks", "users", "files"];
        let entries = folders.map(|folder| fs::read_dir(self.folder.join(folder)).unwrap());
        for entry in entries.into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_file() && !path.ends_with("calls") && !path.ends_with("number") {
                let name = path.strip_prefix(&self.folder).unwrap();
                let text = fs::read_to_string(&path).unwrap();
                contents.insert(name.display().to_string(), text);
            }
        }
        contents
    }

    /// Puts a file into the account.
    pub(crate) fn put(&self, name: &str, text: &str) {
        fs::write(self.folder.join(name), text).unwrap();
    }
}

impl Drop for Account {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Leaves out times, and this machine's folder of builds.
fn plain(text: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_xtask"));
    let target = program.parent().and_then(Path::parent).unwrap();
    let text = text.replace(&target.display().to_string(), "target");
    let is_time = |line: &&str| {
        let word = line.trim_start().split(' ').next().unwrap_or_default();
        line.contains(" s  ") && word.parse::<f64>().is_ok()
    };
    let lines = text.lines().filter(|line| !is_time(line));
    lines.collect::<Vec<_>>().join("\n")
}
