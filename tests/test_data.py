"""The handbook as data, and what its pages say in the words of schema.org."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urljoin

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from building import REPOSITORY, Handbook, parse, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

    from conftest import MakeHandbook

    Json = dict[str, Any]

SCHEMAS = Path(__file__).parent / "schemas"
ABOUT = {"version": "", "disclaimer": "The base disclaimer."}
LOOKS: Json = {"html_theme": "furo", "templates_path": ["_templates"]}
KINDS = ("role", "skill", "qualification")


def data_of(made: Handbook) -> dict[str, bytes]:
    return {name: content for name, content in made.output().items() if name.startswith("data/")}


def load(made: Handbook, name: str) -> Json:
    loaded: Json = json.loads((made.outdir / "data" / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def by_id(made: Handbook, kind: str) -> dict[str, Json]:
    """Read the file of each thing of a kind, which the list of the handbook names."""
    return {
        thing["id"]: load(made, f"{kind}s/{thing['id']}")
        for thing in load(made, "handbook")[f"{kind}s"]
    }


def check(made: Handbook) -> list[str]:
    """Check every data file against the schema that it names, and return their paths."""
    schemas = {
        path.name: json.loads(path.read_text(encoding="utf-8"))
        for path in (made.outdir / "data/schema").iterdir()
    }
    resources = [(name, Resource.from_contents(schema)) for name, schema in schemas.items()]
    registry: Registry[Any] = Registry().with_resources(resources)
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    checked = []
    for name, content in data_of(made).items():
        if name.endswith(".json") and not name.startswith("data/schema/"):
            data = json.loads(content)
            schema = urljoin(name, data["$schema"]).removeprefix("data/schema/")
            Draft202012Validator(schemas[schema], registry=registry).validate(data)
            checked.append(name)
    return checked


def dressed(made: Handbook) -> Handbook:
    """Give a small handbook the templates of the real one."""
    shutil.copytree(REPOSITORY / "_templates", made.srcdir / "_templates")
    return made


def linked(made: Handbook, name: str) -> dict[str, Json]:
    """Parse the linked data of a built page, by type."""
    blocks = made.page(name).select('script[type="application/ld+json"]')
    assert len(blocks) <= 1, name
    graph = [json.loads(block.get_text())["@graph"] for block in blocks]
    return {thing["@type"]: thing for things in graph for thing in things}


@pytest.fixture(params=["shown", "site"])
def built(request: pytest.FixtureRequest) -> Handbook:
    """Return the base root as the real templates show it, and the real handbook, in turn."""
    made: Handbook = request.getfixturevalue(request.param)
    return made


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory, base: Handbook) -> Handbook:
    """Return the base root as the real templates show it; tests only read it."""
    folder = tmp_path_factory.mktemp("shown") / "handbook"
    shutil.copytree(base.srcdir, folder, ignore=shutil.ignore_patterns("_build"))
    made = dressed(Handbook(folder))
    assert made.build(**LOOKS).warnings == []
    return made


def test_every_data_file_keeps_to_the_schema_that_it_names(built: Handbook) -> None:
    index = load(built, "handbook")
    things = {f"data/{kind}s/{thing['id']}.json" for kind in KINDS for thing in index[f"{kind}s"]}
    assert set(check(built)) == {"data/handbook.json"} | things
    assert len(things) > 7


def test_the_schemas_allow_nothing_that_they_do_not_describe(base: Handbook) -> None:
    def describe(schema: Any, where: str) -> None:
        if isinstance(schema, list):
            for item in schema:
                describe(item, where)
        if not isinstance(schema, dict):
            return
        if isinstance(schema.get("type"), str | list) and "object" in schema["type"]:
            # Skills' levels are the one object whose keys the site's settings give.
            loose = {"type": "string"} if where.endswith("skill.json.levels") else False
            assert schema["additionalProperties"] == loose, where
            assert set(schema.get("required", ())) <= set(schema.get("properties", ())), where
        for key, value in schema.get("properties", {}).items():
            assert {"description", "$ref", "const"} & value.keys(), f"{where}.{key}"
        for key, value in schema.items():
            inner = value if key in {"properties", "$defs"} else {key: value}
            for name, part in inner.items():
                describe(part, f"{where}.{name}")

    for kind in ("handbook", *KINDS):
        schema = load(base, f"schema/{kind}")
        assert schema["description"]
        describe(schema, f"{kind}.json")


def test_a_role_as_data_says_what_its_page_says(base: Handbook) -> None:
    potter = {
        "id": "potter",
        "title": "Potter",
        "url": "roles/craft/potter.html",
        "family": "craft",
        "aliases": ["ceramist"],
        "reports-to": ["master-potter"],
        "leads-to": ["master-potter"],
        # They share glazing, at 1 and 2; throwing, at 2 and 0, weighs as much: 1 / (2 + 2).
        "similar": [{"id": "glazier", "similarity": 0.25, "named": True}],
        "pay": None,
        "reviewed": "2026-11-01",
        "added": "2026-10-01",
        "skills": [{"id": "throwing", "level": "working"}, {"id": "glazing", "level": "awareness"}],
        "qualifications": [
            {"id": "kiln-licence", "preferred": True, "years": None},
            {"id": "clay-experience", "preferred": False, "years": {"low": 2, "high": 5}},
        ],
    }
    assert load(base, "roles/potter") == {
        "$schema": "../schema/role.json",
        **potter,
        "lead": "A Potter makes pots.",
        "questions": ["how-hot-is-a-kiln", "who-buys-pots"],
        **ABOUT,
    }
    assert load(base, "handbook")["roles"][2] == potter


def test_pay_and_essential_functions_are_data_where_there_are_any(base: Handbook) -> None:
    glazier = load(base, "roles/glazier")
    assert glazier["pay"] == {
        "kind": "market-estimate",
        "average": 31076,
        "currency": "USD",
        "per": "hour",
        "source": "Pay Survey",
        "as-of": "undated",
        "review-by": "2027-05-31",
    }
    assert glazier["qualifications"] == [
        {
            "id": "lifting",
            "preferred": False,
            "years": None,
            "essential-function": "Loading the kiln.",
        }
    ]
    assert load(base, "roles/master-potter")["pay"] == {
        "kind": "band",
        "low": 40000,
        "high": 50500,
        "currency": "EUR",
        "per": "year",
        "source": "the pay board",
        "as-of": "2026-04-01",
        "review-by": None,
    }


def test_a_skill_and_a_qualification_as_data_say_what_their_pages_say(base: Handbook) -> None:
    assert load(base, "skills/throwing") == {
        "$schema": "../schema/skill.json",
        "id": "throwing",
        "title": "Throwing",
        "url": "skills/throwing.html",
        "category": "making",
        "aliases": ["wheel work"],
        "lead": "Throwing shapes clay, as the questions tell.",
        "levels": {
            "awareness": "Knows the wheel.",
            "working": "Centres clay alone.\n\n- Makes bowls.",
            "practitioner": "Makes sets.",
            "expert": "Teaches throwing.",
        },
        "asked-by": [
            {"id": "master-potter", "level": "expert"},
            {"id": "potter", "level": "working"},
        ],
        **ABOUT,
    }
    assert load(base, "qualifications/kiln-licence") == {
        "$schema": "../schema/qualification.json",
        "id": "kiln-licence",
        "title": "Kiln licence",
        "url": "qualifications/kiln-licence.html",
        "kind": "licence",
        "aliases": [],
        "lead": "A kiln licence lets a person fire a kiln.",
        "asked-by": [
            {"id": "master-potter", "preferred": False},
            {"id": "potter", "preferred": True},
        ],
        **ABOUT,
    }


def test_the_handbook_as_data_holds_everything_once(base: Handbook) -> None:
    index = load(base, "handbook")
    assert index["levels"] == ["awareness", "working", "practitioner", "expert"]
    assert index["families"] == [{"id": "craft", "title": "Craft", "url": "roles/craft/index.html"}]
    assert [skill["id"] for skill in index["skills"]] == ["glazing", "throwing"]
    assert index["questions"][1] == {
        "id": "who-buys-pots",
        "title": "Who buys pots?",
        "url": "faq/pots.html#who-buys-pots",
        "about": ["potter"],
    }


def test_the_short_and_the_long_data_agree(built: Handbook) -> None:
    index = load(built, "handbook")
    for kind in KINDS:
        for short in index[f"{kind}s"]:
            whole = load(built, f"{kind}s/{short['id']}")
            assert short == {key: whole[key] for key in short}
            assert whole["disclaimer"] == index["disclaimer"]
            assert whole["version"] == index["version"]


def test_each_requirement_is_data_from_both_sides(built: Handbook) -> None:
    roles = by_id(built, "role")
    for kind, word in (("skill", "level"), ("qualification", "preferred")):
        asked = sorted(
            (need["id"], role, need[word])
            for role, data in roles.items()
            for need in data[f"{kind}s"]
        )
        asked_by = [
            (id_, role["id"], role[word])
            for id_, thing in by_id(built, kind).items()
            for role in thing["asked-by"]
        ]
        assert asked_by == asked
        assert asked


def test_every_id_and_address_in_the_data_leads_somewhere(built: Handbook) -> None:
    assert dangling(built) == []


def dangling(made: Handbook) -> list[str]:
    index = load(made, "handbook")
    ids = {
        kind: {thing["id"] for thing in index[kind]}
        for kind in ("families", "roles", "skills", "qualifications", "questions")
    }
    named = []
    for role in by_id(made, "role").values():
        similar = [other["id"] for other in role["similar"]]
        named += [("roles", id_) for id_ in (*role["reports-to"], *role["leads-to"], *similar)]
        named += [
            (kind, need["id"]) for kind in ("skills", "qualifications") for need in role[kind]
        ]
        named += [("questions", id_) for id_ in role["questions"]]
        named += [("families", role["family"])] * (role["family"] is not None)
    named += [("roles", id_) for question in index["questions"] for id_ in question["about"]]
    wrong = [f"{kind} {id_}" for kind, id_ in named if id_ not in ids[kind]]
    for kind, found in ids.items():
        assert [thing["id"] for thing in index[kind]] == sorted(found)
        for thing in index[kind]:
            name, anchor = urldefrag(thing["url"])
            if not (made.outdir / name).exists() or (
                anchor and not parse(made.outdir / name).find(id=anchor)
            ):
                wrong.append(thing["url"])
    return wrong


def test_the_script_holds_the_same_as_the_data(built: Handbook) -> None:
    script = (built.outdir / "data/handbook.js").read_text(encoding="utf-8")
    text = script.removeprefix("globalThis.handbook = ").removesuffix(";\n")
    assert script == f"globalThis.handbook = {text};\n"
    assert f"{text}\n" == (built.outdir / "data/handbook.json").read_text(encoding="utf-8")


def test_a_page_opened_from_a_folder_can_read_the_data(browser: Browser, base: Handbook) -> None:
    page = browser.new_page()
    page.goto((base.outdir / "index.html").as_uri())
    page.add_script_tag(url="data/handbook.js")
    assert page.evaluate("handbook") == load(base, "handbook")
    page.close()


def test_faults_leave_the_data_whole(handbook: MakeHandbook) -> None:
    made = handbook("faults")
    assert made.build().warnings
    check(made)
    assert dangling(made) == []


TEXT = """# Pots

Pots, as {skill}`glazing`, [](/skills/index.md), {doc}`index`, [](/faq/pots.md#who-buys-pots) and
[the *craft*](/roles/craft/index.md) tell\\
of `clay`: {skill}`the wheel <throwing>`.

## Awareness

% Nobody reads this.

1. Kneads.

   Long.
2. Cuts
   - wet
   - dry

```text
a  b
```
"""


def test_leads_and_levels_are_plain_text_as_it_is_read(handbook: MakeHandbook) -> None:
    made = handbook()
    made.write("skills/pots.md", TEXT)
    made.write("_includes/disclaimer.md", "**No**\n`promise` of *pots*.\n\nNone.\n")
    assert made.build().warnings == []
    pots = load(made, "skills/pots")
    assert pots["lead"] == (
        "Pots, as Glazing, Skills, Skills, Who buys pots? and the craft tell of clay: the wheel."
    )
    assert pots["levels"] == {
        "awareness": "1. Kneads.\n   Long.\n2. Cuts\n   - wet\n   - dry\n\na  b"
    }
    assert pots["category"] is None
    assert pots["asked-by"] == []
    assert pots["disclaimer"] == "No promise of pots.\n\nNone."
    lead = made.article("skills/pots").find("p")
    assert lead is not None
    assert " ".join(lead.get_text().split()) == pots["lead"]


def test_the_data_name_the_version_and_the_title_of_the_site(handbook: MakeHandbook) -> None:
    made = handbook()
    made.build(release="2.1", html_title="Pots & pans")
    for name in ("handbook", "roles/potter", "skills/throwing", "qualifications/lifting"):
        assert load(made, name)["version"] == "2.1"
    assert load(made, "handbook")["title"] == "Pots & pans"


def test_data_are_made_for_pages_with_addresses_and_name_these(handbook: MakeHandbook) -> None:
    made = handbook()
    assert made.build(builder="text").warnings == []
    assert data_of(made) == {}
    made = Handbook(made.srcdir, made.srcdir.parent / "folders" / "html")
    assert made.build(builder="dirhtml").warnings == []
    assert load(made, "roles/potter")["url"] == "roles/craft/potter/"


def rename_skill(made: Handbook) -> None:
    made.replace("skills/throwing.md", "# Throwing", "# Turning")


def rename_index(made: Handbook) -> None:
    made.write("skills/index.md", "# All skills\n")


def rename_question(made: Handbook) -> None:
    made.replace("faq/pots.md", "## Who buys pots?", "## Who pays for pots?")


def edit_reason(made: Handbook) -> None:
    made.replace("roles/craft/potter.md", "For the big kiln.", "For every kiln.")


def remove_skill(made: Handbook) -> None:
    (made.srcdir / "skills/drying.md").unlink()


def remove_role(made: Handbook) -> None:
    (made.srcdir / "roles/craft/painter.md").unlink()


CHANGES: dict[Callable[[Handbook], None], set[str]] = {
    rename_skill: {"handbook", "skills/throwing"},
    # The lead of the skill of drying names the page.
    rename_index: {"skills/drying"},
    rename_question: {"handbook", "roles/potter"},
    edit_reason: set(),
    remove_skill: {"handbook"},
    # A skill that fewer roles ask for weighs more, also between two others that share it.
    remove_role: {"handbook", "roles/potter", "skills/glazing", "qualifications/lifting"},
}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_an_incremental_build_writes_the_data_that_change_and_removes_what_is_gone(
    handbook: MakeHandbook, change: Callable[[Handbook], None]
) -> None:
    made = dressed(handbook())
    made.write("skills/drying.md", "# Drying\n\nPots dry, as [](/skills/index.md) say.\n")
    glazier = (made.srcdir / "roles/craft/glazier.md").read_text(encoding="utf-8")
    made.write("roles/craft/painter.md", glazier.replace("Glazier", "Painter"))
    assert made.build(**LOOKS).warnings == []
    for name in data_of(made):
        os.utime(made.outdir / name, (0, 0))
    change(made)
    assert made.build(**LOOKS).warnings == []
    written = {
        name.removeprefix("data/").removesuffix(".json")
        for name in data_of(made)
        if (made.outdir / name).stat().st_mtime_ns and not name.endswith(".js")
    }
    assert written == CHANGES[change]
    clean = Handbook(made.srcdir, made.srcdir.parent / "clean" / "html")
    assert clean.build(fresh=True, **LOOKS).warnings == []
    assert made.output() == clean.output()


def test_a_skill_whose_page_is_gone_leaves_no_data(handbook: MakeHandbook) -> None:
    made = handbook()
    made.write("skills/drying.md", "# Drying\n\nPots dry.\n")
    made.build()
    assert load(made, "skills/drying")["title"] == "Drying"
    made.write("_build/html/data/others.json", "{}")
    remove_skill(made)
    made.build()
    assert not (made.outdir / "data/skills/drying.json").exists()
    assert "drying" not in [skill["id"] for skill in load(made, "handbook")["skills"]]
    assert load(made, "others") == {}


def test_one_worker_and_two_write_the_same_data(handbook: MakeHandbook) -> None:
    made = dressed(handbook())
    assert made.build(jobs=1, **LOOKS).warnings == []
    other = Handbook(made.srcdir, made.srcdir.parent / "other" / "html")
    assert other.build(jobs=2, **LOOKS).warnings == []
    assert made.output() == other.output()
    assert data_of(made)


def test_a_build_that_breaks_off_writes_no_data(handbook: MakeHandbook) -> None:
    made = dressed(handbook())
    made.write("_templates/page.html", "{{ nothing.at.all }}")
    with pytest.raises(Exception, match="nothing"):
        made.build(**LOOKS)
    assert data_of(made) == {}


def test_linked_data_keep_to_what_we_say_in_them(built: Handbook) -> None:
    names = {
        "Occupation": "occupation",
        "DefinedTerm": "defined-term",
        "FAQPage": "faq-page",
        "BreadcrumbList": "breadcrumb-list",
    }
    schemas = {
        type_: Draft202012Validator(json.loads((SCHEMAS / f"{name}.json").read_text("utf-8")))
        for type_, name in names.items()
    }
    found: dict[str, set[str]] = {type_: set() for type_ in names}
    for path in sorted(built.outdir.rglob("*.html")):
        name = path.relative_to(built.outdir).with_suffix("").as_posix()
        page = built.page(name)
        for type_, thing in linked(built, name).items():
            schemas[type_].validate(thing)
            found[type_].add(name)
            for url in addresses(thing):
                target, anchor = urldefrag(urljoin(f"{name}.html", url))
                assert (built.outdir / target).exists(), f"{name}: {url}"
                assert not anchor or page.find(id=anchor), f"{name}: {url}"
        assert ("BreadcrumbList" in linked(built, name)) == bool(page.select(".breadcrumbs"))
        assert "JobPosting" not in path.read_text(encoding="utf-8")
    index = load(built, "handbook")
    for type_, kind in (
        ("Occupation", "roles"),
        ("DefinedTerm", "skills"),
        ("FAQPage", "questions"),
    ):
        pages = {urldefrag(thing["url"])[0].removesuffix(".html") for thing in index[kind]}
        assert found[type_] == pages


def addresses(thing: Any) -> list[str]:
    """Find every address in linked data."""
    if isinstance(thing, list):
        return [url for part in thing for url in addresses(part)]
    if not isinstance(thing, dict):
        return []
    own = [thing[key] for key in ("@id", "url", "item") if key in thing]
    return own + [url for part in thing.values() for url in addresses(part)]


def test_a_role_is_an_occupation(shown: Handbook) -> None:
    assert linked(shown, "roles/craft/potter")["Occupation"] == {
        "@type": "Occupation",
        "@id": "../../roles/craft/potter.html",
        "name": "Potter",
        "alternateName": ["ceramist"],
        "description": "A Potter makes pots.",
        "skills": [
            {"@type": "DefinedTerm", "@id": f"../../skills/{skill}.html"}
            for skill in ("throwing", "glazing")
        ],
        "qualifications": ["Kiln licence (preferred). For the big kiln."],
        "experienceRequirements": [
            {
                "@type": "OccupationalExperienceRequirements",
                "name": "Experience with clay",
                "description": "When nobody else is there.",
                "monthsOfExperience": 24,
            }
        ],
    }
    assert linked(shown, "roles/craft/master-potter")["Occupation"]["qualifications"] == [
        "Kiln licence."
    ]


def test_degrees_are_said_with_what_is_as_good(handbook: MakeHandbook) -> None:
    made = dressed(handbook())
    made.write(
        "qualifications/degree.md",
        "---\nqualification:\n  kind: degree\n---\n# Degree\n\nA degree.\n",
    )
    made.replace(
        "roles/craft/potter.md",
        ":::{qualification} clay-experience\n:years: 2-5\n",
        ":::{qualification} degree\nIn clay, or {qualification}`clay-experience`.\n:::\n\n"
        ":::{qualification} clay-experience\n:years: 2-5\n:preferred:\n",
    )
    assert made.build(**LOOKS).warnings == []
    potter = linked(made, "roles/craft/potter")["Occupation"]
    assert potter["educationRequirements"] == ["Degree. In clay, or Experience with clay."]
    # What is preferred is not required for any months.
    assert potter["experienceRequirements"] == [
        {
            "@type": "OccupationalExperienceRequirements",
            "name": "Experience with clay (preferred)",
            "description": "When nobody else is there.",
        }
    ]


def test_salaries_are_linked_data_only_with_their_source(built: Handbook) -> None:
    roles = by_id(built, "role").values()
    for role in roles:
        occupation = linked(built, role["url"].removesuffix(".html"))["Occupation"]
        assert ("estimatedSalary" in occupation) == (role["pay"] is not None)
        if role["pay"]:
            salary, pay = occupation["estimatedSalary"], role["pay"]
            dated = pay["as-of"] if pay["as-of"] == "undated" else "as of "
            assert f" by {pay['source']}, {dated}" in salary["description"]
            assert salary["currency"] == pay["currency"]
            amounts = {
                "value": pay.get("average"),
                "minValue": pay.get("low"),
                "maxValue": pay.get("high"),
            }
            assert salary["value"] == {
                "@type": "QuantitativeValue",
                "unitText": pay["per"].upper(),
                **{key: amount for key, amount in amounts.items() if amount is not None},
            }
    assert any(role["pay"] for role in roles)
    assert not all(role["pay"] for role in roles)


def test_a_skill_is_a_defined_term_and_questions_are_answered(shown: Handbook) -> None:
    assert linked(shown, "skills/throwing")["DefinedTerm"] == {
        "@type": "DefinedTerm",
        "@id": "../skills/throwing.html",
        "name": "Throwing",
        "termCode": "throwing",
        "alternateName": ["wheel work"],
        "description": "Throwing shapes clay, as the questions tell.",
        "inDefinedTermSet": {
            "@type": "DefinedTermSet",
            "@id": "../skills/index.html",
            "name": "Skills",
        },
    }
    page = linked(shown, "faq/pots")["FAQPage"]
    assert page["name"] == "Pots"
    assert [(one["name"], one["acceptedAnswer"]["text"]) for one in page["mainEntity"]] == [
        ("How hot is a kiln?", "Very hot.\n\nIt depends on Glazing."),
        ("Who buys pots?", "People do."),
    ]


def test_breadcrumbs_are_linked_data_as_well(built: Handbook) -> None:
    for url in [role["url"] for role in load(built, "handbook")["roles"]]:
        name = url.removesuffix(".html")
        items = linked(built, name)["BreadcrumbList"]["itemListElement"]
        crumbs = built.page(name).select(".breadcrumbs a")
        assert [(item["name"], item["item"]) for item in items[:-1]] == [
            (words(crumb), crumb["href"]) for crumb in crumbs
        ]
        assert [item["position"] for item in items] == list(range(1, len(crumbs) + 2))
        assert urljoin(url, items[-1]["item"]) == url


HOSTILE = r"""# Potter \</script>\<script>window.broken = 1\</script> "&" \<!-- 'x'

A Potter \</script> ends & "quotes" all \<script>window.broken = 2\</script>.
"""


def test_no_words_break_out_of_linked_data(handbook: MakeHandbook, browser: Browser) -> None:
    made = dressed(handbook())
    made.replace("roles/craft/potter.md", "# Potter\n\nA Potter makes pots.\n", HOSTILE)
    made.replace("roles/craft/potter.md", "[ceramist]", '["</script><b>", "a & b"]')
    assert made.build(smartquotes=False, **LOOKS).warnings == []
    page = browser.new_page()
    page.goto((made.outdir / "roles/craft/potter.html").as_uri())
    blocks = page.locator('script[type="application/ld+json"]').all_text_contents()
    assert page.evaluate("window.broken") is None
    page.close()
    (occupation,) = (
        thing for thing in json.loads(blocks[0])["@graph"] if thing["@type"] == "Occupation"
    )
    title = "Potter </script><script>window.broken = 1</script> \"&\" <!-- 'x'"
    assert len(blocks) == 1
    assert occupation["name"] == title
    assert occupation["alternateName"] == ["</script><b>", "a & b"]
    assert '</script> ends & "quotes"' in occupation["description"]
    assert not set(blocks[0]) & set("<>&\u2028\u2029")
    assert load(made, "roles/potter")["title"] == title
    page = browser.new_page()
    page.goto((made.outdir / "index.html").as_uri())
    page.add_script_tag(url="data/handbook.js")
    assert page.evaluate("handbook.roles.find(role => role.id === 'potter').title") == title
    page.close()
