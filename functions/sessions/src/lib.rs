//! The function `sessions`.
