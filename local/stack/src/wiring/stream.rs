//! A mapping from the stream of the table to a function.

use std::time::Duration;

use serde_json::Value;

use super::error::WiringError;
use super::event::Event;
use super::values::{number, texts};
use crate::pattern::Pattern;
use crate::template::Problem;

/// A mapping from the table's stream to a function.
#[derive(Debug, Clone)]
pub struct StreamMapping {
    /// The function that records go to.
    pub function: String,
    /// Whether it starts at the oldest record of the stream, not at the newest.
    pub from_start: bool,
    /// The most records of one invocation.
    pub batch_size: usize,
    /// How many batches are in work at once; records of one item stay in order.
    pub parallel: usize,
    /// How often a failed batch is tried again; none: until it succeeds or is too old.
    pub retries: Option<u32>,
    /// How old a record may be to be tried again; none: as old as the stream keeps it.
    pub max_age: Option<Duration>,
    /// Whether a failed batch is tried again in halves.
    pub bisect: bool,
    /// Whether the function says which records of a batch failed.
    pub partial: bool,
    /// A record is handed on if it matches one of these, or if there are none.
    pub filters: Vec<Pattern>,
    /// Where batches that failed for good go, if anywhere.
    pub on_failure: Option<String>,
}

impl StreamMapping {
    /// Reads the mapping with its filters.
    pub(super) fn read(event: &Event<'_>) -> Result<StreamMapping, WiringError> {
        let properties = event.properties;
        let filters = properties["FilterCriteria"]["Filters"].as_array();
        let filters = filters
            .into_iter()
            .flatten()
            .map(|each| filter(event, each));
        // Minus one stands for "no bound" in both settings.
        let bound = |key: &str| number(&properties[key]);
        let position = event.text("StartingPosition")?;
        Ok(StreamMapping {
            function: event.function.to_owned(),
            from_start: position == "TRIM_HORIZON",
            batch_size: bound("BatchSize")
                .and_then(|size| usize::try_from(size).ok())
                .map_or(100, |size| size.max(1)),
            parallel: bound("ParallelizationFactor")
                .and_then(|factor| usize::try_from(factor).ok())
                .map_or(1, |factor| factor.clamp(1, 10)),
            retries: bound("MaximumRetryAttempts").and_then(|count| u32::try_from(count).ok()),
            max_age: bound("MaximumRecordAgeInSeconds").map(Duration::from_secs),
            bisect: properties["BisectBatchOnFunctionError"] == true,
            partial: texts(&properties["FunctionResponseTypes"])
                .iter()
                .any(|kind| kind == "ReportBatchItemFailures"),
            filters: filters.collect::<Result<_, _>>()?,
            on_failure: properties["DestinationConfig"]["OnFailure"]["Destination"]
                .as_str()
                .map(str::to_owned),
        })
    }
}

fn filter(event: &Event<'_>, filter: &Value) -> Result<Pattern, WiringError> {
    let key = "FilterCriteria.Filters";
    let text = filter["Pattern"]
        .as_str()
        .ok_or_else(|| event.error(key, Problem::Missing))?;
    let json: Value = serde_json::from_str(text).map_err(|error| event.error(key, error.into()))?;
    event.pattern(key, &json)
}
