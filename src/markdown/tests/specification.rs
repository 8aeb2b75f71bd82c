//! The examples of CommonMark 0.31.2, with all our extensions on.
//!
//! Compared is what a reader would notice: text, elements, addresses, titles, alternative texts and numbers of lists.
//! Set aside are attributes that are ours alone (ids, classes, `tabindex`), blanks around blocks, and the shift of
//! headings. Addresses are judged by a judge that lets everything pass, as most examples link to `/url`.

use std::borrow::Cow;

use super::*;
use crate::markdown::address::{Address, Reason};

#[derive(serde::Deserialize)]
struct Example {
    number: usize,
    markdown: String,
    html: String,
}

/// Examples that come out differently, and why that is right.
fn deviation(number: usize) -> Option<&'static str> {
    DEVIATIONS.iter().find(|(_, numbers)| numbers.contains(&number)).map(|(reason, _)| *reason)
}

const DEVIATIONS: &[(&str, &[usize])] = &[
    (
        "HTML that is not on the list, or not closed, is shown as text",
        &[
            21, 31, 148, 149, 150, 151, 152, 153, 154, 155, 156, 157, 158, 159, 160, 161, 162, 163, 164, 165, 167, 169,
            170, 171, 172, 173, 174, 175, 176, 178, 180, 181, 182, 184, 185, 186, 187, 188, 189, 190, 191, 201, 344,
            475, 476, 477, 491, 494, 524, 536, 613, 614, 615, 616, 617, 623, 627, 628, 629, 630, 631, 642, 643,
        ],
    ),
    ("an inline element between blocks gets a paragraph around it", &[166]),
    ("comments are left out", &[177, 179, 183, 308, 309, 625, 626]),
    ("empty headings and links are left out", &[79, 484, 487]),
    ("bare addresses are links, as in GFM", &[608, 611, 612]),
];

fn anything(address: &str) -> Result<Address<'_>, Reason> {
    Ok(Address::Local { path: Cow::Borrowed(address), fragment: None })
}

fn canonical(html: &str) -> Result<String, String> {
    let html = html.replace(" />", ">");
    let pieces = checker::pieces(&html)?;
    let levels = pieces.iter().filter_map(|piece| match piece {
        checker::HtmlPiece::Open(name, _) => level(name),
        _ => None,
    });
    let shift = 2 - levels.min().unwrap_or(2);
    let renamed = |name: &str| level(name).map_or(name.to_owned(), |level| format!("h{}", (level + shift).min(6)));
    let mut out = String::new();
    let mut after_block = true;
    let mut in_code = false;
    for piece in pieces {
        let (name, tag) = match piece {
            checker::HtmlPiece::Text(text) => {
                let text = if after_block && !in_code { text.trim_start() } else { text };
                out.push_str(&text.replace("&quot;", "\""));
                after_block &= text.is_empty();
                continue;
            }
            checker::HtmlPiece::Close(name) => (name, format!("</{}>", renamed(name))),
            checker::HtmlPiece::Open(name, attributes) => (name, format!("<{}{}>", renamed(name), kept(&attributes))),
        };
        // Colours of code.
        if name == "span" {
            continue;
        }
        let inline = ["a", "em", "strong", "code", "img", "br", "del"].contains(&name);
        if !inline && name != "pre" {
            out.truncate(out.trim_end().len());
        }
        in_code = match name {
            "pre" => tag == "<pre>",
            _ => in_code,
        };
        after_block = !inline;
        out.push_str(&tag);
    }
    Ok(out.trim().to_owned())
}

fn level(name: &str) -> Option<i32> {
    let digit = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&digit).then_some(digit)
}

fn kept(attributes: &[(&str, &str)]) -> String {
    let mut kept = String::new();
    for name in ["href", "src", "alt", "title", "start"] {
        for (_, value) in attributes.iter().filter(|(other, _)| *other == name) {
            let mut decoded = value.replace("&quot;", "\"");
            while let Some((before, code)) =
                decoded.split_once('%').map(|(a, b)| (a.len(), b.get(..2).unwrap_or("").to_owned()))
            {
                // The choice of percent-encoded bytes of an address is a matter of taste; that the bytes are the same
                // is not.
                let byte = u8::from_str_radix(&code, 16).map_or("(percent)".to_owned(), |byte| format!("({byte})"));
                decoded.replace_range(before..before + 1 + code.len(), &byte);
            }
            let shown: String = decoded
                .chars()
                .map(|c| {
                    if c.is_ascii() { c.to_string() } else { c.to_string().bytes().map(|b| format!("({b})")).collect() }
                })
                .collect();
            kept.push_str(&format!(" {name}={shown}"));
        }
    }
    kept
}

#[test]
fn examples_come_out_as_specified() {
    let examples: Vec<Example> =
        serde_json::from_str(include_str!("../../../tests/data/commonmark-0.31.2.json")).unwrap();
    assert_eq!(examples.len(), 652);
    let mut wrong = Vec::new();
    for Example { number, markdown, html } in &examples {
        let document = parse_with(markdown, None, DirectionMarks::Refused, anything);
        let ours = filled(&document);
        let same = canonical(&ours).unwrap() == canonical(html).unwrap_or_default();
        match deviation(*number) {
            None if !same => wrong.push(format!("{number}: {markdown:?}\n  expected {html:?}\n  came out {ours:?}")),
            Some(reason) if same => wrong.push(format!("{number} is as specified after all, though: {reason}")),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}\n{} examples", wrong.join("\n"), wrong.len());
}
