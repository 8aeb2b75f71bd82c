//! The desk: forms in the browser in which people without a text editor write, translate and keep a site.
//!
//! ```text
//! guard      which requests are answered; what another origin can do (nothing)
//! respond    a request's body and address -> a screen
//! list       all entries with their states, and the search
//! page       one entry: slots (which key of which file), inputs (what stands in a field), page_view and field_view (how it
//!            is shown)
//! save       a form that was sent -> operations of `edit` -> tried -> written; merge puts together what two people changed
//! preview    the very page of the text as it stands in the form, at an origin of its own
//! follow     an open form hears that its files changed
//! proxy      behind a proxy, for a team: who is let in
//! team       each save a commit by the person who made it
//! kept       texts that forms were made of, and saves that can be undone
//! ```
//!
//! Start at [`start`]. The site is read and rebuilt by `serve`'s loop; every change goes through `edit`. The screens work without
//! script. The client names a collection, an id, a language, a file's name, and never a path.

use std::{
    collections::BTreeMap,
    io,
    net::TcpListener,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

use crate::{
    lock::lock,
    message,
    message::Message,
    messages::MessageLanguage,
    pipeline::{LoadMemory, LoadOptions},
    serve::{self, Editor, News, ServeOptions, state::ServeState},
    text::hex,
};

mod ask;
mod changes;
mod create;
mod field_view;
mod files;
mod follow;
mod form;
mod guard;
mod inputs;
mod kept;
mod list;
mod merge;
mod page;
mod page_view;
mod preview;
mod problems;
pub mod proxy;
mod refer;
mod respond;
mod rows;
mod save;
mod slots;
pub mod team;
mod templates;
mod terms;
mod words;
mod words_difference;

use guard::Reach;
use kept::KeptTexts;
use preview::{Preview, Previews};
use proxy::Person;
use respond::DeskAndPreview;
use team::{Team, TeamOptions};
use templates::DeskTemplates;
use words::Words;

#[derive(Clone, Debug)]
pub struct DeskOptions {
    /// The site's folder, as an absolute path.
    pub root: PathBuf,
    /// The language of the desk's own words, whatever browsers ask for; a choice on the desk goes before it.
    pub language: Option<MessageLanguage>,
    /// Look at the folder at intervals instead of waiting for the system's events.
    pub poll: bool,
}

/// Everything that every request needs.
#[derive(Debug)]
pub struct Desk {
    pub root: PathBuf,
    pub state: Arc<ServeState>,
    /// Shared with the loop that rebuilds: see [`serve::follow`].
    memory: Arc<Mutex<LoadMemory>>,
    options: LoadOptions,
    reach: Reach,
    /// Bytes that no page of another origin knows: see [`Desk::token`].
    token_key: Vec<u8>,
    team: Option<Team>,
    language: Option<MessageLanguage>,
    words: Words,
    templates: DeskTemplates,
    kept: Mutex<KeptTexts>,
    previews: Mutex<Previews>,
    /// Held by whoever reads files to change them.
    writing: Mutex<()>,
    /// By title: its words as the search compares them.
    stems: Mutex<BTreeMap<String, Arc<list::TitleWords>>>,
    /// By file and revision: what an original said, or that no commit has it.
    former: Mutex<FormerTexts>,
    streams: Arc<Semaphore>,
}

/// Starts the desk on one listener and its preview on another, and the loop that rebuilds.
///
/// # Errors
///
/// When the system gives no threads or no random numbers.
pub fn start(
    desk: TcpListener,
    preview: TcpListener,
    options: DeskOptions,
    tell: impl Fn(News) + Send + Sync + 'static,
) -> io::Result<(Arc<Desk>, tokio::runtime::Runtime)> {
    let reach = Reach::ThisMachine { port: desk.local_addr()?.port(), preview_port: preview.local_addr()?.port() };
    let mut random = [0u8; 16];
    getrandom::fill(&mut random).map_err(|error| io::Error::other(error.to_string()))?;
    let made = Desk::new(&options, reach, random.to_vec(), None)?;
    let runtime = serve::runtime()?;
    serve::listen(&runtime, desk, Arc::clone(&made))?;
    serve::listen(&runtime, preview, Arc::new(Preview(Arc::clone(&made))))?;
    made.follow(options, &runtime, tell)?;
    Ok((made, runtime))
}

/// The place where a team's proxy finds the desk.
#[derive(Debug)]
pub enum TeamListener {
    Port(TcpListener),
    #[cfg(unix)]
    Socket(std::os::unix::net::UnixListener),
}

/// Starts the desk of a team, behind a proxy, and the loop that rebuilds.
///
/// # Errors
///
/// When the system gives no threads, or when nothing can be committed or pushed; for people.
pub fn start_for_team(
    listener: TeamListener,
    team: TeamOptions,
    options: DeskOptions,
    tell: impl Fn(News) + Send + Sync + 'static,
) -> Result<(Arc<Desk>, tokio::runtime::Runtime), Message> {
    let tell = Arc::new(tell);
    let told = Arc::clone(&tell);
    let TeamOptions { proxy, push_to, environment } = team;
    let language = options.language.unwrap_or_default();
    let tell_of_push = move |message| told(News::Notice(message));
    let team = Team::new(&options.root, language, push_to, environment, tell_of_push).map_err(|error| error.0)?;
    let key = proxy.secret.as_bytes().to_vec();
    let start = || {
        let made = Desk::new(&options, Reach::Proxy(proxy), key, Some(team))?;
        let runtime = serve::runtime()?;
        let shared = DeskAndPreview { preview: Arc::new(Preview(Arc::clone(&made))), desk: Arc::clone(&made) };
        match listener {
            TeamListener::Port(port) => serve::listen(&runtime, port, Arc::new(shared))?,
            #[cfg(unix)]
            TeamListener::Socket(socket) => serve::listen_at_socket(&runtime, socket, Arc::new(shared))?,
        }
        made.follow(options, &runtime, move |news| tell(news))?;
        Ok((made, runtime))
    };
    start().map_err(|error: io::Error| message!("desk-cannot-start", error))
}

/// Former texts of originals, by file and revision; `None` where no commit has the text.
type FormerTexts = BTreeMap<(String, String), Option<Arc<str>>>;

impl Desk {
    fn new(options: &DeskOptions, reach: Reach, token_key: Vec<u8>, team: Option<Team>) -> io::Result<Arc<Self>> {
        let words = Words::new();
        Ok(Arc::new(Desk {
            root: options.root.clone(),
            state: Arc::default(),
            memory: Arc::default(),
            // Drafts are written and translated too.
            options: LoadOptions { drafts: true, ..LoadOptions::default() },
            reach,
            token_key,
            team,
            language: options.language,
            templates: DeskTemplates::new(words.clone()).map_err(io::Error::other)?,
            words,
            kept: Mutex::default(),
            previews: Mutex::default(),
            writing: Mutex::default(),
            stems: Mutex::default(),
            former: Mutex::default(),
            streams: Arc::new(Semaphore::new(serve::events::STREAMS)),
        }))
    }

    /// Starts the loop that rebuilds, and makes the search ready once there is a site.
    fn follow(
        self: &Arc<Self>,
        options: DeskOptions,
        runtime: &tokio::runtime::Runtime,
        tell: impl Fn(News) + Send + Sync + 'static,
    ) -> io::Result<()> {
        let serving = ServeOptions {
            root: options.root,
            pipeline: self.options.clone(),
            host: None,
            editor: Editor::default(),
            poll: options.poll,
        };
        serve::follow(serving, Arc::clone(&self.state), Arc::clone(&self.memory), tell)?;
        let searching = Arc::clone(self);
        runtime.spawn(async move {
            searching.ready().await;
            let _ = tokio::task::spawn_blocking(move || {
                if let Some(built) = &searching.state.shown().newest {
                    list::warm(&built.snapshot.site, &searching.stems);
                }
            })
            .await;
        });
        Ok(())
    }

    /// The address of the desk, with a slash at its end.
    pub fn url(&self) -> String {
        self.reach.url()
    }

    /// A secret that every form that writes has, and no page of another origin knows. Each person of a team has
    /// another, which stays the same when the desk is started again: a form that is open then can still be saved.
    fn token(&self, person: Option<&Person>) -> String {
        let name = person.map(|person| person.name.as_str()).unwrap_or_default();
        hex(&Sha256::new()
            .chain_update(b"token of a form\0")
            .chain_update(&self.token_key)
            .chain_update(name)
            .finalize())
    }

    /// Waits for the first build.
    async fn ready(&self) {
        let mut follow = self.state.follow();
        // The sender lives as long as the desk.
        let _ = follow.wait_for(|generation| *generation > 0).await;
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, KeptTexts> {
        lock(&self.kept)
    }
}
