// Which section of a page answers a query: pages themselves are read, since names do not know their text.
//
// Of a page that names have found, a section fits as far as it says what the query says besides the
// name, the words above all that few sections of the page say, and as far as both mean the same. A
// question may be answered by a page that no name finds: then the pages are read that the index of the
// text has its rare words on. The numbers below were fitted to what was judged, each handbook left
// out in turn.
"use strict";

(() => {
  const QUIET = 100; // milliseconds without another query before pages are read
  const MOST_READ = 3; // of the results, so many pages are read
  const READ = new Set(["Role", "Skill", "Qualification", "Family"]); // passages know the others' text
  const HEADING = 0.85; // how much it counts that a heading means the same, beside the words
  const TEXT = 0.75; // and that the text does
  const COPY = 0.8; // less for what is said on a page of its own
  // The same, and less in all, where no name has found the page.
  const UNNAMED = { share: 0.8, heading: 0.3, text: 0.95, copy: 0.5, less: 0.32 };
  const NEARLY = 0.92; // of a name: so much is all of it
  const LEAST = 0.5; // an answer that is worth less is none
  const LIGHT = 0.3; // of a word's weight: it says little
  const SAME = 0.7; // of a word: another that the table of intents calls the same

  const { signpost } = globalThis;
  const { names } = signpost;
  const reading = new Map();
  let turn = 0; // the newest query

  /** Read the sections of a page; none where it does not come. */
  function read(page) {
    if (!reading.has(page)) reading.set(page, bring(page).catch(() => []));
    return reading.get(page);
  }

  async function bring(page) {
    const answer = await fetch(new URL(document.documentElement.dataset.content_root + page, document.baseURI));
    if (!answer.ok) return [];
    const html = new DOMParser().parseFromString(await answer.text(), "text/html");
    const headings = [...html.querySelectorAll("article section > :is(h1, h2, h3)")];
    return headings.map((heading) => {
      const anchor = decodeURIComponent(heading.querySelector(".headerlink")?.hash.slice(1) ?? "");
      heading.querySelectorAll(".headerlink, .badge").forEach((part) => part.remove());
      const own = [...heading.parentNode.children].filter((part) => part !== heading && part.tagName !== "SECTION");
      return {
        isTop: heading.tagName === "H1",
        isCopy: /^(skill|qualification|question)-/.test(anchor) || own.some((part) => part.querySelector(".role-name")),
        anchor,
        heading: heading.textContent.trim(),
        text: own.map((part) => part.textContent).join(" ").replace(/\s+/g, " ").trim(),
      };
    });
  }

  /** The words of a query that do not name a page. */
  function besides({ corrected, named }, { number, title }) {
    const name = new Set(names.wordsOf(title));
    for (const other of named) {
      if (other.number === number) other.words.forEach((word) => name.add(word));
    }
    return names
      .read(corrected.join(" "))
      .map(({ word, meant }) => meant || word)
      .filter((word) => !name.has(word));
  }

  function stemsOf(words) {
    return new Set(words.filter((word) => !names.isStop(word)).map(names.stem));
  }

  /** The share of the words of a query, by their weights, that a section says. */
  function shareOf(asked, weights, stems) {
    const fits = (stem) => (stems.has(stem) ? 1 : names.sameAs(stem).some((same) => stems.has(same)) ? SAME : 0);
    const total = weights.reduce((sum, weight) => sum + weight, 0) || 1;
    return asked.reduce((sum, stem, place) => sum + weights[place] * fits(stem), 0) / total;
  }

  /** The words that say something, or all where none does. */
  function telling(words) {
    const rest = words.filter((word) => !names.isStop(word) && !names.isLight(names.stem(word)));
    return rest.length ? rest : words;
  }

  /** The section that fits the words best, or null where they say nothing. */
  function choose(words, sections, title) {
    const { meaningOf, likeness } = signpost.meaning;
    const asked = [...stemsOf(words)];
    if (!asked.length) return null;
    const inTitle = new Set(names.wordsOf(title));
    const all = sections.map((section) => {
      const head = section.isTop ? [] : names.wordsOf(section.heading);
      const said = names.wordsOf(section.text);
      return { section, head: head.filter((word) => !inTitle.has(word)), said, stems: stemsOf([...head, ...said]) };
    });
    const weights = asked.map((stem) => {
      const spread = all.filter(({ stems }) => stems.has(stem)).length;
      return Math.log(1 + (all.length - spread + 0.5) / (spread + 0.5)) * (names.isLight(stem) ? LIGHT : 1);
    });
    const meaning = meaningOf(telling(words));
    const scores = all.map(({ section, head, said, stems }) => {
      const heading = likeness(meaning, meaningOf(telling(head)));
      return shareOf(asked, weights, stems) + HEADING * heading + TEXT * likeness(meaning, meaningOf(telling(said))) - COPY * section.isCopy;
    });
    return all[scores.indexOf(Math.max(...scores))]?.section ?? null;
  }

  /** A result that leads to the section of its page that fits a query. */
  async function withSection(result, found) {
    const sections = await read(result.page);
    const words = besides(found, result);
    const best = choose(words, sections, result.title);
    if (!best) return result;
    if (best.isTop) return { ...result, section: "", url: result.page };
    return {
      ...result,
      section: best.heading,
      url: `${result.page}#${best.anchor}`,
      excerpt: signpost.passages.excerptOf(best.text, words),
    };
  }

  /** How well the sections of a page answer a query, as results that are worth so much beside others. */
  async function sectionsOf(result, words) {
    const { meaningOf, likeness } = signpost.meaning;
    const title = names.wordsOf(result.title);
    const asked = [...stemsOf(words)];
    const weights = asked.map((stem) => signpost.passages.weightOf(stem));
    const meaning = meaningOf(words);
    return (await read(result.page)).map(({ isTop, isCopy, anchor, heading, text }) => {
      const head = isTop ? title : [...title, ...names.wordsOf(heading)];
      const said = [...head, ...names.wordsOf(text)];
      const stems = stemsOf(said);
      const worth =
        UNNAMED.share * shareOf(asked, weights, stems) +
        UNNAMED.heading * likeness(meaning, meaningOf(head)) +
        UNNAMED.text * likeness(meaning, meaningOf(said)) -
        UNNAMED.copy * isCopy -
        UNNAMED.less;
      const section = isTop ? {} : { section: heading, url: `${result.page}#${anchor}` };
      return { ...result, ...section, worth, text };
    });
  }

  /** The sections that answer a question best, each of another page, of pages that its words are on. */
  async function answersOf(found) {
    const words = names.read(found.corrected.join(" ")).map(({ word, meant }) => meant || word);
    const numbers = names.numbers();
    const pages = (await signpost.touched(found)).map((page) => numbers.get(page)).filter((number) => number !== undefined);
    const results = pages.map((number) => names.show(number)).filter(({ kind }) => READ.has(kind));
    const all = await Promise.all(results.map((result) => sectionsOf(result, words)));
    return all
      .map((sections) => sections.sort((one, other) => other.worth - one.worth)[0])
      .filter((best) => best?.worth > LEAST)
      .map((best) => ({ ...best, excerpt: signpost.passages.excerptOf(best.text, words) }));
  }

  /** Put answers among the results, best first. */
  function insert(found, answers) {
    const all = new Map(found.results.map((result) => [result.number, result]));
    for (const answer of answers) {
      if (!(all.get(answer.number)?.worth >= answer.worth)) all.set(answer.number, answer);
    }
    const results = [...all.values()].sort((one, other) => (other.worth ?? 0) - (one.worth ?? 0));
    return { ...found, results, coverage: answers.includes(results[0]) ? 1 : found.coverage };
  }

  /**
   * What was found, with the first results leading to the sections that their pages' own text chooses,
   * but where the table of intents has chosen one. A question that names no role is answered by the
   * sections of other pages as well, unless readers filter what they look for.
   */
  async function withSections(found, chosen) {
    const mine = ++turn;
    await new Promise((resolve) => setTimeout(resolve, QUIET));
    // Nothing is read for what a reader has typed on from.
    if (mine !== turn) return found;
    const isOpen = ({ kind, isMeant }) => READ.has(kind) && !isMeant;
    const looking = found.results.map((result, place) =>
      place < MOST_READ && isOpen(result) ? withSection(result, found) : result,
    );
    const results = await Promise.all(looking);
    const [first] = results;
    const isNamed = first?.kind === "Role" && first.cover >= NEARLY;
    const isAsked = found.isQuestion && !isNamed && !Object.keys(chosen).length;
    const answers = isAsked && signpost.touched ? await answersOf(found).catch(() => []) : [];
    return insert({ ...found, results }, answers);
  }

  signpost.pages = { withSections };
})();
