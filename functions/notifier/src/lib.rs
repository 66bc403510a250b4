//! The function `notifier`.
