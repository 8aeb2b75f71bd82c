//! The order of lists: as the collection's `sort` says, by the language's own alphabet where words decide.

use std::cmp::{Ordering, Reverse};

use rayon::prelude::*;

use super::{Entry, EntryId, find_entry};
use crate::{
    config::{Config, FieldKind, LanguageId, SortBy},
    content::{PageKey, Value},
    locale::{Locale, SortKey, date::PartialDate},
};

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum FieldKey {
    Number(i64),
    /// Decimals below and above nothing: the digits of the whole, how many they are before them, and of the fraction.
    Negative(Reverse<Digits>),
    Positive(Digits),
    Date(PartialDate),
    Text(SortKey),
}

type Digits = (usize, String, String);

/// By language and entry: its rank in its collection. Entries without a value for the sort field come last.
pub fn ranks(entries: &[Entry], config: &Config, locales: &[Locale]) -> Vec<Vec<u32>> {
    locales
        .par_iter()
        .enumerate()
        .map(|(at, locale)| {
            let language = LanguageId(at);
            let mut keyed: Vec<(usize, Option<FieldKey>, SortKey)> = entries
                .par_iter()
                .enumerate()
                .map(|(id, entry)| {
                    (id, field_key(entry, entries, config, language, locale), title_key(entry, language, locale))
                })
                .collect();
            keyed.sort_by(|a, b| {
                let (first, second) = (&entries[a.0].key, &entries[b.0].key);
                // Collections first: two of them may sort by different things, and only within one is there an order.
                first
                    .collection()
                    .cmp(&second.collection())
                    .then_with(|| compare(first, config, (&a.1, &a.2), (&b.1, &b.2)))
                    .then_with(|| first.cmp(second))
            });
            let mut ranks = vec![0; entries.len()];
            for (rank, (id, _, _)) in keyed.iter().enumerate() {
                if let Some(slot) = ranks.get_mut(*id) {
                    *slot = u32::try_from(rank).unwrap_or(u32::MAX);
                }
            }
            ranks
        })
        .collect()
}

fn compare(
    key: &PageKey,
    config: &Config,
    a: (&Option<FieldKey>, &SortKey),
    b: (&Option<FieldKey>, &SortKey),
) -> Ordering {
    let Some(collection) = key.collection() else { return a.1.cmp(b.1) };
    let sort = config.collection(collection).sort;
    let turned = |ordering: Ordering| if sort.descending { ordering.reverse() } else { ordering };
    match sort.by {
        SortBy::Title => turned(a.1.cmp(b.1)),
        SortBy::Field(_) => match (a.0, b.0) {
            (Some(first), Some(second)) => turned(first.cmp(second)).then_with(|| a.1.cmp(b.1)),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => a.1.cmp(b.1),
        },
    }
}

fn title_key(entry: &Entry, language: LanguageId, locale: &Locale) -> SortKey {
    match entry.shown(language) {
        Some((version, shown)) if shown == language => version.page.sort_key.clone(),
        Some((version, _)) => locale.sort_key(&version.page.title),
        None => locale.sort_key(""),
    }
}

fn field_key(
    entry: &Entry,
    entries: &[Entry],
    config: &Config,
    language: LanguageId,
    locale: &Locale,
) -> Option<FieldKey> {
    let collection = entry.key.collection()?;
    let SortBy::Field(at) = config.collection(collection).sort.by else { return None };
    let field = config.collection(collection).fields.get(at.0)?;
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
            let FieldKind::Page(of) = &field.kind else { return None };
            let target: EntryId = of.iter().find_map(|collection| find_entry(entries, *collection, id))?;
            FieldKey::Text(title_key(entries.get(target.0)?, language, locale))
        }
        Value::Row(_) => return None,
    })
}

/// The whole part as a number, then the fraction's digits, which compare as text.
fn decimal_key(digits: &str) -> FieldKey {
    let (negative, plain) = digits.strip_prefix('-').map_or((false, digits), |plain| (true, plain));
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    // Longer is larger: a decimal has up to forty digits, which no number type would hold.
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
            entries.extend(translations::entry(key, vec![page], &config, false, &mut diagnostics, &mut advice));
        }
        entries.sort_by(|a, b| a.key.cmp(&b.key));
        let ranks = ranks(&entries, &config, &locales);
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
