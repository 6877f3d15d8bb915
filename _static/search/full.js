// The whole search: the names of pages, their full text by Pagefind, and the rule that joins them.
// It comes after the names have answered. The text of other handbooks can join it, each from a
// site of its own; this handbook's own never waits for what they do.
//
// signpost.searchText(found) gives all results of a query, best first, by what the names have found.
"use strict";

(() => {
  const ROOT = document.documentElement.dataset.content_root;
  const STRONG = 0.7; // of a query's weight: names that explain so much come first
  const SHARED = 0.6; // of a word of the query, which a marked word must begin with
  const SHORT = 3; // letters: a word of fewer is no beginning of others
  const MOST_READ = 16;
  const MOST_FULL = 8;
  const MOST_MARKED = 12;
  const MOST_ASKED = 8; // words
  const EXCERPT = 28; // words
  const BEFORE = 6;
  const PATIENCE = 5000; // milliseconds that another handbook has to answer
  const PAUSE = 1000; // milliseconds after a search in which another may follow
  // Headings have ids of their own for Pagefind, made of the ids of their sections.
  const HEADING = "h:";
  const OWN = { baseUrl: "/" };

  const signpost = (globalThis.signpost ??= {});
  let pagefind; // the index of this handbook alone
  let all; // that of this handbook and of those that have joined, where any has
  let others = []; // the other handbooks, as { name, address }
  let joined = []; // those that `all` has
  let gone = []; // those that cannot be searched
  let change = () => {}; // what follows when others have come or gone
  let looking;

  /** Load Pagefind and its index, once they are asked for; fails where there are none. */
  function load() {
    pagefind ??= begin();
    return pagefind;
  }

  async function begin() {
    // Browsers refuse modules where the site is opened from a folder.
    if (location.protocol === "file:") throw new Error("full text needs a server");
    const address = new URL(`${ROOT}pagefind/`, document.baseURI).href;
    await checkIndex(address);
    const module = await import(`${address}pagefind.js`);
    await module.options(OWN);
    await module.init();
    return module;
  }

  /** Fail where there is no index. */
  async function checkIndex(address, settings) {
    const entry = await fetch(`${address}pagefind-entry.json`, settings);
    if (!entry.ok) throw new Error(`${entry.status} for ${entry.url}`);
    if (!Object.keys((await entry.json()).languages ?? {}).length) throw new Error("no index");
  }

  /** Take other handbooks into the search, and call `changed` whenever they have come or gone. */
  async function loadOthers(handbooks, changed) {
    const here = new URL(ROOT, document.baseURI).href;
    others = Object.entries(handbooks)
      .map(([name, address]) => ({ name, address }))
      .filter(({ address }) => address !== here);
    change = changed;
    const module = await load();
    try {
      // Two instances that begin at once would each set up the memory that they share; this waits.
      await module.search("");
      await assemble(await answering(others));
    } catch {
      gone = others;
      change();
    }
  }

  /** The handbooks whose sites answer now. */
  async function answering(handbooks) {
    const answers = handbooks.map(({ address }) => {
      const signal = AbortSignal.timeout(PATIENCE);
      return checkIndex(`${address}pagefind/`, { cache: "no-cache", signal }).then(() => true, () => false);
    });
    const are = await Promise.all(answers);
    return handbooks.filter((_, place) => are[place]);
  }

  /**
   * Merge the indexes of handbooks into an instance of their own: one that cannot be read would
   * stop every search of the instance, and is left out of the next one.
   */
  async function assemble(handbooks) {
    const instance = handbooks.length && (await load()).createInstance(OWN);
    const merging = handbooks.map(({ address }) =>
      within(instance.mergeIndex(`${address}pagefind/`, { baseUrl: address })).then(() => true, () => false),
    );
    const are = await Promise.all(merging);
    if (are.includes(false)) {
      instance.destroy();
      return assemble(handbooks.filter((_, place) => are[place]));
    }
    all = instance || undefined;
    joined = handbooks;
    gone = others.filter((other) => !joined.includes(other));
    return change();
  }

  /** The names of the handbooks that cannot be searched. */
  function lost() {
    return gone.map(({ name }) => name);
  }

  /** Do a task with the index of all handbooks, or with this one's alone where others are in the way. */
  async function attempt(task) {
    const alone = await load();
    const asked = all;
    if (!asked) return task(alone);
    clearTimeout(looking);
    looking = setTimeout(lookAfter, PAUSE);
    try {
      return await within(task(asked));
    } catch {
      if (asked === all) leave(answering(joined));
      return task(alone);
    }
  }

  /** See whether the others still answer: Pagefind keeps quiet about parts of an index that do not come. */
  async function lookAfter() {
    const asked = all;
    const still = await answering(joined);
    if (asked === all && still.length < joined.length) leave(still);
  }

  /** Go on without the others, and then with those that still answer, if that is not all of them. */
  async function leave(answers) {
    const before = joined;
    all.destroy();
    all = undefined;
    joined = [];
    gone = others;
    change();
    const still = await answers;
    if (still.length < before.length) await assemble(still).catch(() => {});
  }

  function within(promise) {
    const late = (_, reject) => setTimeout(() => reject(new Error("no answer")), PATIENCE);
    return Promise.race([promise, new Promise(late)]);
  }

  /**
   * Which pages a search is about, as Pagefind's filters. A level belongs to a skill that is named:
   * then it is a filter of its own, whose values are the skills that are asked for at that level.
   */
  function filtersOf({ kind, family, level, skill } = {}) {
    const both = level && skill ? { [`at-${level}`]: skill } : { level, skill };
    const chosen = Object.entries({ kind, family, ...both }).filter(([, value]) => value);
    return Object.fromEntries(chosen);
  }

  /**
   * The pages whose text has all words of a list, in Pagefind's order. Each leads to the section that
   * says most of them.
   */
  async function look(words, chosen) {
    const filters = filtersOf(chosen);
    if (!words.length && !Object.keys(filters).length) return [];
    return attempt((index) => lookIn(index, words, filters));
  }

  async function lookIn(index, words, filters) {
    const { results } = await index.search(words.length ? words.join(" ") : null, { filters });
    const found = [];
    for (let from = 0; from < MOST_READ && found.length < MOST_FULL; from += MOST_FULL) {
      const some = results.slice(from, from + MOST_FULL);
      const pages = await Promise.all(some.map((result) => result.data()));
      found.push(...pages.map((page) => resultOf(page, words)).filter(Boolean));
    }
    return found.slice(0, MOST_FULL);
  }

  /** A page as a result, or null where Pagefind has answered with words that are other ones. */
  function resultOf(page, words) {
    const text = page.content.split(/\s+/);
    const marked = page.locations.filter((place) => words.some((word) => isLike(text[place], word)));
    if (!words.every((word) => marked.some((place) => isLike(text[place], word)))) return null;
    const part = words.length ? bestPart(page, new Set(marked), text, words) : { places: [] };
    return shape(page, text, marked, part);
  }

  /** A page as a result that leads to a part of it. */
  function shape(page, text, marked, part) {
    const other = handbookOf(page);
    if (!other && !page.url.startsWith("/")) return null;
    const address = other ? page.url : page.raw_url.replace(/^\//, "");
    const found = [...new Set(marked.map((place) => bare(text[place])))].slice(0, MOST_MARKED);
    const asked = found.map((word) => `highlight=${encodeURIComponent(word)}`).join("&");
    return {
      title: page.meta.title,
      url: `${address}${asked && "?"}${asked}${part.anchor ? `#${part.anchor}` : ""}`,
      page: address,
      kind: page.meta.kind ?? "Page",
      family: page.meta.family ?? "",
      handbook: other?.name ?? "",
      section: part.title ?? "",
      excerpt: excerptOf(text, part.places, part.start, part.end),
    };
  }

  /** The other handbook that a page is from; those whose address goes on from another's come first. */
  function handbookOf({ url }) {
    const [one] = others
      .filter(({ address }) => url.startsWith(address))
      .sort((first, second) => second.address.length - first.address.length);
    return one;
  }

  function bare(word) {
    return word.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
  }

  /** Tell whether a marked word is what a word of the query asks for: Pagefind falls back to ever shorter beginnings. */
  function isLike(marked, word) {
    return (marked ?? "")
      .normalize("NFKD")
      .replace(/[\u0300-\u036f'’]/g, "")
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .some((other) => {
        if (word.length < SHORT) return other === word;
        let shared = 0;
        while (shared < word.length && other[shared] === word[shared]) shared++;
        return shared >= Math.max(SHARED * word.length, Math.min(SHORT + 1, word.length - 1));
      });
  }

  /** The section of a page that says most of the words, and of such the one that says them most. */
  function bestPart(page, marked, text, words) {
    let best = { score: -1 };
    partsOf(page, text).forEach(({ start, end, title, anchor }) => {
      const places = page.weighted_locations.filter(
        ({ location: place }) => place >= start && place < end && marked.has(place),
      );
      const said = words.filter((word) => places.some(({ location: place }) => isLike(text[place], word)));
      const weight = places.reduce((sum, place) => sum + place.balanced_score, 0);
      const score = said.length * 1e9 + weight;
      if (places.length && score > best.score) {
        best = {
          score,
          start,
          end,
          places: places.map((place) => place.location),
          title,
          anchor,
        };
      }
    });
    return best;
  }

  /** The parts of a page: what comes before its first section, and its sections. */
  function partsOf(page, text) {
    const anchors = page.anchors
      .filter(({ element }) => /^h\d$/i.test(element))
      .sort((one, other) => one.location - other.location);
    return [{ location: 0 }, ...anchors].map(({ location: start, id, text: title }, number) => ({
      start,
      end: anchors[number]?.location ?? text.length,
      title: title?.replace(/[¶\s]+$/, ""),
      anchor: id?.startsWith(HEADING) ? id.slice(HEADING.length) : id,
    }));
  }

  /** The words around the thickest of the marked places: [text, whether it is marked]. */
  function excerptOf(text, places, from = 0, to = text.length) {
    const inView = (start) => places.filter((place) => place >= start && place < start + EXCERPT - BEFORE);
    const thickest = [...places].sort((one, other) => inView(other).length - inView(one).length)[0];
    const start = Math.max(from, Math.min((thickest ?? from) - BEFORE, to - EXCERPT));
    const end = Math.min(start + EXCERPT, to);
    const marked = new Set(places);
    const words = [];
    for (let place = start; place < end; place++) words.push([text[place], marked.has(place)]);
    if (start > from) words.unshift(["…", false]);
    if (end < to) words.push(["…", false]);
    return words;
  }

  /**
   * Join two lists of results: names first where they explain most of the query, otherwise full text;
   * then what of the other list is on no page yet.
   */
  function join({ results, coverage }, fullText) {
    const [first, second] = coverage >= STRONG ? [results, fullText] : [fullText, results];
    return besides(first, second);
  }

  function pageOf(address) {
    return address.replace(/(^|\/)index\.html$/, "$1");
  }

  /**
   * All results of a query, by what names and the text of pages say: with the words as typed, and
   * then as corrected.
   */
  async function searchText(found, { chosen, literal = false } = {}) {
    const { typed, corrected, correction } = found;
    const asTyped = await lookFor(typed, chosen);
    if (literal || !correction) return { results: join(found, asTyped), isCorrected: false };
    const asCorrected = await lookFor(corrected, chosen);
    return { results: join(found, besides(asTyped, asCorrected)), isCorrected: !asTyped.length };
  }

  /** A list of results, and what of another is on no page of it. */
  function besides(first, second) {
    const pages = new Set(first.map(({ page }) => pageOf(page)));
    return [...first, ...second.filter(({ page }) => !pages.has(pageOf(page)))];
  }

  /** The pages that have all the words of a query that say what it is about. */
  function lookFor(words, chosen) {
    return look(weighty(words), chosen);
  }

  /** The words of a query that say something, or all where none does. */
  function weighty(words) {
    const { stop } = globalThis.signpostNames?.intents ?? {};
    return without(without(words, stop), globalThis.signpostRest?.light);
  }

  /** Leave out the words of a list of the table of intents, unless nothing is left then. */
  function without(words, list) {
    const out = new Set((list ?? "").split(/\s+/));
    const rest = words.filter((word) => !out.has(word) && !out.has(word.replace(/s$/, "")));
    return rest.length ? rest : words;
  }

  /** The addresses of the pages that say most of a query, by how rare its words are. */
  async function touched({ corrected }, chosen) {
    const index = await load();
    const words = weighty(corrected).slice(0, MOST_ASKED);
    const filters = filtersOf(chosen);
    const answers = await Promise.all(words.map((word) => index.search(word, { filters })));
    const { size } = signpost.names.numbers();
    const pages = new Map();
    for (const { results } of answers) {
      const rarity = Math.log(1 + size / results.length);
      const most = Math.max(...results.map(({ score }) => score));
      for (const result of results) {
        const worth = rarity * (1 + result.score / most);
        pages.set(result.id, { result, worth: worth + (pages.get(result.id)?.worth ?? 0) });
      }
    }
    const best = [...pages.values()].sort((one, other) => other.worth - one.worth).slice(0, MOST_FULL);
    const found = await Promise.all(best.map(({ result }) => result.data()));
    return found.map(({ raw_url: url }) => url.replace(/^\//, ""));
  }

  /** How many pages there are of each value that pages can be filtered by. */
  async function filters() {
    return attempt((index) => index.filters());
  }

  Object.assign(signpost, { filters, join, loadOthers, loadText: load, lost, searchText, touched });
})();
