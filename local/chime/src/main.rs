//! Serves the local meeting service until Ctrl-C; events go to standard output, one JSON document a line.

mod lines;

use std::io::{self, Write};
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::ListenerExt;
use chime_local::{ChimeLocal, Config};
use clap::Parser;
use jiff::Timestamp;
use serde_json::Value;
use tokio::net::{TcpListener, UdpSocket};

use lines::Lines;

/// A local stand-in for the Amazon Chime SDK Meetings service, real calls included.
#[derive(Parser)]
#[command(name = "chime-local")]
struct Arguments {
    /// Address to listen on. The service lets everybody in, so keep it to this machine.
    #[arg(long, default_value = "127.0.0.1", value_parser = reachable)]
    host: IpAddr,
    /// Port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 4110)]
    port: u16,
    /// Region that events and ARNs name.
    #[arg(long, default_value = "us-east-1")]
    region: String,
    /// File that keeps the meetings, so that calls go on when the service is started again.
    #[arg(long)]
    data: Option<PathBuf>,
}

/// An address to listen on. Clients are told it as the one to call, so "any" won't do.
fn reachable(text: &str) -> Result<IpAddr, String> {
    let host: IpAddr = text.parse().map_err(|_| "not an IP address".to_owned())?;
    if host.is_unspecified() {
        return Err(
            "clients are told to call this address, so it has to be one of this machine's"
                .to_owned(),
        );
    }
    Ok(host)
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let Arguments {
        host,
        port,
        region,
        data,
    } = Arguments::parse();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::WARN)
        .with_writer(io::stderr)
        .init();
    let listener = TcpListener::bind((host, port)).await?;
    let address = listener.local_addr()?;
    let config = Config {
        region: region.clone(),
        media_host: address.to_string(),
        now: Arc::new(now),
        emit: Arc::new(print(Lines::to(io::stdout()))),
    };
    let chime = match data {
        Some(file) => {
            let about = |error| io::Error::other(format!("{}: {error}", file.display()));
            ChimeLocal::keeping(config, &file).map_err(about)?
        }
        None => ChimeLocal::new(config),
    };
    eprintln!("The meeting service listens on http://{address}. Ctrl-C ends it.");
    eprintln!("Point an AWS SDK at it:");
    eprintln!("  export AWS_ENDPOINT_URL_CHIME_SDK_MEETINGS=http://{address} AWS_REGION={region}");
    eprintln!("  export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local");
    tokio::spawn(expire_every_second(chime.clone()));
    // Frames are small, and each is waited for.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let media = UdpSocket::bind((host, 0)).await?;
    axum::serve(listener, chime.router().merge(chime.media_router(media)))
        .with_graceful_shutdown(interrupted())
        .await
}

#[allow(
    clippy::disallowed_methods,
    reason = "the stand-alone service lives in real time"
)]
fn now() -> Timestamp {
    Timestamp::now()
}

/// Prints events, and on standard error how many are lost: the first, and then whenever it is ten times as many.
fn print(events: Lines) -> impl Fn(Value) {
    move |event| {
        if let Err(lost) = events.send(event.to_string())
            && 10_u64.pow(lost.ilog10()) == lost
        {
            let _ = writeln!(io::stderr(), "Nobody reads the events: {lost} lost so far.");
        }
    }
}

async fn expire_every_second(chime: ChimeLocal) {
    let mut ticks = tokio::time::interval(Duration::from_secs(1));
    loop {
        ticks.tick().await;
        chime.expire();
    }
}

async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        // Without the signal there is no way to be told to stop but to be killed.
        std::future::pending::<()>().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clients_are_told_an_address_that_they_can_call() {
        assert_eq!(reachable("127.0.0.1"), Ok(IpAddr::from([127, 0, 0, 1])));
        for text in ["0.0.0.0", "::", "localhost", ""] {
            assert!(reachable(text).is_err(), "{text}");
        }
    }
}
