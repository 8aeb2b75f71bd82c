//! What search costs: makes the indexes of a site, with times, memory and sizes. Writes nothing.
//!
//!     cargo run --release --example search_index -- SITE
//!
//! Twice: from nothing, and again as after a save, when the documents that are as they were are remembered.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a measuring program stands outside the core")]

use std::{error::Error, fs, path::Path, time::Instant};

use icsi::{
    pipeline::{LoadMemory, LoadOptions, load},
    search::{PieceContent, SearchPiece},
    timings::Timings,
    view::Views,
};
use rayon::prelude::*;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [root] = arguments.as_slice() else { return Err("usage: search_index SITE".into()) };
    let mut memory = LoadMemory::default();
    for run in ["from nothing", "remembered"] {
        let loaded = load(Path::new(root), &LoadOptions::default(), &mut memory, &mut Timings::default())?;
        let views = loaded.snapshot.and_then(|snapshot| snapshot.views).ok_or("the site cannot be loaded")?;
        let (before, started, busy) = (memory_now(), Instant::now(), processor_time());
        for language in views.site.config.language_ids() {
            let _ = views.search_pieces(language);
        }
        let (took, busy) = (started.elapsed(), processor_time() - busy);
        let grown = memory_now().saturating_sub(before) / 1024;
        println!("{run}: {took:.0?}, {busy} ms of processor time, {grown} MB more than before");
        if run == "from nothing" {
            report(&views);
        }
    }
    println!("peak {} MB", status("VmHWM:") / 1024);
    Ok(())
}

fn report(views: &Views) {
    for language in views.site.config.language_ids() {
        println!("{}:", views.site.config.tag(language));
        let started = (Instant::now(), processor_time());
        let sizes: Vec<(&SearchPiece, usize)> = views
            .search_pieces(language)
            .par_iter()
            .enumerate()
            .map(|(at, piece)| (piece, views.search_bytes(language, at).len()))
            .collect();
        for kind in ["index", "stems", "words", "cards", "texts"] {
            let sizes: Vec<usize> =
                sizes.iter().filter(|(piece, _)| piece.name.starts_with(kind)).map(|(_, size)| *size).collect();
            let largest = sizes.iter().max().copied().unwrap_or(0);
            println!("  {kind:6} {:5} pieces, {:9} bytes, largest {largest}", sizes.len(), sizes.iter().sum::<usize>());
        }
        let held = views.search_pieces(language).iter().map(|piece| match &piece.content {
            PieceContent::Whole(bytes) => bytes.len(),
            PieceContent::Texts(places) => size_of_val(places.as_slice()),
        });
        println!("  held: {} KB", held.sum::<usize>() / 1024);
        println!("  written in {:.0?}, {} ms of processor time", started.0.elapsed(), processor_time() - started.1);
    }
}

/// Milliseconds that all threads were busy, as Linux tells in hundredths of a second; 0 elsewhere.
fn processor_time() -> u64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(") ").next().unwrap_or_default().split(' ');
    // User and system time, by proc(5).
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>() * 10
}

fn memory_now() -> usize {
    status("VmRSS:")
}

/// Kilobytes, as Linux tells; 0 elsewhere.
fn status(name: &str) -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|rest| rest.split_whitespace().next()).and_then(|number| number.parse().ok()).unwrap_or(0)
}
