"""Word documents (docx): paragraphs with their automatic numbers, tables as rows, footnotes; tracked changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from pipeline.read.encoding import UnreadableError
from pipeline.read.grid import lay_out, table_text
from pipeline.read.packages import Package
from pipeline.types import SourceText

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_MAIN = "word/document.xml"
_DROPPED = frozenset(["del", "moveFrom", "instrText", "delText", "rPr", "pPr", "sectPr", "sdtPr", "sdtEndPr"])
_MOST_DEPTH = 200

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"


@dataclass(slots=True)
class _Level:
    pattern: str
    kind: str
    start: int


@dataclass(slots=True)
class _Growing:
    """A cell that may go on in the rows below."""

    lines: tuple[str, ...]
    width: int
    heading: bool
    height: int = 1


@dataclass(slots=True)
class _Numbering:
    """Lists of a document: number id -> level -> how it is printed, and where the count stands."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)


def chinese_number(number: int) -> str:
    """1 to 9999 in Chinese numerals as Word prints them: 十, 十一, 二十, 一百零三."""
    if not 0 < number < 10_000:
        return str(number)
    text, gap = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + unit
        gap = not digit and bool(text)
    return text[1:] if text.startswith("一十") else text


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    text = ""
    for value, letters in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        while number >= value and len(text) < 20:
            text += letters
            number -= value
    return text


def _printed(number: int, kind: str) -> str:
    """A number in one of Word's number formats; the formats that Chinese documents use."""
    if kind in (
        "chineseCounting",
        "chineseCountingThousand",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "japaneseCounting",
    ):
        return chinese_number(number)
    if kind in ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"):
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if kind in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return "".join(
            _FORMAL["〇一二三四五六七八九".index(c)] if c in _DIGITS else {"十": "拾", "百": "佰", "千": "仟"}.get(c, c)
            for c in chinese_number(number)
        )
    if kind in ("lowerLetter", "upperLetter"):
        return _letters(number).upper() if kind == "upperLetter" else _letters(number)
    if kind in ("lowerRoman", "upperRoman"):
        return _roman(number).upper() if kind == "upperRoman" else _roman(number)
    if kind == "decimalEnclosedCircle" and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    if kind == "decimalZero":
        return f"{number:02}"
    return str(number)


def _value(element: Element | None) -> str:
    return (element.get(_W + "val") or "") if element is not None else ""


def _int(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.lstrip("-").isdecimal() and len(text) < 8 else default


def _switched_on(element: Element | None) -> bool:
    """Whether a property such as ``w:vanish`` is there and not turned off."""
    return element is not None and _value(element) not in ("0", "false", "off")


def read_docx(data: bytes) -> SourceText:
    """Read a Word document.

    Parameters
    ----------
    data : bytes
        A whole file.

    Returns
    -------
    SourceText
        One paragraph a line, tables one row a line, footnotes behind the paragraph that refers to them. Insertions are kept,
        deletions, comments, hidden text, headers and footers, and generated tables of contents are left out.

    Raises
    ------
    UnreadableError
        If the package is damaged, hostile, encrypted or without text.
    """
    package = Package(data)
    name = next((name for name in package.names() if name.startswith("word/document") and name.endswith(".xml")), _MAIN)
    root = package.tree(_MAIN if _MAIN in package.names() else name)
    if root is None:
        raise UnreadableError("the package has no Word document in it")
    _plain_namespace(root)
    reader = _Reader(_numbering(package), _notes(package, "word/footnotes.xml"), _notes(package, "word/endnotes.xml"))
    body = root.find(_W + "body")
    try:
        lines = list(reader.blocks(body if body is not None else root, 0))
    except RecursionError as error:
        raise UnreadableError("the document is nested too deeply") from error
    text = "\n".join(lines)
    if not text.strip():
        raise UnreadableError("there is no text in the document")
    return SourceText(text, "docx", "utf-8")


def _plain_namespace(root: Element) -> None:
    """Documents saved as strict Open XML have another namespace; the names in it are the same."""
    if not root.tag.startswith(_STRICT):
        return
    for element in root.iter():
        if element.tag.startswith(_STRICT):
            element.tag = _W + element.tag[len(_STRICT) :]
        for name in [name for name in element.attrib if name.startswith(_STRICT)]:
            element.set(_W + name[len(_STRICT) :], element.attrib[name])


def _numbering(package: Package) -> _Numbering:
    numbering = _Numbering()
    root = package.tree("word/numbering.xml")
    if root is not None:
        _plain_namespace(root)
        abstract = {item.get(_W + "abstractNumId") or "": _levels(item) for item in root.findall(_W + "abstractNum")}
        for item in root.findall(_W + "num"):
            name = item.get(_W + "numId") or ""
            of = _value(item.find(_W + "abstractNumId"))
            levels = dict(abstract.get(of, {}))
            for override in item.findall(_W + "lvlOverride"):
                depth = _int(override.get(_W + "ilvl"))
                own = override.find(_W + "startOverride")
                if depth in levels and own is not None:
                    old = levels[depth]
                    levels[depth] = _Level(old.pattern, old.kind, _int(_value(own), 1))
            numbering.levels[name] = levels
            # Lists of the same abstract list go on counting, unless one starts anew.
            anew = item.find(f"{_W}lvlOverride/{_W}startOverride") is not None
            numbering.abstract[name] = f"{of}/{name}" if anew else of
    styles = package.tree("word/styles.xml")
    if styles is not None:
        _plain_namespace(styles)
        for style in styles.findall(_W + "style"):
            own_number = style.find(f"{_W}pPr/{_W}numPr")
            if own_number is not None:
                depth = _int(_value(own_number.find(_W + "ilvl")))
                numbering.styles[style.get(_W + "styleId") or ""] = (_value(own_number.find(_W + "numId")), depth)
    return numbering


def _levels(abstract: Element) -> dict[int, _Level]:
    return {
        _int(level.get(_W + "ilvl")): _Level(
            _value(level.find(_W + "lvlText")),
            _value(level.find(_W + "numFmt")) or "decimal",
            _int(_value(level.find(_W + "start")), 1),
        )
        for level in abstract.findall(_W + "lvl")
    }


def _notes(package: Package, name: str) -> dict[str, Element]:
    root = package.tree(name)
    if root is None:
        return {}
    _plain_namespace(root)
    return {note.get(_W + "id") or "": note for note in root if note.get(_W + "type") in (None, "normal")}


class _Reader:
    """Walks the body and gives lines."""

    def __init__(self, numbering: _Numbering, footnotes: dict[str, Element], endnotes: dict[str, Element]) -> None:
        self.numbering = numbering
        self.notes = {"footnoteReference": footnotes, "endnoteReference": endnotes}
        self.pending: list[Element] = []
        self.boxes: list[Element] = []

    def blocks(self, parent: Element, depth: int) -> Iterator[str]:
        """Lines of the paragraphs and tables of a container."""
        if depth > _MOST_DEPTH:
            raise UnreadableError(f"the document is nested deeper than {_MOST_DEPTH} tables")
        for child in parent:
            name = child.tag.rpartition("}")[2]
            if name == "p":
                yield from self.paragraph(child, depth)
            elif name == "tbl":
                yield from self.table(child, depth)
            elif name == "sdt":
                content = child.find(_W + "sdtContent")
                if content is not None and not _is_contents(child):
                    yield from self.blocks(content, depth + 1)
            elif name == "AlternateContent":
                yield from self.blocks(_alternative(child), depth + 1)
            elif name in ("ins", "moveTo", "customXml", "smartTag", "body", "txbxContent"):
                yield from self.blocks(child, depth + 1)

    def paragraph(self, paragraph: Element, depth: int) -> Iterator[str]:
        properties = paragraph.find(_W + "pPr")
        style = _value(properties.find(_W + "pStyle")) if properties is not None else ""
        pieces: list[str] = []
        self._inline(paragraph, pieces, 0)
        boxes, self.boxes = self.boxes, []
        notes, self.pending = self.pending, []
        text = "".join(pieces)
        if text.strip() and not _is_contents_style(style, paragraph):
            lines = [line.strip() for line in text.split("\n")]
            yield self._number(properties, style) + lines[0] if lines[0] else ""
            yield from (line for line in lines[1:] if line)
        for box in boxes:
            yield from self.blocks(box, depth + 1)
        for note in notes:
            yield from self.blocks(note, depth + 1)

    def _number(self, properties: Element | None, style: str) -> str:
        """The automatic number in front of a paragraph, as printed."""
        own = properties.find(_W + "numPr") if properties is not None else None
        name, depth = self.numbering.styles.get(style, ("", 0))
        if own is not None:
            id_element = own.find(_W + "numId")
            name = _value(id_element) if id_element is not None else name
            level_element = own.find(_W + "ilvl")
            depth = _int(_value(level_element)) if level_element is not None else depth
        levels = self.numbering.levels.get(name)
        if not levels or depth not in levels:
            return ""
        counts = self.numbering.counts.setdefault(self.numbering.abstract[name], {})
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if levels[depth].kind in ("bullet", "none"):
            return ""
        text = levels[depth].pattern
        for index in range(depth + 1):
            if f"%{index + 1}" in text and index in levels:
                text = text.replace(
                    f"%{index + 1}", _printed(counts.get(index, levels[index].start), levels[index].kind)
                )
        return text if not text or text[-1] in "、.．)）】：: " or not text[-1].isascii() else text + " "

    def _inline(self, parent: Element, pieces: list[str], depth: int) -> None:
        if depth > _MOST_DEPTH:
            raise UnreadableError("the document is nested too deeply")
        for child in parent:
            name = child.tag.rpartition("}")[2]
            if name == "t":
                pieces.append(child.text or "")
            elif name == "r":
                properties = child.find(_W + "rPr")
                if properties is None or not _switched_on(properties.find(_W + "vanish")):
                    self._inline(child, pieces, depth + 1)
            elif name == "tab":
                pieces.append("\t")
            elif name == "br":
                if child.get(_W + "type") not in ("page", "column"):
                    pieces.append("\n")
            elif name == "cr":
                pieces.append("\n")
            elif name == "noBreakHyphen":
                pieces.append("-")
            elif name in self.notes:
                note = self.notes[name].get(child.get(_W + "id") or "")
                if note is not None:
                    self.pending.append(note)
            elif name == "txbxContent":
                self.boxes.append(child)
            elif name == "AlternateContent":
                self._inline(_alternative(child), pieces, depth + 1)
            elif name == "ruby":
                base = child.find(_W + "rubyBase")
                if base is not None:
                    self._inline(base, pieces, depth + 1)
            elif name not in _DROPPED:
                self._inline(child, pieces, depth + 1)

    def table(self, table: Element, depth: int) -> Iterator[str]:
        rows: list[list[_Growing]] = []
        above: dict[int, _Growing] = {}
        for row in _rows(table):
            properties = row.find(_W + "trPr")
            if properties is not None and properties.find(_W + "del") is not None:
                continue
            heading = properties is not None and _switched_on(properties.find(_W + "tblHeader"))
            column = _int(_value(properties.find(_W + "gridBefore"))) if properties is not None else 0
            cells = [_Growing((), column, False)] if column else []
            for cell in _cells(row):
                own = cell.find(_W + "tcPr")
                width = max(1, _int(_value(own.find(_W + "gridSpan")), 1)) if own is not None else 1
                merge = own.find(_W + "vMerge") if own is not None else None
                lines = tuple(line for line in self.blocks(cell, depth + 1) if line)
                if merge is not None and _value(merge) != "restart" and column in above:
                    above[column].height += 1
                    above[column].lines += lines
                else:
                    cells.append(_Growing(lines, width, heading))
                    above.pop(column, None)
                    if merge is not None:
                        above[column] = cells[-1]
                column += width
            rows.append(cells)
        if all(len(cells) <= 1 for cells in rows):
            # A frame around text.
            for cells in rows:
                for cell_text in cells:
                    yield from cell_text.lines
            return
        yield from table_text(lay_out([(c.lines, c.height, c.width, c.heading) for c in cells] for cells in rows)).lines


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        name = child.tag.rpartition("}")[2]
        if name == "tr":
            yield child
        elif name in ("sdt", "sdtContent", "ins", "customXml", "moveTo"):
            yield from _rows(child)


def _cells(row: Element) -> Iterator[Element]:
    for child in row:
        name = child.tag.rpartition("}")[2]
        if name == "tc":
            yield child
        elif name in ("sdt", "sdtContent", "ins", "customXml", "moveTo"):
            yield from _cells(child)


def _alternative(element: Element) -> Element:
    """One of the forms that a document offers for the same thing."""
    choice = element.find(_MC + "Choice")
    fallback = element.find(_MC + "Fallback")
    return choice if choice is not None else fallback if fallback is not None else Element("none")


def _is_contents(sdt: Element) -> bool:
    gallery = sdt.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
    return _value(gallery) == "Table of Contents"


def _is_contents_style(style: str, paragraph: Element) -> bool:
    """A line of a generated table of contents: its style says so, and it links to a page."""
    if not style.upper().startswith("TOC") or not style[3:].strip().isdecimal():
        return False
    return any("PAGEREF" in (element.text or "") for element in paragraph.iter(_W + "instrText"))
