// What the search has besides first results: the pages of late, and filters.
"use strict";

(() => {
  const ROOT = document.documentElement.dataset.content_root;
  const KINDS = ["Role", "Skill", "Qualification", "Question", "Family", "Page"];
  const NAMES = ["kind", "family", "level", "skill"];
  const MOST_RECENT = 6;

  const { signpost } = globalThis;

  // Recent pages

  const HOME = new URL(ROOT, document.baseURI);
  // Handbooks on one host keep theirs apart.
  const KEY = `search-recent ${HOME.pathname}`;

  function recentPages() {
    try {
      return JSON.parse(localStorage.getItem(KEY)).filter(isSound).slice(0, MOST_RECENT);
    } catch {
      return [];
    }
  }

  /** Tell whether what was kept is a page of this handbook: others may write to the same place. */
  function isSound({ title, kind, family, url }) {
    const areTexts = [title, kind, family, url].every((text) => typeof text === "string");
    return areTexts && new URL(ROOT + url, document.baseURI).href.startsWith(HOME.href);
  }

  function remember({ title, kind, family, page }) {
    const others = recentPages().filter((other) => other.url !== page);
    const kept = [{ title, kind, family, url: page }, ...others].slice(0, MOST_RECENT);
    try {
      localStorage.setItem(KEY, JSON.stringify(kept));
    } catch {
      // A browser that keeps nothing shows no recent pages.
    }
  }

  // Filters

  /** Put filters into a place that opens, and call `change` when another choice is made. */
  function filter(details, levels, change) {
    const selects = new Map(NAMES.map((name) => [name, selectOf(name)]));
    const choices = document.createElement("div");
    choices.className = "search-choices";
    choices.hidden = true;
    choices.append(...[...selects].flatMap(([name, select]) => labelled(name, select)));
    details.append(choices);
    let hasText = false;

    /** Offer what there is to choose from, as far as that is known. */
    async function fill(text) {
      hasText = text;
      choices.hidden = !details.open;
      if (!details.open) return;
      const found = hasText ? await signpost.filters().catch(() => ({})) : {};
      // The names are those of this handbook, and the text may be that of others as well.
      const families = [...new Set([...(globalThis.signpostNames?.families ?? []), ...Object.keys(found.family ?? {})])];
      const all = { kind: KINDS, family: families, level: levels.split(", "), skill: Object.keys(found.skill ?? {}).sort() };
      for (const [name, select] of selects) {
        const values = hasText ? all[name].filter((value) => found[name]?.[value]) : all[name];
        offer(select, values.map((value) => [value, found[name]?.[value]]));
        // Names know nothing of what is asked for.
        select.disabled = !hasText && (name === "level" || name === "skill");
      }
    }

    function chosen() {
      return Object.fromEntries([...selects].map(([name, { value }]) => [name, value]).filter(([, value]) => value));
    }

    /** Take the choices that an address names. */
    function read(address) {
      const asked = new URLSearchParams(address);
      for (const [name, select] of selects) {
        const value = asked.get(name);
        if (!value) continue;
        select.append(new Option(value, value, true, true));
        details.open = true;
      }
    }

    details.addEventListener("toggle", () => fill(hasText));
    details.addEventListener("change", change);
    return { chosen, fill, read };
  }

  function selectOf(name) {
    const select = document.createElement("select");
    select.id = `search-${name}`;
    select.append(new Option(`Any ${name}`, ""));
    return select;
  }

  function labelled(name, select) {
    const label = document.createElement("label");
    label.htmlFor = select.id;
    label.textContent = name[0].toUpperCase() + name.slice(1);
    const line = document.createElement("div");
    line.append(label, select);
    return [line];
  }

  /** Offer values, with how many pages each has; what is chosen stays where it can. */
  function offer(select, values) {
    const { value } = select;
    const options = values.map(([name, number]) => new Option(number === undefined ? name : `${name} (${number})`, name));
    select.replaceChildren(select.options[0], ...options);
    select.value = values.some(([name]) => name === value) ? value : "";
  }

  signpost.more = { filter, recentPages, remember };
})();
