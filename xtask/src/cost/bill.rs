//! A bill: what was counted, by a file of prices. The simulation of a full hour (`tests/tests/scale`) has one too.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The file of prices, from the repository's root.
pub(crate) const PRICES: &str = "xtask/prices.yaml";

/// Gigabytes of memory of a function, as `template.yaml` sets it.
pub(crate) const MEMORY_GB: f64 = 0.5;

/// Bytes of an answer with its headers, and of its line in the access log: both assumed, and rounded up.
const ANSWER_BYTES: f64 = 2000.0;
const LOG_BYTES: f64 = 500.0;

/// X-Ray traces the first request of each second and 5 % of the others. With many sessions at once that is 5 %.
const TRACED: f64 = 0.05;

/// What something costs, in US dollars, and where that was read.
#[derive(Deserialize)]
pub(crate) struct Price {
    pub(crate) usd: f64,
    pub(crate) per: f64,
    pub(crate) source: String,
    pub(crate) read: String,
    #[serde(default)]
    pub(crate) assumed: bool,
}

/// Prices by what is paid for.
pub(crate) type Prices = BTreeMap<String, Price>;

/// A line of the bill.
pub(crate) struct Line {
    pub(crate) what: &'static str,
    pub(crate) count: f64,
    pub(crate) price: &'static str,
}

/// What sessions took, media and texts apart.
pub(crate) struct Counts {
    pub(crate) requests: f64,
    pub(crate) write_units: f64,
    pub(crate) read_units: f64,
    pub(crate) invocations: f64,
    /// Seconds of all invocations.
    pub(crate) seconds: f64,
    pub(crate) emails: f64,
}

impl Counts {
    /// The lines of their bill.
    pub(crate) fn lines(&self) -> Vec<Line> {
        let requests = self.requests;
        let line = |what, count, price| Line { what, count, price };
        vec![
            line(
                "write units of the table",
                self.write_units,
                "dynamodb write unit",
            ),
            line(
                "read units of the table",
                self.read_units,
                "dynamodb read unit",
            ),
            line("requests to the API", requests, "api request"),
            line(
                "the same, through CloudFront",
                requests,
                "cloudfront request",
            ),
            line(
                "the same, through the firewall",
                requests,
                "firewall request",
            ),
            line(
                "invocations of functions",
                self.invocations,
                "lambda invocation",
            ),
            line(
                "GB-seconds of functions",
                self.seconds * MEMORY_GB,
                "lambda GB-second",
            ),
            line("emails", self.emails, "email"),
            line("GB of access log", requests * LOG_BYTES / 1e9, "log GB"),
            line("GB of answers", requests * ANSWER_BYTES / 1e9, "answer GB"),
            line("traces", requests * TRACED, "trace"),
        ]
    }
}

/// What a line costs, in US dollars, and its price.
///
/// # Errors
///
/// The file has no such price.
pub(crate) fn cost<'a>(line: &Line, prices: &'a Prices) -> Result<(f64, &'a Price), String> {
    let missing = || format!("{PRICES} has no price of a {}.", line.price);
    let price = prices.get(line.price).ok_or_else(missing)?;
    Ok((line.count * price.usd / price.per, price))
}

/// What some lines cost, in US dollars.
///
/// # Errors
///
/// The file lacks a price.
pub(crate) fn total(lines: &[Line], prices: &Prices) -> Result<f64, String> {
    lines.iter().map(|line| Ok(cost(line, prices)?.0)).sum()
}
