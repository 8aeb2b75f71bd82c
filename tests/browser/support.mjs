// What the browser tests share: the built sites, their servers, Chromium, and what a page may never do.

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "./server.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const built = process.env.ICSI_BROWSER_SITES ?? path.join(root, "target/browser");

export const LANGUAGES = ["en", "uk"];
export const NARROW = { width: 320, height: 640 };
export const WIDE = { width: 1280, height: 900 };
export const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Every page type of the site, with one address each; `{lang}` stands for the language. */
export const PAGES = {
  home: "{lang}/",
  chronology: "{lang}/timeline/",
  plain: "{lang}/about/",
  glossary: "{lang}/glossary/",
  statement: "{lang}/accessibility/",
  join: "{lang}/join/",
  initiative: "{lang}/initiatives/icsi-joint-platform/",
  memorandum: "{lang}/memoranda/appau-csia-membership/",
  cluster: "{lang}/clusters/uca/",
  organisation: "{lang}/organisations/european-commission/",
  event: "{lang}/events/kosice-forum-2023/",
  person: "{lang}/people/yevhen-rokytskyi/",
  call: "{lang}/calls/eic-ua-tech/",
  document: "{lang}/documents/uca-charter/",
  list: "{lang}/clusters/",
  graph: "{lang}/memoranda/",
  timeline: "{lang}/events/",
  deadlines: "{lang}/calls/",
  countries: "{lang}/countries/",
  sectors: "{lang}/sectors/",
  themes: "{lang}/themes/",
  country: "{lang}/countries/ua/",
  countryNext: "{lang}/countries/ua/page/2/",
  sector: "{lang}/sectors/digital-ai/",
  cross: "{lang}/countries/pl/aerospace-space/",
  changes: "{lang}/changes/",
  table: "{lang}/memoranda/table/",
  data: "{lang}/data/",
  brief: "{lang}/clusters/uca/brief/",
  search: "{lang}/search/",
  results: "{lang}/search/?q=%D0%BA%D0%BB%D0%B0%D1%81%D1%82%D0%B5%D1%80",
  notFound: "{lang}/nowhere/",
};
/** Pages that stand outside the languages. */
export const ROOT_PAGES = { root: "", rootNotFound: "nowhere/" };
/** Pages of the edited copy of the site: what the site itself has none of, or not always. */
export const EDITED_PAGES = {
  fallback: "uk/clusters/only-english/",
  outdated: "uk/clusters/behind/",
  reading: "{lang}/reading/",
};

export const address = (pattern, language = "en") => pattern.replaceAll("{lang}", language);

/** Serves the site, its edited copy or another one. Where every page is looked at once, packing them takes longer than all else. */
export async function open(name = "site", { packing = true, before } = {}) {
  const folder = path.join(built, name);
  if (!existsSync(folder)) throw new Error(`${folder} is not there: run tests/browser/run.sh`);
  const base = name === "edited" ? "/kb/" : "/";
  const server = await serve(folder, { base, packing, before });
  return { ...server, origins: [server.origin], folder, at: (path) => `${server.origin}${base}${path}` };
}

export const launch = () => chromium.launch({ executablePath: CHROMIUM, args: FLAGS });

/**
 * A page that notes what no page may do: say something on the console, throw, break the policy, ask another host, fail to
 * get a file. `complaints` has it all.
 */
export async function watched(browser, site, { viewport = WIDE, expectedStatus = [], ...options } = {}) {
  const context = await browser.newContext({ viewport, ...options });
  const complaints = [];
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  const page = await context.newPage();
  page.on("console", (message) => {
    // Chromium itself notes a page that is not found.
    if (expectedStatus.some((status) => message.text().includes(`status of ${status}`)) && message.location().url === page.url()) return;
    complaints.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`error: ${error}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (!site.origins.includes(url.origin) && url.protocol !== "data:") complaints.push(`request to ${url.origin}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400 && !(expectedStatus.includes(response.status()) && response.request().isNavigationRequest())) complaints.push(`${response.status()} ${response.url()}`);
  });
  // What a navigation cuts short has not failed; nor have modules that a page names ahead, where the browser runs none.
  const expected = ["net::ERR_ABORTED", ...options.javaScriptEnabled === false ? ["csp"] : []];
  page.on("requestfailed", (request) => expected.includes(request.failure()?.errorText) || complaints.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
  return { page, context, complaints };
}

/** The pages to look at: all, or those whose name has what ICSI_BROWSER_PAGES says. */
export function pages({ site, edited }) {
  const each = (set, of, languages = LANGUAGES) => Object.entries(set).flatMap(([name, pattern]) =>
    (pattern.includes("{lang}") ? languages : [""]).map((language) => {
      const path = address(pattern, language);
      return { name: `${name} ${language}`.trim(), of, path, url: of.at(path), missing: path.endsWith("nowhere/") };
    }));
  const only = process.env.ICSI_BROWSER_PAGES ?? "";
  return [...each(PAGES, site), ...each(ROOT_PAGES, site), ...each(EDITED_PAGES, edited)].filter(({ name }) => name.includes(only));
}

/** Loads a page and waits until its scripts have done what they do at the start. */
export async function visit(page, { url }) {
  await page.goto(url);
  if (url.includes("?q=")) await answered(page);
  await page.evaluate(() => new Promise((painted) => { requestAnimationFrame(() => requestAnimationFrame(painted)); }));
}

/** What sticks out of the window sideways, unless it stands in something that scrolls by itself. */
export const sticksOut = () => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll("*")].filter((element) => {
    const { right, left, width: own } = element.getBoundingClientRect();
    if (own === 0 || (right <= width + 0.5 && left >= -0.5)) return false;
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
      if (getComputedStyle(up).overflowX !== "visible") return false;
    }
    return true;
  }).map((element) => `${element.tagName}.${element.className?.baseVal ?? element.className}`).slice(0, 5).concat(`${document.documentElement.scrollWidth} wide`);
};

/** Follows a link (a selector or a locator), and waits until the page that it leads to has loaded, its scripts have run. */
export async function follow(page, link) {
  const loaded = page.waitForEvent("load");
  await (typeof link === "string" ? page.locator(link).first() : link).click();
  await loaded;
}

/** A search page has answered when its status says something other than that it is looking. */
export const answered = (page) => page.waitForFunction(() => {
  const status = document.querySelector("[data-search-status]");
  return status.textContent !== "" && status.textContent !== status.dataset.loading;
});
