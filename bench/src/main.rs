//! `cargo xtask bench`: measures the functions as they are deployed, and writes the tables of
//! `docs/figures.md` to standard output.

mod functions;
mod machine;
mod numbers;

use std::path::Path;

#[tokio::main]
async fn main() {
    let exe = std::env::current_exe().expect("this program is a file");
    let binaries = exe.parent().expect("a program lies in a folder");
    println!("{}\n", machine::describe());
    print!("{}", functions::measure(Path::new(binaries)).await);
}
