//! The WebSocket of the signalling, as a client of the npm package opens it.

use std::net::SocketAddr;

use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

pub(crate) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

pub(crate) async fn open(service: SocketAddr, meeting: &str, token: &str) -> Socket {
    let url = format!("ws://{service}/control/{meeting}");
    let mut request = url.into_client_request().unwrap();
    let protocols = format!("_aws_wt_session, {token}");
    request
        .headers_mut()
        .insert("sec-websocket-protocol", protocols.parse().unwrap());
    let (socket, answer) = tokio_tungstenite::connect_async(request).await.unwrap();
    assert_eq!(
        answer.headers()["sec-websocket-protocol"],
        "_aws_wt_session"
    );
    socket
}
