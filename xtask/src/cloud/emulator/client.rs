//! Asks the emulator over HTTP, as browsers do.

use std::process::Command;

use serde_json::Value;

use crate::failure::Failure;
use crate::tools;

/// An answer.
#[derive(Debug)]
pub(super) struct Reply {
    status: u16,
    head: String,
    pub(super) body: String,
}

/// Sends a request to a host that the emulator has, with more arguments of curl's.
pub(super) fn ask(port: u16, host: &str, path: &str, more: &[&str]) -> Result<Reply, Failure> {
    let mut curl = Command::new("curl");
    curl.args(["--silent", "--show-error", "--include", "--noproxy", "*"])
        .args(["--max-time", "60", "--header", "Expect:"])
        .args(["--header", &format!("Host: {host}")])
        .args(more)
        .arg(format!("http://127.0.0.1:{port}{path}"));
    let output = curl.output().map_err(|error| Failure::DoesNotStart {
        command: tools::line(&curl),
        error,
    })?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    read(&text).ok_or_else(|| Failure::Refused {
        command: format!("curl http://{host}{path}"),
        said: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

fn read(text: &str) -> Option<Reply> {
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split_whitespace().nth(1)?.parse().ok()?;
    Some(Reply {
        status,
        head: head.to_owned(),
        body: body.to_owned(),
    })
}

impl Reply {
    /// The same if it has a status.
    pub(super) fn expect(self, what: &str, status: u16) -> Result<Self, Failure> {
        match self.status == status {
            true => Ok(self),
            false => Err(Failure::Usage(format!(
                "{what} should answer {status}, and answers {}: {}",
                self.status, self.body
            ))),
        }
    }

    /// A header's value.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        let mut named = lines.filter(|(given, _)| given.eq_ignore_ascii_case(name));
        named.next().map(|(_, value)| value)
    }

    /// The body, which is JSON.
    pub(super) fn json(&self) -> Result<Value, Failure> {
        serde_json::from_str(&self.body)
            .map_err(|_| Failure::Usage(format!("This is no JSON: {}", self.body)))
    }
}

/// What stands between two texts.
pub(super) fn between<'a>(text: &'a str, before: &str, after: &str) -> Result<&'a str, Failure> {
    let found = text
        .split_once(before)
        .and_then(|(_, rest)| rest.split_once(after));
    let found = found.map(|(found, _)| found);
    found.ok_or_else(|| Failure::Usage(format!("There is no {before:?} in: {text}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read() {
        let reply =
            read("HTTP/1.1 302 Found\r\nlocation: /a?code=1&b\r\n\r\nbody\r\n\r\n").unwrap();
        assert_eq!(reply.body, "body\r\n\r\n");
        let location = reply.header("Location").unwrap();
        assert_eq!(between(location, "code=", "&").unwrap(), "1");
        assert!(reply.expect("it", 200).is_err());
    }
}
