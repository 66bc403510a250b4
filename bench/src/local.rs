//! A local stack in a process of its own, so that its processor time can be told from ours.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStdout, Command};

/// The kernel's ticks a second, in which it counts processor time: `USER_HZ`, which is 100 on every
/// Linux that Rust runs on.
const TICKS: f64 = 100.0;

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
        let children = fs::read_to_string(format!("/proc/{stack}/task/{stack}/children"));
        // Any of the stack's threads may have started a function.
        let threads = fs::read_dir(format!("/proc/{stack}/task")).into_iter();
        let children = threads
            .flatten()
            .flatten()
            .filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok())
            .chain(children)
            .collect::<Vec<_>>()
            .join(" ");
        let mut children: Vec<&str> = children.split_whitespace().collect();
        children.sort_unstable();
        children.dedup();
        let functions = children.iter().map(|child| seconds_of(child)).sum();
        (seconds_of(&stack.to_string()), functions)
    }

    /// The stack's memory in megabytes.
    pub(crate) fn megabytes(&self) -> f64 {
        let status = self.process.id().and_then(|id| {
            let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
            let line = status.lines().find(|line| line.starts_with("VmRSS"))?;
            line.split_whitespace().nth(1)?.parse::<f64>().ok()
        });
        status.unwrap_or(f64::NAN) / 1024.0
    }
}

/// The processor time of a process so far, by the kernel's file `stat` (see `man 5 proc`).
fn seconds_of(process: &str) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The program's name is in brackets and may have spaces.
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field).and_then(|text| text.parse::<f64>().ok());
    (ticks(11).unwrap_or(0.0) + ticks(12).unwrap_or(0.0)) / TICKS
}
