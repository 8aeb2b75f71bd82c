#!/usr/bin/env bash
# The Ukrainian dictionary of pymorphy3 does not know some of the commonest words of the language: «ще» (still, yet), «вже» (already),
# «теж» (too). A check of spelling or a search that trusts `word_is_known` takes them for mistakes; «немає» (there is none) becomes
# a verb «немати» that does not exist. Their neighbours «але», «також», «уже» are known.
#
# Versions: pymorphy3 2.0.6, pymorphy3-dicts-uk 2.4.1.1.1663094765. Seen: 2026-11-29. Needs Python 3.9 or later and the network.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q install pymorphy3==2.0.6 pymorphy3-dicts-uk==2.4.1.1.1663094765
"$folder/venv/bin/python" - <<'PYTHON'
import sys

import pymorphy3

morphology = pymorphy3.MorphAnalyzer(lang="uk")
unknown = [word for word in ("ще", "вже", "теж") if not morphology.word_is_known(word)]
known = [word for word in ("але", "також", "уже") if morphology.word_is_known(word)]
lemma = morphology.parse("немає")[0].normal_form
print("unknown:", *unknown)
print("known:", *known)
print("«немає» comes from:", lemma)
as_seen = (unknown, known, lemma) == (["ще", "вже", "теж"], ["але", "також", "уже"], "немати")
sys.exit(0 if as_seen else "changed since 2026-11-29")
PYTHON
