//! Proposes an id for a text that is none. It may be a title in whatever language, a code, the name of a file or a path, an id
//! with other capitals, with letters of another script that look alike, with a slip, or one that the entry once had.

use crate::{
    locale::transliterate,
    message,
    message::Message,
    text::{characters::in_one_script, nearest, one_slip_away},
};

/// Something that has an id, and what else it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate<'a> {
    pub id: &'a str,
    /// To be shown beside the id.
    pub title: &'a str,
    /// Titles in all languages, codes.
    pub names: Vec<&'a str>,
    /// Old addresses.
    pub aliases: Vec<&'a str>,
}

/// The entry or term that was meant, or those that may have been.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meant<'a> {
    One {
        id: &'a str,
        /// The title, where it was not the id that led there.
        title: Option<&'a str>,
    },
    /// Several are called so: their ids.
    Several(Vec<&'a str>),
}

impl<'a> Meant<'a> {
    pub(super) fn hint(&self) -> Message {
        match self {
            Meant::One { id, title: None } => message!("hint-did-you-mean", name = id),
            Meant::One { id, title: Some(title) } => message!("hint-meant-title", id, title),
            Meant::Several(ids) => message!("hint-meant-several", ids = message::quoted(ids.iter().copied())),
        }
    }

    fn of(found: &[&Candidate<'a>], by_id: bool) -> Option<Self> {
        let mut ids: Vec<&'a str> = found.iter().map(|candidate| candidate.id).collect();
        ids.sort_unstable();
        ids.dedup();
        match (found, ids.as_slice()) {
            ([], _) => None,
            ([first, ..], [id]) => Some(Meant::One { id, title: (!by_id).then_some(first.title) }),
            _ => Some(Meant::Several(ids)),
        }
    }
}

/// The candidates that the writer may have meant, if there are any.
pub(super) fn meant<'a>(written: &str, candidates: &[Candidate<'a>]) -> Option<Meant<'a>> {
    let keys = [folded(written), folded(file_id(written))];
    let is_key = |text: &str| !text.is_empty() && keys.iter().any(|key| key == text);
    let found = |is: &dyn Fn(&Candidate<'a>) -> bool| -> Vec<&Candidate<'a>> {
        candidates.iter().filter(|candidate| is(candidate)).collect()
    };
    let has_name = |is: &dyn Fn(&str) -> bool| found(&|candidate| candidate.names.iter().any(|name| is(&folded(name))));
    let has_alias = |candidate: &Candidate<'a>| candidate.aliases.iter().any(|alias| is_key(&folded(file_id(alias))));
    Meant::of(&found(&|candidate| is_key(candidate.id)), true)
        .or_else(|| Meant::of(&has_name(&is_key), false))
        .or_else(|| Meant::of(&found(&has_alias), false))
        .or_else(|| {
            let near = keys.iter().find_map(|key| nearest(key, candidates.iter().map(|candidate| candidate.id)))?;
            Meant::of(&found(&|candidate| candidate.id == near), true)
        })
        .or_else(|| {
            let names: Vec<String> =
                candidates.iter().flat_map(|one| one.names.iter().map(|name| folded(name))).collect();
            let near = keys.iter().find_map(|key| one_slip_away(key, names.iter().map(String::as_str)))?;
            Meant::of(&has_name(&|name| name == near), false)
        })
}

/// Two texts that differ in capitals, quotation marks, blanks or look-alike letters alone are one.
fn folded(text: &str) -> String {
    transliterate::slug(&in_one_script(text))
}

/// `content/clusters/uca.en.md`, `clusters/uca/` -> `uca`
fn file_id(written: &str) -> &str {
    let name = written.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    name.split('.').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expected: Option<&str>) {
        let candidate = |id, names: &[&'static str], aliases: &[&'static str]| Candidate {
            id,
            title: names.first().copied().unwrap_or_default(),
            names: names.to_vec(),
            aliases: aliases.to_vec(),
        };
        let known = [
            candidate("at", &["Austria", "Австрія", "AT"], &[]),
            candidate("lit", &["Lithuania", "Литва", "LT"], &[]),
            candidate("pl", &["Poland", "Польща", "PL"], &[]),
            candidate("uca", &["Ukrainian Cluster Alliance", "Український кластерний альянс"], &[]),
            candidate("klaster-lithuania", &["Klaster LT"], &["/en/clusters/klaster-old/", "baltic"]),
            candidate("lviv-cluster", &["Cluster “Lviv”", "Кластер «Львів»"], &[]),
            candidate("twin-a", &["Twin"], &[]),
            candidate("twin-b", &["Twin"], &[]),
        ];
        let found = meant(written, &known).map(|meant| match meant {
            Meant::One { id, .. } => id.to_owned(),
            Meant::Several(ids) => ids.join(" or "),
        });
        assert_eq!(found.as_deref(), expected, "{written}");
    }

    #[test]
    fn what_was_meant_is_found_by_whatever_it_is_called() {
        for written in ["Poland", "poland", "Польща", "PL", "pl ", "POLAND"] {
            check(written, Some("pl"));
        }
        check("lt", Some("lit"));
        check("Lithuana", Some("lit"));
        for written in ["Ukrainian Cluster Alliance", "uca.en.md", "clusters/uca", "content/clusters/uca.uk.md", "UCA"]
        {
            check(written, Some("uca"));
        }
        check("Кластер \"Львів\"", Some("lviv-cluster"));
        check("lviv-\u{441}luster", Some("lviv-cluster"));
        check("lviv-clutser", Some("lviv-cluster"));
        check("klaster-old", Some("klaster-lithuania"));
        check("Baltic", Some("klaster-lithuania"));
    }

    #[test]
    fn nothing_is_guessed_where_it_may_be_something_else() {
        for written in ["fr", "al", "p", "", "/", "Moldova"] {
            check(written, None);
        }
        check("Twin", Some("twin-a or twin-b"));
    }
}
