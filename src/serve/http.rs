//! Connections: how many there can be, how long they last, and how much of a request is read.

use std::{convert::Infallible, net::SocketAddr, sync::Arc, time::Duration};

use axum::{body::Body, extract::Request, http::Response};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpListener,
    sync::Semaphore,
    time::timeout,
};

use super::{Server, respond::respond};

/// The most connections at once: a browser opens six, and a person has a few browsers.
pub const CONNECTIONS: usize = 256;
/// The most bytes of a request's line and headers together.
pub const HEAD_LIMIT: usize = 16 * 1024;
pub const HEADERS_LIMIT: usize = 64;
/// How long a request's head may take to come, and how long a connection may be idle.
pub const HEAD_TIME: Duration = Duration::from_secs(20);
/// How long a connection may last. The browser opens an event stream again.
pub const LONGEST: Duration = Duration::from_secs(15 * 60);

/// Answers until the listener fails for good.
pub async fn listen(listener: TcpListener, server: Arc<Server>) {
    let free = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(permit) = Arc::clone(&free).acquire_owned().await else { return };
        let (stream, _) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(_) => {
                // Too many open files, or a peer that left already: neither is a reason to end.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let Ok(local) = stream.local_addr() else { continue };
        let _ = stream.set_nodelay(true);
        let server = Arc::clone(&server);
        tokio::spawn(async move {
            converse(stream, local, server).await;
            drop(permit);
        });
    }
}

/// Answers one connection, whatever carries it, until it ends or has lasted long enough.
pub async fn converse<S>(stream: S, local: SocketAddr, server: Arc<Server>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(move |request: Request<Incoming>| {
        let server = Arc::clone(&server);
        async move {
            // A body, if there is one, is never read.
            let (parts, _) = request.into_parts();
            Ok::<Response<Body>, Infallible>(respond(&server, &parts, local).await)
        }
    });
    let mut connections = http1::Builder::new();
    connections
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_headers(HEADERS_LIMIT)
        .max_buf_size(HEAD_LIMIT)
        .half_close(false);
    let connection = connections.serve_connection(TokioIo::new(stream), service);
    let _ = timeout(LONGEST, connection).await;
}
