//! `icsi theme`: files of the theme that a site has replaced by its own. `copy` writes below the site's `theme/` alone.

use std::{io::Write as _, path::Path, sync::Arc};

use serde_json::json;

use super::{
    Exit,
    args::{Common, CopyTheme, DiffTheme, Format, ListTheme, Theme},
    project::{self, Opened},
    terminal::Terminal,
};
use crate::{
    diagnostics::Diagnostics,
    history, message,
    message::{Message, list},
    pipeline::LoadOptions,
    source::SourceFile,
    text::suggest,
    theme::{
        copies::{CopiedFrom, Copies, Override, OverrideState, OwnStrings, overrides},
        layers::{COPIES, OWN, files_of},
        program,
    },
};

pub(super) fn run(common: &Common, command: &Theme, terminal: &Terminal) -> Result<(), Exit> {
    let opened = project::open(common, &LoadOptions { drafts: true, ..LoadOptions::default() }, terminal)?;
    let mut mistakes = Diagnostics::default();
    let copies = Copies::read(&opened.tree, &mut mistakes);
    if mistakes.has_errors() {
        terminal.diagnostics(&mistakes, &opened.tree);
        return Err(Exit::SiteErrors);
    }
    let theme = ThemeCommand { opened: &opened, copies, name: &opened.snapshot.config.theme, terminal };
    match command {
        Theme::List(options) => {
            theme.list(options, common.format);
            Ok(())
        }
        Theme::Copy(options) => theme.copy(options),
        Theme::Diff(options) => theme.diff(options),
    }
}

struct ThemeCommand<'c> {
    opened: &'c Opened,
    copies: Copies,
    /// Of the theme.
    name: &'c str,
    terminal: &'c Terminal,
}

impl ThemeCommand<'_> {
    fn is_programs(&self) -> bool {
        program::has(&self.opened.tree, &format!("themes/{}/theme.toml", self.name))
    }

    fn overrides(&self) -> Vec<Override> {
        overrides(&self.opened.tree, self.name, &self.copies)
    }

    fn list(&self, options: &ListTheme, format: Format) {
        let overrides = self.overrides();
        if format == Format::Json {
            return self.terminal.answer(&overrides.iter().map(json_line).collect::<String>());
        }
        let theme = if self.is_programs() {
            message!("theme-of-program", name = self.name, version = env!("CARGO_PKG_VERSION"))
        } else {
            message!("theme-of-folder", name = self.name)
        };
        let mut text = self.terminal.text(theme) + "\n";
        let width = overrides.iter().map(|one| one.name.chars().count()).max().unwrap_or_default();
        for one in &overrides {
            text.push_str(&format!("{OWN}/{:width$}  {}\n", one.name, self.terminal.text(said(&one.state))));
        }
        if overrides.is_empty() {
            text.push_str(&(self.terminal.text(message!("theme-nothing-overridden")) + "\n"));
        }
        if options.all {
            text.push_str(&format!("\n{}\n", self.terminal.text(message!("theme-files"))));
            let folder = format!("themes/{}", self.name);
            text.extend(files_of(&self.opened.tree, &folder).keys().map(|name| format!("{name}\n")));
        }
        self.terminal.answer(&text);
    }

    fn copy(&self, options: &CopyTheme) -> Result<(), Exit> {
        let folder = format!("themes/{}", self.name);
        let files = files_of(&self.opened.tree, &folder);
        let file = self.named(&options.file, files.keys().copied())?;
        let Some(source) = files.get(file.as_str()) else { return Err(Exit::Usage) };
        let own = format!("{OWN}/{file}");
        let root = &self.opened.root;
        match write_new(root, &own, source) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                let hint = message!("theme-copied-already", file = &file);
                return Err(self.terminal.usage(message!("file-there-already", file = &own), Some(hint)));
            }
            Err(error) => return Err(self.terminal.machine(message!("cannot-write", path = &own, error), None)),
        }
        let mut copies = self.copies.clone();
        copies.0.insert(file.clone(), CopiedFrom::of(source));
        let note = format!("{OWN}/{COPIES}");
        write(root, &note, &copies.to_text())
            .map_err(|error| self.terminal.machine(message!("cannot-write", path = &note, error), None))?;
        self.terminal.line(message!("theme-copied", folder = &folder, file = &file, own = &own));
        if file.starts_with("i18n/") {
            self.terminal.line(message!("theme-copied-strings"));
        }
        Ok(())
    }

    fn diff(&self, options: &DiffTheme) -> Result<(), Exit> {
        let mut overrides = self.overrides();
        if let Some(file) = &options.file {
            let name = self.named(file, overrides.iter().map(|one| one.name.as_str()))?;
            overrides.retain(|one| one.name == name);
        }
        for one in overrides {
            let state = self.terminal.text(said(&one.state));
            self.terminal.answer(&format!("{OWN}/{}: {state}\n", one.name));
            if matches!(one.state, OverrideState::Strings(_)) {
                continue;
            }
            if let Some((theirs, own)) = one.theirs.as_ref().and_then(|file| file.text()).zip(one.own.text()) {
                self.terminal.answer(&history::lines(theirs, own, self.terminal.language));
            }
        }
        Ok(())
    }

    /// The one file that is meant: by its name in the theme, with `theme/` before it, or by its end.
    fn named<'n>(&self, asked: &str, names: impl Iterator<Item = &'n str>) -> Result<String, Exit> {
        let names: Vec<&str> = names.filter(|name| *name != "theme.toml").collect();
        let own = format!("{OWN}/");
        let theirs = format!("themes/{}/", self.name);
        let plain = asked.strip_prefix(&own).or_else(|| asked.strip_prefix(&theirs)).unwrap_or(asked);
        if let Some(name) = names.iter().find(|name| **name == plain) {
            return Ok((*name).to_owned());
        }
        let end = format!("/{plain}");
        let found: Vec<&str> = names.iter().copied().filter(|name| name.ends_with(&end)).collect();
        match found.as_slice() {
            [one] => Ok((*one).to_owned()),
            [] => {
                let hint = suggest(plain, names).unwrap_or_else(|| message!("theme-no-file.hint"));
                Err(self.terminal.usage(message!("theme-no-file", plain), Some(hint)))
            }
            several => {
                let message = message!("theme-several-files", plain);
                Err(self
                    .terminal
                    .usage(&message, Some(message!("theme-several-files.hint", files = list(several.iter().copied())))))
            }
        }
    }
}

fn said(state: &OverrideState) -> Message {
    match state {
        OverrideState::Same => message!("override-same"),
        OverrideState::Current(version) => message!("override-current", version),
        OverrideState::Changed(version) => message!("override-changed", version),
        OverrideState::Gone(version) => message!("override-gone", version),
        OverrideState::Unnoted => {
            message!("override-unnoted")
        }
        OverrideState::Added => message!("override-own"),
        OverrideState::Strings(strings) => said_of_strings(strings),
    }
}

fn said_of_strings(strings: &OwnStrings) -> Message {
    let OwnStrings { replaced, added, same } = strings;
    let parts = [
        (!replaced.is_empty()).then(|| message!("override-replaced", keys = list(replaced))),
        (!added.is_empty()).then(|| message!("override-added-strings", keys = list(added))),
        (*same > 0).then(|| message!("override-same-strings", count = *same)),
    ];
    let parts = parts.into_iter().flatten();
    parts
        .reduce(|first, second| message!("override-both", first, second))
        .unwrap_or_else(|| message!("override-no-strings"))
}

fn json_line(one: &Override) -> String {
    let (state, version) = match &one.state {
        OverrideState::Same => ("same", None),
        OverrideState::Current(version) => ("current", Some(version)),
        OverrideState::Changed(version) => ("changed", Some(version)),
        OverrideState::Gone(version) => ("gone", Some(version)),
        OverrideState::Unnoted => ("unnoted", None),
        OverrideState::Added => ("added", None),
        OverrideState::Strings(_) => ("strings", None),
    };
    format!("{}\n", json!({ "file": format!("{OWN}/{}", one.name), "state": state, "copied_from": version }))
}

/// Writes a file that is not there yet.
#[expect(clippy::disallowed_methods, reason = "this command makes a file")]
fn write_new(root: &Path, path: &str, source: &Arc<SourceFile>) -> std::io::Result<()> {
    let path = root.join(path);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::OpenOptions::new().write(true).create_new(true).open(path)?.write_all(source.bytes())
}

#[expect(clippy::disallowed_methods, reason = "this command keeps a list of its copies")]
fn write(root: &Path, path: &str, text: &str) -> std::io::Result<()> {
    std::fs::write(root.join(path), text)
}
