// Questions in people's own words: finds the passage that answers one, whatever words it is asked in.
//
// Passages are the answers to the handbook's questions and the sections of its other pages of prose.
// One fits a query as far as it has the query's words, the rare ones above all, and as far as both
// mean the same. Its data come from _ext/careers/passages.py, after those of the names.
// The numbers below are those by which `run.py search` finds most of what is judged.
"use strict";

(() => {
  const HEADING = 2.5; // times that a word of a heading counts
  const AGAIN = 1.2; // how soon it stops to count that a word is said again, as k in BM25
  const LENGTH = 0.4; // how much a long text counts for less, as b in BM25
  const UNKNOWN = 0.35; // of a word's weight: no passage has it, since a question has many words around what is asked
  const NAMES = 0.3; // and: it names a page
  const WORDS = 0.9; // how much the words count, beside what heading and text mean
  const WHOLE = 0.25; // and that the query has all that the heading says
  const NAMED = 0.4; // and that the names have found the passage
  const SILENT = 0.1; // less for a passage that says no word of weight
  const AUTHORS = 0.3; // and for pages that are no questions: few readers write the handbook
  const OTHERS = 0.4; // and where a role, skill or qualification is named that the heading does not say
  const PAGE = 0.4; // how much more a page is worth than a passage, by being found by its name
  const SCORE = 0.75; // and how much how well its name fits
  const COVER = 0.9; // and that by how much of the name is said
  const ROLE = 0.5; // more for a role that is named in full: what else is said is asked of it
  const ALL = 0.35; // and where name and section explain all of the query
  const ASKED = 0.3; // and for a page of another kind that several words name, and a section of which is asked
  const SHARE = 0.6; // and for such a page in a question, by how much of the question's weight its name is
  const HALF = 0.55; // of that weight: a name that is less of it makes a page worth less
  const STRONG = 0.7; // of a query's weight: what explains so much comes before the text of pages
  const NEARLY = 0.92; // of a name and of a query: so much is all of it
  const LEAST = 0.6; // a passage that fits less is no answer
  const LEAST_SAID = 0.4; // of what is no question, so much must be said
  const EXCERPT = 28; // words
  const LATE = 0.1; // less for each sentence before: an excerpt begins at the beginning if it can
  const SURE = 1; // a page that is worth so much comes before the text of others

  const { signpost } = globalThis;
  const { names } = signpost;
  const index = {};
  let loading;
  let meaning; // once it is loaded

  // The index

  function build(told) {
    ({ meaning } = signpost);
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
    for (const stem of meaning.stemsOf(said)) times.set(stem, (times.get(stem) ?? 0) + 1);
    const head = new Set(meaning.stemsOf(headed));
    for (const stem of new Set([...times.keys(), ...head])) index.spread.set(stem, (index.spread.get(stem) ?? 0) + 1);
    const section = heading ? { text: heading, anchor } : null;
    const headMeans = meaning.meaningOf(headed);
    const means = meaning.meaningOf([...headed, ...said]);
    index.all.push({ number, kind, section, text, times, head, headMeans, length: said.length, means });
  }

  /**
   * What to show of a text, as full.js gives it: the sentence that fits a query best and what follows,
   * each word with whether the query has it.
   */
  function excerptOf(text, words) {
    const asked = new Set(meaning.stemsOf(words).filter((stem) => !names.isLight(stem)));
    const means = meaning.meaningOf(words);
    const askedIn = (said) => meaning.stemsOf(said).filter((stem) => asked.has(stem));
    const sentences = text.match(/[^.?!]+[.?!]*\s*/g) ?? [text];
    const fits = sentences.map((sentence, place) => {
      const said = names.wordsOf(sentence);
      return new Set(askedIn(said)).size + meaning.likeness(means, meaning.meaningOf(said)) - LATE * place;
    });
    const first = fits.indexOf(Math.max(...fits));
    const rest = sentences.slice(first).join("").trim().split(/\s+/);
    const shown = rest.slice(0, EXCERPT).map((word) => [word, askedIn(names.wordsOf(word)).length > 0]);
    if (first) shown.unshift(["…", false]);
    if (rest.length > EXCERPT) shown.push(["…", false]);
    return shown;
  }

  /** A result with its excerpt, which is made when it is shown: most of what fits never is. */
  function withExcerpt(result, words) {
    let excerpt;
    return {
      ...result,
      get excerpt() {
        return (excerpt ??= excerptOf(result.text, words));
      },
    };
  }

  function weightOf(stem) {
    return meaning.rarity(stem, index.spread.get(stem) ?? 0, index.all.length);
  }

  // Queries

  /** The words of a query: as they are meant, and in full where the passages have no short name. */
  function wordsOf(found) {
    let words = meaning.wordsOf(found);
    for (const { words: short, title } of found.named) {
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

  /**
   * How well each passage answers a query. Where it names a page, what it says besides is what is
   * asked: the words of the name count for little, since all passages about that page have them.
   */
  function judge(found) {
    const words = wordsOf(found);
    const name = new Set(found.named.flatMap(({ words: short, title }) => [...short, ...names.wordsOf(title)]));
    const nameStems = new Set([...name].map(names.stem));
    const rest = words.filter((word) => !name.has(word));
    const asked = [...new Set(meaning.stemsOf(words))];
    if (!meaning.stemsOf(rest).length) return [];
    const isMissing = (stem) => found.isQuestion && !index.spread.has(stem);
    const weights = asked.map(
      (stem) => weightOf(stem) * (isMissing(stem) ? UNKNOWN : 1) * (nameStems.has(stem) ? NAMES : 1),
    );
    const means = meaning.meaningOf(words);
    return index.all.map((passage) => {
      const said = meaning.shareOf(asked, weights, (stem) => saying(passage, stem));
      const isAsked = (stem) => asked.includes(stem) || names.sameAs(stem).some((same) => asked.includes(same));
      const head = [...passage.head];
      const isWhole = head.length > 1 && head.every(isAsked);
      const heading = meaning.likeness(means, passage.headMeans);
      const text = meaning.likeness(means, passage.means);
      const isSilent = asked.every((stem) => names.isLight(stem) || !(head.includes(stem) || passage.times.has(stem)));
      return { passage, said, score: WORDS * said + heading + text + WHOLE * isWhole - SILENT * isSilent };
    });
  }

  /** The names in a query that say what it is about: another name of a skill says little if it is one word. */
  function namesIn({ named }) {
    const isShort = ({ title }) => names.wordsOf(title).length === 1;
    const isSkill = ({ number }) => names.show(number).kind === "Skill";
    return named.filter((name) => name.words.length > 1 || isShort(name) || !isSkill(name));
  }

  /** How much a page that the names have found is worth beside passages; `about` are those of `namesIn`. */
  function worthOf(result, found, about) {
    const { number, kind, score, cover, coverage, share, isMeant } = result;
    const isAll = Math.min(cover, coverage) >= NEARLY;
    const fit = PAGE + SCORE * score + COVER * score * cover + ALL * isAll;
    if (kind === "Role") return fit + ROLE * isNamedRole(result, found);
    const isNamed = about.some((name) => name.number === number);
    const isAbout = found.isQuestion && kind !== "Question";
    return fit + ASKED * (Boolean(isMeant) && isNamed) + SHARE * (isAbout && share - HALF);
  }

  /** Tell whether a result is a role that a query names in full, and not as a part of a longer name. */
  function isNamedRole({ number, kind, cover }, { named }) {
    const own = named.filter((name) => name.number === number);
    const isPart = ({ words }) => own.every((name) => name.words.length < words.length && name.words.every((word) => words.includes(word)));
    return kind === "Role" && cover >= NEARLY && !(own.length && named.some(isPart));
  }

  /** Join what the names have found with the passages that answer a query, best first. */
  function join(found) {
    const { results, isQuestion, coverage } = found;
    if (!isQuestion && results.length && isNamedRole(results[0], found)) return { ...found, coverage: STRONG };
    const about = namesIn(found);
    const all = new Map(results.map((result) => [result.number, { ...result, worth: worthOf(result, found, about) }]));
    const titles = about.map(({ title }) => meaning.stemsOf(names.wordsOf(title)));
    const isOther = ({ head }) => titles.length > 0 && !titles.some((title) => title.every((stem) => head.has(stem)));
    for (const { passage, said, score } of judge(found)) {
      if (score < LEAST || (!isQuestion && said < LEAST_SAID)) continue;
      const { number, kind, section, text } = passage;
      const result = { ...names.show(number, section), text };
      const other = all.get(number);
      const isNamed = other && (other.url === result.url || !other.section);
      const less = AUTHORS * (kind !== "Question") + OTHERS * isOther(passage);
      const worth = score - less + (isNamed ? NAMED * (other.score ?? 0) : 0);
      if (!other || worth > other.worth) all.set(number, { score: other?.score, ...result, worth });
    }
    const best = [...all.values()].sort((one, other) => other.worth - one.worth);
    const isSure = best.length > 0 && (best[0].text || best[0].worth > SURE);
    const words = wordsOf(found);
    const shown = best.map((result) => (result.text ? withExcerpt(result, words) : result));
    return { ...found, results: shown, coverage: isSure ? Math.max(coverage, STRONG) : coverage };
  }

  /** Bring the passages and what is needed beside them, after the names and all that belongs to them. */
  function load() {
    const scripts = ["data/passages.js", "_static/search/meaning.js", "_static/search/asking.js", "_static/search/pages.js"];
    loading ??= names
      .loadSections()
      .then(() => Promise.all(scripts.map(signpost.load)))
      .then(() => Promise.all([signpost.meaning.load(), signpost.asking.load()]))
      .then(() => build(globalThis.signpostPassages));
    loading.catch(() => {
      loading = undefined;
    });
    return loading;
  }

  signpost.passages = { load, join, isNamedRole, weightOf, withExcerpt };
})();
