// Questions in people's own words: finds the passage that answers one, whatever words it is asked in.
//
// Passages are the answers to the handbook's questions and the sections of its other pages of prose.
// One fits a query as far as it has the query's words, the rare ones above all, and as far as both
// mean the same: vectors.js has a vector for each common word, and what means the same has vectors
// that point the same way. Its data come from _ext/careers/passages.py, after those of the names.
// The numbers below are those by which `run.py search` finds most of what is judged.
"use strict";

(() => {
  const HEADING = 2.5; // times that a word of a heading counts
  const AGAIN = 1.2; // how soon it stops to count that a word is said again, as k in BM25
  const LENGTH = 0.4; // how much a long text counts for less, as b in BM25
  const SAME = 0.7; // of a word: another that the table of intents calls the same
  const LIGHT = 0.3; // of a word's weight: it says little
  const UNKNOWN = 0.35; // and: no passage has it
  const WORDS = 0.8; // how much the words count, beside what heading and text mean
  const NAMED = 0.6; // how much it counts that the names have found the passage
  const WHOLE = 0.3; // and that the query has all that the heading says
  const AUTHORS = 0.35; // less for pages that are no questions: few readers write the handbook
  const NAMES = 0.3; // of a word's weight: it names a page
  const STRONG = 0.7; // of a query's weight: what explains so much comes before the text of pages
  const NAME = [0.9, 1.1]; // how much a page counts that the names have found, and how much more by all of its name
  const OF_ROLE = 1.6; // and at least, where the query names a role: what else it says is asked of that
  const ALL = 2.4; // and where its name and section explain all of the query
  const NEARLY = 0.92; // of a name and of a query: so much is all of it
  const LEAST = 0.6; // a passage that fits less is no answer
  const SILENT = 0.3; // less for a passage that says no word of weight
  const LEAST_SAID = 0.4; // of what is no question, so much must be said
  const EXCERPT = 28; // words
  const SURE = 0.6; // what is worth so much comes before the text of pages

  const { signpost } = globalThis;
  const { names } = signpost;
  const index = {};
  let loading;

  // Vectors

  /** Unpack the vectors: each value is half a byte. */
  function readVectors({ words, size, values }) {
    const bytes = atob(values);
    const valueAt = (place) => ((bytes.charCodeAt(place >> 1) >> ((place & 1) * 4)) & 15) - 8;
    const places = new Map();
    words.split(" ").forEach((word, place) => {
      places.set(word, place * size);
      const form = `${names.stem(word)}*`; // what has no vector has that of another form
      if (!places.has(form)) places.set(form, place * size);
    });
    return { size, valueAt, places };
  }

  /** What words mean together, as the sum of their vectors. */
  function meaningOf(words) {
    const { size, valueAt, places } = index.vectors;
    const sum = new Float32Array(size);
    for (const word of new Set(words)) {
      const from = places.get(word) ?? places.get(`${names.stem(word)}*`);
      if (from === undefined) continue;
      for (let at = 0; at < size; at++) sum[at] += valueAt(from + at);
    }
    return sum;
  }

  /** How much the same two meanings are: the cosine of their angle. */
  function likeness(one, other) {
    let product = 0;
    let first = 0;
    let second = 0;
    for (let at = 0; at < one.length; at++) {
      product += one[at] * other[at];
      first += one[at] ** 2;
      second += other[at] ** 2;
    }
    return product / (Math.sqrt(first * second) || 1);
  }

  // The index

  function build(told, vectors) {
    index.vectors = readVectors(vectors);
    index.spread = new Map(); // how many passages have a word
    index.all = [];
    const numbers = names.numbers();
    const passages = Object.entries(told)
      .filter(([address]) => numbers.has(address))
      .flatMap(([address, all]) => all.map((each) => [numbers.get(address), ...each]));
    return names
      .inSlices(passages.length, (place) => addPassage(...passages[place]))
      .then(() => {
        index.length = index.all.reduce((sum, { length }) => sum + length, 0) / Math.max(1, index.all.length);
      });
  }

  function addPassage(number, heading, anchor, text) {
    const { title, kind } = names.show(number);
    const headed = names.wordsOf(heading || title);
    const said = names.wordsOf(text);
    const times = new Map();
    for (const stem of stemsOf(said)) times.set(stem, (times.get(stem) ?? 0) + 1);
    const head = new Set(stemsOf(headed));
    for (const stem of new Set([...times.keys(), ...head])) index.spread.set(stem, (index.spread.get(stem) ?? 0) + 1);
    const section = heading ? { text: heading, anchor } : null;
    const headMeaning = meaningOf(headed);
    const meaning = meaningOf([...headed, ...said]);
    const excerpt = excerptOf(text);
    index.all.push({ number, kind, section, excerpt, times, head, headed, headMeaning, length: said.length, meaning });
  }

  /** How a passage begins, as full.js gives it: each word, and whether it is marked. */
  function excerptOf(text) {
    const words = text.split(" ");
    const shown = words.length > EXCERPT ? [...words.slice(0, EXCERPT), "…"] : words;
    return shown.map((word) => [word, false]);
  }

  function stemsOf(words) {
    return words.filter((word) => !names.isStop(word)).map(names.stem);
  }

  function weightOf(stem) {
    const passages = index.spread.get(stem) ?? 0;
    const rarity = Math.log(1 + (index.all.length - passages + 0.5) / (passages + 0.5));
    return rarity * (names.isLight(stem) ? LIGHT : 1) * (passages ? 1 : UNKNOWN);
  }

  // Queries

  /** The words of a query: as they are meant, and in full where the passages have no short name. */
  function wordsOf({ corrected, named }) {
    let words = names.read(corrected.join(" ")).map(({ word, meant }) => meant || word);
    for (const { words: short, title } of named) {
      if (short.every((word) => words.includes(word) && !index.spread.has(names.stem(word)))) {
        words = words.flatMap((word) => (word === short[0] ? names.wordsOf(title) : short.includes(word) ? [] : word));
      }
    }
    return words;
  }

  /** How much a passage says a word. */
  function saying({ times, head, length }, stem) {
    const share = (times.get(stem) ?? 0) / (1 - LENGTH + (LENGTH * length) / index.length);
    const said = share + (head.has(stem) ? HEADING : 0);
    return said / (said + AGAIN);
  }

  /** How much of some words' weight has something true of it. */
  function share(stems, weights, truth) {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return stems.reduce((sum, stem, place) => sum + weights[place] * truth(stem), 0) / (total || 1);
  }

  /**
   * How well each passage answers a query. Where it names a page, what it says besides is what is
   * asked: the words of the name count for little, since all passages about that page have them.
   */
  function judge(found) {
    const words = wordsOf(found);
    const name = new Set(found.named.flatMap(({ words: short, title }) => [...short, ...names.wordsOf(title)]));
    const nameStems = new Set([...name].map(names.stem));
    const rest = words.filter((word) => !name.has(word));
    const asked = [...new Set(stemsOf(words))];
    if (!stemsOf(rest).length) return [];
    const weights = asked.map((stem) => weightOf(stem) * (nameStems.has(stem) ? NAMES : 1));
    const meaning = meaningOf(rest);
    return index.all.map((passage) => {
      const said = share(asked, weights, (stem) =>
        names.sameAs(stem).reduce((most, same) => Math.max(most, SAME * saying(passage, same)), saying(passage, stem)),
      );
      const isAsked = (stem) => asked.includes(stem) || names.sameAs(stem).some((same) => asked.includes(same));
      const head = [...passage.head];
      const isWhole = head.length > 1 && head.every(isAsked);
      const besides = passage.headed.filter((word) => !name.has(word));
      const isNamed = besides.length < passage.headed.length;
      const heading = likeness(meaning, isNamed ? meaningOf(besides) : passage.headMeaning);
      const text = likeness(meaning, passage.meaning);
      const isSilent = asked.every((stem) => names.isLight(stem) || !(head.includes(stem) || passage.times.has(stem)));
      return { passage, said, score: WORDS * said + heading + text + WHOLE * isWhole - SILENT * isSilent };
    });
  }

  /** How much a page that the names have found is worth beside passages. */
  function worthOf({ kind, score, cover, coverage }) {
    const worth = score * (Math.min(cover, coverage) < NEARLY ? NAME[0] + NAME[1] * cover : ALL);
    return isNamedRole({ kind, cover }) ? Math.max(worth, OF_ROLE) : worth;
  }

  function isNamedRole({ kind, cover }) {
    return kind === "Role" && cover >= NEARLY;
  }

  /** Join what the names have found with the passages that answer a query, best first. */
  function join(found) {
    const { results, isQuestion, coverage } = found;
    if (!isQuestion && results.length && isNamedRole(results[0])) return { ...found, coverage: STRONG };
    const all = new Map(results.map((result) => [result.number, { ...result, worth: worthOf(result) }]));
    for (const { passage, said, score } of judge(found)) {
      if (score < LEAST || (!isQuestion && said < LEAST_SAID)) continue;
      const { number, kind, section, excerpt } = passage;
      const result = { ...names.show(number, section), excerpt };
      const other = all.get(number);
      const isNamed = other && (other.url === result.url || !other.section);
      const worth = score - AUTHORS * (kind !== "Question") + (isNamed ? NAMED * (other.score ?? 0) : 0);
      if (!other || worth > other.worth) all.set(number, { score: other?.score, ...result, worth });
    }
    const best = [...all.values()].sort((one, other) => other.worth - one.worth);
    const isSure = best[0]?.worth >= SURE;
    return { ...found, results: best, coverage: isSure ? Math.max(coverage, STRONG) : coverage };
  }

  /** Bring the passages and the vectors, after the names and all that belongs to them. */
  function load() {
    loading ??= names
      .loadSections()
      .then(() => Promise.all([signpost.load("data/passages.js"), signpost.load("_static/search/vectors.js")]))
      .then(() => build(globalThis.signpostPassages, globalThis.signpostVectors));
    loading.catch(() => {
      loading = undefined;
    });
    return loading;
  }

  signpost.passages = { load, join };
})();
