//! The command line as data.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::messages::MessageLanguage;

#[derive(Debug, Parser)]
#[command(name = "icsi", version, about = "Builds multilingual knowledge bases from Markdown", long_about = None)]
pub struct Arguments {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Args)]
pub struct Common {
    /// The site's folder (the nearest one upwards with a site.toml)
    #[arg(long, global = true, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// How diagnostics are printed
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Whether to use colour
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// What the tool says: en or uk (the environment's LC_ALL, LC_MESSAGES or LANG)
    #[arg(long, global = true, value_name = "LANG", value_parser = super::language::parse)]
    pub messages: Option<MessageLanguage>,
    /// Print nothing but diagnostics
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print more of what is done
    #[arg(long, short, global = true)]
    pub verbose: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Human,
    Json,
    Github,
    Gitlab,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read, check and publish the site
    Build(Build),
    /// Show the site while it is edited: watch, rebuild, reload
    Serve(Serve),
    /// Write, translate and keep the site in the browser
    Desk(Desk),
    /// Check everything that build checks and more; write nothing
    Check(Check),
    /// Make a stub of a new entry in every language
    New(New),
    /// Show which translations are current, outdated or missing
    Status(Status),
    /// Stamp translations as following their original as it is now
    Translated(Translated),
    /// Set facts of a page or term, and change nothing else in the file
    Set(Set),
    /// Give a page or term another id: files, references, links, and the old address as an alias
    Rename(Rename),
    /// Remove a page or term that nothing refers to
    Remove(Remove),
    /// Give texts to translators as PO files, and take them back
    #[command(subcommand)]
    Translations(Translations),
    /// Print the JSON Schema of the front matter
    Schema(Schema),
    /// Make a new, small, bilingual site that builds
    Init(Init),
    /// Write the ledger of published addresses, so that none dies unnoticed
    Addresses(Addresses),
    /// Print the settings of a web server for this very site
    Headers(Headers),
    /// What the site has in the place of the theme's files
    #[command(subcommand)]
    Theme(Theme),
    /// Write the manual pages
    Manual(Manual),
    /// Print a completion script for a shell
    Completions(Completions),
}

#[derive(Debug, Args)]
pub struct Build {
    /// The folder to publish to (public/ in the site's folder)
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The address where the site will stand, instead of the one in site.toml
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Publish drafts too
    #[arg(long)]
    pub drafts: bool,
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,
    /// Do not wait until the disk has everything: faster, but a machine that stops right afterwards may lose the site
    #[arg(long)]
    pub no_sync: bool,
    /// Print how long each stage took
    #[arg(long)]
    pub timings: bool,
    /// Say in /data/changes.json what the repository's history tells (git)
    #[arg(long)]
    pub history: bool,
}

#[derive(Debug, Args)]
pub struct Serve {
    /// The port to listen at (8000, or the next one that is free)
    #[arg(long, value_name = "N")]
    pub port: Option<u16>,
    /// The address to listen at; others than this machine's own let others in
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1")]
    pub host: String,
    /// Show drafts too
    #[arg(long)]
    pub drafts: bool,
    /// Open the site in a browser
    #[arg(long)]
    pub open: bool,
    /// What links to files open: vscode, idea, zed … or an address with {file}, {line} and {column}
    /// (the variable ICSI_EDITOR says it once for all)
    #[arg(long, value_name = "EDITOR")]
    pub editor: Option<String>,
    /// Look for changes at intervals, where the system reports none (shared and network folders)
    #[arg(long)]
    pub poll: bool,
}

#[derive(Debug, Args)]
pub struct Desk {
    /// The port to listen at (8100, or the next one that is free)
    #[arg(long)]
    pub port: Option<u16>,
    /// Open the desk in a browser
    #[arg(long)]
    pub open: bool,
    /// Look for changes at intervals, where the system reports none (shared and network folders)
    #[arg(long)]
    pub poll: bool,
}

#[derive(Debug, Args)]
pub struct Check {
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,
    /// Check drafts as if they were published
    #[arg(long)]
    pub drafts: bool,
    /// A rule whose findings stay warnings, under --strict too
    #[arg(long, value_name = "RULE")]
    pub allow: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Status {
    /// One page, such as clusters/uca or content/clusters/uca.uk.md: what changed since it was translated
    pub page: Option<String>,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct TranslatedPages {
    /// Pages, such as clusters/uca (every translation of it) or content/clusters/uca.uk.md (this one)
    #[arg(value_name = "PAGE")]
    pub pages: Vec<String>,
    /// Every translation of the site
    #[arg(long)]
    pub all: bool,
}

#[derive(Debug, Args)]
pub struct Translated {
    #[command(flatten)]
    pub which: TranslatedPages,
}

#[derive(Debug, Subcommand)]
pub enum Translations {
    /// Write the site's texts and their translations as PO files
    Export(ExportTranslations),
    /// Write translations from PO files into the site
    Import(ImportTranslations),
}

#[derive(Debug, Args)]
pub struct ImportTranslations {
    /// A folder of PO files that an export made and translators worked on
    pub dir: PathBuf,
}

#[derive(Debug, Args)]
pub struct ExportTranslations {
    /// Pages, such as clusters/uca, and files such as site.toml and countries.toml; without them all of the site
    #[arg(value_name = "PAGE")]
    pub pages: Vec<String>,
    /// The language to translate into
    #[arg(long, value_name = "LANGUAGE")]
    pub to: String,
    /// Only pages whose original has changed since they were translated
    #[arg(long)]
    pub outdated: bool,
    /// A folder that is empty or not there yet
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

#[derive(Debug, Args)]
pub struct Set {
    /// A page or term, such as clusters/uca (its original), clusters/uca.uk (this language) or countries/pl
    pub page: String,
    /// FIELD=VALUE sets, FIELD+=VALUE adds to a list, FIELD-=VALUE takes out of it, FIELD= removes;
    /// figures.2.value.uk is a cell of the second row
    #[arg(required = true, value_name = "FIELD=VALUE")]
    pub facts: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Rename {
    /// The page or term as it is named now, such as clusters/uca
    pub old: String,
    /// Its new name: clusters/alliance, or alliance alone
    pub new: String,
    /// Show what would change; write nothing
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub struct Remove {
    /// A page in all languages, such as clusters/uca; one translation, such as clusters/uca.uk; or a term
    pub page: String,
    /// Show what would be removed; write nothing
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub struct New {
    /// The collection, such as clusters
    pub collection: String,
    /// The entry's title in its original language
    pub title: String,
    /// The entry's id (made from the title)
    #[arg(long)]
    pub id: Option<String>,
    /// The original's language (the site's default)
    #[arg(long, value_name = "LANGUAGE")]
    pub lang: Option<String>,
}

#[derive(Debug, Args)]
pub struct Schema {
    /// One collection; without it the schema of plain pages with all collections under $defs
    pub collection: Option<String>,
}

#[derive(Debug, Args)]
pub struct Init {
    /// A folder that is empty or not there yet
    pub dir: PathBuf,
    /// The forge that will keep it: adds a workflow that checks proposals, shows them beforehand and publishes
    #[arg(long, value_enum)]
    pub forge: Option<Forge>,
    /// The licence of the texts: adds its text
    #[arg(long, value_enum, ignore_case = true, value_name = "NAME")]
    pub licence: Option<Licence>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Forge {
    Github,
    /// Codeberg and other Forgejo servers
    Forgejo,
    Gitlab,
}

/// Named by their SPDX identifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Licence {
    #[value(name = "CC-BY-4.0")]
    CcBy4,
    #[value(name = "CC0-1.0")]
    Cc0,
}

#[derive(Debug, Args)]
pub struct Addresses {
    /// Mark addresses that lead nowhere now as gone: they were removed on purpose
    #[arg(long)]
    pub accept: bool,
    /// Take these addresses out, which lead nowhere: not even the ledger is to name them
    #[arg(long, value_name = "ADDRESS", num_args = 1.., conflicts_with = "accept")]
    pub forget: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Headers {
    /// The web server
    #[arg(long = "for", value_enum, value_name = "SERVER")]
    pub server: WebServer,
    /// The folder that is published to (public/ in the site's folder)
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The address where the site stands, instead of the one in site.toml
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Speak plain HTTP at this port, behind a proxy that speaks TLS with visitors
    #[arg(long, value_name = "PORT")]
    pub http: Option<u16>,
    /// Strict transport security for all subdomains of the host
    #[arg(long)]
    pub include_subdomains: bool,
    /// Consent to be built into browsers as a host that speaks TLS alone; this cannot be taken back soon
    #[arg(long, requires = "include_subdomains")]
    pub preload: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum WebServer {
    Nginx,
    Caddy,
    Apache,
}

#[derive(Debug, Subcommand)]
pub enum Theme {
    /// List the files of theme/, and whether the theme's have changed since they were copied
    List(ListTheme),
    /// Copy a file of the theme into theme/, to be changed there
    Copy(CopyTheme),
    /// Show the lines in which files of theme/ differ from the theme's
    Diff(DiffTheme),
}

#[derive(Debug, Args)]
pub struct ListTheme {
    /// List the theme's files too
    #[arg(long)]
    pub all: bool,
}

#[derive(Debug, Args)]
pub struct CopyTheme {
    /// A file of the theme, such as templates/home.html
    pub file: String,
}

#[derive(Debug, Args)]
pub struct DiffTheme {
    /// One file; without it all that the site has
    pub file: Option<String>,
}

#[derive(Debug, Args)]
pub struct Manual {
    /// The folder to write them to
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

#[derive(Debug, Args)]
pub struct Completions {
    /// bash, elvish, fish, powershell or zsh
    pub shell: clap_complete::Shell,
}
