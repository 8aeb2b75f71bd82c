"""Makes a release's wheel and archive as `.ci/release` does, quickly (the profile of development), and uses what came out as
somebody would who has no compiler: a fresh venv, no network, an empty folder."""

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import unittest
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Release(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # maturin stands beside the Python that runs this.
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        made = subprocess.run(
            [ROOT / ".ci/release", "--profile", "dev"], env={**os.environ, "PATH": path}, capture_output=True, text=True
        )
        assert made.returncode == 0, made.stderr
        cls.folder = Path(tempfile.mkdtemp())
        subprocess.run([sys.executable, "-m", "venv", cls.folder / "venv"], check=True)
        (wheel,) = (ROOT / "dist").glob("*.whl")
        pip = [cls.folder / "venv/bin/pip", "--disable-pip-version-check", "install", "--quiet", "--no-index", wheel]
        subprocess.run(pip, check=True)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)
        shutil.rmtree(ROOT / "dist")

    def test_from_a_wheel_to_a_page(self):
        icsi = self.folder / "venv/bin/icsi"
        site = self.folder / "site"
        run = lambda *line: subprocess.run([icsi, *line], env={}, check=True, capture_output=True, text=True, cwd="/")
        start = time.monotonic()
        run("init", site)
        server = subprocess.Popen([icsi, "serve", "--root", site], env={}, stderr=subprocess.PIPE, text=True)
        try:
            address = server.stderr.readline().split()[1]
            with urllib.request.urlopen(f"{address}uk/", timeout=30) as answer:
                page = answer.read().decode()
            # The program of development is slower than a release.
            self.assertLess(time.monotonic() - start, 10)
            self.assertIn("Наша база знань", page)
        finally:
            server.terminate()
            self.assertEqual(server.wait(timeout=10), 0)
            server.stderr.close()
        run("check", "--strict", "--root", site)
        run("build", "--root", site)
        self.assertTrue((site / "public/en/index.html").exists())

    def test_the_archive_has_all_and_the_same_program(self):
        (file,) = (ROOT / "dist").glob("*.tar.gz")
        with tarfile.open(file) as archive:
            top = file.name.removesuffix(".tar.gz")
            names = {name.removeprefix(f"{top}/") for name in archive.getnames()}
            pages = {"man/man1/icsi.1", "man/man1/icsi-build.1"}
            shells = {f"completions/{name}" for name in ["icsi.bash", "icsi.elv", "icsi.fish", "icsi.ps1", "_icsi"]}
            texts = {"README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE", "NOTICE"}
            self.assertLessEqual({"icsi"} | pages | shells | texts, names)
            program = archive.extractfile(f"{top}/icsi").read()
            self.assertEqual(program, (self.folder / "venv/bin/icsi").read_bytes())
            page = archive.extractfile(f"{top}/man/man1/icsi-build.1").read().decode()
            self.assertIn(".TH", page)
            self.assertIn("base\\-url", page)


if __name__ == "__main__":
    unittest.main()
