//! A server on a loopback port.

use std::io;
use std::net::Ipv4Addr;

use axum::Router;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A server on a loopback port, which listens until it is dropped.
#[derive(Debug)]
pub struct Endpoint {
    url: String,
    task: JoinHandle<()>,
}

impl Endpoint {
    /// Serves a router on a free loopback port.
    ///
    /// # Errors
    /// If no port can be bound.
    pub async fn serve(router: Router) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        Self::on(listener, router)
    }

    /// Serves a router on a port that is bound already.
    ///
    /// # Errors
    /// If the port can't be told.
    pub fn on(listener: TcpListener, router: Router) -> io::Result<Self> {
        let url = format!("http://{}", listener.local_addr()?);
        // An answer that goes out in two writes must not wait for the first to be acknowledged.
        let listener = listener.tap_io(|connection| {
            let _ = connection.set_nodelay(true);
        });
        let task = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                tracing::error!(%error, "an endpoint stopped");
            }
        });
        Ok(Self { url, task })
    }

    /// The URL that an AWS SDK takes as the service's endpoint.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        self.task.abort();
    }
}
