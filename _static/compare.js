// The page compare.html: what two or three roles ask for, and what a move between them takes.
// The rules of `changesBetween` and `easiestWay` are those of _ext/careers/insights.py, which makes
// the comparisons that pages hold; the tests hold the two against each other.
"use strict";

(() => {
  const ROOT = document.documentElement.dataset.content_root;
  const LOCALE = document.documentElement.lang;
  const MOST_STEPS = 3;
  const NOT_ASKED = "Not asked for";
  const CHANGES = ["gained", "raised", "same", "lowered", "dropped"];
  const TITLES = {
    gained: "Gained",
    raised: "Raised",
    same: "The same",
    lowered: "Lowered",
    dropped: "Dropped",
  };

  const { handbook } = globalThis;
  const form = document.getElementById("compare-form");
  const selects = [...form.querySelectorAll("select")];

  if (!handbook) {
    document.getElementById("compare-failure").hidden = false;
    return;
  }

  const skills = byTitle(handbook.skills);
  const qualifications = byTitle(handbook.qualifications);
  const families = byId(byTitle(handbook.families));
  const roles = byId(byTitle(handbook.roles));
  const profiles = new Map(handbook.roles.map((role) => [role.id, profileOf(role)]));

  fillSelects();
  form.hidden = false;
  form.addEventListener("change", choose);
  document.getElementById("compare-swap").addEventListener("click", swap);
  show(readAddress());

  // The rules

  function byId(things) {
    return new Map(things.map((thing) => [thing.id, thing]));
  }

  /** Things in the order of the site's lists: by title without regard to case, then by id. */
  function byTitle(things) {
    const keys = new Map(things.map((thing) => [thing, [thing.title.toLowerCase(), thing.id]]));
    return [...things].sort((one, other) => order(keys.get(one), keys.get(other)));
  }

  /** Compare two lists of the same length by their first items that differ. */
  function order(one, other) {
    const place = one.findIndex((item, index) => item !== other[index]);
    if (place < 0) return 0;
    return one[place] < other[place] ? -1 : 1;
  }

  /** The rank of the level that a role asks for, by skill; of two for one skill, the first. */
  function profileOf(role) {
    const needs = [...role.skills].reverse();
    return new Map(needs.map((need) => [need.id, handbook.levels.indexOf(need.level) + 1]));
  }

  function rankIn(role, skill) {
    return profiles.get(role.id).get(skill.id) ?? 0;
  }

  function skillsOf(some) {
    return skills.filter((skill) => some.some((role) => rankIn(role, skill)));
  }

  function qualificationsOf(some) {
    return qualifications.filter((item) => some.some((role) => needIn(role, item)));
  }

  function needIn(role, qualification) {
    return role.qualifications.find((need) => need.id === qualification.id);
  }

  /** How role `after` differs from role `before`, a list for each way to change. */
  function changesBetween(before, after) {
    const changes = Object.fromEntries(CHANGES.map((change) => [change, []]));
    for (const skill of skillsOf([before, after])) {
      const [from, to] = [rankIn(before, skill), rankIn(after, skill)];
      changes[changeOf(from, to)].push({ skill, from, to });
    }
    return changes;
  }

  function changeOf(from, to) {
    if (!from) return "gained";
    if (!to) return "dropped";
    if (to > from) return "raised";
    return to === from ? "same" : "lowered";
  }

  /** How many levels a person has to rise, over all skills, to move between two roles. */
  function effort(before, after) {
    let levels = 0;
    for (const [skill, rank] of profiles.get(after)) {
      levels += Math.max(0, rank - (profiles.get(before).get(skill) ?? 0));
    }
    return levels;
  }

  /**
   * The ids of the easiest way between two roles: the direct move, or at most `MOST_STEPS` moves
   * that each go up a ladder or to a similar position. A move costs the square of its effort.
   */
  function easiestWay(before, after) {
    let best = { cost: effort(before, after) ** 2, ids: [before, after] };
    const follow = ({ cost, ids }) => {
      for (const next of movesFrom(ids.at(-1))) {
        const longer = { cost: cost + effort(ids.at(-1), next) ** 2, ids: [...ids, next] };
        // A way only gets harder as it goes on, so one that is no easier by now is left.
        if (ids.includes(next) || !isEasier(longer, best)) continue;
        if (next === after) best = longer;
        else if (ids.length < MOST_STEPS) follow(longer);
      }
    };
    follow({ cost: 0, ids: [before] });
    return best.ids;
  }

  function movesFrom(id) {
    const role = roles.get(id);
    return new Set([...role["leads-to"], ...role.similar.map((similar) => similar.id)]);
  }

  /** Of ways that cost the same, the one of the fewest moves counts, then the first by ids. */
  function isEasier(way, other) {
    if (way.cost !== other.cost) return way.cost < other.cost;
    if (way.ids.length !== other.ids.length) return way.ids.length < other.ids.length;
    return order(way.ids, other.ids) < 0;
  }

  // Words

  function count(number, word) {
    return `${number || "no"} ${word}${number === 1 ? "" : "s"}`;
  }

  function enumerate(words) {
    return new Intl.ListFormat(LOCALE, { type: "conjunction" }).format(words);
  }

  function titles(some) {
    return enumerate(some.map((role) => role.title));
  }

  function levelTitle(rank) {
    const words = handbook.levels[rank - 1].replaceAll("-", " ");
    return words.charAt(0).toUpperCase() + words.slice(1);
  }

  function yearsText({ low, high }) {
    if (high === null) return `${low} years or more`;
    return low === high ? count(low, "year") : `${low}–${high} years`;
  }

  function payText(pay) {
    if (!pay) return "No pay figure is published for this role.";
    const dated = pay["as-of"] === "undated" ? "undated" : `as of ${dateText(pay["as-of"])}`;
    const per = `${pay.per === "hour" ? "an" : "a"} ${pay.per}`;
    if (pay.kind === "band") {
      const span = `${numberText(pay.low)} to ${numberText(pay.high)}`;
      return `${span} ${currencyText(pay, pay.high)} ${per}. Band by ${pay.source}, ${dated}.`;
    }
    const average = `${numberText(pay.average)} ${currencyText(pay, pay.average)} ${per}`;
    return `${average} on average. Market estimate by ${pay.source}, ${dated}.`;
  }

  function numberText(amount) {
    return new Intl.NumberFormat(LOCALE).format(amount);
  }

  function currencyText({ currency }, amount) {
    const named = { style: "currency", currency, currencyDisplay: "name" };
    // Without pence, one pound is a pound.
    const format = new Intl.NumberFormat(LOCALE, { ...named, minimumFractionDigits: 0 });
    const parts = format.formatToParts(amount);
    return parts.find((part) => part.type === "currency").value;
  }

  function dateText(day) {
    const format = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
    return new Intl.DateTimeFormat(LOCALE, format).format(new Date(day));
  }

  // Elements

  /** Make an element; children that are strings become text, never markup. */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  function link(thing) {
    return make("a", { href: ROOT + thing.url }, thing.title);
  }

  function badge(text, name) {
    return make("span", { class: `badge ${name}` }, text);
  }

  function levelBadge(rank) {
    return rank ? badge(levelTitle(rank), `level level-${rank}`) : badge(NOT_ASKED, "badge-none");
  }

  /** What stands before and after a change, which is told in a word as well as by an arrow. */
  function fromTo(before, after) {
    const arrow = make("span", { "aria-hidden": "true" }, "→");
    const to = make("span", { class: "visually-hidden" }, "to");
    return make("span", { class: "compare-change" }, ...before, " ", arrow, to, " ", ...after);
  }

  function needBadges(need) {
    if (!need) return [badge(NOT_ASKED, "badge-none")];
    const badges = [
      need.preferred ? badge("Preferred", "badge-preferred") : badge("Needed", "badge-needed"),
    ];
    if (need.years) badges.push(" ", badge(yearsText(need.years), "badge-years"));
    return badges;
  }

  /** The parts of jobs that cannot be done without a qualification, where roles name them. */
  function essentialFunctions(...needs) {
    const functions = new Set(needs.map((need) => need?.["essential-function"]).filter(Boolean));
    return [...functions].map((text) =>
      make("span", { class: "compare-function" }, `Essential function: ${text}`),
    );
  }

  function links(ids, none) {
    const linked = ids.map((id) => link(roles.get(id)));
    return ids.length ? linked.flatMap((item, index) => (index ? [", ", item] : [item])) : [none];
  }

  function list(rows) {
    return make("ul", { class: "compare-list" }, ...rows.map((row) => make("li", {}, ...row)));
  }

  /** A part of a comparison: its title, how many things there are in it, and a list of them. */
  function group(title, number, word, name, ...body) {
    const counted = make("span", { class: "count" }, count(number, word));
    const heading = make("h3", {}, `${title} `, counted);
    return make("section", { class: "compare-group", "data-group": name }, heading, ...body);
  }

  // Two roles, by what changes

  function skillsPart(before, after) {
    const changes = changesBetween(before, after);
    const meanings = {
      gained: `Asked for by ${after.title}, and not by ${before.title}.`,
      raised: `Asked for by both, at a higher level by ${after.title}.`,
      same: "Asked for by both at the same level.",
      lowered: `Asked for by both, at a lower level by ${after.title}.`,
      dropped: `Asked for by ${before.title}, and not by ${after.title}.`,
    };
    const groups = CHANGES.filter((change) => changes[change].length).map((change) => {
      const rows = changes[change].map(({ skill, from, to }) => [
        link(skill),
        " ",
        fromTo([levelBadge(from)], [levelBadge(to)]),
      ]);
      const meaning = make("p", {}, meanings[change]);
      return group(TITLES[change], rows.length, "skill", change, meaning, list(rows));
    });
    return [make("h2", {}, "Skills"), ...groups];
  }

  function qualificationsPart(before, after) {
    const asked = qualificationsOf([before, after]).map((item) => ({
      item,
      from: needIn(before, item),
      to: needIn(after, item),
    }));
    const groups = [
      ["first", `Only for ${before.title}`, asked.filter(({ to }) => !to)],
      ["second", `Only for ${after.title}`, asked.filter(({ from }) => !from)],
      ["both", "For both", asked.filter(({ from, to }) => from && to)],
    ];
    const parts = groups
      .filter(([, , found]) => found.length)
      .map(([name, title, found]) =>
        group(title, found.length, "qualification", name, list(found.map(qualificationRow))),
      );
    const none = make("p", {}, "Neither role asks for a qualification.");
    return [make("h2", {}, "Qualifications"), ...(parts.length ? parts : [none])];
  }

  function qualificationRow({ item, from, to }) {
    const differ = from && to && textOf(needBadges(from)) !== textOf(needBadges(to));
    const asked = differ ? [fromTo(needBadges(from), needBadges(to))] : needBadges(from ?? to);
    return [link(item), " ", ...asked, ...essentialFunctions(from, to)];
  }

  function textOf(nodes) {
    return make("span", {}, ...nodes).textContent;
  }

  // Two or three roles, side by side

  function factRows(some) {
    const row = (title, cell) => ({ title: [title], cells: some.map(cell) });
    return [
      row("Pay", (role) => [payText(role.pay)]),
      row("Reports to", (role) => links(role["reports-to"], "No role is named.")),
      row("Family", (role) => (families.has(role.family) ? [link(families.get(role.family))] : [])),
      row("Leads to", (role) => links(role["leads-to"], "No role is named.")),
    ];
  }

  function skillRows(some) {
    return skillsOf(some).map((skill) => ({
      title: [link(skill)],
      cells: some.map((role) => [levelBadge(rankIn(role, skill))]),
    }));
  }

  function qualificationRows(some) {
    return qualificationsOf(some).map((item) => ({
      title: [link(item)],
      cells: some.map((role) => [
        ...needBadges(needIn(role, item)),
        ...essentialFunctions(needIn(role, item)),
      ]),
    }));
  }

  /** A table of roles by columns in a region of its own, which scrolls where it is too wide. */
  function sideBySide(some, caption, groups) {
    const heads = some.map((role) => make("th", { scope: "col" }, link(role)));
    const bodies = groups
      .filter(([, rows]) => rows.length)
      .map(([title, rows]) => tableBody(title, rows, some.length + 1));
    const table = make(
      "table",
      {},
      make("caption", { id: "compare-caption" }, caption),
      make("thead", {}, make("tr", {}, make("td"), ...heads)),
      ...bodies,
    );
    const attributes = {
      class: "compare-table",
      role: "region",
      tabindex: "0",
      "aria-labelledby": "compare-caption",
    };
    return make("div", attributes, table);
  }

  function tableBody(title, rows, width) {
    const lines = rows.map(({ title: head, cells }) =>
      make(
        "tr",
        {},
        make("th", { scope: "row" }, ...head),
        ...cells.map((cell) => make("td", {}, ...cell)),
      ),
    );
    const head = make("th", { scope: "rowgroup", colspan: width }, title);
    return make("tbody", {}, ...(title ? [make("tr", {}, head)] : []), ...lines);
  }

  function twoPart(before, after) {
    const both = [before, after];
    const caption = `Pay, reporting line and family of ${titles(both)}`;
    return [
      ...skillsPart(before, after),
      ...qualificationsPart(before, after),
      make("h2", {}, "Pay and place"),
      sideBySide(both, caption, [["", factRows(both)]]),
    ];
  }

  function threePart(some) {
    const caption = `Skills, qualifications, pay and place of ${titles(some)}`;
    const groups = [
      ["Skills", skillRows(some)],
      ["Qualifications", qualificationRows(some)],
      ["Pay and place", factRows(some)],
    ];
    return [make("h2", {}, "Side by side"), sideBySide(some, caption, groups)];
  }

  // The move from the first role to the last

  function movePart(before, after) {
    const { gained, raised, same, lowered } = changesBetween(before, after);
    const had = [...same, ...lowered];
    const levels = effort(before.id, after.id);
    const takes = levels
      ? `has to rise ${count(levels, "level")} in all. A skill to learn counts from nothing up to its level.`
      : `has every skill that ${after.title} asks for, at its level or above.`;
    return [
      make("h2", {}, `From ${before.title} to ${after.title}`),
      make("p", {}, `A person who meets what ${before.title} asks for ${takes}`),
      group("Already there", had.length, "skill", "have", list(had.map(hadRow))),
      group("To raise", raised.length, "skill", "raise", list(raised.map(explainedRow))),
      group("To learn", gained.length, "skill", "learn", list(gained.map(explainedRow))),
      ...wayPart(before, after),
    ].filter((part) => !part.matches("section") || part.querySelector("li"));
  }

  function hadRow({ skill, from, to }) {
    const enough = from === to ? [] : [", where ", levelBadge(to), " is enough"];
    return [link(skill), " ", levelBadge(from), ...enough];
  }

  /** A skill with the text of the level to reach, which is loaded when somebody opens it. */
  function explainedRow({ skill, from, to }) {
    const levels = from ? fromTo([levelBadge(from)], [levelBadge(to)]) : levelBadge(to);
    const text = make("div", { class: "compare-text" });
    const anchor = `${ROOT}${skill.url}#${handbook.levels[to - 1]}`;
    const more = make("a", { href: anchor }, `${skill.title}, ${levelTitle(to)} level`);
    const details = make(
      "details",
      {},
      make("summary", {}, `${skill.title} `, levels),
      text,
      make("p", {}, "On its own page: ", more),
    );
    let explained = false;
    details.addEventListener("toggle", async () => {
      if (details.open && !explained) explained = await explain(skill, to, text);
    });
    return [details];
  }

  /** Load the text of a level into its place, and tell whether that went well. */
  async function explain(skill, rank, place) {
    place.replaceChildren(make("p", {}, "The description is on its way."));
    try {
      const response = await fetch(`${ROOT}data/skills/${encodeURIComponent(skill.id)}.json`);
      if (!response.ok) throw new Error(`${response.status} for ${response.url}`);
      const text = (await response.json()).levels[handbook.levels[rank - 1]];
      place.replaceChildren(...text.split("\n\n").map(block));
      return true;
    } catch {
      // Browsers refuse to fetch where the site is opened as files; the link below leads there.
      place.replaceChildren(make("p", {}, "The description cannot be shown here."));
      return false;
    }
  }

  /** A paragraph, or a list where each line is an item. */
  function block(text) {
    const lines = text.split("\n");
    if (!lines.every((line) => line.startsWith("- "))) return make("p", {}, text);
    return make("ul", {}, ...lines.map((line) => make("li", {}, line.slice(2))));
  }

  function wayPart(before, after) {
    const ids = easiestWay(before.id, after.id);
    if (ids.length < 3) return [];
    const steps = ids.slice(1).map((id, index) => {
      const [from, to] = [roles.get(ids[index]), roles.get(id)];
      const href = `?roles=${[from, to].map((role) => encodeURIComponent(role.id)).join(",")}`;
      const move = make("a", { href }, `${from.title} to ${to.title}`);
      const levels = count(effort(from.id, to.id), "level");
      return make("li", { "data-role": to.id }, move, `: ${levels}`);
    });
    const direct = count(effort(before.id, after.id), "level");
    const text = `Straight from one to the other, a person rises ${direct} at once. Smaller moves lead there as well:`;
    const way = make("ol", { class: "compare-way" }, ...steps);
    return [group("In smaller moves", steps.length, "move", "way", make("p", {}, text), way)];
  }

  // The form and the address

  function fillSelects() {
    for (const select of selects) {
      for (const { id, title } of families.values()) {
        const options = optionsOf(id);
        if (options.length) select.append(make("optgroup", { label: title }, ...options));
      }
      // A family that has no page has no name to group its roles by.
      select.append(...optionsOf(null));
    }
  }

  function optionsOf(family) {
    return [...roles.values()]
      .filter((role) => role.family === family)
      .map((role) => make("option", { value: role.id }, role.title));
  }

  /** Choose the roles that the address names, and return what is wrong with them. */
  function readAddress() {
    const asked = new URLSearchParams(location.search).get("roles") ?? "";
    const ids = asked.split(",").map((id) => id.trim());
    selects.forEach((select, index) => {
      select.value = roles.has(ids[index]) ? ids[index] : "";
    });
    const problems = ids
      .filter((id) => id && !roles.has(id))
      .map((id) => `There is no role “${id}”.`);
    if (ids.length > selects.length) problems.push("Only the first three roles are compared.");
    return problems;
  }

  function writeAddress() {
    const ids = selects.map((select) => encodeURIComponent(select.value));
    const asked = ids.join(",").replace(/,+$/, "");
    try {
      history.replaceState(null, "", asked ? `?roles=${asked}` : location.pathname);
    } catch {
      // Where the site is opened as files a browser may keep the address as it is.
    }
  }

  function choose() {
    writeAddress();
    show([]);
  }

  function swap() {
    const ids = selects.map((select) => select.value);
    const last = ids[2] ? 2 : 1;
    [selects[0].value, selects[last].value] = [ids[last], ids[0]];
    choose();
  }

  /** Show what is chosen, and say what that is, and what is wrong. */
  function show(problems) {
    const ids = selects.map((select) => select.value).filter(Boolean);
    const chosen = [...new Set(ids)].map((id) => roles.get(id));
    const twice = ids.filter((id, index) => ids.indexOf(id) < index);
    const again = [...new Set(twice)].map((id) => `${roles.get(id).title} is chosen twice.`);
    const lines = [...problems, ...again, announcement(chosen)].map((line) => make("p", {}, line));
    document.getElementById("compare-status").replaceChildren(...lines);
    document.getElementById("compare-results").replaceChildren(...comparison(chosen));
  }

  function announcement(chosen) {
    if (!chosen.length) return "Choose two roles to compare.";
    if (chosen.length === 1) return `Choose another role to compare ${chosen[0].title} with.`;
    if (chosen.length > 2) return `Comparing ${titles(chosen)}.`;
    const changes = changesBetween(...chosen);
    const counted = (change) => `${changes[change].length} ${TITLES[change].toLowerCase()}`;
    return `Comparing ${titles(chosen)}. Skills: ${CHANGES.map(counted).join(", ")}.`;
  }

  function comparison(chosen) {
    if (chosen.length < 2) return [];
    const parts = chosen.length === 2 ? twoPart(...chosen) : threePart(chosen);
    return [...parts, ...movePart(chosen[0], chosen.at(-1))];
  }
})();
