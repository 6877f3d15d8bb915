// Which section of a page people ask for, by how they word it.
//
// "how do I know that I do it well" asks for *What good work looks like*, and has no word of it. Each
// word counts for and against each section of pages of a kind, as much as wordings.js says, and so
// does what the words mean together. `python3 run.py vectors` makes that file, from the wordings in
// _search/wordings/.
"use strict";

(() => {
  const NOTHING = 32; // the byte of a word that counts neither for a section nor against it

  const { signpost } = globalThis;
  const { names } = signpost;
  const kinds = new Map(); // what is read of each kind of page
  let rows; // of words
  let loading;

  /** Unpack what each word, and after the words each number of a meaning, counts for each section. */
  function read({ headings, scales, values }, groups) {
    const bytes = atob(values);
    const countOf = (row, column) =>
      (bytes.charCodeAt(row * headings.length + column) - NOTHING) * scales[Number(row >= rows.size)];
    // The headings that a page may have in the place of one.
    const keysOf = (heading) => (groups.find(([first]) => first === heading) ?? [heading]).map((each) => keyOf(each));
    return { headings: headings.map(keysOf), countOf };
  }

  /** A heading as it is compared, without the title of the page. */
  function keyOf(heading, title = "…") {
    return names.headingKey(heading.replace(title, " "));
  }

  /**
   * How likely words ask for each section of a page, and less where not all of them are known. What is
   * no section that pages of its kind are known to have may be asked for as well as any other.
   */
  function chancesOf(words, sections, { kind, title }) {
    const chances = sections.map(() => 0);
    if (!kinds.has(kind)) return chances;
    const { headings, countOf } = kinds.get(kind);
    const places = new Map();
    sections.forEach(({ isTop, heading, facts }, place) => {
      for (const each of isTop ? ["", ...facts] : [heading]) places.set(keyOf(each, title), place);
    });
    const own = [...new Set(words)];
    const means = signpost.meaning.meaningOf(own);
    const length = Math.hypot(...means) || 1;
    const heard = own.filter((word) => rows.has(word));
    const known = new Set();
    headings.forEach((keys, column) => {
      const place = places.get(keys.find((key) => places.has(key)));
      if (place === undefined) return;
      let sum = 0;
      for (const word of heard) sum += countOf(rows.get(word), column) / Math.sqrt(own.length);
      for (let at = 0; at < means.length; at++) sum += (countOf(rows.size + at, column) * means[at]) / length;
      chances[place] += Math.exp(sum);
      known.add(place);
    });
    const total = chances.reduce((sum, chance) => sum + chance, 0) || 1;
    const share = heard.length / Math.max(1, own.length);
    return chances.map((chance, place) => share * (known.has(place) ? chance / total : 1 / sections.length));
  }

  /** Bring what words count. A load that failed may be tried again. */
  function load() {
    loading ??= signpost.load("_static/search/wordings.js").then(() => {
      const told = globalThis.signpostWordings;
      const groups = globalThis.signpostNames.intents.intents.map(({ sections }) => sections.split("|"));
      rows = new Map(told.words.split(" ").map((word, row) => [word, row]));
      for (const [kind, counts] of Object.entries(told.kinds)) kinds.set(kind, read(counts, groups));
    });
    loading.catch(() => {
      loading = undefined;
    });
    return loading;
  }

  signpost.asking = { load, chancesOf };
})();
