//! Flows on the local stack, through HTTP.
