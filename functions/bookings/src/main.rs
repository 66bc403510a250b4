//! The Lambda function `bookings`.
fn main() {}
