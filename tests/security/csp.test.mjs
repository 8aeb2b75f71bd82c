// The policy that the site is published under, judged by csp_evaluator: `npm test`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import evaluator from "csp_evaluator/dist/evaluator.js";
import findings from "csp_evaluator/dist/finding.js";
import parser from "csp_evaluator/dist/parser.js";

// What a whole site publishes, as tests/build.rs holds it: its `_headers` among it.
const published = readFileSync(new URL("../fixtures/whole_site.out.txt", import.meta.url), "utf8");
const policy = /Content-Security-Policy: (.+)/.exec(published)[1];
const judge = (policy) =>
  new evaluator.CspEvaluator(new parser.CspParser(policy).csp).evaluate().map(({ severity, directive, value, type }) => ({
    severity: findings.Severity[severity],
    directive,
    value,
    type: findings.Type[type],
  }));

test("no finding, but for a reminder that 'self' must hold no foreign scripts", () => {
  // It holds none: strangers' files are pictures, documents and tables, and nosniff keeps them from being run.
  assert.deepEqual(judge(policy), [
    { severity: "MEDIUM_MAYBE", directive: "script-src", value: "'self'", type: "SCRIPT_ALLOWLIST_BYPASS" },
  ]);
});

test("the judge has an opinion", () => {
  const findings = judge(policy.replace("script-src 'self'", "script-src 'self' 'unsafe-inline' https:"));
  assert.ok(findings.some(({ severity }) => severity === "HIGH"));
});
