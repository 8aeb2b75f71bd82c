//! The sum of everything that a build is made of. Two builds with one sum publish the same files and find the same things.
//!
//! The inputs of the pipeline, all of which [`InputSum`] takes in:
//!
//! - **Every file that was read**, path and bytes: site.toml, addresses.txt, and what stands below content/, static/, theme/
//!   and themes/, with the program's own theme where the site has none. Whatever leads to a file (a symbolic link, a
//!   time, an owner) says nothing to the stages after reading, so the bytes are enough.
//! - **What reading itself found.** All of it is errors, which stand in the way of publishing: such a run has no sum.
//! - **The options of the run** that publish or find other things: [`LoadOptions`], each field.
//! - **The program**: its version and the bytes of its executable file, so that no rebuild is taken for the one before. It
//!   holds the theme, the grammars and the languages' data. Where it cannot be read there is no sum. Of a debug build, the
//!   file's size and times stand for its bytes.
//!
//! There are no others. The history of a repository (`build --history`) would be one; that run asks for no sum. Clock and
//! environment are read by `cli` and `timings` alone, and what they say is in no output and no finding. The output folder
//! decides what is written, never what is published; `publish` looks at it in every run.

use std::{io, path::Path};

use rayon::prelude::*;
use twox_hash::XxHash3_128;

use super::{LoadMemory, LoadOptions, ReadFiles, read_files};
use crate::{
    config::BaseUrl,
    diagnostics::Strictness,
    source::{SourceFile, SourceTree},
    system,
    theme::program,
    timings::Timings,
};

/// How much of the executable file is read at once.
const CHUNK: usize = 256 * 1024;

/// Reads a site's folder, as [`super::read`] does, and the sum of all inputs of a run with these options beside it; `None`
/// where they cannot be told from others.
///
/// # Errors
///
/// As for [`super::read`].
pub fn read_with_sum(
    root: &Path,
    options: &LoadOptions,
    memory: &mut LoadMemory,
    timings: &mut Timings,
) -> io::Result<(ReadFiles, Option<u128>)> {
    timings.stage("read", || {
        let (files, program) = rayon::join(|| read_files(root, memory), || program_sum().ok());
        let files = files?;
        let sum = program.filter(|_| files.diagnostics.is_empty()).map(|program| sum(&files.tree, options, program));
        Ok((files, sum))
    })
}

/// The sum of the inputs, which [the module](self) lists.
fn sum(tree: &SourceTree, options: &LoadOptions, program: u128) -> u128 {
    // Named one by one, so that a new option cannot be left out.
    let LoadOptions { drafts, base_url, strictness: Strictness { strict, allow } } = options;
    let mut sum = InputSum::default();
    sum.text(env!("CARGO_PKG_VERSION"));
    sum.number(program);
    sum.flag(*drafts);
    sum.flag(base_url.is_some());
    if let Some(BaseUrl { origin, path }) = base_url {
        sum.text(origin);
        sum.text(path);
    }
    sum.flag(*strict);
    sum.number(allow.len() as u128);
    allow.iter().for_each(|rule| sum.text(rule.name()));
    // The program's theme is told less of than a site's own, which may be the same.
    sum.flag(program::is_in(tree));
    let files: Vec<&SourceFile> = tree.iter().map(|file| &**file).collect();
    let contents: Vec<u128> = files.par_iter().map(|file| XxHash3_128::oneshot(file.bytes())).collect();
    sum.number(files.len() as u128);
    for (file, content) in files.iter().zip(contents) {
        sum.text(&file.path);
        sum.number(file.bytes().len() as u128);
        sum.number(content);
    }
    sum.0.finish_128()
}

/// Grows by one input after another. Texts have their lengths before them, so that no two inputs run together.
#[derive(Default)]
struct InputSum(XxHash3_128);

impl InputSum {
    fn text(&mut self, text: &str) {
        self.number(text.len() as u128);
        self.0.write(text.as_bytes());
    }

    fn number(&mut self, number: u128) {
        self.0.write(&number.to_le_bytes());
    }

    fn flag(&mut self, flag: bool) {
        self.0.write(&[u8::from(flag)]);
    }
}

/// The sum of the executable file of this process.
fn program_sum() -> io::Result<u128> {
    let program = system::own_program()?;
    if cfg!(debug_assertions) {
        // What nobody optimised is ten times as large, and its sum takes seconds.
        let file = program.metadata()?;
        let times = format!("{} {:?} {:?}", file.len(), file.modified().ok(), file.created().ok());
        return Ok(XxHash3_128::oneshot(times.as_bytes()));
    }
    sum_of(program)
}

fn sum_of(mut file: impl io::Read) -> io::Result<u128> {
    let mut sum = XxHash3_128::new();
    let mut chunk = vec![0; CHUNK];
    loop {
        match file.read(&mut chunk) {
            Ok(0) => return Ok(sum.finish_128()),
            Ok(length) => sum.write(chunk.get(..length).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Rule;

    #[test]
    fn every_input_counts_and_none_runs_into_another() {
        let tree = |files: &[(&str, &str)]| SourceTree::from_texts(files.iter().copied());
        let plain = LoadOptions::default;
        let base_url = |text: &str| LoadOptions { base_url: BaseUrl::parse(text).ok(), ..plain() };
        let strictness = |strict, allow| LoadOptions { strictness: Strictness { strict, allow }, ..plain() };
        let site = tree(&[("a", "b")]);
        let sums = [
            sum(&site, &plain(), 1),
            sum(&site, &plain(), 2),
            sum(&tree(&[]), &plain(), 1),
            sum(&tree(&[("a", "c")]), &plain(), 1),
            sum(&tree(&[("a", "")]), &plain(), 1),
            sum(&tree(&[("ab", "")]), &plain(), 1),
            sum(&tree(&[("c", "b")]), &plain(), 1),
            sum(&tree(&[("a", "b"), ("c", "")]), &plain(), 1),
            sum(&tree(&[("a", ""), ("b", "")]), &plain(), 1),
            sum(&program::completed(tree(&[("a", "b")])), &plain(), 1),
            sum(&site, &LoadOptions { drafts: true, ..plain() }, 1),
            sum(&site, &base_url("https://example.org/"), 1),
            sum(&site, &base_url("https://example.org/a/"), 1),
            sum(&site, &base_url("https://example.com/"), 1),
            sum(&site, &strictness(true, vec![]), 1),
            sum(&site, &strictness(false, vec![Rule::RawHtml]), 1),
            sum(&site, &strictness(false, vec![Rule::Footnote]), 1),
        ];
        for (at, one) in sums.iter().enumerate() {
            assert!(!sums[..at].contains(one), "number {at} is as one before it");
        }
        assert_eq!(sums[0], sum(&tree(&[("a", "b")]), &plain(), 1));
    }

    #[test]
    fn a_program_is_known_by_its_bytes() {
        assert_eq!(program_sum().unwrap(), program_sum().unwrap());
        let program = vec![1; 3 * CHUNK + 1];
        let mut other = program.clone();
        other[CHUNK] = 2;
        assert_eq!(sum_of(&*program).unwrap(), XxHash3_128::oneshot(&program));
        for other in [&other[..], &program[1..], &[]] {
            assert_ne!(sum_of(other).unwrap(), sum_of(&*program).unwrap());
        }
    }
}
