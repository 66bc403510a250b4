//! The meeting service of a stack: its meetings are kept with the data, and its calls run for real.

use std::io;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use chime_local::{ChimeLocal, Config};
use serde_json::Value;
use tokio::net::UdpSocket;

use super::data::Data;
use crate::clock::Clock;

/// How often the service looks for meetings that are over.
const EXPIRY_PERIOD: Duration = Duration::from_secs(1);

/// The meeting service can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum MeetingsError {
    /// The meetings of an earlier run can't be read.
    #[error("the meetings kept in {} can't be used", .file.display())]
    Kept {
        /// The file.
        file: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// There is no port for the media of calls.
    #[error("the meeting service has no port for media")]
    Port(#[source] io::Error),
}

/// Opens the service with the meetings of an earlier run, if data are kept. `port` is the origin's, which is to
/// serve the router with the signalling of calls.
pub(super) async fn open(
    region: &str,
    port: u16,
    clock: &Clock,
    emit: Arc<dyn Fn(Value) + Send + Sync>,
    data: &Data<'_>,
) -> Result<(ChimeLocal, Router), MeetingsError> {
    let clock = clock.clone();
    let config = Config {
        region: region.to_owned(),
        media_host: format!("localhost:{port}"),
        now: Arc::new(move || clock.now()),
        emit,
    };
    let chime = match data.file("meetings.json") {
        Some(file) => ChimeLocal::keeping(config, &file)
            .map_err(|source| MeetingsError::Kept { file, source })?,
        None => ChimeLocal::new(config),
    };
    let media = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))
        .await
        .map_err(MeetingsError::Port)?;
    let signalling = chime.media_router(media);
    Ok((chime, signalling))
}

/// Ends meetings as they are over, for as long as the stack runs.
pub(super) async fn expire(chime: ChimeLocal) {
    let mut period = tokio::time::interval(EXPIRY_PERIOD);
    loop {
        period.tick().await;
        chime.expire();
    }
}
