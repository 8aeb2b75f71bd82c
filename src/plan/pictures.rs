//! Pictures that pages show, which are published in several sizes.

use std::collections::BTreeSet;

use crate::{
    config::{Role, with_ids},
    content::{PageKey, Value},
    site::{
        EntryId, Site,
        links::{LinkDestination, destination},
    },
};

/// Every photograph that a body or a field shows: whose file, and its name. A file to which a link leads is none.
pub(super) fn shown(site: &Site) -> BTreeSet<(EntryId, String)> {
    let mut shown = BTreeSet::new();
    if !site.config.outputs.pictures {
        return shown;
    }
    for id in site.entry_ids() {
        let entry = site.entry(id);
        for version in entry.versions.iter().flatten() {
            for (at, _) in version.page.body.links.iter().enumerate().filter(|(_, link)| link.picture) {
                if let LinkDestination::File(owner, name, file) = destination(site, &version.page, at)
                    && file.photograph.is_some()
                    && let Some(owner) = site.find(&owner.key)
                {
                    shown.insert((owner, name.to_owned()));
                }
            }
        }
        let (PageKey::Entry(collection, _), Some(facts)) = (&entry.key, site.facts(id)) else { continue };
        let fields = with_ids(&site.config.collection(*collection).fields);
        for (at, _) in fields.filter(|(_, field)| field.role.is_some_and(Role::is_picture)) {
            for item in facts.get(at) {
                if let Value::File(name) = &item.value
                    && entry.attachment(name).is_some_and(|file| file.photograph.is_some())
                {
                    shown.insert((id, name.clone()));
                }
            }
        }
    }
    shown
}
