//! A waiting poll and a booking, each alone: ours and the peer's, by the same client in the same run.

use std::fmt::Write;
use std::path::Path;

use crate::call::{Call, Starts, Taken};
use crate::driver::Driver;
use crate::numbers::{cell, milliseconds};
use crate::peer;

/// What is measured: the function, and what is asked of it.
const MEASURED: [(&str, Call, &str); 2] = [
    ("sessions", Call::Poll, "a waiting poll"),
    ("bookings", Call::Book, "a booking"),
];

/// How many starts there are of each.
const STARTS: usize = 15;
/// How many calls a process gets before it counts as warm: a just-in-time compiler needs some.
const WARMING: usize = 20;
/// How often ours and the peer take turns, so that what else the machine does falls on both.
const TURNS: usize = 30;
/// How many warm calls each turn has.
const CALLS: usize = 10;

/// What was seen of a function.
#[derive(Default)]
struct Seen {
    starts: Starts,
    warm: Taken,
    megabytes: Option<f64>,
}

/// A stack, and what was seen of its functions.
struct Side {
    driver: Driver,
    seen: [Seen; MEASURED.len()],
}

/// Measures the functions of a folder, and the peer beside them.
pub(crate) async fn measure(binaries: &Path) -> String {
    let peer = peer::functions(binaries);
    let mut sides = [Side::start(binaries).await, Side::start(peer.path()).await];
    for index in 0..MEASURED.len() {
        for _ in 0..STARTS {
            for side in &mut sides {
                side.start_once(index).await;
            }
        }
        for side in &mut sides {
            side.warm_up(index).await;
        }
        for _ in 0..TURNS {
            for side in &mut sides {
                side.turn(index).await;
            }
        }
    }
    let [ours, theirs] = sides;
    table(&ours.stop().await, &theirs.stop().await)
}

impl Side {
    async fn start(functions: &Path) -> Self {
        Self {
            driver: Driver::start(functions).await,
            seen: Default::default(),
        }
    }

    async fn start_once(&mut self, index: usize) {
        let (function, call, _) = MEASURED[index];
        let starts = self.driver.starts(function, call, 1).await;
        self.seen[index].starts.extend(starts);
    }

    async fn warm_up(&mut self, index: usize) {
        let (function, call, _) = MEASURED[index];
        self.driver.calls(function, call, WARMING).await;
    }

    async fn turn(&mut self, index: usize) {
        let (function, call, _) = MEASURED[index];
        let taken = self.driver.calls(function, call, CALLS).await;
        self.seen[index].warm.extend(taken);
        self.seen[index].megabytes = self.driver.megabytes(function);
    }

    async fn stop(self) -> [Seen; MEASURED.len()] {
        self.driver.stop().await;
        self.seen
    }
}

fn table(ours: &[Seen], theirs: &[Seen]) -> String {
    let mut text =
        "| call | function | init | first call included | warm, median | warm, 95 % | write units | memory |\n\
        | --- | --- | --- | --- | --- | --- | --- | --- |\n"
            .to_owned();
    for (index, (function, _, what)) in MEASURED.into_iter().enumerate() {
        for (name, seen) in [(function, &ours[index]), ("peer", &theirs[index])] {
            let _ = writeln!(
                text,
                "| {what} | {name} | {} | {} | {} | {} | {} | {} |",
                milliseconds(&seen.starts.init, 0.5),
                milliseconds(&seen.starts.first_answer, 0.5),
                milliseconds(&seen.warm.times, 0.5),
                milliseconds(&seen.warm.times, 0.95),
                seen.warm
                    .units_of_one()
                    .map_or_else(String::new, |units| format!("{units:.1}")),
                cell(seen.megabytes, "MB"),
            );
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Seen, Starts, Taken, table};

    fn seen(warm: &[f64]) -> Seen {
        Seen {
            starts: Starts {
                init: vec![4.0, 5.0, 60.0],
                first_answer: vec![7.0, 8.0, 90.0],
            },
            warm: Taken {
                times: warm.to_vec(),
                write_units: 27.0 * warm.len() as f64,
            },
            megabytes: Some(21.0),
        }
    }

    #[test]
    fn each_call_has_a_line_of_ours_and_one_of_the_peers() {
        let ours = [seen(&[0.5, 1.0, 9.0]), seen(&[2.0])];
        let table = table(&ours, &[seen(&[3.0]), Seen::default()]);
        let lines: Vec<&str> = table.lines().skip(2).collect();
        assert_eq!(
            lines,
            [
                "| a waiting poll | sessions | 5.0 ms | 8.0 ms | 1.0 ms | 9.0 ms | 27.0 | 21.0 MB |",
                "| a waiting poll | peer | 5.0 ms | 8.0 ms | 3.0 ms | 3.0 ms | 27.0 | 21.0 MB |",
                "| a booking | bookings | 5.0 ms | 8.0 ms | 2.0 ms | 2.0 ms | 27.0 | 21.0 MB |",
                "| a booking | peer |  |  |  |  |  |  |",
            ]
        );
    }
}
