// Keeps this page as the files are. Put in by `icsi serve` alone; nothing of it is published.
//
// The server says when something changed; this page then asks what it should be now. So it does not matter what was
// missed meanwhile, by a laptop that slept or a tab that was hidden.
"use strict";
(() => {
  const own = document.currentScript;
  const base = own.src.slice(0, own.src.lastIndexOf("/") + 1);
  const shape = own.dataset.shape;
  let page = own.dataset.page;
  const memory = "icsi serve: place";

  // Place in the page: scroll position and open details.

  const detailsOf = (root) => [...root.querySelectorAll("details")];
  const keyOf = (details, seen) => {
    const text = details.id || details.querySelector("summary")?.textContent.trim() || "";
    const count = seen.get(text) ?? 0;
    seen.set(text, count + 1);
    return `${text} ${count}`;
  };

  const keepPlace = (path) => {
    const seen = new Map();
    const open = detailsOf(document).map((details) => [keyOf(details, seen), details.open]);
    const place = { path, x: scrollX, y: scrollY, open };
    try {
      sessionStorage.setItem(memory, JSON.stringify(place));
    } catch {
      // Without storage the browser's own memory of the place has to do.
    }
  };

  const takePlace = () => {
    let place;
    try {
      place = JSON.parse(sessionStorage.getItem(memory));
      sessionStorage.removeItem(memory);
    } catch {
      return;
    }
    if (place?.path !== location.pathname) return;
    const open = new Map(place.open);
    const seen = new Map();
    for (const details of detailsOf(document)) {
      const state = open.get(keyOf(details, seen));
      if (state !== undefined) details.open = state;
    }
    let moved = false;
    for (const hand of ["wheel", "touchmove", "pointerdown", "keydown"]) {
      addEventListener(hand, () => { moved = true; }, { once: true, passive: true });
    }
    const scroll = () => {
      if (!moved) scrollTo({ left: place.x, top: place.y, behavior: "instant" });
    };
    scroll();
    // Pictures and fonts may move what is below them. Whoever goes elsewhere meanwhile stays there.
    addEventListener("load", () => requestAnimationFrame(async () => {
      scroll();
      await document.fonts.ready;
      requestAnimationFrame(scroll);
    }), { once: true });
  };

  const leaveFor = (address) => {
    keepPlace(address);
    if (address === location.pathname) location.reload();
    else location.replace(address + location.search + location.hash);
  };

  // Style sheets.

  const swapStyles = async (styles) => {
    const links = [...document.querySelectorAll("link[rel~=stylesheet]")];
    const changed = links.map((link) => {
      const url = new URL(link.href);
      const now = styles[url.pathname.replace(/\.[0-9a-f]{10}(\.css)$/, "$1")];
      return { link, now: now === url.pathname ? undefined : now };
    }).filter(({ now }) => now);
    const fonts = await keepFonts().catch(() => undefined);
    await Promise.all(changed.map(({ link, now }) => {
      const next = link.cloneNode();
      next.href = now;
      return new Promise((done) => {
        next.addEventListener("load", () => { link.remove(); done(); }, { once: true });
        next.addEventListener("error", () => { next.remove(); done(); }, { once: true });
        link.after(next);
      });
    }));
    await fonts?.release();
  };

  // A new style sheet loads its fonts again, even the same ones. Until they are there the text would stand in another
  // font, and what is below it would move. So the fonts in use are kept until those of the new sheet have come.

  const keyOfFont = (face) => JSON.stringify([face.family, face.style, face.weight, face.stretch, face.unicodeRange]);

  const fontsOf = (rules, base) => [...rules].flatMap((rule) => {
    if (rule instanceof CSSFontFaceRule) return [{ source: rule.style.getPropertyValue("src"), base }];
    return rule.styleSheet ? fontsOf(rule.styleSheet.cssRules, rule.styleSheet.href ?? base) : fontsOf(rule.cssRules ?? [], base);
  });

  const keepFonts = async () => {
    const faces = [...document.fonts];
    // Faces stand in the order of their rules.
    const rules = [...document.styleSheets].flatMap((sheet) => fontsOf(sheet.cssRules, sheet.href ?? location.href));
    const kept = faces.length === rules.length ? await Promise.all(faces.map(async (face, at) => {
      if (face.status !== "loaded") return null;
      const { source, base: from } = rules[at];
      const absolute = source.replace(/url\(\s*(["']?)(.*?)\1\s*\)/g, (_, quote, url) => `url("${new URL(url, from).href}")`);
      const { family, style, weight, stretch, unicodeRange } = face;
      try {
        return { key: keyOfFont(face), face: await new FontFace(family, absolute, { style, weight, stretch, unicodeRange }).load() };
      } catch {
        return null;
      }
    })) : [];
    const all = new Map(kept.filter(Boolean).map(({ key, face }) => [key, face]));
    for (const face of all.values()) document.fonts.add(face);
    const own = new Set(all.values());
    const release = async () => {
      const next = [...document.fonts].filter((face) => !own.has(face) && all.has(keyOfFont(face)));
      await Promise.allSettled(next.map((face) => face.load()));
      for (const face of own) document.fonts.delete(face);
    };
    return { release };
  };

  // Problems, over the page.

  let overlay;
  let shown = "";

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };

  const problemOf = (problem) => {
    const item = element("li", `problem ${problem.severity}`);
    item.append(element("pre", "", problem.text));
    if (problem.place) {
      const place = problem.editor ? element("a", "place", problem.place) : element("span", "place", problem.place);
      if (problem.editor) place.href = problem.editor;
      item.append(place);
    }
    return item;
  };

  const showProblems = (state) => {
    const text = JSON.stringify([state.errors, state.problems]);
    if (text === shown) return;
    shown = text;
    if (!state.errors) {
      overlay?.remove();
      overlay = undefined;
      return;
    }
    if (!overlay) {
      overlay = element("icsi-overlay");
      overlay.popover = "manual";
      overlay.attachShadow({ mode: "open" });
      document.body.append(overlay);
    }
    const style = element("link");
    style.rel = "stylesheet";
    style.href = `${base}overlay.css`;
    const panel = element("section");
    panel.setAttribute("role", "alert");
    panel.setAttribute("aria-label", state.label);
    panel.lang = state.language;
    const head = element("header");
    head.append(element("h1", "", state.summary));
    const close = element("button", "", state.hide);
    close.type = "button";
    close.addEventListener("click", () => overlay?.hidePopover());
    head.append(close);
    const list = element("ol");
    list.append(...state.problems.map(problemOf));
    panel.append(head, list);
    if (state.more) panel.append(element("p", "", state.more));
    overlay.shadowRoot.replaceChildren(style, panel);
    if (!overlay.matches(":popover-open")) overlay.showPopover();
  };

  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && overlay?.matches(":popover-open")) overlay.hidePopover();
  });

  // What this page should be now.

  let asking = false;
  let askAgain = false;

  const ask = async () => {
    if (asking) {
      askAgain = true;
      return;
    }
    asking = true;
    try {
      do {
        askAgain = false;
        const address = `${base}state?path=${encodeURIComponent(location.pathname)}`;
        const response = await fetch(address, { cache: "no-store" });
        if (!response.ok) return;
        await follow(await response.json());
      } while (askAgain);
    } catch {
      // The server or the network is away for a moment. Nothing else may happen that would make this page ask again.
      setTimeout(ask, 1000);
    } finally {
      asking = false;
    }
  };

  const follow = async (state) => {
    // The server's own pages have no shape, and show the problems themselves.
    if (shape) showProblems(state);
    const now = state.page;
    if (!now) return;
    if (now.address !== location.pathname) {
      leaveFor(now.address);
    } else if (now.print === page) {
      return;
    } else if (shape && now.shape === shape) {
      await swapStyles(state.styles);
      page = now.print;
    } else {
      leaveFor(location.pathname);
    }
  };

  // The event stream. Browsers open only few connections to one server, so that hidden tabs do without.

  let source;

  const connect = () => {
    if (source || document.visibilityState === "hidden") return;
    source = new EventSource(`${base}events`);
    source.addEventListener("message", ask);
    source.addEventListener("error", () => {
      if (source?.readyState !== EventSource.CLOSED) return;
      // The server was started again and has other addresses.
      disconnect();
      waitForServer();
    });
  };

  const disconnect = () => {
    source?.close();
    source = undefined;
  };

  const waitForServer = async () => {
    try {
      await fetch(location.href, { method: "HEAD", cache: "no-store" });
      leaveFor(location.pathname);
    } catch {
      setTimeout(waitForServer, 500);
    }
  };

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") disconnect();
    else connect();
  });
  // A connection from before the network went may be dead without anybody knowing.
  addEventListener("online", () => {
    disconnect();
    connect();
  });
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", (event) => {
    if (event.persisted) connect();
  });

  takePlace();
  connect();
})();
