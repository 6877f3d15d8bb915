"""The model: roles, skills, qualifications, families and questions, and their validation.

Nothing here knows of Sphinx. Each `read_*` function takes front matter and gives back what it
says together with every fault in it; none stops at the first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, cast, get_args

from babel.core import UnknownLocaleError
from babel.numbers import is_currency

from careers.faults import Fault, nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from careers.faults import FaultKind
    from careers.frontmatter import Value

Kind = Literal["job", "skill", "qualification", "family", "question"]
"""The kinds of thing that have an id. A role is a `job` wherever docutils' own word *role* is near."""

QualificationKind = Literal[
    "degree", "certificate", "certification", "licence", "experience", "physical"
]
Period = Literal["hour", "day", "week", "month", "year"]

SITE_KEYS = frozenset(
    {"hide-toc", "html_meta", "myst", "no-search", "nosearch", "orphan", "tocdepth"}
)
"""Front-matter keys that Sphinx, MyST or the theme read, on any page."""


@dataclass(frozen=True, slots=True)
class Published:
    """Who published a pay figure, and when.

    Amounts are whole units of `currency` (ISO 4217) for each `per`; `as_of` is None where the
    source gives no date.
    """

    currency: str
    per: Period
    source: str
    as_of: date | None
    review_by: date | None


@dataclass(frozen=True, slots=True)
class PayBand(Published):
    """What the company pays: from `low` to `high`."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class MarketEstimate(Published):
    """What people in such jobs earn on average, as somebody else reports it."""

    average: float


Pay = PayBand | MarketEstimate


@dataclass(frozen=True, slots=True)
class Years:
    """A span of years of experience; `high` is None where there is no upper end."""

    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class SkillNeed:
    """What a role asks of one skill."""

    skill: str
    level: str
    line: int = field(repr=False)


@dataclass(frozen=True, slots=True)
class QualificationNeed:
    """What a role asks of one qualification."""

    qualification: str
    line: int = field(repr=False)
    preferred: bool = False
    years: Years | None = None
    function: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """An id that front matter names, and the line that names it."""

    id: str
    line: int = field(repr=False)


@dataclass(frozen=True, slots=True)
class Page:
    """What every page of the handbook has; `lead` is its first paragraph as plain text."""

    id: str
    docname: str
    title: str
    lead: str


@dataclass(frozen=True, slots=True)
class JobRole(Page):
    """A role: a job that people hold."""

    family: str
    aliases: tuple[str, ...] = ()
    reports_to: tuple[Reference, ...] = ()
    leads_to: tuple[Reference, ...] = ()
    similar: tuple[Reference, ...] = ()
    asks_less: str = ""
    pay: Pay | None = None
    reviewed: date | None = None
    added: date | None = None
    skills: tuple[SkillNeed, ...] = ()
    qualifications: tuple[QualificationNeed, ...] = ()


@dataclass(frozen=True, slots=True)
class Skill(Page):
    """A skill; `levels` are those that its page describes."""

    category: str = ""
    aliases: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Qualification(Page):
    """A qualification: what a person holds, has done, or must be able to do."""

    kind: QualificationKind = "certificate"
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Family(Page):
    """A family of roles."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answer on a page of `faq/`; `about` names the roles it is about."""

    id: str
    docname: str
    title: str
    line: int = field(repr=False)
    about: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleMatter:
    """What the front matter of a role page says."""

    aliases: tuple[str, ...] = ()
    reports_to: tuple[Reference, ...] = ()
    leads_to: tuple[Reference, ...] = ()
    similar: tuple[Reference, ...] = ()
    asks_less: str = ""
    pay: Pay | None = None
    reviewed: date | None = None
    added: date | None = None


@dataclass(frozen=True, slots=True)
class SkillMatter:
    """What the front matter of a skill page says."""

    aliases: tuple[str, ...] = ()
    category: str = ""


@dataclass(frozen=True, slots=True)
class QualificationMatter:
    """What the front matter of a qualification page says."""

    kind: QualificationKind = "certificate"
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FaqMatter:
    """What the front matter of a page of questions says."""

    about: tuple[Reference, ...] = ()


def read_role(values: Mapping[str, Value]) -> tuple[RoleMatter, list[Fault]]:
    """Read the front matter of a role page."""
    top, section = _section(values, "role")
    matter = RoleMatter(
        aliases=section.texts("aliases"),
        reports_to=section.references("reports-to"),
        leads_to=section.references("leads-to"),
        similar=section.references("similar"),
        asks_less=section.text("asks-less"),
        pay=_read_pay(section),
        reviewed=section.date("reviewed"),
        added=section.date("added"),
    )
    return matter, section.finish() + top.finish()


def read_skill(values: Mapping[str, Value]) -> tuple[SkillMatter, list[Fault]]:
    """Read the front matter of a skill page."""
    top, section = _section(values, "skill")
    matter = SkillMatter(aliases=section.texts("aliases"), category=section.slug("category"))
    return matter, section.finish() + top.finish()


def read_qualification(values: Mapping[str, Value]) -> tuple[QualificationMatter, list[Fault]]:
    """Read the front matter of a qualification page."""
    top, section = _section(values, "qualification")
    kind = section.choice("kind", get_args(QualificationKind), needed="qualification")
    matter = QualificationMatter(
        kind=cast("QualificationKind", kind or "certificate"),
        aliases=section.texts("aliases"),
    )
    return matter, section.finish() + top.finish()


def read_faq(values: Mapping[str, Value]) -> tuple[FaqMatter, list[Fault]]:
    """Read the front matter of a page of questions."""
    top, section = _section(values, "faq")
    matter = FaqMatter(about=section.references("about"))
    return matter, section.finish() + top.finish()


def read_plain(values: Mapping[str, Value]) -> list[Fault]:
    """Check the front matter of a page that is none of the handbook's things."""
    top = _Section(values, "")
    for key in ("role", "skill", "qualification", "faq"):
        if key in values:
            top.used.add(key)
            top.fault(
                values[key].key_line,
                f"key '{key}' has no meaning on this page; it belongs to {_HOMES[key]}",
                "misplaced",
            )
    return top.finish()


_HOMES = {
    "role": "roles/<family>/<role>.md",
    "skill": "skills/<skill>.md",
    "qualification": "qualifications/<qualification>.md",
    "faq": "faq/<page>.md",
}

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_YEARS = re.compile(r"(\d{1,2})(?:\s*[-–]\s*(\d{1,2})|(\+))?")


def read_years(text: str) -> Years | None:
    """Read '3', '2-5' or '2+' as years; None where it is none of them."""
    match = _YEARS.fullmatch(text.strip())
    if not match:
        return None
    low, high, plus = int(match[1]), match[2], match[3]
    if high is not None and int(high) < low:
        return None
    return Years(low, None if plus else int(high or low))


def _section(values: Mapping[str, Value], key: str) -> tuple[_Section, _Section]:
    """Return the top of the front matter and the part under `key`, each ready to be read."""
    top = _Section(values, "")
    inner = top.mapping(key)
    for other in _HOMES.keys() - {key}:
        if other in values:
            top.used.add(other)
            top.fault(
                values[other].key_line,
                f"key '{other}' does not belong on this page, which takes '{key}'; "
                f"'{other}' belongs to {_HOMES[other]}",
                "misplaced",
            )
    return top, _Section(inner, key)


def _read_pay(section: _Section) -> Pay | None:
    if "pay" not in section.values:
        return None
    line = section.values["pay"].key_line
    pay = _Section(section.mapping("pay"), "pay")
    if not pay.values:
        section.fault(
            line,
            "'pay' is empty; give the figure with its source, or leave 'pay' out",
            "missing-key",
        )
        return None
    kind = pay.choice("kind", ("band", "market-estimate"), needed="pay", at=line)
    currency = pay.text("currency", needed="pay", at=line)
    per = pay.choice("per", get_args(Period), needed="pay", at=line)
    source = pay.text("source", needed="pay", at=line)
    as_of = pay.date("as-of", needed="pay", at=line, word="undated")
    review_by = pay.date("review-by")
    if currency and not _is_currency(currency):
        pay.fault(
            pay.values["currency"].line,
            f"'{currency}' is not a currency; write its three-letter code, such as USD, EUR or GBP",
            "wrong-value",
        )
    low = high = average = None
    if kind == "band":
        low = pay.amount("low", needed="pay", at=line)
        high = pay.amount("high", needed="pay", at=line)
        if low is not None and high is not None and high < low:
            pay.fault(pay.values["high"].line, "'high' is below 'low'; swap the two", "wrong-value")
        pay.forbid("average", "a band has 'low' and 'high'")
    elif kind == "market-estimate":
        average = pay.amount("average", needed="pay", at=line)
        pay.forbid("low", "a market estimate has 'average'")
        pay.forbid("high", "a market estimate has 'average'")
    else:
        pay.used.update({"low", "high", "average"})
    faults = pay.finish()
    section.faults.extend(faults)
    if faults or per is None:
        return None
    published = (currency, cast("Period", per), source, as_of, review_by)
    if low is not None and high is not None:
        return PayBand(*published, low, high)
    return MarketEstimate(*published, average) if average is not None else None


def _is_currency(code: str) -> bool:
    try:
        return is_currency(code, "en")
    except UnknownLocaleError:  # pragma: no cover - 'en' is always there
        return True


@dataclass
class _Section:
    """A mapping of front matter while it is read: what was used, and what was wrong."""

    values: Mapping[str, Value]
    name: str
    used: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, line: int, message: str, kind: FaultKind) -> None:
        self.faults.append(Fault(line, message, kind))

    def finish(self) -> list[Fault]:
        """Name the keys that nothing has read, and return every fault."""
        known = sorted(self.used if self.name else self.used | SITE_KEYS | _HOMES.keys())
        where = f"in '{self.name}'" if self.name else "in the front matter"
        for key, value in self.values.items():
            if key not in known:
                self.fault(
                    value.key_line,
                    f"unknown key '{key}' {where}; {nearest(key, known)}",
                    "unknown-key",
                )
        return sorted(self.faults)

    def take(self, key: str, needed: str = "", at: int = 1) -> Value | None:
        self.used.add(key)
        value = self.values.get(key)
        if value is None and needed:
            line = next((v.key_line for v in self.values.values()), at) if at == 1 else at
            self.fault(line, f"'{needed}' has no '{key}'; add it", "missing-key")
        return value

    def wrong_type(self, key: str, value: Value, takes: str) -> None:
        self.fault(value.line, f"'{key}' takes {takes}, not {_describe(value.data)}", "wrong-type")

    def mapping(self, key: str) -> Mapping[str, Value]:
        value = self.take(key)
        if value is None or value.data is None:
            return {}
        if not isinstance(value.data, dict):
            self.wrong_type(key, value, "keys of its own, each on a line")
            return {}
        return value.data

    def text(self, key: str, needed: str = "", at: int = 1) -> str:
        value = self.take(key, needed, at)
        if value is None:
            return ""
        if not isinstance(value.data, str):
            self.wrong_type(key, value, "text")
            return ""
        if not value.data.strip():
            self.fault(value.line, f"'{key}' is empty; fill it in or leave it out", "wrong-value")
        return value.data.strip()

    def slug(self, key: str) -> str:
        text = self.text(key)
        if text and not _SLUG.fullmatch(text):
            self.fault(
                self.values[key].line,
                f"'{key}' takes lower-case words joined by hyphens, not '{text}'",
                "wrong-value",
            )
            return ""
        return text

    def items(self, key: str, takes: str) -> tuple[tuple[str, int], ...]:
        value = self.take(key)
        if value is None:
            return ()
        if not isinstance(value.data, tuple):
            self.wrong_type(key, value, takes)
            return ()
        items: dict[str, int] = {}
        for item in value.data:
            if not isinstance(item.data, str) or not item.data.strip():
                self.wrong_type(key, item, takes)
            elif item.data.strip() in items:
                self.fault(
                    item.line,
                    f"'{item.data.strip()}' is twice in '{key}'; remove one",
                    "wrong-value",
                )
            else:
                items[item.data.strip()] = item.line
        return tuple(items.items())

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(text for text, _ in self.items(key, "a list of texts, such as [one, two]"))

    def references(self, key: str) -> tuple[Reference, ...]:
        items = self.items(key, "a list of ids, such as [data-engineer]")
        return tuple(Reference(text, line) for text, line in items)

    def choice(
        self, key: str, choices: Collection[str], needed: str = "", at: int = 1
    ) -> str | None:
        text = self.text(key, needed, at)
        if not text:
            return None
        if text not in choices:
            self.fault(
                self.values[key].line,
                f"'{key}' cannot be '{text}'; {nearest(text, choices)}",
                "wrong-value",
            )
            return None
        return text

    def date(self, key: str, needed: str = "", at: int = 1, word: str = "") -> date | None:
        value = self.take(key, needed, at)
        if value is None or (word and value.data == word):
            return None
        if isinstance(value.data, date) and not isinstance(value.data, datetime):
            return value.data
        also = f", or '{word}'" if word else ""
        if isinstance(value.data, str):
            self.fault(
                value.line,
                f"'{key}' takes a date such as 2026-11-22{also}, not '{value.data}'",
                "wrong-value",
            )
        else:
            self.wrong_type(key, value, f"a date such as 2026-11-22{also}")
        return None

    def amount(self, key: str, needed: str = "", at: int = 1) -> float | None:
        value = self.take(key, needed, at)
        if value is None:
            return None
        if isinstance(value.data, bool) or not isinstance(value.data, int | float):
            self.wrong_type(key, value, "a number without signs or separators, such as 131076")
            return None
        if not 0 < value.data < float("inf"):
            self.fault(value.line, f"'{key}' takes a number above 0", "wrong-value")
            return None
        return value.data

    def forbid(self, key: str, reason: str) -> None:
        value = self.take(key)
        if value is not None:
            self.fault(
                value.key_line, f"'{key}' does not belong here: {reason}; remove it", "wrong-value"
            )


def _describe(data: object) -> str:
    """Name a YAML value as its writer would."""
    match data:
        case None:
            return "nothing"
        case bool():
            return f"the yes-or-no value '{str(data).lower()}'"
        case int() | float():
            return f"the number {data}"
        case datetime():
            return "a date with a time"
        case date():
            return f"the date {data}"
        case str():
            return f"the text '{data}'"
        case tuple():
            return "a list"
        case dict():
            return "keys of its own"
        case _:
            return f"a {type(data).__name__}"


PageLike = JobRole | Skill | Qualification | Family


def identify(docname: str) -> tuple[Kind | Literal["faq", ""], str]:
    """Tell from a page's place what it is, and its id; a plain page is `("", "")`."""
    match docname.split("/"):
        case ["roles", family, "index"]:
            return "family", family
        case ["roles", _, role]:
            return "job", role
        case ["skills", skill] if skill != "index":
            return "skill", skill
        case ["qualifications", qualification] if qualification != "index":
            return "qualification", qualification
        case ["faq", page] if page != "index":
            return "faq", page
        case _:
            return "", ""
