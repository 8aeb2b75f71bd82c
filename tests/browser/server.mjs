// Serves a published folder as a host would: the headers of its _headers file, its _redirects, its 404 pages, compressed.
//
//     node tests/browser/server.mjs FOLDER [PORT] [BASE]

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync, gzipSync, constants } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml", ".json": "application/json", ".csv": "text/csv; charset=utf-8", ".txt": "text/plain; charset=utf-8",
  ".xml": "application/xml", ".woff2": "font/woff2", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp",
};
const PACKED = new Set([".woff2", ".png", ".jpg", ".webp"]);

/** The rules of a _headers file: a pattern, what to take away, what to set. */
export function readHeaders(text) {
  const rules = [];
  for (const line of text.split("\n")) {
    if (!line.trim() || line.startsWith("#")) continue;
    if (!/^\s/.test(line)) {
      const pattern = line.trim().split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join(".*");
      rules.push({ pattern: new RegExp(`^${pattern}$`), remove: [], set: [] });
      continue;
    }
    const rule = rules.at(-1);
    const text = line.trim();
    if (text.startsWith("! ")) rule.remove.push(text.slice(2).trim().toLowerCase());
    else {
      const colon = text.indexOf(":");
      rule.set.push([text.slice(0, colon).trim().toLowerCase(), text.slice(colon + 1).trim()]);
    }
  }
  return rules;
}

/** The headers of one address. On the loopback there is no TLS, so what demands it is left out. */
export function headersFor(rules, pathname) {
  const headers = {};
  for (const { pattern, remove, set } of rules) {
    if (!pattern.test(pathname)) continue;
    for (const name of remove) delete headers[name];
    for (const [name, value] of set) headers[name] = value;
  }
  delete headers["strict-transport-security"];
  if (headers["content-security-policy"]) {
    headers["content-security-policy"] = headers["content-security-policy"].replace(/;\s*upgrade-insecure-requests/, "");
  }
  return headers;
}

/**
 * Starts a server of `folder`; `base` is the path that the site was built for; `packing` may name the only encoding that it
 * sends. `before` is called with the path of each request, and waited for; when it gives `false`, the connection breaks.
 */
export async function serve(folder, { port = 0, base = "/", packing = true, before = () => true } = {}) {
  const optional = (name) => readFile(path.join(folder, name), "utf8").catch(() => "");
  const rules = readHeaders(await optional("_headers"));
  const redirects = new Map((await optional("_redirects")).split("\n").map((line) => line.trim().split(/\s+/))
    .filter((parts) => parts.length >= 2).map(([from, to, status]) => [from, { to, status: Number(status) || 301 }]));
  const packed = new Map();

  async function find(pathname) {
    if (!pathname.startsWith(base)) return null;
    const inside = decodeURIComponent(pathname.slice(base.length));
    if (inside.split("/").includes("..")) return null;
    const name = inside === "" || inside.endsWith("/") ? `${inside}index.html` : inside;
    const body = await readFile(path.join(folder, name)).catch(() => null);
    return body && { name, body };
  }

  async function notFound(pathname) {
    const inside = pathname.startsWith(base) ? pathname.slice(base.length).split("/") : [];
    for (let depth = inside.length - 1; depth >= 0; depth -= 1) {
      const name = [...inside.slice(0, depth), "404.html"].join("/");
      const body = await readFile(path.join(folder, name)).catch(() => null);
      if (body) return { name, body };
    }
    return { name: "404.txt", body: Buffer.from("not found") };
  }

  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    if (await before(pathname) === false) {
      request.socket.destroy();
      return;
    }
    const redirect = redirects.get(pathname);
    if (redirect) {
      response.writeHead(redirect.status, { location: redirect.to }).end();
      return;
    }
    let status = 200;
    let file = await find(pathname);
    if (!file && !pathname.endsWith("/") && await find(`${pathname}/`)) {
      response.writeHead(301, { location: `${pathname}/` }).end();
      return;
    }
    if (!file) {
      status = 404;
      file = await notFound(pathname);
    }
    const extension = path.extname(file.name);
    const headers = { ...headersFor(rules, pathname), "content-type": TYPES[extension] ?? "application/octet-stream", vary: "accept-encoding" };
    let body = file.body;
    const accepted = typeof packing === "string" ? packing : request.headers["accept-encoding"] ?? "";
    const way = !packing || PACKED.has(extension) ? null : /\bbr\b/.test(accepted) ? "br" : /\bgzip\b/.test(accepted) ? "gzip" : null;
    if (way) {
      const key = `${way} ${file.name}`;
      if (!packed.has(key)) packed.set(key, compress(body, way));
      body = packed.get(key);
      headers["content-encoding"] = way;
    }
    headers["content-length"] = body.length;
    response.writeHead(status, headers).end(request.method === "HEAD" ? undefined : body);
  });
  await new Promise((listening) => server.listen(port, "127.0.0.1", listening));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => new Promise((closed) => { server.close(closed); server.closeAllConnections(); }) };
}

export function compress(body, way) {
  if (way === "gzip") return gzipSync(body, { level: 9 });
  return brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [folder, port = "8771", base = "/"] = process.argv.slice(2);
  const { origin } = await serve(folder, { port: Number(port), base });
  console.log(`${origin}${base}`);
}
