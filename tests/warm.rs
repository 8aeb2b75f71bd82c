//! A warm run gives what a clean one gives: after each of many random edits, mistakes and mends among them, every output
//! and every diagnostic of a run that remembers is held against those of one that does not.
//!
//! `ICSI_WARM_STEPS=5000 cargo test --test all warm::` takes more steps, `ICSI_WARM_SEED` another way.

use std::{collections::BTreeMap, path::Path};

use icsi::{
    diagnostics::{Diagnostics, report},
    pipeline::{self, LoadMemory, LoadOptions, Loaded, Snapshot},
    timings::Timings,
    view::render,
};

use crate::common::{
    Site,
    editor::{Editor, MORE},
};

const STEPS: usize = 250;

#[test]
fn a_warm_run_gives_what_a_clean_one_gives() {
    let number =
        |name: &str, otherwise: u64| std::env::var(name).ok().map_or(otherwise, |text| text.parse().expect("a number"));
    let steps = number("ICSI_WARM_STEPS", STEPS as u64);
    let seed = number("ICSI_WARM_SEED", 7);
    for (way, drafts) in [(0, false), (1, true)] {
        walk(seed * 2 + way, steps / 2, drafts);
    }
}

fn walk(seed: u64, steps: u64, drafts: bool) {
    let site = Site::new(MORE);
    let options = LoadOptions { drafts, ..LoadOptions::default() };
    let mut editor = Editor::new(&site, seed);
    let mut memory = LoadMemory::default();
    let mut done: Vec<String> = vec!["(first build)".to_owned()];
    for step in 0..=steps {
        let warm = Seen::of(&site.root, &options, &mut memory);
        let clean = Seen::of(&site.root, &options, &mut LoadMemory::default());
        if let Some(difference) = clean.difference(&warm) {
            let last = done.iter().rev().take(12).rev().cloned().collect::<Vec<_>>().join("\n  ");
            panic!("step {step} of way {seed}:\n{difference}\nafter\n  {last}");
        }
        // Now and then several files change at once, as when another branch is checked out.
        let edits = if editor.chance(8) { 1 + editor.below(6) } else { 1 };
        for _ in 0..edits {
            done.push(editor.edit());
        }
    }
}

/// All that can be noticed of a run.
struct Seen {
    outputs: BTreeMap<String, Vec<u8>>,
    diagnostics: String,
    advice: String,
    drafts: Vec<String>,
}

impl Seen {
    fn of(root: &Path, options: &LoadOptions, memory: &mut LoadMemory) -> Self {
        let loaded = pipeline::load(root, options, memory, &mut Timings::default()).unwrap();
        let Loaded { tree, snapshot, mut diagnostics, mut advice, .. } = loaded;
        let (outputs, found) = snapshot.as_ref().map(rendered).unwrap_or_default();
        diagnostics.append(found);
        let told = |list: &mut Diagnostics| {
            list.sort();
            list.iter()
                .map(|one| {
                    report::render(
                        one,
                        &tree,
                        report::ReportFormat::Human { color: false },
                        icsi::messages::MessageLanguage::English,
                    )
                })
                .collect()
        };
        Self {
            outputs,
            diagnostics: told(&mut diagnostics),
            advice: told(&mut advice),
            drafts: snapshot.map(|snapshot| snapshot.drafts.to_vec()).unwrap_or_default(),
        }
    }

    fn difference(&self, other: &Seen) -> Option<String> {
        if self.diagnostics != other.diagnostics {
            return Some(format!("diagnostics, clean:\n{}\nwarm:\n{}", self.diagnostics, other.diagnostics));
        }
        if self.advice != other.advice {
            return Some(format!("advice, clean:\n{}\nwarm:\n{}", self.advice, other.advice));
        }
        if self.drafts != other.drafts {
            return Some(format!("drafts, clean: {:?}, warm: {:?}", self.drafts, other.drafts));
        }
        let paths: std::collections::BTreeSet<&String> = self.outputs.keys().chain(other.outputs.keys()).collect();
        paths.into_iter().find(|path| self.outputs.get(*path) != other.outputs.get(*path)).map(|path| {
            let text = |seen: &Seen| seen.outputs.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
            format!("{path}, clean:\n{:?}\nwarm:\n{:?}", text(self), text(other))
        })
    }
}

fn rendered(snapshot: &Snapshot) -> (BTreeMap<String, Vec<u8>>, Diagnostics) {
    let Some(views) = &snapshot.views else { return Default::default() };
    let (mut outputs, mut found) = (BTreeMap::new(), Diagnostics::default());
    for output in snapshot.outputs() {
        match render(views, &output) {
            Ok(bytes) => drop(outputs.insert(output.path, bytes.into_owned())),
            Err(diagnostic) => found.push(*diagnostic),
        }
    }
    (outputs, found)
}
