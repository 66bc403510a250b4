//! The service as a process of its own, and what it takes of the machine.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::{Duration, Instant};

use aws_sdk_chimesdkmeetings::Client;
use aws_sdk_chimesdkmeetings::config::{BehaviorVersion, Config, Credentials, Region};
use aws_sdk_chimesdkmeetings::types::CreateAttendeeRequestItem;

/// In what Linux counts a process's time.
const CLOCK_TICK: Duration = Duration::from_millis(10);

pub(crate) struct Service {
    pub(crate) address: SocketAddr,
    sdk: Client,
    process: Child,
    /// Held, for the service must have somewhere to say what it has to say.
    _words: BufReader<ChildStderr>,
}

/// What an attendee needs to join.
pub(crate) struct Seat {
    pub(crate) meeting: String,
    pub(crate) attendee: String,
    pub(crate) token: String,
}

impl Service {
    pub(crate) fn start() -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_chime-local"))
            .args(["--port", "0"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut words = BufReader::new(process.stderr.take().unwrap());
        let mut first = String::new();
        words.read_line(&mut first).unwrap();
        let address = first.split("http://").nth(1).unwrap();
        let address = address.split(". ").next().unwrap();
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .endpoint_url(format!("http://{address}"))
            .region(Region::new("us-east-1"))
            .credentials_provider(Credentials::new("bench", "local", None, None, "bench"))
            .build();
        Self {
            address: address.parse().unwrap(),
            sdk: Client::from_conf(config),
            process,
            _words: words,
        }
    }

    /// A new meeting with two seats.
    pub(crate) async fn meeting(&self, name: &str) -> [Seat; 2] {
        let attendee = |user: &str| {
            let item = CreateAttendeeRequestItem::builder().external_user_id(user);
            item.build().unwrap()
        };
        let request = self.sdk.create_meeting_with_attendees();
        let made = request
            .client_request_token(name)
            .external_meeting_id(name)
            .media_region("us-east-1")
            .attendees(attendee("ana"))
            .attendees(attendee("bao"))
            .send()
            .await
            .unwrap();
        let meeting = made.meeting().unwrap().meeting_id().unwrap();
        [0, 1].map(|place| {
            let attendee = &made.attendees()[place];
            Seat {
                meeting: meeting.to_owned(),
                attendee: attendee.attendee_id().unwrap().to_owned(),
                token: attendee.join_token().unwrap().to_owned(),
            }
        })
    }

    pub(crate) async fn end(&self, meeting: &str) {
        let request = self.sdk.delete_meeting().meeting_id(meeting);
        request.send().await.unwrap();
    }

    /// The share of one core that it takes over this time, in percent.
    pub(crate) async fn load(&self, time: Duration) -> f64 {
        let (start, before) = (Instant::now(), self.processor_time());
        tokio::time::sleep(time).await;
        let used = self.processor_time() - before;
        used.as_secs_f64() / start.elapsed().as_secs_f64() * 100.0
    }

    /// Resident memory, in mebibytes.
    pub(crate) fn memory(&self) -> f64 {
        let status = self.told_by_linux("status");
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        let kibibytes = line.unwrap().split_whitespace().nth(1).unwrap();
        kibibytes.parse::<f64>().unwrap() / 1024.0
    }

    /// Datagrams that anybody on this machine had no room for, since it started.
    pub(crate) fn dropped(&self) -> u64 {
        let counters = self.told_by_linux("net/snmp");
        let mut lines = counters.lines().filter(|line| line.starts_with("Udp:"));
        let names = lines.next().unwrap().split(' ');
        let mut counted = names.zip(lines.next().unwrap().split(' '));
        let (_, count) = counted.find(|(name, _)| *name == "RcvbufErrors").unwrap();
        count.parse().unwrap()
    }

    fn processor_time(&self) -> Duration {
        let stat = self.told_by_linux("stat");
        // The name, in brackets, may have spaces.
        let (_, fields) = stat.rsplit_once(") ").unwrap();
        let ticks = fields.split(' ').skip(11).take(2);
        CLOCK_TICK * ticks.map(|field| field.parse::<u32>().unwrap()).sum()
    }

    fn told_by_linux(&self, file: &str) -> String {
        fs::read_to_string(format!("/proc/{}/{file}", self.process.id())).unwrap()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
