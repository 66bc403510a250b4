//! The way of events out of the service: in the order in which they happened, one at a time.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

/// Events that wait to be sent by whoever caused them, or by one who caused others.
#[derive(Debug)]
pub(crate) struct Outlet<T> {
    waiting: Mutex<Waiting<T>>,
    sent: Condvar,
}

#[derive(Debug)]
struct Waiting<T> {
    events: VecDeque<T>,
    /// Who is sending one.
    sender: Option<ThreadId>,
}

impl<T> Outlet<T> {
    pub(crate) fn new() -> Self {
        Self {
            waiting: Mutex::new(Waiting {
                events: VecDeque::new(),
                sender: None,
            }),
            sent: Condvar::new(),
        }
    }

    /// Puts events in line.
    pub(crate) fn queue(&self, events: impl IntoIterator<Item = T>) {
        self.lock().events.extend(events);
    }

    /// Returns when all that were in line are sent. Whoever takes an event may cause others: those are sent once
    /// it is taken.
    pub(crate) fn send_all(&self, send: impl Fn(T)) {
        let own = thread::current().id();
        let mut waiting = self.lock();
        loop {
            match waiting.sender {
                Some(sender) if sender == own => return,
                Some(_) => {
                    let woken = self.sent.wait(waiting);
                    waiting = woken.unwrap_or_else(PoisonError::into_inner);
                    continue;
                }
                None => {}
            }
            let Some(event) = waiting.events.pop_front() else {
                return;
            };
            waiting.sender = Some(own);
            drop(waiting);
            let turn = Turn(self);
            send(event);
            drop(turn);
            waiting = self.lock();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting<T>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Gives the turn away, also if whoever takes an event panics.
struct Turn<'a, T>(&'a Outlet<T>);

impl<T> Drop for Turn<'_, T> {
    fn drop(&mut self) {
        self.0.lock().sender = None;
        self.0.sent.notify_all();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::atomic::{AtomicU32, Ordering};
    use std::time::Duration;

    use super::*;

    #[test]
    fn events_of_many_threads_come_in_order_and_before_their_causers_go_on() {
        let (outlet, number) = (Outlet::new(), Mutex::new(0));
        let (seen, last) = (Mutex::new(Vec::new()), AtomicU32::new(0));
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        let mut number = number.lock().unwrap();
                        *number += 1;
                        let own = *number;
                        outlet.queue([own]);
                        drop(number);
                        outlet.send_all(|event| {
                            thread::sleep(Duration::from_micros(u64::from(event % 7)));
                            seen.lock().unwrap().push(event);
                            last.store(event, Ordering::Relaxed);
                        });
                        assert!(last.load(Ordering::Relaxed) >= own);
                    }
                });
            }
        });
        assert!(seen.into_inner().unwrap().into_iter().eq(1..=800));
    }

    #[test]
    fn what_an_event_causes_comes_after_it() {
        let (outlet, seen) = (Outlet::new(), Mutex::new(Vec::new()));
        let send = |event: u32| {
            if event == 1 {
                outlet.queue([3]);
                outlet.send_all(|_| unreachable!("another is being taken"));
            }
            seen.lock().unwrap().push(event);
        };
        outlet.queue([1, 2]);
        outlet.send_all(send);
        assert_eq!(seen.into_inner().unwrap(), [1, 2, 3]);
    }

    #[test]
    fn one_that_cannot_be_taken_holds_up_no_other() {
        let outlet = Outlet::new();
        outlet.queue([1]);
        let outcome = thread::scope(|scope| {
            scope
                .spawn(|| outlet.send_all(|_: u32| unreachable!("by order of the test")))
                .join()
        });
        assert!(outcome.is_err());
        outlet.queue([2]);
        outlet.send_all(|event| assert_eq!(event, 2));
    }
}
