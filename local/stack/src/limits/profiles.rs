//! The limits of accounts, each with its source. [`docs/limits.md`](../../../../docs/limits.md) shows the same table
//! to people; a test compares them.

use serde::Deserialize;
use serde_json::{Map, Value, json};

/// Whose limits are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// Nobody's: nothing is limited.
    #[default]
    None,
    /// Those of an account that was opened today and has asked for nothing.
    NewAccount,
    /// Those of an account that has what is usually asked for: the full concurrency of functions, and to be out of the
    /// sandboxes.
    Granted,
}

/// A limit, its value in both profiles, and the page that says so.
pub struct Row {
    /// The limit, by its name in an order.
    pub name: &'static str,
    new_account: Limit,
    granted: Limit,
    /// Where the values were read.
    pub source: &'static str,
}

/// A value of a limit.
#[derive(Debug, Clone, Copy)]
enum Limit {
    Number(u64),
    Is(bool),
    /// Not limited.
    Off,
}

impl Profile {
    /// Its name in an order.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::NewAccount => "new-account",
            Self::Granted => "granted",
        }
    }

    /// Its limits, by their names.
    pub(super) fn limits(self) -> Map<String, Value> {
        let value = |row: &Row| match self {
            Self::None => Limit::Off.value(),
            Self::NewAccount => row.new_account.value(),
            Self::Granted => row.granted.value(),
        };
        let limits = TABLE.iter().map(|row| (row.name.to_owned(), value(row)));
        limits.filter(|(_, value)| !value.is_null()).collect()
    }
}

impl Row {
    /// Its values of a new account and of one that was granted more; null if it is not limited.
    pub fn values(&self) -> [Value; 2] {
        [self.new_account.value(), self.granted.value()]
    }
}

impl Limit {
    fn value(self) -> Value {
        match self {
            Self::Number(number) => json!(number),
            Self::Is(is) => json!(is),
            Self::Off => Value::Null,
        }
    }
}

const fn row(name: &'static str, new_account: Limit, granted: Limit, source: &'static str) -> Row {
    Row {
        name,
        new_account,
        granted,
        source,
    }
}

const fn same(name: &'static str, number: u64, source: &'static str) -> Row {
    row(name, Limit::Number(number), Limit::Number(number), source)
}

const PARTITIONS: &str = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput-scenarios.html";
const TABLES: &str =
    "https://www.repost.aws/ja/knowledge-center/on-demand-table-throttling-dynamodb";

const API: &str = "https://repost.aws/knowledge-center/api-gateway-throttling";
const ROUTES: &str =
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html";
const FUNCTIONS: &str = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html";
const SCALING: &str = "https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html";
const MEETINGS: &str = "https://docs.aws.amazon.com/general/latest/gr/chime-sdk.html";
const MAIL_SANDBOX: &str = "https://docs.aws.amazon.com/ses/latest/dg/quotas.html";
const MAIL_GRANTED: &str = "https://github.com/daniel-zahariev/php-aws-ses/issues/59";
const TEXTS: &str = "https://docs.aws.amazon.com/general/latest/gr/sns.html";
const TEXTS_SANDBOX: &str = "https://docs.aws.amazon.com/sms-voice/latest/userguide/sandbox.html";
const ACCOUNTS: &str = "https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html";

/// All limits of the profiles.
pub const TABLE: &[Row] = &[
    same("partitionWriteUnitsPerSecond", 1000, PARTITIONS),
    same("partitionReadUnitsPerSecond", 3000, PARTITIONS),
    row(
        "tableWriteUnitsPerSecond",
        Limit::Number(4000),
        Limit::Number(40_000),
        TABLES,
    ),
    row(
        "tableReadUnitsPerSecond",
        Limit::Number(12_000),
        Limit::Number(40_000),
        TABLES,
    ),
    same("apiRequestsPerSecond", 10_000, API),
    same("apiBurst", 5000, API),
    row(
        "apiRouteThrottles",
        Limit::Is(true),
        Limit::Is(true),
        ROUTES,
    ),
    row(
        "lambdaConcurrency",
        Limit::Number(10),
        Limit::Number(1000),
        FUNCTIONS,
    ),
    same("lambdaScalingPerTenSeconds", 1000, SCALING),
    same("chimeCallsPerSecond", 10, MEETINGS),
    same("chimeMeetings", 250, MEETINGS),
    row(
        "sesPerSecond",
        Limit::Number(1),
        Limit::Number(14),
        MAIL_GRANTED,
    ),
    row(
        "sesDailyQuota",
        Limit::Number(200),
        Limit::Number(50_000),
        MAIL_GRANTED,
    ),
    row(
        "sesSandbox",
        Limit::Is(true),
        Limit::Is(false),
        MAIL_SANDBOX,
    ),
    same("snsPerSecond", 20, TEXTS),
    row(
        "snsMonthlySpend",
        Limit::Number(1),
        Limit::Off,
        TEXTS_SANDBOX,
    ),
    row(
        "snsSandbox",
        Limit::Is(true),
        Limit::Is(false),
        TEXTS_SANDBOX,
    ),
    same("cognitoCreationsPerSecond", 50, ACCOUNTS),
    same("cognitoUpdatesPerSecond", 25, ACCOUNTS),
    same("cognitoGroupChangesPerSecond", 25, ACCOUNTS),
    same("cognitoReadsPerSecond", 120, ACCOUNTS),
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::limits::{Order, Settings};

    /// The name, both values and the source of each row of the page's first table.
    fn told() -> Vec<(String, [String; 2], String)> {
        let page = include_str!("../../../../docs/limits.md");
        let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
        let row = |row: &str| {
            let cells: Vec<&str> = row.trim_end_matches(" |").split(" | ").collect();
            let [name, new_account, granted, source] = cells.try_into().unwrap();
            let values = [new_account.to_owned(), granted.to_owned()];
            (name.trim_matches('`').to_owned(), values, source.to_owned())
        };
        rows.map(row).collect()
    }

    #[test]
    fn the_page_says_the_same() {
        let page = told();
        assert_eq!(page.len(), TABLE.len());
        for (row, (name, values, source)) in TABLE.iter().zip(page) {
            assert_eq!(row.name, name);
            let text = |value: Value| match value {
                Value::Null => "none".to_owned(),
                value => value.to_string(),
            };
            assert_eq!(row.values().map(text), values, "{name}");
            assert!(
                source.contains(&format!("({})", row.source)),
                "{name}: {source}"
            );
        }
    }

    #[test]
    fn every_limit_of_a_profile_can_be_ordered() {
        for profile in ["new-account", "granted"] {
            let order = Order::read(json!({"profile": profile}).to_string().as_bytes());
            assert_ne!(order.unwrap().settings, Settings::default());
        }
    }
}
