//! Lines for whoever reads them. Whoever doesn't holds up nobody: what is too much for them is lost.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// Lines that wait for a slow reader.
const WAITING_MAX: usize = 10_000;

/// The way to a reader, on which nobody ever waits.
#[derive(Clone)]
pub(crate) struct Lines {
    waiting: SyncSender<String>,
    lost: Arc<AtomicU64>,
}

impl Lines {
    /// Lines that a thread of their own writes.
    pub(crate) fn to(output: impl Write + Send + 'static) -> Self {
        let (waiting, lines) = sync_channel(WAITING_MAX);
        thread::spawn(move || write(&lines, output));
        Self {
            waiting,
            lost: Arc::default(),
        }
    }

    /// Sends a line on its way. If it is lost, tells how many are by now.
    pub(crate) fn send(&self, line: String) -> Result<(), u64> {
        let sent = self.waiting.try_send(line);
        sent.map_err(|_| self.lost.fetch_add(1, Ordering::Relaxed) + 1)
    }
}

/// Writes until nobody reads any more.
fn write(lines: &Receiver<String>, mut output: impl Write) {
    for line in lines {
        if writeln!(output, "{line}")
            .and_then(|()| output.flush())
            .is_err()
        {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::io::{self, Read};

    use super::*;

    #[test]
    fn a_reader_gets_all_lines_in_order() {
        let (mut reader, writer) = io::pipe().unwrap();
        let lines = Lines::to(writer);
        for line in ["one", "two"] {
            assert_eq!(lines.send(line.to_owned()), Ok(()));
        }
        drop(lines);
        let mut read = String::new();
        reader.read_to_string(&mut read).unwrap();
        assert_eq!(read, "one\ntwo\n");
    }

    #[test]
    fn one_who_reads_nothing_loses_what_is_too_much() {
        let (_reader, writer) = io::pipe().unwrap();
        let lines = Lines::to(writer);
        let lost = (0..3 * WAITING_MAX).filter_map(|_| lines.send("x".repeat(100)).err());
        let lost: Vec<u64> = lost.collect();
        assert!(lost.len() > WAITING_MAX);
        assert!(lost.into_iter().eq(1..=lines.lost.load(Ordering::Relaxed)));
    }

    #[test]
    fn one_who_has_gone_loses_all_and_nobody_minds() {
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let lines = Lines::to(writer);
        while lines.send(String::new()).is_ok() {
            thread::yield_now();
        }
        assert_eq!(lines.send(String::new()), Err(2));
    }
}
