// Keeps a preview where it was scrolled to when the desk shows it anew. What it keeps stays in this tab.
"use strict";
const key = `scroll:${location.pathname}`;
try {
  const kept = sessionStorage.getItem(key);
  if (kept !== null && window !== window.top) window.scrollTo({ top: Number(kept), behavior: "instant" });
  addEventListener("scroll", () => sessionStorage.setItem(key, String(window.scrollY)), { passive: true });
} catch {
  // Without storage a preview begins at its top.
}
