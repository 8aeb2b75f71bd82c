//! The floor: the least that any generator of this site does. Reads every page, parses its Markdown with
//! pulldown-cmark, wraps it in a constant shell of 4 KB and writes a file in a folder of its own, all cores at once.
//!
//! `benches/run.py` runs it beside the real thing; what the real thing takes is told as a ratio to this.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program to measure against"
)]

use std::{fs, path::PathBuf};

use pulldown_cmark::{Options, Parser};
use rayon::prelude::*;

fn main() {
    let mut arguments = std::env::args_os().skip(1);
    // `cargo bench` passes `--bench`: there is nothing to measure without folders.
    let (Some(content), Some(out)) = (arguments.next().filter(|a| a != "--bench"), arguments.next()) else {
        println!("floor CONTENT OUT");
        return;
    };
    let (content, out) = (PathBuf::from(content), PathBuf::from(out));
    let shell = "x".repeat(2048);
    let files: Vec<PathBuf> = walkdir::WalkDir::new(&content)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.path().extension().is_some_and(|ending| ending == "md"))
        .map(walkdir::DirEntry::into_path)
        .collect();
    files.par_iter().for_each(|file| {
        let text = fs::read_to_string(file).unwrap();
        let body = text.splitn(3, "+++").nth(2).unwrap_or(&text);
        let mut html = String::with_capacity(text.len() * 2 + 4096);
        html.push_str(&shell);
        let mut events = 0usize;
        for event in Parser::new_ext(body, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES) {
            events += 1;
            if let pulldown_cmark::Event::Text(text) | pulldown_cmark::Event::Code(text) = event {
                html.push_str(&text);
            }
        }
        std::hint::black_box(events);
        html.push_str(&shell);
        let folder = out.join(file.strip_prefix(&content).unwrap()).with_extension("");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("index.html"), html).unwrap();
    });
}
