#!/usr/bin/env bash
# ICU4X gives tags with a script that CLDR lists as no locale of its own the plural rules of no language: `sr-Latn`, `bs-Cyrl` and `uz-Cyrl` have
# the one form `other`, where CLDR's rules of sr and bs have few for 2 and those of uz one for 1, whatever the script (CLDR, supplemental
# plurals; a browser's Intl.PluralRules inherits them). Who asks it falls back to the language by hand.
#
# Versions: icu_plurals 2.4.0, icu_locale_core 2.4.0, compiled data. Seen: 2026-11-29. Needs cargo, Node.js 20 and the network.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"
cat > "$folder/Cargo.toml" <<'TOML'
[package]
name = "plurals"
version = "0.0.0"
edition = "2024"
[dependencies]
icu_plurals = "=2.4.0"
icu_locale_core = "=2.4.0"
[workspace]
TOML
cat > "$folder/src/main.rs" <<'RUST'
use icu_plurals::PluralRules;
fn main() {
    for (tag, count) in [("sr", 2), ("sr-Latn", 2), ("bs", 2), ("bs-Cyrl", 2), ("uz", 1), ("uz-Cyrl", 1)] {
        let locale: icu_locale_core::Locale = tag.parse().unwrap();
        let rules = PluralRules::try_new_cardinal((&locale).into()).unwrap();
        println!("{tag} {count} {:?}", rules.category_for(count as usize));
    }
}
RUST
cargo build --quiet --manifest-path "$folder/Cargo.toml"
seen=$("$folder/target/debug/plurals" | tr '[:upper:]' '[:lower:]')
echo "$seen"
node -e 'for (const [tag, count] of [["sr-Latn", 2], ["bs-Cyrl", 2], ["uz-Cyrl", 1]]) console.log("Intl", tag, count, new Intl.PluralRules(tag).select(count))'
expected="sr 2 few
sr-latn 2 other
bs 2 few
bs-cyrl 2 other
uz 1 one
uz-cyrl 1 other"
[ "$seen" = "$expected" ] || { echo "changed since 2026-11-29" >&2; exit 1; }
