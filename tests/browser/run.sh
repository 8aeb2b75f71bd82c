#!/bin/sh
# Builds the site and an edited copy of it, then tests both in Chromium:
#     sh tests/browser/run.sh [TEST FILE…]
set -eu
cd "$(dirname "$0")/../.."
icsi=${ICSI:-target/debug/icsi}
command -v "${CHROMIUM:-/usr/bin/chromium}" >/dev/null || { echo "Chromium is missing: apt-get install -y chromium" >&2; exit 1; }
[ -d node_modules/playwright-core ] || npm ci --ignore-scripts
[ -x "$icsi" ] || { cargo build --quiet; icsi=target/debug/icsi; }
sites=${ICSI_BROWSER_SITES:-target/browser}
mkdir -p "$sites"
ICSI_BROWSER_SITES=$(cd "$sites" && pwd)
export ICSI_BROWSER_SITES
"$icsi" build --quiet --no-sync --root . --out "$sites/site" --base-url http://127.0.0.1:8771/
# The edited copy has what the site itself has none of: a missing and an outdated translation, every kind of markup. It
# stands under a path, so that no address in the theme can take the host's root for granted.
rm -rf "$sites/edited-root"
mkdir "$sites/edited-root"
cp -R site.toml content themes "$sites/edited-root/"
cp -R tests/browser/content/. "$sites/edited-root/content/"
"$icsi" build --quiet --no-sync --root "$sites/edited-root" --out "$sites/edited" --base-url http://127.0.0.1:8771/kb/
# So many pages that search takes passages from the pages themselves; one has what the others have not.
rm -rf "$sites/large-root"
mkdir -p "$sites/large-root/content/notes"
cp -R themes "$sites/large-root/"
cat > "$sites/large-root/site.toml" <<'END'
base_url = "https://example.org/"
languages = ["en"]
theme = "intermarium"
title = { en = "Notes" }
description = { en = "Many notes" }

[collections.notes]
title = { en = "Notes" }
END
note() { printf '+++\ntitle = "Note %s"\nsummary = "Short"\n+++\n\n%s\n' "$1" "$2" > "$sites/large-root/content/notes/n$1.en.md"; }
for number in $(seq 100 720); do note "$number" "Filler."; done
note 99 'Far down, after *much* else & more, a **lantern** hangs <b>here</b>.'
"$icsi" build --quiet --no-sync --root "$sites/large-root" --out "$sites/large" --base-url http://127.0.0.1:8771/
# Words and addresses wider than a screen, wherever an author may put one.
rm -rf "$sites/wide-root"
mkdir "$sites/wide-root"
cp -R themes "$sites/wide-root/"
node tests/browser/wide.mjs "$sites/wide-root"
"$icsi" build --quiet --no-sync --root "$sites/wide-root" --out "$sites/wide" --base-url http://127.0.0.1:8771/
[ $# -gt 0 ] || set -- tests/browser/*.test.mjs
exec node --test --test-concurrency="${ICSI_BROWSER_TESTS_AT_ONCE:-2}" --test-timeout=1800000 --test-reporter=spec "$@"
