//! `cargo xtask cost`: what one video session of 50 minutes costs, from what a test counts of it, and what a month without
//! any does, from what the templates have; both by a file of prices.

mod month;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::failure::Failure;
use crate::tools;

/// What `tests/tests/flows/capacity.rs` counts of the session.
const COUNTED: &str = "tests/tests/flows/snapshots/flows__capacity__of_a_whole_session.snap";

const PRICES: &str = "xtask/prices.yaml";

/// Emails of the session; the test that counts it holds their number.
const EMAILS: f64 = 8.0;

/// Write units of an email's turn (M11), which the counted session does not take: its rate is open. Two at most, as
/// `shared/store/src/outbox/turns.rs` has it, and less when several emails share a batch.
const TURN_UNITS: f64 = 2.0;

/// Invocations besides those of requests: a batch of the stream for each email, and the meeting service's four
/// events. Ticks are not a session's.
const OTHER_INVOCATIONS: f64 = EMAILS + 4.0;

/// Milliseconds of an invocation: 1.6 on the local stack (docs/figures.md), and two calls over the cloud's network,
/// for each of which five are assumed.
const MILLISECONDS: f64 = 1.6 + 2.0 * 5.0;

/// Gigabytes of memory of a function, as `template.yaml` sets it.
const MEMORY_GB: f64 = 0.5;

/// Bytes of an answer with its headers, and of its line in the access log: both assumed, and rounded up.
const ANSWER_BYTES: f64 = 2000.0;
const LOG_BYTES: f64 = 500.0;

/// X-Ray traces the first request of each second and 5 % of the others. With many sessions at once that is 5 %.
const TRACED: f64 = 0.05;

/// Minutes of both people in the meeting.
const MEDIA_MINUTES: f64 = 100.0;

#[derive(Deserialize)]
struct Price {
    usd: f64,
    per: f64,
    source: String,
    read: String,
    #[serde(default)]
    assumed: bool,
}

/// A line of the bill.
struct Line {
    what: &'static str,
    count: f64,
    price: &'static str,
}

/// Prints the bill, and where its prices come from.
pub(crate) fn run() -> Result<(), Failure> {
    let prices = prices()?;
    let lines = lines(&tools::read(&tools::root().join(COUNTED))?)?;
    println!("One video session of 50 minutes, in US dollars:\n");
    print(&lines, &prices)?;
    let (others, media) = totals(&lines, &prices)?;
    println!("\n{others:>10.6}  in all, without sound and pictures");
    println!("{media:>10.6}  sound and pictures\n");
    println!("A month of a stage without sessions:\n");
    let month = month::lines()?;
    print(&month, &prices)?;
    println!(
        "\n{:>10.6}  in all; on top, with sessions in each hour:\n",
        total(&month, &prices)?
    );
    print(&[month::with_sessions()], &prices)?;
    println!();
    for (name, price) in &prices {
        println!(
            "{name}: {} for {}, read {}: {}",
            price.usd, price.per, price.read, price.source
        );
    }
    Ok(())
}

fn print(lines: &[Line], prices: &BTreeMap<String, Price>) -> Result<(), Failure> {
    for line in lines {
        let price = price(prices, line.price)?;
        let assumed = if price.assumed { "assumed" } else { "" };
        println!(
            "{:>10.6}  {:<40}{:>12.4}  {assumed}",
            cost(line, price),
            line.what,
            line.count
        );
    }
    Ok(())
}

fn cost(line: &Line, price: &Price) -> f64 {
    line.count * price.usd / price.per
}

fn prices() -> Result<BTreeMap<String, Price>, Failure> {
    let text = tools::read(&tools::root().join(PRICES))?;
    serde_yaml_ng::from_str(&text).map_err(|error| Failure::Usage(format!("{PRICES}: {error}.")))
}

fn price<'a>(prices: &'a BTreeMap<String, Price>, name: &str) -> Result<&'a Price, Failure> {
    let missing = || Failure::Usage(format!("{PRICES} has no price of a {name}."));
    prices.get(name).ok_or_else(missing)
}

/// The lines of the bill, from the last line of what was counted: `660 in all, by 483 requests`.
fn lines(counted: &str) -> Result<Vec<Line>, Failure> {
    let unreadable = || Failure::Usage(format!("{COUNTED} does not end with units and requests."));
    let last = counted.trim_end().lines().last().unwrap_or_default();
    let (units, requests) = last.split_once(" in all, by ").ok_or_else(unreadable)?;
    let number = |text: &str| text.trim().parse::<f64>().map_err(|_| unreadable());
    let units = number(units)?;
    let requests = number(requests.trim_end_matches(" requests"))?;
    let invocations = requests + OTHER_INVOCATIONS;
    let line = |what, count, price| Line { what, count, price };
    Ok(vec![
        line("write units of the table", units, "dynamodb write unit"),
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
        line("invocations of functions", invocations, "lambda invocation"),
        line(
            "GB-seconds of functions",
            invocations * MEMORY_GB * MILLISECONDS / 1000.0,
            "lambda GB-second",
        ),
        line("emails", EMAILS, "email"),
        line(
            "write units of their turns",
            EMAILS * TURN_UNITS,
            "dynamodb write unit",
        ),
        line("GB of access log", requests * LOG_BYTES / 1e9, "log GB"),
        line("GB of answers", requests * ANSWER_BYTES / 1e9, "answer GB"),
        line("traces", requests * TRACED, "trace"),
        line(
            "minutes of sound and pictures",
            MEDIA_MINUTES,
            "media minute",
        ),
    ])
}

/// What the session costs without media, and the media.
fn totals(lines: &[Line], prices: &BTreeMap<String, Price>) -> Result<(f64, f64), Failure> {
    let (media, others): (Vec<_>, Vec<_>) =
        lines.iter().partition(|line| line.price == "media minute");
    Ok((total(others, prices)?, total(media, prices)?))
}

/// What some lines cost.
fn total<'a>(
    lines: impl IntoIterator<Item = &'a Line>,
    prices: &BTreeMap<String, Price>,
) -> Result<f64, Failure> {
    let costs = lines
        .into_iter()
        .map(|line| Ok(cost(line, price(prices, line.price)?)));
    costs.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_media_a_session_costs_less_than_four_tenths_of_a_cent() {
        let lines = lines(&tools::read(&tools::root().join(COUNTED)).unwrap()).unwrap();
        let (others, _) = totals(&lines, &prices().unwrap()).unwrap();
        assert!(others < 0.004, "{others}");
    }

    #[test]
    fn units_and_requests_are_read_from_what_was_counted() {
        let lines = lines("     1 concierge due\n 14841 in all, by 2645 requests\n").unwrap();
        assert_eq!((lines[0].count, lines[1].count), (14841.0, 2645.0));
        let (others, _) = totals(&lines, &prices().unwrap()).unwrap();
        assert!(others > 0.015, "the first design was dearer: {others}");
        assert!(super::lines("nothing").is_err());
    }
}
