"""The tree of a web page becomes blocks: paragraphs, headings, list items and rows of tables, with what tells a document from its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from pipeline.read.encoding import UnreadableError
from pipeline.read.grid import TableText, lay_out, table_text
from pipeline.read.words import fires


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DROPPED = _names(
    "script style template noscript iframe frame object embed applet svg canvas math audio video map select"
    " option textarea button input head meta link base nav footer dialog datalist progress"
)
_BLOCKS = _names(
    "html body address article aside blockquote center dd details div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hgroup hr li legend main menu ol p pre section summary table tbody td tfoot"
    " th thead tr ul caption"
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_MOST_BLOCKS = 300_000
_MOST_CELLS = 300_000
_MOST_DEPTH = 5000
_SPACE = re.compile(r"[ \t\r\n\f]+")
_EAST = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…·"
_EAST_CHARACTER = re.compile(f"[{_EAST}]")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SENTENCE = re.compile("[。；！？]|[，,].*[，,。]")
_CAPTION_UNIT = re.compile(r"单位\s*[:：]\s*([^\s，。；()（）]{1,8})[)）]?$")
_SUPERSCRIPT = {"2": "²", "3": "³"}
_ORDINAL = re.compile(r"[（(]?(?:\d+|[一二三四五六七八九十]+)[)）、.．]|第[\d一二三四五六七八九十百]+[章节条]|[①-⑳]")

_LABEL_WEIGHT = 0.3
"""What a character of a block without punctuation counts for."""


@dataclass(slots=True)
class Container:
    parent: int
    furniture: bool
    named: bool
    mass: float = 0.0


@dataclass(slots=True)
class Block:
    """A line of the page: ``kind`` is the tag it came from, ``row`` or ``card``."""

    text: str
    linked: float
    container: int
    kind: str

    @property
    def mass(self) -> float:
        if self.kind == "row" or _SENTENCE.search(self.text):
            return len(self.text) * (1 - self.linked)
        return len(self.text) * (1 - self.linked) * _LABEL_WEIGHT


@dataclass(slots=True)
class Page:
    """Everything that was gathered from a tree."""

    containers: list[Container] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


# --- bounds ---------------------------------------------------------------------------------------------------------

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})")
_SHAPES = frozenset(
    ("circle", "rect", "line", "polyline", "polygon", "ellipse", "use", "stop", "image", "text", "animate")
)
_FORMATTING = _names("a b big code em font i nobr s small strike strong tt u")
_FORMATTING_TAG = re.compile(rf"</?(?:{'|'.join(sorted(_FORMATTING))})(?=[\s/>])[^<>]{{0,5000}}>", re.IGNORECASE)
_NOT_NESTED = _names(
    "p li dt dd tr td th tbody thead tfoot option optgroup html head body colgroup rt rp"
    " br img hr input meta link base area col embed source track wbr param path"
)
_MOST_TAGS = 1_000_000
_MOST_NESTED = 2000
_MOST_FORMATTED = 100


def tamed(markup: str) -> str:
    """Markup that takes no more than its share of time and memory.

    Browsers' rules make work for n elements inside each other grow as n², and repeat tags of formatting that are left open in every
    paragraph that follows. Pages that are nested that deep are refused; where formatting piles up, which it does on old pages too,
    its tags are taken out, since they say nothing about the text.
    """
    if markup.count("<") > _MOST_TAGS:
        raise UnreadableError(f"the page has more than {_MOST_TAGS} tags")
    opened: dict[str, int] = {}
    nested = formatted = most_formatted = 0
    for match in _TAG.finditer(markup):
        name = match[2].lower()
        if name in _NOT_NESTED or name in _SHAPES:
            continue
        step = 1
        if match[1]:
            if not opened.get(name):
                continue
            step = -1
        opened[name] = opened.get(name, 0) + step
        if name in _FORMATTING:
            formatted += step
            most_formatted = max(most_formatted, formatted)
        else:
            nested += step
            if nested > _MOST_NESTED:
                raise UnreadableError(f"the page is nested deeper than {_MOST_NESTED} elements")
    return _FORMATTING_TAG.sub("", markup) if most_formatted > _MOST_FORMATTED else markup


# --- from the tree to blocks ------------------------------------------------------------------------------------------


class _Gatherer:
    """Takes the events of a walk and makes blocks of them."""

    def __init__(self) -> None:
        self.page = Page()
        self.pieces: list[str] = []
        self.linked = 0
        self.links = 0
        self.inside: list[int] = []
        self.kinds: list[str] = ["p"]
        self.counters: list[int | None] = []
        self.marker = ""
        self.n_cells = 0

    def add(self, text: str) -> None:
        self.pieces.append(text)
        if self.links:
            self.linked += len(text.strip())

    def flush(self) -> None:
        """End the block."""
        if not self.pieces:
            return
        text = squeeze("".join(self.pieces))
        linked, self.linked = self.linked, 0
        self.pieces = []
        if not text:
            return
        if self.marker:
            if not _ORDINAL.match(text):
                text = self.marker + text
            self.marker = ""
        container = self.inside[-1] if self.inside else 0
        share = min(1.0, linked / len(text))
        self.page.blocks.append(Block(text, share, container, self.kinds[-1]))
        if len(self.page.blocks) > _MOST_BLOCKS:
            raise UnreadableError(f"the page has more than {_MOST_BLOCKS} paragraphs")

    def enter(self, node: LexborNode, tag: str, with_hidden: bool) -> None:
        self.flush()
        attributes = node.attributes
        names = [attributes.get("id") or "", *(attributes.get("class") or "").split()]
        furniture = any(fires("furniture_names", name) for name in names if name) or tag == "aside"
        if not with_hidden and (_HIDDEN.search(attributes.get("style") or "") or "hidden" in attributes):
            furniture = True
        named = tag in ("article", "main") or any(fires("content_names", name) for name in names if name)
        parent = self.inside[-1] if self.inside else -1
        self.page.containers.append(Container(parent, furniture, named))
        self.inside.append(len(self.page.containers) - 1)
        self.kinds.append(tag)
        if tag == "ol":
            start = attributes.get("start") or ""
            self.counters.append(int(start) - 1 if start.isdecimal() and len(start) < 5 else 0)
        elif tag in ("ul", "menu"):
            self.counters.append(None)
        elif tag == "li" and self.counters and self.counters[-1] is not None:
            self.counters[-1] += 1
            self.marker = f"{self.counters[-1]}. "

    def leave(self, tag: str) -> None:
        self.flush()
        self.inside.pop()
        self.kinds.pop()
        if tag in ("ol", "ul", "menu") and self.counters:
            self.counters.pop()
        if tag == "li":
            self.marker = ""

    def table(self, text: TableText, linked: float) -> None:
        self.flush()
        kind = "card" if text.is_card else "row"
        container = self.inside[-1] if self.inside else 0
        self.page.blocks += [Block(line, linked, container, kind) for line in text.lines if line]


def gather(root: LexborNode, with_hidden: bool) -> Page:
    gatherer = _Gatherer()
    gatherer.page.containers.append(Container(-1, False, False))
    gatherer.inside.append(0)
    layout = _layout_tables(root)
    depth = 0
    node = root
    opened: list[str] = []
    while True:
        child: LexborNode | None = None
        tag = node.tag or ""
        entered = ""
        if tag == "-text":
            gatherer.add(node.text_content or "")
        elif depth > _MOST_DEPTH:
            raise UnreadableError(f"the page is nested deeper than {_MOST_DEPTH} elements")
        elif tag in _DROPPED or tag.startswith(("-", "!")):
            pass
        elif tag == "br":
            if gatherer.kinds[-1] not in _HEADINGS:
                gatherer.flush()
        elif tag == "table" and node.mem_id not in layout:
            _read_table(node, gatherer)
        elif tag == "sup":
            _superscript(node, gatherer)
        else:
            if tag in _BLOCKS:
                gatherer.enter(node, tag, with_hidden)
                entered = tag
            elif tag == "a":
                gatherer.links += 1
            child = node.first_child
            if child is None:
                _close(gatherer, tag, entered)
            else:
                opened.append(tag)
                depth += 1
                node = child
                continue
        # Up to the next element that has a sibling.
        following = node.next if depth else None
        while following is None and depth:
            parent = node.parent
            if parent is None:
                depth = 0
                break
            node = parent
            depth -= 1
            tag = opened.pop()
            _close(gatherer, tag, tag if tag in _BLOCKS else "")
            following = node.next if depth else None
        if following is None:
            break
        node = following
    gatherer.flush()
    return gatherer.page


def _close(gatherer: _Gatherer, tag: str, entered: str) -> None:
    if entered:
        gatherer.leave(entered)
    elif tag == "a":
        gatherer.links -= 1


def _superscript(node: LexborNode, gatherer: _Gatherer) -> None:
    text = node.text(deep=True).strip()
    before = gatherer.pieces[-1][-1:] if gatherer.pieces else ""
    gatherer.add(_SUPERSCRIPT.get(text, text) if before in ("m", "M", "米") else text)


def squeeze(text: str) -> str:
    """White space as a browser shows it; a line end beside a Chinese character is none."""
    text = _SPACE.sub(_blank if "\n" in text or "\r" in text else " ", text)
    return text.strip(" \xa0\u3000\u2002\u2003\u200b\ufeff")


def _blank(match: re.Match[str]) -> str:
    run = match.group()
    if "\n" not in run and "\r" not in run:
        return " "
    text, start, end = match.string, match.start(), match.end()
    return "" if _EAST_CHARACTER.match(text[start - 1 : start]) or _EAST_CHARACTER.match(text[end : end + 1]) else " "


# --- tables -----------------------------------------------------------------------------------------------------------

_PROSE_CELL = 400
"""A cell with several paragraphs that are longer than this together is laid out, not tabulated."""


def _layout_tables(root: LexborNode) -> set[int]:
    """Tables that hold others, or that have one row or one column: they place things on the page."""
    layout: set[int] = set()
    for table in root.css("table"):
        outer = _enclosing(table)
        if outer is not None:
            layout.add(outer.mem_id)
    for table in root.css("table"):
        if table.mem_id not in layout and not _is_tabular(table):
            layout.add(table.mem_id)
    return layout


def _enclosing(table: LexborNode) -> LexborNode | None:
    node = table.parent
    while node is not None:
        if node.tag == "table":
            return node
        node = node.parent
    return None


def _is_tabular(table: LexborNode) -> bool:
    widest, rows = 0, 0
    for row in table.css("tr"):
        cells = [cell for cell in row.iter() if cell.tag in ("td", "th")]
        filled = sum(1 for cell in cells if (cell.text(deep=True) or "").strip())
        rows += filled > 0
        widest = max(widest, sum(_span(cell, "colspan") for cell in cells))
        for cell in cells:
            if len(cell.css("p")) > 3 and len(cell.text(deep=True)) > _PROSE_CELL:
                return False
    return (rows >= 2 and widest >= 2) or (rows == 1 and widest >= 2 and _single_card(table))


def _single_card(table: LexborNode) -> bool:
    first = table.css_first("td,th")
    return first is not None and fires("card_labels", first.text(deep=True)[:20])


def _span(cell: LexborNode, name: str) -> int:
    value = cell.attributes.get(name) or "1"
    return int(value) if value.isdecimal() and len(value) < 4 else 1


def _read_table(table: LexborNode, gatherer: _Gatherer) -> None:
    rows = []
    linked = total = 0
    caption = table.css_first("caption")
    if caption is not None:
        gatherer.flush()
        gatherer.add(caption.text(deep=True))
        gatherer.flush()
    for row in table.css("tr"):
        cells = []
        for cell in row.iter():
            if cell.tag in ("td", "th"):
                lines = tuple(_cell_lines(cell))
                links = cell.css("a")
                linked += sum(len(a.text(deep=True)) for a in links)
                total += sum(map(len, lines))
                cells.append((lines, _span(cell, "rowspan"), _span(cell, "colspan"), cell.tag == "th"))
                gatherer.n_cells += 1
                if gatherer.n_cells > _MOST_CELLS:
                    raise UnreadableError(f"the page has more than {_MOST_CELLS} cells of tables")
        if any(lines for lines, *_ in cells) or cells:
            rows.append(cells)
    gatherer.flush()
    before = gatherer.page.blocks[-1].text if gatherer.page.blocks else ""
    unit = _CAPTION_UNIT.search(before[-30:])
    gatherer.table(table_text(lay_out(rows), unit[1] if unit else ""), linked / total if total else 0.0)


def _cell_lines(cell: LexborNode) -> Iterator[str]:
    """Lines of a cell, broken at blocks and ``br``."""
    pieces: list[str] = []
    for node in _inside(cell):
        tag = node.tag
        if tag == "-text":
            pieces.append(node.text_content or "")
        elif tag == "br" or tag in _BLOCKS:
            line = squeeze("".join(pieces))
            pieces = []
            if line:
                yield line
    line = squeeze("".join(pieces))
    if line:
        yield line


def _inside(cell: LexborNode) -> Iterator[LexborNode]:
    """Descendants in order, a block once when it begins and once when it ends; without scripts and the like."""
    stack: list[tuple[LexborNode, bool]] = [(cell, False)]
    while stack:
        node, done = stack.pop()
        if node is not cell:
            yield node
        if done:
            continue
        children: list[tuple[LexborNode, bool]] = []
        child = node.first_child
        while child is not None:
            if child.tag not in _DROPPED:
                children.append((child, False))
                if child.tag in _BLOCKS:
                    children.append((child, True))
            child = child.next
        stack.extend(reversed(children))
