"""The site's settings."""

import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT / "_ext"))

project = "Signpost"
release = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
html_title = "Signpost, the careers handbook"
language = "en-GB"

extensions = ["myst_parser", "sphinx_design", "careers"]

# A whitelist, so that nothing is published by accident.
include_patterns = [
    "index.md",
    "CONTRIBUTING.md",
    "roles/**",
    "skills/**",
    "qualifications/**",
    "faq/**",
    "indexes/**",
    "guide/**",
]

# So that authors write {skill} rather than {careers:skill}.
primary_domain = "careers"
careers_levels = ["awareness", "working", "practitioner", "expert"]

# MyST turns quotes where it meets them; Sphinx would look through every page for them once more.
myst_enable_extensions = ["colon_fence", "smartquotes"]
smartquotes = False
# Links to a heading, as in [pay](/roles/…/machine-learning-engineer.md#pay).
myst_heading_anchors = 3

nitpicky = True

templates_path = ["_templates"]
html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["handbook.css"]
html_js_files = [("search/open.js", {"defer": "defer"})]
html_logo = "_static/logo.svg"
html_favicon = "_static/favicon.svg"
html_theme_options = {"sidebar_hide_name": True}
html_additional_pages = {"404": "404.html", "compare": "compare.html", "search": "search.html"}
html_show_copyright = False
html_show_sphinx = False
# Readers want pages; authors have the repository.
html_copy_source = False
html_show_sourcelink = False
# Nothing here makes index entries: the lists of roles, skills and questions are the index.
html_use_index = False
