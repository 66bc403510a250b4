//! What a test sees beside the API: the raw table, links, calls and logs.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{TestApp, Who, send};

impl TestApp {
    /// Every item of the table as it is stored, by its key, once all is settled.
    pub async fn table(&self) -> BTreeMap<String, Value> {
        self.settle().await;
        let (mut items, mut start) = (BTreeMap::new(), Value::Null);
        loop {
            let mut scan = json!({"TableName": self.stack.table(), "ConsistentRead": true});
            if start.is_object() {
                scan["ExclusiveStartKey"] = start;
            }
            let page = self.scan(&scan).await;
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

    /// The token of the link in the newest mail to a member that has one.
    pub async fn link(&self, member: &Who) -> Option<String> {
        let mails = self
            .messages("email", &format!("{}@example.com", member.id))
            .await;
        mails.iter().find_map(|mail| {
            let (_, token) = mail["text"].as_str()?.split_once("/visit#")?;
            token.split_whitespace().next().map(str::to_owned)
        })
    }

    /// Counts calls to the services from nothing, once all is settled.
    pub async fn count_anew(&self) {
        self.settle().await;
        let reply = send(self.bare(Method::DELETE, "/_local/calls")).await;
        assert_eq!(reply.status, 204);
    }

    /// The calls of a function since then, as `service Operation`, each with how often.
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

    /// All that the functions have logged, a line each.
    pub async fn logs(&self) -> Vec<String> {
        let logs = self.local("logs").await;
        let lines = logs["items"].as_array().into_iter().flatten();
        lines.map(|line| line.to_string()).collect()
    }

    async fn scan(&self, scan: &Value) -> Value {
        let reply = send(
            reqwest::Client::new()
                .post(&self.stack.endpoints().dynamodb)
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", "DynamoDB_20120810.Scan")
                .header("X-Amz-Date", "20300107T000000Z")
                .header(
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=test/20300107/x/dynamodb/aws4_request, \
                     SignedHeaders=host, Signature=0",
                )
                .body(scan.to_string()),
        )
        .await;
        reply.expect(200)
    }
}
