// The names layer of search: titles, other names, sections and intents, and no text of pages.
//
// signpost.names.load() brings the names; signpost.names.search(query, limit) then answers at once.
// The words of a query first find the page whose title or other name they fit; the words that are
// left over choose the section of that page. Its data come from _ext/careers/search.py, and the
// table of intents in them from _search/intents.yml, which says how it is kept.
"use strict";

(() => {
  const KINDS = ["Role", "Skill", "Qualification", "Question", "Family", "Page"];
  const [ROLE, SKILL, QUALIFICATION, QUESTION, , PAGE] = KINDS.keys();
  const TITLE = /\x1f/g;
  const MOST_WORDS = 20;
  const MOST_CANDIDATES = 80;
  const SLICE = 8; // milliseconds
  // How much a word of the query counts that fits a word of a name, by how it fits.
  const EXACT = 1;
  const STEM = 0.94;
  const INITIALS = [0.86, 0.65]; // of neighbours in a name; less where names have the word itself
  const PREFIX = 0.62;
  const CLOSE = 0.96; // a plural, and not a word of the same stem that is longer
  const KIN = [0.55, 0.25]; // one stem begins with the other; more by how like they are
  const SAME = 0.72; // words that the table calls the same
  const TYPO = [0, 0.84, 0.7];
  // How much a word counts that does not fit the name but chooses a section, and other such parts.
  const SECTION = 0.85;
  const OTHER_NAME = 0.6;
  const GUESSED = 7; // letters: a shorter word is close to many others
  const LEAST = 0.45; // of a query's weight: a page that explains less is no answer
  const WORDY = 5; // words: so many are taken as a question
  const LEAST_SAID = 0.08; // where a query says a whole name: of a role, of several words, or in a question
  const MOST = 0.96; // of a name: what is left of it says nothing
  const SUBJECT = 0.3; // for the role that a query is about where it names two
  const STOP = 0.04;
  const LIGHT = 0.12;
  const LETTER = 0.2;

  const { signpost } = globalThis;
  const index = { isReady: false };
  let loading;
  let sectionsLoading;

  // Words

  /** Text in plain lower-case letters: no accents, no apostrophes, and R&D as one word. */
  function plain(text) {
    return text
      .normalize("NFKD")
      .replace(/[\u0300-\u036f]/g, "")
      .toLowerCase()
      .replace(/['\u2018\u2019\u201b\u02bc\u0060\u00b4]/g, "")
      .replace(/\b([a-z]) ?& ?([a-z])\b/g, "$1$2");
  }

  function wordsOf(text) {
    return plain(text).match(/[\p{L}\p{N}]+[+#]*/gu) ?? [];
  }

  /** The same rule as `slug_of` in search.py. */
  function slugOf(title) {
    return title
      .normalize("NFKD")
      .replace(/[^\0-\x7f]/g, "")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "");
  }

  const stems = new Map();

  /**
   * A light stemmer in the manner of Porter's: it takes off the endings of English plurals, of verbs
   * and of the nouns made from them, so that manage, manager, managing and management are one. It
   * errs towards joining words, since an exact word always counts for more.
   */
  function stem(word) {
    let found = stems.get(word);
    if (found === undefined) {
      found = /^[a-z]{4,}$/.test(word) ? stripped(word) : word.replace(/^([a-z]{2,})s$/, "$1");
      stems.set(word, found);
    }
    return found;
  }

  /** A word without what American and British spelling differ in. */
  function inOneEnglish(word) {
    return word
      .replace(/ou?r(s?|ed|ing)$/, "or$1")
      .replace(/iz(e|ed|es|er|ers|ing|ation|ations|able)$/, "is$1")
      .replace(/yz(e|ed|es|er|ers|ing)$/, "ys$1")
      .replace(/ence(s?)$/, "ense$1")
      .replace(/mm(e|es)$/, "m")
      .replace(/([lmpt])\1(ed|er|ers|ing)$/, "$1$2");
  }

  function stripped(word) {
    let rest = inOneEnglish(word);
    if (/(ss|sh|ch|x|zz)es$/.test(rest)) rest = rest.slice(0, -2);
    else if (/[^aeiou]ies$/.test(rest)) rest = `${rest.slice(0, -3)}y`;
    else if (/[^siu]s$/.test(rest)) rest = rest.slice(0, -1);
    for (const ending of [/(ing|ed)$/, /(ment|ship|ness)$/, /(er|or)$/, /ly$/]) {
      const cut = rest.replace(ending, "");
      if (cut !== rest && cut.length > 2 && /[aeiouy]/.test(cut)) {
        rest = cut.length > 3 ? cut.replace(/([bdfglmnprt])\1$/, "$1") : cut;
      }
    }
    for (const ending of [/(ation|ate|at|ion)$/, /(ical|ic|al)$/]) {
      const cut = rest.replace(ending, "");
      if (cut.length > 3) rest = cut;
    }
    return rest.length > 3 ? rest.replace(/e$/, "").replace(/y$/, "i") : rest;
  }

  /** Which letters a word has, as bits: two words are no typing error apart that differ in too many. */
  function lettersOf(word) {
    let letters = 0;
    for (let place = 0; place < word.length; place++) letters |= 1 << (word.charCodeAt(place) & 31);
    return letters;
  }

  function bits(number) {
    let count = 0;
    for (let rest = number; rest; rest &= rest - 1) count++;
    return count;
  }

  const rows = [new Uint8Array(64), new Uint8Array(64), new Uint8Array(64)];

  /**
   * The edits between two words, a swap of neighbours counting as one, and the least edits between
   * the first and any beginning of the second; 9 where there are more than `most`.
   */
  function edits(typed, word, most) {
    const width = Math.min(word.length, typed.length + most);
    let [before, last, row] = rows;
    for (let j = 0; j <= width; j++) last[j] = j;
    for (let i = 1; i <= typed.length; i++) {
      row[0] = i;
      let least = i;
      for (let j = 1; j <= width; j++) {
        const same = typed[i - 1] === word[j - 1];
        let best = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1]) {
          best = Math.min(best, before[j - 2] + 1);
        }
        row[j] = best;
        if (best < least) least = best;
      }
      if (least > most) return [9, 9];
      [before, last, row] = [last, row, before];
    }
    let beginning = 9;
    for (let j = 1; j <= width; j++) beginning = Math.min(beginning, last[j]);
    return [width === word.length ? last[width] : 9, beginning];
  }

  /** How many edits a typing error may have: one, two from eight letters, and only a swap in three. */
  function mostEdits(typed, word) {
    if (/\d/.test(typed)) return 0;
    if (Math.max(typed.length, word.length) >= 8 && typed.length >= 6) return 2;
    return typed.length >= 3 ? 1 : 0;
  }

  /** The edits by which a word may be meant for another, or 9. */
  function slips(typed, word) {
    const most = mostEdits(typed, word);
    if (!most || typed.length > 40 || Math.abs(typed.length - word.length) > most) return 9;
    const [whole] = edits(typed, word, most);
    if (whole > most) return 9;
    // Short words are close to many others.
    if (Math.min(typed.length, word.length) < 4 && [...typed].sort().join() !== [...word].sort().join()) return 9;
    if ((typed.length === 4 || whole === 2) && typed[0] !== word[0] && typed[0] !== word[1]) return 9;
    return whole;
  }

  // The index

  /** Work through a list without keeping the page from anything else for long. */
  function inSlices(count, work) {
    return new Promise((resolve, reject) => {
      let next = 0;
      const slice = () => {
        try {
          const end = performance.now() + SLICE;
          while (next < count) {
            work(next++);
            if (!(next & 15) && performance.now() > end) break;
          }
        } catch (error) {
          reject(error);
          return;
        }
        if (next < count) pause(slice);
        else resolve();
      };
      slice();
    });
  }

  function pause(next) {
    if (globalThis.requestIdleCallback) requestIdleCallback(next, { timeout: 50 });
    else setTimeout(next);
  }

  function termOf(word) {
    let term = index.terms.get(word);
    if (term === undefined) {
      term = index.words.length;
      index.terms.set(word, term);
      index.words.push(word);
      index.found.push([]);
      index.spread.push(0);
      index.seen.push(-1);
      index.letters.push(lettersOf(word));
      const list = index.stems.get(stem(word));
      if (list) list.push(term);
      else index.stems.set(stem(word), [term]);
    }
    return term;
  }

  async function build(data) {
    Object.assign(index, {
      data,
      terms: new Map(), // words by their text
      words: [],
      found: [], // the names that each word is in
      spread: [], // how many pages each is in
      seen: [], // the last page of each
      letters: [],
      stems: new Map(), // words by their stem
      names: [], // [page, words, whether it is the title, text, section]
      firstName: [],
      initials: [],
      page: [],
      hits: new Map(),
      byKind: [],
      joins: new Map(), // the parts of words that are joined by a stroke, by the whole
      headings: null,
      needs: null,
      same: new Map(), // stems that say the same, by each of them
      phrases: [], // and phrases, with the word that says it
    });
    readTable(data.intents);
    const lines = data.names ? data.names.split("\n") : [];
    index.pages = lines.length;
    let group = -1;
    let left = 0;
    await inSlices(lines.length, (number) => {
      while (!left) left = data.groups[++group][4];
      left--;
      const [kind, family, folder, ending] = data.groups[group];
      const names = lines[number].split("\t");
      const slug = data.slugs[number] ?? slugOf(names[0]);
      index.byKind[kind] ??= number;
      index.page.push({ kind, family, slug, address: folder + slug + ending, names });
      index.firstName.push(index.names.length);
      names.forEach((name, place) => addName(number, name, place === 0));
    });
    settle();
  }

  /** Make what follows from all names; searches run before it or after it, and never meanwhile. */
  function settle() {
    weigh();
    index.sorted = [...index.words].sort();
    index.scores = new Float64Array(index.names.length);
    index.covers = new Float64Array(index.names.length);
    index.stamps = new Int32Array(index.names.length).fill(-1);
    index.stamp = 0;
    index.isReady = true;
  }

  /** Weigh the words of all names. */
  function weigh() {
    index.weights = index.spread.map((pages, term) => weightOf(index.words[term], pages));
    index.totals = new Float64Array(index.names.length); // made as they are asked for
    index.hits.clear();
  }

  function addName(page, text, isTitle, section = null) {
    const number = index.names.length;
    const words = wordsOf(text).map(termOf);
    for (const joined of text.match(/[\p{L}\p{N}]+(?:[-/.][\p{L}\p{N}]+)+/gu) ?? []) {
      const parts = wordsOf(joined);
      index.joins.set(parts.join(""), parts);
    }
    index.names.push({ page, words, isTitle, section });
    let initials = "";
    for (const term of words) {
      const word = index.words[term];
      const list = index.found[term];
      if (list[list.length - 1] !== number) list.push(number);
      if (index.seen[term] !== page) index.spread[term]++;
      index.seen[term] = page;
      if (!index.stop.has(word)) initials += word[0];
    }
    index.initials.push(initials);
  }

  function weightOf(word, pages) {
    const full = rarity(pages);
    if (index.stop.has(word)) return full * STOP;
    return index.light.has(stem(word)) ? full * LIGHT : full;
  }

  /** Take in the table of intents. */
  function readTable(table = {}) {
    const list = (text) => wordsOf(text ?? "");
    index.stop = new Set(list(table.stop));
    index.light = new Set();
    index.short = new Map();
    index.kindWords = KINDS.map(() => new Set());
    index.intents = (table.intents ?? []).map((intent) => ({
      isFirst: intent.first,
      isBetween: intent.between,
      isMeant: intent.first ? 2 : Number(!intent.open), // 2: and is not asked again
      notAfter: new Set(list(intent["not-after"])),
      phrases: intent.words.split("|").map((phrase) => phrase.split(/ +/).map(phraseWord)),
      sections: intent.sections.split("|").map((heading) => headingKey(heading.replace("…", " "))),
    }));
    // The words by which a typing error in an intent is mended.
    index.known = new Set([
      ...index.stop,
      ...(table.intents ?? []).flatMap((intent) => list(intent.words)),
    ]);
    index.knownStems = new Set([...index.known].map(stem));
  }

  function phraseWord(text) {
    return text === "…" ? "" : stem(wordsOf(text)[0] ?? "");
  }

  /** What headings are compared by: their words without articles and the page's title. */
  function headingKey(heading) {
    return wordsOf(heading.replace(TITLE, " "))
      .filter((word) => !/^(a|an|the)$/.test(word))
      .map(stem)
      .join(" ");
  }

  function buildSections(data) {
    const headings = data.headings.map(([text, anchor]) => ({
      text,
      anchor,
      key: headingKey(text),
      stems: wordsOf(text.replace(TITLE, " ")).filter((word) => !index.stop.has(word)).map(stem),
      uses: [], // three pages at most
    }));
    data.pages.forEach((shape, page) => {
      for (const number of data.shapes[shape]) {
        const { uses } = headings[number];
        if (uses.length < 3) uses.push(page);
      }
    });
    Object.assign(index, { headings, shapes: data.shapes, shapeOf: data.pages });
    // A heading that only one page or two have is a name of its section.
    for (const heading of headings) {
      if (heading.uses.length > 2) continue;
      for (const page of heading.uses) {
        if (index.page[page].kind === PAGE) addName(page, heading.text, false, heading);
      }
    }
    settle();
  }

  /** Take in what roles ask for, and of the table the words that say little or the same, and short forms. */
  function buildRest({ needs, kinds, light, same, short }) {
    index.needs = needs;
    const know = (word) => {
      index.known.add(word);
      index.knownStems.add(stem(word));
    };
    for (const word of wordsOf(light)) {
      index.light.add(stem(word));
      know(word);
    }
    index.kindWords = KINDS.map((kind) => new Set(wordsOf(kinds[kind.toLowerCase()] ?? "").map(stem)));
    index.short = new Map(Object.entries(short));
    for (const group of same) {
      const said = group.map(wordsOf);
      const single = said.filter((words) => words.length === 1).flat();
      const stems = single.map(stem);
      for (const of of stems) index.same.set(of, [...(index.same.get(of) ?? []), ...stems]);
      single.forEach(know);
      for (const words of said) {
        if (words.length > 1) index.phrases.push([words.map(stem), single[0]]);
      }
    }
    weigh();
  }

  // Queries

  /** The words of a query with what each could mean. */
  function readQuery(query) {
    let words = wordsOf(query.slice(0, 300)).slice(0, MOST_WORDS);
    words = words.flatMap((word) => wordsOf(index.short.get(word) ?? word));
    words = inOneWord(joinAndSplit(words));
    const loose = words.every((word) => index.stop.has(word));
    const isShort = words.length < WORDY;
    const read = words.map((word, place) => {
      const isLast = place === words.length - 1;
      const isStop = !loose && index.stop.has(word);
      // In so few words each may be begun.
      const hits = isStop ? exactHits(word) : hitsOf(word, isLast || isShort);
      const weight = rarity(hits.length ? spreadOf(hits[0][0]) : index.pages / 30);
      const found = { word, hits, isStop, weight, meant: word };
      if (words.indexOf(word) < place) found.weight = 0;
      else if (word.length === 1 && words.length > 1) found.weight *= LETTER;
      if (!hits.length || hits[0][2]) mend(found, isLast, isShort);
      found.isStop ||= found.meant !== word && index.stop.has(found.meant);
      found.isLight = index.light.has(stem(found.meant));
      if (found.isStop) found.weight *= STOP;
      else if (found.isLight) found.weight *= LIGHT;
      return found;
    });
    // Words that say nothing find what is called so, and no more.
    read.least = loose ? 0.9 : LEAST;
    return read;
  }

  /** How much a word tells that so many pages have; what no page has counts as a fairly rare one. */
  function rarity(pages) {
    return Math.log(1 + index.pages / Math.max(1, pages));
  }

  function spreadOf(term) {
    return index.stems.get(stem(index.words[term])).reduce((sum, one) => sum + index.spread[one], 0);
  }

  /** Read a word as one of the table of intents where it is a slip of one, and of no name that has others. */
  function mend(found, isLast, isShort) {
    const { word, hits } = found;
    if (index.knownStems.has(stem(word))) {
      found.hits = [];
      return;
    }
    let best = hits[0]?.[2] ?? 9;
    let beginning;
    for (const known of index.known) {
      const count = known.length > 3 && !isOther(word, known) ? slips(word, known) : 9;
      if (count < best) {
        best = count;
        found.meant = known;
      } else if (isLast && word.length > 3 && known.startsWith(word)) {
        beginning ??= known;
      }
    }
    if (best === 9 && beginning) {
      found.meant = beginning;
      found.isBeginning = true;
    }
    if (found.meant !== word) found.hits = [];
    else if (hits.length && isShort) {
      // In a question it is more likely another word.
      const term = index.words[hits[0][0]];
      if (index.knownStems.has(stem(term))) found.meant = term;
    }
  }

  /** Tell whether a short word is likely another one: it has another letter in the place of one. */
  function isOther(word, known) {
    return word.length < 6 && word.length === known.length && [...word].sort().join() !== [...known].sort().join();
  }

  const isStop = (word) => index.stop.has(word);
  const isLight = (of) => index.light.has(of);
  /** The stems of words that the table calls the same as one, by its stem. */
  const sameAs = (of) => index.same.get(of) ?? [];

  const isKnown = (word) =>
    index.terms.has(word) || index.stop.has(word) || index.stems.has(stem(word)) || index.knownStems.has(stem(word));

  /** Put one word in the place of each phrase that the table calls the same. */
  function inOneWord(words) {
    const found = [...words];
    for (const [phrase, word] of index.phrases) {
      for (let place = 0; place + phrase.length <= found.length; place++) {
        if (phrase.every((each, at) => stem(found[place + at]) === each)) found.splice(place, phrase.length, word);
      }
    }
    return found;
  }

  /** Write words together that names write as one, and apart those that they write as two. */
  function joinAndSplit(words) {
    const found = [];
    for (let place = 0; place < words.length; place++) {
      const word = words[place];
      const next = words[place + 1];
      if (next && !(isKnown(word) && isKnown(next)) && (index.terms.has(word + next) || (next.length > 1 && index.stems.has(stem(word + next))))) {
        found.push(word + next);
        place++;
      } else if (index.joins.has(word) && !index.terms.has(word)) {
        found.push(...index.joins.get(word));
      } else if (word.length > 3 && !isKnown(word) && !beginsAny(word)) {
        found.push(...halves(word));
      } else {
        found.push(word);
      }
    }
    return found;
  }

  function halves(word) {
    for (let cut = word.length - 2; cut >= 2; cut--) {
      const parts = [word.slice(0, cut), word.slice(cut)];
      const apart = /^[a-z]+\d+$/.test(word) || word.length > 7 || cut * 2 === word.length;
      if (apart && parts.every((part) => index.terms.has(part) && !index.stop.has(part))) return parts;
    }
    return [word];
  }

  function exactHits(word) {
    const term = index.terms.get(word);
    return term === undefined ? [] : [[term, EXACT, 0]];
  }

  /** The place of the first word in alphabetical order that is not before a text. */
  function placeOf(text) {
    let low = 0;
    let high = index.sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (index.sorted[middle] < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function beginsAny(word) {
    return index.sorted[placeOf(word)]?.startsWith(word);
  }

  /** The words of names that a word may stand for: [word, how well it fits, edits], best first. */
  function hitsOf(word, isLast) {
    const key = word + (isLast ? "…" : "");
    let hits = index.hits.get(key);
    if (!hits) {
      const fits = new Map();
      findWords(word, isLast, fits);
      hits = [...fits].map(([term, [fit, slip]]) => [term, fit, slip]);
      hits.sort((one, other) => other[1] - one[1] || one[0] - other[0]);
      if (index.hits.size > 300) index.hits.clear();
      index.hits.set(key, hits);
    }
    return hits;
  }

  function findWords(word, isLast, fits) {
    const add = (term, fit, slip = 0) => {
      const before = fits.get(term)?.[0] ?? 0;
      if (slip ? before < STEM : before < fit) fits.set(term, [Math.max(fit, before), slip]);
    };
    const of = stem(word);
    const term = index.terms.get(word);
    if (term !== undefined) add(term, EXACT);
    for (const other of index.stems.get(of) ?? []) {
      const like = likeness(word, index.words[other]);
      // The stems of short words are those of many others.
      if (of.length > 3 || like >= 0.5) add(other, STEM + 0.03 * like);
    }
    for (const same of sameAs(of)) {
      for (const other of index.stems.get(same) ?? []) add(other, SAME);
    }
    const isWhole = fits.size > 0;
    if (!isWhole || isLast || word.length < 3) {
      addBeginnings(word, (other, share) => add(other, PREFIX + (EXACT - PREFIX - 0.1) * share));
    }
    // What is rightly begun is no typing error.
    if (isWhole || (isLast && fits.size)) return;
    if (of.length > 3) {
      const addKin = (other) => add(other, KIN[0] + KIN[1] * likeness(word, index.words[other]));
      addBeginnings(of, addKin);
      for (let length = of.length - 1; length > 3 && length >= of.length - 5; length--) {
        for (const other of index.stems.get(of.slice(0, length)) ?? []) {
          if (index.words[other].length > 3) addKin(other);
        }
      }
    }
    if (fits.size && word.length < 5) return;
    addSlips(word, add);
  }

  /** The letters that two words share from their beginning. */
  function sharedBy(one, other) {
    let same = 0;
    while (same < one.length && one[same] === other[same]) same++;
    return same;
  }

  /** The share of two words that is the same from their beginning. */
  function likeness(one, other) {
    return sharedBy(one, other) / Math.max(one.length, other.length);
  }

  function addBeginnings(text, add) {
    for (let place = placeOf(text); index.sorted[place]?.startsWith(text); place++) {
      const word = index.sorted[place];
      add(index.terms.get(word), text.length / word.length);
    }
  }

  function addSlips(word, add) {
    const letters = lettersOf(word);
    for (let term = 0; term < index.words.length; term++) {
      const other = index.words[term];
      if (other.length < word.length - 2 || bits(letters & ~index.letters[term]) > 2) continue;
      const count = slips(word, other);
      if (count < 3) {
        if (count) add(term, TYPO[count] + 0.001 * (word[0] === other[0]), count);
      } else if (word.length > 4 && word.length < 40 && other.length > word.length && edits(word, other, 1)[1] === 1) {
        if (word[0] === other[0]) add(term, PREFIX - 0.15 + (0.2 * word.length) / other.length, 1);
      }
    }
  }

  /** Find the phrases of the table in a query: [intent, places of the words, length], best first. */
  function findIntents(query) {
    const said = query.map((each) => stem(each.meant));
    const found = [];
    index.intents.forEach((intent, order) => {
      for (const phrase of intent.phrases) {
        const places = findPhrase(said, phrase);
        if (places && !intent.notAfter.has(query[places[0] - 1]?.word)) found.push({ intent, places, order });
      }
    });
    return found;
  }

  function findPhrase(said, phrase) {
    for (let start = 0; start < said.length; start++) {
      const places = [];
      let at = start;
      let gap = false;
      let fits = true;
      for (const word of phrase) {
        if (!word) {
          gap = true;
          continue;
        }
        if (gap) {
          // Something stands in the gap.
          const next = said.indexOf(word, at + 1);
          at = next < 0 ? said.length : next;
        }
        gap = false;
        if (said[at] !== word) {
          fits = false;
          break;
        }
        places.push(at++);
      }
      if (fits && (!gap || at < said.length)) return places;
    }
    return null;
  }

  // Pages

  /** How much the words of a name tell in all. */
  function totalOf(number) {
    return (index.totals[number] ||= index.names[number].words.reduce(
      (sum, term) => sum + index.weights[term],
      0,
    ));
  }

  /** Give each name that a query touches a score that is quick to make, and return the best. */
  function findCandidates(query, total) {
    const { scores, covers, stamps } = index;
    const touched = [];
    query.forEach((each) => {
      const stamp = ++index.stamp;
      const give = (number, fit, cover) => {
        if (stamps[number] === stamp) return;
        if (stamps[number] < query.first) {
          scores[number] = 0;
          covers[number] = 0;
          touched.push(number);
        }
        stamps[number] = stamp;
        scores[number] += each.weight * fit;
        covers[number] += cover;
      };
      for (const [term, fit] of each.hits) {
        const cover = index.weights[term];
        for (const number of index.found[term]) give(number, fit, cover);
      }
      for (const [number, from] of each.initials) {
        let cover = 0;
        for (const term of runOf(number, from, each.word.length)) cover += index.weights[term];
        give(number, each.initialsFit, cover);
      }
    });
    const best = [];
    let least = 0;
    for (const number of touched) {
      const cover = Math.min(1, covers[number] / totalOf(number));
      const score = (scores[number] / total) * (0.5 + 0.5 * cover);
      if (best.length === MOST_CANDIDATES && score <= least) continue;
      let place = best.length < MOST_CANDIDATES ? best.length : MOST_CANDIDATES - 1;
      while (place > 0 && best[place - 1].score < score) {
        best[place] = best[place - 1];
        place--;
      }
      best[place] = { number, score };
      least = best[best.length - 1].score;
    }
    return best.map(({ number }) => number);
  }

  /** The words of a name whose initials stand at a place among its initials. */
  function runOf(number, from, length) {
    const words = index.names[number].words.filter((term) => !index.stop.has(index.words[term]));
    return words.slice(from, from + length);
  }

  /** The names in which the initials of neighbours make a short word. */
  function initialsOf(word) {
    const key = `${word}.`;
    let found = index.hits.get(key);
    if (!found) {
      found = [];
      if (/^[a-z]{2,5}$/.test(word)) {
        index.initials.forEach((initials, number) => {
          const from = initials.indexOf(word);
          if (from >= 0) found.push([number, from]);
        });
      }
      index.hits.set(key, found);
    }
    return found;
  }

  /** Fit the words of a query to those of one name: how well, and how much of the name is said. */
  function fitName(query, number) {
    const name = index.names[number];
    const said = new Set();
    const fits = query.map((each) => {
      for (const [term, fit, slip] of each.hits) {
        if (name.words.includes(term) && !(said.has(term) && fit < EXACT)) {
          said.add(term);
          return { fit, term, slip };
        }
      }
      const run = each.initials.find(([other]) => other === number);
      if (!run) return null;
      const terms = runOf(number, run[1], each.word.length);
      terms.forEach((term) => said.add(term));
      return { fit: each.initialsFit, term: terms[0], slip: 0 };
    });
    let cover = 0;
    for (const term of said) cover += index.weights[term];
    const places = fits.map((each) => (each ? name.words.indexOf(each.term) : -1)).filter((place) => place >= 0);
    const inOrder = places.every((place, at) => at === 0 || place > places[at - 1]);
    return { name, fits, cover: Math.min(1, cover / totalOf(number)), inOrder };
  }

  /** Score a page by its best name, and choose its section by the words that are left over. */
  function judge(query, total, intents, number, joined) {
    const { name, fits, cover, inOrder } = fitName(query, number);
    const page = index.page[name.page];
    const part = query.map((each, place) => (fits[place] ? each.weight * fits[place].fit : 0));
    const left = query.map((each, place) => !fits[place] && !each.isStop);
    const section = name.section ? { ...name.section, isMeant: true } : chooseSection(query, intents, name.page, part, left);
    explainByRest(query, name, part, left, number);
    const isAsked = page.kind === QUESTION && query.isQuestion;
    const isWhole = query.every((each, place) => part[place] || each.isStop);
    if (name.page === query.subject) {
      // The other role that it is compared with says the rest.
      for (const place of query.others) part[place] = Math.max(part[place], query[place].weight * SECTION);
    }
    const explained = part.reduce((sum, each) => sum + each, 0) / total;
    let score = explained * (isAsked ? 0.8 + 0.2 * cover : 0.55 + 0.45 * cover);
    if (inOrder) score += 0.01;
    if (isAsked) score += 0.05;
    else if (page.kind === QUESTION) score *= 0.93;
    if (!name.isTitle) score *= name.section ? 0.75 : fits.some((fit) => fit?.fit > CLOSE) ? 0.985 : 0.94;
    if (joined === textOf(name)) score += name.isTitle ? 0.4 : 0.3;
    else if (name.isTitle && textOf(name).startsWith(joined)) score += joined.includes(" ") ? 0.3 : 0.15;
    if (name.page === query.subject) score += SUBJECT;
    const weightIn = (said) => query.reduce((sum, each, place) => sum + (said[place] ? each.weight : 0), 0) / total;
    // Sections and words that say nothing make no answer by themselves, and nor do guesses, or parts
    // of names beside words that no name has.
    const isMore = query.length === 1 || fits.filter(Boolean).length > 1; // than a letter of it
    const isNamed = isAsked || fits.some((fit, place) =>
      fit && !query[place].isStop && (isMore || query[place].word.length > 1) && !isGuess(query, place, fit, isWhole),
    );
    const isSaid = (query.isQuestion || name.words.length > 1 || page.kind === ROLE) && cover > 0.99 && fits.every((fit) => !fit || fit.fit >= CLOSE);
    const isStray = !isWhole && cover < MOST && !query.isQuestion && query.some((each, place) => !part[place] && !each.isStop && !each.hits.length);
    if (explained < (isSaid ? LEAST_SAID : query.least) || !isNamed || isStray) score = 0;
    return { page: name.page, section, score, coverage: weightIn(part), cover, share: weightIn(fits), fits, query };
  }

  /**
   * Tell whether a word of a name is too little to go by: a short word that is not the last and is
   * completed to one twice as long, or a slip in a short word beside others that mean nothing here.
   */
  function isGuess(query, place, { term, fit, slip }, isWhole) {
    const { length } = query[place].word;
    if (fit > CLOSE || length >= GUESSED) return false;
    return slip ? !isWhole : place < query.length - 1 && index.words[term].length > 2 * length;
  }

  /** Note what a query names in full, and which role it is about; return the titles, and the words that name them. */
  function findNamed(query, intents, candidates) {
    const isBetween = intents.some(({ intent }) => intent.isBetween);
    const found = candidates
      .filter((number) => index.page[index.names[number].page].kind <= QUALIFICATION)
      .map((number) => fitName(query, number))
      .filter(({ cover }) => cover > 0.99)
      .map(({ name, fits }) => ({ page: name.page, places: [...fits.keys()].filter((place) => fits[place]) }));
    const roles = found.filter(({ page }) => index.page[page].kind === ROLE);
    const middle = ({ places }) => places.reduce((sum, place) => sum + place, 0) / places.length;
    roles.sort((one, other) => middle(one) - middle(other));
    // One moves from a role, and compares the first with the second.
    const from = query.findIndex((each) => each.word === "from") + 1;
    const start = roles.find(({ places }) => from && places[0] === from);
    query.subject = isBetween && roles.length > 1 ? (start ?? roles[0]).page : undefined;
    query.others = roles.flatMap(({ places }) => places);
    return found.map(({ page, places }) => ({
      number: page,
      title: index.page[page].names[0],
      words: places.map((place) => query[place].word),
    }));
  }

  /** Tell whether words are a question, or so many that they are as good as one. */
  function isQuestion(words) {
    const asks = (word, place) =>
      /^(who(m|se)?|why|how|when|where|what|whats|which)$/.test(word) ||
      (/^(can|do|does|did|is|are|am|was|will|should|shall|may|must|could|would|has|have)$/.test(word) &&
        (!place || /^(i|we|you|they|it)$/.test(words[place + 1])));
    return words.length >= WORDY || (words.length > 2 && words.some(asks));
  }

  function textOf(name) {
    name.joined ||= name.words.map((term) => index.words[term]).join(" ");
    return name.joined;
  }

  /** Let other names of the page, its kind and its family explain words that its best name does not. */
  function explainByRest(query, name, part, left, number) {
    const page = index.page[name.page];
    const family = page.family < 0 ? [] : wordsOf(index.data.families[page.family]).map(stem);
    const first = index.firstName[name.page];
    query.forEach((each, place) => {
      if (!left[place]) return;
      const of = stem(each.meant);
      if (index.kindWords[page.kind].has(of)) {
        part[place] = Math.max(part[place], each.weight * SECTION);
      } else if (family.includes(of)) {
        part[place] = Math.max(part[place], each.weight * OTHER_NAME);
      }
      for (let other = first; other < first + page.names.length; other++) {
        if (other === number) continue;
        const hit = each.hits.find(([term]) => index.names[other].words.includes(term));
        if (hit) part[place] = Math.max(part[place], each.weight * hit[1] * OTHER_NAME);
      }
    });
  }

  /** Choose a section by the words that the page's name leaves over, and count them as explained. */
  function chooseSection(query, intents, page, part, left) {
    if (!index.headings) {
      // The sections are still to come.
      for (const place of intents.flatMap((intent) => intent.places)) {
        part[place] ||= query[place].weight * SECTION;
      }
      return null;
    }
    const headings = index.shapes[index.shapeOf[page]].map((each) => index.headings[each]);
    const options = [];
    const offer = (section, places, rank, isFirst = false) => {
      const open = places.filter((place) => left[place] || query[place].isStop);
      if (!open.length || !places.some((place) => !part[place] || query[place].isStop)) return;
      const weight = open.reduce((sum, place) => sum + query[place].weight, 0);
      options.push({ section, places: open, weight, rank, isFirst });
    };
    for (const { intent, places, order } of intents) {
      if (places.every((place) => part[place])) continue;
      const section = headingOf(headings, intent.sections);
      if (section) offer({ ...section, isMeant: intent.isMeant }, places, places.length * 100 - order, intent.isFirst);
    }
    for (const heading of headings) {
      const list = [...query.keys()].filter(
        (place) => left[place] && heading.stems.includes(stem(query[place].meant)),
      );
      if (list.some((place) => !query[place].isLight)) {
        offer(heading, list, (list.length * 50) / heading.stems.length);
      }
    }
    for (const need of needsOf(page)) {
      const list = needPlaces(query, left, need);
      if (list.length) offer({ need }, list, 40);
    }
    if (!options.length) return null;
    options.sort(
      (one, other) => other.isFirst - one.isFirst || other.weight - one.weight || other.rank - one.rank,
    );
    for (const { places } of options) {
      for (const place of places) part[place] = Math.max(part[place], query[place].weight * SECTION);
    }
    return options[0].section;
  }

  function headingOf(headings, keys) {
    return keys.map((each) => headings.find(({ key }) => key === each)).find(Boolean);
  }

  /** The pages of the skills and qualifications that a role asks for. */
  function needsOf(page) {
    if (index.page[page].kind !== ROLE || !index.needs) return [];
    const [skills, qualifications] = index.needs[page - index.byKind[ROLE]];
    return [
      ...skills.map((number) => index.byKind[SKILL] + number),
      ...qualifications.map((number) => index.byKind[QUALIFICATION] + number),
    ];
  }

  /** Where a query says a whole name of what a role asks for. */
  function needPlaces(query, left, need) {
    const first = index.firstName[need];
    for (let number = first; number < first + index.page[need].names.length; number++) {
      const { words } = index.names[number];
      const places = new Set();
      const whole = words.every((term) => {
        if (index.stop.has(index.words[term])) return true;
        const place = query.findIndex(
          (each, at) => left[at] && each.hits.some(([other, fit]) => other === term && fit >= TYPO[2]),
        );
        if (place >= 0) places.add(place);
        return place >= 0;
      });
      if (whole && places.size) return [...places];
    }
    return [];
  }

  function search(query, limit = 8) {
    const typed = wordsOf(query);
    const nothing = {
      results: [],
      coverage: 0,
      isQuestion: isQuestion(typed),
      typed,
      corrected: typed,
      correction: "",
      named: [],
    };
    if (!index.isReady || !typed.length) return nothing;
    const read = readQuery(query);
    for (const each of read) {
      each.initials = each.isStop ? [] : initialsOf(each.word);
      each.initialsFit = INITIALS[Number(index.terms.has(each.word))];
    }
    read.first = index.stamp + 1;
    read.isQuestion = nothing.isQuestion;
    const total = read.reduce((sum, each) => sum + each.weight, 0);
    const intents = findIntents(read);
    const joined = read.map((each) => each.word).join(" ");
    const byPage = new Map();
    const candidates = findCandidates(read, total);
    nothing.named = findNamed(read, intents, candidates);
    for (const number of candidates) {
      const judged = judge(read, total, intents, number, joined);
      const before = byPage.get(judged.page);
      if (judged.score > (before?.score ?? 0)) byPage.set(judged.page, judged);
    }
    const best = [...byPage.values()].sort(
      (one, other) => other.score - one.score || inOrder(one.page, other.page),
    );
    if (!best.length) return nothing;
    const results = best
      .slice(0, limit)
      .map(({ page, section, score, cover, coverage, share }) => ({ ...show(page, section), score, cover, coverage, share }));
    return { ...nothing, results, coverage: best[0].coverage, ...correct(query, best[0]) };
  }

  function inOrder(one, other) {
    const [first, second] = [index.page[one], index.page[other]];
    if (first.kind !== second.kind) return first.kind - second.kind;
    if (first.names[0] !== second.names[0]) return first.names[0] < second.names[0] ? -1 : 1;
    return one - other;
  }

  /** The words of a query as its best page has them, where they were typed with an error. */
  function correct(query, { query: read, fits }) {
    const better = new Map();
    const whole = new Map();
    read.forEach((each, place) => {
      const fit = fits[place];
      const meant = fit ? index.words[fit.term] : each.meant;
      if (fit ? fit.slip || isMisspelt(each.word, meant) : meant !== each.word && !each.isBeginning) {
        better.set(each.word, meant);
      } else if (fit && place < read.length - 1 && meant !== each.word && meant.startsWith(each.word)) {
        whole.set(each.word, meant);
      }
    });
    // What is only begun is written in full beside a correction; a lost e at the end is an error by itself.
    for (const [word, meant] of whole) {
      if ((meant === `${word}e` && !index.terms.has(word)) || better.size) better.set(word, meant);
    }
    const typed = wordsOf(query);
    const correction = better.size
      ? query.replace(/[\p{L}\p{N}'’]+/gu, (word) => better.get(plain(word)) ?? word)
      : "";
    return { corrected: typed.map((word) => better.get(word) ?? word), correction };
  }

  /** Tell whether words of one stem differ by a letter within, and not by their endings or the English. */
  function isMisspelt(typed, word) {
    const [short, long] = [typed, word].map(inOneEnglish).sort((one, other) => one.length - other.length);
    const same = sharedBy(short, long);
    return same < short.length && long.slice(same + 1) === short.slice(same);
  }

  /** A page, or a section of it, as a result. */
  function show(number, section) {
    const page = index.page[number];
    const found = {
      number,
      title: page.names[0],
      url: page.address,
      page: page.address.replace(/#.*$/, ""),
      kind: KINDS[page.kind],
      family: page.family < 0 ? "" : index.data.families[page.family],
      section: "",
    };
    if (section?.need !== undefined) {
      const need = index.page[section.need];
      found.section = need.names[0];
      found.url += `#${KINDS[need.kind].toLowerCase()}-${slugOf(need.slug)}`;
    } else if (section) {
      found.isMeant = section.isMeant;
      found.section = section.text.replace(TITLE, () => page.names[0]);
      const anchor = section.anchor ?? slugOf(found.section);
      if (anchor) found.url += `#${anchor}`;
    }
    return found;
  }

  // Loading

  function bring(name) {
    return signpost.load(`data/${name}.js`);
  }

  /** Bring the names; the sections follow. A load that failed may be tried again. */
  function load() {
    loading ??= bring("names")
      .then(() => build(globalThis.signpostNames))
      .then(() => {
        loadSections().catch(() => {});
      });
    loading.catch(() => {
      loading = undefined;
    });
    return loading;
  }

  /** Bring the sections, by which results lead to the right place of a page, and then the rest. */
  function loadSections() {
    sectionsLoading ??= (loading ?? load())
      .then(() => bring("sections"))
      .then(() => buildSections(globalThis.signpostSections))
      .then(() => bring("rest"))
      .then(() => buildRest(globalThis.signpostRest));
    sectionsLoading.catch(() => {
      sectionsLoading = undefined;
    });
    return sectionsLoading;
  }

  /** The numbers of pages and questions, by their addresses. */
  function numbers() {
    return (index.numbers ??= new Map(index.page.map(({ address }, number) => [address, number])));
  }

  signpost.names = { load, loadSections, search, show, numbers, inSlices, read: readQuery, stem, wordsOf, headingKey, isStop, isLight, sameAs };
})();
