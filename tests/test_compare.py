"""The page where a reader compares roles, in a real browser."""

from __future__ import annotations

import io
import itertools
import json
import random
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from building import one, words
from careers.domain import CareersDomain
from careers.handbook import Handbook as Content
from careers.insights import ORDER, Insights
from careers.model import (
    Family,
    JobRole,
    Qualification,
    QualificationNeed,
    Reference,
    Skill,
    SkillNeed,
    Years,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser, Page

    from building import Handbook

PATH = "/compare.html"
ROLES = f"{PATH}?roles="
FIRST, SECOND, THIRD = "First role", "Second role", "Third role (optional)"
NOT_ASKED = "Not asked for"

# What the page says of each pair of roles, as it stands there.
READ = """
(pairs) => pairs.map(([before, after]) => {
  const selects = document.querySelectorAll("#compare-form select");
  selects[0].value = before;
  selects[1].value = after;
  selects[2].value = "";
  selects[2].dispatchEvent(new Event("change", { bubbles: true }));
  const texts = (root, selector) =>
    [...root.querySelectorAll(selector)].map((found) => found.textContent);
  const groups = {};
  for (const group of document.querySelectorAll("#compare-results [data-group]")) {
    groups[group.dataset.group] = [...group.querySelectorAll("ul > li")].map((row) => [
      row.querySelector("summary")?.firstChild.textContent.trim() ??
        row.querySelector("a").textContent,
      ...texts(row, ".badge"),
    ]);
  }
  const way = [...document.querySelectorAll("ol.compare-way > li")];
  return { groups, way: way.map((step) => [step.dataset.role, step.textContent]) };
})
"""


@pytest.fixture(scope="module")
def content(site: Handbook, tmp_path_factory: pytest.TempPathFactory) -> Content:
    """Return what the built site was made from."""
    with patch_docutils(str(site.srcdir)), docutils_namespace():
        app = Sphinx(
            site.srcdir,
            site.srcdir,
            tmp_path_factory.mktemp("nothing"),
            site.outdir.parent / f"{site.outdir.name}.doctrees",
            "html",
            status=None,
            warning=None,
        )
        return CareersDomain.of(app.env).handbook


def some_pairs(content: Content) -> list[tuple[str, str]]:
    """Return every pair on a ladder or named as similar, both ways, and thirty others."""
    near = {
        (role.id, reference.id)
        for role in content.roles.values()
        for reference in (*role.leads_to, *role.similar)
    }
    near |= {(after, before) for before, after in near}
    rest = sorted(set(itertools.permutations(content.roles, 2)) - near)
    return [*sorted(near), *random.Random(1).sample(rest, 30)]  # noqa: S311  # any will do, but the same each time


def expected(
    insights: Insights, content: Content, before: JobRole, after: JobRole
) -> dict[str, Any]:
    """Return what the page has to say of two roles, in the form of READ."""
    comparison = insights.compare(before, after)
    groups: dict[str, list[list[str]]] = {}
    for change in ORDER:
        for skill in comparison.of(change):
            title = content.skills[skill.skill].title
            levels = [level.capitalize() or NOT_ASKED for level in (skill.before, skill.after)]
            groups.setdefault(change, []).append([title, *levels])
            move = {"gained": "learn", "raised": "raise", "same": "have", "lowered": "have"}
            if change in move:
                shown = {"gained": levels[1:], "same": levels[1:]}.get(change, levels)
                groups.setdefault(move[change], []).append([title, *shown])
    for asked in comparison.qualifications:
        title = content.qualifications[asked.qualification].title
        if asked.before and asked.after:
            name = "both"
            same = badges(asked.before) == badges(asked.after)
            texts = badges(asked.before) + ([] if same else badges(asked.after))
        else:
            name = "first" if asked.before else "second"
            texts = badges(asked.before or asked.after)
        groups.setdefault(name, []).append([title, *texts])
    path = insights.path(before, after)
    way = []
    if len(path) > 2:
        groups["way"] = []
        for one_, other in itertools.pairwise(path):
            levels_ = insights.effort(one_.id, other.id)
            text = f"{levels_ or 'no'} level{'' if levels_ == 1 else 's'}"
            way.append([other.id, f"{one_.title} to {other.title}: {text}"])
    return {"groups": ordered(groups), "way": way}


def badges(need: QualificationNeed | None) -> list[str]:
    assert need is not None
    texts = ["Preferred" if need.preferred else "Needed"]
    if need.years:
        low, high = need.years.low, need.years.high
        span = f"{low} years or more" if high is None else f"{low}–{high} years"
        texts.append(f"{low} year{'' if low == 1 else 's'}" if low == high else span)
    return texts


def ordered(groups: dict[str, list[list[str]]]) -> dict[str, list[list[str]]]:
    """Order qualifications by their titles without regard to case, as the lists of the site are."""
    for name in groups.keys() & {"first", "second", "both"}:
        groups[name].sort(key=lambda row: row[0].casefold())
    return groups


def choose(page: Page, label: str, role: str) -> None:
    page.get_by_label(label, exact=True).select_option(role)


def chosen(page: Page) -> list[str]:
    return [page.get_by_label(label, exact=True).input_value() for label in (FIRST, SECOND, THIRD)]


def status(page: Page) -> str:
    return " ".join(page.get_by_role("status").inner_text().split())


def headings(page: Page, level: int) -> list[str]:
    return [
        " ".join(text.split())
        for text in page.get_by_role("main").get_by_role("heading", level=level).all_inner_texts()
    ]


# The same rules as those of the pages that are built


def test_every_comparison_and_way_is_as_it_is_built(page: Page, content: Content) -> None:
    insights = Insights(content)
    pairs = some_pairs(content)
    page.goto(PATH)
    found = page.evaluate(READ, pairs)
    ways = 0
    for (before, after), said in zip(pairs, found, strict=True):
        right = expected(insights, content, content.roles[before], content.roles[after])
        assert said == right, (before, after)
        ways += bool(right["way"])
    assert 0 < ways < len(pairs)


def test_they_hold_for_any_handbook(page: Page) -> None:
    chance = random.Random(1)  # noqa: S311  # any handbooks will do, but the same each time
    moves = set()
    for _ in range(12):
        made = made_up(chance)
        insights = Insights(made)
        give(page, as_data(made, insights))
        page.goto(PATH)
        pairs = list(itertools.permutations(made.roles, 2))
        for (before, after), said in zip(pairs, page.evaluate(READ, pairs), strict=True):
            assert said == expected(insights, made, made.roles[before], made.roles[after])
            moves.add(len(said["way"]))
    assert moves == {0, 2, 3}


def give(page: Page, data: dict[str, Any]) -> None:
    """Let the page load other data than the site's."""
    script = f"globalThis.handbook = {json.dumps(data)};"
    page.unroute_all()
    page.route(
        "**/data/handbook.js",
        lambda route: route.fulfill(body=script, content_type="text/javascript"),
    )


def made_up(chance: random.Random) -> Content:
    """Make a handbook of few skills and levels, so that many ways cost the same."""
    levels = ("low", "middle", "high")
    skills = [Skill(f"s{n}", f"skills/s{n}", f"{chance.choice('aB')} {n}", "") for n in range(5)]
    licences = [
        Qualification(f"q{n}", f"qualifications/q{n}", f"{chance.choice('aB')} {n}", "", "licence")
        for n in range(3)
    ]
    ids = [f"r{n}" for n in range(9)]
    roles = [
        JobRole(
            id_,
            f"roles/f/{id_}",
            f"Role {chance.randrange(9)}",
            "",
            family="f",
            leads_to=references(chance, ids),
            similar=references(chance, ids),
            # Of two needs of one skill, the first counts.
            skills=tuple(
                SkillNeed(chance.choice(["s0", "s1", "s2", "s3", "s4"]), level, 1)
                for level in chance.choices(levels, k=chance.randrange(1, 5))
            ),
            qualifications=tuple(
                QualificationNeed(
                    f"q{chance.randrange(3)}",
                    1,
                    preferred=chance.random() < 0.5,
                    years=chance.choice([None, Years(1, 1), Years(2, 5), Years(3, None)]),
                )
                for _ in range(chance.randrange(3))
            ),
        )
        for id_ in ids
    ]
    return Content(
        [Family("f", "roles/f/index", "Family", ""), *roles, *skills, *licences], [], levels
    )


def references(chance: random.Random, ids: Sequence[str]) -> tuple[Reference, ...]:
    return tuple(Reference(id_, 1) for id_ in chance.sample(ids, chance.randrange(5)))


def as_data(made: Content, insights: Insights) -> dict[str, Any]:
    """Say what the page needs of a handbook, as its data does."""

    def things(kind: Any) -> list[dict[str, str]]:
        return [
            {"id": thing.id, "title": thing.title, "url": f"{thing.docname}.html"}
            for thing in sorted(made.things(kind).values(), key=lambda thing: thing.id)
        ]

    roles = [
        {
            "id": role.id,
            "title": role.title,
            "url": f"{role.docname}.html",
            "family": role.family,
            "reports-to": [],
            "leads-to": [reference.id for reference in role.leads_to],
            "similar": [{"id": near.role.id} for near in insights.neighbours(role)],
            "pay": None,
            "skills": [{"id": need.skill, "level": need.level} for need in role.skills],
            "qualifications": [
                {
                    "id": need.qualification,
                    "preferred": need.preferred,
                    "years": need.years and {"low": need.years.low, "high": need.years.high},
                }
                for need in role.qualifications
            ],
        }
        for role in made.roles.values()
    ]
    return {
        "levels": made.levels,
        "families": things("family"),
        "skills": things("skill"),
        "qualifications": things("qualification"),
        "roles": roles,
    }


# The address, the form and what is announced


def test_the_sidebar_leads_here_from_any_page(page: Page) -> None:
    page.goto("/skills/mathematics.html")
    page.get_by_role("navigation", name="Handbook").get_by_role(
        "link", name="Compare roles"
    ).click()
    page.wait_for_url(f"**{PATH}")
    current = page.get_by_role("navigation", name="Handbook").locator("[aria-current=page]")
    assert current.all_inner_texts() == ["Compare roles"]
    assert page.title() == "Compare roles · Signpost"
    assert headings(page, 1) == ["Compare roles"]
    assert status(page) == "Choose two roles to compare."


def test_roles_are_offered_by_family(page: Page, content: Content) -> None:
    page.goto(PATH)
    for label in (FIRST, SECOND, THIRD):
        groups = page.get_by_label(label, exact=True).evaluate(
            "select => Object.fromEntries([...select.querySelectorAll('optgroup')]"
            ".map(group => [group.label, [...group.children].map(option => option.text)]))"
        )
        assert groups == {
            family.title: [role.title for role in content.roles_of_family[family.id]]
            for family in content.families.values()
        }


def test_an_address_shows_its_comparison(page: Page) -> None:
    page.goto(f"{ROLES}data-analyst,senior-data-analyst")
    assert chosen(page) == ["data-analyst", "senior-data-analyst", ""]
    assert status(page).startswith("Comparing Data Analyst and Senior Data Analyst. Skills: ")
    assert headings(page, 2) == [
        "Skills",
        "Qualifications",
        "Pay and place",
        "From Data Analyst to Senior Data Analyst",
    ]
    titles = [title.partition(" ")[0] for title in headings(page, 3)]
    order = ["Gained", "Raised", "The", "Lowered", "Dropped", "Only", "For", "Already", "To"]
    assert [order.index(title) for title in titles] == sorted(
        order.index(title) for title in titles
    )


def test_a_choice_goes_into_the_address_and_comes_back_from_it(page: Page) -> None:
    page.goto(PATH)
    choose(page, FIRST, "data-engineer")
    assert page.url.endswith("?roles=data-engineer")
    assert status(page) == "Choose another role to compare Data Engineer with."
    choose(page, SECOND, "software-engineer")
    choose(page, THIRD, "mlops-engineer")
    assert page.url.endswith("?roles=data-engineer,software-engineer,mlops-engineer")
    said = page.get_by_role("main").inner_text()
    page.reload()
    assert page.get_by_role("main").inner_text() == said
    choose(page, THIRD, "")
    assert page.url.endswith("?roles=data-engineer,software-engineer")
    for label in (FIRST, SECOND):
        choose(page, label, "")
    assert page.url.endswith(PATH)
    assert status(page) == "Choose two roles to compare."
    assert headings(page, 2) == []


def test_swapping_turns_the_move_round_and_keeps_the_focus(page: Page) -> None:
    page.goto(f"{ROLES}data-analyst,data-scientist")
    swap = page.get_by_role("button", name="Swap")
    swap.click()
    assert page.url.endswith("?roles=data-scientist,data-analyst")
    assert headings(page, 2)[-1] == "From Data Scientist to Data Analyst"
    assert swap.evaluate("button => button === document.activeElement")
    choose(page, THIRD, "product-manager")
    swap.click()
    assert page.url.endswith("?roles=product-manager,data-analyst,data-scientist")
    assert headings(page, 2)[-1] == "From Product Manager to Data Scientist"


@pytest.mark.parametrize(
    ("query", "said", "selected"),
    [
        (
            "no-such-role,data-analyst",
            "There is no role “no-such-role”. Choose another role to compare Data Analyst with.",
            ["", "data-analyst", ""],
        ),
        (
            "__proto__,data-analyst,data-scientist",
            "There is no role “__proto__”. Comparing Data Analyst and Data Scientist. ",
            ["", "data-analyst", "data-scientist"],
        ),
        (
            "data-analyst,data-analyst",
            "Data Analyst is chosen twice. Choose another role to compare Data Analyst with.",
            ["data-analyst", "data-analyst", ""],
        ),
        (
            "data-analyst,data-scientist,data-analyst",
            "Data Analyst is chosen twice. Comparing Data Analyst and Data Scientist. ",
            ["data-analyst", "data-scientist", "data-analyst"],
        ),
        (
            "data-analyst,data-scientist,data-engineer,product-manager",
            "Only the first three roles are compared. Comparing Data Analyst, Data Scientist and ",
            ["data-analyst", "data-scientist", "data-engineer"],
        ),
        (
            "<img src=x onerror=alert(1)>",
            "There is no role “<img src=x onerror=alert(1)>”. Choose two roles to compare.",
            ["", "", ""],
        ),
        (
            "%3Cscript%3Ealert(1)%3C/script%3E,data-analyst",
            "There is no role “<script>alert(1)</script>”. Choose another role ",
            ["", "data-analyst", ""],
        ),
    ],
)
def test_what_an_address_gets_wrong_is_said_in_words(
    page: Page, query: str, said: str, selected: list[str]
) -> None:
    page.goto(ROLES + query)
    assert status(page).startswith(said)
    assert chosen(page) == selected
    assert page.get_by_role("main").locator("img, script").count() == 0


# What is shown


def test_three_roles_stand_in_one_table(page: Page, content: Content) -> None:
    ids = ["data-analyst", "machine-learning-engineer", "product-manager"]
    page.goto(ROLES + ",".join(ids))
    roles = [content.roles[id_] for id_ in ids]
    table = page.get_by_role("main").get_by_role("table")
    assert table.count() == 1
    assert (
        table.locator("caption")
        .inner_text()
        .startswith("Skills, qualifications, pay and place of Data ")
    )
    assert table.locator("thead th[scope=col]").all_inner_texts() == [role.title for role in roles]
    asked = [{need.skill: need.level for need in role.skills} for role in roles]
    skills = {
        skill.title: [levels.get(skill.id, NOT_ASKED).capitalize() for levels in asked]
        for skill in content.skills.values()
        if any(skill.id in levels for levels in asked)
    }
    assert rows(page, "Skills") == skills
    assert rows(page, "Qualifications")["Experience in machine learning"] == [
        NOT_ASKED,
        "Needed 2–5 years",
        NOT_ASKED,
    ]
    place = rows(page, "Pay and place")
    assert place["Pay"][1:] == [
        "131,076 US dollars a year on average. Market estimate by Indeed Salaries, undated.",
        "No pay figure is published for this role.",
    ]
    assert place["Reports to"][1].startswith("Machine Learning Manager, ")
    assert list(place) == ["Pay", "Reports to", "Family", "Leads to"]
    assert headings(page, 2)[-1] == "From Data Analyst to Product Manager"


def rows(page: Page, group: str) -> dict[str, list[str]]:
    """Read a part of the table, cells by row."""
    read = page.evaluate(
        """(group) => [...document.querySelectorAll("#compare-results tbody")]
        .filter((body) => body.querySelector("[scope=rowgroup]").textContent === group)
        .flatMap((body) => [...body.querySelectorAll("tr:has(> [scope=row])")])
        .map((row) => [...row.children].map((cell) => cell.innerText))""",
        group,
    )
    return {head: [" ".join(cell.split()) for cell in cells] for head, *cells in read}


@pytest.mark.parametrize(
    "pay",
    [
        {"kind": "band", "low": 40000, "high": 50500.5, "currency": "EUR", "per": "year"},
        {"kind": "market-estimate", "average": 1, "currency": "GBP", "per": "hour"},
    ],
)
def test_pay_is_worded_as_on_the_pages_of_roles(page: Page, pay: dict[str, Any]) -> None:
    said = {
        "band": "40,000 to 50,500.5 euros a year. Band by the pay board, as of 1 April 2026.",
        "market-estimate": (
            "1 British pound an hour on average. Market estimate by the pay board, as of 1 April 2026."
        ),
    }
    figure = {**pay, "source": "the pay board", "as-of": "2026-04-01", "review-by": None}
    page.add_init_script(
        f"""Object.defineProperty(globalThis, "handbook", {{
          get: () => globalThis.given,
          set: (handbook) => {{
            handbook.roles.find((role) => role.id === "data-analyst").pay = {json.dumps(figure)};
            globalThis.given = handbook;
          }},
        }});"""
    )
    page.goto(f"{ROLES}data-analyst,data-scientist")
    assert page.locator("#compare-results td").nth(1).inner_text() == said[str(pay["kind"])]


def test_every_link_leads_to_a_page_and_a_heading_of_it(page: Page, site: Handbook) -> None:
    page.goto(f"{ROLES}data-analyst,machine-learning-engineer")
    hrefs = page.locator("#compare-results a").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    assert len(hrefs) > 20
    for href in set(hrefs):
        path, _, anchor = href.partition("#")
        if path.startswith("?"):
            continue
        assert site.page(path.removesuffix(".html")).select(f"#{anchor}" if anchor else "h1"), href


@pytest.mark.parametrize(
    ("last", "group", "skill", "title"),
    [
        ("machine-learning-engineer", "raise", "mathematics", "Mathematics"),
        ("manager-of-research-and-development", "learn", "budgeting", "Budgeting"),
    ],
)
def test_a_level_to_reach_opens_its_description(
    page: Page, site: Handbook, last: str, group: str, skill: str, title: str
) -> None:
    page.goto(f"{ROLES}data-analyst,{last}")
    details = page.locator(f"[data-group={group}] details", has_text=title)
    text = details.locator(".compare-text")
    assert text.inner_text() == ""
    details.locator("summary").click()
    page.wait_for_function(
        "() => document.querySelector('details[open] .compare-text')?.innerText.length > 100"
    )
    section = one(site.page(f"skills/{skill}"), "section#practitioner")
    right = [words(item) for item in section.select("p:not(li p), li")]
    assert text.locator("p, li").all_inner_texts() == right
    assert text.locator("li").count() == len(section.select("li"))


def test_a_description_that_does_not_come_is_tried_again(page: Page) -> None:
    page.goto(f"{ROLES}data-analyst,machine-learning-engineer")
    details = page.locator("[data-group=raise] details", has_text="Mathematics")
    summary = details.locator("summary")
    page.route("**/data/skills/*.json", lambda route: route.fulfill(json={}))
    summary.click()
    details.get_by_text("The description cannot be shown here.").wait_for()
    link = details.get_by_role("link", name="Mathematics, Practitioner level")
    assert str(link.get_attribute("href")).endswith("skills/mathematics.html#practitioner")
    page.unroute("**/data/skills/*.json")
    summary.click()
    summary.click()
    details.get_by_text("awkward data").wait_for()


def test_a_way_in_smaller_moves_leads_to_the_comparison_of_each(
    page: Page, content: Content
) -> None:
    insights = Insights(content)
    path = next(
        path
        for before, after in itertools.permutations(content.roles.values(), 2)
        if len(path := insights.path(before, after)) > 2
    )
    page.goto(f"{ROLES}{path[0].id},{path[-1].id}")
    steps = page.locator("ol.compare-way > li")
    assert steps.count() == len(path) - 1
    steps.first.get_by_role("link").click()
    page.wait_for_url(f"**{ROLES}{path[0].id},{path[1].id}")
    assert status(page).startswith(f"Comparing {path[0].title} and {path[1].title}. ")
    page.goto(f"{ROLES}data-analyst,senior-data-analyst")
    assert steps.count() == 0


# Where and how it works


@pytest.mark.parametrize("third", ["", ",manager-of-research-and-development"])
def test_a_narrow_page_scrolls_its_table_and_not_itself(page: Page, third: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{ROLES}data-analyst,machine-learning-engineer{third}")
    for summary in page.locator("summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    region = page.get_by_role("main").get_by_role("region")
    assert region.get_attribute("tabindex") == "0"
    assert region.evaluate("region => region.scrollWidth > region.clientWidth")
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")


def test_it_is_used_with_the_keyboard_alone(page: Page) -> None:
    page.goto(PATH)
    focused = "document.activeElement.labels?.[0]?.innerText ?? document.activeElement.innerText"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(focused) == FIRST:
            break
    page.keyboard.type("Data Eng")
    assert page.evaluate(focused) == FIRST
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == SECOND
    page.keyboard.type("Software Eng")
    assert status(page).startswith("Comparing Data Engineer and Software Engineer. ")
    assert page.evaluate(focused) == SECOND
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert status(page).startswith("Comparing Software Engineer and Data Engineer. ")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('summary')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_function(
        "() => document.querySelector('details[open] .compare-text')?.innerText.length > 100"
    )
    assert page.evaluate("document.activeElement.matches('summary')")


def test_it_works_from_files(browser: Browser, site: Handbook) -> None:
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((site.outdir / "compare.html").as_uri())
    choose(page, FIRST, "data-analyst")
    choose(page, SECOND, "machine-learning-engineer")
    assert status(page).startswith("Comparing Data Analyst and Machine Learning Engineer. ")
    details = page.locator("[data-group=raise] details", has_text="Mathematics")
    details.locator("summary").click()
    details.get_by_text("The description cannot be shown here.").wait_for()
    details.get_by_role("link", name="Mathematics, Practitioner level").click()
    page.wait_for_url(f"{(site.outdir / 'skills' / 'mathematics.html').as_uri()}#practitioner")
    page.goto(
        f"{(site.outdir / 'compare.html').as_uri()}?roles=data-analyst,machine-learning-engineer"
    )
    assert chosen(page) == ["data-analyst", "machine-learning-engineer", ""]
    assert errors == []
    page.close()


def test_without_the_roles_it_says_so_and_leads_on(browser: Browser, address: str) -> None:
    page = browser.new_page(base_url=address)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route("**/data/handbook.js", lambda route: route.abort())
    page.goto(f"{ROLES}data-analyst,data-scientist")
    failure = page.get_by_role("alert")
    assert failure.inner_text().startswith("The roles could not be loaded")
    assert not page.get_by_label(FIRST, exact=True).is_visible()
    failure.get_by_role("link", name="roles by name").click()
    page.wait_for_url(f"{address}/roles/index.html")
    assert errors == []
    page.close()


def test_without_scripts_it_says_what_does_without_them(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(PATH)
    main = page.get_by_role("main")
    assert "Each role's page links to comparisons made beforehand" in main.inner_text()
    assert not main.locator("select").first.is_visible()
    main.get_by_role("link", name="roles by name").click()
    page.wait_for_url(f"{address}/roles/index.html")
    context.close()


def test_only_this_page_loads_what_it_needs(site: Handbook) -> None:
    for path in site.outdir.rglob("*.html"):
        name = path.relative_to(site.outdir).as_posix().removesuffix(".html")
        links = [
            str(tag.get("src") or tag.get("href")) for tag in site.page(name).select("script, link")
        ]
        mine = {link for link in links if "/compare." in f"/{link}"}
        own = {"_static/compare.js", "_static/compare.css"}
        assert mine == (own if name == "compare" else set()), name


def test_paper_shows_the_comparison_without_the_form(page: Page) -> None:
    page.goto(f"{ROLES}data-analyst,data-scientist,data-engineer")
    reader = PdfReader(io.BytesIO(page.pdf()))
    text = " ".join(" ".join(sheet.extract_text() for sheet in reader.pages).split())
    assert "From Data Analyst to Data Engineer" in text
    assert "Experiment design" in text
    assert FIRST not in text
    assert "Swap" not in text
