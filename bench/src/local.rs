//! A local stack in a process of its own, so that its processor time can be told from ours.

use std::path::Path;
use std::process::Stdio;

use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStdout, Command};

use crate::process;

/// A running stack, which ends when it is dropped.
pub(crate) struct LocalStack {
    url: String,
    http: Client,
    process: Child,
    _output: BufReader<ChildStdout>,
}

impl LocalStack {
    /// Starts the stack's program, which lies in a folder with those of the functions, with values
    /// for parameters of the template.
    pub(crate) async fn start(binaries: &Path, parameters: &[&str]) -> Self {
        let mut process = Command::new(binaries.join("anteroom-local"))
            .args(["--root", concat!(env!("CARGO_MANIFEST_DIR"), "/..")])
            .args(["--port", "0", "--empty", "--no-portal"])
            .args(parameters.iter().flat_map(|value| ["--parameter", value]))
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the stack starts");
        let output = process.stdout.take().expect("its output is piped");
        let mut output = BufReader::new(output);
        let mut line = String::new();
        output
            .read_line(&mut line)
            .await
            .expect("it says that it is up");
        let url = line
            .rsplit(' ')
            .next()
            .unwrap_or_default()
            .trim()
            .to_owned();
        assert!(url.starts_with("http"), "the stack did not start: {line}");
        Self {
            url,
            http: Client::new(),
            process,
            _output: output,
        }
    }

    /// A token of somebody.
    pub(crate) async fn token(&self, id: &str, role: &str) -> String {
        let body = json!({"sub": id, "role": role});
        let (_, answer) = self.call(Method::POST, "/_local/token", None, &body).await;
        answer["accessToken"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Sends a request and gives its answer.
    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: &Value,
    ) -> (StatusCode, Value) {
        let mut request = self.http.request(method, format!("{}{path}", self.url));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let answer = request.json(body).send().await.expect("the stack answers");
        let status = answer.status();
        (status, answer.json().await.unwrap_or_default())
    }

    /// Waits until nothing is outstanding.
    pub(crate) async fn settle(&self) {
        self.call(Method::POST, "/_local/settle", None, &Value::Null)
            .await;
    }

    /// The processor time that the stack used, and that of its functions' processes, in seconds.
    pub(crate) fn processor_seconds(&self) -> (f64, f64) {
        let Some(stack) = self.process.id() else {
            return (0.0, 0.0);
        };
        let functions = process::children(stack).into_iter().map(process::seconds);
        (process::seconds(stack), functions.sum())
    }

    /// The stack's memory in megabytes.
    pub(crate) fn megabytes(&self) -> Option<f64> {
        process::megabytes(self.process.id()?)
    }
}
