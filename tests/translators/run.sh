#!/bin/sh
# Tries the files for translators with tools of others: GNU gettext, translate-toolkit and polib read, check, write and merge
# every file of the knowledge base, and what they wrote comes back without a byte of difference. Needs Python and gettext:
#     sh tests/translators/run.sh
set -eu
cd "$(dirname "$0")/../.."
tools=target/tools/translators
cargo build --quiet
if ! cmp -s .ci/translators-tools.txt "$tools/installed.txt"; then
  rm -rf "$tools"
  python3 -m venv "$tools"
  "$tools/bin/pip" --disable-pip-version-check install --quiet --only-binary :all: --require-hashes \
    --requirement .ci/translators-tools.txt
  cp .ci/translators-tools.txt "$tools/installed.txt"
fi
"$tools/bin/python" -B tests/translators/test_tools.py
