//! The Lambda function `notifier`.
fn main() {}
