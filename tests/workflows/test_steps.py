"""Runs the steps of the workflows that `icsi init --forge` writes, as a runner does: each `run` in a shell of its own.

What no machine but the forge's can do is left out: `uses` (the caches, artefacts and GitHub's own publishing) and the
installation of packages in a container. Everything else is run as it stands.
"""

import functools
import hashlib
import http.server
import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
import threading
import unittest
import urllib.request
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
ICSI = Path(os.environ.get("ICSI", ROOT / "target/debug/icsi"))
FORGES = ["github", "forgejo", "gitlab"]
WORKFLOW = {
    "github": ".github/workflows/site.yml",
    "forgejo": ".forgejo/workflows/site.yml",
    "gitlab": ".gitlab-ci.yml",
}
# A step that only a fresh container needs.
LEFT_OUT = "Install what the actions need"
GIT = ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"]


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class Server:
    """Serves a folder, as `python3 -m http.server` does."""

    def __init__(self, folder):
        handler = functools.partial(Quiet, directory=str(folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://localhost:{self.server.server_port}/"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def holds(condition, event):
    """Whether a step or job is run: the conditions that the workflows use, and no others."""
    known = {
        "": True,
        "!cancelled()": True,
        "github.event_name == 'pull_request'": event == "pull_request",
        "github.event_name == 'pull_request' && !cancelled()": event == "pull_request",
        "github.event_name != 'pull_request'": event != "pull_request",
        "github.event_name != 'pull_request' && github.ref == 'refs/heads/main'": event != "pull_request",
    }
    return known[condition]


def steps(site, forge, event):
    """The steps of one run, in order: (name, script, environment)."""
    document = YAML(typ="safe").load((site / WORKFLOW[forge]).read_text())
    if forge == "gitlab":
        kind = "check" if event == "pull_request" else "pages"
        before = document[".program"]["before_script"]
        # GitLab joins them into one script that ends at the first failure.
        return [(kind, "\n".join([*before, *document[kind]["script"]]), {})]
    found = []
    for job in document["jobs"].values():
        if not holds(job.get("if", ""), event):
            continue
        for step in job["steps"]:
            if "run" in step and step["name"] != LEFT_OUT and holds(step.get("if", ""), event):
                found.append((step["name"], step["run"], step.get("env", {})))
    return found


class Sites(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def site(self, forge):
        """A new site in a repository whose origin is a folder, and which takes its program from an archive."""
        site = self.folder / forge
        subprocess.run([ICSI, "init", site, "--forge", forge, "--licence", "CC-BY-4.0"], check=True, capture_output=True)
        origin = self.folder / f"{forge}.git"
        subprocess.run([*GIT, "init", "--quiet", "--bare", origin], check=True)
        subprocess.run([*GIT, "init", "--quiet", site], check=True)
        self.origin = origin
        return site

    def commit(self, site):
        for line in [["add", "--all"], ["commit", "--quiet", "--message", "Site"]]:
            subprocess.run([*GIT, "-C", site, *line], check=True)

    def archive(self):
        """A release's archive with the program of the tests in it: (its folder, its SHA-256)."""
        served = self.folder / "release"
        if not served.exists():
            served.mkdir()
            with tarfile.open(served / "icsi.tar.gz", "w:gz", compresslevel=1) as archive:
                archive.add(ICSI, "icsi-0.0.0-test/icsi")
        return served, hashlib.sha256((served / "icsi.tar.gz").read_bytes()).hexdigest()

    def names_program(self, site, url, sha256):
        script = site / ".ci/get-icsi"
        text = script.read_text()
        text = re.sub('^archive=""', f'archive="{url}icsi.tar.gz"', text, flags=re.M)
        script.write_text(re.sub('^sha256=""', f'sha256="{sha256}"', text, flags=re.M))


class Steps(Sites):
    def run_steps(self, site, forge, event):
        """Runs all; a step after one that failed is run only where it says so. Returns (name, code, log) of each."""
        environment = {
            **os.environ,
            "CI": "true",
            "GITHUB_OUTPUT": str(self.folder / "output"),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
        }
        values = {
            "${{ github.server_url }}/${{ github.repository }}.git": f"file://{self.origin}",
            "${{ github.token }}": "secret-of-the-test",
        }
        done = []
        for name, script, own in steps(site, forge, event):
            file = self.folder / "step.sh"
            file.write_text(script)
            own = {key: values[value] for key, value in own.items()}
            line = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", file]
            ran = subprocess.run(line, cwd=site, env={**environment, **own}, capture_output=True, text=True)
            done.append((name, ran.returncode, ran.stdout + ran.stderr))
        return done

    def opened(self, folder, path):
        """A page in a browser, once its scripts ran; everything that it names is there."""
        with Server(folder) as server:
            chromium = os.environ.get("CHROMIUM", "chromium")
            line = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=3000", "--dump-dom"]
            page = subprocess.run([*line, server.url + path], capture_output=True, text=True, timeout=120).stdout
            for address in set(re.findall(r'(?:href|src)="(/[^"#?]*)"', page)):
                with urllib.request.urlopen(server.url + address[1:]) as answer:
                    self.assertEqual(answer.status, 200, address)
        return page

    def test_a_proposal_is_checked_and_can_be_looked_at(self):
        for forge in FORGES:
            with self.subTest(forge):
                site = self.site(forge)
                served, sha256 = self.archive()
                with Server(served) as server:
                    self.names_program(site, server.url, sha256)
                    self.commit(site)
                    ran = self.run_steps(site, forge, "pull_request")
                self.assertTrue(ran)
                self.assertEqual([(name, log) for name, code, log in ran if code != 0], [])
                page = self.opened(site / "preview", "uk/")
                self.assertIn('<html lang="uk"', page)
                self.assertIn("Наша база знань", page)
                self.assertTrue((site / "preview/.icsi").exists())
                # What the steps made belongs to nobody's commit.
                status = subprocess.run(["git", "-C", site, "status", "--short"], capture_output=True, text=True)
                self.assertEqual(status.stdout.replace("?? messages.json\n", ""), "")

    def test_a_correction_passes_while_its_translation_waits(self):
        for forge in FORGES:
            with self.subTest(forge):
                site = self.site(forge)
                page = site / "content/clusters/carpathian-example.en.md"
                page.write_text(page.read_text() + "\nOne more sentence.\n")
                served, sha256 = self.archive()
                with Server(served) as server:
                    self.names_program(site, server.url, sha256)
                    self.commit(site)
                    ran = self.run_steps(site, forge, "pull_request")
                self.assertEqual([(name, log) for name, code, log in ran if code != 0], [])
                log = "".join(log for _, _, log in ran)
                self.assertIn("warning[outdated-translation]", log)
                self.assertIn("let pass: 1 × outdated-translation", log)

    def test_a_mistake_fails_and_is_told_twice(self):
        for forge in FORGES:
            with self.subTest(forge):
                site = self.site(forge)
                page = site / "content/clusters/carpathian-example.en.md"
                page.write_text(page.read_text().replace("country = [\"", "country = [\"zz\", \"", 1))
                served, sha256 = self.archive()
                with Server(served) as server:
                    self.names_program(site, server.url, sha256)
                    self.commit(site)
                    ran = self.run_steps(site, forge, "pull_request")
                failed = [(name, log) for name, code, log in ran if code != 0]
                self.assertTrue(failed)
                log = failed[0][1]
                self.assertIn("has no term `zz`", log)
                self.assertIn(" --> content/clusters/carpathian-example.en.md:", log)
                if forge == "github":
                    self.assertIn("::error file=content/clusters/carpathian-example.en.md,line=", log)
                if forge == "gitlab":
                    report = json.loads((site / "messages.json").read_text())
                    place = report[0]["location"]
                    self.assertEqual(place["path"], "content/clusters/carpathian-example.en.md")
                    self.assertIn("zz", page.read_text().splitlines()[place["lines"]["begin"] - 1])

    def test_what_is_merged_is_published(self):
        for forge in FORGES:
            with self.subTest(forge):
                site = self.site(forge)
                served, sha256 = self.archive()
                with Server(served) as server:
                    self.names_program(site, server.url, sha256)
                    self.commit(site)
                    ran = self.run_steps(site, forge, "push")
                    # Again, with the program and the branch there already.
                    again = self.run_steps(site, forge, "push")
                self.assertEqual([(name, log) for name, code, log in ran + again if code != 0], [])
                self.assertIn("https://example.org/uk/", (site / "public/uk/index.html").read_text())
                if forge != "forgejo":
                    continue
                published = self.folder / "published"
                clone = ["git", "clone", "--quiet", "--branch", "pages", f"file://{self.origin}", published]
                subprocess.run(clone, check=True, capture_output=True)
                shutil.rmtree(published / ".git")
                difference = subprocess.run(["diff", "-r", published, site / "public"], capture_output=True, text=True)
                self.assertEqual(difference.stdout, "")
                count = ["git", "-C", self.origin, "rev-list", "--count", "pages"]
                self.assertEqual(subprocess.run(count, capture_output=True, text=True).stdout, "1\n")
                self.assertNotIn("secret-of-the-test", "".join(log for _, _, log in ran + again))


class GetIcsi(Sites):
    def get(self, site, *arguments):
        return subprocess.run([site / ".ci/get-icsi", *arguments], capture_output=True, text=True)

    def test_an_archive_that_is_not_the_one_named_is_not_used(self):
        site = self.site("github")
        served, sha256 = self.archive()
        with Server(served) as server:
            self.names_program(site, server.url, "0" * 64)
            ran = self.get(site)
        self.assertNotEqual(ran.returncode, 0)
        self.assertIn("FAILED", ran.stdout + ran.stderr)
        self.assertFalse((site / ".ci/bin/icsi").exists())

    def test_a_program_that_is_there_is_not_fetched_again(self):
        site = self.site("github")
        served, sha256 = self.archive()
        with Server(served) as server:
            self.names_program(site, server.url, sha256)
            self.assertEqual(self.get(site).returncode, 0)
        key = self.get(site, "--key").stdout
        self.assertRegex(key, "^[0-9a-f]{16}\n$")
        # Nobody serves it any more.
        self.assertEqual(self.get(site).returncode, 0)
        script = site / ".ci/get-icsi"
        script.write_text(script.read_text().replace(sha256, "1" * 64))
        self.assertNotEqual(self.get(site, "--key").stdout, key)
        self.assertNotEqual(self.get(site).returncode, 0)

    def test_who_names_no_program_is_told_where_to(self):
        site = self.site("gitlab")
        ran = self.get(site)
        self.assertEqual(ran.returncode, 1)
        self.assertIn("write its repository and commit into that file", ran.stderr)
