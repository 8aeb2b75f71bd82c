//! What search costs: makes the index of a folder of Markdown pages and writes it, with time and sizes.
//!
//!     cargo run --release --example search_index -- CONTENT LANGUAGE OUT
//!
//! Reads front matter and Markdown only roughly: this measures the index, not the site.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a measuring program stands outside the core")]

use std::{error::Error, fs, path::Path, sync::Arc, time::Instant};

use icsi::search::{Analysed, Analyser, Document, Facet, Piece, analyse, merge};
use rayon::prelude::*;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [content, language, out] = arguments.as_slice() else {
        return Err("usage: search_index CONTENT LANGUAGE OUT".into());
    };
    let documents = read(Path::new(content), language)?;
    let before = peak_memory();
    let start = Instant::now();
    let analyser = Analyser::new(language)?;
    let analysed: Vec<Analysed> = documents.par_iter().map(|document| analyse(&analyser, document, latin)).collect();
    let analysing = start.elapsed();
    let pieces = merge(language, &analyser, &analysed.iter().collect::<Vec<_>>())?;
    let total = start.elapsed();
    println!("{} documents in {language}: analysed in {analysing:.0?}, merged after {total:.0?}", documents.len());
    println!("peak memory {} MB, before the index {} MB", peak_memory() / 1024, before / 1024);
    report(&pieces);
    fs::create_dir_all(out)?;
    for piece in &pieces {
        fs::write(Path::new(out).join(&piece.name), &piece.bytes)?;
    }
    if let Some(index) = pieces.first() {
        println!("{}", Path::new(out).join(&index.name).display());
    }
    Ok(())
}

fn report(pieces: &[Piece]) {
    for kind in ["index", "rules", "facets", "stems", "words", "cards", "texts"] {
        let sizes: Vec<usize> =
            pieces.iter().filter(|piece| piece.name.starts_with(kind)).map(|piece| piece.bytes.len()).collect();
        let largest = sizes.iter().max().copied().unwrap_or(0);
        println!("  {kind:6} {:5} pieces, {:9} bytes, largest {largest}", sizes.len(), sizes.iter().sum::<usize>());
    }
}

fn read(content: &Path, language: &str) -> Result<Vec<Document>, Box<dyn Error>> {
    let ending = format!(".{language}.md");
    let mut documents = Vec::new();
    for entry in walkdir::WalkDir::new(content).sort_by_file_name() {
        let entry = entry?;
        let path = entry.path().strip_prefix(content)?.to_string_lossy().into_owned();
        let Some(id) = path.strip_suffix(&ending) else { continue };
        let source = fs::read_to_string(entry.path())?;
        let (front, body) = source.trim_start_matches("+++").split_once("\n+++").unwrap_or(("", &source));
        let front: toml::Table = front.parse().unwrap_or_default();
        documents.push(document(id, language, &front, body));
    }
    Ok(documents)
}

fn document(id: &str, language: &str, front: &toml::Table, body: &str) -> Document {
    let text = |key: &str| front.get(key).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
    let list = |key: &str| -> Vec<String> {
        let values = front.get(key).and_then(|value| value.as_array()).into_iter().flatten();
        values.filter_map(|value| value.as_str().map(str::to_owned)).collect()
    };
    let facet = |id: &str| Facet { id: id.into(), label: id.into() };
    let headings = body.lines().filter_map(|line| line.strip_prefix("#")).map(|line| line.trim_matches('#').to_owned());
    let mut plain = String::with_capacity(body.len());
    let mut in_address = false;
    for letter in body.chars() {
        match letter {
            '(' if plain.ends_with(']') => in_address = true,
            ')' if in_address => in_address = false,
            _ if in_address => {}
            '#' | '*' | '`' | '|' | '>' => {}
            _ => plain.push(letter),
        }
    }
    Document {
        id: id.to_owned(),
        url: format!("/{language}/{id}/"),
        language: language.to_owned(),
        kind: facet(id.split('/').next().unwrap_or_default()),
        boost: 100,
        title: text("title"),
        names: list("names"),
        summary: text("summary"),
        terms: Vec::new(),
        headings: headings.collect(),
        text: Arc::from(plain.replace(['[', ']'], "").trim()),
        countries: list("countries").iter().map(|id| facet(id)).collect(),
        sectors: list("sectors").iter().map(|id| facet(id)).collect(),
    }
}

/// Letter by letter, near enough to the official spelling to measure with.
fn latin(text: &str) -> String {
    const LATIN: [&str; 32] = [
        "a", "b", "v", "h", "d", "e", "zh", "z", "y", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh",
        "ts", "ch", "sh", "shch", "", "y", "", "e", "iu", "ia",
    ];
    let of = |letter: char| (letter as usize).checked_sub('а' as usize).and_then(|place| LATIN.get(place)).copied();
    text.to_lowercase().chars().map(|letter| of(letter).unwrap_or(if letter == 'є' { "ie" } else { "i" })).collect()
}

/// Kilobytes, as Linux tells; 0 elsewhere.
fn peak_memory() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.split_whitespace().next()).and_then(|number| number.parse().ok()).unwrap_or(0)
}
