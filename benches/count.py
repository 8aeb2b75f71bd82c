#!/usr/bin/env python3
"""Counts the instructions of a clean build, stage by stage, so that none grows unnoticed.

count.py                   counts, prints each stage beside benches/counts.toml, and fails where one has grown
count.py --write           the same, then writes benches/counts.toml anew: in the commit that changes counts on purpose
count.py --pages N         another size than the baseline's, printed without it

Needs valgrind (callgrind), the C compiler that Rust needs too, and Python 3.9 or later. The build of the profile `bench` runs on one
thread with the corpus of benches/corpus.py; 2,000 pages take half a minute when the machine is idle. Hash tables are
seeded alike in every run (SEED), so that two counts of a program differ by less than 0.01 % in all, whatever else the
machine does. Another compiler, C library, kind of processor, theme or corpus gives other counts: then the baseline is
written anew before a change is judged.

Each call of `Timings::stage` begins another part of what callgrind writes, and its end too. A part holds what all threads
do in it, so a stage is all that is done from its beginning to its end, without the stages inside it; `between` is before,
between and after them. Rendering is told apart by what a few functions (FUNCTIONS) take with all that they call. SHA-256
is told apart and left out of everything: valgrind has no SHA instructions, and what the processor does by itself it
counts as some thousand instructions for each 64 bytes. What the system does is not counted.

Exits with 0, with 1 when something has grown by more than the tolerance (--tolerance, in percent), with 3 when nothing
could be counted.
"""
import argparse, json, os, re, shutil, subprocess, sys, tempfile
from collections import defaultdict

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
BASELINE = os.path.join(HERE, "counts.toml")
PAGES = 2000
TOLERANCE = 3.0
STAGE = "icsi::timings::Timings::stage"
# Hash tables take their seeds from `getrandom`; where a table's keys lie decides how many are compared and, by the order in
# which memory is asked for and given back, more: 0.3 % of a stage from one run to the next.
SEED = """
#include <stddef.h>
#include <string.h>
#include <sys/types.h>
ssize_t getrandom(void *buffer, size_t length, unsigned flags) { (void)flags; memset(buffer, 7, length); return length; }
"""
HASHING = re.compile(r"^sha2::.*compress")
# In the stage `render`: templates are what runs them, views are the rest of what makes an output's bytes (data for templates,
# feeds, open data); what is left of the stage is writing.
FUNCTIONS = {"made": "icsi::view::render::render", "templates": "icsi::theme::templates::Templates::render"}


# Drawing share pictures is nine tenths of a build's instructions, and would hide everything else.
SETTINGS = "\n[outputs]\nshare_pictures = false\n"


class Failed(Exception):
    pass


class Part:
    """What callgrind counted in one part of a run, by function."""

    def __init__(self, lines):
        # By name: what a function took by itself, and with all that it called. Of a function that calls itself again
        # the latter says too much.
        self.own, self.whole = defaultdict(int), defaultdict(int)
        self.total, self.trigger = None, ""
        names, function, is_call, callee = {}, None, False, None
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("fn="):
                function = named(names, line[3:])
            elif line.startswith("cfn="):
                callee = named(names, line[4:])
            elif line.startswith("calls="):
                is_call = True
            elif line[:1].isdigit() or line[:1] in ("+", "-", "*"):
                # A place and a count; a line without a count says 0.
                count = int((line.split() + ["0"])[1]) if " " in line else 0
                if is_call:
                    self.whole[function] += count if callee != function else 0
                else:
                    self.own[function] += count
                    self.whole[function] += count
                is_call = False
            elif line.startswith("desc: Trigger: "):
                # What ended this part.
                self.trigger = line.split(": ", 2)[2]
            elif line.startswith("totals:"):
                self.total = int(line.split()[1])
        if self.total is None or sum(self.own.values()) != self.total:
            raise Failed("what callgrind wrote is not what this program reads: the sum of its lines is not its total")

    def hashing(self):
        return sum(count for name, count in self.own.items() if HASHING.match(name))


def named(names, text):
    """A function's name: `(7) name` gives number 7 a name, `(7)` stands for it from then on."""
    number, name = re.fullmatch(r"(\(\d+\))?(?: ?(.+))?", text).groups()
    if number is None:
        return name
    if name is not None:
        names[number] = name
    if number not in names:
        raise Failed(f"callgrind names no function {number}")
    return names[number]


def stages(told):
    """The names of the stages in what `--timings` prints: in the order in which they ended."""
    found = re.findall(r"^ *([a-z]+) +[0-9.]+ ms", told, re.MULTILINE)
    return [name for name in found if name != "total"]


def counts(names, parts):
    """Instructions by stage, hashing left out, and those of hashing. `parts`: all, in their order."""
    # The parts of the stages that have begun and not ended, the innermost last; those of `between` first.
    between, open_stages, ended = [], [], []
    for part in parts:
        (open_stages[-1] if open_stages else between).append(part)
        if part.trigger.startswith("--dump-before="):
            open_stages.append([])
        elif part.trigger.startswith("--dump-after=") and open_stages:
            ended.append(open_stages.pop())
    if len(ended) != len(names) or open_stages:
        raise Failed(f"{len(ended)} of {len(names)} stages in the counts: is {STAGE} still a function of its own?")
    result = {}
    for name, its in zip(["between"] + names, [between] + ended):
        counted = sum(part.total - part.hashing() for part in its)
        if name == "render":
            made, templates = (within(its, FUNCTIONS[key]) for key in ("made", "templates"))
            # Revisions of open data are hashed while they are made, outside templates, and nothing else is in this stage.
            made -= sum(part.hashing() for part in its)
            result["render-templates"] = templates
            result["render-views"] = made - templates
            result["render-write"] = counted - made
        else:
            result[name] = counted
    return result, sum(part.hashing() for part in parts)


def within(parts, function):
    if not any(function in part.whole for part in parts):
        raise Failed(f"no {function} in the counts of the stage `render`: it was renamed, or became part of another "
                     "function; FUNCTIONS in benches/count.py names it")
    return sum(part.whole.get(function, 0) for part in parts)


def built():
    # Linked as one piece, as a release is, functions would be parts of others, and not be counted by themselves.
    command = ["cargo", "build", "--profile", "bench", "--locked", "--bin", "icsi", "--message-format=json"]
    messages = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout.splitlines()
    made = {m["target"]["name"]: m["executable"] for m in map(json.loads, messages)
            if m.get("reason") == "compiler-artifact" and m.get("executable")}
    return made["icsi"]


def run(pages, work):
    """Builds a corpus under callgrind: the names of the stages and the parts."""
    icsi = built()
    subprocess.run([sys.executable, os.path.join(HERE, "corpus.py"), str(pages // 2), os.path.join(work, "site")],
                   check=True, stdout=subprocess.DEVNULL)
    with open(os.path.join(work, "site", "site.toml"), "a", encoding="utf-8") as f:
        f.write(SETTINGS)
    out, seed = os.path.join(work, "counts"), os.path.join(work, "seed.so")
    subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-x", "c", "-", "-o", seed], input=SEED.encode(), check=True)
    # valgrind says a thing or two for each file that is written; it is read only when the run fails.
    command = ["valgrind", "--tool=callgrind", "--log-file=log", f"--callgrind-out-file={out}", f"--dump-before={STAGE}",
               f"--dump-after={STAGE}", icsi, "build", "--root", "site", "--out", "out", "--no-sync", "--timings", "--color", "never"]
    print(f"building {pages} pages under callgrind …", file=sys.stderr, flush=True)
    done = subprocess.run(command, cwd=work, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env={**os.environ, "RAYON_NUM_THREADS": "1", "LD_PRELOAD": seed})
    if done.returncode != 0:
        with open(os.path.join(work, "log"), errors="replace") as f:
            log = f.read()[-2000:]
        raise Failed(f"the build failed under valgrind: {done.stdout.decode(errors='replace')[-2000:]}\n{log}")
    # The part that the program's end ended has no number.
    files, number = [], 1
    while os.path.exists(f"{out}.{number}"):
        files.append(f"{out}.{number}")
        number += 1
    parts = []
    for file in files + [out]:
        with open(file, encoding="utf-8", errors="replace") as f:
            parts.append(Part(f))
    return stages(done.stdout.decode(errors="replace")), parts


def said(command):
    return subprocess.run(command, stdout=subprocess.PIPE, cwd=ROOT).stdout.decode().split("\n")[0].strip()


def written(pages, made_by, result):
    lines = ["# Instructions of a clean build by stage, SHA-256 left out. Written by `python3 benches/count.py --write`.",
             f"pages = {pages}"]
    lines += [f'{name} = "{version}"' for name, version in made_by.items()]
    lines += ["", "[instructions]"] + [f"{name} = {count}" for name, count in result.items()]
    return "\n".join(lines) + "\n"


def read(text):
    """The pairs of a file that `written` made: plain lines, for Pythons without a TOML reader too."""
    pairs = dict(line.split(" = ", 1) for line in text.splitlines() if " = " in line and not line.startswith("#"))
    return {name: value.strip('"') if value.startswith('"') else int(value) for name, value in pairs.items()}


def report(pages, result, hashing, baseline, tolerance):
    """Prints the table; the names of what has grown."""
    total = sum(result.values())
    rows = list(result.items()) + [("total", total)]
    known = dict(baseline, total=sum(baseline.get(name, 0) for name in result)) if baseline else {}
    grown, shrunk = [], []
    print("| stage | instructions | a page | of all | baseline | ratio |\n|---|---|---|---|---|---|")
    for name, count in rows:
        before, ratio = known.get(name), ""
        if before:
            ratio = f"{count / before:.3f}"
            if count > before * (1 + tolerance / 100):
                grown.append(name)
                ratio += " grown"
            elif count < before * (1 - tolerance / 100):
                shrunk.append(name)
        elif known:
            grown.append(name)
            ratio = "new"
        print(f"| {name} | {count / 1e6:,.2f} M | {count / pages:,.0f} | {100 * count / total:.1f} % | "
              f"{'' if before is None else f'{before / 1e6:,.2f} M'} | {ratio} |")
    print(f"\nLeft out: {hashing / 1e6:,.2f} M for SHA-256, which the processor does by itself.")
    if grown:
        print(f"Grown by more than {tolerance:g} %, or new: {', '.join(grown)}. If it has to be: count.py --write.")
    if shrunk:
        print(f"Less than {100 - tolerance:g} % of the baseline: {', '.join(shrunk)}. Hold it: count.py --write.")
    return grown


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pages", type=int)
    arguments.add_argument("--write", action="store_true")
    arguments.add_argument("--tolerance", type=float, default=TOLERANCE, metavar="PERCENT")
    arguments.add_argument("--work", metavar="DIR", help="where the temporary folder is made")
    a = arguments.parse_args()
    if not shutil.which("valgrind"):
        print("valgrind is not installed: apt-get install valgrind, or its like", file=sys.stderr)
        return 3
    baseline = {}
    if os.path.exists(BASELINE):
        with open(BASELINE, encoding="utf-8") as f:
            baseline = read(f.read())
    pages = a.pages or baseline.get("pages", PAGES)
    if pages < 40:
        arguments.error("at least 40 pages")
    if baseline and baseline["pages"] != pages:
        print(f"the baseline is of {baseline['pages']} pages: not compared", file=sys.stderr)
        baseline = {}
    made_by = {"compiler": said(["rustc", "--version"]), "valgrind": said(["valgrind", "--version"])}
    for name, version in made_by.items():
        if baseline and baseline.get(name) != version:
            print(f"the baseline was made with {baseline.get(name)}, this is {version}: its counts may differ by that",
                  file=sys.stderr)
    work = tempfile.mkdtemp(prefix="icsi-count-", dir=a.work)
    try:
        names, parts = run(pages, work)
        result, hashing = counts(names, parts)
    except (Failed, OSError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 3
    finally:
        shutil.rmtree(work, ignore_errors=True)
    grown = report(pages, result, hashing, baseline, a.tolerance)
    if a.write:
        with open(BASELINE, "w", encoding="utf-8") as f:
            f.write(written(pages, made_by, result))
        print("benches/counts.toml is written anew", file=sys.stderr)
    return 1 if grown and not a.write else 0


if __name__ == "__main__":
    sys.exit(main())
