"""What the parts of a page are made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from careers.model import JobRole
from careers.nodes import show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils import nodes

    from careers.handbook import Handbook
    from careers.insights import Insights
    from careers.records import Record


@dataclass(frozen=True, slots=True)
class View:
    """What a part is made from: the handbook, and the page that the part belongs to.

    `docname` is the page that shows it, which is another one where pages are put together.
    """

    handbook: Handbook
    insights: Insights
    records: Mapping[str, Record]
    owner: str
    docname: str

    @property
    def record(self) -> Record:
        """The record of the page that the part belongs to."""
        return self.records[self.owner]

    @property
    def role(self) -> JobRole:
        """The role whose page the part belongs to."""
        page = self.record.page
        assert isinstance(page, JobRole)
        return page

    def shown(self, docname: str, name: str) -> list[nodes.Node]:
        """Copy a fragment of another page onto this one."""
        record = self.records.get(docname)
        found = record.fragments.get(name) if record else None
        return show(found, self.docname) if found else []
