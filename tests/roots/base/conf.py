import sys
from pathlib import Path

import careers

sys.path.insert(0, str(Path(careers.__file__).parent.parent))

project = "Small"
extensions = ["myst_parser", "careers"]
include_patterns = ["index.md", "roles/**", "skills/**", "qualifications/**", "faq/**"]
primary_domain = "careers"
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
html_theme = "basic"
html_copy_source = False
html_use_index = False
