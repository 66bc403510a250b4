//! The cloud's limits, in the words of the services.

mod accounts;
mod mail;
mod meetings;
mod table;
mod texts;

use anteroom_stack::limits::Order;

use super::*;

/// A front with these limits in force, and the clock that they go by.
fn limited(order: Value) -> (Front, Clock) {
    let clock = clock();
    let limits = Limits::new(clock.clone());
    limits.order(Order::read(order.to_string().as_bytes()).unwrap());
    (Front::new(Grants::default(), limits), clock)
}

fn pass(clock: &Clock, seconds: u64) {
    let later = clock.now() + Duration::from_secs(seconds);
    clock.move_to(later).unwrap();
}

/// What was refused: limit, target and count.
fn refused(front: &Front) -> Value {
    front.limits.report()["refused"].take()
}
