//! The server's own pages, written out: every text is escaped where it is put in.

use super::{Server, problems::Problem};
use crate::text::escape;

/// A whole page of the server's own. The body is HTML.
pub fn page(server: &Server, title: &str, body: &str, print: &str) -> String {
    let token = &server.token;
    let title = text(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <title>{title}</title>\n<link rel=\"stylesheet\" href=\"/__icsi/dashboard.css\">\n<link rel=\"icon\" href=\"/__icsi/icon.svg\">\n</head>\n<body>\n<main>\n\
         <h1>{title}</h1>\n{body}</main>\n<script src=\"/__icsi/{token}/reload.js\" data-page=\"{print}\"></script>\n\
         </body>\n</html>\n"
    )
}

pub fn problems(list: &[Problem], more: Option<&str>, out: &mut String) {
    out.push_str("<ol class=\"problems\">\n");
    for problem in list {
        out.push_str(&format!("<li class=\"{}\"><pre>{}</pre>", problem.severity, text(&problem.text)));
        if let Some(place) = &problem.place {
            match &problem.editor {
                Some(editor) => out.push_str(&format!("<a href=\"{}\">{}</a>", text(editor), text(place))),
                None => out.push_str(&text(place)),
            }
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n");
    if let Some(more) = more {
        out.push_str(&format!("<p>{}</p>\n", text(more)));
    }
}

/// Escaped for element content and attribute values.
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape::attribute(text, &mut out);
    out
}
