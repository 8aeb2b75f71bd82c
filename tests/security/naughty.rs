//! The Big List of Naughty Strings through every field and every place of a body.

use super::{
    harness,
    outputs::check_outputs,
    site::{Site, quoted},
};

fn strings() -> Vec<String> {
    serde_json::from_str(include_str!("../data/blns/blns.json")).unwrap()
}

/// Every text of a page, from front matter to fences, with one string.
fn page(text: &str) -> (String, String) {
    let q = quoted(text);
    let front = format!(
        "title = {q}\nsummary = {q}\nslug = {q}\naliases = [{q}]\nupdated = {q}\ntext = {q}\nnote = {q}\nnotes = [{q}, {q}]\n\
         integer = {q}\ndecimal = {q}\nboolean = {q}\ndate = {q}\nurl = {q}\nhome = {{ en = {q}, uk = {q} }}\nemail = {q}\n\
         choice = {q}\nplace = [{q}]\nother = [{q}]\nfile = {q}\nmoney = {{ amount = {q}, currency = {q} }}\n{q} = {q}\n\
         [[rows]]\nwhat = {{ en = {q}, uk = {q} }}\nweb = {q}\nwho = {q}\n"
    );
    (front, body(text))
}

fn body(text: &str) -> String {
    format!(
        "{text}\n\n# {text}\n\n## H {{#{text}}}\n\n> [!{text}]\n\n- {text}\n\n| {text} |\n|---|\n| {text} |\n\n`{text}`\n\n```{text}\n{text}\n```\n\n\
         [{text}](x.en.md \"{text}\")\n\n![{text}](x.png '{text}')\n\n[a]({text})\n\n<{text}>\n\n<abbr title=\"{text}\">x</abbr>\n\n\
         [^{text}]\n\n[^{text}]: {text}\n\n[{text}]: {text} \"{text}\"\n\n<details><summary>{text}</summary>\n\n{text}\n\n</details>\n\n{text}\n: {text}\n"
    )
}

#[test]
fn each_string_in_every_field_and_place() {
    let strings = strings();
    assert!(strings.len() > 450);
    for text in &strings {
        let (front, body) = page(text);
        harness::page_file(&format!("+++\n{front}\n+++\n{body}"));
        harness::markdown(body.as_bytes());
        harness::address(text.as_bytes());
        let q = quoted(text);
        let term = format!(
            "[{q}]\ntitle = {{ en = {q}, uk = {q} }}\ncode = {q}\nweb = {q}\nnote = {{ en = [{q}], uk = [{q}] }}\n"
        );
        harness::vocabulary(term.as_bytes());
        harness::vocabulary(term.replacen(&q, "pl", 1).as_bytes());
        let config = harness::SITE.replace("\"T\"", &q).replace("\"Places\"", &q).replace("\"A\"", &q);
        harness::site_toml(config.as_bytes());
        harness::site_toml(config.replace("choice =", &format!("{q} =")).as_bytes());
    }
}

/// Those of them that may be published are published in every context: pages, lists, feeds, tables, open data, search.
#[test]
fn a_site_made_of_them_is_sound() {
    let site = Site::new();
    let mut published = Vec::new();
    for (at, text) in strings().iter().enumerate() {
        // Everything but letters that may not stand in a text at all, which stop the build (see the test above).
        if text.trim().is_empty() || text.contains(icsi::text::characters::is_forbidden) {
            continue;
        }
        let q = quoted(text);
        let front = format!(
            "title = {q}\nsummary = {q}\nupdated = 2026-03-29\ntext = {q}\nnote = {{ en = {q}, uk = {q} }}\nnotes = [{q}]\nplace = [\"pl\"]\n\
             date = 2023\nmoney = {{ amount = 1, currency = \"EUR\" }}\n[[rows]]\nwhat = {{ en = {q}, uk = {q} }}\n"
        );
        // A code block takes any text; what is more than text has findings, and is tried above.
        let fence = "~".repeat(20);
        site.entry(&format!("n{at}"), &front, &format!("{fence}\n{text}\n{fence}\n\n## Heading\n"));
        published.push(at);
    }
    let built = site.build();
    assert_eq!(
        built.code,
        Some(0),
        "{:?}",
        built.diagnostics.iter().filter(|d| d["severity"] == "error").take(5).collect::<Vec<_>>()
    );
    assert!(published.len() > 400);
    assert!(built.outputs.len() > published.len());
    check_outputs(&built);
}
