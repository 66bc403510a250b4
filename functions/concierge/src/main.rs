//! The Lambda function `concierge`.
fn main() {}
