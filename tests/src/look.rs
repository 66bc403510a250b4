//! What a test can inspect beside the API: the DynamoDB table, links, calls and logs.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use reqwest::Method;
use serde_json::{Value, json};

use crate::{TestApp, Who, send};

impl TestApp {
    /// All stored items by key, when nothing is outstanding.
    pub async fn table(&self) -> BTreeMap<String, Value> {
        self.settle().await;
        let (mut items, mut start) = (BTreeMap::new(), Value::Null);
        loop {
            let mut scan = json!({"TableName": self.stack.table(), "ConsistentRead": true});
            if start.is_object() {
                scan["ExclusiveStartKey"] = start;
            }
            let page = self.dynamodb("Scan", &scan).await;
            for item in page["Items"].as_array().expect("a scan gives items") {
                let key = format!("{} {}", item["PK"]["S"], item["SK"]["S"]);
                items.insert(key, item.clone());
            }
            start = page["LastEvaluatedKey"].clone();
            if start.is_null() {
                return items;
            }
        }
    }

    /// The token of the link in the newest mail to a member that contains one.
    pub async fn link(&self, member: &Who) -> Option<String> {
        self.link_to(&format!("{}@example.com", member.id)).await
    }

    /// The same, to an address. If there is none, says what became of the messages to it.
    pub async fn link_to(&self, address: &str) -> Option<String> {
        let mails = self.messages("email", address).await;
        let link = mails.iter().find_map(|mail| {
            let (_, token) = mail["text"].as_str()?.split_once("/visit#")?;
            token.split_whitespace().next().map(str::to_owned)
        });
        if link.is_none() {
            for item in self.table().await.values() {
                if item["to"].to_string().contains(address) {
                    let of = |name: &str| item[name]["S"].as_str().unwrap_or("none");
                    let (says, state, failure) = (of("says"), of("state"), of("failure"));
                    println!("no link to {address}: {says} is {state}, failure {failure}");
                }
            }
        }
        link
    }

    /// Resets the counters of calls to services, when nothing is outstanding.
    pub async fn count_anew(&self) {
        self.settle().await;
        let reply = send(self.bare(Method::DELETE, "/_local/calls")).await;
        assert_eq!(reply.status, 204);
    }

    /// A function's calls since the reset, as `service Operation`, with their counts.
    pub async fn calls_of(&self, function: &str) -> BTreeMap<String, u64> {
        self.settle().await;
        let calls = self.local("calls").await;
        let of_function = calls["items"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|call| call["function"] == function);
        let counted = of_function.map(|call| {
            let text = |name: &str| call[name].as_str().unwrap_or_default();
            let name = format!("{} {}", text("service"), text("operation"));
            (name, call["count"].as_u64().unwrap_or_default())
        });
        counted.collect()
    }

    /// Counts the consumed capacity from nothing, once all is settled.
    pub async fn capacity_anew(&self) {
        self.settle().await;
        let reply = send(self.bare(Method::DELETE, "/_local/capacity")).await;
        assert_eq!(reply.status, 204);
    }

    /// The write units that functions have consumed since then, once all is settled: for each
    /// `function Operation target` the units.
    pub async fn write_units(&self) -> BTreeMap<String, f64> {
        self.settle().await;
        let capacity = self.local("capacity").await;
        let items = capacity["items"].as_array().into_iter().flatten();
        let units = items.map(|item| {
            let text = |name: &str| item[name].as_str().unwrap_or_default();
            let target = text("target").trim_start_matches(self.stack.table());
            let target = target.trim_start_matches(['/', '.']);
            let target = if target.is_empty() { "table" } else { target };
            let name = format!("{} {} {target}", text("function"), text("operation"));
            (name, item["writeUnits"].as_f64().unwrap_or_default())
        });
        units.filter(|(_, units)| *units > 0.0).collect()
    }

    /// All that the functions have logged, a line each.
    pub async fn logs(&self) -> Vec<String> {
        let logs = self.local("logs").await;
        let lines = logs["items"].as_array().into_iter().flatten();
        lines.map(|line| line.to_string()).collect()
    }

    /// Has people's counts of messages of the clock's day say that so many were caused by them, and so many
    /// to them.
    pub async fn count_messages(&self, people: &[&Who], count: u32) {
        let day = self.stack.clock().now().to_zoned(TimeZone::UTC).date();
        for who in people {
            let change = json!({
                "TableName": self.stack.table(),
                "Key": {"PK": {"S": format!("PERSON#{}", who.id)}, "SK": {"S": "COUNTS"}},
                "UpdateExpression": "SET #format = :format, #caused = :count, #received = :count",
                "ExpressionAttributeNames": {
                    "#format": "format",
                    "#caused": format!("caused-{day}"), "#received": format!("received-{day}"),
                },
                "ExpressionAttributeValues": {
                    ":format": {"N": "1"}, ":count": {"N": count.to_string()},
                },
            });
            self.dynamodb("UpdateItem", &change).await;
        }
    }

    /// Asks the local table, past the functions.
    async fn dynamodb(&self, operation: &str, body: &Value) -> Value {
        let reply = send(
            reqwest::Client::new()
                .post(&self.stack.endpoints().dynamodb)
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", format!("DynamoDB_20120810.{operation}"))
                .header("X-Amz-Date", "20300107T000000Z")
                .header(
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=test/20300107/x/dynamodb/aws4_request, \
                     SignedHeaders=host, Signature=0",
                )
                .body(body.to_string()),
        )
        .await;
        reply.expect(200)
    }
}
