//! The command line in the reader's language: the help of commands and arguments, clap's headings, and what is wrong with a line.

use clap::{
    Command, CommandFactory as _,
    error::{ContextKind, ContextValue, Error, ErrorKind},
};

use super::{args::Arguments, language};
use crate::{message, message::Message, messages::MessageLanguage};

/// The whole command line, with its help in a language.
pub(super) fn command(language: MessageLanguage) -> Command {
    let mut command = Arguments::command();
    // Building adds clap's own arguments, and options of all commands to each command.
    command.build();
    worded(command, "", language)
}

/// `path` names the command: `translations export`, nothing for the program itself.
fn worded(command: Command, path: &str, language: MessageLanguage) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|inside| inside.get_name().to_owned()).collect();
    let mut command = command.mut_args(|argument| {
        let id = argument.get_id().to_string();
        let heading = if argument.is_positional() { message!("help-arguments") } else { message!("help-options") };
        let argument = match argument_help(path, &id).or_else(|| argument_help("", &id)) {
            Some(help) => argument.help(help.text(language)),
            None => argument,
        };
        if language == MessageLanguage::English { argument } else { argument.help_heading(heading.text(language)) }
    });
    if let Some(about) = about(path) {
        command = command.about(about.text(language));
    }
    if language != MessageLanguage::English {
        let usage = message!("help-usage").text(language);
        command = command
            .help_template(format!(
                "{{before-help}}{{about-with-newline}}\n{usage} {{usage}}\n\n{{all-args}}{{after-help}}"
            ))
            .subcommand_help_heading(message!("help-commands").text(language));
    }
    for name in names {
        let inside = if path.is_empty() { name.clone() } else { format!("{path} {name}") };
        command = command.mut_subcommand(&name, |subcommand| worded(subcommand, &inside, language));
    }
    command
}

fn about(path: &str) -> Option<Message> {
    // `help` has a copy of each command beside it.
    let of_help = path == "help" || path.ends_with(" help");
    let path = if of_help { "help".to_owned() } else { path.replace("help ", "") };
    Some(match path.as_str() {
        "" => message!("help"),
        "build" => message!("help-build"),
        "serve" => message!("help-serve"),
        "desk" => message!("help-desk"),
        "check" => message!("help-check"),
        "new" => message!("help-new"),
        "status" => message!("help-status"),
        "translated" => message!("help-translated"),
        "set" => message!("help-set"),
        "rename" => message!("help-rename"),
        "remove" => message!("help-remove"),
        "translations" => message!("help-translations"),
        "schema" => message!("help-schema"),
        "init" => message!("help-init"),
        "addresses" => message!("help-addresses"),
        "headers" => message!("help-headers"),
        "theme" => message!("help-theme"),
        "manual" => message!("help-manual"),
        "completions" => message!("help-completions"),
        "translations export" => message!("help-translations-export"),
        "translations import" => message!("help-translations-import"),
        "theme list" => message!("help-theme-list"),
        "theme copy" => message!("help-theme-copy"),
        "theme diff" => message!("help-theme-diff"),
        "help" => message!("help-command"),
        _ => return None,
    })
}

fn argument_help(path: &str, id: &str) -> Option<Message> {
    Some(match (path, id) {
        ("", "root") => message!("help.root"),
        ("", "format") => message!("help.format"),
        ("", "color") => message!("help.color"),
        ("", "messages") => message!("help.messages"),
        ("", "quiet") => message!("help.quiet"),
        ("", "verbose") => message!("help.verbose"),
        ("build", "out") => message!("help-build.out"),
        ("build", "base_url") => message!("help-build.base-url"),
        ("build", "drafts") => message!("help-build.drafts"),
        ("build", "strict") => message!("help-build.strict"),
        ("build", "no_sync") => message!("help-build.no-sync"),
        ("build", "timings") => message!("help-build.timings"),
        ("build", "history") => message!("help-build.history"),
        ("serve", "port") => message!("help-serve.port"),
        ("serve", "host") => message!("help-serve.host"),
        ("serve", "drafts") => message!("help-serve.drafts"),
        ("serve", "open") => message!("help-serve.open"),
        ("serve", "editor") => message!("help-serve.editor"),
        ("serve", "poll") => message!("help-serve.poll"),
        ("desk", "port") => message!("help-desk.port"),
        ("desk", "open") => message!("help-desk.open"),
        ("desk", "poll") => message!("help-desk.poll"),
        ("desk", "behind_proxy") => message!("help-desk.behind-proxy"),
        ("desk", "origin") => message!("help-desk.origin"),
        ("desk", "preview_origin") => message!("help-desk.preview-origin"),
        ("desk", "user_header") => message!("help-desk.user-header"),
        ("desk", "secret_file") => message!("help-desk.secret-file"),
        ("desk", "socket") => message!("help-desk.socket"),
        ("desk", "push_to") => message!("help-desk.push-to"),
        ("check", "strict") => message!("help-check.strict"),
        ("check", "drafts") => message!("help-check.drafts"),
        ("check", "allow") => message!("help-check.allow"),
        ("new", "collection") => message!("help-new.collection"),
        ("new", "title") => message!("help-new.title"),
        ("new", "id") => message!("help-new.id"),
        ("new", "lang") => message!("help-new.lang"),
        ("status", "page") => message!("help-status.page"),
        ("translated", "pages") => message!("help-translated.pages"),
        ("translated", "all") => message!("help-translated.all"),
        ("set", "page") => message!("help-set.page"),
        ("set", "facts") => message!("help-set.facts"),
        ("rename", "old") => message!("help-rename.old"),
        ("rename", "new") => message!("help-rename.new"),
        ("rename", "dry_run") => message!("help-rename.dry-run"),
        ("remove", "page") => message!("help-remove.page"),
        ("remove", "dry_run") => message!("help-remove.dry-run"),
        ("schema", "collection") => message!("help-schema.collection"),
        ("init", "dir") => message!("help-init.dir"),
        ("init", "forge") => message!("help-init.forge"),
        ("init", "licence") => message!("help-init.licence"),
        ("addresses", "accept") => message!("help-addresses.accept"),
        ("addresses", "forget") => message!("help-addresses.forget"),
        ("headers", "server") => message!("help-headers.server"),
        ("headers", "out") => message!("help-headers.out"),
        ("headers", "base_url") => message!("help-headers.base-url"),
        ("headers", "http") => message!("help-headers.http"),
        ("headers", "include_subdomains") => message!("help-headers.include-subdomains"),
        ("headers", "preload") => message!("help-headers.preload"),
        ("manual", "out") => message!("help-manual.out"),
        ("completions", "shell") => message!("help-completions.shell"),
        ("translations export", "pages") => message!("help-translations-export.pages"),
        ("translations export", "to") => message!("help-translations-export.to"),
        ("translations export", "outdated") => message!("help-translations-export.outdated"),
        ("translations export", "out") => message!("help-translations-export.out"),
        ("translations import", "dir") => message!("help-translations-import.dir"),
        ("theme list", "all") => message!("help-theme-list.all"),
        ("theme copy", "file") => message!("help-theme-copy.file"),
        ("theme diff", "file") => message!("help-theme-diff.file"),
        (_, "help") => message!("help-flag"),
        (_, "version") => message!("help-version"),
        _ => return None,
    })
}

/// Why a command line was not understood, in words of ours; `None` for help and version, which are no mistakes.
pub(super) fn mistake(error: &Error) -> Option<(Message, Option<Message>)> {
    let text = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(ContextValue::StyledStrs(texts)) => texts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    };
    let near = |kind: ContextKind| {
        let name = match error.get(kind) {
            Some(ContextValue::String(name)) => Some(name),
            // The nearest one is the last.
            Some(ContextValue::Strings(names)) => names.last(),
            _ => None,
        };
        name.map(|name| message!("hint-did-you-mean", name))
    };
    let argument = text(ContextKind::InvalidArg);
    Some(match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            return None;
        }
        ErrorKind::UnknownArgument if !argument.starts_with('-') => (message!("usage-unexpected", argument), None),
        ErrorKind::UnknownArgument => (message!("usage-unknown-argument", argument), near(ContextKind::SuggestedArg)),
        ErrorKind::InvalidSubcommand => {
            let command = text(ContextKind::InvalidSubcommand);
            (message!("usage-unknown-command", command), near(ContextKind::SuggestedSubcommand))
        }
        ErrorKind::InvalidValue if text(ContextKind::InvalidValue).is_empty() => {
            (message!("usage-no-value", argument), None)
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let (value, known) = (text(ContextKind::InvalidValue), text(ContextKind::ValidValue));
            let known = if argument.starts_with(language::FLAG) {
                Some(language::known())
            } else {
                (!known.is_empty()).then(|| message!("hint-known-here", known))
            };
            (message!("usage-invalid-value", argument, value), known)
        }
        ErrorKind::MissingRequiredArgument => (message!("usage-missing", argument), None),
        ErrorKind::MissingSubcommand => (message!("usage-no-command"), None),
        ErrorKind::ArgumentConflict => {
            let other = text(ContextKind::PriorArg);
            (message!("usage-conflict", argument, other), None)
        }
        kind => (message!("usage-wrong", what = kind.as_str().unwrap_or_default()), None),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Finds texts of a command or argument that a language lacks.
    fn check(command: &Command, path: &str, lacks: &mut Vec<String>) {
        let is_clap_s = path.split(' ').any(|part| part == "help");
        if about(path).is_none() {
            lacks.push(format!("`{path}` in `about`"));
        }
        for id in command.get_arguments().map(|argument| argument.get_id().to_string()) {
            if argument_help(path, &id).or_else(|| argument_help("", &id)).is_none() && !is_clap_s {
                lacks.push(format!("`{path}`, `{id}` in `argument_help`"));
            }
        }
        for inside in command.get_subcommands() {
            let inside_path = format!("{path} {}", inside.get_name());
            check(inside, inside_path.trim(), lacks);
        }
    }

    #[test]
    fn every_command_and_argument_has_its_words() {
        let mut lacks = Vec::new();
        check(&command(MessageLanguage::English), "", &mut lacks);
        assert!(lacks.is_empty(), "without words in src/messages: {lacks:#?}");
    }

    #[test]
    fn a_command_s_own_options_come_first() {
        let mut command = command(MessageLanguage::English);
        let shown = command.find_subcommand_mut("new").unwrap().render_long_help().to_string();
        let places = ["--id ", "--lang ", "--root ", "--format ", "--quiet", "--help"].map(|option| shown.find(option));
        assert!(places.is_sorted() && places[0].is_some(), "{shown}");
    }

    #[test]
    fn help_is_in_the_language() {
        let shown = command(MessageLanguage::Ukrainian).render_long_help().to_string();
        for text in ["Збирає багатомовні бази знань", "Використання: icsi", "Команди:", "Параметри:", "Тека сайту"]
        {
            assert!(shown.contains(text), "{text}:\n{shown}");
        }
        assert!(!shown.contains("Usage") && !shown.contains("Print"), "{shown}");
    }

    #[test]
    fn what_is_wrong_with_a_line_is_said_in_the_language() {
        let check = |line: &str, expected: &str, hint: Option<&str>| {
            let error = command(MessageLanguage::Ukrainian).try_get_matches_from(line.split(' ')).unwrap_err();
            let (message, found) = mistake(&error).unwrap();
            let found = found.map(|hint| hint.text(MessageLanguage::Ukrainian));
            assert_eq!(
                (message.text(MessageLanguage::Ukrainian).as_str(), found.as_deref()),
                (expected, hint),
                "{line}"
            );
        };
        check("icsi build --strct", "параметра `--strct` немає", Some("можливо, ви мали на увазі `--strict`?"));
        check("icsi buld", "команди `buld` немає", Some("можливо, ви мали на увазі `build`?"));
        check("icsi headers nginx", "аргумент `nginx` зайвий", None);
        check("icsi chek", "команди `chek` немає", Some("можливо, ви мали на увазі `check`?"));
        check(
            "icsi check --messages pl",
            "`pl` не може бути значенням `--messages <LANG>`",
            Some("тут відомі: en, uk"),
        );
        check("icsi remove", "бракує аргументу: <PAGE>", None);
        check(
            "icsi check --format xml",
            "`xml` не може бути значенням `--format <FORMAT>`",
            Some("тут відомі: human, json, github, gitlab"),
        );
        check("icsi build -q -v", "`--quiet` не можна вживати разом із `--verbose`", None);
    }
}
