//! The desk: forms in the browser in which people without a text editor write, translate and keep a site.
//!
//! ```text
//! guard      which requests are answered; what another origin can do (nothing)
//! respond    a request's body and address -> a screen
//! list       all entries with their states, and the search
//! page       one entry: slots (which key of which file), inputs (what stands in a field), page_view and field_view (how it
//!            is shown)
//! save       a form that was sent -> operations of `edit` -> tried -> written; what somebody else changed meanwhile
//! preview    the very page of the text as it stands in the form, at an origin of its own
//! follow     an open form hears that its files changed
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

use tokio::sync::Semaphore;

use crate::{
    lock::lock,
    messages::MessageLanguage,
    pipeline::{LoadMemory, LoadOptions},
    serve::{self, Editor, News, ServeOptions, guard::HostNames, state::ServeState},
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
mod page;
mod page_view;
mod preview;
mod problems;
mod refer;
mod respond;
mod rows;
mod save;
mod slots;
mod templates;
mod terms;
mod words;
mod words_difference;

use kept::Kept;
use preview::Previews;
use templates::Templates;
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

/// What every request needs.
#[derive(Debug)]
pub struct Desk {
    pub root: PathBuf,
    pub state: Arc<ServeState>,
    /// Shared with the loop that rebuilds: see [`serve::follow`].
    memory: Arc<Mutex<LoadMemory>>,
    options: LoadOptions,
    names: HostNames,
    /// A random name of this run that no page of another origin knows. Every form that writes has it.
    token: String,
    port: u16,
    preview_port: u16,
    language: Option<MessageLanguage>,
    words: Words,
    templates: Templates,
    kept: Mutex<Kept>,
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
    let (port, preview_port) = (desk.local_addr()?.port(), preview.local_addr()?.port());
    let mut random = [0u8; 16];
    getrandom::fill(&mut random).map_err(|error| io::Error::other(error.to_string()))?;
    let words = Words::new();
    let made = Arc::new(Desk {
        root: options.root.clone(),
        state: Arc::default(),
        memory: Arc::default(),
        // Drafts are written and translated too.
        options: LoadOptions { drafts: true, ..LoadOptions::default() },
        names: HostNames::new(None),
        token: hex(&random),
        port,
        preview_port,
        language: options.language,
        templates: Templates::new(words.clone()).map_err(io::Error::other)?,
        words,
        kept: Mutex::default(),
        previews: Mutex::default(),
        writing: Mutex::default(),
        stems: Mutex::default(),
        former: Mutex::default(),
        streams: Arc::new(Semaphore::new(serve::events::STREAMS)),
    });
    let runtime = serve::runtime()?;
    serve::listen(&runtime, desk, Arc::clone(&made))?;
    serve::listen(&runtime, preview, Arc::new(preview::Preview(Arc::clone(&made))))?;
    let serving = ServeOptions {
        root: options.root,
        pipeline: made.options.clone(),
        host: None,
        editor: Editor::default(),
        poll: options.poll,
    };
    serve::follow(serving, Arc::clone(&made.state), Arc::clone(&made.memory), tell)?;
    let searching = Arc::clone(&made);
    runtime.spawn(async move {
        searching.ready().await;
        let _ = tokio::task::spawn_blocking(move || {
            if let Some(built) = &searching.state.shown().newest {
                list::warm(&built.snapshot.site, &searching.stems);
            }
        })
        .await;
    });
    Ok((made, runtime))
}

/// What originals said, by file and revision; `None` where no commit has it.
type FormerTexts = BTreeMap<(String, String), Option<Arc<str>>>;

impl Desk {
    /// Where the desk is reached.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// Where the preview is reached: an origin of its own.
    pub fn preview_url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.preview_port)
    }

    /// Waits for the first build.
    async fn ready(&self) {
        let mut follow = self.state.follow();
        // The sender lives as long as the desk.
        let _ = follow.wait_for(|generation| *generation > 0).await;
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        lock(&self.kept)
    }
}
