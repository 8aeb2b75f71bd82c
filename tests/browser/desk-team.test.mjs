// `icsi desk --behind-proxy` for two people, each in a browser of their own, who sign in at nginx as the guide sets it up: its blocks
// are taken from the page as they stand there, without TLS. tests/desk/proxies.rs says what the proxies let through.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { CHROMIUM, FLAGS, watched } from "./support.mjs";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const icsi = path.resolve(repository, process.env.ICSI ?? "target/debug/icsi");
const run = promisify(execFile);
const nginx = ["/usr/sbin/nginx", "/usr/bin/nginx"].find(existsSync);
const SECRET = "5f1de6c0a94b7a30b1f4b0f5cc0e7e7d5f1de6c0a94b7a30b1f4b0f5cc0e7e7d";
const PATIENCE = 60_000;
const FILE = "content/clusters/carpathian-example.en.md";

const chapter = await readFile(path.join(repository, "docs/guide/content/chapters/desk-for-a-team.en.md"), "utf8");
/** The block of the guide in which a text stands. */
const block = (text) => /^[a-z]*\n([^]*)$/.exec(chapter.split("\n```").find((part, at) => at % 2 === 1 && part.includes(text)))[1];

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => { const { port } = server.address(); server.close(() => resolve(port)); });
});

async function until(holds) {
  const end = Date.now() + PATIENCE;
  while (!await holds()) {
    assert.ok(Date.now() < end, "it did not come to be in time");
    await new Promise((done) => { setTimeout(done, 50); });
  }
}

/** The desk of a team on a new site, and nginx before it. `finish` takes all away. */
async function team() {
  const folder = await mkdtemp(path.join(tmpdir(), "icsi-team-"));
  const root = path.join(folder, "site");
  await run(icsi, ["init", root]);
  for (const line of ["init --quiet --initial-branch=main", "config user.name Site", "config user.email site@example.org", "add --all", "commit --quiet --message Site"]) {
    await run("git", ["-C", root, ...line.split(" ")]);
  }
  const [deskPort, port] = [await freePort(), await freePort()];
  const origins = ["desk", "preview"].map((name) => `http://${name}.example.org:${port}`);
  await writeFile(path.join(folder, "secret"), `${SECRET}\n`);
  await chmod(path.join(folder, "secret"), 0o400);
  const line = /^ExecStart=\S+ (.*) --push-to main$/m.exec(block("[Service]"))[1].replace("8100", deskPort)
    .replace("https://desk.example.org", origins[0]).replace("https://preview.example.org", origins[1]).replace("%d/secret", path.join(folder, "secret"));
  await writeFile(path.join(folder, "desk-people"), "olena:{PLAIN}надія\npetro:{PLAIN}petro\n");
  await writeFile(path.join(folder, "desk-secret"), `proxy_set_header Icsi-Proxy-Secret ${SECRET};\n`);
  const settings = block("listen 443 ssl;").replace("listen 443 ssl;", `listen 127.0.0.1:${port};`).replace("127.0.0.1:8100", `127.0.0.1:${deskPort}`)
    .replaceAll("/etc/nginx/desk-", `${folder}/desk-`).replace(/^.*ssl_certificate.*\n/gm, "");
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/${name};`).join("\n");
  await writeFile(path.join(folder, "nginx.conf"), `daemon off;\nmaster_process off;\npid ${folder}/pid;\nerror_log ${folder}/error;\nevents {}\nhttp {\naccess_log off;\n${temporary}\n${settings}}\n`);
  const programs = [spawn(icsi, [...line.split(" "), "--root", root], { stdio: "ignore" }), spawn(nginx, ["-e", `${folder}/error`, "-c", `${folder}/nginx.conf`], { stdio: "ignore" })];
  await until(() => fetch(`http://127.0.0.1:${port}/`, { headers: { Host: `desk.example.org:${port}` } }).then(() => true, () => false));
  const finish = async () => {
    await Promise.all(programs.map((program) => new Promise((done) => { program.on("exit", done); program.kill("SIGINT"); })));
    await rm(folder, { recursive: true });
  };
  const git = async (...words) => (await run("git", ["-C", root, ...words])).stdout;
  return { origins, desk: origins[0], git, finish, read: () => readFile(path.join(root, FILE), "utf8") };
}

test("two people at one page behind nginx, each in a browser of their own", { skip: nginx || process.env.ICSI_SERVERS ? false : "nginx is not installed" }, async () => {
  const { origins, desk, git, finish, read } = await team();
  // The names lead here, and are as good as behind TLS.
  const names = ["--host-resolver-rules=MAP *.example.org 127.0.0.1", `--unsafely-treat-insecure-origin-as-secure=${origins}`];
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: [...FLAGS, ...names] });
  try {
    const person = (username, password) => watched(browser, { origins }, { httpCredentials: { username, password }, expectedStatus: [409] });
    const [olena, petro] = [await person("olena", "надія"), await person("petro", "petro")];
    const stranger = await watched(browser, { origins });
    for (const { page } of [olena, petro, stranger]) page.setDefaultTimeout(PATIENCE);
    const address = `${desk}/page/clusters/carpathian-example?view=text`;
    await assert.rejects(stranger.page.goto(address), /ERR_INVALID_AUTH_CREDENTIALS/);
    for (const [{ page }, name] of [[olena, "olena"], [petro, "petro"]]) {
      assert.equal((await page.goto(address)).status(), 200);
      assert.match(await page.locator("header").first().innerText(), new RegExp(name));
    }

    // The preview stands behind the same proxy, at a name of its own, and has what Olena types.
    const frame = (page) => page.frameLocator(".preview iframe");
    await olena.page.locator(".preview iframe").scrollIntoViewIfNeeded();
    await olena.page.locator('[name="en.title"]').fill("Typed by Olena");
    await frame(olena.page).locator("h1", { hasText: "Typed by Olena" }).waitFor();

    // Petro's form hears of Olena's save; his own of another field keeps hers.
    const save = async ({ page }) => {
      const loaded = page.waitForEvent("load");
      await page.locator(".save .is-main").click();
      await loaded;
    };
    await save(olena);
    assert.match(olena.page.url(), /[?&]saved=\d+/);
    await petro.page.locator("[role=status]", { hasText: FILE }).waitFor();
    await petro.page.locator('[name="en.summary"]').fill("Said by Petro.");
    await save(petro);
    assert.match(petro.page.url(), /[?&]saved=\d+/, await petro.page.locator("main").innerText());
    for (const part of ['title = "Typed by Olena"', 'summary = "Said by Petro."']) assert.ok((await read()).includes(part), part);

    // Both change one field: the second sees whose text stands there, and what was typed stays.
    await olena.page.goto(address);
    await olena.page.locator('[name="en.summary"]').fill("Said by Olena.");
    await petro.page.locator('[name="en.summary"]').fill("Said by Petro again.");
    await save(olena);
    await save(petro);
    assert.match(await petro.page.locator(".conflict").innerText(), /Said by Olena\./);
    assert.match(await petro.page.locator("main").innerText(), /olena/);
    assert.equal(await petro.page.locator('[name="en.summary"]').inputValue(), "Said by Petro again.");
    assert.match(await read(), /summary = "Said by Olena\."/);
    await save(petro);
    assert.match(await read(), /summary = "Said by Petro again\."/);

    // Each save is a commit by its person, and nothing is left over.
    assert.deepEqual((await git("log", "--format=%an", "--reverse")).trim().split("\n"), ["Site", "olena", "petro", "olena", "petro"]);
    assert.equal(await git("status", "--porcelain"), "");
    assert.deepEqual(olena.complaints, []);
    assert.deepEqual(petro.complaints, []);
  } finally {
    await browser.close();
    await finish();
  }
});
