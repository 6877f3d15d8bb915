// What a query's words say and mean, for all that looks for them in text.
//
// Each common word has a vector, and what means the same points the same way: those of vectors.js,
// which `python3 run.py vectors` makes.
"use strict";

(() => {
  const SAME = 0.7; // of a word: another that the table of intents calls the same
  const LIGHT = 0.3; // of a word's weight: it says little

  const { signpost } = globalThis;
  const { names } = signpost;
  const single = new Map(); // what each word means by itself, once it is asked for
  let vectors;
  let loading;

  /** Unpack the vectors: each value is half a byte. */
  function read({ words, size, values }) {
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
    const { size, valueAt, places } = vectors;
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

  function meaningOfOne(word) {
    if (!single.has(word)) single.set(word, meaningOf([word]));
    return single.get(word);
  }

  /** How near words come to what others mean: each to the nearest of them, and all by their weights. */
  function nearnessOf(words, weights, others) {
    const meanings = [...new Set(others)].map(meaningOfOne);
    const nearest = (word) =>
      meanings.reduce((most, other) => Math.max(most, likeness(meaningOfOne(word), other)), 0);
    return meanOf(words, weights, nearest);
  }

  /** The mean of what things are worth, by their weights. */
  function meanOf(things, weights, worthOf) {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return things.reduce((sum, thing, place) => sum + weights[place] * worthOf(thing), 0) / (total || 1);
  }

  /** The words of a query, as they are meant. */
  function wordsOf({ corrected }) {
    return names.read(corrected.join(" ")).map(({ word, meant }) => meant || word);
  }

  /** The stems of the words that are more than the glue of a sentence. */
  function stemsOf(words) {
    return words.filter((word) => !names.isStop(word)).map(names.stem);
  }

  /** How rare a word is that so many texts of all have, as the idf of BM25, and less where it says little. */
  function rarity(stem, having, all) {
    return Math.log(1 + (all - having + 0.5) / (having + 0.5)) * (names.isLight(stem) ? LIGHT : 1);
  }

  /** How much of some words' weight is said, by how much each is; what is the same counts as well. */
  function shareOf(stems, weights, saying) {
    const said = (stem) =>
      names.sameAs(stem).reduce((most, same) => Math.max(most, SAME * saying(same)), saying(stem));
    return meanOf(stems, weights, said);
  }

  /** Bring the vectors. A load that failed may be tried again. */
  function load() {
    loading ??= signpost.load("_static/search/vectors.js").then(() => {
      vectors = read(globalThis.signpostVectors);
    });
    loading.catch(() => {
      loading = undefined;
    });
    return loading;
  }

  signpost.meaning = { load, meaningOf, likeness, nearnessOf, wordsOf, stemsOf, rarity, shareOf };
})();
