//! The function `concierge`.
