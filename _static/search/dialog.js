// The search as readers see it, in a dialog or on the page search.html: a box, the results under
// it, and what is said of them. Whatever a reader types, or a page says, is only ever shown as text.
"use strict";

(() => {
  const ROOT = document.documentElement.dataset.content_root;
  const STRONG = 0.7; // of a query's weight: names that explain so much are shown first
  const FAIR = 0.6; // a page that fits so much needs no passage beside it
  const ALL = 0.95; // of a query's weight: names that explain so much leave nothing to look for in the page
  const MOST_NAMES = 8;
  const PATIENCE = 400; // milliseconds that weak names wait for the text of pages
  const QUIET = 250; // milliseconds without a key before the count is announced

  const { signpost } = globalThis;

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  function count(number, word) {
    return `${number} ${word}${number === 1 ? "" : "s"}`;
  }

  // Parts

  function excerpt(words) {
    const line = make("span", { class: "search-excerpt" });
    words.forEach(([text, isMarked], place) => {
      if (place) line.append(" ");
      line.append(isMarked ? make("mark", {}, text) : text);
    });
    return line;
  }

  function option(result) {
    const { title, kind, family, section, url, handbook } = result;
    const of = [kind, family].filter(Boolean).join(" · ");
    const href = handbook ? url : ROOT + url;
    const line = make(
      "a",
      { class: "search-result", role: "option", "aria-selected": "false", tabindex: "-1", href },
      make("span", { class: "search-title" }, title),
      " ",
      make("span", { class: "search-kind" }, of),
    );
    if (handbook) line.append(" ", make("span", { class: "search-section" }, `Handbook: ${handbook}`));
    if (section) line.append(" ", make("span", { class: "search-section" }, `Section: ${section}`));
    if (result.excerpt?.length) line.append(" ", excerpt(result.excerpt));
    // Recent pages are those of this handbook.
    if (!handbook) line.addEventListener("click", () => signpost.more?.remember({ page: url, ...result }));
    return line;
  }

  /** Build the search around its box, and answer what is typed into it. */
  signpost.start = (place, input, { index, levels, handbooks, namesOnly, address }) => {
    const isPage = place.id === "search-page";
    const list = make("div", { id: "search-list", class: "search-list", role: "listbox", hidden: "" });
    const status = make("div", { class: "search-status", role: "status" });
    const note = make("p", { class: "search-note", hidden: "" });
    const message = make("p", { class: "search-message", hidden: "" });
    const details = make("details", { class: "search-facets", hidden: "" }, make("summary", {}, "Filter"));

    let shown = []; // the results on show
    let active = -1;
    let turn = 0; // the newest answer
    let answered = Promise.resolve();
    let literal = null; // a query that is taken as it was typed
    let names = null; // whether names can be searched, once that is known
    let passages = false; // and passages
    let loadingPassages;
    let text = null; // and whether the text of pages can
    let tasks = 0; // that may still show something
    let filters = null; // until they are loaded
    let announcing;

    build();
    whileBusy(begin());

    function build() {
      const attributes = {
        id: "search-box",
        class: "search-box",
        role: "combobox",
        "aria-autocomplete": "list",
        "aria-controls": list.id,
        "aria-expanded": "false",
        enterkeyhint: "search",
        placeholder: "A role, a skill, a question …",
        spellcheck: "false",
      };
      for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
      const isFocused = document.activeElement === input;
      const head = make("div", { class: "search-head" });
      input.replaceWith(head);
      head.append(input);
      if (!isPage) head.append(closeButton());
      place.append(head, details, status, note, list, message);
      if (isFocused) input.focus();
      if (isPage) readAddress();
      input.addEventListener("input", () => ask());
      input.addEventListener("keydown", onKey);
    }

    function closeButton() {
      const button = make("button", { type: "button" }, "Close");
      button.addEventListener("click", () => place.close());
      place.addEventListener("click", (event) => {
        const isLeaving = event.target.closest("a") && !event.ctrlKey && !event.metaKey;
        // A click beside the dialog is a click on its backdrop.
        if (event.target === place || isLeaving) place.close();
      });
      return button;
    }

    /** Load the names and what follows them: the text of pages comes last. */
    async function begin() {
      const loading = Promise.resolve(signpost.names?.load());
      // It is not waited for, and keeps which page is opened once it is there.
      const more = signpost.load("_static/search/more.js").then(() => true, no);
      names = await loading.then(() => Boolean(signpost.names && globalThis.signpostNames.names), no);
      const isFiltered = isPage && /[?&](?!q=)\w+=/.test(location.search);
      if (!isFiltered) ask();
      if (await more) startMore();
      if (isFiltered || !input.value.trim()) ask();
      if (names) await signpost.names.loadSections().then(() => active < 0 && ask(true), no);
      // A site that is not published has no index, which would be asked for in vain.
      text = namesOnly === undefined && (await loadText());
      refresh();
      if (text && handbooks) await signpost.loadOthers(JSON.parse(handbooks), refresh);
    }

    function loadText() {
      return signpost
        .load("_static/search/full.js")
        .then(() => signpost.loadText())
        .then(() => true, no);
    }

    /** Ask anew where there is more to search now, or less. */
    function refresh() {
      filters?.fill(text);
      // What the reader has chosen of the recent pages stays chosen.
      if (active < 0 || input.value.trim()) ask(true);
    }

    /** Take up what is not needed for first results: recent pages and filters. */
    function startMore() {
      filters = signpost.more.filter(details, levels, () => ask());
      if (isPage) filters.read(location.search);
      filters.fill(text);
      details.hidden = false;
    }

    function no() {
      return false;
    }

    // Asking

    /** Answer what is in the box; `again` where there is more to search than before. */
    function ask(again = false) {
      if (!again) choose(-1);
      const query = input.value.trim();
      const mine = ++turn;
      if (isPage) writeAddress(query);
      answered = whileBusy(answer(query, () => mine === turn));
    }

    /** Say that results may still come, until a task is done. */
    async function whileBusy(task) {
      list.ariaBusy = "true";
      tasks++;
      await task;
      tasks--;
      list.ariaBusy = String(tasks > 0);
    }

    async function answer(query, isNewest) {
      const chosen = filters?.chosen() ?? {};
      if (!query && !Object.keys(chosen).length) return showRecent();
      if (names === null) return tell("The search is loading.");
      let found = askNames(query, chosen);
      const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE));
      // Weak names wait a little for what may be better.
      const waitFor = async (reading) => {
        let isDone = false;
        patience.then(() => isDone || (isNewest() && settle(found.results)));
        const value = await reading;
        isDone = true;
        return value;
      };
      const showNames = () => (found.coverage >= STRONG || !text) && settle(found.results);
      if (!found.isAsking) showNames();
      if (found.isOpen) {
        if (!passages) {
          await waitFor(loadPassages());
          found = askNames(query, chosen);
        }
        const read = passages && (await waitFor(signpost.pages.withSections(found, chosen, isNewest)));
        if (read && active < 0) found = read;
        if (!isNewest()) return undefined;
        showNames();
      }
      let full = { results: found.results, isCorrected: false };
      if (text) {
        const reading = signpost.searchText(found, { chosen, literal: literal === query });
        full = await waitFor(reading.catch(() => ({ ...full, failed: true })));
        if (!isNewest()) return undefined;
        if (full.failed) text = false;
        settle(full.results);
      }
      const isCorrected = found.correction && literal !== query && shown.length > 0;
      const correction = isCorrected && (found.coverage >= STRONG || full.isCorrected) && found.correction;
      return conclude(query, correction || "");
    }

    /** What names and passages say; they know of kinds and families, and not of the levels of skills. */
    function askNames(query, { kind, family, level, skill }) {
      const typed = query.toLowerCase().split(/\s+/).filter(Boolean);
      const nothing = { results: [], coverage: 0, typed, corrected: typed, correction: "" };
      if (!names) return nothing;
      const named = signpost.names.search(query, kind || family ? 400 : MOST_NAMES);
      const isLeftOut = level || skill || (literal === query && named.correction);
      const isWeak = named.coverage < STRONG || named.results[0].score < FAIR;
      const isAsking = !isLeftOut && typed.length > 0 && (named.isQuestion || isWeak);
      const found = isAsking && passages ? signpost.passages.join(named) : named;
      const fits = (result) => (!kind || result.kind === kind) && (!family || result.family === family);
      const results = isLeftOut ? [] : found.results.filter(fits).slice(0, MOST_NAMES);
      const coverage = results.length ? found.coverage : 0;
      const isOpen = isAsking || (!isLeftOut && results[0]?.coverage < ALL);
      return { ...found, results, coverage, isAsking, isOpen };
    }

    /** Bring the passages once somebody asks a question, or for what no name fits. */
    function loadPassages() {
      loadingPassages ??= signpost
        .load("_static/search/passages.js")
        .then(() => signpost.passages.load())
        .then(() => true, no)
        .then((are) => {
          passages = are;
        });
      return loadingPassages;
    }

    // Showing

    function show(results, label = "Results") {
      shown = [];
      list.replaceChildren();
      list.ariaLabel = label;
      list.scrollTop = 0;
      note.hidden = true;
      add(results);
      choose(-1);
    }

    /** Show results; what is on show already stays where it is, as does all that a reader chooses from. */
    function settle(results) {
      const isSame = list.ariaLabel === "Results" && shown.every(({ url }, place) => url === results[place]?.url);
      const urls = new Set(shown.map(({ url }) => url));
      if (isSame && shown.length) add(results.slice(shown.length));
      else if (active >= 0) add(results.filter(({ url }) => !urls.has(url)));
      else show(results);
    }

    function add(results) {
      list.append(
        ...results.map((result, place) => {
          const line = option(result);
          line.id = `search-option-${shown.length + place}`;
          return line;
        }),
      );
      shown = [...shown, ...results];
      list.hidden = !shown.length;
      input.ariaExpanded = String(shown.length > 0);
    }

    function showRecent() {
      const recent = signpost.more?.recentPages() ?? [];
      show(recent, "Recent pages");
      message.hidden = recent.length > 0 && names !== false;
      message.replaceChildren(...(names === false ? missing() : ["Type what you look for."]));
      tell(recent.length ? "Recent pages" : "");
    }

    /** Say how many results there are, what was corrected, and what could not be searched. */
    function conclude(query, correction) {
      const number = count(shown.length, "result");
      tell(correction ? `${number} for “${correction}”` : number);
      note.hidden = !correction;
      if (correction) {
        const instead = make("button", { type: "button" }, query);
        instead.addEventListener("click", () => {
          literal = query;
          ask();
          input.focus();
        });
        const meant = make("strong", {}, correction);
        note.replaceChildren("Showing results for ", meant, "; search for ", instead, " instead.");
      }
      const words = [];
      if (!shown.length && text === null) return tell("The search is loading.");
      if (!shown.length) words.push(query ? `Nothing is found for “${query}”. ` : "No page fits the filters. ");
      if (text === false || names === false) words.push(...missing());
      else if (!shown.length) words.push("Try other words, or look in ", toIndex(), ".");
      const lost = text ? signpost.lost().map((name) => `“${name}”`) : [];
      if (lost.length) {
        if (words.length) words.push(" ");
        words.push(`The handbook${lost.length > 1 ? "s" : ""} ${lost.join(", ")} cannot be searched now. `);
      }
      if (isPage) words.push(...(words.length ? [] : ["Every role is in ", toIndex(), "."]));
      else if (query && names) words.push(" ", toPage(query));
      message.replaceChildren(...words);
      message.hidden = !words.length;
    }

    function missing() {
      const what =
        text && !names ? "The names of pages could not be loaded, so that only their text is searched."
        : names ? "Only names and questions can be searched here, and no other text."
        : "The search could not be loaded.";
      return [`${what} Every role is in `, toIndex(), "."];
    }

    function toIndex() {
      return make("a", { href: index }, "Roles from A to Z");
    }

    function toPage(query) {
      const href = `${address}?${new URLSearchParams({ q: query, ...filters?.chosen() })}`;
      return make("a", { href }, "Show this search as a page");
    }

    /** Announce in words, once the reader has stopped typing. */
    function tell(words) {
      clearTimeout(announcing);
      announcing = setTimeout(() => {
        status.textContent = words;
      }, QUIET);
    }

    // Keys

    function choose(place) {
      list.children[active]?.setAttribute("aria-selected", "false");
      active = place;
      const line = list.children[active];
      line?.setAttribute("aria-selected", "true");
      line?.scrollIntoView({ block: "nearest" });
      if (line) input.setAttribute("aria-activedescendant", line.id);
      else input.removeAttribute("aria-activedescendant");
    }

    function onKey(event) {
      if (event.isComposing || event.altKey) return;
      const last = shown.length - 1;
      const moves = { ArrowDown: active < last ? active + 1 : 0, ArrowUp: active > 0 ? active - 1 : last };
      // Until a result is chosen these two are for the words in the box.
      if (active >= 0) Object.assign(moves, { Home: 0, End: last });
      if (event.key === "Enter") {
        event.preventDefault();
        open();
      } else if (event.key in moves && last >= 0) {
        event.preventDefault();
        choose(moves[event.key]);
      }
    }

    /** Open the chosen result, or the first one as soon as it is there. */
    async function open() {
      const line = list.children[active];
      if (line) return line.click();
      const query = input.value;
      for (let asked; asked !== turn; await answered) asked = turn;
      if (query === input.value) list.children[0]?.click();
      return undefined;
    }

    // The address of the page search.html

    function readAddress() {
      const asked = new URLSearchParams(location.search);
      input.value ||= asked.get("q") ?? "";
    }

    function writeAddress(query) {
      const asked = new URLSearchParams({ ...(query && { q: query }), ...filters?.chosen() }).toString();
      try {
        history.replaceState(null, "", asked ? `?${asked}` : location.pathname);
      } catch {
        // Where the site is opened from a folder a browser may keep the address as it is.
      }
    }
  };
})();
