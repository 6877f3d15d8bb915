// Which section of a page answers a query: the page itself is read, since names do not know its text.
//
// A section fits a query as far as it says what the query says besides the name of the page, the words
// above all that few sections of the page say, and as far as both mean the same. The numbers below
// are those by which the most sections that were judged came first, on handbooks left out in turn.
"use strict";

(() => {
  const MOST_READ = 3; // of the results, so many pages are read
  const READ = new Set(["Role", "Skill", "Qualification", "Family"]); // passages know the others' text
  const HEADING = 0.85; // how much it counts that a heading means the same, beside the words
  const TEXT = 0.75; // and that the text does
  const COPY = 0.8; // less for what is said on a page of its own
  const LIGHT = 0.3; // of a word's weight: it says little
  const SAME = 0.7; // of a word: another that the table of intents calls the same

  const { signpost } = globalThis;
  const { names } = signpost;
  const reading = new Map();

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
      const link = heading.querySelector(".headerlink");
      const anchor = decodeURIComponent(link?.hash.slice(1) ?? "");
      link?.remove();
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
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const meaning = meaningOf(telling(words));
    const scores = all.map(({ section, head, said, stems }) => {
      const fits = (stem) => (stems.has(stem) ? 1 : names.sameAs(stem).some((same) => stems.has(same)) ? SAME : 0);
      const share = asked.reduce((sum, stem, place) => sum + weights[place] * fits(stem), 0) / total;
      const heading = likeness(meaning, meaningOf(telling(head)));
      return share + HEADING * heading + TEXT * likeness(meaning, meaningOf(telling(said))) - COPY * section.isCopy;
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

  /**
   * What was found, with the first results leading to the sections that their pages' own text chooses,
   * but where the table of intents has chosen one.
   */
  async function withSections(found) {
    const isOpen = ({ kind, isMeant }) => READ.has(kind) && !isMeant;
    const looking = found.results.map((result, place) =>
      place < MOST_READ && isOpen(result) ? withSection(result, found) : result,
    );
    return { ...found, results: await Promise.all(looking) };
  }

  signpost.pages = { withSections };
})();
