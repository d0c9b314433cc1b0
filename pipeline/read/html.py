"""Web pages: the document without the page around it, one block a line, tables as rows.

The tree is walked once and gives blocks: paragraphs, headings, list items, rows of tables, each with the share of its text that are
links and the container it stands in. The document is the smallest container that holds most of the running text of the page, together
with the title and the card of labelled values that stand before it. Which names containers of documents and of page furniture have is
data (``rules/html_blocks.yaml``); without a known name the distribution of the text decides alone.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from pipeline.normalize import is_page_chrome
from pipeline.read.encoding import UnreadableError, decode
from pipeline.read.guard import as_file, guarded
from pipeline.read.limits import MB, limits
from pipeline.read.markup import Block, Page, gather, tamed
from pipeline.read.words import fires, plain, words_of
from pipeline.types import SourceText

_LARGE = 300_000
"""Bytes from which a page is read in a process that can be ended: no smaller one can take more than a few seconds."""
_SECONDS, _SECONDS_PER_MB = 10, 2

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(?:[\w-]+:[^\n]*\n){1,30}---[ \t]*\n")

_DOMINANT = 0.85
"""Share of a container's running text that a part of it must hold to stand for it."""
_NAMED = 0.4
"""Share of the page's running text from which a container with the name of a document's is taken at its word."""
_FURNITURE = 0.3
"""Share of the page's text above which a container is no furniture, whatever its name."""
_LINKED = 0.6
"""Share of links from which a block is a link."""
_NEIGHBOURS = 6
"""Blocks behind the document that may belong to it: a signature, a note."""


def read_html(data: bytes) -> SourceText:
    """Read a web page.

    Parameters
    ----------
    data : bytes
        A whole file in any encoding that Chinese pages come in; what the page declares is not needed and not trusted.

    Returns
    -------
    SourceText
        The document's text; labelled values of the page's card (发文机关：…) and the title stand first.

    Raises
    ------
    UnreadableError
        If the page has no text, or is too large.
    """
    if len(data) > limits().max_markup_mb * MB:
        raise UnreadableError(f"the page is larger than {limits().max_markup_mb} MB (GOVTARGETS_MAX_MARKUP_MB)")
    decoded = decode(data)
    warnings: list[str] = []
    faults: list[str] = []
    if decoded.n_left_out:
        warnings.append(f"undecodable bytes: {decoded.n_left_out}")
        faults.append(
            f"{decoded.n_left_out} bytes are not valid {decoded.codec} and were left out, the first at byte {decoded.first_left_out}"
        )
    if len(data) > _LARGE:
        with as_file(decoded.text.encode("utf-8", "replace"), ".html") as path:
            text = guarded("pipeline.read.html:extract", str(path), _SECONDS + _SECONDS_PER_MB * len(data) // MB)[
                "text"
            ]
    else:
        text = html_text(decoded.text)
    if not text:
        raise UnreadableError("there is no text in the page (its text may be loaded by a script)")
    return SourceText(text, "html", decoded.codec, tuple(warnings), tuple(faults))


def extract(path: str) -> dict[str, Any]:
    """Text of a page in UTF-8; what ``guarded`` calls."""
    return {"text": html_text(Path(path).read_bytes().decode("utf-8"))}


def html_text(markup: str) -> str:
    """The document's lines out of the markup of a page; empty if there is no text."""
    markup = markup.replace("\x00", "")
    front = _FRONT_MATTER.match(markup)
    if front:
        markup = markup[front.end() :]
    tree = LexborHTMLParser(tamed(markup))
    root = tree.body or tree.root
    if root is None:
        return ""
    page = gather(root, with_hidden=False)
    if sum(len(block.text) for block in page.blocks) < 20:
        page = gather(root, with_hidden=True)
    lines = _document(page, _titles(tree))
    return "\n".join(lines)


# --- the document among the blocks ------------------------------------------------------------------------------------


def _titles(tree: LexborHTMLParser) -> tuple[str, ...]:
    """What the head of a page says its title is, for comparison."""
    found = [
        plain(meta.attributes.get("content") or "")
        for meta in tree.css("meta")
        if (meta.attributes.get("name") or "").lower() in ("articletitle", "title")
    ]
    title = tree.css_first("title")
    if title is not None:
        found.append(plain(title.text(deep=True)))
    return tuple(text for text in found if len(text) >= 6)


def _document(page: Page, titles: Sequence[str]) -> list[str]:
    """The lines of the document, in the order of the page."""
    blocks = page.blocks
    if not blocks:
        return []
    furniture = _furniture(page)
    _weigh(page, furniture)
    main = _main(page)
    inside = _descendants(page, main)
    members = [
        index for index, block in enumerate(blocks) if block.container in inside and block.container not in furniture
    ]
    if not members:
        members = [index for index, block in enumerate(blocks) if block.container not in furniture] or list(
            range(len(blocks))
        )
    first, last = members[0], members[-1]
    last = _with_neighbours(page, main, last, furniture)
    start = _title_start(blocks, first, titles, furniture)
    head = [
        index
        for index in range(first)
        if blocks[index].container not in furniture
        and (index >= start or blocks[index].kind == "card" or _is_card_line(blocks[index].text))
    ]
    chosen = _without_link_lists(
        blocks, [*head, *(i for i in range(first, last + 1) if blocks[i].container not in furniture)]
    )
    return [blocks[index].text for index in chosen if not _is_furniture_line(blocks[index])]


def _furniture(page: Page) -> set[int]:
    """Containers of page furniture, with all that is in them; not those that hold much of the page."""
    total = [0.0] * len(page.containers)
    for block in page.blocks:
        total[block.container] += len(block.text) * (1 - block.linked)
    for index in range(len(total) - 1, 0, -1):
        total[page.containers[index].parent] += total[index]
    found: set[int] = set()
    for index, container in enumerate(page.containers):
        if container.parent in found or (container.furniture and total[index] <= _FURNITURE * max(1.0, total[0])):
            found.add(index)
    return found


def _weigh(page: Page, furniture: set[int]) -> None:
    for block in page.blocks:
        if block.container not in furniture and not _is_furniture_line(block):
            page.containers[block.container].mass += block.mass
    for container in reversed(page.containers[1:]):
        page.containers[container.parent].mass += container.mass


def _main(page: Page) -> int:
    """The container of the document."""
    total = page.containers[0].mass
    named = [i for i, c in enumerate(page.containers) if c.named and c.mass >= max(1.0, _NAMED * total)]
    # The innermost of those that hold about as much as the fullest.
    if named:
        fullest = max(page.containers[i].mass for i in named)
        return max(i for i in named if page.containers[i].mass >= _DOMINANT * fullest)
    children: dict[int, list[int]] = {}
    for index, container in enumerate(page.containers[1:], 1):
        children.setdefault(container.parent, []).append(index)
    current = 0
    while True:
        best = max(children.get(current, ()), key=lambda i: page.containers[i].mass, default=None)
        if (
            best is None
            or page.containers[best].mass < _DOMINANT * page.containers[current].mass
            or page.containers[best].mass == 0
        ):
            return current
        current = best


def _descendants(page: Page, main: int) -> set[int]:
    inside = {main}
    for index in range(main + 1, len(page.containers)):
        if page.containers[index].parent in inside:
            inside.add(index)
    return inside


def _with_neighbours(page: Page, main: int, last: int, furniture: set[int]) -> int:
    """The last block when short lines behind the document (a signature, a note) are taken along."""
    around = _descendants(page, max(0, page.containers[main].parent))
    for index in range(last + 1, min(len(page.blocks), last + 1 + _NEIGHBOURS)):
        block = page.blocks[index]
        if (
            block.container in furniture
            or block.container not in around
            or block.linked > 0.3
            or _is_furniture_line(block)
        ):
            break
        last = index
    return last


def _title_start(blocks: Sequence[Block], first: int, titles: Sequence[str], furniture: set[int]) -> int:
    """Where the title stands before the document; ``first`` if it does not."""
    for index in range(first - 1, max(-1, first - 80), -1):
        block = blocks[index]
        if block.container in furniture:
            continue
        text = plain(block.text)
        if block.kind == "h1" or (len(text) >= 6 and block.linked < _LINKED and any(text in title for title in titles)):
            # A title that the page broke over several lines.
            while (
                index > 0
                and len(plain(blocks[index - 1].text)) >= 4
                and any(plain(blocks[index - 1].text) in title for title in titles)
                and blocks[index - 1].linked < _LINKED
            ):
                index -= 1
            return index
    return first


def _is_card_line(text: str) -> bool:
    label, colon, value = text.partition("：") if "：" in text else text.partition(":")
    return bool(colon) and bool(value.strip()) and len(label) <= 12 and fires("card_labels", label)


def _is_furniture_line(block: Block) -> bool:
    if len(block.text) > 200 or block.kind in ("row", "card"):
        return False
    return fires("furniture_lines", block.text) or is_page_chrome(plain_line(block.text))


def plain_line(text: str) -> str:
    """A line in half-width characters with its blanks, as the list of page furniture compares it."""
    return text.translate(_HALF).replace("\xa0", " ").replace("\u3000", " ")


_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@functools.cache
def _attachment() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words_of("attachments"))))


def _without_link_lists(blocks: Sequence[Block], chosen: Sequence[int]) -> list[int]:
    """Without runs of three links and more that say nothing: lists of other pages."""
    kept: list[int] = []
    run: list[int] = []
    for index in [*chosen, -1]:
        block = blocks[index] if index >= 0 else None
        if (
            block is not None
            and block.linked > _LINKED
            and "。" not in block.text
            and not _attachment().search(block.text)
        ):
            run.append(index)
            continue
        if len(run) < 3:
            kept += run
        run = []
        if index >= 0:
            kept.append(index)
    return kept
