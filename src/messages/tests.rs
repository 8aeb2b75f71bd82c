//! Holds the code and the files of every language to each other.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use super::*;
use crate::message;

/// A language's messages, by identifier, with the room and the arguments of each.
fn written(language: MessageLanguage) -> BTreeMap<String, (&'static str, BTreeSet<String>)> {
    let at = MessageLanguage::ALL.into_iter().position(|one| one == language).unwrap();
    let mut all = BTreeMap::new();
    for (room, files) in ROOMS {
        let (bundle, mistakes) = Bundle::parse(&Locale::new(language.tag()).unwrap(), files[at]);
        assert_eq!(mistakes, [], "{}/{room}.ftl", language.tag());
        for key in bundle.keys() {
            let twice = all.insert(key.name.to_owned(), (*room, key.arguments.clone()));
            assert_eq!(twice, None, "`{}` is in two files of {}", key.name, language.tag());
        }
    }
    all
}

#[test]
fn every_message_has_its_ukrainian() {
    let (english, ukrainian) = (written(MessageLanguage::English), written(MessageLanguage::Ukrainian));
    let lost: Vec<&String> = english.keys().filter(|id| !ukrainian.contains_key(*id)).collect();
    assert!(lost.is_empty(), "these messages are not in src/messages/uk: {lost:#?}");
    let lost: Vec<&String> = ukrainian.keys().filter(|id| !english.contains_key(*id)).collect();
    assert!(lost.is_empty(), "these messages are not in src/messages/en: {lost:#?}");
    for (id, said) in &english {
        assert_eq!(Some(said), ukrainian.get(id), "`{id}` has other arguments, or another file, in Ukrainian");
    }
}

#[test]
fn the_code_uses_every_message_and_no_other() {
    let english = written(MessageLanguage::English);
    let mut used = BTreeSet::new();
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        for Use { line, id, arguments } in uses(&text) {
            match english.get(&id) {
                None => wrong.push(format!("{file}:{line}: there is no message `{id}`")),
                Some((_, wanted)) if *wanted != arguments => {
                    wrong.push(format!("{file}:{line}: `{id}` takes {wanted:?}, not {arguments:?}"));
                }
                Some(_) => {}
            }
            used.insert(id);
        }
    }
    let room = |id: &str| MessageLanguage::English.bundle(id);
    let shown: BTreeSet<&str> = used.iter().filter_map(|id| Some(room(id)?.references(id))).flatten().collect();
    wrong.extend(english.keys().filter(|id| !shown.contains(id.as_str())).map(|id| format!("nothing says `{id}`")));
    assert!(wrong.is_empty(), "src/messages and the code differ:\n{}", wrong.join("\n"));
    assert!(used.len() > 20, "the scan of the sources finds next to nothing");
}

/// Lines to be typed as they stand have no language; words have one, and stand in the files.
#[test]
fn code_is_no_way_round_the_files() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        for (at, call) in text.match_indices("Message::code(\"") {
            let written = text[at + call.len()..].split("\"").next().unwrap_or_default();
            if !written.is_empty() && !written.contains(['=', '[']) {
                wrong.push(format!("{file}: `{written}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "words that stand in no file of src/messages:\n{}", wrong.join("\n"));
}

#[test]
fn plurals_and_messages_within_messages_are_the_languages_own() {
    let check = |message: Message, english: &str, ukrainian: &str| {
        assert_eq!(message.text(MessageLanguage::English), english);
        assert_eq!(message.text(MessageLanguage::Ukrainian), ukrainian);
    };
    let counted = |errors: usize, warnings: usize| {
        let (errors, warnings) =
            (message!("count-errors", count = errors), message!("count-warnings", count = warnings));
        message!("errors-and-warnings", errors, warnings)
    };
    check(counted(1, 1), "1 error, 1 warning", "1 помилка, 1 попередження");
    check(counted(22, 5), "22 errors, 5 warnings", "22 помилки, 5 попереджень");
    check(counted(1011, 21), "1011 errors, 21 warnings", "1011 помилок, 21 попередження");
    let known = message::quoted(["en", "uk"]);
    check(message!("hint-known-here", known), "known here: `en`, `uk`", "тут відомі: `en`, `uk`");
}

#[test]
fn what_is_not_there_shows_its_identifier() {
    let unknown = Message::new("no-such-message", Vec::new());
    assert_eq!(unknown.text(MessageLanguage::Ukrainian), "no-such-message");
    let bare = Message::new("count-errors", Vec::new());
    assert_eq!(bare.to_string(), "count-errors");
    let mut deep = message!("no-errors-no-warnings");
    for _ in 0..1000 {
        deep = message!("hint-did-you-mean", name = deep);
    }
    assert!(deep.to_string().contains("did you mean"));
}

/// The program's own files, by path, without their comments.
#[expect(clippy::disallowed_methods, reason = "the test reads the sources")]
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut folders, mut files) = (vec![root.join("src")], Vec::<PathBuf>::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("messages/tests.rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let code = text.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line });
        let code: Vec<&str> = code.collect();
        (path.strip_prefix(root).unwrap().display().to_string(), code.join("\n"))
    };
    files.into_iter().map(read).collect()
}

/// A `message!` in the code.
#[derive(Debug, PartialEq)]
struct Use {
    line: usize,
    id: String,
    arguments: BTreeSet<String>,
}

fn uses(code: &str) -> Vec<Use> {
    let found = code.match_indices("message!(").filter_map(|(at, call)| {
        // Only the macro itself has anything else here.
        let (id, rest) = code[at + call.len()..].trim_start().strip_prefix('"')?.split_once('"')?;
        let line = code[..at].matches('\n').count() + 1;
        Some(Use { line, id: id.to_owned(), arguments: arguments(rest) })
    });
    found.collect()
}

/// The names behind the commas of a call, up to its closing bracket.
fn arguments(rest: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut depth = 0usize;
    let mut characters = rest.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' if depth == 0 => return names,
            ')' | ']' | '}' => depth -= 1,
            '"' => {
                while characters
                    .next()
                    .is_some_and(|(_, c)| if c == '\\' { characters.next().is_some() } else { c != '"' })
                {
                }
            }
            // A character, not a lifetime.
            '\'' => {
                let literal = &rest[at..];
                let length = if literal.starts_with("'\\") { 4 } else { 3 };
                if literal.chars().nth(length - 1) == Some('\'') {
                    characters.by_ref().take(length - 1).for_each(drop);
                }
            }
            ',' if depth == 0 => {
                let name = rest[at + 1..].trim_start();
                let length = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(name.len());
                names.extend((length > 0).then(|| name[..length].to_owned()));
            }
            _ => {}
        }
    }
    panic!("a call has an end: {rest:.40}")
}

#[test]
fn calls_are_found_with_their_arguments() {
    let code = "x(message!(\n    \"a.hint\",\n    count = f(1, \"),\", ')'),\n    name,\n));\nmessage!(\"b\")";
    let arguments = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(
        uses(code),
        [
            Use { line: 1, id: "a.hint".to_owned(), arguments: arguments(&["count", "name"]) },
            Use { line: 6, id: "b".to_owned(), arguments: arguments(&[]) },
        ]
    );
}
