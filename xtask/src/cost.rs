//! `cargo xtask cost`: what one video session of 50 minutes costs, from what a test counts of it, and what a month without
//! any does, from what the templates have; both by a file of prices.

mod bill;
mod month;

use bill::{Counts, Line, PRICES, Prices, total};

use crate::failure::Failure;
use crate::tools;

/// What `tests/tests/flows/capacity.rs` counts of the session.
const COUNTED: &str = "tests/tests/flows/snapshots/flows__capacity__of_a_whole_session.snap";

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

/// Read units of a request. The test counts none; in the simulation of a full hour (docs/figures.md) it is 1.25.
const READ_UNITS: f64 = 1.25;

/// Minutes of both people in the meeting.
const MEDIA: Line = Line {
    what: "minutes of sound and pictures",
    count: 100.0,
    price: "media minute",
};

/// Prints the bill, and where its prices come from.
pub(crate) fn run() -> Result<(), Failure> {
    let prices = prices()?;
    let lines = counts(&tools::read(&tools::root().join(COUNTED))?)?.lines();
    println!("One video session of 50 minutes, in US dollars:\n");
    print(&lines, &prices)?;
    println!(
        "{:>10.6}  in all, and for sound and pictures:\n",
        total(&lines, &prices).map_err(Failure::Usage)?
    );
    print(&[MEDIA], &prices)?;
    println!();
    println!("A month of a stage without sessions:\n");
    let month = month::lines()?;
    print(&month, &prices)?;
    println!(
        "\n{:>10.6}  in all; on top, with sessions in each hour:\n",
        total(&month, &prices).map_err(Failure::Usage)?
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

fn print(lines: &[Line], prices: &Prices) -> Result<(), Failure> {
    for line in lines {
        let (cost, price) = bill::cost(line, prices).map_err(Failure::Usage)?;
        let assumed = if price.assumed { "assumed" } else { "" };
        println!(
            "{cost:>10.6}  {:<40}{:>12.4}  {assumed}",
            line.what, line.count
        );
    }
    Ok(())
}

fn prices() -> Result<Prices, Failure> {
    let text = tools::read(&tools::root().join(PRICES))?;
    serde_yaml_ng::from_str(&text).map_err(|error| Failure::Usage(format!("{PRICES}: {error}.")))
}

/// What the session takes, by the last line of what was counted: `660 in all, by 483 requests`.
fn counts(counted: &str) -> Result<Counts, Failure> {
    let unreadable = || Failure::Usage(format!("{COUNTED} does not end with units and requests."));
    let last = counted.trim_end().lines().last().unwrap_or_default();
    let (units, requests) = last.split_once(" in all, by ").ok_or_else(unreadable)?;
    let number = |text: &str| text.trim().parse::<f64>().map_err(|_| unreadable());
    let requests = number(requests.trim_end_matches(" requests"))?;
    let invocations = requests + OTHER_INVOCATIONS;
    Ok(Counts {
        requests,
        write_units: number(units)? + EMAILS * TURN_UNITS,
        read_units: requests * READ_UNITS,
        invocations,
        seconds: invocations * MILLISECONDS / 1000.0,
        emails: EMAILS,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_media_a_session_costs_less_than_four_tenths_of_a_cent() {
        let counts = counts(&tools::read(&tools::root().join(COUNTED)).unwrap()).unwrap();
        let cost = total(&counts.lines(), &prices().unwrap()).unwrap();
        assert!(cost < 0.004, "{cost}");
    }

    #[test]
    fn units_and_requests_are_read_from_what_was_counted() {
        let counted = counts("     1 concierge due\n 14841 in all, by 2645 requests\n").unwrap();
        assert_eq!((counted.write_units, counted.requests), (14857.0, 2645.0));
        let cost = total(&counted.lines(), &prices().unwrap()).unwrap();
        assert!(cost > 0.015, "the first design was dearer: {cost}");
        assert!(counts("nothing").is_err());
    }
}
