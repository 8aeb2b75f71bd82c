// What the pictures show. Each function leads a page of the browser there, and gives what ends it. `site` is a copy of the
// knowledge base, which may be changed; `language` that of the picture.

import { execFileSync, spawn, spawnSync } from "node:child_process";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { serve } from "../../tests/browser/server.mjs";

export const root = fileURLToPath(new URL("../../", import.meta.url));
const icsi = process.env.ICSI ?? path.join(root, "target/debug/icsi");
const PAGE = "content/clusters/uca.en.md";

/** The home page of the site. */
export const home = (page, site, language) => published(page, site, `${language}/`);

/** A page that an editor may want to change. */
export const record = (page, site, language) => published(page, site, `${language}/clusters/uca/`);

async function published(page, site, address) {
  const out = path.join(site, "public");
  execFileSync(icsi, ["build", "--root", site, "--out", out, "--no-sync", "--quiet"]);
  const server = await serve(out);
  await page.goto(`${server.origin}/${address}`, { waitUntil: "networkidle" });
  return () => server.close();
}

/** A mistake that anybody makes, and what the terminal says of it. */
export async function message(page, site, language) {
  await breakCountry(site);
  const run = spawnSync(icsi, ["check", "--root", site, "--messages", language, "--color", "always", "--quiet"], { encoding: "utf8" });
  const said = run.stderr.replaceAll("\x1b]8;;\x1b\\", "").trim();
  await page.setContent(`<!DOCTYPE html><meta name="color-scheme" content="light dark"><style>
    body { margin: 0; padding: 20px 24px; background: light-dark(#fbfaf7, #0c1822); color: light-dark(#16242e, #e3eaef); }
    pre { margin: 0; font: 15px/1.5 "DejaVu Sans Mono", monospace; white-space: pre-wrap; }
    b { font-weight: 700 } .c31, .c91 { color: light-dark(#b3261e, #ff8a80) } .c33, .c93 { color: light-dark(#8a5200, #f0b552) }
    .c32, .c92, .c36, .c96 { color: light-dark(#1b6b4f, #69c3a2) } .c34, .c94 { color: light-dark(#0d568b, #8ec6ee) }
    .prompt { color: light-dark(#4c5a65, #a7b6c1) }
    </style><pre><span class="prompt">$ icsi check</span>\n${coloured(said)}</pre>`);
  await fit(page, "pre");
  return () => {};
}

/** The same mistake over the page, as the development server shows it. */
export async function overlay(page, site, language) {
  const server = await started(["serve", "--root", site, "--editor", "none"], /(http:\/\/[^/\s]+)\//);
  await page.goto(`${server.origin}/${language}/clusters/uca/`, { waitUntil: "load" });
  await breakCountry(site);
  await page.locator("icsi-overlay").waitFor();
  return server.stop;
}

/** The list of the desk. */
export async function deskList(page, site, language) {
  const desk = await openDesk(page, site, `?q=${encodeURIComponent(language === "uk" ? "кластери" : "clusters")}`);
  return desk.stop;
}

/** A page in two languages, with what it will look like. */
export async function deskPage(page, site) {
  const desk = await openDesk(page, site, "page/clusters/uca");
  await page.frameLocator("iframe").locator("h1").waitFor();
  return desk.stop;
}
/** The preview stands beside the form on a wide screen. */
deskPage.size = { width: 1280, height: 760 };

/** A message at its field. */
export async function deskMessage(page, site) {
  await breakCountry(site);
  const desk = await openDesk(page, site, "page/clusters/uca");
  await page.locator(".facts-form").scrollIntoViewIfNeeded();
  await page.locator(".facts-form").evaluate((facts) => scrollTo(0, facts.getBoundingClientRect().top + scrollY - 16));
  return desk.stop;
}

/** Where pictures are added, with one that is there. */
export async function deskPicture(page, site) {
  await mkdir(path.join(site, "content/clusters/uca"), { recursive: true });
  await copyFile(path.join(root, "themes/intermarium/static/img/icon.svg"), path.join(site, "content/clusters/uca/logo.svg"));
  const desk = await openDesk(page, site, "page/clusters/uca");
  await fit(page, "#_files");
  return desk.stop;
}

async function openDesk(page, site, address) {
  const desk = await started(["desk", "--root", site], /(http:\/\/[^/\s]+)\//);
  await page.goto(`${desk.origin}/${address}`, { waitUntil: "load" });
  return desk;
}

/** Makes the picture as high as one element, which it shows alone. */
async function fit(page, selector) {
  const { width } = page.viewportSize();
  const { height } = await page.locator(selector).boundingBox();
  await page.setViewportSize({ width, height: Math.ceil(height) + 40 });
  await page.locator(selector).evaluate((shown) => scrollTo(0, shown.getBoundingClientRect().top + scrollY - 20));
}

/** Starts a command that serves until it is stopped, and gives the address that it tells. */
async function started(command, address) {
  const run = spawn(icsi, [...command, "--color", "never"]);
  let said = "";
  const origin = await new Promise((resolve, reject) => {
    for (const stream of [run.stdout, run.stderr]) {
      stream.on("data", (chunk) => {
        said += chunk;
        const found = address.exec(said);
        if (found) resolve(found[1]);
      });
    }
    run.on("exit", (code) => reject(new Error(`icsi ${command[0]} ended with ${code}: ${said}`)));
  });
  const stop = () => new Promise((done) => {
    run.removeAllListeners("exit");
    run.on("exit", done);
    run.kill("SIGINT");
  });
  return { origin, stop };
}

/** A country that the vocabulary does not have. */
async function breakCountry(site) {
  const file = path.join(site, PAGE);
  const text = await readFile(file, "utf8");
  const wrong = text.replace(/^country = \["ua"\]/m, 'country = ["ukr"]');
  if (wrong === text) throw new Error(`${file} has no line to be broken`);
  await writeFile(file, wrong);
}

/** The text of a terminal as HTML: colours and bold type. */
function coloured(text) {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  let open = 0;
  const html = escaped.replace(/\x1b\[([\d;]*)m/g, (_, codes) => codes.split(";").map((code) => {
    const number = Number(code);
    if (number === 0) {
      const closed = "</span>".repeat(open);
      open = 0;
      return closed;
    }
    open += 1;
    return number === 1 ? '<span style="font-weight:700">' : `<span class="c${number}">`;
  }).join(""));
  return html + "</span>".repeat(open);
}
