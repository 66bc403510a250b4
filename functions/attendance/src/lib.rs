//! The function `attendance`.
