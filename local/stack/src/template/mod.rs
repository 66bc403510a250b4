//! Reads CloudFormation and SAM templates: short tags, intrinsics, conditions, nested stacks.
//!
//! Only what is asked for is evaluated, so that a resource the local stack has no use for
//! (a distribution, an alarm) may use any function of CloudFormation's.

mod arguments;
mod constraints;
mod document;
mod error;
mod evaluate;
mod names;
mod resource;
mod stack;
mod sub;
mod yaml;

pub use self::error::{Location, Problem, TemplateError};
pub use self::resource::Resource;
pub use self::stack::Stack;
