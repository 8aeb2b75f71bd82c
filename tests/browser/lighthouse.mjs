// Lighthouse, phone setting, on the main page types of the built site, and what each page weighs as sent:
//     node tests/browser/lighthouse.mjs [FOLDER FOR REPORTS]
// Speed is simulated from what was measured: on a busy machine ask for more runs before believing a low figure. The best
// of them is shown with the median: ICSI_LIGHTHOUSE_RUNS=5

import { mkdir, writeFile } from "node:fs/promises";
import { launch as launchChromium } from "chrome-launcher";
import lighthouse from "lighthouse";
import { CHROMIUM, FLAGS, LANGUAGES, PAGES, address, open } from "./support.mjs";

const reports = process.argv[2];
const runs = Math.max(1, Number(process.env.ICSI_LIGHTHOUSE_RUNS) || 1);
const site = await open();
const chromium = await launchChromium({ chromePath: CHROMIUM, chromeFlags: [...FLAGS, "--headless=new"] });
let low = 0;
for (const name of (process.env.ICSI_BROWSER_PAGES ?? "home list cluster country search").split(" ")) {
  for (const language of LANGUAGES) {
    const found = [];
    for (let run = 0; run < runs; run += 1) {
      found.push(await lighthouse(site.at(address(PAGES[name], language)), { port: chromium.port, output: "html", logLevel: "error" }));
    }
    const performance = ({ lhr }) => lhr.categories.performance.score ?? 0;
    found.sort((a, b) => performance(b) - performance(a));
    const { lhr, report } = found[0];
    const scores = Object.values(lhr.categories).map(({ title, score }) => `${title} ${Math.round(score * 100)}`);
    if (runs > 1) scores[0] += ` (median ${Math.round(performance(found[runs >> 1]) * 100)} of ${runs})`;
    const weight = { pages: 0, fonts: 0, other: 0 };
    for (const { resourceType, transferSize } of lhr.audits["network-requests"].details.items) {
      const kind = ["Document", "Stylesheet", "Script"].includes(resourceType) ? "pages" : resourceType === "Font" ? "fonts" : "other";
      weight[kind] += transferSize;
    }
    console.log(`${name} ${language}: ${scores.join(", ")}; HTML, CSS and script ${(weight.pages / 1024).toFixed(1)} KB, fonts ${(weight.fonts / 1024).toFixed(1)} KB; this machine's speed ${lhr.environment.benchmarkIndex}`);
    // What could not be measured counts as nothing: that is the machine's fault, or a page that does not load.
    const failed = Object.values(lhr.audits).filter(({ scoreDisplayMode }) => scoreDisplayMode === "error");
    for (const { id, errorMessage } of failed.slice(0, 3)) console.log(`    not measured: ${id} ${errorMessage}`);
    for (const category of Object.values(lhr.categories)) {
      if (category.score === 1) continue;
      low += 1;
      for (const { id, weight: counts } of category.auditRefs) {
        const { score, title, displayValue } = lhr.audits[id];
        if (counts > 0 && score !== null && score < 1) console.log(`    ${category.title}: ${title} ${displayValue ?? ""} (${score})`);
      }
    }
    if (reports) {
      await mkdir(reports, { recursive: true });
      await writeFile(`${reports}/${name}-${language}.html`, report);
    }
  }
}
await chromium.kill();
await site.close();
process.exitCode = low > 0 ? 1 : 0;
