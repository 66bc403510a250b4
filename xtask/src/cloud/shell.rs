//! Runs commands, each printed with its reason; or only prints them.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::emulator::gaps::{self, Gap};
use super::emulator::service::Emulator;
use crate::failure::Failure;
use crate::tools;
use crate::tree::Tree;

/// Names the folder of `aws`, `sam` and the others, in place of the environment that the task makes for
/// itself. Tests have stand-ins there.
const TOOLS: &str = "ANTEROOM_TOOLS";

/// What runs a task's commands.
#[derive(Clone)]
pub(super) struct Shell {
    /// None in a dry run.
    programs: Option<Programs>,
    region: String,
    /// Where commands run.
    tree: Tree,
}

/// Where commands find other programs, and what they reach.
#[derive(Clone)]
struct Programs {
    /// Where to look for programs, before the user's own path.
    folder: PathBuf,
    /// What takes the account's place; none towards an account.
    emulator: Option<Emulator>,
}

impl Shell {
    /// Makes the environment with the tools, but in a dry run.
    pub(super) fn new(dry_run: bool, region: &str) -> Result<Self, Failure> {
        let folder = match (dry_run, std::env::var_os(TOOLS)) {
            (true, _) => None,
            (false, Some(folder)) => Some(folder.into()),
            (false, None) => Some(own_tools()?),
        };
        Ok(Self {
            programs: folder.map(|folder| Programs {
                folder,
                emulator: None,
            }),
            region: region.to_owned(),
            tree: Tree::own(),
        })
    }

    /// The same in a checkout, but no command reaches an account: an emulator takes its place.
    pub(super) fn towards(emulator: Emulator, tree: Tree, region: &str) -> Result<Self, Failure> {
        Ok(Self {
            programs: Some(Programs {
                folder: own_tools()?,
                emulator: Some(emulator),
            }),
            region: region.to_owned(),
            tree,
        })
    }

    /// The same for another region.
    pub(super) fn in_another_region(&self, region: &str) -> Self {
        Self {
            region: region.to_owned(),
            ..self.clone()
        }
    }

    /// Whether nothing is run.
    pub(super) fn is_dry(&self) -> bool {
        self.programs.is_none()
    }

    /// Runs a command in the open.
    pub(super) fn run(&self, why: &str, words: &[&str]) -> Result<(), Failure> {
        if self.gap(words).is_some() {
            return self.ask(why, words).map(|_| ());
        }
        let Some(mut command) = self.announce(why, words) else {
            return Ok(());
        };
        match command.status() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(Failure::Ended {
                command: line(words),
                status,
            }),
            Err(error) => Err(does_not_start(words, error)),
        }
    }

    /// What a command prints; none in a dry run, and where the emulator is known not to know.
    pub(super) fn ask(&self, why: &str, words: &[&str]) -> Result<Option<String>, Failure> {
        self.ask_with(why, words, "")
    }

    /// The same of a command that reads what is not to be seen, which is not printed.
    pub(super) fn ask_with(
        &self,
        why: &str,
        words: &[&str],
        input: &str,
    ) -> Result<Option<String>, Failure> {
        let Some(mut command) = self.announce(why, words) else {
            return Ok(None);
        };
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let started = command.stderr(Stdio::piped()).spawn();
        let output = started.and_then(|mut started| {
            if let Some(mut stdin) = started.stdin.take() {
                // Who does not read it has closed it, and says why.
                let _ = stdin.write_all(input.as_bytes());
            }
            started.wait_with_output()
        });
        let output = output.map_err(|error| does_not_start(words, error))?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        if let Some(gap) = self.gap(words) {
            let said = text(&[output.stdout, output.stderr].concat());
            return gap.expect(&said).map(|()| None);
        }
        if !output.status.success() {
            return Err(Failure::Refused {
                command: line(words),
                said: text(&output.stderr),
            });
        }
        Ok(Some(text(&output.stdout)))
    }

    /// Runs a call of the AWS CLI in the stage's region.
    pub(super) fn aws(&self, why: &str, words: &[&str]) -> Result<(), Failure> {
        self.run(why, &self.in_region(words))
    }

    /// The answer to a call of the AWS CLI as JSON, with `query` as the part that is wanted; none in a
    /// dry run.
    pub(super) fn ask_aws(
        &self,
        why: &str,
        words: &[&str],
        query: &str,
    ) -> Result<Option<serde_json::Value>, Failure> {
        let mut words = self.in_region(words);
        words.extend(["--query", query, "--output", "json"]);
        let Some(answer) = self.ask(why, &words)? else {
            return Ok(None);
        };
        let value = serde_json::from_str(&answer).map_err(|_| Failure::Refused {
            command: line(&words),
            said: format!("It should have answered JSON, and answered {answer}"),
        });
        value.map(Some)
    }

    /// Writes a file for the commands to come.
    pub(super) fn write(&self, file: &str, text: &str) -> Result<(), Failure> {
        println!("\n  # Written to {file}:");
        for line in text.lines() {
            println!("  #   {line}");
        }
        if self.is_dry() {
            return Ok(());
        }
        let path = self.tree.root.join(file);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| Failure::File {
                path: folder.to_owned(),
                error,
            })?;
        }
        tools::write(&path, text)
    }

    /// What the emulator is known not to do of a command.
    fn gap(&self, words: &[&str]) -> Option<&'static Gap> {
        self.programs.as_ref()?.emulator.as_ref()?;
        gaps::of_call(&line(words))
    }

    pub(super) fn in_region<'a>(&'a self, words: &[&'a str]) -> Vec<&'a str> {
        let mut all = vec!["aws"];
        all.extend(words);
        all.extend(["--region", &self.region]);
        all
    }

    fn announce(&self, why: &str, words: &[&str]) -> Option<Command> {
        println!("\n  # {why}\n  {}", line(words));
        let programs = self.programs.as_ref()?;
        let mut path = OsString::new();
        if let Some(emulator) = &programs.emulator {
            path.push(&emulator.stand_ins);
            path.push(":");
        }
        path.push(&programs.folder);
        if let Some(users) = std::env::var_os("PATH") {
            path.push(":");
            path.push(users);
        }
        let (program, arguments) = words.split_first()?;
        let mut command = Command::new(program);
        command
            .args(arguments)
            .current_dir(&self.tree.root)
            .env("PATH", path)
            .env("SAM_CLI_TELEMETRY", "0");
        if let Some(emulator) = &programs.emulator {
            emulator.shield(&mut command);
            // SAM asks cargo where a build is; ours is handed over from there.
            command
                .env("CARGO_TARGET_DIR", &self.tree.target)
                .env("TARGET_FOLDER", &self.tree.target);
        }
        Some(command)
    }
}

/// The environment with the tools, which is made if it is not there.
fn own_tools() -> Result<PathBuf, Failure> {
    Ok(tools::python_tools("venv-deploy", "requirements-deploy.txt")?.join("bin"))
}

/// The command as one would type it.
fn line(words: &[&str]) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@%+".contains(c);
    let quoted = words.iter().map(|word| match word.chars().all(plain) {
        true => (*word).to_owned(),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    });
    quoted.collect::<Vec<_>>().join(" ")
}

fn does_not_start(words: &[&str], error: std::io::Error) -> Failure {
    Failure::DoesNotStart {
        command: line(words),
        error,
    }
}
