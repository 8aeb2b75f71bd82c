#!/bin/sh
# Runs the Nu HTML checker over every page of the built site, and over the pages of an edited copy that show what the
# site itself has none of: a missing and an outdated translation, every kind of markup. Needs Java:
#     sh tests/html/run.sh
set -eu
cd "$(dirname "$0")/../.."
root=$(pwd)
icsi=${ICSI:-target/debug/icsi}
command -v java >/dev/null || { echo "Java is missing: apt-get install -y default-jre-headless" >&2; exit 1; }
# The package's own script would download a Java of its own.
[ -f node_modules/vnu-jar/build/dist/vnu.jar ] || npm ci --ignore-scripts
[ -x "$icsi" ] || { cargo build --quiet; icsi=target/debug/icsi; }
sites=target/html
mkdir -p "$sites"
"$icsi" build --quiet --no-sync --root . --out "$sites/site"
rm -rf "$sites/edited-root"
mkdir "$sites/edited-root"
cp -R site.toml content themes "$sites/edited-root/"
cp -R tests/browser/content/. "$sites/edited-root/content/"
"$icsi" build --quiet --no-sync --root "$sites/edited-root" --out "$sites/edited" --base-url https://example.org/kb/
check() { java -Xss8m -jar "$root/node_modules/vnu-jar/build/dist/vnu.jar" --skip-non-html "$@"; }
# A checker that finds nothing in this would find nothing in anything.
printf '<!DOCTYPE html><title>x</title><p id=a><i id=a>' >"$sites/wrong.html"
if check "$sites/wrong.html" 2>/dev/null; then
  echo "the checker says nothing of a page that is wrong" >&2
  exit 1
fi
check "$sites/site"
cd "$sites/edited"
check en/reading uk/reading en/clusters/behind uk/clusters/behind en/clusters/only-english uk/clusters/only-english \
  en/clusters/index.html uk/clusters/index.html en/index.html index.html 404.html
echo "$(find ../site -name "*.html" | wc -l) pages and those of the edited copy: no error, no warning"
