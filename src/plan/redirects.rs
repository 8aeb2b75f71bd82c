//! Old addresses: aliases of pages and terms, the further list pages and crossed pages of renamed terms, and attachments,
//! which are published again below former ids.

use super::{
    DataFile, What, address,
    address::fingerprinted,
    planner::{AddressOwner, Planner, Taken},
};
use crate::{
    config::{CollectionId, Config, LanguageId, VocabularyId, is_id},
    content::{PageKey, page::Located},
    diagnostics::Location,
    message,
    site::{Entry, EntryId, Site, TermId},
};

impl Planner<'_> {
    /// Aliases come last: what a page's own address is, no redirect can take.
    pub(super) fn aliases(&mut self) {
        let site = self.site;
        for id in site.entry_ids() {
            for version in site.entry(id).versions.iter().flatten() {
                let page = &version.page;
                for alias in &page.aliases {
                    for language in self.languages_of_alias(&alias.value, id, page.language) {
                        let target = self.addresses.get(language.0).and_then(|all| all.get(id.0));
                        let Some(target) = target else { continue };
                        let owner = AddressOwner::Written(Location::new(&page.file, alias.range.clone()));
                        let from = address::alias(&alias.value, target);
                        // One report is enough: the other languages cannot have the address either.
                        if !self.redirect(from.clone(), target, language, owner) {
                            break;
                        }
                        if let PageKey::CollectionIndex(collection) = site.entry(id).key {
                            self.beside_collection(&from, target, collection);
                        }
                    }
                }
            }
        }
        for at in 0..self.config().vocabularies.len() {
            for term in 0..site.terms_of(VocabularyId(at)).len() {
                self.aliases_of_term(VocabularyId(at), TermId(term));
            }
        }
        for id in site.entry_ids() {
            self.former_files(id);
        }
    }

    /// A bare name holds in every language in which the entry is shown. An alias from the site's start leads to one page:
    /// below a language in which the original is shown for want of a translation there, else in the page's own language.
    fn languages_of_alias(&self, alias: &str, id: EntryId, own: LanguageId) -> Vec<LanguageId> {
        let entry = self.site.entry(id);
        if !alias.starts_with('/') {
            return self.config().language_ids().filter(|language| entry.shown(*language).is_some()).collect();
        }
        let fallback = language_of(alias, self.config())
            .filter(|language| entry.version(*language).is_none() && entry.shown(*language).is_some());
        vec![fallback.unwrap_or(own)]
    }

    /// Says whether the address can be had; that it cannot is told.
    fn redirect(&mut self, from: String, target: &str, language: LanguageId, owner: AddressOwner) -> bool {
        let is_file = !from.ends_with('/') && from.rsplit('/').next().is_some_and(|name| name.contains('.'));
        let path = if is_file { from.clone() } else { format!("{}/index.html", from.trim_end_matches('/')) };
        if let Some(first) = self.owner_in_the_way(&path) {
            self.collision(&path, owner, first);
            return false;
        }
        if path == format!("{target}index.html") {
            self.needless(&owner, message!("alias-of-itself", address = format!("/{from}")));
            return false;
        }
        let what = What::Redirect { target: target.to_owned(), language };
        if self.is_said_twice(&path, &what, &owner) {
            return true;
        }
        let is_same = |first: &Taken| first.what == what && first.owner.location().is_some();
        if self.taken.get(&path.to_lowercase()).is_some_and(is_same) {
            self.needless(&owner, message!("alias-twice", address = format!("/{from}")));
            return false;
        }
        let is_taken = self.take(path, what, owner);
        if is_taken {
            self.redirects.push((from, target.to_owned()));
        }
        is_taken
    }

    /// Whether another page of the entry says the same: a bare name stands in each of them where each was renamed.
    fn is_said_twice(&self, path: &str, what: &What, owner: &AddressOwner) -> bool {
        let file = |owner: &AddressOwner| owner.location().map(|location| location.file.clone());
        self.taken
            .get(&path.to_lowercase())
            .is_some_and(|first| first.what == *what && file(&first.owner) != file(owner))
    }

    /// The feed and the data of a collection that had another name are published at their old addresses too: readers of
    /// feeds and programs would not understand a page that leads on.
    fn beside_collection(&mut self, from: &str, target: &str, collection: CollectionId) {
        let folder = format!("{}/", from.trim_end_matches('/'));
        let mut files = vec![(format!("{folder}feed.xml"), format!("{target}feed.xml"))];
        let old = folder.trim_end_matches('/').split_once('/').map(|(_, name)| name).filter(|name| is_id(name));
        let new = &self.config().collection(collection).name;
        let data = old.into_iter().flat_map(|old| {
            DataFile::ALL
                .map(DataFile::ending)
                .map(|ending| (format!("data/{old}{ending}"), format!("data/{new}{ending}")))
        });
        files.extend(data);
        for (from, to) in files {
            let what = self.taken.get(&to).map(|taken| taken.what.clone());
            let is_free = self.owner_in_the_way(&from).is_none() && !self.taken.contains_key(&from.to_lowercase());
            if let Some(what) = what.filter(|_| is_free)
                && self.take(from.clone(), what, AddressOwner::Site)
            {
                self.redirects.push((from, to));
            }
        }
    }

    /// Old addresses of a term, of the further pages of its list, and of its pages with other terms.
    fn aliases_of_term(&mut self, vocabulary: VocabularyId, term: TermId) {
        let site = self.site;
        let Some(known) = site.term(vocabulary, term).filter(|term| !term.aliases.is_empty()) else { return };
        let file = site.vocabulary_file(vocabulary);
        for alias in &known.aliases {
            let owner = || {
                file.map_or(AddressOwner::Site, |file| AddressOwner::Written(Location::new(file, alias.range.clone())))
            };
            let of_alias = language_of(&alias.value, self.config());
            let languages: Vec<LanguageId> = match (alias.value.starts_with('/'), of_alias) {
                (true, language) => vec![language.unwrap_or(LanguageId(0))],
                (false, _) => self.config().language_ids().collect(),
            };
            for language in languages {
                let Some(target) = address::term(site, vocabulary, term, language) else { continue };
                let from = address::alias(&alias.value, &target);
                if !self.redirect(from.clone(), &target, language, owner()) {
                    break;
                }
                for (from, target) in self.beside_term(&from, &target, &known.id, vocabulary, language) {
                    // A page that has come to stand there since is the better answer.
                    let path = format!("{from}index.html");
                    if self.owner_in_the_way(&path).is_none() && !self.taken.contains_key(&path.to_lowercase()) {
                        self.redirect(from, &target, language, AddressOwner::Site);
                    }
                }
            }
        }
    }

    /// Former and present addresses of pages whose address holds that of a term, or its id below another term's.
    fn beside_term(
        &self,
        from: &str,
        target: &str,
        id: &str,
        vocabulary: VocabularyId,
        language: LanguageId,
    ) -> Vec<(String, String)> {
        let folder = address::vocabulary(self.config(), vocabulary, language);
        let Some(old_id) = from.strip_prefix(&folder).and_then(|rest| rest.strip_suffix('/')).filter(|id| is_id(id))
        else {
            return Vec::new();
        };
        let below_another = format!("/{id}/");
        let pages = self.taken.iter().filter_map(|(key, taken)| {
            let path = taken.path.as_ref().unwrap_or(key).strip_suffix("index.html")?;
            match taken.what {
                What::Term(_, _, of, _) | What::Cross(_, of, _) if of != language => None,
                What::Term(..) | What::Cross(..) if path != target && path.starts_with(target) => {
                    Some((format!("{from}{}", path.get(target.len()..)?), path.to_owned()))
                }
                What::Cross(cross, ..) => {
                    let [_, (below, _)] = cross.sides(self.config())?;
                    // `en/sectors/wool/pl/page/2/`: the term stands after the other vocabulary and its term.
                    let at = path.match_indices(&below_another).map(|(at, _)| at).last()?;
                    let is_meant = below == vocabulary && path.get(..at)?.matches('/').count() == 2;
                    let rest = path.get(at + below_another.len()..)?;
                    is_meant
                        .then(|| (format!("{}/{old_id}/{rest}", path.get(..at).unwrap_or_default()), path.to_owned()))
                }
                _ => None,
            }
        });
        pages.collect()
    }

    /// Files of an entry that had another id keep the addresses that they had: they are published there too.
    fn former_files(&mut self, id: EntryId) {
        let entry = self.site.entry(id);
        if entry.attachments.is_empty() {
            return;
        }
        for folder in former_folders(entry, self.site) {
            for (name, file) in &entry.attachments {
                let path = fingerprinted(&format!("assets/{folder}/{name}"), &file.fingerprint);
                if !self.taken.contains_key(&path.to_lowercase()) {
                    self.take(path, What::Attachment(id, name.clone()), AddressOwner::Site);
                }
            }
        }
    }
}

/// The language whose pages an address from the site's start is among.
fn language_of(alias: &str, config: &Config) -> Option<LanguageId> {
    config.language(alias.strip_prefix('/')?.split('/').next()?)
}

/// The folders of an entry under its former ids, as its aliases (or its term's) tell them: `clusters/uca`.
fn former_folders(entry: &Entry, site: &Site) -> Vec<String> {
    let config = &site.config;
    let of_pages = || entry.versions.iter().flatten().flat_map(|version| &version.page.aliases);
    let (above, aliases): (String, Vec<&Located<String>>) = match &entry.key {
        PageKey::Plain(_) => (String::new(), of_pages().collect()),
        PageKey::Entry(collection, _) => (format!("{}/", config.collection(*collection).name), of_pages().collect()),
        PageKey::Term(vocabulary, id) => {
            let term = site.find_term(*vocabulary, id).and_then(|term| site.term(*vocabulary, term));
            let aliases = term.into_iter().flat_map(|term| &term.aliases).collect();
            (format!("{}/", config.vocabulary(*vocabulary).name), aliases)
        }
        PageKey::Home | PageKey::CollectionIndex(_) | PageKey::VocabularyIndex(_) => return Vec::new(),
    };
    let mut folders: Vec<String> = aliases
        .into_iter()
        .filter_map(|alias| {
            let path = match alias.value.strip_prefix('/') {
                Some(path) => path.split_once('/').filter(|(tag, _)| config.language(tag).is_some())?.1,
                None => return Some(format!("{above}{}", alias.value.trim_end_matches('/'))),
            };
            let id = path.strip_prefix(&above)?.trim_end_matches('/');
            is_id(id).then(|| format!("{above}{id}"))
        })
        .collect();
    folders.sort();
    folders.dedup();
    folders
}
