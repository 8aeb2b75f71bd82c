//! `[look]` of site.toml, held to what the theme has: the files of logo and icon, the names of colours; and the
//! style sheet of the site's own colours.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::assets::Asset;
use crate::{
    config::{Config, presentation::Colour},
    diagnostics::{Diagnostic, Diagnostics, Location, Rule},
    message,
    plan::address::fingerprinted,
    text::{hex, suggest},
};

/// The name of the style sheet of colours among a theme's static files.
pub(super) const COLOURS: &str = "css/colours.css";

/// Reports files and colours that the theme does not have. `colours` are the names that theme.toml gives.
pub(super) fn check(config: &Config, assets: &[Asset], colours: &[String], diagnostics: &mut Diagnostics) {
    let look = &config.presentation.look;
    for (name, range) in look.logo.iter().chain(&look.icon) {
        if !assets.iter().any(|asset| asset.name == *name) {
            let pictures = assets.iter().map(|asset| asset.name.as_str()).filter(|name| name.starts_with("img/"));
            let hint = suggest(name, pictures).unwrap_or_else(|| message!("no-static-file.put", name));
            let location = Location::new(&config.file, range.clone());
            diagnostics.push(
                Diagnostic::new(Rule::MissingTheme, location, message!("no-static-file", file = name)).hint(hint),
            );
        }
    }
    for colour in look.colours.iter().filter(|colour| !colours.contains(&colour.name)) {
        let hint = suggest(&colour.name, colours.iter().map(String::as_str));
        let location = Location::new(&config.file, colour.name_range.clone());
        diagnostics.push(
            Diagnostic::new(Rule::InvalidConfig, location, message!("no-colour", colour = &colour.name))
                .hint(hint.unwrap_or_else(|| message!("no-colour.hint"))),
        );
    }
}

/// The style sheet that gives the site's colours to the theme's custom properties. It stands outside of all layers, and so
/// before the theme's own.
pub(super) fn style_sheet(colours: &[Colour]) -> Option<Asset> {
    if colours.is_empty() {
        return None;
    }
    let mut text = ":root {\n".to_owned();
    for Colour { name, light, dark, .. } in colours {
        let _ = match light == dark {
            true => writeln!(text, "  --{name}: {light};"),
            false => writeln!(text, "  --{name}: light-dark({light}, {dark});"),
        };
    }
    text.push_str("}\n");
    let digits = hex(Sha256::digest(text.as_bytes()).iter().take(5));
    let path = fingerprinted(&format!("assets/{COLOURS}"), &digits);
    Some(Asset { name: COLOURS.to_owned(), path, bytes: text.into_bytes().into() })
}
