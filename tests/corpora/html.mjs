// Two renderers' HTML of one text, made comparable: blocks with what differs on purpose undone, and kinds of what is left.

/** Why a difference of a kind is meant. */
export const KINDS = {
  alert: "alerts are GitHub's, which micromark does not know",
  address: "an address that is not allowed is left out, or one is spelt otherwise",
  "bare address": "a bare address has other edges, or is not allowed",
  definition: "definition lists, which micromark does not know",
  heading: "an anchor between braces, or an empty heading",
  "line ends": "micromark loses those of code behind a definition or at the beginning of a list's item: findings/micromark-loses-lines-of-code.sh",
  html: "a few elements of HTML pass, remarks are left out, and everything else is text",
};

/** The top-level blocks of a body, each as one text; `after` is the tag that the body begins behind. */
export function blocks(html, after) {
  const tokens = [];
  let depth = 0;
  let from = 0;
  if (after !== undefined) {
    from = html.indexOf(after);
    if (from < 0) from = html.search(/<div class="body"/);
    from = html.indexOf(">", from) + 1;
  }
  const made = [];
  let block = "";
  const end = () => {
    const text = withoutNotes(block).replace(/\s+/g, " ").replaceAll("<th></th>", "<td></td>").replace(/ ?(<\/?(?:p|li|ul|ol|td|th|tr|thead|tbody|table|blockquote|dl|dt|dd|h|br|hr|section|div|pre)>) ?/g, "$1").trim();
    if (text) made.push(text);
    block = "";
  };
  const tag = /<(\/?)([a-z][a-z0-9]*)((?:\s[^<>"]*(?:"[^"]*"[^<>"]*)*)?)\/?>|[^<]+|</gi;
  tag.lastIndex = from;
  for (let found = tag.exec(html); found; found = tag.exec(html)) {
    const [whole, closing, name, attributes] = found;
    if (name === undefined) {
      block += text(whole, tokens);
      continue;
    }
    const element = name.toLowerCase();
    const isVoid = ["br", "hr", "img", "input", "wbr"].includes(element);
    if (closing && depth === 0) break;
    if (!closing && !isVoid) depth += 1;
    if (closing) depth -= 1;
    block += mark(element, closing, attributes, tokens);
    if (closing) tokens.pop();
    else if (!isVoid) tokens.push(element === "div" && /class="table"/.test(attributes) ? "frame" : element);
    if (depth === 0 && (closing || element === "hr")) end();
  }
  end();
  return made;
}

function mark(element, closing, attributes, open) {
  const attribute = (name) => new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1] ?? "";
  if (element === "span" || (element === "div" && (closing ? open.at(-1) === "frame" : /class="table"/.test(attributes)))) return "";
  if (/^h[1-6]$/.test(element)) return `<${closing}h>`;
  if (element === "del" || element === "s") return `<${closing}del>`;
  if (closing) return `</${element}>`;
  // Footnotes' ids are each renderer's own.
  if (element === "a") return `<a ${address(attribute("href")).replace(/^#.*/, "#")}>`;
  // One cannot see a frame's file name; a caption says the rest.
  if (element === "img") return `<img ${text(attribute("alt"), [])}>`;
  if (element === "input") return `<input${/checked/.test(attributes) ? " checked" : ""}> `;
  if (element === "ol" && attribute("start")) return `<ol ${attribute("start")}>`;
  if (/class="alert[ "]/.test(attributes)) return "<alert>";
  return `<${element}>`;
}

/** Footnotes as a paragraph with their list, however a renderer frames and closes them. */
function withoutNotes(block) {
  const notes = /^<(?:section|div)>(?:<h><\/h>|<h>Footnotes<\/h>)?(<ol>[\s\S]*<\/ol>)\s*<\/(?:section|div)>$/.exec(block.replace(/\n/g, " ").replace(/> +</g, "><").trim());
  return notes ? notes[1].replace(/ ?<a #>↩(?:<sup>\d+<\/sup>)?<\/a>/g, "") : block;
}

/** An address as a browser asks for it. */
function address(href) {
  const plain = entities(href);
  try {
    return new URL(plain).href;
  } catch {
    return plain;
  }
}

/** Renderers of one text write some characters of it otherwise: ours composes letters (NFC). */
const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", nbsp: " " };
const entities = (text) => text.replace(/&(#?\w+);/g, (whole, name) => NAMED[name] ?? whole);

/** Text with typography undone, where it is not code. */
function text(raw, open) {
  let plain = entities(raw).normalize("NFC");
  if (!open.some((element) => ["code", "pre", "kbd", "samp"].includes(element))) {
    plain = plain.replace(/[“”„«»″‘’‚‹›ʼ′`´']/g, '"').replace(/\s*(?:[–—−]|-{2,3})\s*/g, "-").replace(/\s+-\s+/g, "-")
      .replace(/…/g, "...").replace(/\.{3,}/g, "...").replace(/[\u00a0\u202f\u2009\u2011]/g, (sign) => (sign === "\u2011" ? "-" : " ")).replace(/(\d)\s*×\s*(\d)/g, "$1x$2");
  }
  return plain.replace(/[\u200b\u2060\u00ad]/g, "").replaceAll("<", "‹").replaceAll(">", "›");
}

/** Where two lists of blocks differ: runs of blocks that stand in one of them alone, with their kind. */
export function differences(ours, theirs) {
  let start = 0;
  while (start < ours.length && start < theirs.length && ours[start] === theirs[start]) start += 1;
  let end = 0;
  while (end < ours.length - start && end < theirs.length - start && ours.at(-1 - end) === theirs.at(-1 - end)) end += 1;
  const a = ours.slice(start, ours.length - end);
  const b = theirs.slice(start, theirs.length - end);
  const found = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (a[i] === b[j]) {
      i += 1;
      j += 1;
      continue;
    }
    const [p, q] = meeting(a, b, i, j);
    const [mine, other] = [a.slice(i, p).join(""), b.slice(j, q).join("")];
    found.push({ kind: kind(mine, other), ours: around(mine, other), theirs: around(other, mine) });
    [i, j] = [p, q];
  }
  return found;
}

/** The nearest places from which both go on alike. */
function meeting(a, b, i, j) {
  for (let away = 1; away < 80; away += 1) {
    for (let left = 0; left <= away; left += 1) {
      const [p, q] = [i + left, j + away - left];
      if (p < a.length && q < b.length && a[p] === b[q]) return [p, q];
    }
  }
  return [a.length, b.length];
}

const around = (text, other) => {
  let at = 0;
  while (at < text.length && text[at] === other[at]) at += 1;
  return text.slice(Math.max(0, at - 40), at + 160);
};
const withoutLinks = (text) => text.replace(/<\/?a[^>]*>/g, "");
const count = (text) => text.split("<a ").length;

function kind(ours, theirs) {
  if (/<alert>/.test(ours)) return "alert";
  if (/<dl>/.test(ours)) return "definition";
  if (/‹[a-z/!?]/i.test(theirs)) return "html";
  if (withoutLinks(ours) === withoutLinks(theirs)) return count(ours) === count(theirs) ? "address" : "bare address";
  if (/<pre>/.test(ours) && ours.length > theirs.length && ours.replace(/\s/g, "") === theirs.replace(/\s/g, "")) return "line ends";
  if (/<h><\/h>/.test(theirs) || /\{#?[^}]*\}<\/h>/.test(theirs)) return "heading";
  return "other";
}
