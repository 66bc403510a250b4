//! Reads the stream of a table through the API of DynamoDB Streams.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Why the stream could not be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReadError {
    #[error("the table can't be reached: {0}")]
    Http(#[from] reqwest::Error),
    #[error("{operation} was refused: {answer}")]
    Refused {
        operation: &'static str,
        answer: Value,
    },
    #[error("the answer to {operation} has no {key}")]
    Answer {
        operation: &'static str,
        key: &'static str,
    },
}

/// Reads the stream of one table from where it left off.
#[derive(Debug)]
pub(super) struct Reader {
    http: reqwest::Client,
    url: String,
    table: String,
    /// The stream's ARN, once it is known.
    stream: Option<String>,
    /// Where in each shard to read on.
    shards: BTreeMap<String, Position>,
    /// Where to start in a shard that is new.
    start: &'static str,
}

#[derive(Debug, Clone)]
enum Position {
    /// By the iterator of the last answer, and after the last record, should it expire.
    At(String, Option<String>),
    /// After this record, or where a new shard starts.
    After(Option<String>),
    /// The shard is closed and was read to its end.
    End,
}

impl Reader {
    pub(super) fn new(http: reqwest::Client, url: String, table: &str, from_start: bool) -> Self {
        Reader {
            http,
            url,
            table: table.to_owned(),
            stream: None,
            shards: BTreeMap::new(),
            start: if from_start { "TRIM_HORIZON" } else { "LATEST" },
        }
    }

    /// The ARN of the stream; empty until it has been read once.
    pub(super) fn arn(&self) -> &str {
        self.stream.as_deref().unwrap_or_default()
    }

    /// Reads what is new, in the order of each shard. Empty if nothing is.
    pub(super) async fn read(&mut self) -> Result<Vec<Value>, ReadError> {
        let stream = match &self.stream {
            Some(stream) => stream.clone(),
            None => self.find_stream().await?,
        };
        let open = self.shards.values().any(|at| !matches!(at, Position::End));
        if !open {
            self.find_shards(&stream).await?;
        }
        let mut records = Vec::new();
        for (shard, position) in self.shards.clone() {
            let read = match self.read_shard(&stream, &shard, &position).await {
                Ok((mut new, next)) => {
                    records.append(&mut new);
                    Ok(next)
                }
                Err(error) => Err(error),
            };
            match (read, position) {
                (Ok(next), _) => self.shards.insert(shard, next),
                // The iterator may have expired: the next read asks for another.
                (Err(error), Position::At(_, last)) if records.is_empty() => {
                    self.shards.insert(shard, Position::After(last));
                    return Err(error);
                }
                (Err(error), _) if records.is_empty() => return Err(error),
                // What was read is handed on; the next read meets the error again.
                (Err(_), position) => self.shards.insert(shard, position),
            };
        }
        Ok(records)
    }

    async fn find_stream(&mut self) -> Result<String, ReadError> {
        let operation = "DescribeTable";
        let table = self
            .call(
                "DynamoDB_20120810",
                operation,
                json!({"TableName": self.table}),
            )
            .await?;
        let key = "LatestStreamArn";
        let arn = table["Table"][key].as_str();
        let arn = arn.ok_or(ReadError::Answer { operation, key })?.to_owned();
        self.stream = Some(arn.clone());
        Ok(arn)
    }

    async fn find_shards(&mut self, stream: &str) -> Result<(), ReadError> {
        let operation = "DescribeStream";
        let answer = self
            .streams(operation, json!({"StreamArn": stream}))
            .await?;
        let key = "Shards";
        let shards = answer["StreamDescription"][key].as_array();
        let shards = shards.ok_or(ReadError::Answer { operation, key })?;
        for id in shards.iter().filter_map(|shard| shard["ShardId"].as_str()) {
            if self.shards.contains_key(id) {
                continue;
            }
            let iterator = self.iterator(stream, id, self.start, None).await?;
            self.shards
                .insert(id.to_owned(), Position::At(iterator, None));
        }
        // A shard that appears later continues one that was being read.
        if !shards.is_empty() {
            self.start = "TRIM_HORIZON";
        }
        Ok(())
    }

    async fn read_shard(
        &self,
        stream: &str,
        shard: &str,
        position: &Position,
    ) -> Result<(Vec<Value>, Position), ReadError> {
        let (iterator, last) = match position {
            Position::End => return Ok((Vec::new(), Position::End)),
            Position::At(iterator, last) => (iterator.clone(), last.clone()),
            Position::After(None) => {
                let iterator = self.iterator(stream, shard, self.start, None).await?;
                (iterator, None)
            }
            Position::After(Some(last)) => {
                let kind = "AFTER_SEQUENCE_NUMBER";
                let iterator = self.iterator(stream, shard, kind, Some(last)).await?;
                (iterator, Some(last.clone()))
            }
        };
        let operation = "GetRecords";
        let request = json!({"ShardIterator": iterator, "Limit": 1000});
        let mut answer = self.streams(operation, request).await?;
        let Value::Array(records) = answer["Records"].take() else {
            let key = "Records";
            return Err(ReadError::Answer { operation, key });
        };
        let newest = records
            .last()
            .and_then(|record| record["dynamodb"]["SequenceNumber"].as_str())
            .map(str::to_owned);
        let next = match answer["NextShardIterator"].as_str() {
            Some(next) => Position::At(next.to_owned(), newest.or(last)),
            None => Position::End,
        };
        Ok((records, next))
    }

    async fn iterator(
        &self,
        stream: &str,
        shard: &str,
        kind: &str,
        after: Option<&str>,
    ) -> Result<String, ReadError> {
        let operation = "GetShardIterator";
        let mut request = json!({
            "StreamArn": stream,
            "ShardId": shard,
            "ShardIteratorType": kind,
        });
        if let Some(after) = after {
            request["SequenceNumber"] = after.into();
        }
        let answer = self.streams(operation, request).await?;
        let key = "ShardIterator";
        let iterator = answer[key].as_str().map(str::to_owned);
        iterator.ok_or(ReadError::Answer { operation, key })
    }

    async fn streams(&self, operation: &'static str, body: Value) -> Result<Value, ReadError> {
        self.call("DynamoDBStreams_20120810", operation, body).await
    }

    /// The signature is one in form only: local endpoints want to see one, none checks it.
    async fn call(
        &self,
        service: &str,
        operation: &'static str,
        body: Value,
    ) -> Result<Value, ReadError> {
        let signature = "AWS4-HMAC-SHA256 Credential=triggers/20260101/us-east-1/dynamodb/\
             aws4_request, SignedHeaders=host;x-amz-date, Signature=0";
        let response = self
            .http
            .post(&self.url)
            .header("authorization", signature)
            .header("content-type", "application/x-amz-json-1.0")
            .header("x-amz-date", "20260101T000000Z")
            .header("x-amz-target", format!("{service}.{operation}"))
            .body(body.to_string())
            .send()
            .await?;
        let refused = !response.status().is_success();
        let answer = response.json().await?;
        if refused {
            return Err(ReadError::Refused { operation, answer });
        }
        Ok(answer)
    }
}
