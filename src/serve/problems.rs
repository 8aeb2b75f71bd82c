//! Diagnostics for the browser: the terminal's own text, and a link that opens the editor at the place.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::state::Report;
use crate::{
    diagnostics::{
        Diagnostic, Diagnostics,
        report::{ReportFormat, position_of, render},
    },
    message,
    message::{Message, list},
    messages::MessageLanguage,
    system,
    text::percent,
};

/// The most problems that the overlay shows; the terminal shows all.
pub(crate) const SHOWN: usize = 100;

#[derive(Debug, Serialize)]
pub(crate) struct Problem {
    pub severity: &'static str,
    /// The text that the terminal shows.
    pub text: String,
    /// `content/clusters/uca.en.md:4:12`
    pub place: Option<String>,
    /// An address that opens the editor there.
    pub editor: Option<String>,
}

/// The way to open a file in the editor, from the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor {
    /// With `{file}`, `{line}` and `{column}`; `None` for no link at all.
    address: Option<String>,
}

/// Editors that register a scheme of their own, as their documentation gives it.
const EDITORS: &[(&str, &str)] = &[
    ("vscode", "vscode://file/{file}:{line}:{column}"),
    ("vscode-insiders", "vscode-insiders://file/{file}:{line}:{column}"),
    ("vscodium", "vscodium://file/{file}:{line}:{column}"),
    ("cursor", "cursor://file/{file}:{line}:{column}"),
    ("windsurf", "windsurf://file/{file}:{line}:{column}"),
    ("zed", "zed://file/{file}:{line}:{column}"),
    ("idea", "idea://open?file={file}&line={line}&column={column}"),
    ("webstorm", "webstorm://open?file={file}&line={line}&column={column}"),
    ("sublime", "subl://open?url=file://{file}&line={line}&column={column}"),
    ("textmate", "txmt://open?url=file://{file}&line={line}&column={column}"),
    ("emacs", "emacs://open?url=file://{file}&line={line}&column={column}"),
];

impl Default for Editor {
    fn default() -> Self {
        Self { address: EDITORS.first().map(|(_, address)| (*address).to_owned()) }
    }
}

impl Editor {
    /// A known editor's name, `none`, or an address with `{file}` in it. The error is a message for people.
    pub fn parse(text: &str) -> Result<Self, Message> {
        if text == "none" {
            return Ok(Self { address: None });
        }
        if let Some((_, address)) = EDITORS.iter().find(|(name, _)| *name == text) {
            return Ok(Self { address: Some((*address).to_owned()) });
        }
        let scheme = text.split_once("://").map_or("", |(scheme, _)| scheme);
        let is_scheme =
            !scheme.is_empty() && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
        if is_scheme && !scheme.eq_ignore_ascii_case("javascript") && text.contains("{file}") {
            return Ok(Self { address: Some(text.to_owned()) });
        }
        let known: Vec<&str> = EDITORS.iter().map(|(name, _)| *name).collect();
        Err(message!("unknown-editor", text, known = list(known)))
    }

    fn link(&self, root: &Path, file: &str, line: usize, column: usize) -> Option<String> {
        let address = self.address.as_ref()?;
        let path: PathBuf = root.join(file);
        let path = percent::encode_path(&system::path_of_address(&path)?);
        // An address that has the path's first slash already (`vscode://file/`), or one that is a scheme of the
        // maintainer's own before the path. `url=file://` is neither: its host is empty and the slash follows it.
        let path = if address.contains("//file/{file}")
            || address.split_once("://").is_some_and(|(_, rest)| rest.starts_with("{file}"))
        {
            path.trim_start_matches('/').to_owned()
        } else {
            path
        };
        Some(
            address
                .replace("{line}", &line.to_string())
                .replace("{column}", &column.to_string())
                .replace("{file}", &path),
        )
    }
}

pub(crate) fn problem(
    diagnostic: &Diagnostic,
    report: &Report,
    root: &Path,
    editor: &Editor,
    language: MessageLanguage,
) -> Problem {
    let place = diagnostic.location.as_ref().zip(position_of(diagnostic, &report.tree));
    Problem {
        severity: diagnostic.severity.name(),
        text: render(diagnostic, &report.tree, ReportFormat::Human { color: false }, language).trim_end().to_owned(),
        place: place.map(|(location, at)| format!("{}:{}:{}", location.file, at.line, at.column)),
        editor: place.and_then(|(location, at)| editor.link(root, &location.file, at.line, at.column)),
    }
}

/// The first problems of a list, and a sentence about the rest.
pub(crate) fn problems(
    list: &Diagnostics,
    report: &Report,
    root: &Path,
    editor: &Editor,
    language: MessageLanguage,
) -> (Vec<Problem>, Option<String>) {
    let shown = list.iter().take(SHOWN).map(|one| problem(one, report, root, editor, language)).collect();
    let rest = list.as_slice().len().saturating_sub(SHOWN);
    (shown, (rest > 0).then(|| message!("overlay-more", rest).text(language)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_open_the_file_at_its_place() {
        let link =
            |editor: &str| Editor::parse(editor).unwrap().link(Path::new("/home/о c/site"), "content/a.en.md", 4, 12);
        let path = "home/%D0%BE%20c/site/content/a.en.md";
        assert_eq!(link("vscode"), Some(format!("vscode://file/{path}:4:12")));
        assert_eq!(link("idea"), Some(format!("idea://open?file=/{path}&line=4&column=12")));
        assert_eq!(link("sublime"), Some(format!("subl://open?url=file:///{path}&line=4&column=12")));
        assert_eq!(link("x-my://{file}#{line}"), Some(format!("x-my://{path}#4")));
        assert_eq!(link("none"), None);
        for bad in ["", "vi", "javascript://{file}", "http://localhost/", "{file}"] {
            assert!(Editor::parse(bad).is_err(), "{bad}");
        }
    }
}
