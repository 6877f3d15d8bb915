"""Sphinx's settings for the plain pages; the theme is named on the command line."""

project = "A handbook"
language = "en-GB"
extensions = ["myst_parser"]
# As the handbook's own settings have it: readers want pages.
html_copy_source = False
html_show_sourcelink = False
