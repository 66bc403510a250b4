//! `cargo xtask bench`: measures the functions as they are deployed, and writes the tables of
//! `docs/figures.md` to standard output. `bench bookings` measures the local stack under load.

mod bookings;
mod functions;
mod local;
mod machine;
mod numbers;

#[tokio::main]
async fn main() {
    let exe = std::env::current_exe().expect("this program is a file");
    let binaries = exe.parent().expect("a program lies in a folder");
    println!("{}\n", machine::describe());
    let mut arguments = std::env::args().skip(1);
    let table = match arguments.next().as_deref() {
        Some("bookings") => {
            let stored = arguments.next().and_then(|number| number.parse().ok());
            bookings::measure(binaries, stored).await
        }
        Some(other) => panic!("there is no measurement named {other}"),
        None => functions::measure(binaries).await,
    };
    print!("{table}");
}
