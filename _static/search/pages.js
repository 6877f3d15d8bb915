// Which section of a page answers a query: pages themselves are read, since names do not know their text.
//
// Of a page that names have found, a section fits as far as it says what the query says besides the
// name, the words above all that few sections of the page say, as far as both mean the same, as
// wholes and word by word, and as far as people ask for such a section in these words. A question may
// be answered by a page that no name finds: then the pages are read that the index of the text has
// its rare words on. The numbers below were fitted to what was judged.
"use strict";

(() => {
  const QUIET = 100; // milliseconds without another query before pages are read
  const MOST_READ = 3; // of the results, so many pages are read
  const READ = new Set(["Role", "Skill", "Qualification", "Family"]); // passages know the others' text
  const HEADING = 0.85; // how much it counts that a heading means the same, beside the words
  const TEXT = 0.75; // and that the text does
  const NEAR = 0.8; // and how near words of it come to each word of the query
  const COPY = 1.2; // less for what is said on a page of its own
  const ASKED = 2; // and how likely it is that people ask for such a section in these words
  const MEANT = 0.2; // and that the table of intents says so
  // The same, and less in all, where no name has found the page.
  const UNNAMED = { share: 0.8, heading: 0.3, text: 0.95, copy: 0.5, less: 0.32 };
  const LEAST = 0.5; // an answer that is worth less is none

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
      const anchor = decodeURIComponent(heading.querySelector(".headerlink")?.hash.slice(1) ?? "");
      heading.querySelectorAll(".headerlink, .badge").forEach((part) => part.remove());
      const own = [...heading.parentNode.children].filter((part) => part !== heading && part.tagName !== "SECTION");
      return {
        isTop: heading.tagName === "H1",
        // The place of the section that this is a part of.
        above: headings.indexOf(heading.parentNode.parentNode.querySelector(":scope > h2")),
        facts: own.flatMap((part) => [...part.querySelectorAll(".facts dt")]).map((fact) => fact.textContent.trim()),
        isCopy: /^(skill|qualification|question)-/.test(anchor) || own.some((part) => part.querySelector(".role-name")),
        anchor,
        heading: heading.textContent.trim(),
        text: own.map((part) => part.textContent).join(" ").replace(/\s+/g, " ").trim(),
      };
    });
  }

  /** The words, of those of a query, that do not name a page. */
  function besides(words, found, { number, title }) {
    const name = new Set(names.wordsOf(title));
    for (const other of found.named) {
      if (other.number === number) other.words.forEach((word) => name.add(word));
    }
    return words.filter((word) => !name.has(word));
  }

  /** The words that say something, or all where none does. */
  function telling(words) {
    const rest = words.filter((word) => !names.isStop(word) && !names.isLight(names.stem(word)));
    return rest.length ? rest : words;
  }

  /** How well each section fits the words. */
  function fitsOf(words, sections, title) {
    const { likeness, meaningOf, nearnessOf, rarity, shareOf, stemsOf } = signpost.meaning;
    const asked = [...new Set(stemsOf(words))];
    if (!asked.length) return sections.map(() => 0);
    const inTitle = new Set(names.wordsOf(title));
    const all = sections.map((section) => {
      const head = section.isTop ? [] : names.wordsOf(section.heading);
      const said = names.wordsOf(section.text);
      const stems = new Set(stemsOf([...head, ...said]));
      return { head: head.filter((word) => !inTitle.has(word)), said, stems };
    });
    const weights = asked.map((stem) => {
      const having = all.filter(({ stems }) => stems.has(stem)).length;
      return rarity(stem, having, all.length);
    });
    const told = telling(words);
    const means = meaningOf(told);
    const rarities = told.map((word) => signpost.passages.weightOf(names.stem(word)));
    return all.map(({ head, said, stems }) => {
      const share = shareOf(asked, weights, (stem) => Number(stems.has(stem)));
      const heading = likeness(means, meaningOf(telling(head)));
      const text = likeness(means, meaningOf(telling(said)));
      const near = nearnessOf(told, rarities, [...head, ...said]);
      return share + HEADING * heading + TEXT * text + NEAR * near;
    });
  }

  /** The section of a page that a query asks for, or null where it asks for none. */
  function choose(words, sections, result, found) {
    const fits = fitsOf(words, sections, result.title);
    const worded = besides(names.wordsOf(found.corrected.join(" ")), found, result);
    const chances = signpost.asking.chancesOf(worded, sections, result);
    // A part of a section is asked for as the section is, if it is named.
    const said = new Set(signpost.meaning.stemsOf(words));
    const isNamed = (heading) => signpost.meaning.stemsOf(names.wordsOf(heading)).every((stem) => said.has(stem));
    sections.forEach(({ above, heading }, place) => {
      if (above >= 0 && isNamed(heading)) chances[place] = chances[above];
    });
    const meant = result.url.split("#")[1];
    const scores = sections.map(({ anchor, isTop, isCopy }, place) => {
      const isMeant = Boolean(result.isMeant) && (meant === undefined ? isTop : meant === anchor);
      const copy = COPY * isCopy * (1 - Math.max(chances[place], isMeant));
      return fits[place] - copy + ASKED * chances[place] + MEANT * isMeant;
    });
    const most = Math.max(...scores);
    return most > 0 ? sections[scores.indexOf(most)] : null;
  }

  /** A result that leads to a section of its page. */
  function leadingTo(result, { isTop, anchor, heading, text }) {
    const part = isTop ? { section: "", url: result.page } : { section: heading, url: `${result.page}#${anchor}` };
    return { ...result, ...part, text };
  }

  /** A result that leads to the section of its page that fits a query. */
  async function withSection(result, found) {
    const words = besides(signpost.meaning.wordsOf(found), found, result);
    const best = choose(words, await read(result.page), result, found);
    if (!best) return result;
    const leading = leadingTo(result, best);
    return best.isTop ? leading : signpost.passages.withExcerpt(leading, words);
  }

  /** The sections of a page as results, with what each is worth as an answer beside others. */
  async function answersOn(result, words) {
    const { likeness, meaningOf, shareOf, stemsOf } = signpost.meaning;
    const title = names.wordsOf(result.title);
    const asked = [...new Set(stemsOf(words))];
    const weights = asked.map(signpost.passages.weightOf);
    const means = meaningOf(words);
    return (await read(result.page)).map((section) => {
      const head = section.isTop ? title : [...title, ...names.wordsOf(section.heading)];
      const said = [...head, ...names.wordsOf(section.text)];
      const stems = new Set(stemsOf(said));
      const worth =
        UNNAMED.share * shareOf(asked, weights, (stem) => Number(stems.has(stem))) +
        UNNAMED.heading * likeness(means, meaningOf(head)) +
        UNNAMED.text * likeness(means, meaningOf(said)) -
        UNNAMED.copy * section.isCopy -
        UNNAMED.less;
      return { ...leadingTo(result, section), worth };
    });
  }

  /** The sections that answer a question best, each of another page, of pages that its words are on. */
  async function answersTo(found, chosen) {
    const words = signpost.meaning.wordsOf(found);
    const numbers = names.numbers();
    const pages = (await signpost.touched(found, chosen)).map((page) => numbers.get(page)).filter((number) => number !== undefined);
    const results = pages.map((number) => names.show(number)).filter(({ kind }) => READ.has(kind));
    const all = await Promise.all(results.map((result) => answersOn(result, words)));
    return all
      .map((answers) => answers.sort((one, other) => other.worth - one.worth)[0])
      .filter((best) => best?.worth > LEAST)
      .map((best) => signpost.passages.withExcerpt(best, words));
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
   * What was found, with the first results leading to the sections that their pages' own text chooses. A
   * question that names no role is answered by the sections of other pages as well, of those that
   * readers filter for. Nothing is read for a query that a reader has typed on from.
   */
  async function withSections(found, chosen, isNewest) {
    await new Promise((resolve) => setTimeout(resolve, QUIET));
    if (!isNewest()) return found;
    const [first] = found.results;
    const isNamed = first && signpost.passages.isNamedRole(first, found);
    const isAsked = found.isQuestion && !isNamed && signpost.touched;
    // What an entry of the table says that wins over all others is not asked again.
    const isOpen = ({ kind, isMeant }) => READ.has(kind) && !(isMeant > 1);
    const looking = found.results.map((result, place) =>
      place < MOST_READ && isOpen(result) ? withSection(result, found) : result,
    );
    const answering = isAsked ? answersTo(found, chosen).catch(() => []) : [];
    return insert({ ...found, results: await Promise.all(looking) }, await answering);
  }

  signpost.pages = { withSections };
})();
