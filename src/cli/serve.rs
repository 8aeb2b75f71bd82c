//! `icsi serve`: the site while it is edited.

use std::{
    collections::BTreeSet,
    io::{self, IsTerminal},
    net::{SocketAddr, ToSocketAddrs},
    process::{Command, Stdio},
    sync::{
        Arc, Mutex, MutexGuard, OnceLock,
        mpsc::{SyncSender, sync_channel},
    },
    time::{Duration, Instant},
};

use super::{
    Exit,
    args::{Common, Serve},
    project,
    terminal::Terminal,
};
use crate::{
    diagnostics::{Diagnostics, Severity},
    lock::lock,
    message,
    message::{Message, decimal},
    messages::MessageLanguage,
    pipeline,
    serve::{self, Editor, News, Server, name_files, state::Shown},
    system,
};

/// The first port that the server tries when none is given; when it is taken, the next ports are tried.
const PORT: u16 = 8000;
const PORTS_TRIED: u16 = 100;

/// A build that takes longer than this is told of while it goes on.
const CALM: Duration = Duration::from_secs(1);
/// The interval in which the time that the build takes is told.
const TICK: Duration = Duration::from_millis(250);

pub(super) fn run(common: &Common, options: &Serve, terminal: Terminal) -> Result<(), Exit> {
    let root = project::root(common, &terminal)?;
    let root = system::canonical(&root).map_err(|error| project::unreadable(&root, &error, &terminal))?;
    let editor = editor(options, &terminal)?;
    let listener = listen(options, &terminal)?;
    let address =
        listener.local_addr().map_err(|error| terminal.machine(message!("server-cannot-listen", error), None))?;
    let url = format!("http://{}/", shown_host(&options.host, address));
    terminal.line(message!("serving", url = &url));
    if !address.ip().is_loopback() {
        terminal.line(message!("serving-others"));
    }
    let serve_options = serve::ServeOptions {
        root,
        pipeline: pipeline::LoadOptions { drafts: options.drafts, ..pipeline::LoadOptions::default() },
        host: Some(options.host.clone()),
        editor,
        poll: options.poll,
    };
    let terminal = Arc::new(terminal);
    let said = Queue::new(&terminal);
    let teller =
        Arc::new(Teller { said, language: terminal.language, server: OnceLock::new(), told: Mutex::default() });
    let listening = Arc::clone(&teller);
    let (server, runtime) = serve::start(listener, serve_options, move |news| listening.tell(&news))
        .map_err(|error| terminal.machine(message!("server-cannot-start", error), None))?;
    let _ = teller.server.set(Arc::clone(&server));
    teller.catch_up();
    if io::stderr().is_terminal() {
        let ticking = Arc::clone(&teller);
        let tick = move || {
            loop {
                std::thread::sleep(TICK);
                ticking.tick();
            }
        };
        // Without a thread for it there is no progress to see, and nothing else is missing.
        drop(std::thread::Builder::new().name("progress".to_owned()).spawn(tick));
    }
    if options.open {
        open_browser(&url, &terminal);
    }
    runtime.block_on(leave());
    teller.clear_transient();
    teller.said.settle();
    // Nothing is written anywhere, so there is nothing to wait for.
    runtime.shutdown_background();
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "the environment is read here, at the edge")]
fn editor(options: &Serve, terminal: &Terminal) -> Result<Editor, Exit> {
    let from_environment = || std::env::var("ICSI_EDITOR").ok().filter(|editor| !editor.is_empty());
    let Some(name) = options.editor.clone().or_else(from_environment) else { return Ok(Editor::default()) };
    Editor::parse(&name).map_err(|why| terminal.usage(why, Some(message!("unknown-editor.hint"))))
}

fn listen(options: &Serve, terminal: &Terminal) -> Result<std::net::TcpListener, Exit> {
    let addresses = (options.host.as_str(), options.port.unwrap_or(PORT)).to_socket_addrs().map_err(|error| {
        let message = message!("no-own-address", host = &options.host, error);
        terminal.usage(&message, Some(message!("no-own-address.hint")))
    })?;
    let addresses: Vec<SocketAddr> = addresses.collect();
    let ports = match options.port {
        Some(port) => port..=port,
        None => PORT..=PORT + PORTS_TRIED,
    };
    serve::bind(&addresses, ports).map_err(|error| {
        let (message, hint) = match (error.kind(), options.port) {
            (io::ErrorKind::AddrInUse, Some(port)) => {
                (message!("port-in-use", port = port.to_string()), Some(message!("port-in-use.hint")))
            }
            (io::ErrorKind::AddrInUse, None) => {
                let (first, last) = (PORT.to_string(), (PORT + PORTS_TRIED).to_string());
                (message!("ports-in-use", first, last), Some(message!("ports-in-use.hint")))
            }
            (io::ErrorKind::PermissionDenied, _) => {
                (message!("port-forbidden", error), Some(message!("port-forbidden.hint")))
            }
            _ => (message!("host-not-listened", host = &options.host, error), None),
        };
        terminal.machine(message, hint)
    })
}

/// The host that people put into the browser to get there.
fn shown_host(host: &str, address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        return format!("localhost:{}", address.port());
    }
    match host.parse::<std::net::IpAddr>() {
        Ok(_) => address.to_string(),
        Err(_) => format!("{host}:{}", address.port()),
    }
}

/// Waits until the process is asked to end.
pub(super) async fn leave() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        if let Ok(mut terminated) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    let _ = interrupted.await;
}

#[expect(clippy::disallowed_methods, reason = "the environment is read here, at the edge")]
pub(super) fn open_browser(url: &str, terminal: &Terminal) {
    let chosen = std::env::var("BROWSER").ok().filter(|browser| !browser.is_empty() && !browser.contains(['%', ':']));
    let program = chosen.unwrap_or_else(|| system::BROWSER.to_owned());
    let spawned =
        Command::new(&program).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    match spawned {
        // Somebody has to wait for it, or it stays as a zombie.
        Ok(mut child) => drop(std::thread::spawn(move || child.wait())),
        Err(error) => terminal.line(message!("no-browser", program, error)),
    }
}

/// Lines that are still to be said, and a thread that says them. Nothing waits for the terminal: when nobody reads what
/// is written there, the site is served all the same.
struct Queue {
    sender: SyncSender<Saying>,
}

type Saying = Box<dyn FnOnce(&Terminal) + Send>;

/// So much may wait to be read; what comes after it is not said.
const WAITING: usize = 1_000;
/// The time that the last words may take.
const FAREWELL: Duration = Duration::from_millis(200);

impl Queue {
    fn new(terminal: &Arc<Terminal>) -> Self {
        let (sender, receiver) = sync_channel::<Saying>(WAITING);
        let terminal = Arc::clone(terminal);
        let speak = move || receiver.into_iter().for_each(|saying| saying(&terminal));
        // Without a thread for it nothing is said, and nothing else is missing.
        drop(std::thread::Builder::new().name("terminal".to_owned()).spawn(speak));
        Self { sender }
    }

    fn say(&self, saying: impl FnOnce(&Terminal) + Send + 'static) {
        let _ = self.sender.try_send(Box::new(saying));
    }

    fn line(&self, message: Message) {
        self.say(move |terminal| terminal.line(message));
    }

    fn transient(&self, message: Message) {
        self.say(move |terminal| terminal.transient(message));
    }

    /// Waits until all is said, unless nobody listens.
    fn settle(&self) {
        let (said, all) = sync_channel::<()>(1);
        self.say(move |_| drop(said));
        let _ = all.recv_timeout(FAREWELL);
    }
}

/// Says in the terminal what happened: one line a rebuild, and below it what is new to say.
struct Teller {
    said: Queue,
    language: MessageLanguage,
    server: OnceLock<Arc<Server>>,
    told: Mutex<ServeLog>,
}

#[derive(Default)]
struct ServeLog {
    /// Warnings that the person has seen: they are not said again at every save.
    warnings: BTreeSet<String>,
    /// Lines that were said of the rebuild that is going on.
    current: BTreeSet<String>,
    /// A line about a rebuild that waits for the number of files that changed. The next rebuild does not wait for it.
    waiting: Option<Message>,
    /// Something stands in the terminal's last line that the next one takes the place of.
    transient: bool,
    /// The time at which the build that is going on began.
    begun: Option<Instant>,
}

impl Teller {
    fn tell(&self, news: &News) {
        match news {
            News::Notice(text) => self.said.line(text.clone()),
            News::Begun => self.begun(),
            News::Progress { done, total } => self.progress(*done, *total),
            News::Rebuilt { with_errors } => self.rebuilt(*with_errors),
            News::Complete => self.report(),
        }
    }

    #[expect(clippy::disallowed_methods, reason = "progress is a matter of time; no output depends on it")]
    fn begun(&self) {
        self.told().begun.get_or_insert_with(Instant::now);
    }

    /// Says that something is still being built, once that takes longer than it should.
    fn tick(&self) {
        // Held until it is said, so that it is never said after the build is told to be there.
        let mut told = self.told();
        if let Some(took) = told.begun.map(|begun| begun.elapsed()).filter(|took| *took > CALM) {
            told.transient = true;
            self.said.transient(message!("building", seconds = took.as_secs()));
        }
    }

    /// Errors are told at once. Without any, the line waits until it can say how much changed; who watches sees at
    /// once that the save has arrived.
    fn rebuilt(&self, with_errors: bool) {
        self.told().begun = None;
        self.clear_transient();
        let waiting = {
            let mut told = self.told();
            told.current.clear();
            told.waiting.take()
        };
        if let Some(line) = waiting {
            self.said.line(line);
        }
        if with_errors {
            return self.report();
        }
        let Some(server) = self.server.get() else { return };
        let shown = server.state.shown();
        if shown.rebuild.changed.is_empty() {
            return;
        }
        let files = name_files(&shown.rebuild.changed);
        let counts = shown.report.diagnostics.counts();
        let line = message!("rebuilt", files, took = decimal(milliseconds(&shown), 0), counts);
        self.transient(&line);
        self.told().waiting = Some(line);
    }

    fn told(&self) -> MutexGuard<'_, ServeLog> {
        lock(&self.told)
    }

    /// The first build may have been there before the server was known here.
    fn catch_up(&self) {
        if self.server.get().is_some_and(|server| server.state.shown().generation > 0) {
            self.report();
        }
    }

    fn report(&self) {
        let Some(server) = self.server.get() else { return };
        let shown = server.state.shown();
        let diagnostics = &shown.report.diagnostics;
        if !shown.complete && !diagnostics.has_errors() {
            return;
        }
        self.clear_transient();
        let mut told = self.told();
        told.waiting = None;
        let rebuild = &shown.rebuild;
        let (files, counts) = (name_files(&rebuild.changed), diagnostics.counts());
        let took = decimal(milliseconds(&shown), 0);
        let count = shown.newest.as_ref().map_or(0, |built| built.planned().len());
        let line = match (diagnostics.has_errors(), &shown.site) {
            (true, Some(_)) => message!("rebuilt-with-errors-kept", files, counts),
            (true, None) => message!("rebuilt-with-errors", files, counts),
            (false, _) => message!("rebuilt-whole", files, count, took, counts),
        };
        if told.current.insert(line.text(self.language)) {
            self.said.line(line);
        }
        let mut new = Diagnostics::default();
        for diagnostic in diagnostics.iter() {
            let key = format!("{diagnostic:?}");
            let is_new = match diagnostic.severity {
                Severity::Error => true,
                Severity::Warning => !told.warnings.contains(&key),
            };
            if is_new && told.current.insert(key) {
                new.push(diagnostic.clone());
            }
        }
        let tree = shown.report.tree.clone();
        self.said.say(move |terminal| terminal.diagnostics(&new, &tree));
        // A warning that was mended and comes back is new again.
        told.warnings = diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Warning)
            .map(|diagnostic| format!("{diagnostic:?}"))
            .collect();
    }

    fn progress(&self, done: usize, total: usize) {
        let waiting = self.told().waiting.clone();
        self.transient(&match waiting {
            Some(line) => message!("rendering-after", line, done, total),
            None => message!("rendering", done, total),
        });
    }

    fn transient(&self, text: &Message) {
        if io::stderr().is_terminal() {
            self.told().transient = true;
            self.said.transient(text.clone());
        }
    }

    fn clear_transient(&self) {
        let mut told = self.told();
        if std::mem::take(&mut told.transient) {
            self.said.transient(Message::code(""));
        }
    }
}

fn milliseconds(shown: &Shown) -> f64 {
    shown.rebuild.took.as_secs_f64() * 1000.0
}
