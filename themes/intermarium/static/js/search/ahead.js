// A search box on any other page than the search page: what the answer needs is fetched while the question is typed, so that
// the search page, which Enter leads to, has it in the browser's cache. site.js loads this when the box is used.

/** Milliseconds from a key to a look at what is typed; and to the next look, unless nothing has changed. */
const PAUSE = 400;
/** The beginning of a word, too short to tell which pieces the word will need. */
const SHORT_BEGINNING = /(?<!\S)\S{1,3}$/;
/** As many results as the search page shows first. */
const RESULTS = 10;

/** @param {HTMLInputElement} input in a form whose action is the search page */
export async function fetchAhead(input) {
  const [{ card, fetchWords, openIndex, search }, address] = await Promise.all([modules(), indexAddress(input.form.action)]);
  const index = await openIndex(address);
  let looked = "";
  let timer = null;
  const later = () => { timer ??= setTimeout(() => look().catch(() => {}), PAUSE); };
  const look = async () => {
    timer = null;
    const query = input.value;
    if (query !== looked) {
      looked = query;
      later();
      await fetchWords(index, query.replace(SHORT_BEGINNING, ""));
      return;
    }
    // Nothing more was typed: the question may be whole.
    const { documents } = await search(index, query);
    await Promise.all(documents.slice(0, RESULTS).map((document) => card(index, document)));
  };
  input.addEventListener("input", later);
  if (input.value !== "") later();
}

/** The modules of the search page; here, page.js finds nothing to do. */
async function modules() {
  return (await Promise.all([import("./index.js"), import("./pieces.js"), import("./page.js")]))[0];
}

/** The index's address has a sum of its content in it, which only the search page knows. */
async function indexAddress(searchPage) {
  const html = await (await fetch(searchPage)).text();
  return new URL(html.match(/ data-index="([^"]+)"/)[1], searchPage);
}
