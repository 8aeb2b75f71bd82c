//! The development server: it shows a save at once, and exactly as it will be published.
//!
//! ```text
//! watch       when to look at the files                        (crate::watch)
//! rebuild     reads, runs the pipeline, renders everything in the background
//! state       what is shown: the last good site, the newest problems
//! http        connections  -> guard: may this be answered?  -> respond: the output at a path
//! own         script and state for open pages
//! events      the stream that tells them that something changed
//! dashboard   the server's own pages
//! language    in which of the tool's languages they are
//! ```
//!
//! Start at [`start`]. An output is rendered when a request asks for it. All others are rendered in the background, so
//! that every mistake in a template shows. The bytes are those of a clean build of the same files.

use std::{
    collections::BTreeMap,
    io,
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    sync::{Arc, Mutex},
};

use tokio::sync::Semaphore;

use crate::{lock::lock, message::Message, pipeline, text::hex};

pub(crate) mod address;
mod dashboard;
pub(crate) mod events;
pub(crate) mod guard;
pub(crate) mod http;
pub(crate) mod language;
mod own;
pub(crate) mod problems;
mod rebuild;
mod reload;
pub(crate) mod reply;
mod respond;
pub mod site;
pub mod state;

pub use http::converse;
pub use problems::Editor;
pub use rebuild::name_files;
use site::{Built, OutputPlace};
use state::ServeState;

/// The most requests that are rendered at once. A browser sends six at a time, and each thread keeps the memory it used.
const RENDERING_AT_ONCE: usize = 6;
/// The most addresses of which the server remembers which page they led to, so that it can follow a page that moves.
const REMEMBERED: usize = 10_000;

#[derive(Clone, Debug)]
pub struct ServeOptions {
    /// The site's folder, as an absolute path.
    pub root: PathBuf,
    pub pipeline: pipeline::LoadOptions,
    /// A name of the server beside the loopback ones.
    pub host: Option<String>,
    pub editor: Editor,
    /// Look at the folder at intervals instead of waiting for the system's events.
    pub poll: bool,
}

/// Events of the server, for the terminal.
#[derive(Clone, Debug)]
pub enum News {
    /// A sentence about how the server works on this machine.
    Notice(Message),
    /// Files changed, and the site is being rebuilt.
    Begun,
    /// The newest files have been read and resolved.
    Rebuilt { with_errors: bool },
    /// Outputs of `total` that have been rendered, while that takes long.
    Progress { done: usize, total: usize },
    /// Every output has been tried, or the first mistake is known.
    Complete,
}

/// Everything that every request needs.
#[derive(Debug)]
pub struct Server {
    pub state: Arc<ServeState>,
    pub root: PathBuf,
    editor: Editor,
    names: guard::HostNames,
    /// A random name of this run, so that no page of another site can guess the addresses below it.
    token: String,
    streams: Arc<Semaphore>,
    /// The page that each requested address led to, by [`address::name`].
    pages_at: Mutex<BTreeMap<String, String>>,
    /// Changes of originals, by page, language and revisions, so that git is asked only once.
    differences: Mutex<BTreeMap<String, String>>,
}

/// Starts the server on a listener, on threads of its own, and the loop that rebuilds.
///
/// # Errors
///
/// When the system gives no threads or no random numbers.
pub fn start(
    listener: TcpListener,
    options: ServeOptions,
    tell: impl Fn(News) + Send + Sync + 'static,
) -> io::Result<(Arc<Server>, tokio::runtime::Runtime)> {
    let server = Server::new(&options)?;
    let runtime = runtime()?;
    listen(&runtime, listener, Arc::clone(&server))?;
    follow(options, Arc::clone(&server.state), Arc::default(), tell)?;
    Ok((server, runtime))
}

/// The threads that requests are answered on.
///
/// # Errors
///
/// When the system gives no threads.
pub fn runtime() -> io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(RENDERING_AT_ONCE)
        .enable_all()
        .build()
}

/// Answers what comes in at a listener from now on.
///
/// # Errors
///
/// When the system does not let the listener be shared.
pub fn listen(
    runtime: &tokio::runtime::Runtime,
    listener: TcpListener,
    responder: Arc<impl http::Responder>,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = {
        let _in_runtime = runtime.enter();
        tokio::net::TcpListener::from_std(listener)?
    };
    runtime.spawn(http::listen(listener, responder));
    Ok(())
}

/// Answers what comes in at a socket of this machine's file system from now on.
///
/// # Errors
///
/// When the system does not let the listener be shared.
#[cfg(unix)]
pub fn listen_at_socket(
    runtime: &tokio::runtime::Runtime,
    listener: std::os::unix::net::UnixListener,
    responder: Arc<impl http::Responder>,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = {
        let _in_runtime = runtime.enter();
        tokio::net::UnixListener::from_std(listener)?
    };
    runtime.spawn(http::listen(listener, responder));
    Ok(())
}

/// Starts the loop that rebuilds whenever a file changes. Whoever tries a change before it is written shares `memory`, so
/// that it takes no more than a rebuild.
///
/// # Errors
///
/// When the system gives no thread.
pub fn follow(
    options: ServeOptions,
    state: Arc<ServeState>,
    memory: Arc<Mutex<pipeline::LoadMemory>>,
    tell: impl Fn(News) + Send + Sync + 'static,
) -> io::Result<()> {
    let tell: Arc<dyn Fn(News) + Send + Sync> = Arc::new(tell);
    let run = move || rebuild::run(&options, &state, &memory, &tell);
    std::thread::Builder::new().name("rebuild".to_owned()).spawn(run).map(drop)
}

/// Listens at a port, or at the first free one of `ports`.
///
/// # Errors
///
/// The last port's own.
pub fn bind(addresses: &[SocketAddr], ports: impl IntoIterator<Item = u16>) -> io::Result<TcpListener> {
    let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for port in ports {
        let here: Vec<SocketAddr> = addresses.iter().map(|address| SocketAddr::new(address.ip(), port)).collect();
        match TcpListener::bind(here.as_slice()) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => last = error,
            Err(error) => return Err(error),
        }
    }
    Err(last)
}

impl Server {
    /// A server that shows nothing yet and listens to nobody.
    ///
    /// # Errors
    ///
    /// When the system gives no random numbers.
    pub fn new(options: &ServeOptions) -> io::Result<Arc<Self>> {
        let mut random = [0u8; 16];
        getrandom::fill(&mut random).map_err(|error| io::Error::other(error.to_string()))?;
        Ok(Arc::new(Server {
            state: Arc::default(),
            root: options.root.clone(),
            editor: options.editor.clone(),
            names: guard::HostNames::new(options.host.as_deref()),
            token: hex(&random),
            streams: Arc::new(Semaphore::new(events::STREAMS)),
            pages_at: Mutex::default(),
            differences: Mutex::default(),
        }))
    }

    /// Waits for the first build.
    async fn ready(&self) {
        let mut follow = self.state.follow();
        // The sender lives as long as the server.
        let _ = follow.wait_for(|generation| *generation > 0).await;
    }

    /// The part of an entity tag that is this run's own.
    fn run_mark(&self) -> &str {
        self.token.get(..8).unwrap_or_default()
    }

    fn remember(&self, site: &Built, path: &str, place: OutputPlace) {
        let Some(name) = address::name(site, place) else { return };
        let mut pages_at = lock(&self.pages_at);
        if pages_at.len() < REMEMBERED {
            pages_at.insert(path.to_owned(), name);
        }
    }

    /// The current address of the page that a path once led to.
    fn moved(&self, site: &Built, path: &str, renamed: &BTreeMap<String, String>) -> Option<String> {
        let pages_at = lock(&self.pages_at);
        let name = pages_at.get(path)?;
        address::of_name(site, name, renamed)
    }

    fn difference(&self, key: &str) -> Option<String> {
        lock(&self.differences).get(key).cloned()
    }

    fn remember_difference(&self, key: String, difference: String) {
        let mut differences = lock(&self.differences);
        if differences.len() < REMEMBERED {
            differences.insert(key, difference);
        }
    }
}
