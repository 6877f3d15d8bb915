"""Pages of long lists: for each letter and each group, what is filed there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sphinx.util import logging

from careers.domain import CareersDomain
from careers.listings import count, counted, long_listings
from careers.made import MadePages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx.environment import BuildEnvironment

    from careers.listings import Listing, Run
    from careers.made import Context, Made, Maker

logger = logging.getLogger(__name__)


class ListPages(MadePages):
    """Makes the pages of the long lists."""

    template = "listing.html"

    def pages(self, env: BuildEnvironment, maker: Maker) -> Iterator[Made]:
        """Give each page of a long list that has to be written."""
        domain = CareersDomain.of(env)
        titles = {docname: title.astext() for docname, title in env.titles.items()}
        for owner, listing in long_listings(domain.handbook, domain.records, titles):
            for name, shown in pages(listing, titles[owner], owner):
                if name in env.found_docs:
                    maker.look_again()
                    logger.warning(
                        "the list on '%s' has a page of its own at this address; move this page",
                        owner,
                        location=name,
                        type=domain.name,
                        subtype="misplaced",
                    )
                else:
                    yield from maker.make(name, owner, repr(shown), partial(dict, shown))


def pages(listing: Listing, title: str, owner: str) -> Iterator[tuple[str, Context]]:
    """Give each page of a list, with what it shows, for its template; `title` is its document's."""
    letters = [(letter, runs[0].page) for letter, runs in listing.letters.items()]
    by = listing.by if listing.has_groups else ""
    whole = {"title": title, "docname": owner, "by": by}
    for letter, runs in listing.letters.items():
        row = [(label, page, label == letter) for label, page in letters]
        for run in runs:
            yield run.page, _shown(listing, whole, run.label, run, runs, row)
    for name, runs in listing.parts.items():
        for run in runs:
            label = ", ".join(filter(None, (listing.groups[name].title, run.label)))
            yield run.page, _shown(listing, whole, label, run, runs, ())


def _shown(
    listing: Listing,
    whole: Context,
    label: str,
    run: Run,
    runs: Sequence[Run],
    letters: Sequence[tuple[str, str, bool]],
) -> Context:
    return {
        "title": f"{whole['title']}: {label}",
        "whole": whole,
        "count": counted(count(run.items), listing.what),
        "letters": letters,
        "runs": [(one.label, one.page, one is run) for one in runs] if len(runs) > 1 else (),
        "items": run.items,
    }
