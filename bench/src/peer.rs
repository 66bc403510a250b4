//! The peer: a Node function with the AWS SDK that makes the calls of a booking and of a waiting poll
//! as ours do. Its source is in `bench/peer`, and `cargo xtask bench warm` bundles it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use anteroom_tests::Folder;

use crate::functions::FUNCTIONS;

/// The functions that it stands in for.
pub(crate) const STANDS_FOR: [&str; 2] = ["bookings", "sessions"];

const BUNDLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peer/dist/peer.cjs");

/// A folder with the functions, in which the peer is in the place of two.
pub(crate) fn functions(binaries: &Path) -> Folder {
    let folder = Folder::new();
    let bundle = fs::read_to_string(BUNDLE).expect("`npm run build` in bench/peer has been run");
    let program = program(&node(), &bundle);
    for function in FUNCTIONS {
        if STANDS_FOR.contains(&function) {
            let file = folder.path().join(function);
            fs::write(&file, &program).expect("the folder takes files");
            let may_run = fs::Permissions::from_mode(0o755);
            fs::set_permissions(&file, may_run).expect("it is ours");
        } else {
            folder.link(function, &binaries.join(function));
        }
    }
    folder
}

/// Where Node is.
fn node() -> String {
    let asked = Command::new("node")
        .args(["-p", "process.execPath"])
        .output();
    let path = asked.expect("Node is installed").stdout;
    String::from_utf8_lossy(&path).trim().to_owned()
}

/// A bundle as a program: functions are started without a search path.
fn program(node: &str, bundle: &str) -> String {
    format!("#!{node}\n{bundle}")
}
