//! The Lambda function `attendance`.
fn main() {}
