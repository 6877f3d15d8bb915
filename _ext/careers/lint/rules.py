"""The rules of the linter, each a function with its reason and its source, in the order of the guide."""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from careers.handbook import RoleQuery
from careers.lint import words
from careers.lint.page import split_sentences
from careers.lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from careers.lint.page import Directive, Page, Passage, Sentence
    from careers.lint.rule import Book, Found, Severity

RULES: dict[str, Rule] = {}
"""Every rule by its id."""

ROLE = frozenset({"job"})
ASKED = frozenset({"job", "skill", "qualification", "family"})
"""The pages that tell a person what is asked of them."""


def _page_rule(
    id_: str,
    severity: Severity,
    title: str,
    *,
    reason: str,
    source: str,
    kinds: frozenset[str] | None = None,
    lists: tuple[tuple[str, Iterable[str]], ...] = (),
) -> Callable[[Callable[[Page, Book], Iterable[Found]]], None]:
    """Register a function that looks at one page."""

    def register(check: Callable[[Page, Book], Iterable[Found]]) -> None:
        frozen = tuple((name, tuple(terms)) for name, terms in lists)
        RULES[id_] = Rule(
            id_, severity, title, reason, source, check=check, kinds=kinds, lists=frozen
        )

    return register


def _book_rule(
    id_: str, severity: Severity, title: str, *, reason: str, source: str
) -> Callable[[Callable[[Book], Iterable[tuple[str, Found]]]], None]:
    """Register a function that looks at all pages."""

    def register(check: Callable[[Book], Iterable[tuple[str, Found]]]) -> None:
        RULES[id_] = Rule(id_, severity, title, reason, source, check_all=check)

    return register


def _any_of(terms: Iterable[str]) -> re.Pattern[str]:
    """Find any of some words or phrases; a star stands for any ending."""
    longest_first = sorted(terms, key=len, reverse=True)
    body = "|".join(
        re.escape(term).replace(r"\*", r"\w*").replace(r"\ ", r"\s+").replace(" ", r"\s+")
        for term in longest_first
    )
    return re.compile(rf"(?<![\w-])(?:{body})(?![\w-])", re.IGNORECASE)


def _matches(pattern: re.Pattern[str], page: Page) -> Iterator[tuple[Passage, int, str]]:
    """Find a pattern in the page's own words, with the line and the words."""
    for passage in page.prose:
        for match in pattern.finditer(passage.own):
            yield passage, passage.line_of(match.start()), " ".join(match[0].split())


# Structure

_DOES = re.compile(r"What (?:a|an|the) (.+) does")
_WHAT_IT_DOES = "What a … does"
REQUIRED = {
    "job": (
        _WHAT_IT_DOES,
        "Skills",
        "Education and training",
        "Experience",
        "What good work looks like",
        "First steps in the role",
    ),
    "qualification": ("What it shows", "Ways to gain it"),
    "physical": ("What it involves", "Adjustments"),
}
"""The sections that a page of each kind has; those of a skill page are the levels."""
ORDER = {
    "job": (
        _WHAT_IT_DOES,
        "A week in the job",
        "Who they work with",
        "Skills",
        "Education and training",
        "Experience",
        "Working conditions",
        "What good work looks like",
        "First steps in the role",
        "Pay",
        "Similar positions",
        "Questions and answers",
    ),
    **{kind: REQUIRED[kind] for kind in ("qualification", "physical")},
}
"""The order of the sections that pages share."""


def _sections_of(page: Page, book: Book) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the sections that a page needs, and the order of all that it may have."""
    if page.kind == "skill":
        levels = tuple(level.capitalize() for level in book.levels)
        return levels, levels
    kind = page.kind
    thing = book.qualifications.get(page.id) if kind == "qualification" else None
    if thing is not None and thing.kind == "physical":
        kind = "physical"
    return REQUIRED.get(kind, ()), ORDER.get(kind, ())


def _standard(heading: str) -> str:
    return _WHAT_IT_DOES if _DOES.fullmatch(heading) else heading


@_page_rule(
    "sections",
    "error",
    "Required sections, in order",
    kinds=frozenset({"job", "skill", "qualification"}),
    reason=(
        "People compare roles side by side, and find a part of a page by where it stood on the "
        "last one. A section that is missing is a question that the page leaves open. What is "
        "added to a page by itself, such as Similar positions, need not be written."
    ),
    source=(
        "The handbook's own pages; the job library of GitLab checks its sections alike. "
        "How to add a page: Contributing."
    ),
)
def sections(page: Page, book: Book) -> Iterator[Found]:
    """Find sections that are missing, and those that come later than they should."""
    required, order = _sections_of(page, book)
    headings = [(_standard(h.text), h.line) for h in page.headings]
    there = {name for name, _ in headings}
    for name in required:
        if name not in there:
            yield page.title_line, f"the page has no section '{name}'; add it"
    latest = -1
    for name, line in headings:
        if name in order:
            place = order.index(name)
            if place < latest:
                yield line, f"section '{name}' belongs before '{order[latest]}'; move it up"
            latest = max(latest, place)


@_book_rule(
    "heading-drift",
    "warning",
    "Headings worded as on the other pages",
    reason=(
        "A heading that says the same as the others in other words is not found by who searches "
        "for a section, and looks like a section of another sort. It is compared with the sections "
        "that pages of its kind need, and with those that more than half of them have."
    ),
    source="The handbook's own pages.",
)
def heading_drift(book: Book) -> Iterator[tuple[str, Found]]:
    """Find headings that are nearly one that other pages have."""
    pages_of: dict[str, list[Page]] = defaultdict(list)
    for page in book.pages:
        if page.kind in {"job", "skill", "qualification", "family"}:
            pages_of[page.kind].append(page)
    for pages in pages_of.values():
        uses = Counter(
            name for page in pages for name in {_standard(h.text) for h in page.headings}
        )
        often = {name for name, count in uses.items() if count > 2 and count > len(pages) / 2}
        for page in pages:
            usual = often | set(_sections_of(page, book)[1])
            for heading in page.headings:
                name = _standard(heading.text)
                match = _DOES.fullmatch(heading.text)
                if match and match[1] != page.title:
                    yield (
                        page.path,
                        (
                            heading.line,
                            f"the heading names '{match[1]}', and the page is '{page.title}'; write its title",
                        ),
                    )
                elif name not in usual and (like := _like(name, usual)):
                    yield (
                        page.path,
                        (
                            heading.line,
                            f"other pages call this section '{like}'; use that heading, or one that cannot be taken for it",
                        ),
                    )


def _like(name: str, usual: Iterable[str]) -> str:
    """Return the usual heading that a heading resembles, by letters or by words."""

    def likeness(other: str) -> float:
        ours, theirs = set(name.lower().split()), set(other.lower().split())
        shared = len((ours & theirs) - _SMALL) / max(len((ours | theirs) - _SMALL), 1)
        letters = difflib.SequenceMatcher(None, name.lower(), other.lower()).ratio()
        return max(shared, letters if letters >= 0.75 else 0)

    best = max(sorted(usual), key=likeness, default="")
    return best if best and likeness(best) >= 0.6 else ""


_SMALL = frozenset({"a", "an", "and", "in", "it", "of", "the", "they", "to", "what", "with", "…"})


@_book_rule(
    "unused",
    "warning",
    "No unused skill or qualification",
    reason=(
        "A skill or a qualification that no role asks for is listed, searched and kept up for "
        "nobody. Either a role has lost it by mistake, or its page can go."
    ),
    source="The handbook's design: skills and qualifications are there for the roles that ask for them.",
)
def unused(book: Book) -> Iterator[tuple[str, Found]]:
    """Find skills and qualifications that no role asks for."""
    asked = {("skill", need.skill) for role, _ in book.roles.values() for need in role.skills}
    asked |= {
        ("qualification", need.qualification)
        for role, _ in book.roles.values()
        for need in role.qualifications
    }
    for page in book.pages:
        if page.kind in {"skill", "qualification"} and (page.kind, page.id) not in asked:
            yield (
                page.path,
                (
                    page.title_line,
                    f"no role asks for this {page.kind}; name it in a role, or remove the page",
                ),
            )


@_book_rule(
    "unlisted-role",
    "warning",
    "Every role in a list",
    reason=(
        "Readers browse by lists. A role that none of them shows is found only by who knows its "
        "name. A family's page lists its roles; any other list counts as well."
    ),
    source="The handbook's design: every page is reached without search and without JavaScript.",
)
def unlisted_role(book: Book) -> Iterator[tuple[str, Found]]:
    """Find roles that neither their family's page nor a list shows."""
    queries = []
    for page in book.pages:
        for directive in page.directives:
            if directive.name == "role-index":
                return
            if directive.name == "role-list" and "newest" not in directive.options:
                queries.append(_query(directive))
    titles = {page.path: page.title_line for page in book.pages}
    listed = {role.docname for query in queries for role in book.handbook.find_roles(query)}
    for path, (role, _) in book.roles.items():
        if role.family not in book.handbook.families and role.docname not in listed:
            yield (
                path,
                (
                    titles[path],
                    f"no list shows this role; write roles/{role.family}/index.md, or a {{role-list}} that takes it in",
                ),
            )


def _query(directive: Directive) -> RoleQuery:
    options = directive.options
    return RoleQuery(
        family=options.get("family", ""),
        skill=options.get("skill", ""),
        level=options.get("level", ""),
        qualification=options.get("qualification", ""),
        no_degree="no-degree" in options,
    )


# Figures


@_page_rule(
    "front-matter",
    "error",
    "Front matter that can be read",
    kinds=ROLE,
    reason=(
        "What a role's front matter says goes into lists, ladders and data. A key that is "
        "misspelt or of another type is lost. The build says the same, later."
    ),
    source="The handbook's own model.",
)
def front_matter(page: Page, book: Book) -> Iterator[Found]:
    """Find the faults of a role's front matter, but for those of its pay."""
    yield from ((fault.line, fault.message) for fault in page.matter.faults)
    if not page.matter.faults:
        for fault in book.roles[page.path][1]:
            if fault.line not in _pay_lines(page):
                yield fault.line, fault.message


def _pay_lines(page: Page) -> range:
    """Return the lines of a role's pay in its front matter."""
    role = page.matter.values.get("role")
    pay = role.data.get("pay") if role and isinstance(role.data, dict) else None
    if pay is None:
        return range(0)
    inner = pay.data.values() if isinstance(pay.data, dict) else ()
    return range(pay.key_line, max([pay.line, *(value.line for value in inner)]) + 1)


@_page_rule(
    "pay-figure",
    "error",
    "A pay figure with its source",
    kinds=ASKED,
    reason=(
        "A figure without who published it and when cannot be checked, and is soon taken for an "
        "offer. So a market estimate is labelled as one, has a currency, a period and a source, "
        "and is dated or marked undated. A sum of money in the text has none of these."
    ),
    source=(
        "Directive (EU) 2023/970 on pay transparency, article 5, for what a figure must tell an "
        "applicant; the handbook's rule that a figure has a source."
    ),
)
def pay_figure(page: Page, book: Book) -> Iterator[Found]:
    """Find pay without what makes it checkable, and sums of money in the text."""
    if page.kind == "job" and not page.matter.faults:
        for fault in book.roles[page.path][1]:
            if fault.line in _pay_lines(page):
                yield fault.line, fault.message
    for _, line, found in _matches(_MONEY, page):
        yield (
            line,
            f"'{found}' has no source beside it; write the figure as 'pay' in the role's front matter, or leave it out",
        )


_MONEY = re.compile(
    r"[$€£¥]\s?\d(?:[\d,.]*\d)?k?|\b\d[\d,.]*\s?k?\s?(?:USD|EUR|GBP|(?:US )?dollars|euros?|pounds sterling)\b"
)
OVERDUE_DAYS = 90


@_page_rule(
    "pay-review",
    "warning",
    "A pay figure looked at when it is due",
    kinds=ROLE,
    reason=(
        "An old figure is worse than none, for nobody can tell that it is old. `review-by` says "
        "when to look at it again. Without one, nobody will; past it, the figure is a warning "
        f"for {OVERDUE_DAYS} days, so that no build fails on the morning after."
    ),
    source="The handbook's rule that a figure has a source and a date.",
)
def pay_review(page: Page, book: Book) -> Iterator[Found]:
    """Find pay that is due for review, or never will be."""
    pay = book.roles[page.path][0].pay
    if pay is None:
        return
    if pay.review_by is None:
        yield _pay_lines(page)[0], "the figure has no 'review-by'; say when to look at it again"
    elif 0 < (book.today - pay.review_by).days <= OVERDUE_DAYS:
        yield (
            _review_line(page),
            f"the figure was due for review on {pay.review_by}; renew it with its date, or remove it",
        )


@_page_rule(
    "pay-overdue",
    "error",
    "No pay figure long past its review",
    kinds=ROLE,
    reason=(
        f"More than {OVERDUE_DAYS} days past `review-by`, the warning has been passed over, and "
        "the figure must be renewed or go."
    ),
    source="As for `pay-review`.",
)
def pay_overdue(page: Page, book: Book) -> Iterator[Found]:
    """Find pay whose review is long overdue."""
    pay = book.roles[page.path][0].pay
    if pay and pay.review_by and (late := (book.today - pay.review_by).days) > OVERDUE_DAYS:
        yield (
            _review_line(page),
            f"the figure's review is {late} days overdue; renew it with its date, or remove it",
        )


def _review_line(page: Page) -> int:
    line: int = page.matter.values["role"].data["pay"].data["review-by"].key_line
    return line


# Fair words

_AGE = _any_of(words.AGE)


@_page_rule(
    "age",
    "error",
    "No word about age",
    reason=(
        "Words such as young, recent graduate or digital native tell older people that they are "
        "not meant, and say nothing about the work. Name the skill or the experience that is "
        "asked for instead."
    ),
    source="United States, 29 CFR 1625.4, on age in notices; the guidance of Acas on age discrimination.",
    lists=(("Looked for", words.AGE),),
)
def age(page: Page, book: Book) -> Iterator[Found]:
    """Find words about age."""
    for _, line, found in _matches(_AGE, page):
        yield line, f"'{found}' speaks of age; name the skill or the experience instead"


_GENDERED = _any_of(words.GENDERED)


@_page_rule(
    "gendered",
    "error",
    "No gendered pronoun or title",
    reason=(
        "A page that says he or she, or chairman, pictures one sort of holder. Singular they and "
        "plain titles leave nobody out and read as well."
    ),
    source="APA Style on singular they; United States, 29 CFR 1604.5, on sex in job notices.",
    lists=(("Looked for", words.GENDERED),),
)
def gendered(page: Page, book: Book) -> Iterator[Found]:
    """Find pronouns and titles of one gender."""
    instead = {word.lower(): other for word, other in words.GENDERED.items()}
    for _, line, found in _matches(_GENDERED, page):
        yield line, f"'{found}' names a gender; write {instead[found.lower()]}"


_NATIVE = re.compile(
    r"\bnative(?:[ -]level)?\s+(?:or\s+bilingual\s+)?(?:[A-Z][a-z]+\s+)?(?:speakers?|tongue|language|fluency|proficiency|English)\b|\bmother[ -]tongue\b",
    re.IGNORECASE,
)


@_page_rule(
    "native-speaker",
    "error",
    "No native speaker",
    reason=(
        "How well somebody knows a language can be asked; where they grew up cannot. Native "
        "speaker asks for the second. Say what they read, write or explain in the language."
    ),
    source="EEOC, Enforcement Guidance on National Origin Discrimination (2016), on language.",
)
def native_speaker(page: Page, book: Book) -> Iterator[Found]:
    """Find words that ask where somebody grew up."""
    for _, line, found in _matches(_NATIVE, page):
        yield line, f"'{found}' asks for origin; say what the language is used for, and how well"


_PHYSICAL = re.compile(
    r"\bstationary\b(?=[^.]*\b(?:periods?|screens?|desks?|hours)\b)|\blong periods (?:of \w+ )?stationary\b"
    r"|\b(?:physically (?:fit|able)|physical (?:fitness|strength|stamina)|good (?:eyesight|vision|hearing)"
    r"|manual dexterity|able-bodied|on (?:their|your) feet|(?:lift|carry|lifting|carrying)s? (?:up to )?(?:heavy|\d+))\b",
    re.IGNORECASE,
)


@_page_rule(
    "physical-demand",
    "error",
    "A physical demand with its function and its adjustment",
    kinds=ASKED,
    reason=(
        "A demand on the body keeps people away who could do the job with an adjustment. It may "
        "stand where a part of the job that cannot be left out needs it, and beside the offer of "
        "an adjustment. `{qualification}` with `:essential-function:` gives both."
    ),
    source=(
        "Americans with Disabilities Act, 29 CFR 1630.2(n) on essential functions; Equality Act "
        "2010 (United Kingdom), section 20 on reasonable adjustments."
    ),
)
def physical_demand(page: Page, book: Book) -> Iterator[Found]:
    """Find demands on the body without the function that needs them."""
    yield from book.functions_missing.get(page.docname, ())
    for passage, line, found in _matches(_PHYSICAL, page):
        directive = passage.directive
        if directive is None or not directive.options.get("essential-function"):
            yield (
                line,
                f"'{found}' is a physical demand; ask for it as a {{qualification}} with its ':essential-function:', which adds the sentence on adjustments",
            )


_VERBS = _any_of(words.VERBS)
_IDIOM = re.compile(
    r"stand(?:s|ing)? (?:out|in|for|alone|behind|up)|walk(?:s|ing)? through", re.IGNORECASE
)


@_page_rule(
    "exclusive-verb",
    "suggestion",
    "Say what is achieved, not how a body does it",
    kinds=ASKED,
    reason=(
        "Stand, walk, see and hear shut out people who do the same in another way. A verb for the "
        "outcome, such as finds, reads, learns or moves, asks for what the job needs."
    ),
    source=(
        "EEOC, Technical Assistance Manual on Title I of the Americans with Disabilities Act "
        "(1992), on describing a function by its result."
    ),
    lists=(("Looked for", words.VERBS),),
)
def exclusive_verb(page: Page, book: Book) -> Iterator[Found]:
    """Find verbs that ask for a body."""
    for passage in page.prose:
        for match in _VERBS.finditer(passage.own):
            if not _IDIOM.match(passage.own, match.start()):
                other = words.VERBS[match[0].lower()]
                yield (
                    passage.line_of(match.start()),
                    f"'{match[0]}' asks for a body that can; say what is achieved, such as {other}",
                )


_CODED = {"men": _any_of(words.MASCULINE), "women": _any_of(words.FEMININE)}
_TRADE = _any_of(words.TRADE)


@_page_rule(
    "gender-coded",
    "suggestion",
    "Words that readers link with one gender",
    kinds=ROLE,
    reason=(
        "In experiments, women found jobs less appealing whose advertisements held many words "
        "that are linked with men, though they felt no less able to do them. Each such word is "
        "named alone, for a person to weigh; no page is given a mark. Terms of the trade, such as "
        "support vector or objective function, are left out."
    ),
    source=(
        "Danielle Gaucher, Justin Friesen and Aaron C. Kay, Evidence That Gendered Wording in Job "
        "Advertisements Exists and Sustains Gender Inequality, Journal of Personality and Social "
        "Psychology 101 (2011), 109-128."
    ),
    lists=(
        ("Linked with men", words.MASCULINE),
        ("Linked with women", words.FEMININE),
        ("Terms of the trade, which are left out", words.TRADE),
    ),
)
def gender_coded(page: Page, book: Book) -> Iterator[Found]:
    """Find words of the two lists, but for terms of the trade."""
    for passage in page.prose:
        trade = [match.span() for match in _TRADE.finditer(passage.own)]
        for side, pattern in _CODED.items():
            for match in pattern.finditer(passage.own):
                if not any(start <= match.start() and match.end() <= end for start, end in trade):
                    yield (
                        passage.line_of(match.start()),
                        f"readers link '{match[0].lower()}' with {side}; is there a plainer word?",
                    )


# What is asked


@_page_rule(
    "degree",
    "warning",
    "A degree, or equivalent experience",
    kinds=ROLE,
    reason=(
        "A degree stands for knowledge that people also gain in other ways. Asked for alone, it "
        "shuts out those who did, and they are not the same in every group."
    ),
    source="Griggs v. Duke Power Co., 401 U.S. 424 (1971), on diplomas that the job does not need.",
)
def degree(page: Page, book: Book) -> Iterator[Found]:
    """Find degrees that are asked for without an equivalent."""
    for directive, body in page.bodies("qualification"):
        thing = book.qualifications.get(directive.argument)
        if thing and thing.kind == "degree" and not _EQUIVALENT.search(body):
            yield directive.line, f"'{thing.title}' stands alone; add 'or equivalent experience'"
    for sentence in page.sentences():
        directive_ = sentence.passage.directive
        within = directive_ is not None and directive_.name == "qualification"
        if not within and _DEGREE.search(sentence.text) and not _EQUIVALENT.search(sentence.text):
            yield sentence.line, "the sentence asks for a degree; add 'or equivalent experience'"


_EQUIVALENT = re.compile(
    r"\bequivalent\b[^.]*\bexperience\b|\bexperience\b[^.]*\bequivalent\b", re.IGNORECASE
)
_DEGREE = re.compile(
    r"\b(?:degree|doctorate|PhD|MSc|BSc)\b[^.]*\b(?:required|needed|essential|necessary|must)\b"
    r"|\b(?:requires?|needs?|must have|must hold)\b[^.]*\b(?:degree|doctorate|PhD|MSc|BSc)\b",
    re.IGNORECASE,
)

_NUMBER = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty)"
_YEARS = re.compile(
    rf"\b(?:{_NUMBER}(?:\s*(?:[-–]|to|or)\s*{_NUMBER})?\+?|several|many) years?['’]?\s+(?:of\s+)?(?:\w+\s+)?(?:experience|work|practice)\b",
    re.IGNORECASE,
)


@_page_rule(
    "years",
    "warning",
    "Years with a reason, and without a ceiling",
    kinds=ROLE,
    reason=(
        "Years measure time served, not what somebody can do, and a ceiling shuts out people for "
        "having done it longer. Where a number stays, its reason lets a reader judge their own "
        "case."
    ),
    source=(
        "Equality Act 2010 (United Kingdom), section 19, and the guidance of Acas: a number of years "
        "needs a justification, as older and younger people are met by it differently."
    ),
)
def years(page: Page, book: Book) -> Iterator[Found]:
    """Find numbers of years that have no reason, or a ceiling."""
    for directive, body in page.bodies("qualification"):
        if "years" not in directive.options:
            continue
        span = directive.options["years"]
        needed = next(
            need.years
            for need in book.roles[page.path][0].qualifications
            if need.line == directive.line
        )
        if needed and needed.high is not None and needed.high > needed.low:
            yield (
                directive.line,
                f"'{span}' years have a ceiling; ask for '{needed.low}+', or for what must have been done",
            )
        if not body.strip():
            yield directive.line, f"'{span}' years have no reason; give it as the directive's text"
    for passage, line, found in _matches(_YEARS, page):
        if passage.directive is None or "years" not in passage.directive.options:
            yield line, f"'{found}' has no reason; write it as ':years:' of a {{qualification}}"


_VACANCY = _any_of(words.VACANCY)
_YOU = _any_of(("you", "your", "yours", "yourself", "you’re", "you're", "you’ve", "you've"))


@_page_rule(
    "vacancy",
    "warning",
    "A description, not a vacancy",
    kinds=ASKED,
    reason=(
        "A role page describes a job whether or not it is open. Written as an advertisement, it "
        "promises what nobody has offered, and is out of date as soon as the post is filled."
    ),
    source="The handbook's answer to whether a role page is a vacancy, in its questions.",
    lists=(("Looked for", words.VACANCY),),
)
def vacancy(page: Page, book: Book) -> Iterator[Found]:
    """Find words of advertisements, and a reader who is spoken to."""
    for passage in page.prose:
        spans = []
        for match in _VACANCY.finditer(passage.own):
            spans.append(match.span())
            yield (
                passage.line_of(match.start()),
                f"'{' '.join(match[0].split())}' is said in an advertisement; say what the job is",
            )
        for match in _YOU.finditer(passage.own):
            if not any(start <= match.start() < end for start, end in spans):
                yield (
                    passage.line_of(match.start()),
                    f"'{match[0]}' speaks to an applicant; write of the people who hold the role",
                )


ESSENTIALS = 12


@_page_rule(
    "essentials",
    "suggestion",
    "No more than about ten essentials",
    kinds=ROLE,
    reason=(
        "People read a long list as a test that they must pass whole, and the careful do not "
        "apply. Ten is plenty; a suggestion comes above "
        f"{ESSENTIALS}. Skills count, and qualifications that are not merely preferred; a degree "
        "counts with the experience that is its equivalent."
    ),
    source=(
        "Tara Sophia Mohr, Why Women Don't Apply for Jobs Unless They're 100% Qualified, Harvard "
        "Business Review (2014)."
    ),
)
def essentials(page: Page, book: Book) -> Iterator[Found]:
    """Count what a role cannot do without."""
    role = book.roles[page.path][0]
    needed = len(role.skills)
    for need in role.qualifications:
        thing = book.qualifications.get(need.qualification)
        needed += not need.preferred and not (thing and thing.kind == "degree")
    if needed > ESSENTIALS:
        line = next((h.line for h in page.headings if h.text == "Skills"), page.title_line)
        yield (
            line,
            f"the role asks for {needed} things; keep about ten, and mark others ':preferred:'",
        )


# Plain reading

BULLET_WORDS = 30


@_page_rule(
    "one-idea",
    "suggestion",
    "One idea in a bullet",
    kinds=ASKED,
    reason=(
        "A bullet promises one thing. With several in it, a reader misses all but the first, and "
        f"nobody can tell which of them is met. Looked for: three sentences, a semicolon, or more "
        f"than {BULLET_WORDS} words."
    ),
    source="The GOV.UK style guide asks for one sentence in a bullet; the limits are the handbook's own.",
)
def one_idea(page: Page, book: Book) -> Iterator[Found]:
    """Find bullets that say several things."""
    for passage in page.prose:
        if passage.kind != "item":
            continue
        count = len(passage.text.split())
        sentences = sum(1 for _ in split_sentences(passage.text))
        if sentences > 2:
            yield passage.line, f"the bullet has {sentences} sentences; make a bullet of each idea"
        elif ";" in passage.own:
            yield passage.line, "the bullet joins ideas with a semicolon; make a bullet of each"
        elif count > BULLET_WORDS:
            yield passage.line, f"the bullet has {count} words; make a bullet of each idea"


@_book_rule(
    "near-duplicate",
    "warning",
    "Nothing written twice",
    reason=(
        "Two copies of a sentence drift apart with the first correction. What two roles need "
        "belongs to the page of a skill or a qualification, which each role shows, or to a "
        "notice that both include. Sentences are compared by their runs of three words; half of "
        "these in common is too many."
    ),
    source="Andrei Broder, On the resemblance and containment of documents (1997).",
)
def near_duplicate(book: Book) -> Iterator[tuple[str, Found]]:
    """Find sentences that are nearly one of another page."""
    # What roles show comes first, so that a finding is on the role that says it again.
    pages = sorted(book.pages, key=lambda page: page.kind not in {"skill", "qualification"})
    for sentence, page, other, its_page in _duplicates(pages):
        yield (
            page.path,
            (
                sentence.line,
                f"nearly the same is in {its_page.path}:{other.line}; {_instead(sentence, page, other, its_page)}",
            ),
        )


LEAST_WORDS = 8
LIKENESS = 0.5
POSTINGS = 16
_Placed = tuple["Sentence", "Page", frozenset[str]]


def _duplicates(pages: Iterable[Page]) -> Iterator[tuple[Sentence, Page, Sentence, Page]]:
    """Pair each sentence with the likest one on an earlier page.

    Two sets that share a given part of their members also share one of their rarest few, so only
    these are looked up; and each run of words remembers no more than a few sentences. So the cost
    grows with the text, however much of it is copied.
    """
    placed: list[_Placed] = []
    for page in pages:
        for sentence in page.sentences():
            runs = _runs(sentence.text)
            if runs:
                placed.append((sentence, page, runs))
    uses = Counter(run for _, _, runs in placed for run in runs)
    index: dict[str, list[_Placed]] = defaultdict(list)
    for sentence, page, runs in placed:
        rarest = sorted(runs, key=lambda run: (uses[run], run))
        rarest = rarest[: len(runs) - int(LIKENESS * len(runs)) + 1]
        best: tuple[float, Sentence, Page] | None = None
        for other, its_page, its_runs in (entry for run in rarest for entry in index[run]):
            if its_page is not page:
                alike = len(runs & its_runs) / len(runs | its_runs)
                if alike >= LIKENESS and (best is None or alike > best[0]):
                    best = alike, other, its_page
        if best:
            yield sentence, page, best[1], best[2]
        for run in rarest:
            if len(index[run]) < POSTINGS:
                index[run].append((sentence, page, runs))


def _runs(text: str) -> frozenset[str]:
    tokens = re.findall(r"[\w'’]+", text.lower())
    if len(tokens) < LEAST_WORDS:
        return frozenset()
    return frozenset(" ".join(tokens[place : place + 3]) for place in range(len(tokens) - 2))


def _instead(sentence: Sentence, page: Page, other: Sentence, its_page: Page) -> str:
    """Say where a sentence that two pages have belongs."""
    if page.kind == "job" and its_page.kind in {"skill", "qualification"}:
        return f"{{{its_page.kind}}} {its_page.id} shows it in a role, so leave it out here"
    here, there = sentence.passage.directive, other.passage.directive
    same = here and there and (here.name, here.argument) == (there.name, there.argument)
    if here and same and here.name in {"skill", "qualification"}:
        return f"move it to {here.name}s/{here.argument}.md, which both roles show"
    if page.kind == its_page.kind == "job":
        return "move it to a skill or a qualification that both ask for, or to a notice in _includes/ that both {include}"
    return "say it once and link to it, or {include} a notice of _includes/ on both"


LIX = 60
LONGEST = 40


@_page_rule(
    "readability",
    "information",
    "Easy to read",
    kinds=ASKED,
    reason=(
        "Measured as LIX: the words in a sentence, on average, plus the share in a hundred of "
        "words with more than six letters. It needs no list of syllables, so that anyone can "
        f"check it. Above {LIX} a text is very hard; long technical words weigh in it, so it is "
        f"for information. A sentence of more than {LONGEST} words is named as well."
    ),
    source="Carl-Hugo Björnsson, Läsbarhet (1968).",
)
def readability(page: Page, book: Book) -> Iterator[Found]:
    """Measure how hard a page is to read, and find its longest sentences."""
    tokens: list[str] = []
    count = 0
    for sentence in page.sentences():
        ours = re.findall(r"[\w'’-]+", sentence.text)
        if len(ours) > LONGEST:
            yield sentence.line, f"the sentence has {len(ours)} words; make two of it"
        tokens += ours
        count += 1
    if len(tokens) >= 100:
        long = sum(len(token) > 6 for token in tokens)
        lix = round(len(tokens) / count + 100 * long / len(tokens))
        if lix > LIX:
            yield (
                page.title_line,
                f"the page has a LIX of {lix}; aim below {LIX} with shorter sentences and words",
            )


LENGTHS = {"job": (150, 1300), "skill": (80, 500), "qualification": (40, 400)}


@_page_rule(
    "length",
    "information",
    "Neither a stub nor a book",
    kinds=frozenset(LENGTHS),
    reason=(
        "A page much shorter than the others leaves questions open; one much longer is not read. "
        "In words: "
        + ", ".join(
            f"{low} to {high} for a {'role' if kind == 'job' else kind}"
            for kind, (low, high) in LENGTHS.items()
        )
        + "."
    ),
    source="The handbook's own pages.",
)
def length(page: Page, book: Book) -> Iterator[Found]:
    """Count the words of a page."""
    low, high = LENGTHS[page.kind]
    count = sum(len(passage.text.split()) for passage in page.prose)
    if not low <= count <= high:
        yield page.title_line, f"the page has {count} words; most of its kind have {low} to {high}"


# Silences, which the linter itself keeps.

SILENCE_UNREADABLE = "silence-reason"
SILENCE_UNKNOWN = "silence-unknown"
SILENCE_UNUSED = "silence-unused"

for _rule in (
    Rule(
        SILENCE_UNREADABLE,
        "error",
        "A silence with its reason",
        "A rule that is silenced without a reason cannot be reviewed: nobody can tell whether the "
        "reason still holds.",
        "What people ask of such linters: to silence a wrong finding, with a reason.",
    ),
    Rule(
        SILENCE_UNKNOWN,
        "error",
        "A silence of a rule that there is",
        "A misspelt rule in a silence silences nothing, and nobody is told.",
        "As for `silence-reason`.",
    ),
    Rule(
        SILENCE_UNUSED,
        "warning",
        "No silence that silences nothing",
        "A silence that has outlived its finding would hide the next one.",
        "As for `silence-reason`.",
    ),
):
    RULES[_rule.id] = _rule
