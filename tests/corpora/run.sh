#!/bin/sh
# Compares the bodies of the sample and of the repository's own documents with another renderer's: sh tests/corpora/run.sh
set -eu
cd "$(dirname "$0")/../.."
[ -d node_modules/micromark ] || npm ci --ignore-scripts
[ -x "${ICSI:-target/debug/icsi}" ] || cargo build --quiet
found=$(node tests/corpora/compare.mjs tests/corpora/sample)
if [ "$found" != "$(cat tests/corpora/sample.txt)" ]; then
  printf '%s\n' "$found" | diff tests/corpora/sample.txt - >&2 || echo "tests/corpora/sample.txt says otherwise: see tests/corpora/compare.mjs" >&2
  exit 1
fi
exec node tests/corpora/compare.mjs docs
