"""The linter of what pages say: pure functions from parsed pages to findings.

`page` reads a page, `rules` holds the rules with their reasons, and `check` puts both together.
"""

from __future__ import annotations
