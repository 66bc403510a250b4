//! The emulator itself: ministack, and our own meeting service, which it does not have.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::failure::Failure;
use crate::tools;

/// Whose account the emulator says it is. AWS uses this number in its examples.
pub(super) const ACCOUNT: &str = "111122223333";

/// Where nothing listens: what would go out to the network goes here and fails.
const NOWHERE: &str = "http://127.0.0.1:9";

/// How commands reach the emulator, and nothing else.
#[derive(Clone)]
pub(in crate::cloud) struct Emulator {
    /// Stand-ins of programs that would reach something else, or take long.
    pub(in crate::cloud) stand_ins: PathBuf,
    pub(super) port: u16,
    region: String,
}

impl Emulator {
    /// Keeps a command from every account: its environment has no settings of the user's, made-up keys, and no way out of
    /// this machine. The AWS CLI takes no notice of the endpoint for some calls (those of SQS), so that the endpoint alone
    /// would not do.
    pub(in crate::cloud) fn shield(&self, command: &mut Command) {
        for (name, _) in std::env::vars_os() {
            if is_the_users(&name) {
                command.env_remove(name);
            }
        }
        let port = self.port.to_string();
        command
            .env("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{port}"))
            .env("AWS_ACCESS_KEY_ID", "emulator")
            .env("AWS_SECRET_ACCESS_KEY", "emulator")
            .env("AWS_DEFAULT_REGION", &self.region)
            .env("AWS_CONFIG_FILE", "/dev/null")
            .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("SAM_CLI_TELEMETRY", "0")
            .env("HTTP_PROXY", NOWHERE)
            .env("HTTPS_PROXY", NOWHERE)
            .env("NO_PROXY", "127.0.0.1,localhost")
            .env("EMULATOR_PORT", port);
    }
}

/// Whether a setting could lead a command elsewhere.
fn is_the_users(name: &OsStr) -> bool {
    let name = name.to_string_lossy().to_uppercase();
    name.starts_with("AWS_") || name.starts_with("SAM_") || name.ends_with("_PROXY")
}

/// What runs, until this is dropped.
pub(super) struct Running {
    pub(super) emulator: Emulator,
    _children: [Ended; 2],
}

/// Starts all on free ports of this machine's own address, with a folder for what it writes.
pub(super) fn start(folder: &Path, region: &str) -> Result<Running, Failure> {
    let made = fs::create_dir_all(folder.join("tmp"));
    made.map_err(|error| file(folder, error))?;
    let emulator = Emulator {
        stand_ins: tools::root().join("xtask/src/cloud/emulator/stand-ins"),
        port: free_port()?,
        region: region.to_owned(),
    };
    let meetings_port = free_port()?;

    let mut meetings = Command::new(tools::target_folder().join("debug/chime-local"));
    meetings.args(["--port", &meetings_port.to_string(), "--region", region]);
    let meetings = spawn(meetings, &folder.join("chime-local.log"))?;
    answers(meetings_port, "chime-local")?;

    let venv = tools::python_tools("venv-emulator", "requirements-emulator.txt")?;
    let mut ministack = Command::new(venv.join("bin/ministack"));
    emulator.shield(&mut ministack);
    ministack
        .current_dir(folder)
        .env("HOME", folder)
        .env("TMPDIR", folder.join("tmp"))
        .env("GATEWAY_PORT", emulator.port.to_string())
        .env("BIND_HOST", "127.0.0.1")
        .env("MINISTACK_REGION", region)
        .env("MINISTACK_ACCOUNT_ID", ACCOUNT)
        // Functions have their roles' rights, and no others.
        .env("AUTH", "true")
        // It needs none of these, and would open ports or look for containers.
        .env("IOT_MTLS_ENABLED", "0")
        .env("SFTP_ENABLED", "0")
        .env("DOCKER_HOST", "unix:///dev/null")
        // Functions are its children, and get this from it.
        .env(
            "AWS_ENDPOINT_URL_CHIME_SDK_MEETINGS",
            format!("http://127.0.0.1:{meetings_port}"),
        );
    let ministack = spawn(ministack, &folder.join("ministack.log"))?;
    answers(emulator.port, "ministack")?;
    Ok(Running {
        emulator,
        _children: [ministack, meetings],
    })
}

/// A child that ends with this.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        // ministack's functions are children of its own, which it ends when it is asked to end.
        let id = self.0.id().to_string();
        let asked = Command::new("kill").arg(id).status();
        if !asked.is_ok_and(|status| status.success()) {
            self.0.kill().ok();
        }
        self.0.wait().ok();
    }
}

fn spawn(mut command: Command, log: &Path) -> Result<Ended, Failure> {
    let output = File::create(log).map_err(|error| file(log, error))?;
    let errors = output.try_clone().map_err(|error| file(log, error))?;
    let child = command
        .stdin(Stdio::null())
        .stdout(output)
        .stderr(errors)
        .spawn();
    let child = child.map_err(|error| Failure::DoesNotStart {
        command: tools::line(&command),
        error,
    })?;
    println!("  {} writes to {}", tools::line(&command), log.display());
    Ok(Ended(child))
}

fn free_port() -> Result<u16, Failure> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let port = listener.and_then(|listener| Ok(listener.local_addr()?.port()));
    port.map_err(|error| Failure::Usage(format!("There is no free port: {error}.")))
}

fn answers(port: u16, what: &str) -> Result<(), Failure> {
    for _ in 0..150 {
        if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(200));
    }
    Err(Failure::Usage(format!(
        "{what} did not start within 30 seconds; its log says why."
    )))
}

fn file(path: &Path, error: io::Error) -> Failure {
    Failure::File {
        path: path.to_owned(),
        error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_has_no_keys_but_made_up_ones_and_no_way_out() {
        let emulator = Emulator {
            stand_ins: PathBuf::new(),
            port: 1,
            region: "ap-southeast-1".to_owned(),
        };
        let mut command = Command::new("aws");
        emulator.shield(&mut command);
        let set = |name: &str| {
            let mut all = command.get_envs();
            let found = all.find(|(given, _)| *given == OsStr::new(name));
            found.and_then(|(_, value)| value).and_then(OsStr::to_str)
        };
        assert_eq!(set("AWS_ENDPOINT_URL"), Some("http://127.0.0.1:1"));
        for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] {
            assert_eq!(set(name), Some("emulator"));
        }
        for name in ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"] {
            assert_eq!(set(name), Some("/dev/null"));
        }
        for name in ["HTTP_PROXY", "HTTPS_PROXY"] {
            assert_eq!(set(name), Some(NOWHERE));
        }
        assert_eq!(set("AWS_EC2_METADATA_DISABLED"), Some("true"));
        assert_eq!(set("NO_PROXY"), Some("127.0.0.1,localhost"));
    }

    /// Settings of single services outdo the general endpoint, and a profile may name a real account.
    #[test]
    fn what_the_user_has_set_does_not_count() {
        for name in [
            "AWS_PROFILE",
            "AWS_ENDPOINT_URL_DYNAMODB",
            "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
            "AWS_SESSION_TOKEN",
            "SAM_CLI_POLL_DELAY",
            "https_proxy",
            "no_proxy",
        ] {
            assert!(is_the_users(OsStr::new(name)), "{name}");
        }
        for name in ["PATH", "HOME", "CARGO"] {
            assert!(!is_the_users(OsStr::new(name)), "{name}");
        }
    }
}
