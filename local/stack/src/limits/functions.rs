//! How many invocations run at once: of all functions that have nothing reserved, and how fast a function's number grows.

use std::collections::HashMap;

use jiff::Timestamp;

use super::bucket::Bucket;
use super::{Refused, Settings};

/// In how many seconds a function's concurrency grows by the limit (Lambda Developer Guide, "Lambda scaling behavior").
const SCALING_SECONDS: f64 = 10.0;

/// What is invoked: a function, and what is reserved.
#[derive(Debug, Clone, Copy)]
pub struct Invoked<'a> {
    /// The function's name.
    pub function: &'a str,
    /// Whether concurrency is reserved for it. It does not share what the others have, then.
    pub is_reserved: bool,
    /// What is reserved for all functions together.
    pub reserved: usize,
}

/// What runs, and how far each function has grown.
#[derive(Debug, Default)]
pub(super) struct Functions {
    running: HashMap<String, usize>,
    shared: usize,
    grown: HashMap<String, Growth>,
}

/// How many ran at once at most, and how many more may.
#[derive(Debug)]
struct Growth {
    most: usize,
    more: Bucket,
}

impl Functions {
    /// Nothing has grown yet, of what runs now.
    pub(super) fn anew(&self) -> Self {
        Self {
            running: self.running.clone(),
            shared: self.shared,
            grown: HashMap::new(),
        }
    }

    /// How many run of functions that have nothing reserved.
    pub(super) fn shared(&self) -> usize {
        self.shared
    }

    /// Lets an invocation begin, or says what it is beyond.
    pub(super) fn begin(
        &mut self,
        settings: &Settings,
        now: Timestamp,
        invoked: Invoked<'_>,
    ) -> Result<(), Refused> {
        let name = invoked.function;
        if let Some(most) = settings.lambda_concurrency.filter(|_| !invoked.is_reserved)
            && self.shared >= most.saturating_sub(invoked.reserved)
        {
            return Err(Refused::new("lambdaConcurrency", name));
        }
        let running = self.running.get(name).copied().unwrap_or(0) + 1;
        if let Some(by) = settings.lambda_scaling_per_ten_seconds {
            let growth = self.grown.entry(name.to_owned()).or_insert_with(|| Growth {
                most: 0,
                more: Bucket::full(by / SCALING_SECONDS, by, now),
            });
            if running > growth.most {
                if !growth.more.has_unit(now) {
                    return Err(Refused::new("lambdaScalingPerTenSeconds", name));
                }
                growth.more.take(1.0, now);
                growth.most = running;
            }
        }
        self.running.insert(name.to_owned(), running);
        self.shared += usize::from(!invoked.is_reserved);
        Ok(())
    }

    /// An invocation that began has ended.
    pub(super) fn end(&mut self, function: &str, is_reserved: bool) {
        if let Some(running) = self.running.get_mut(function) {
            *running = running.saturating_sub(1);
        }
        self.shared = self.shared.saturating_sub(usize::from(!is_reserved));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(2_000_000_000 + second).unwrap()
    }

    fn invoked(function: &str, is_reserved: bool) -> Invoked<'_> {
        Invoked {
            function,
            is_reserved,
            reserved: 2,
        }
    }

    #[test]
    fn functions_share_what_is_not_reserved() {
        let settings = Settings {
            lambda_concurrency: Some(4),
            ..Settings::default()
        };
        let mut functions = Functions::default();
        let begin = |functions: &mut Functions, name, is_reserved| {
            functions.begin(&settings, at(0), invoked(name, is_reserved))
        };
        begin(&mut functions, "bookings", false).unwrap();
        begin(&mut functions, "concierge", false).unwrap();
        let refused = begin(&mut functions, "bookings", false).unwrap_err();
        assert_eq!(refused, Refused::new("lambdaConcurrency", "bookings"));
        begin(&mut functions, "sessions", true).unwrap();
        functions.end("concierge", false);
        begin(&mut functions, "bookings", false).unwrap();
    }

    #[test]
    fn a_function_grows_so_fast_and_keeps_what_it_has() {
        let settings = Settings {
            lambda_scaling_per_ten_seconds: Some(2.0),
            ..Settings::default()
        };
        let mut functions = Functions::default();
        let begin = |functions: &mut Functions, second| {
            functions.begin(&settings, at(second), invoked("bookings", false))
        };
        begin(&mut functions, 0).unwrap();
        begin(&mut functions, 0).unwrap();
        let refused = begin(&mut functions, 4).unwrap_err();
        assert_eq!(refused.limit, "lambdaScalingPerTenSeconds");
        functions.end("bookings", false);
        begin(&mut functions, 4).unwrap();
        begin(&mut functions, 5).unwrap();
    }
}
