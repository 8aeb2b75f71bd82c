//! The development server: what is saved is what is seen, at once, and exactly what will be published.
//!
//! ```text
//! watch      when to look                                     (crate::watch)
//! rebuild    looks, builds with the one pipeline, renders the rest in the background
//! state      what is shown: the last good site, the newest problems
//! http       connections     -> guard: who may ask -> respond: what stands at a path
//! own        event stream, script, overlay data, dashboard
//! ```
//!
//! Start at [`start`]. An output is rendered when somebody asks for it; all others are rendered too, in the background,
//! so that every mistake in a template shows. Whatever is served is what a clean build of the same files gives.

use std::{
    collections::BTreeMap,
    io,
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::Semaphore;

use crate::{pipeline, text::hex};

mod address;
mod dashboard;
mod guard;
mod html;
mod http;
mod own;
pub mod problems;
mod rebuild;
mod reload;
mod respond;
pub mod site;
pub mod state;

pub use http::converse;
pub use problems::Editor;
pub use rebuild::told_files;
use site::{Built, Place};
use state::State;

/// So many pages can be open at once; hidden tabs do not count.
const STREAMS: usize = 128;
/// So many requests are rendered at once; a browser asks for six things at a time. What a thread has used stays its own.
const RENDERING_AT_ONCE: usize = 6;
/// The server remembers of so many addresses what stood there, to follow a page that moves.
const REMEMBERED: usize = 10_000;

#[derive(Clone, Debug)]
pub struct Options {
    /// The site's folder, as an absolute path.
    pub root: PathBuf,
    pub pipeline: pipeline::LoadOptions,
    /// A name that the server goes by beside the loopback ones.
    pub host: Option<String>,
    pub editor: Editor,
    /// Look at the folder at intervals instead of waiting for the system's events.
    pub poll: bool,
}

/// What the terminal may want to say.
#[derive(Clone, Debug)]
pub enum News {
    /// Something about how the server works here.
    Notice(String),
    /// Something is new in the files, and is being built.
    Begun,
    /// A new state of the files is there.
    Rebuilt { with_errors: bool },
    /// Rendering takes its time.
    Progress { done: usize, total: usize },
    /// All that can be known of the newest state is known.
    Complete,
}

/// What every request needs.
#[derive(Debug)]
pub struct Server {
    pub state: Arc<State>,
    pub root: PathBuf,
    editor: Editor,
    names: guard::Names,
    /// This run's own: nobody else can know it.
    token: String,
    streams: Arc<Semaphore>,
    /// What stood at an address that was asked for.
    stood: Mutex<BTreeMap<String, String>>,
    /// What changed in originals, by page, language and revisions: git is asked once.
    differences: Mutex<BTreeMap<String, String>>,
}

/// Starts the server on a listener, on threads of its own, and the loop that rebuilds.
///
/// # Errors
///
/// When the system gives no threads or no random numbers.
pub fn start(
    listener: TcpListener,
    options: Options,
    tell: impl Fn(News) + Send + Sync + 'static,
) -> io::Result<(Arc<Server>, tokio::runtime::Runtime)> {
    let server = Server::new(&options)?;
    let state = Arc::clone(&server.state);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(RENDERING_AT_ONCE)
        .enable_all()
        .build()?;
    listener.set_nonblocking(true)?;
    let listener = {
        let _in_runtime = runtime.enter();
        tokio::net::TcpListener::from_std(listener)?
    };
    runtime.spawn(http::listen(listener, Arc::clone(&server)));
    let tell: Arc<dyn Fn(News) + Send + Sync> = Arc::new(tell);
    std::thread::Builder::new().name("rebuild".to_owned()).spawn(move || rebuild::run(&options, &state, &tell))?;
    Ok((server, runtime))
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
    pub fn new(options: &Options) -> io::Result<Arc<Self>> {
        let mut random = [0u8; 16];
        getrandom::fill(&mut random).map_err(|error| io::Error::other(error.to_string()))?;
        Ok(Arc::new(Server {
            state: Arc::default(),
            root: options.root.clone(),
            editor: options.editor.clone(),
            names: guard::Names::new(options.host.as_deref()),
            token: hex(&random),
            streams: Arc::new(Semaphore::new(STREAMS)),
            stood: Mutex::default(),
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

    fn remember(&self, site: &Built, path: &str, place: Place) {
        let Some(name) = address::name(site, place) else { return };
        let mut stood = self.stood.lock().unwrap_or_else(PoisonError::into_inner);
        if stood.len() < REMEMBERED {
            stood.insert(path.to_owned(), name);
        }
    }

    /// Where the page that stood at a path stands now.
    fn moved(&self, site: &Built, path: &str, renamed: &BTreeMap<String, String>) -> Option<String> {
        let stood = self.stood.lock().unwrap_or_else(PoisonError::into_inner);
        let name = stood.get(path)?;
        address::of_name(site, name, renamed)
    }

    fn difference(&self, memory: &str) -> Option<String> {
        self.differences.lock().unwrap_or_else(PoisonError::into_inner).get(memory).cloned()
    }

    fn remember_difference(&self, memory: String, difference: String) {
        let mut differences = self.differences.lock().unwrap_or_else(PoisonError::into_inner);
        if differences.len() < REMEMBERED {
            differences.insert(memory, difference);
        }
    }
}
