//! Connections: how many there can be, how long they last, and how much of a request is read.

use std::{
    collections::VecDeque,
    convert::Infallible,
    io,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    body::Body,
    extract::Request,
    http::{Response, header},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::{Notify, Semaphore},
    time::timeout,
};

use super::{Server, respond::respond};
use crate::lock::lock;

/// Answers the requests of one listener.
pub trait Responder: Send + Sync + 'static {
    /// The answer to a request that came in at the address `local`.
    fn respond(
        self: Arc<Self>,
        request: Request<Incoming>,
        local: SocketAddr,
    ) -> impl Future<Output = Response<Body>> + Send;
}

impl Responder for Server {
    async fn respond(self: Arc<Self>, request: Request<Incoming>, local: SocketAddr) -> Response<Body> {
        // A body, if there is one, is never read.
        let (parts, _) = request.into_parts();
        respond(&self, &parts, local).await
    }
}

/// The source of connections.
pub(crate) trait Listener: Send + 'static {
    type Stream: AsyncRead + AsyncWrite + Unpin + Send + 'static;

    /// The next connection, with the address that it came in at.
    fn accept(&self) -> impl Future<Output = io::Result<(Self::Stream, SocketAddr)>> + Send;
}

impl Listener for TcpListener {
    type Stream = TcpStream;

    async fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {
        let (stream, _) = TcpListener::accept(self).await?;
        let _ = stream.set_nodelay(true);
        let local = stream.local_addr()?;
        Ok((stream, local))
    }
}

#[cfg(unix)]
impl Listener for tokio::net::UnixListener {
    type Stream = tokio::net::UnixStream;

    /// A socket has no address on the network.
    async fn accept(&self) -> io::Result<(Self::Stream, SocketAddr)> {
        let (stream, _) = Self::accept(self).await?;
        Ok((stream, SocketAddr::from(([0, 0, 0, 0], 0))))
    }
}

/// The most connections at once: a browser opens six, and a person has a few browsers.
pub(crate) const CONNECTIONS: usize = 256;
/// The most bytes of a request's line and headers together.
pub(crate) const HEAD_LIMIT: usize = 16 * 1024;
pub(crate) const HEADERS_LIMIT: usize = 64;
/// The time that a request's head may take to come, and that a connection may be idle.
pub(crate) const HEAD_TIME: Duration = Duration::from_secs(20);
/// The time that a connection may last. The browser opens an event stream again.
pub(crate) const LONGEST: Duration = Duration::from_secs(15 * 60);

/// Answers until the listener fails for good. When there are too many connections, the one that has been waited for the
/// longest makes room: whoever opens many and says nothing keeps nobody else waiting.
pub(crate) async fn listen<R: Responder>(listener: impl Listener, server: Arc<R>) {
    let free = Arc::new(Semaphore::new(CONNECTIONS));
    let mut open: VecDeque<Arc<OpenConnection>> = VecDeque::new();
    loop {
        let (stream, local) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(_) => {
                // Too many open files, or a peer that left already: neither is a reason to end.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        if free.available_permits() == 0 {
            open.retain(|connection| !connection.is_over());
            if let Some(at) = open.iter().position(|connection| connection.is_idle())
                && let Some(oldest) = open.remove(at)
            {
                oldest.end.notify_one();
            }
        }
        let Ok(permit) = Arc::clone(&free).acquire_owned().await else { return };
        let server = Arc::clone(&server);
        let connection = Arc::new(OpenConnection::default());
        open.push_back(Arc::clone(&connection));
        if open.len() > 2 * CONNECTIONS {
            open.retain(|connection| !connection.is_over());
        }
        tokio::spawn(async move {
            tokio::select! {
                () = hold(stream, local, server, Arc::clone(&connection)) => {}
                () = connection.end.notified() => {}
            }
            connection.set(ConnectionState::Over);
            drop(permit);
        });
    }
}

/// The activity of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ConnectionState {
    /// It waits for a request, the first or another.
    Idle,
    /// A request is being answered, or an event stream is open.
    Busy,
    Over,
}

#[derive(Debug)]
struct OpenConnection {
    state: Mutex<ConnectionState>,
    /// Told when it has to end.
    end: Notify,
}

impl Default for OpenConnection {
    fn default() -> Self {
        Self { state: Mutex::new(ConnectionState::Idle), end: Notify::new() }
    }
}

impl OpenConnection {
    fn set(&self, state: ConnectionState) {
        *lock(&self.state) = state;
    }

    fn is_idle(&self) -> bool {
        *lock(&self.state) == ConnectionState::Idle
    }

    fn is_over(&self) -> bool {
        *lock(&self.state) == ConnectionState::Over
    }
}

/// Answers one connection, whatever carries it, until it ends or has lasted long enough.
pub async fn converse<S>(stream: S, local: SocketAddr, server: Arc<Server>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    hold(stream, local, server, Arc::default()).await;
}

async fn hold<R, S>(stream: S, local: SocketAddr, server: Arc<R>, connection: Arc<OpenConnection>)
where
    R: Responder,
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(move |request: Request<Incoming>| {
        let (server, connection) = (Arc::clone(&server), Arc::clone(&connection));
        async move {
            connection.set(ConnectionState::Busy);
            let response = server.respond(request, local).await;
            // A page's bytes are at hand, and sending them takes as long as the other end likes.
            if !is_event_stream(&response) {
                connection.set(ConnectionState::Idle);
            }
            Ok::<Response<Body>, Infallible>(response)
        }
    });
    let mut connections = http1::Builder::new();
    connections
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_headers(HEADERS_LIMIT)
        .max_buf_size(HEAD_LIMIT)
        .half_close(false);
    let served = connections.serve_connection(TokioIo::new(stream), service);
    let _ = timeout(LONGEST, served).await;
}

fn is_event_stream(response: &Response<Body>) -> bool {
    response.headers().get(header::CONTENT_TYPE).is_some_and(|of| of.as_bytes().starts_with(b"text/event-stream"))
}
