//! The command line as data. The words of the help are in src/messages; `help.rs` gives them to commands and arguments.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::messages::MessageLanguage;

#[derive(Debug, Parser)]
#[command(name = "icsi", version, about = "Builds multilingual knowledge bases from Markdown", long_about = None)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

/// Options of all commands stand behind a command's own in its help.
const LAST: usize = 100;

#[derive(Debug, Args)]
pub(super) struct Common {
    #[arg(long, global = true, display_order = LAST, value_name = "DIR")]
    pub root: Option<PathBuf>,
    #[arg(long, global = true, display_order = LAST + 1, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    #[arg(long, global = true, display_order = LAST + 2, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    #[arg(long, global = true, display_order = LAST + 3, value_name = "LANG", value_parser = super::language::parse)]
    pub messages: Option<MessageLanguage>,
    #[arg(long, short, global = true, display_order = LAST + 4, conflicts_with = "verbose")]
    pub quiet: bool,
    #[arg(long, short, global = true, display_order = LAST + 5)]
    pub verbose: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Human,
    Json,
    Github,
    Gitlab,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Build(Build),
    Serve(Serve),
    Desk(Desk),
    Check(Check),
    New(New),
    Status(Status),
    Translated(Translated),
    Set(Set),
    Rename(Rename),
    Remove(Remove),
    #[command(subcommand)]
    Translations(Translations),
    Schema(Schema),
    Init(Init),
    Addresses(Addresses),
    Headers(Headers),
    #[command(subcommand)]
    Theme(Theme),
    Manual(Manual),
    Completions(Completions),
}

#[derive(Debug, Args)]
pub(super) struct Build {
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    #[arg(long)]
    pub drafts: bool,
    #[arg(long)]
    pub strict: bool,
    #[arg(long)]
    pub no_sync: bool,
    #[arg(long)]
    pub timings: bool,
    #[arg(long)]
    pub history: bool,
}

#[derive(Debug, Args)]
pub(super) struct Serve {
    #[arg(long, value_name = "N")]
    pub port: Option<u16>,
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1")]
    pub host: String,
    #[arg(long)]
    pub drafts: bool,
    #[arg(long)]
    pub open: bool,
    #[arg(long, value_name = "EDITOR")]
    pub editor: Option<String>,
    #[arg(long)]
    pub poll: bool,
}

#[derive(Debug, Args)]
pub(super) struct Desk {
    #[arg(long)]
    pub port: Option<u16>,
    #[arg(long)]
    pub open: bool,
    #[arg(long)]
    pub poll: bool,
    #[command(flatten)]
    pub team: Team,
}

#[derive(Debug, Args)]
pub(super) struct Team {
    #[arg(long)]
    pub behind_proxy: bool,
    #[arg(long, value_name = "URL")]
    pub origin: Option<String>,
    #[arg(long, value_name = "URL")]
    pub preview_origin: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub user_header: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub secret_file: Option<PathBuf>,
    #[arg(long, value_name = "PATH")]
    pub socket: Option<PathBuf>,
    #[arg(long, value_name = "BRANCH")]
    pub push_to: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    #[arg(long)]
    pub strict: bool,
    #[arg(long)]
    pub drafts: bool,
    #[arg(long, value_name = "RULE")]
    pub allow: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct Status {
    pub page: Option<String>,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct TranslatedPages {
    #[arg(value_name = "PAGE")]
    pub pages: Vec<String>,
    #[arg(long)]
    pub all: bool,
}

#[derive(Debug, Args)]
pub(super) struct Translated {
    #[command(flatten)]
    pub which: TranslatedPages,
}

#[derive(Debug, Subcommand)]
pub(super) enum Translations {
    Export(ExportTranslations),
    Import(ImportTranslations),
}

#[derive(Debug, Args)]
pub(super) struct ImportTranslations {
    pub dir: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct ExportTranslations {
    #[arg(value_name = "PAGE")]
    pub pages: Vec<String>,
    #[arg(long, value_name = "LANGUAGE")]
    pub to: String,
    #[arg(long)]
    pub outdated: bool,
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Set {
    pub page: String,
    #[arg(required = true, value_name = "FIELD=VALUE")]
    pub facts: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct Rename {
    pub old: String,
    pub new: String,
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub(super) struct Remove {
    pub page: String,
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub(super) struct New {
    pub collection: String,
    pub title: String,
    #[arg(long)]
    pub id: Option<String>,
    #[arg(long, value_name = "LANGUAGE")]
    pub lang: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Schema {
    pub collection: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Init {
    pub dir: PathBuf,
    #[arg(long, value_enum)]
    pub forge: Option<Forge>,
    #[arg(long, value_enum, ignore_case = true, value_name = "NAME")]
    pub licence: Option<Licence>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Forge {
    Github,
    /// Codeberg and other Forgejo servers
    Forgejo,
    Gitlab,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Licence {
    #[value(name = Self::CcBy4.identifier())]
    CcBy4,
    #[value(name = Self::Cc0.identifier())]
    Cc0,
}

impl Licence {
    /// The identifier by SPDX's list, which is its name on the command line.
    pub(super) fn identifier(self) -> &'static str {
        match self {
            Licence::CcBy4 => "CC-BY-4.0",
            Licence::Cc0 => "CC0-1.0",
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct Addresses {
    #[arg(long)]
    pub accept: bool,
    #[arg(long, value_name = "ADDRESS", num_args = 1.., conflicts_with = "accept")]
    pub forget: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct Headers {
    #[arg(long = "for", value_enum, value_name = "SERVER")]
    pub server: WebServer,
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    #[arg(long, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..))]
    pub http: Option<u16>,
    #[arg(long)]
    pub include_subdomains: bool,
    #[arg(long, requires = "include_subdomains")]
    pub preload: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum WebServer {
    Nginx,
    Caddy,
    Apache,
}

#[derive(Debug, Subcommand)]
pub(super) enum Theme {
    List(ListTheme),
    Copy(CopyTheme),
    Diff(DiffTheme),
}

#[derive(Debug, Args)]
pub(super) struct ListTheme {
    #[arg(long)]
    pub all: bool,
}

#[derive(Debug, Args)]
pub(super) struct CopyTheme {
    pub file: String,
}

#[derive(Debug, Args)]
pub(super) struct DiffTheme {
    pub file: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Manual {
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Completions {
    pub shell: clap_complete::Shell,
}
