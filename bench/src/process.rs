//! What the kernel says of processes: processor time and memory.

use std::fs;
use std::path::Path;

/// The kernel's ticks a second, in which it counts processor time: `USER_HZ`, which is 100 on every
/// Linux that Rust runs on.
const TICKS: f64 = 100.0;

/// The processes that a process has started, whichever of its threads did, and that live.
pub(crate) fn children(process: u32) -> Vec<u32> {
    let threads = fs::read_dir(format!("/proc/{process}/task")).into_iter();
    let lists = threads
        .flatten()
        .flatten()
        .filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    let mut children: Vec<u32> = lists
        .flat_map(|list| {
            let ids = list.split_whitespace().map(str::parse);
            ids.filter_map(Result::ok).collect::<Vec<_>>()
        })
        .collect();
    children.sort_unstable();
    children.dedup();
    children
}

/// Whether a process runs a program, be it by an interpreter.
pub(crate) fn runs(process: u32, program: &Path) -> bool {
    let line = fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
    let program = program.as_os_str().as_encoded_bytes();
    line.split(|byte| *byte == 0).any(|word| word == program)
}

/// The processor time of a process so far in seconds, by the kernel's file `stat` (see `man 5 proc`).
pub(crate) fn seconds(process: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The program's name is in brackets and may have spaces.
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field).and_then(|text| text.parse::<f64>().ok());
    (ticks(11).unwrap_or(0.0) + ticks(12).unwrap_or(0.0)) / TICKS
}

/// The memory of a process that is in use (RSS), in megabytes, if it lives.
pub(crate) fn megabytes(process: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::path::Path;
    use std::process::{Command, Stdio};

    use super::{children, megabytes, runs};

    #[test]
    fn a_child_is_found_by_its_program_and_has_memory() {
        let mut child = Command::new("/bin/cat")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // Once it answers, it is the program.
        child.stdin.as_mut().unwrap().write_all(b"!").unwrap();
        let mut answer = [0];
        child
            .stdout
            .as_mut()
            .unwrap()
            .read_exact(&mut answer)
            .unwrap();

        let found = children(std::process::id());
        assert!(found.contains(&child.id()), "{found:?}");
        assert!(runs(child.id(), Path::new("/bin/cat")));
        assert!(!runs(child.id(), Path::new("/bin/ca")));
        assert!(megabytes(child.id()).unwrap() > 0.1);
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(megabytes(child.id()), None);
    }
}
