//! What machine this is, since figures mean little without it.

use std::fs;

/// Cores, processor and memory, in one line.
pub(crate) fn describe() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let processor = value_of("/proc/cpuinfo", "model name").unwrap_or_default();
    let kilobytes: u64 = value_of("/proc/meminfo", "MemTotal")
        .and_then(|text| text.strip_suffix(" kB")?.parse().ok())
        .unwrap_or_default();
    let gigabytes = kilobytes.div_ceil(1024 * 1024);
    format!("{cores} cores ({processor}), {gigabytes} GiB of memory")
}

/// What stands behind a name and a colon in one of the kernel's files.
fn value_of(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}
