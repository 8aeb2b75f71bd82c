#!/usr/bin/env bash
# micromark, the CommonMark parser in JavaScript, loses the line ends of a fenced block of code that stands right behind a link reference
# definition, with or without an empty line between them, or at the beginning of a tight list's item: `x` and `y` on two lines become `xy`.
# CommonMark 0.31.2, 4.5, keeps the lines of code as they are; commonmark.js gives them.
#
# Versions: micromark 4.0.3 (and 3.2.0, 4.0.0 to 4.0.2), commonmark 0.31.2. Seen: 2026-11-29. Needs Node.js 20, npm and the network.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . micromark@4.0.3 commonmark@0.31.2 >&2
cat > try.mjs <<'JS'
import { Parser, HtmlRenderer } from "commonmark";
import { micromark } from "micromark";
for (const text of ["[a]: b\n\n```\nx\ny\n```\n", "- a\n  ```\n  x\n  y\n  ```\n"]) {
  const code = (html) => JSON.stringify(/<code>([^<]*)/.exec(html)[1]);
  console.log(JSON.stringify(text), "micromark", code(micromark(text)), "commonmark", code(new HtmlRenderer().render(new Parser().parse(text))));
}
JS
seen=$(node try.mjs)
echo "$seen"
expected='"[a]: b\n\n```\nx\ny\n```\n" micromark "xy\n" commonmark "x\ny\n"
"- a\n  ```\n  x\n  y\n  ```\n" micromark "xy\n" commonmark "x\ny\n"'
[ "$seen" = "$expected" ] || { echo "changed since 2026-11-29" >&2; exit 1; }
