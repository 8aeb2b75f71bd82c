#!/usr/bin/env bash
# Tera's filter `group_by` gives its groups in another order at every run, also with the feature `preserve_order`, which keeps the order
# of all other maps: inside, the filter collects groups in a hash map with a random seed. A site that is to come out the same from the same
# sources registers a filter of its own under that name.
#
# Versions: tera 2.4.0 with `preserve_order`. Seen: 2026-11-29. Needs cargo and the network.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"
cat > "$folder/Cargo.toml" <<'TOML'
[package]
name = "groups"
version = "0.0.0"
edition = "2024"
[dependencies]
tera = { version = "=2.4.0", features = ["preserve_order"] }
[workspace]
TOML
cat > "$folder/src/main.rs" <<'RUST'
fn main() {
    let template = "{% for k, v in [{'k':'a'},{'k':'b'},{'k':'c'},{'k':'d'},{'k':'e'},{'k':'f'}] | group_by(attribute='k') %}{{ k }}{% endfor %}";
    println!("{}", tera::Tera::one_off(template, &tera::Context::new(), true).unwrap());
}
RUST
cargo build --quiet --manifest-path "$folder/Cargo.toml"
orders=$(for _ in $(seq 20); do "$folder/target/debug/groups"; done | sort -u)
echo "$orders"
[ "$(echo "$orders" | wc -l)" -gt 1 ] || { echo "changed since 2026-11-29: one order in 20 runs" >&2; exit 1; }
