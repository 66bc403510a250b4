//! The function `bookings`.
