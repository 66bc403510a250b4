//! The Lambda function `reminders`.
fn main() {}
