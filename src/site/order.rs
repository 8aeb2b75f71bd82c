//! The order of lists: as the collection's `sort` says, by the language's own alphabet where words decide.

use std::{
    borrow::Cow,
    cmp::{Ordering, Reverse},
};

use rayon::prelude::*;

use super::{Entry, lookup::Lookup};
use crate::{
    config::{FieldKind, LanguageId, Sort, SortBy},
    content::{PageKey, Value},
    locale::{Locale, SortKey, date::PartialDate},
};

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum FieldKey {
    Number(i64),
    /// Decimals below zero; the larger amount comes first.
    Negative(Reverse<Digits>),
    /// Zero and decimals above it.
    Positive(Digits),
    Date(PartialDate),
    Text(SortKey),
}

/// The number of digits of the whole part, these digits, and those of the fraction.
type Digits = (usize, String, String);

/// By language and entry: its rank in its collection. Entries without a value for the sort field come last.
pub(crate) fn ranks(lookup: &Lookup<'_>, locales: &[Locale]) -> Vec<Vec<u32>> {
    locales
        .par_iter()
        .enumerate()
        .map(|(at, locale)| {
            let mut ranks = vec![0; lookup.entries.len()];
            let collection = |entry: &Entry| match entry.key {
                PageKey::Entry(collection, _) => Some(collection),
                _ => None,
            };
            // Entries are sorted by their keys, so those of a collection stand together.
            let lists = lookup.entries.chunk_by(|a, b| collection(a) == collection(b));
            let mut start = 0;
            for list in lists {
                let sort = list.first().and_then(collection).map(|of| lookup.config.collection(of).sort);
                for (rank, place) in (start..).zip(sorted(list, sort, lookup, LanguageId(at), locale)) {
                    if let Some(slot) = ranks.get_mut(start + place) {
                        *slot = u32::try_from(rank).unwrap_or(u32::MAX);
                    }
                }
                start += list.len();
            }
            ranks
        })
        .collect()
}

/// The places of the entries in the list, in their order. Pages of no collection go by their titles.
fn sorted(
    list: &[Entry],
    sort: Option<Sort>,
    lookup: &Lookup<'_>,
    language: LanguageId,
    locale: &Locale,
) -> Vec<usize> {
    let mut keyed: Vec<(Option<FieldKey>, Cow<'_, SortKey>, usize)> = list
        .par_iter()
        .with_min_len(64)
        .enumerate()
        .map(|(place, entry)| {
            let field = sort.and_then(|sort| field_key(entry, sort, lookup, language, locale));
            (field, title_key(entry, language, locale), place)
        })
        .collect();
    let is_by_field = matches!(sort, Some(Sort { by: SortBy::Field(_), .. }));
    let turned = |ordering: Ordering| {
        if sort.is_some_and(|sort| sort.descending) { ordering.reverse() } else { ordering }
    };
    keyed.par_sort_by(|(a, title_a, _), (b, title_b, _)| match (a, b) {
        _ if !is_by_field => turned(title_a.cmp(title_b)),
        (Some(a), Some(b)) => turned(a.cmp(b)).then_with(|| title_a.cmp(title_b)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => title_a.cmp(title_b),
    });
    keyed.into_iter().map(|(_, _, place)| place).collect()
}

fn title_key<'e>(entry: &'e Entry, language: LanguageId, locale: &Locale) -> Cow<'e, SortKey> {
    match entry.shown(language) {
        Some((version, shown)) if shown == language => Cow::Borrowed(&version.page.sort_key),
        Some((version, _)) => Cow::Owned(locale.sort_key(&version.page.title)),
        None => Cow::Owned(SortKey::default()),
    }
}

fn field_key(
    entry: &Entry,
    sort: Sort,
    lookup: &Lookup<'_>,
    language: LanguageId,
    locale: &Locale,
) -> Option<FieldKey> {
    let SortBy::Field(at) = sort.by else { return None };
    let item = entry.original()?.page.fields.get(at).first()?;
    Some(match &item.value {
        Value::Integer(number) => FieldKey::Number(*number),
        Value::Decimal(digits) => decimal_key(digits),
        Value::Money { amount, .. } => decimal_key(amount),
        Value::Boolean(value) => FieldKey::Number(i64::from(*value)),
        Value::Date(date) => FieldKey::Date(*date),
        Value::Choice(choice) => FieldKey::Number(i64::try_from(*choice).unwrap_or(i64::MAX)),
        Value::Text(text) | Value::Url(text) | Value::Email(text) | Value::Term(text) | Value::File(text) => {
            FieldKey::Text(locale.sort_key(text))
        }
        Value::Localized(_) => {
            let own = entry.version(language).and_then(|v| super::texts_in(v.page.fields.get(at), language));
            let texts = own.or_else(|| super::texts_in(entry.original()?.page.fields.get(at), entry.original));
            FieldKey::Text(locale.sort_key(texts?.first()?))
        }
        Value::Page(id) => {
            let fields = &lookup.config.collection(entry.key.collection()?).fields;
            let FieldKind::Page(of) = &fields.get(at.0)?.kind else { return None };
            let target = lookup.entries.get(lookup.entry(of, id)?.0)?;
            FieldKey::Text(title_key(target, language, locale).into_owned())
        }
        Value::Row(_) => return None,
    })
}

/// Compares as the number does: a decimal has up to forty digits, which no number type would hold.
fn decimal_key(digits: &str) -> FieldKey {
    let (negative, plain) = digits.strip_prefix('-').map_or((false, digits), |plain| (true, plain));
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    // Of two whole parts without zeros in front, the longer is larger; of equal lengths, digits compare as text.
    let whole = whole.trim_start_matches('0');
    let amount = (whole.len(), whole.to_owned(), fraction.trim_end_matches('0').to_owned());
    let is_zero = amount.0 == 0 && amount.2.is_empty();
    if negative && !is_zero { FieldKey::Negative(Reverse(amount)) } else { FieldKey::Positive(amount) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config, content::page, diagnostics::Diagnostics, site::translations};

    /// Many entries in collections that sort by different things: the order must be one, whatever it is.
    #[test]
    fn collections_with_orders_of_their_own_do_not_disturb_each_other() {
        let site = r#"
            base_url = "https://example.org/"
            languages = ["en"]
            theme = "plain"
            title = { en = "T" }
            description = { en = "D" }
            [collections.a]
            title = { en = "A" }
            sort = "-n"
            fields.n = { type = "integer" }
            [collections.b]
            title = { en = "B" }
        "#;
        let config = config::read(site, &mut Diagnostics::default()).unwrap();
        let locales = [Locale::new("en").unwrap()];
        let mut entries: Vec<Entry> = Vec::new();
        for at in 0..200usize {
            let (collection, field) =
                if at % 2 == 0 { (0, format!("n = {}", (at * 37) % 50)) } else { (1, String::new()) };
            let key = PageKey::Entry(config::CollectionId(collection), format!("e{at:03}"));
            let text = format!("+++\ntitle = \"{}\"\n{field}\n+++\n", (at * 91) % 97);
            let source = crate::source::SourceFile {
                path: format!("content/x/e{at}.en.md").into(),
                content: crate::source::FileContent::Text(text.into()),
            };
            let page = std::sync::Arc::new(page::parse(&source, key.clone(), LanguageId(0), &config, locales.first()));
            let (mut diagnostics, mut advice) = Default::default();
            entries.extend(translations::entry(
                key,
                &[&page],
                Vec::new(),
                &config,
                false,
                &mut diagnostics,
                &mut advice,
            ));
        }
        entries.sort_by(|a, b| a.key.cmp(&b.key));
        let ranks = ranks(&Lookup::new(&entries, &[], &config), &locales);
        let of = |wanted: usize| {
            let mut own: Vec<&Entry> =
                entries.iter().filter(|e| e.key.collection() == Some(config::CollectionId(wanted))).collect();
            own.sort_by_key(|entry| ranks[0][entries.iter().position(|e| e.key == entry.key).unwrap()]);
            own
        };
        let number = |entry: &&Entry| match entry.original().unwrap().page.fields.get(config::FieldId(0))[0].value {
            Value::Integer(n) => n,
            _ => 0,
        };
        assert!(of(0).iter().map(number).collect::<Vec<_>>().is_sorted_by(|a, b| a >= b));
        assert!(of(1).iter().map(|e| e.original().unwrap().page.sort_key.clone()).collect::<Vec<_>>().is_sorted());
    }
}
