//! Numbered steps, of which the first failure is the last.

use std::time::{Duration, Instant};

use crate::failure::Failure;

/// One thing that must hold, or be done. `C` is what the steps of a task share.
pub(crate) struct Step<C = ()> {
    /// What is asked or done, as the user reads it.
    pub(crate) what: &'static str,
    /// What helps when it fails.
    pub(crate) help: &'static str,
    pub(crate) run: fn(&mut C) -> Result<(), Failure>,
}

/// Runs the steps in turn, and says at the end how long each took.
pub(crate) fn run<C>(steps: Vec<Step<C>>, shared: &mut C) -> Result<(), Failure> {
    let count = steps.len();
    let mut done: Vec<(&str, Duration)> = Vec::new();
    for (index, step) in steps.into_iter().enumerate() {
        println!("\n[{}/{count}] {}", index + 1, step.what);
        let began = Instant::now();
        let outcome = (step.run)(shared);
        done.push((step.what, began.elapsed()));
        if let Err(why) = outcome {
            summary(&done);
            return Err(Failure::Step {
                number: index + 1,
                count,
                what: step.what,
                help: step.help,
                why: Box::new(why),
            });
        }
    }
    summary(&done);
    println!("\nAll {count} steps passed.");
    Ok(())
}

fn summary(done: &[(&str, Duration)]) {
    println!();
    for (what, time) in done {
        println!("{:>8.1} s  {what}", time.as_secs_f64());
    }
    let total: Duration = done.iter().map(|(_, time)| time).sum();
    println!("{:>8.1} s  in all", total.as_secs_f64());
}
