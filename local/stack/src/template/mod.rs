//! Reads CloudFormation and SAM templates: short tags, intrinsics, conditions, nested stacks.
//!
//! Only what is asked for is evaluated, so that a resource the local stack has no use for
//! (a distribution, an alarm) may use any function of CloudFormation's.

mod error;
mod evaluate;
mod names;
mod stack;
mod sub;
mod yaml;

pub use error::{Problem, TemplateError};
pub use stack::{Resource, Stack};
