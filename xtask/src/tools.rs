//! Running other programs, and getting those that are missing.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::failure::Failure;

/// The workspace's own folder.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask is a folder of the workspace")
}

/// Where cargo builds to, wherever the user told it to: this program was built there.
pub(crate) fn target_folder() -> PathBuf {
    let profile = std::env::current_exe()
        .ok()
        .and_then(|exe| Some(exe.parent()?.parent()?.to_owned()));
    profile.unwrap_or_else(|| root().join("target"))
}

/// Cargo, the same that runs this program, in the workspace.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(arguments).current_dir(root());
    // A machine that builds once and is thrown away gains nothing from gigabytes kept for a next build.
    if std::env::var_os("CI").is_some() {
        cargo.env("CARGO_INCREMENTAL", "0");
    }
    cargo
}

/// Runs a program in the open: its output is the user's to see.
pub(crate) fn run(mut command: Command) -> Result<(), Failure> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failure::Ended {
            command: line(&command),
            status,
        }),
        Err(error) => Err(Failure::DoesNotStart {
            command: line(&command),
            error,
        }),
    }
}

/// What a program prints.
pub(crate) fn said(mut command: Command) -> Result<String, Failure> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    match command.output() {
        Ok(output) if output.status.success() => Ok(text(&output.stdout)),
        Ok(output) => Err(Failure::Refused {
            command: line(&command),
            said: text(&output.stderr),
        }),
        Err(error) => Err(Failure::DoesNotStart {
            command: line(&command),
            error,
        }),
    }
}

/// Some crates compile C (the cryptography of TLS, the local table), so there must be a compiler.
pub(crate) fn need_c_compiler() -> Result<(), Failure> {
    if works("cc", &["--version"]) {
        return Ok(());
    }
    install("a C compiler", &["build-essential"])
}

/// Makes sure that a part of the Rust toolchain is there; `subcommand` is how cargo calls it.
pub(crate) fn need_component(component: &str, subcommand: &str) -> Result<(), Failure> {
    let mut ask = cargo(&[subcommand, "--version"]);
    if succeeds(&mut ask) {
        return Ok(());
    }
    println!("{component} is missing; rustup adds it.");
    let mut add = Command::new("rustup");
    add.args(["component", "add", component]);
    run(add)
}

/// A Python environment in the build folder with what a list of requirements names, made or renewed if need
/// be. Lists are files of `xtask/`.
pub(crate) fn python_tools(folder: &str, list: &str) -> Result<PathBuf, Failure> {
    let venv = target_folder().join(folder);
    let wanted_file = root().join("xtask").join(list);
    let wanted = read(&wanted_file)?;
    // The note is written last, so an installation that was interrupted is begun again; and it says where the
    // environment is, since one does not work any more once its folder has moved.
    let note = format!("{wanted}# in {}\n", venv.display());
    let installed = venv.join("installed.txt");
    if fs::read_to_string(&installed).is_ok_and(|there| there == note) {
        return Ok(venv);
    }

    println!(
        "What {} lists is missing or old; it is installed now.",
        wanted_file.display()
    );
    if !works("python3", &["-c", "import venv, ensurepip"]) {
        install(
            "Python 3 with its venv module",
            &["python3", "python3-venv"],
        )?;
    }
    let mut make = Command::new("python3");
    make.args(["-m", "venv", "--clear"]).arg(&venv);
    run(make)?;
    let mut fill = Command::new(venv.join("bin/pip"));
    fill.args([
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--requirement",
    ])
    .arg(&wanted_file);
    run(fill)?;
    write(&installed, &note)?;
    Ok(venv)
}

/// The templates, seen from the workspace, the outermost first.
pub(crate) fn templates() -> Result<Vec<PathBuf>, Failure> {
    let folder = root().join("infra");
    let entries = fs::read_dir(&folder).map_err(|error| Failure::File {
        path: folder.clone(),
        error,
    })?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let templates = paths.filter(|path| path.extension() == Some(OsStr::new("yaml")));
    let near = templates.filter_map(|path| Some(path.strip_prefix(root()).ok()?.to_owned()));
    let mut templates: Vec<_> = near.collect();
    templates.sort();
    templates.insert(0, PathBuf::from("template.yaml"));
    Ok(templates)
}

/// Installs Debian packages if this is a Debian machine's root; otherwise says what to install.
pub(crate) fn install(what: &'static str, packages: &[&str]) -> Result<(), Failure> {
    let list = packages.join(" ");
    let root = Command::new("id").arg("-u").output();
    let is_root = root.is_ok_and(|id| id.stdout.trim_ascii() == b"0");
    if !is_root || !works("apt-get", &["--version"]) {
        return Err(Failure::Missing {
            what,
            packages: list,
        });
    }
    println!("This needs {what}; apt-get installs {list} now.");
    let mut update = Command::new("apt-get");
    update.args(["update", "--quiet"]);
    run(update)?;
    let mut get = Command::new("apt-get");
    get.env("DEBIAN_FRONTEND", "noninteractive")
        .args(["install", "--yes", "--quiet", "--no-install-recommends"])
        .args(packages);
    run(get)
}

/// Reads a file whose absence is a failure.
pub(crate) fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::File {
        path: path.to_owned(),
        error,
    })
}

pub(crate) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    fs::write(path, text).map_err(|error| Failure::File {
        path: path.to_owned(),
        error,
    })
}

/// Whether a program is there and content with these arguments; its output is not shown.
pub(crate) fn works(program: &str, arguments: &[&str]) -> bool {
    succeeds(Command::new(program).args(arguments))
}

fn succeeds(command: &mut Command) -> bool {
    let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// The command as one would type it.
pub(crate) fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<_> = words.map(OsStr::to_string_lossy).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_is_known_by_its_path_in_the_workspace() {
        let templates = templates().unwrap();
        assert_eq!(templates[0], Path::new("template.yaml"));
        assert!(templates.iter().all(|file| root().join(file).is_file()));
        for file in ["infra/firewall.yaml", "infra/state.yaml", "infra/web.yaml"] {
            assert!(templates.contains(&PathBuf::from(file)), "{file}");
        }
    }
}
