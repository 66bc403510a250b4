//! The Lambda function `sessions`.
fn main() {}
