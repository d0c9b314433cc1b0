"""PDF documents with a text layer: lines in reading order, running heads and page numbers left out, ruled tables as rows.

``read_pdf`` runs in the pipeline; ``extract`` runs in the process that :mod:`pipeline.read.guard` keeps for files that may loop or crash.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from pipeline.read import ocr
from pipeline.read.encoding import UnreadableError
from pipeline.read.grid import table_text
from pipeline.read.guard import as_file, guarded
from pipeline.read.limits import limits
from pipeline.read.ruled import Glyph, Grid, Ruling, fill, find_grids
from pipeline.types import SourceText

_FEWEST_CHARACTERS = 8
"""A page with fewer has no text layer to speak of."""
_MOST_STRANGE = 0.3
"""Share of private or undefined characters above which a text layer is a font's own code."""
_PLATES = 0.1
"""Share of pages without text up to which they are taken for covers and plates, and are a warning only."""
_PICTURED = 0.3
"""Share of a page that pictures must cover for it to be one that was scanned."""
_OUTLINES = 100
"""So many curved outlines may be letters."""
_STRANGE = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f\U000f0000-\U0010ffff]")
_MOST_OBJECTS = 20_000
_MOST_SEGMENTS = 2_000
_FORM_DEPTH = 3
_THIN = 3.0
_MARGIN = 0.11
"""Share of a page's height at its top and bottom in which running heads and page numbers stand."""
_PAGE_NUMBER = re.compile(
    r"[-—–－―·•~～\s]*(?:第\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*[页頁])?(?:\s*[/／]\s*\d{1,4}|\s*[,，]?\s*共\s*\d{1,4}\s*[页頁])?[-—–－―·•~～\s]*"
)
_ORNAMENT = re.compile(r"[_＿\-—–=~]+")
_HEAD_TIMES = 3
_LONGEST_PAGE_NUMBER = 40
_FINISHED = "。！？；：!?;:」』”）)"
_SHORT_LINE = 14
_LINE_OF_CAPTION = re.compile(r"单位\s*[:：]\s*([^\s，。；()（）]{1,8})[)）]?\s*$")


@dataclass(slots=True)
class _Line:
    """A printed line and its box."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    glyphs: list[Glyph] = field(default_factory=list)


@dataclass(slots=True)
class _Page:
    """What a page has: its size, its lines in the order of the file, its grids, whether it holds pictures."""

    width: float
    height: float
    lines: list[_Line]
    grids: list[Grid]
    pictured: bool = False


@dataclass(slots=True)
class _Drawn:
    """Lines and edges that a page draws, the area of its pictures, and how many curved outlines it has."""

    rulings: list[Ruling] = field(default_factory=list)
    pictures: float = 0.0
    outlines: int = 0


def read_pdf(data: bytes) -> SourceText:
    """Read a PDF.

    Parameters
    ----------
    data : bytes
        A whole file.

    Returns
    -------
    SourceText
        Lines as printed, without running heads and page numbers; the first line of a paragraph keeps an indent of two characters.
        Ruled tables are one row a line. ``page_starts`` has the offset of each page.

    Raises
    ------
    UnreadableError
        If there is no text layer (and no OCR engine), a password is needed, the file is damaged, or reading it takes too long.
    """
    with as_file(data, ".pdf") as path:
        found = guarded("pipeline.read.pdf:extract", str(path))
        pages: list[str] = found["pages"]
        warnings: list[str] = found["warnings"]
        missing = [number for number, text in enumerate(pages, 1) if not text and number in found["without_text"]]
        if missing:
            _recognise(path, missing, pages, warnings)
    missing = [number for number in missing if not pages[number - 1]]
    if not any(pages):
        if not missing:
            raise UnreadableError(f"there is no text in the file: {len(pages)} blank pages")
        cause = "its text layer is in a font's own code" if found["strange"] else "no text layer"
        raise UnreadableError(f"{cause} on any of its {len(pages)} pages; {ocr.HOW}")
    faults = []
    if missing:
        shown = ", ".join(map(str, missing[:20])) + (", …" if len(missing) > 20 else "")
        warnings.append(f"no text layer on page {shown}")
        # Covers and plates are pictures in many a document.
        if len(missing) > _PLATES * len(pages):
            faults.append(f"no text layer on page {shown}; {ocr.HOW}")
    starts: list[int] = []
    position = 0
    for text in pages:
        starts.append(position)
        position += len(text) + 1 if text else 0
    text = "\n".join(filter(None, pages))
    return SourceText(
        text, "pdf", "unicode", tuple(warnings), tuple(faults), tuple(min(start, len(text)) for start in starts)
    )


def _recognise(path: Path, missing: Sequence[int], pages: list[str], warnings: list[str]) -> None:
    """Let the engine, if there is one, read the pages without text."""
    engine = ocr.engine()
    if engine is None:
        return
    texts = engine(path, missing)
    read = 0
    for number, text in zip(missing, texts, strict=False):
        pages[number - 1] = text.strip("\n")
        read += bool(text.strip())
    warnings.append(f"pages read by OCR: {read}")


# --- in the process of its own ----------------------------------------------------------------------------------------


def extract(path: str) -> dict[str, Any]:
    """Texts of the pages of a PDF, the numbers of those without text, and warnings; what ``guarded`` calls."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        text = str(error)
        cause = "it needs a password" if "assword" in text else f"the file is damaged: {text}"
        raise UnreadableError(cause) from error
    n_pages = len(document)
    if n_pages > limits().max_pages:
        raise UnreadableError(f"it has more than {limits().max_pages} pages (GOVTARGETS_MAX_PAGES)")
    pages: list[_Page] = []
    damaged: list[int] = []
    for index in range(n_pages):
        try:
            pages.append(_read_page(document[index]))
        except pdfium.PdfiumError:
            damaged.append(index + 1)
            pages.append(_Page(1.0, 1.0, [], []))
    warnings = [f"pages that cannot be loaded: {', '.join(map(str, damaged[:20]))}"] if damaged else []
    if not any(page.lines for page in pages) and len(damaged) == n_pages:
        raise UnreadableError("the file is damaged: none of its pages can be loaded")
    # A page without text and without pictures is blank.
    without = [number for number, page in enumerate(pages, 1) if _count(page) < _FEWEST_CHARACTERS and page.pictured]
    strange = _drop_strange(pages)
    _drop_heads(pages)
    texts: list[str] = []
    labels: tuple[str, ...] = ()
    for page in pages:
        text, labels = _page_text(page, labels)
        texts.append(text)
    return {"pages": texts, "without_text": [*without, *strange], "strange": bool(strange), "warnings": warnings}


def _count(page: _Page) -> int:
    return sum(len(line.text.strip()) for line in page.lines)


def _drop_strange(pages: Sequence[_Page]) -> list[int]:
    """Pages whose characters are a font's own code lose their text; their numbers."""
    found = []
    for number, page in enumerate(pages, 1):
        text = "".join(line.text for line in page.lines)
        if len(text) >= _FEWEST_CHARACTERS and len(_STRANGE.findall(text)) > _MOST_STRANGE * len(text):
            page.lines, page.grids = [], []
            found.append(number)
    return found


def _read_page(page: Any) -> _Page:
    width, height = _size(page)
    pieces = _pieces(page)
    turn = _turner(pieces, width, height)
    lines = _joined([_line(turned) for piece in pieces if (turned := [_turned(glyph, turn) for glyph in piece])])
    lines = [_raised(line) for line in lines]
    drawn = _drawn(page, turn)
    grids = find_grids(drawn.rulings) if len(drawn.rulings) >= 4 else []
    pictured = drawn.pictures > _PICTURED * width * height or drawn.outlines > _OUTLINES
    page.close()
    if turn is not _upright:
        width, height = height, width
    return _Page(width, height, lines, grids, pictured)


def _size(page: Any) -> tuple[float, float]:
    """Width and height of a page before it is turned for showing; its boxes are in these coordinates."""
    width, height = page.get_size()
    return (height, width) if page.get_rotation() in (90, 270) else (width, height)


Box = tuple[float, float, float, float]
Turn = Callable[[float, float, float, float], Box]


def _upright(left: float, bottom: float, right: float, top: float) -> Box:
    return left, bottom, right, top


def _turner(pieces: Sequence[Sequence[Glyph]], width: float, height: float) -> Turn:
    """Maps boxes so that most text runs from left to right; wide tables are printed upwards or downwards."""
    across = up = 0.0
    for piece in pieces:
        for one, other in pairwise(piece):
            across += abs(other.left - one.left)
            up += other.bottom - one.bottom
    if abs(up) <= 2 * across:
        return _upright
    if up > 0:
        return lambda left, bottom, right, top: (bottom, width - right, top, width - left)
    return lambda left, bottom, right, top: (height - top, left, height - bottom, right)


def _turned(glyph: Glyph, turn: Turn) -> Glyph:
    if turn is _upright:
        return glyph
    return Glyph(glyph.text, *turn(glyph.left, glyph.bottom, glyph.right, glyph.top), glyph.line)


def _line(glyphs: list[Glyph]) -> _Line:
    printed = [glyph for glyph in glyphs if not glyph.text.isspace()]
    return _Line(
        "".join(glyph.text for glyph in glyphs),
        min(g.left for g in printed),
        min(g.bottom for g in printed),
        max(g.right for g in printed),
        max(g.top for g in printed),
        glyphs,
    )


def _pieces(page: Any) -> list[list[Glyph]]:
    """Characters of the printed lines, in the order of the file; boxes as the file has them."""
    import pypdfium2.raw as raw

    text_page = page.get_textpage()
    handle = text_page.raw
    box = raw.FS_RECTF()
    pieces: list[list[Glyph]] = []
    glyphs: list[Glyph] = []
    for index in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(handle, index)
        if code in (10, 13):
            if any(not glyph.text.isspace() for glyph in glyphs):
                pieces.append(glyphs)
            glyphs = []
            continue
        if code in (0, 2, 0xFFFE, 0xFFFF) or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
            continue
        raw.FPDFText_GetLooseCharBox(handle, index, box)
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        if code == 32 and glyphs and raw.FPDFText_IsGenerated(handle, index):
            # Blanks that the library puts between characters have no box.
            last = glyphs[-1]
            left, bottom, right, top = last.right, last.bottom, last.right, last.top
        glyphs.append(Glyph(chr(code), left, bottom, right, top, len(pieces)))
    if any(not glyph.text.isspace() for glyph in glyphs):
        pieces.append(glyphs)
    text_page.close()
    return pieces


def _joined(lines: Sequence[_Line]) -> list[_Line]:
    """Pieces of one printed line, which the library parts where the font changes, put together."""
    joined: list[_Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last is not None:
            height = min(last.top - last.bottom, line.top - line.bottom)
            overlap = min(last.top, line.top) - max(last.bottom, line.bottom)
            gap = line.left - last.right
            if overlap > 0.6 * height and -0.5 * height < gap < 1.2 * height:
                number = last.glyphs[0].line
                glyphs = [*last.glyphs, *(replace(glyph, line=number) for glyph in line.glyphs)]
                text = last.text.rstrip() + (" " if gap > 0.2 * height else "") + line.text.lstrip()
                joined[-1] = _Line(
                    text, last.left, min(last.bottom, line.bottom), line.right, max(last.top, line.top), glyphs
                )
                continue
        joined.append(line)
    return joined


_NOTE_NUMBER = re.compile(r"(?<=[㐀-鿿”」』》）)A-Za-z])(\s?)(\d{1,2})(?![\d.]|\s?[-–—])")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_RAISED_SIZE, _RAISED_BY = 0.75, 0.15


def _raised(line: _Line) -> _Line:
    """The line with the small raised number of a footnote as what it is (公頃⁴創科用地), so that it counts nothing."""
    if len(line.text) < _SHORT_LINE or _NOTE_NUMBER.search(line.text) is None:
        return line
    heights = sorted(glyph.top - glyph.bottom for glyph in line.glyphs)
    height, bottom = median(heights), median(glyph.bottom for glyph in line.glyphs)
    small = [
        glyph.top - glyph.bottom <= _RAISED_SIZE * height and glyph.bottom >= bottom + _RAISED_BY * height
        for glyph in line.glyphs
        if not glyph.text.isspace()
    ]
    if not any(small) or len(small) != sum(not char.isspace() for char in line.text):
        return line
    places = [place for place, char in enumerate(line.text) if not char.isspace()]
    raised = {place for place, is_small in zip(places, small, strict=True) if is_small}

    def as_note(match: re.Match[str]) -> str:
        is_note = all(place in raised for place in range(match.start(2), match.end(2)))
        # m2 and CO2 are printed so too.
        power = not match[1] and line.text[match.start() - 1].isascii()
        return match[2].translate(_SUPERSCRIPTS) if is_note and not power else match[0]

    line.text = _NOTE_NUMBER.sub(as_note, line.text)
    return line


def _drawn(page: Any, turn: Turn) -> _Drawn:
    """What a page draws beside its text."""
    import pypdfium2.raw as raw

    drawn = _Drawn()
    found = drawn.rulings
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    count = 0

    def edges(x0: float, y0: float, x1: float, y1: float) -> None:
        x0, y0, x1, y1 = turn(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        if x1 - x0 <= _THIN and y1 - y0 > _THIN:
            found.append(Ruling(False, (x0 + x1) / 2, y0, y1))
        elif y1 - y0 <= _THIN and x1 - x0 > _THIN:
            found.append(Ruling(True, (y0 + y1) / 2, x0, x1))
        elif x1 - x0 > _THIN and y1 - y0 > _THIN:
            found.extend(
                (
                    Ruling(True, y0, x0, x1),
                    Ruling(True, y1, x0, x1),
                    Ruling(False, x0, y0, y1),
                    Ruling(False, x1, y0, y1),
                )
            )

    def walk(container: Any, count_of: Any, get: Any, shift: tuple[float, ...], depth: int) -> None:
        nonlocal count
        for index in range(count_of(container)):
            count += 1
            if count > _MOST_OBJECTS:
                return
            item = get(container, index)
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_FORM and depth < _FORM_DEPTH:
                matrix = raw.FS_MATRIX()
                raw.FPDFPageObj_GetMatrix(item, matrix)
                walk(item, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, _combined(matrix, shift), depth + 1)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                if raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
                    a, d, _, _ = shift
                    drawn.pictures += abs(a * d * (right.value - left.value) * (top.value - bottom.value))
            elif kind == raw.FPDF_PAGEOBJ_PATH:
                n_segments = raw.FPDFPath_CountSegments(item)
                drawn.outlines += n_segments > 6
                if n_segments > 6 and n_segments <= _MOST_SEGMENTS:
                    _segments(item, n_segments, shift, edges)
                elif n_segments <= 6 and raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
                    a, d, e, f = shift
                    edges(a * left.value + e, d * bottom.value + f, a * right.value + e, d * top.value + f)

    walk(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, (1.0, 1.0, 0.0, 0.0), 0)
    if count > _MOST_OBJECTS:
        found.clear()
    return drawn


def _combined(matrix: Any, shift: tuple[float, ...]) -> tuple[float, ...]:
    """Scale and shift of a form within a form; turned ones are taken as they are."""
    a, d, e, f = shift
    return matrix.a * a, matrix.d * d, matrix.e * a + e, matrix.f * d + f


def _segments(item: Any, n_segments: int, shift: tuple[float, ...], edges: Any) -> None:
    """Straight pieces of a path that runs along or across the page."""
    import pypdfium2.raw as raw

    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float, int, bool]] = []
    for index in range(n_segments):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        px = matrix.a * x.value + matrix.c * y.value + matrix.e
        py = matrix.b * x.value + matrix.d * y.value + matrix.f
        a, d, e, f = shift
        points.append(
            (a * px + e, d * py + f, raw.FPDFPathSegment_GetType(segment), bool(raw.FPDFPathSegment_GetClose(segment)))
        )
    first = points[0] if points else None
    for before, point in pairwise(points):
        if point[2] == raw.FPDF_SEGMENT_MOVETO:
            first = point
        elif point[2] == raw.FPDF_SEGMENT_LINETO:
            _straight(before, point, edges)
            if point[3] and first is not None:
                _straight(point, first, edges)


def _straight(one: Sequence[float], other: Sequence[float], edges: Any) -> None:
    if abs(one[0] - other[0]) <= 0.5 or abs(one[1] - other[1]) <= 0.5:
        edges(one[0], one[1], other[0], other[1])


# --- running heads ----------------------------------------------------------------------------------------------------


def _drop_heads(pages: Sequence[_Page]) -> None:
    """Take page numbers and lines that come back at the margin of page after page out of the pages."""
    marginal: list[list[_Line]] = []
    times: Counter[tuple[bool, str]] = Counter()
    numbers: Counter[bool] = Counter()
    for page in pages:
        lines = [line for line in page.lines if _is_marginal(line, page)]
        marginal.append(lines)
        times.update({(_is_high(line, page), _key(line.text)) for line in lines if _key(line.text)})
        numbers.update({_is_high(line, page) for line in lines if _is_page_number(line.text)})
    for page, lines in zip(pages, marginal, strict=True):
        dropped = {
            id(line)
            for line in lines
            if (
                _is_page_number(line.text)
                and (numbers[_is_high(line, page)] > 1 or "-" in line.text or "—" in line.text)
            )
            or _ORNAMENT.fullmatch(line.text.strip())
            or (times[_is_high(line, page), _key(line.text)] >= _HEAD_TIMES and len(line.text) <= 60)
        }
        page.lines = [line for line in page.lines if id(line) not in dropped]


def _is_page_number(text: str) -> bool:
    return len(text) < _LONGEST_PAGE_NUMBER and _PAGE_NUMBER.fullmatch(text) is not None


def _key(text: str) -> str:
    return re.sub(r"[\d\s]+", "", text)


def _is_high(line: _Line, page: _Page) -> bool:
    return (line.bottom + line.top) / 2 > page.height / 2


def _is_marginal(line: _Line, page: _Page) -> bool:
    middle = (line.bottom + line.top) / 2
    return middle > (1 - _MARGIN) * page.height or middle < _MARGIN * page.height


# --- text -------------------------------------------------------------------------------------------------------------


def _page_text(page: _Page, labels: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The text of a page, and the headings of a table that may go on on the next."""
    lines = _in_order(page.lines)
    tables: list[tuple[float, list[str]]] = []
    for grid in page.grids:
        left, bottom, right, top = grid.box
        inside = [line for line in lines if _within(line, left, bottom, right, top)]
        cells = fill(grid, [glyph for line in inside for glyph in line.glyphs])
        if cells is None:
            continue
        above = [line for line in lines if line.bottom >= top - 2]
        unit = _LINE_OF_CAPTION.search(above[-1].text) if above else None
        table = table_text(cells, unit[1] if unit else "", labels if not above else ())
        if not table.lines:
            continue
        lines = [line for line in lines if not any(line is other for other in inside)]
        tables.append((top, list(table.lines)))
        labels = table.labels
    margin = _left_margin(lines)
    pieces: list[str] = []
    above_line = ""
    for line in lines:
        while tables and tables[0][0] >= line.top - 2:
            pieces += tables.pop(0)[1]
        # Behind an unfinished line an indent is that of a list.
        opens = not above_line or above_line[-1] in _FINISHED or len(above_line) < _SHORT_LINE
        pieces.append((_indent(line, margin) if opens else "") + line.text.lstrip())
        above_line = line.text.rstrip()
    last_is_table = bool(tables)
    for _, rows in tables:
        pieces += rows
    return "\n".join(pieces), labels if last_is_table else ()


def _within(line: _Line, left: float, bottom: float, right: float, top: float) -> bool:
    middle_x, middle_y = (line.left + line.right) / 2, (line.bottom + line.top) / 2
    return left - 2 <= middle_x <= right + 2 and bottom - 2 <= middle_y <= top + 2


def _in_order(lines: Sequence[_Line]) -> list[_Line]:
    """Lines from the top down, where the file has them in another order; pages with columns stay as they are."""
    if all(after.top <= before.top + 2 for before, after in pairwise(lines)):
        return list(lines)
    for one, other in pairwise(sorted(lines, key=lambda line: -line.top)):
        overlap = min(one.top, other.top) - max(one.bottom, other.bottom)
        beside = one.right <= other.left or other.right <= one.left
        if (
            beside
            and overlap > 0.5 * min(one.top - one.bottom, other.top - other.bottom)
            and min(len(one.text), len(other.text)) > 8
        ):
            return list(lines)
    return sorted(lines, key=lambda line: (-round((line.top + line.bottom) / 2), line.left))


def _left_margin(lines: Sequence[_Line]) -> float:
    """Where most lines begin."""
    if not lines:
        return 0.0
    starts = Counter(round(line.left) for line in lines)
    most = max(starts.values())
    return float(min(start for start, times in starts.items() if times >= 0.5 * most))


def _indent(line: _Line, margin: float) -> str:
    """Two blanks in front of a line that is indented by two characters, as the first of a paragraph is."""
    size = median(glyph.right - glyph.left for glyph in line.glyphs if not glyph.text.isspace()) or 10.0
    return "\u3000\u3000" if 1.4 <= (line.left - margin) / size <= 2.6 else ""
