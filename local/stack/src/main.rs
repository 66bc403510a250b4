//! `anteroom-local`: runs the local stack until it is interrupted.

use std::io;
use std::path::PathBuf;
use std::pin::pin;
use std::process::ExitCode;
use std::sync::Arc;

use anteroom_stack::runner::LogHook;
use anteroom_stack::{Options, Stack, StartError};
use clap::Parser;

/// A third of what a call to the table costs was memory taken and given back with the system's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Anteroom on this machine: the portal at /, the API at /v1, the stack's own switches at
/// /_local. It listens on loopback only.
#[derive(Debug, Parser)]
#[command(name = "anteroom-local")]
struct Arguments {
    /// The folder that has template.yaml.
    #[arg(long, default_value = ".")]
    root: PathBuf,
    /// The folder of the functions' binaries [default: this program's own].
    #[arg(long)]
    bin_dir: Option<PathBuf>,
    /// The port of the origin; 0 for any that is free.
    #[arg(long, default_value_t = 3000)]
    port: u16,
    /// Don't serve the portal.
    #[arg(long)]
    no_portal: bool,
    /// Don't load the demo people and bookings.
    #[arg(long)]
    empty: bool,
    /// Keep the data in this folder.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Use the DynamoDB at this URL in place of the built-in one.
    #[arg(long)]
    dynamodb: Option<String>,
    /// Give a parameter of template.yaml this value; may be repeated.
    #[arg(long, value_name = "NAME=VALUE", value_parser = parameter)]
    parameter: Vec<(String, String)>,
    /// Show the functions' logs.
    #[arg(long)]
    verbose: bool,
}

fn parameter(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once('=').ok_or("it has no `=`")?;
    Ok((name.to_owned(), value.to_owned()))
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,dynoxide=error"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .init();
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), StartError> {
    let bin_dir = match arguments.bin_dir {
        Some(folder) => folder,
        None => own_folder().map_err(StartError::Functions)?,
    };
    let portal = arguments.root.join("portal/dist");
    let log: LogHook = match arguments.verbose {
        true => Arc::new(|function, line| eprintln!("{function}: {line}")),
        false => Arc::new(|_, _| {}),
    };
    let mut interrupted = pin!(interrupted());
    let start = Stack::start(Options {
        port: arguments.port,
        data: arguments.data,
        dynamodb: arguments.dynamodb,
        portal: (!arguments.no_portal && portal.is_dir()).then_some(portal),
        demo: !arguments.empty,
        parameters: arguments.parameter.into_iter().collect(),
        log,
        ..Options::new(arguments.root, bin_dir)
    });
    let stack = tokio::select! {
        stack = start => stack?,
        () = &mut interrupted => return Ok(()),
    };
    println!("{}", welcome(&stack));
    interrupted.await;
    stack.stop().await;
    Ok(())
}

fn own_folder() -> io::Result<PathBuf> {
    let program = std::env::current_exe()?;
    program
        .parent()
        .map(PathBuf::from)
        .ok_or_else(|| io::ErrorKind::NotFound.into())
}

fn welcome(stack: &Stack) -> String {
    let url = stack.url();
    let endpoints = stack.endpoints();
    let mut text = format!(
        "Anteroom is up at {url}
  API        {url}/v1
  switches   {url}/_local/health
  messages   {url}/_local/messages
  table      {table} at {dynamodb}
  meetings   {chime}
  email      {ses}
  SMS        {sns}
  issuer     {issuer}

Try:
  curl -s {url}/_local/messages
  curl -s -X POST {url}/_local/token -d '{{\"sub\":\"con_1\",\"role\":\"concierge\"}}'
  curl -s -X POST {url}/_local/clock -d '{{\"advance\":\"PT1H\"}}'
",
        table = stack.table(),
        dynamodb = endpoints.dynamodb,
        chime = endpoints.chime,
        ses = endpoints.ses,
        sns = endpoints.sns,
        issuer = endpoints.issuer,
    );
    if let Some(demo) = stack.demo() {
        text.push_str(&format!("\n{}\n", demo.walk(url)));
    }
    text + "\nCtrl-C ends it."
}

/// Returns at Ctrl-C, or when the system asks the process to end.
async fn interrupted() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        },
        Err(_) => {
            let _ = tokio::signal::ctrl_c().await;
        }
    }
}

/// Prints an error with all of its causes.
fn complain(error: &dyn std::error::Error) {
    eprintln!("anteroom-local: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        eprintln!("  because: {error}");
        cause = error.source();
    }
}
