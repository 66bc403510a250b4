//! What a stack is started with.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use crate::runner::LogHook;

/// What a stack is started with.
#[derive(Clone)]
pub struct Options {
    /// The folder that has `template.yaml`.
    pub root: PathBuf,
    /// The folder that has the functions' binaries.
    pub bin_dir: PathBuf,
    /// The origin's port; 0 for any that is free.
    pub port: u16,
    /// The folder that keeps the data; none: in memory.
    pub data: Option<PathBuf>,
    /// The URL of a DynamoDB to use in place of the built-in one.
    pub dynamodb: Option<String>,
    /// The folder of the built portal.
    pub portal: Option<PathBuf>,
    /// Whether to load demo people and bookings.
    pub demo: bool,
    /// Where the clock starts; none: at the machine's time.
    pub now: Option<Timestamp>,
    /// Values for parameters of the template, over those that the stack gives itself.
    pub parameters: BTreeMap<String, String>,
    /// Takes the functions' logs.
    pub log: LogHook,
}

impl Options {
    /// An empty stack in memory on a free port, without a portal, whose functions log to
    /// nowhere but `/_local/logs`.
    pub fn new(root: impl Into<PathBuf>, bin_dir: impl Into<PathBuf>) -> Self {
        Self {
            root: root.into(),
            bin_dir: bin_dir.into(),
            port: 0,
            data: None,
            dynamodb: None,
            portal: None,
            demo: false,
            now: None,
            parameters: BTreeMap::new(),
            log: Arc::new(|_, _| {}),
        }
    }
}
