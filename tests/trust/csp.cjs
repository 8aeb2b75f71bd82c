// Judges the published policy with csp_evaluator: `npm install csp_evaluator`, then `node tests/trust/csp.cjs`.
// Only remarks of the lowest rank ("maybe") may be left: that 'self' must hold no foreign scripts, which it does not.
const { readFileSync } = require("node:fs");
const { CspEvaluator } = require("csp_evaluator/dist/evaluator.js");
const { CspParser } = require("csp_evaluator/dist/parser.js");

const settings = readFileSync(`${__dirname}/../../docs/guide/headers/nginx.conf`, "utf8");
const policy = /Content-Security-Policy "([^"]+)"/.exec(settings)[1];
const MEDIUM_MAYBE = 50;
const findings = new CspEvaluator(new CspParser(policy).csp).evaluate();
for (const { severity, directive, value, description } of findings) console.log(severity, directive, value, description);
const grave = findings.filter(({ severity }) => severity < MEDIUM_MAYBE);
console.log(`${findings.length - grave.length} passed, ${grave.length} failed`);
process.exit(grave.length ? 1 : 0);
