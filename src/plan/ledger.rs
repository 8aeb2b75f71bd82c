//! The ledger of addresses that were published, `addresses.txt` beside site.toml: one a line, `gone` behind those that were
//! removed on purpose. `icsi addresses` writes it; a build compares, so that no address dies unnoticed.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use super::{Output, Plan, What, lost};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, FilePath, Location, Rule},
    message,
    site::Site,
    source::{SourceFile, read::WELL_KNOWN},
};

/// The remarks at the head of a new file. Whatever people write there instead stays.
const REMARKS: &str =
    "# Addresses that were published, kept by `icsi addresses`. Those marked as gone were removed on purpose.\n";
const GONE: &str = "gone";
/// Editors on Windows put it at the start of a file.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A ledger as it was read. Addresses are written as paths inside the site, without the slash at their start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    file: Option<FilePath>,
    /// The lines at the file's head that begin with `#`, and after them those that are none of a ledger.
    remarks: String,
    /// A byte order mark, if the file begins with one.
    mark: &'static str,
    /// Whether lines end as on Windows.
    has_crlf: bool,
    addresses: BTreeMap<String, LedgerLine>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct LedgerLine {
    is_gone: bool,
    /// In the file.
    range: Range<usize>,
}

impl Ledger {
    /// Reads the ledger; a site without one has an empty ledger, with which nothing can be lost.
    pub fn read(file: Option<&SourceFile>, diagnostics: &mut Diagnostics) -> Self {
        let Some(file) = file else { return Self::default() };
        let text = file.text().unwrap_or_default();
        let (mark, body) = match text.strip_prefix(BYTE_ORDER_MARK) {
            Some(body) => (BYTE_ORDER_MARK, body),
            None => ("", text),
        };
        let has_crlf = text.contains("\r\n");
        let mut ledger = Self { file: Some(file.path.clone()), mark, has_crlf, ..Self::default() };
        let mut start = mark.len();
        for whole in body.split_inclusive('\n') {
            let line = whole.trim_end();
            let range = start..start + line.len();
            start += whole.len();
            if line.starts_with('#') && ledger.addresses.is_empty() {
                ledger.remarks.push_str(line);
                ledger.remarks.push('\n');
            } else if let Some((address, is_gone)) = parse(line) {
                let known = ledger.addresses.entry(address.to_owned()).or_insert(LedgerLine { is_gone, range });
                known.is_gone |= is_gone;
            } else if !line.is_empty() {
                ledger.remarks.push_str(line);
                ledger.remarks.push('\n');
                let message = message!("ledger-line", line);
                let found = Diagnostic::new(Rule::InvalidValue, Location::new(&file.path, range), message);
                diagnostics.push(found.hint(message!("ledger-line.hint")));
            }
        }
        ledger
    }

    pub fn is_kept(&self) -> bool {
        self.file.is_some()
    }

    /// The addresses that were removed on purpose, sorted; one where something stands again is none of them.
    pub(super) fn gone(&self, outputs: &[Output]) -> Vec<String> {
        let gone = self.addresses.iter().filter(|(address, line)| line.is_gone && !stands_in(outputs, address));
        gone.map(|(address, _)| address.clone()).collect()
    }

    /// Addresses that were published and lead nowhere now, sorted.
    fn lost(&self, plan: &Plan) -> Vec<&str> {
        let lost = self.addresses.iter().filter(|(address, line)| !line.is_gone && !stands_in(&plan.outputs, address));
        lost.map(|(address, _)| address.as_str()).collect()
    }

    /// Tells of each address that would die, with the line that mends it.
    pub fn compare(&self, site: &Site, plan: &Plan, diagnostics: &mut Diagnostics) {
        let lost = self.lost(plan);
        if lost.is_empty() {
            return;
        }
        let Some(file) = &self.file else { return };
        let new: BTreeSet<String> =
            addresses(site, plan).into_iter().filter(|address| !self.addresses.contains_key(address)).collect();
        let told = lost::told(&lost, site);
        for (address, hint) in told.iter().zip(lost::hints(&told, &new, site, plan)) {
            let range = self.addresses.get(*address).map(|line| line.range.clone()).unwrap_or_default();
            let message = message!("lost-address", address = *address);
            diagnostics.push(Diagnostic::new(Rule::LostAddress, Location::new(file, range), message).hint(hint));
        }
    }

    /// The ledger as it is to be for what this plan publishes.
    pub fn update(&self, site: &Site, plan: &Plan) -> Update {
        let now = addresses(site, plan);
        let added = now.iter().filter(|address| !self.addresses.contains_key(*address)).cloned().collect();
        let back = |address: &&String| self.addresses.get(*address).is_some_and(|line| line.is_gone);
        let returned = now.iter().filter(back).cloned().collect();
        let lost = self.lost(plan).into_iter().map(str::to_owned).collect();
        Update { added, returned, lost }
    }

    /// The addresses that a plan has and another one had not, and the reverse, as changes of the ledger.
    pub fn update_between(&self, old: (&Site, &Plan), new: (&Site, &Plan)) -> Update {
        let before = addresses(old.0, old.1);
        let Update { mut added, mut returned, mut lost } = self.update(new.0, new.1);
        added.retain(|address| !before.contains(address));
        returned.retain(|address| !before.contains(address));
        lost.retain(|address| before.contains(address));
        Update { added, returned, lost }
    }

    /// The file's text with these changes made: what is lost is gone.
    pub fn with(&self, update: &Update) -> String {
        let gone = |address: &String, line: &LedgerLine| {
            (line.is_gone || update.lost.contains(address)) && !update.returned.contains(address)
        };
        let mut lines: BTreeMap<&str, bool> =
            self.addresses.iter().map(|(address, line)| (address.as_str(), gone(address, line))).collect();
        lines.extend(update.added.iter().map(|address| (address.as_str(), false)));
        self.text(lines)
    }

    /// The file's text without these addresses.
    pub fn without(&self, forgotten: &BTreeSet<String>) -> String {
        let kept = self.addresses.iter().filter(|(address, _)| !forgotten.contains(*address));
        self.text(kept.map(|(address, line)| (address.as_str(), line.is_gone)).collect())
    }

    /// Whether the ledger has an address, gone or not.
    pub fn has(&self, address: &str) -> bool {
        self.addresses.contains_key(address)
    }

    fn text(&self, lines: BTreeMap<&str, bool>) -> String {
        let remarks = if self.is_kept() { &self.remarks } else { REMARKS };
        let mut text = [self.mark, remarks].concat();
        for (address, is_gone) in lines {
            text.push('/');
            text.push_str(address);
            text.push_str(if is_gone { " gone\n" } else { "\n" });
        }
        if self.has_crlf { text.replace('\n', "\r\n") } else { text }
    }
}

/// Changes to a ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Update {
    pub added: BTreeSet<String>,
    /// They were gone, and something stands there again.
    pub returned: BTreeSet<String>,
    /// They were published and lead nowhere now.
    pub lost: BTreeSet<String>,
}

impl Update {
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.returned.is_empty() && self.lost.is_empty()
    }
}

/// An address without its first slash, and whether it is gone.
fn parse(line: &str) -> Option<(&str, bool)> {
    let (address, is_gone) = match line.split_once(char::is_whitespace) {
        None => (line, false),
        Some((address, mark)) if mark.trim() == GONE => (address, true),
        Some(_) => return None,
    };
    let inside = address.strip_prefix('/').filter(|inside| !inside.is_empty())?;
    let fine = inside.trim_end_matches('/').split('/').all(|part| !matches!(part, "" | "." | ".."));
    fine.then_some((inside, is_gone))
}

/// Whether something of the site stands at an address, or leads on from there.
fn stands_in(outputs: &[Output], address: &str) -> bool {
    let there = |path: &str| outputs.binary_search_by(|output| output.path.as_str().cmp(path)).is_ok();
    if address.ends_with('/') { there(&format!("{address}index.html")) } else { there(address) }
}

/// The addresses that the ledger of a site keeps: of pages for readers, feeds, open data, files of `static/`, and whatever
/// leads on to one of those. Further pages of lists and pages of two terms come and go with the entries; files below
/// `assets/` have names made of what they hold; drafts are not published.
fn addresses(site: &Site, plan: &Plan) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = BTreeSet::new();
    let mut leading: Vec<(&str, &str)> = Vec::new();
    for output in &plan.outputs {
        let address = output.path.strip_suffix("index.html").unwrap_or(&output.path);
        match &output.what {
            What::Redirect { target, .. } => leading.push((address, target)),
            what if is_kept(what, address, site) => drop(found.insert(address.to_owned())),
            _ => {}
        }
    }
    let kept: Vec<&str> = leading.into_iter().filter(|(_, to)| found.contains(*to)).map(|(from, _)| from).collect();
    found.extend(kept.into_iter().map(str::to_owned));
    found
}

fn is_kept(what: &What, address: &str, site: &Site) -> bool {
    match what {
        What::Entry(id, language) | What::Plain(id, language) => {
            site.entry(*id).shown(*language).is_some_and(|(version, _)| !version.page.draft)
        }
        What::Collection(_, _, page) | What::Term(_, _, _, page) => *page == 1,
        What::Home(_)
        | What::Timeline(_)
        | What::Vocabulary(..)
        | What::Search(_)
        | What::DataPage(_)
        | What::Feed(..)
        | What::Calendar(..)
        | What::Data(..)
        | What::Catalogue
        | What::Database
        | What::Changes
        | What::ChangesPage(_)
        | What::ChangesFeed(..)
        | What::ListFile(..) => true,
        // It is where its entry is, and search engines do not list it.
        What::Brief(..) | What::Table(..) => false,
        What::Static(_) => !address.starts_with(WELL_KNOWN),
        What::Root
        | What::RootNotFound
        | What::NotFound(_)
        | What::Cross(..)
        | What::Sitemap
        | What::SitemapPart(_)
        | What::Robots
        | What::Headers
        | What::Redirects
        | What::SecurityTxt
        | What::Redirect { .. }
        | What::Map
        | What::SharePicture(..)
        | What::Picture(..)
        | What::Asset(_)
        | What::Attachment(..)
        | What::SearchPiece(..) => false,
    }
}
