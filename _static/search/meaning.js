// What words mean: each common word has a vector, and what means the same points the same way.
//
// The vectors are those of vectors.js, which `python run.py vectors` makes.
"use strict";

(() => {
  const { signpost } = globalThis;
  let vectors;
  let loading;

  /** Unpack the vectors: each value is half a byte. */
  function read({ words, size, values }) {
    const bytes = atob(values);
    const valueAt = (place) => ((bytes.charCodeAt(place >> 1) >> ((place & 1) * 4)) & 15) - 8;
    const places = new Map();
    words.split(" ").forEach((word, place) => {
      places.set(word, place * size);
      const form = `${signpost.names.stem(word)}*`; // what has no vector has that of another form
      if (!places.has(form)) places.set(form, place * size);
    });
    return { size, valueAt, places };
  }

  /** What words mean together, as the sum of their vectors. */
  function meaningOf(words) {
    const { size, valueAt, places } = vectors;
    const sum = new Float32Array(size);
    for (const word of new Set(words)) {
      const from = places.get(word) ?? places.get(`${signpost.names.stem(word)}*`);
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

  signpost.meaning = { load, meaningOf, likeness };
})();
