//! The one address at which the portal, the API and the stack's own endpoints are served.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr};

use axum::Router;
use tokio::net::TcpListener;

use crate::endpoint::Endpoint;

/// An origin whose port is bound, but not served yet.
pub(super) struct Origin {
    listeners: Vec<TcpListener>,
    pub(super) port: u16,
    pub(super) url: String,
}

impl Origin {
    /// Binds the same port on both loopback addresses, since `localhost` may mean either; the
    /// second only where there is one. Port 0 stands for any that is free.
    pub(super) async fn bind(port: u16) -> io::Result<Self> {
        let first = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let port = first.local_addr()?.port();
        let second = TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await.ok();
        Ok(Self {
            listeners: [Some(first), second].into_iter().flatten().collect(),
            port,
            url: format!("http://localhost:{port}"),
        })
    }

    /// Serves a router until the endpoints are dropped.
    pub(super) fn serve(self, router: &Router) -> io::Result<Vec<Endpoint>> {
        let listeners = self.listeners.into_iter();
        listeners
            .map(|listener| Endpoint::on(listener, router.clone()))
            .collect()
    }
}
