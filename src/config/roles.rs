//! Roles: the meaning that a field has for the program and themes, whatever its name. `role = "name"` on a field in site.toml
//! gives it one. [`ROLES`] says all there is to say of each; docs/guide/content/chapters/configuration.en.md explains them to editors.

use std::ops::Range;

use super::{CollectionId, Field, FieldKind, Vocabulary};
use crate::{
    diagnostics::{Rule, Sink},
    message,
    message::list,
    text::suggest,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Another name of the entry: search finds the entry by it, ranked as by its title.
    Name,
    /// A day on which something is over: it does not make an entry one of the newest.
    LastDay,
    /// A last day that themes mark once it has passed.
    Deadline,
    /// Parties that stand together: the collection's page draws who stands with whom.
    Party,
    /// The sources of the entry's facts: shown at the end of its page.
    Source,
    /// ISO 3166-1 code of a term: makes its vocabulary the countries, and ties its terms to the map.
    CountryCode,
    /// The day on which the entry was published.
    Published,
    /// The state that the entry is in: themes make it stand out in lists.
    Status,
    /// The kind of the entry: themes name it in short lists.
    Kind,
    /// An address by which to reach the entry.
    Contact,
    /// The place of an event.
    Place,
    /// The entry's sign.
    Logo,
    /// A picture of the entry.
    Picture,
}

/// The owner of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldOwner {
    Collection,
    Vocabulary,
    Table,
}

impl FieldOwner {
    fn plural(self) -> &'static str {
        match self {
            FieldOwner::Collection => "collections",
            FieldOwner::Vocabulary => "vocabularies",
            FieldOwner::Table => "tables",
        }
    }
}

/// The rule of a role: the fields that may have it.
#[derive(Debug)]
pub struct RoleRule {
    pub role: Role,
    /// As it is written in site.toml.
    pub name: &'static str,
    /// Types of fields that can have the role, by their names in site.toml.
    pub types: &'static [&'static str],
    pub owners: &'static [FieldOwner],
    /// Whether one field of a collection or vocabulary can have it, and no second one.
    pub once: bool,
}

const fn rule(role: Role, name: &'static str, types: &'static [&'static str]) -> RoleRule {
    RoleRule { role, name, types, owners: &[FieldOwner::Collection], once: false }
}

/// The table of all roles.
pub const ROLES: &[RoleRule] = &[
    rule(Role::Name, "name", &["text"]),
    rule(Role::LastDay, "last-day", &["date"]),
    rule(Role::Deadline, "deadline", &["date"]),
    RoleRule { once: true, ..rule(Role::Published, "published", &["date"]) },
    RoleRule { owners: &[FieldOwner::Collection, FieldOwner::Table], ..rule(Role::Party, "party", &["page"]) },
    RoleRule { once: true, ..rule(Role::Source, "source", &["table"]) },
    RoleRule { owners: &[FieldOwner::Vocabulary], once: true, ..rule(Role::CountryCode, "country-code", &["text"]) },
    RoleRule { once: true, ..rule(Role::Status, "status", &["choice"]) },
    RoleRule { once: true, ..rule(Role::Kind, "kind", &["choice"]) },
    rule(Role::Contact, "contact", &["text", "url", "email", "page"]),
    RoleRule { once: true, ..rule(Role::Place, "place", &["text"]) },
    RoleRule { once: true, ..rule(Role::Logo, "logo", &["file"]) },
    rule(Role::Picture, "picture", &["file"]),
];

impl Role {
    /// As it is written in site.toml.
    pub fn name(self) -> &'static str {
        ROLES.iter().find(|rule| rule.role == self).map_or("", |rule| rule.name)
    }

    /// Whether a file is a picture to be shown.
    pub fn is_picture(self) -> bool {
        matches!(self, Role::Logo | Role::Picture)
    }

    /// Whether a date says when something is over, and so nothing of when it was new.
    pub fn is_last_day(self) -> bool {
        matches!(self, Role::LastDay | Role::Deadline)
    }
}

/// The role of this name, if a field of this kind and owner can have it; otherwise that is reported.
pub(super) fn read(
    sink: &mut Sink,
    (name, range): (&str, &Range<usize>),
    kind: &FieldKind,
    localized: bool,
    owner: FieldOwner,
) -> Option<Role> {
    let Some(rule) = ROLES.iter().find(|rule| rule.name == name) else {
        let names: Vec<&str> = ROLES.iter().map(|rule| rule.name).collect();
        let hint = suggest(name, names.clone()).unwrap_or_else(|| message!("hint-one-of", known = list(names)));
        sink.report(Rule::InvalidConfig, range, message!("no-role", name)).hint(hint);
        return None;
    };
    let problem = if !rule.types.contains(&kind.name()) {
        message!("role-type", kind = kind.name(), name)
    } else if !rule.owners.contains(&owner) {
        message!("role-owner", owner = owner.plural(), name)
    } else if localized && rule.role == Role::CountryCode {
        message!("role-localised", name)
    } else {
        return Some(rule.role);
    };
    let types = list(rule.types.iter().copied());
    let plain = if rule.role == Role::CountryCode { "yes" } else { "no" };
    let hint = match rule.owners {
        [one, other] => message!("role-fits-two", name, types, one = one.plural(), other = other.plural(), plain),
        owners => message!("role-fits", name, types, owners = list(owners.iter().map(|owner| owner.plural())), plain),
    };
    sink.report(Rule::InvalidConfig, range, problem).hint(hint);
    None
}

/// Reports roles that do not go together with the other fields of a collection (`own`) or vocabulary.
pub(super) fn check(sink: &mut Sink, fields: &[Field], own: Option<CollectionId>) {
    for (at, field) in fields.iter().enumerate() {
        let Some(rule) = ROLES.iter().find(|rule| Some(rule.role) == field.role) else { continue };
        let earlier = fields.iter().take(at).find(|earlier| earlier.role == field.role);
        if let Some(earlier) = earlier.filter(|_| rule.once) {
            let message = message!("role-twice", one = &earlier.name, other = &field.name, role = &rule.name);
            sink.report(Rule::InvalidConfig, &field.name_range, message).hint(message!("role-twice.hint"));
        }
    }
    let columns = fields.iter().flat_map(Field::columns);
    for field in fields.iter().chain(columns).filter(|field| field.role == Some(Role::Party)) {
        if let (FieldKind::Page(of), Some(own)) = (&field.kind, own)
            && of.contains(&own)
        {
            let message = message!("party-of-own", field = &field.name);
            let hint = message!("party-of-own.hint");
            sink.report(Rule::InvalidConfig, &field.name_range, message).hint(hint);
        }
    }
}

/// Reports a second vocabulary of countries: the map shows one.
pub(super) fn check_vocabularies(sink: &mut Sink, vocabularies: &[Vocabulary]) {
    let codes = vocabularies.iter().filter_map(|vocabulary| {
        let field = vocabulary.fields.iter().find(|field| field.role == Some(Role::CountryCode))?;
        Some((vocabulary, field))
    });
    for (vocabulary, field) in codes.skip(1) {
        let message = message!("second-countries", name = &vocabulary.name);
        let hint = message!("second-countries.hint");
        sink.report(Rule::InvalidConfig, &field.name_range, message).hint(hint);
    }
}
