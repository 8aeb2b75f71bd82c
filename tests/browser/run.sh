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
[ $# -gt 0 ] || set -- tests/browser/*.test.mjs
exec node --test --test-concurrency="${ICSI_BROWSER_TESTS_AT_ONCE:-2}" --test-timeout=1800000 --test-reporter=spec "$@"
