//! `anteroom-local`: runs the local stack until it is interrupted.

fn main() {}
