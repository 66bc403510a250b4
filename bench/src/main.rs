//! `cargo xtask bench`: measures the functions as they are deployed, and writes the tables of
//! `docs/figures.md` to standard output. `bench warm` measures a poll and a booking beside
//! a peer's, `bench bookings` the local stack under load.

mod bookings;
mod call;
mod driver;
mod functions;
mod held;
mod local;
mod machine;
mod numbers;
mod peer;
mod process;
mod warm;

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
        Some("warm") => warm::measure(binaries).await,
        Some(other) => panic!("there is no measurement named {other}"),
        None => functions::measure(binaries).await,
    };
    print!("{table}");
}
