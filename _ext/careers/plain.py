"""The words of pages and notices as plain text, for readers that know no markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from markdown_it import MarkdownIt
from sphinx.addnodes import pending_xref
from sphinx.ext.intersphinx import (
    inventory_exists,
    resolve_reference_detect_inventory,
    resolve_reference_in_inventory,
)
from sphinx.util import docname_join

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sphinx.environment import BuildEnvironment

    from careers.handbook import Handbook

    LinkWords = Callable[[pending_xref], str]


def plain(body: Sequence[nodes.Node], link_words: LinkWords) -> str:
    """Return the words of nodes, with a blank line between paragraphs and a dash at each bullet.

    `link_words` says what a reference reads that is not resolved yet.
    """
    return "\n\n".join(text for node in body if (text := _block(node, link_words)))


def in_one_line(body: Iterable[nodes.Node], link_words: LinkWords) -> str:
    """Return the words of nodes with no mark between them."""
    return " ".join(word for text in _texts(body, link_words) for word in text.split())


def plain_notice(markdown: str) -> str:
    """Return the words of a notice, with a blank line between paragraphs."""
    texts = []
    for block in MarkdownIt("commonmark").parse(markdown):
        if block.type == "inline":
            words = "".join(
                " " if token.type in {"softbreak", "hardbreak"} else token.content
                for token in block.children or ()
                if token.type != "html_inline"
            )
            texts.append(" ".join(words.split()))
    return "\n\n".join(texts)


def link_words(handbook: Handbook, env: BuildEnvironment) -> LinkWords:
    """Make the function that gives a reference the words that it has on a page."""

    def words(node: pending_xref) -> str:
        own, target = node.astext(), node["reftarget"]
        if node.get("refexplicit"):
            return own
        match node.get("refdomain"), node["reftype"]:
            case "careers", kind:
                thing = None if node.get("intersphinx") else handbook.things(kind).get(target)
                return thing.title if thing else elsewhere(node, own)
            case "doc", _:
                anchor = node.get("reftargetid")
                slugs = env.metadata.get(target, {}).get("myst_slugs", {})
                return slugs[anchor][2] if anchor in slugs else title(target, own)
            case "std", "doc":
                return title(docname_join(node["refdoc"], target), own)
        return own

    def elsewhere(node: pending_xref, own: str) -> str:
        """Return the title that another handbook gives, where its inventory is known."""
        if "intersphinx_mapping" not in env.config:
            return own
        inventory, shown = node.get("inventory"), nodes.inline("", own)
        if not inventory:
            link = resolve_reference_detect_inventory(env, node, shown)
        elif inventory_exists(env, inventory):
            link = resolve_reference_in_inventory(env, inventory, node, shown)
        else:
            link = None
        return link.astext() if link else own

    def title(docname: str, own: str) -> str:
        return env.titles[docname].astext() if docname in env.titles else own

    return words


def _block(node: nodes.Node, link_words: LinkWords) -> str:
    match node:
        case nodes.comment():
            return ""
        case nodes.literal_block():
            return node.astext().rstrip("\n")
        case nodes.TextElement() | nodes.Text() | nodes.image():
            return " ".join(_inline(node, link_words).split())
        case nodes.bullet_list():
            return "\n".join(_item(item, "- ", link_words) for item in node)
        case nodes.enumerated_list():
            return "\n".join(
                _item(item, f"{number}. ", link_words)
                for number, item in enumerate(node, node.get("start", 1))
            )
    return plain(node.children, link_words)


def _item(item: nodes.Node, mark: str, link_words: LinkWords) -> str:
    """Return an item of a list after its mark, with all that is in it one below the other."""
    texts = [text for child in item.children if (text := _block(child, link_words))]
    return mark + "\n".join(texts).replace("\n", "\n" + " " * len(mark))


def _texts(body: Iterable[nodes.Node], link_words: LinkWords) -> Iterator[str]:
    for node in body:
        if isinstance(node, nodes.TextElement | nodes.Text):
            yield _inline(node, link_words)
        else:
            yield from _texts(node.children, link_words)


def _inline(node: nodes.Node, link_words: LinkWords) -> str:
    match node:
        case nodes.Text():
            return node.astext()
        case pending_xref():
            return link_words(node)
        case nodes.image():
            return str(node.get("alt", ""))
        case nodes.raw():
            # Markup has no words; a line break is such a node as well.
            return " "
    return "".join(_inline(child, link_words) for child in node.children)
