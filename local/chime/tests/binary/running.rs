//! The service in a process of its own.

use std::io::Read;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

const PATIENCE: Duration = Duration::from_secs(10);

pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

pub(crate) fn binary(port: u16, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chime-local"));
    command.args(["--port", &port.to_string()]).args(arguments);
    command
}

pub(crate) struct Running {
    pub(crate) child: Child,
    port: u16,
}

impl Running {
    pub(crate) fn start(port: u16, arguments: &[&str], stdout: Stdio) -> Self {
        let mut command = binary(port, arguments);
        let child = command.stdout(stdout).stderr(Stdio::piped()).spawn();
        Self {
            child: child.unwrap(),
            port,
        }
    }

    /// Stops it, and gives what it said to people.
    pub(crate) fn stop(&mut self) -> String {
        self.child.kill().unwrap();
        let mut said = String::new();
        let mut stderr = self.child.stderr.take().unwrap();
        stderr.read_to_string(&mut said).unwrap();
        said
    }

    /// The id of a new meeting.
    pub(crate) async fn meeting(&self) -> String {
        let token = format!("token-{:032x}", rand::random::<u128>());
        let request = json!({"ClientRequestToken": token, "ExternalMeetingId": "room", "MediaRegion": "us-east-1"});
        let answer = self.post("/meetings", &request).await;
        answer["Meeting"]["MeetingId"].as_str().unwrap().to_owned()
    }

    /// Lets a new attendee join by signalling, and ping.
    pub(crate) async fn join(&self, meeting: &str) {
        let user = json!({"ExternalUserId": format!("{:016x}", rand::random::<u64>())});
        let attendee = self
            .post(&format!("/meetings/{meeting}/attendees"), &user)
            .await;
        let token = attendee["Attendee"]["JoinToken"].as_str().unwrap();
        let url = format!("ws://127.0.0.1:{}/control/{meeting}", self.port);
        let mut request = url.into_client_request().unwrap();
        let protocols = format!("_aws_wt_session, {token}").parse().unwrap();
        request
            .headers_mut()
            .insert("sec-websocket-protocol", protocols);
        let (mut socket, _) = tokio_tungstenite::connect_async(request).await.unwrap();
        socket
            .send(Message::Binary(vec![5, 8, 0, 16, 1].into()))
            .await
            .unwrap();
        let ping = vec![5, 8, 0, 16, 19, 162, 1, 4, 8, 1, 16, 7];
        socket.send(Message::Binary(ping.into())).await.unwrap();
        let pong = async {
            while let Some(Ok(message)) = socket.next().await {
                if message.into_data().ends_with(&[162, 1, 4, 8, 2, 16, 7]) {
                    return true;
                }
            }
            false
        };
        assert!(timeout(PATIENCE, pong).await.unwrap());
    }

    async fn post(&self, path: &str, body: &Value) -> Value {
        timeout(PATIENCE, self.answer(path, body.to_string()))
            .await
            .unwrap()
    }

    async fn answer(&self, path: &str, body: String) -> Value {
        let mut stream = loop {
            match TcpStream::connect(("127.0.0.1", self.port)).await {
                Ok(stream) => break stream,
                Err(_) => sleep(Duration::from_millis(50)).await,
            }
        };
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: {}\r\n\
             authorization: AWS4-HMAC-SHA256 Credential=local/x\r\n\r\n",
            body.len()
        );
        stream.write_all((head + &body).as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        serde_json::from_str(body).unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
