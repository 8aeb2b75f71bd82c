"""Tests of what the benchmarks read and write; they need neither valgrind nor another generator.

python3 -m unittest discover -s benches
"""
import contextlib, io, os, re, shutil, sys, tempfile, unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import corpus, count, run

PART = """\
# callgrind format
version: 1
part: 9
desc: Trigger: --dump-before=icsi::timings::Timings::stage
positions: line
events: Ir
summary: 1207

ob=(1) /tmp/icsi
fl=(1) src/render.rs
fn=(1) icsi::view::render::render
10 90
cfn=(6) icsi::search::cards::text_piece
calls=1 5
10 10
cfi=(2) src/theme.rs
cfn=(2) icsi::theme::templates::Templates::render
calls=2 20
+1 700
fi=(3) src/inlined.rs
* 5
fe=(1)
-2
cfn=(5) sha2::sha256::soft::unroll::compress
calls=1 1
+3 400

fl=(2)
fn=(2)
20 300
cfn=(3) tera::interpret
calls=2 30
21 400

fn=(3)
30 400
cfn=(3)
calls=5 30
31 350

fn=(6)
5 10

fl=(4) main.rs
fn=(4) main
1 2
cfn=(1)
calls=1 10
2 1205

fn=(5)
1 400

totals: 1207
"""


def part(total, trigger="", function="f"):
    return count.Part(f"desc: Trigger: {trigger}\nfn=(1) {function}\n1 {total}\ntotals: {total}\n".splitlines())


BEGINS, ENDS = f"--dump-before={count.STAGE}", f"--dump-after={count.STAGE}"


class Counting(unittest.TestCase):
    def test_functions_have_their_own_counts_and_with_what_they_call(self):
        read = count.Part(PART.splitlines(keepends=True))
        self.assertEqual(read.total, 1207)
        self.assertEqual(read.own["icsi::view::render::render"], 95)
        self.assertEqual(read.whole["icsi::view::render::render"], 1205)
        self.assertEqual(read.whole["icsi::theme::templates::Templates::render"], 700)
        self.assertEqual(read.whole["tera::interpret"], 400)
        self.assertEqual(read.hashing(), 400)

    def test_a_file_that_does_not_add_up_is_not_believed(self):
        for text in (PART.replace("10 90", "10 80"), PART.replace("totals:", "sums:"), PART.replace("cfn=(3) tera", "cfn=tera")):
            with self.assertRaises(count.Failed):
                count.Part(text.splitlines())

    def test_stages_add_up_to_all_but_hashing(self):
        rendering = count.Part(PART.replace("--dump-before", "--dump-after").splitlines())
        parts = [part(10, BEGINS), part(200, ENDS, "sha2::sha256::compress256"), part(1, BEGINS), rendering, part(30)]
        result, hashing = count.counts(["read", "render"], parts)
        self.assertEqual(result, {"between": 41, "read": 0, "render-templates": 700, "render-views": 105,
                                  "render-write": 2})
        self.assertEqual(hashing, 600)
        self.assertEqual(sum(result.values()) + hashing, sum(each.total for each in parts))

    def test_a_stage_inside_another_counts_for_itself(self):
        parts = [part(1, BEGINS), part(20, BEGINS), part(300, ENDS), part(4000, ENDS), part(50000)]
        self.assertEqual(count.counts(["parse", "theme"], parts)[0], {"between": 50001, "parse": 300, "theme": 4020})

    def test_missing_parts_and_functions_are_told(self):
        with self.assertRaisesRegex(count.Failed, "1 of 2 stages"):
            count.counts(["read", "publish"], [part(1, BEGINS), part(2, ENDS), part(3)])
        with self.assertRaisesRegex(count.Failed, "1 of 1 stages"):
            count.counts(["read"], [part(1, BEGINS), part(2, ENDS), part(3, BEGINS), part(4)])
        with self.assertRaisesRegex(count.Failed, "icsi::view::render::render"):
            count.counts(["render"], [part(1, BEGINS), part(2, ENDS), part(3)])

    def test_stages_are_named_by_the_timings(self):
        told = "     read       9.7 ms  254 files, 2.1 MB\n    parse    1033.2 ms\n    total  1043 ms\npublished 9 files\n"
        self.assertEqual(count.stages(told), ["read", "parse"])

    def test_growth_is_told_and_the_baseline_is_read_as_it_was_written(self):
        before = {"read": 1000, "parse": 2000, "plan": 3000}
        baseline = count.read(count.written(2000, {"compiler": "rustc 1 (a = b)"}, before))
        self.assertEqual(baseline, {"pages": 2000, "compiler": "rustc 1 (a = b)", **before})
        now = {"read": 1029, "parse": 2061, "plan": 2000, "search": 1}
        with contextlib.redirect_stdout(io.StringIO()) as told:
            grown = count.report(2000, now, 0, baseline, 3.0)
        self.assertEqual(grown, ["parse", "search"])
        self.assertIn("Less than 97 % of the baseline: plan, total", told.getvalue())

    def test_the_committed_baseline_is_read(self):
        with open(count.BASELINE, encoding="utf-8") as f:
            baseline = count.read(f.read())
        self.assertEqual(baseline["pages"], count.PAGES)
        self.assertGreater(baseline["parse"], 0)


class Corpora(unittest.TestCase):
    def test_generators_get_the_same_words_and_links_that_lead_somewhere(self):
        # How a page of each lies below its folder, and what a link's ending stands for.
        layouts = {"icsi": ("content/{c}/{id}.{lang}.md", ".{lang}.md"), "hugo": ("content/{lang}/{c}/{id}.md", ".md"),
                   "blades": ("{lang}/content/{c}/{id}.md", ".html")}
        entries = [corpus.entry(i) for i in range(25)]
        bodies = {}
        with tempfile.TemporaryDirectory() as top:
            for name, (page, ending) in layouts.items():
                folder = os.path.join(top, name)
                corpus.WRITERS[name](folder, entries, os.path.join(run.ROOT, "themes", "intermarium"))
                for lang in corpus.WORDS:
                    for e in entries:
                        with open(os.path.join(folder, page.format(c=e["collection"], id=e["id"], lang=lang))) as f:
                            body = f.read().split("+++\n", 2)[2]
                        for target in re.findall(r"\]\(([^)]+)\)", body):
                            collection, _, name_of_file = target.rpartition("/")
                            id = name_of_file[:-len(ending.format(lang=lang))]
                            self.assertTrue(name_of_file.endswith(ending.format(lang=lang)), target)
                            at = page.format(c=collection[3:] or e["collection"], id=id, lang=lang)
                            self.assertTrue(os.path.exists(os.path.join(folder, at)), f"{name}: {target}")
                        words = re.sub(r"\]\([^)]+\)", "]()", body)
                        self.assertEqual(bodies.setdefault((lang, e["id"]), words), words)


class Rounds(unittest.TestCase):
    def test_rounds_are_given_up_until_they_fit(self):
        others = {"hugo": "hugo", "blades": "blades"}
        self.assertEqual(run.fitting(10000, 5, others, 15), (5, run.OTHER_ROUNDS))
        rounds, other_rounds = run.fitting(40000, 5, others, 15)
        self.assertTrue(1 <= rounds < 5 and other_rounds == 1)
        self.assertLessEqual(run.needed(40000, rounds, other_rounds, others), 15)
        self.assertIsNone(run.fitting(40000, 5, others, 1))

    def test_another_program_gets_as_many_rounds(self):
        others = {"against": ("program", "checkout")}
        self.assertEqual(run.fitting(10000, 5, others, 15), (5, 5))
        self.assertEqual(run.fitting(40000, 5, others, 15), (3, 1))

    def test_a_generator_that_wrote_too_few_pages_is_not_counted(self):
        with tempfile.TemporaryDirectory() as folder:
            open(os.path.join(folder, "index.html"), "w").close()
            self.assertEqual(run.written("x", folder, 1), "1 | 0 MB |")
            with self.assertRaisesRegex(run.Failed, "1 pages of 2"):
                run.written("x", folder, 2)


PROGRAM = """\
#!/usr/bin/env python3
# Stands in for a program: it knows some outputs, and makes a page for each of the site's.
import json, os, sys
KNOWN = {known!r}
option = lambda name: sys.argv[sys.argv.index(name) + 1]
root = option("--root")
if sys.argv[1] == "check":
    key = "zzzzzzzz" if KNOWN else "outputs"
    print(json.dumps({{"rule": "missing-theme", "message": "no theme"}}))
    print(json.dumps({{"rule": "unknown-key", "message": f"`{{key}}` is not a known key here",
                      "hint": "known here: " + ", ".join(f"`{{k}}`" for k in KNOWN or ["title"])}}))
    sys.exit(1)
with open({log!r}, "a") as log:
    log.write({name!r} + "\\n")
site = open(os.path.join(root, "site.toml")).read()
os.makedirs(option("--out"), exist_ok=True)
for at, _, names in os.walk(os.path.join(root, "content")):
    for name in names:
        open(os.path.join(option("--out"), name + ".html"), "w").write(site)
"""


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as f:
        return f.read()


class Against(unittest.TestCase):
    def program(self, folder, name, known):
        path = os.path.join(folder, name)
        with open(path, "w") as f:
            f.write(PROGRAM.format(known=known, name=name, log=os.path.join(folder, "log")))
        os.chmod(path, 0o755)
        return path

    def test_both_build_the_same_pages_with_their_own_theme_and_the_same_outputs(self):
        with tempfile.TemporaryDirectory() as top:
            ours, theirs = self.program(top, "ours", ["feeds", "maps"]), self.program(top, "theirs", [])
            checkout = os.path.join(top, "checkout")
            shutil.copytree(run.HERE, os.path.join(checkout, "benches"), ignore=shutil.ignore_patterns("__pycache__"))
            os.makedirs(os.path.join(checkout, "themes", "intermarium"))
            open(os.path.join(checkout, "themes", "intermarium", "of-the-other"), "w").close()
            work = os.path.join(top, "work")
            os.mkdir(work)
            with contextlib.redirect_stdout(io.StringIO()) as told, contextlib.redirect_stderr(io.StringIO()):
                run.measure_against(40, 2, work, ours, (theirs, checkout))
            content = [sorted(os.listdir(os.path.join(work, site, "content", "clusters"))) for site in ("icsi", "against")]
            self.assertEqual(*content)
            for name in content[0]:
                texts = [read(work, site, "content", "clusters", name) for site in ("icsi", "against")]
                self.assertEqual(*texts)
                self.assertNotIn("Edited", texts[0])
            toml = lambda site: read(work, site, "site.toml")
            self.assertTrue(toml("icsi").endswith("\n[outputs]\nfeeds = false\nmaps = false\n"))
            self.assertNotIn("[outputs]", toml("against"))
            self.assertEqual(os.listdir(os.path.join(work, "against", "themes", "intermarium")), ["of-the-other"])
            self.assertEqual(read(top, "log").split(), ["theirs", "ours"] * 3 + ["ours", "theirs"] * 3)
            lines = [line.split(" | ") for line in told.getvalue().splitlines()]
            self.assertEqual([(line[1], line[2]) for line in lines], [
                (f"{name}, {what}", "2") for what in ("clean", "unchanged", "one page edited") for name in ("the other", "icsi")])
            self.assertTrue(all(line[6:9] == ["1.00"] * 3 for line in lines[::2]), lines)

    def test_a_program_that_does_not_say_what_it_knows_is_told(self):
        with tempfile.TemporaryDirectory() as top, self.assertRaisesRegex(run.Failed, "does not say"):
            run.outputs_known_to("true", top)

    def test_a_checkout_is_found_where_its_program_was_built(self):
        with tempfile.TemporaryDirectory() as top:
            for folder in ("target/release", "benches", "themes"):
                os.makedirs(os.path.join(top, folder))
            program = os.path.join(top, "target/release/icsi")
            for path in (program, os.path.join(top, "benches/corpus.py")):
                open(path, "w").close()
            self.assertEqual(os.path.realpath(run.checkout_of(program)[1]), os.path.realpath(top))
            self.assertEqual(run.checkout_of(f"{program}:{top}"), (program, top))
            with self.assertRaises(SystemExit):
                run.checkout_of(f"{program}:{top}/nowhere")


if __name__ == "__main__":
    unittest.main()
