"""Formats that are rarer: rich text, OFD, and old Word and WPS documents by way of a converter on the machine."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from xml.etree.ElementTree import Element

from pipeline.read.docx import read_docx
from pipeline.read.encoding import UnreadableError, decode
from pipeline.read.grid import lay_out, table_text
from pipeline.read.html import read_html
from pipeline.read.limits import MB, limits
from pipeline.read.packages import Package
from pipeline.types import SourceText

_CONVERTERS = "antiword, catdoc or LibreOffice"


# --- rich text --------------------------------------------------------------------------------------------------------


def read_rtf(data: bytes) -> SourceText:
    """Read a rich text file; cells of a table row are parted by semicolons.

    Raises
    ------
    UnreadableError
        If it is too large or has no text.
    """
    from striprtf.striprtf import rtf_to_text

    if len(data) > limits().max_markup_mb * MB:
        raise UnreadableError(f"the file is larger than {limits().max_markup_mb} MB (GOVTARGETS_MAX_MARKUP_MB)")
    page = re.search(rb"\\ansicpg(\d{3,5})", data[:2000])
    codec = {b"936": "gb18030", b"950": "big5hkscs", b"65001": "utf-8"}.get(page[1] if page else b"936", "cp1252")
    try:
        text = str(rtf_to_text(data.decode("latin-1"), encoding=codec, errors="ignore"))
    except (ValueError, IndexError, LookupError, RecursionError) as error:
        raise UnreadableError(f"the rich text is damaged: {error}") from error
    text = "\n".join(_rtf_lines(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")))
    if not text:
        raise UnreadableError("there is no text in the file")
    return SourceText(text, "rtf", codec)


_LONGEST_ROW = 60
"""Lines that a row of a table can have; a line of prose with ``|`` in it is no row that goes on for ever."""


def _rtf_lines(lines: Sequence[str]) -> Iterator[str]:
    """Paragraphs, and rows of tables, whose cells the converter ends with ``|``, as lines."""
    rows: list[list[tuple[str, ...]]] = []
    index = 0
    while index < len(lines):
        line = lines[index].strip()
        index += 1
        if "|" in line:
            stop = next(
                (i for i in range(index - 1, min(len(lines), index + _LONGEST_ROW)) if lines[i].rstrip().endswith("|")),
                None,
            )
            if stop is not None:
                row = "\n".join(lines[index - 1 : stop + 1]).strip().removesuffix("|")
                rows.append([tuple(filter(None, map(str.strip, cell.split("\n")))) for cell in row.split("|")])
                index = stop + 1
                continue
        yield from _row_lines(rows)
        rows = []
        if line:
            yield line
    yield from _row_lines(rows)


def _row_lines(rows: Sequence[Sequence[tuple[str, ...]]]) -> tuple[str, ...]:
    return table_text(lay_out([(cell, 1, 1, False) for cell in row] for row in rows)).lines if rows else ()


# --- OFD --------------------------------------------------------------------------------------------------------------


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _children(element: Element | None, name: str) -> list[Element]:
    return [] if element is None else [child for child in element.iter() if _local(child) == name]


def _path(base: str, relative: str) -> str:
    """Where a file that another refers to lies in the package."""
    if relative.startswith("/"):
        return relative.lstrip("/")
    parts: list[str] = base.split("/")[:-1]
    for part in relative.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def read_ofd(data: bytes) -> SourceText:
    """Read an OFD document (GB/T 33190): lines of text objects, page after page.

    Raises
    ------
    UnreadableError
        If the package is damaged or hostile, or its pages hold no text objects.
    """
    package = Package(data)
    root = package.tree("OFD.xml")
    pages: list[str] = []
    for doc_root in _children(root, "DocRoot"):
        name = (doc_root.text or "").strip().lstrip("/")
        document = package.tree(name)
        for page in _children(document, "Page"):
            location = _path(name, page.get("BaseLoc") or "")
            pages.append(_ofd_page(package.tree(location) if location else None))
            if len(pages) > limits().max_pages:
                raise UnreadableError(f"it has more than {limits().max_pages} pages (GOVTARGETS_MAX_PAGES)")
    if not any(pages):
        raise UnreadableError("no text layer: its pages hold no text objects")
    starts, position = [], 0
    for text in pages:
        starts.append(position)
        position += len(text) + 1 if text else 0
    text = "\n".join(filter(None, pages))
    return SourceText(text, "ofd", "utf-8", page_starts=tuple(min(start, len(text)) for start in starts))


def _floats(text: str | None) -> list[float]:
    numbers = []
    for part in (text or "").split():
        try:
            numbers.append(float(part))
        except ValueError:
            continue
    return numbers


def _ofd_page(page: Element | None) -> str:
    """Text objects of a page, those at one height as one line, from the top down."""
    pieces: list[tuple[float, float, float, str]] = []
    for item in _children(page, "TextObject"):
        box = _floats(item.get("Boundary"))
        if len(box) < 4:
            continue
        for code in item:
            if _local(code) == "TextCode" and code.text:
                x, y = _floats(code.get("X")), _floats(code.get("Y"))
                size = (_floats(item.get("Size")) or [4.0])[0]
                pieces.append((box[1] + (y[0] if y else box[3]), box[0] + (x[0] if x else 0.0), size, code.text))
    pieces.sort(key=lambda piece: (round(piece[0]), piece[1]))
    lines: list[str] = []
    last: float | None = None
    for height, _, em, text in pieces:
        if last is not None and abs(height - last) < 0.4 * em:
            lines[-1] += text
        else:
            lines.append(text)
        last = height
    return "\n".join(line.rstrip() for line in lines if line.strip())


# --- web archives -----------------------------------------------------------------------------------------------------


def read_mhtml(data: bytes) -> SourceText:
    """Read a page that a browser or Word saved with its pictures in one file.

    Raises
    ------
    UnreadableError
        If it has no HTML part.
    """
    if len(data) > limits().max_markup_mb * MB:
        raise UnreadableError(f"the file is larger than {limits().max_markup_mb} MB (GOVTARGETS_MAX_MARKUP_MB)")
    message = message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        if isinstance(part, EmailMessage) and part.get_content_type() == "text/html":
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                return read_html(body)
    raise UnreadableError("the web archive has no HTML in it")


# --- old Word and WPS documents ---------------------------------------------------------------------------------------


def read_doc(data: bytes) -> SourceText:
    """Read an old Word or WPS document with the first converter that is on the machine and gives text.

    Raises
    ------
    UnreadableError
        If no converter is there (the message names what to install), or none can read it.
    """
    tried: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.doc"
        path.write_bytes(data)
        for program, arguments in (
            ("antiword", ["-m", "UTF-8.txt", "-w", "0", str(path)]),
            ("catdoc", ["-d", "utf-8", "-w", str(path)]),
        ):
            found = shutil.which(program)
            if found is None:
                continue
            tried.append(program)
            text = _converted_text(run_bounded([found, *arguments], folder))
            if text:
                return SourceText(text, "doc", "utf-8", (f"converted by {program}",))
        office = shutil.which("soffice") or shutil.which("libreoffice")
        if office is not None:
            tried.append("LibreOffice")
            profile = f"-env:UserInstallation=file://{folder}/profile"
            run_bounded(
                [office, profile, "--headless", "--norestore", "--convert-to", "docx", "--outdir", folder, str(path)],
                folder,
            )
            result = Path(folder) / "document.docx"
            if result.is_file() and result.stat().st_size <= limits().max_file_mb * MB:
                source = read_docx(result.read_bytes())
                return SourceText(source.text, "doc", source.encoding, ("converted by LibreOffice",))
    if not tried:
        raise UnreadableError(f"an old Word or WPS document; install {_CONVERTERS} to have it read, or save it as docx")
    raise UnreadableError(f"an old Word or WPS document that {', '.join(tried)} cannot read; save it as docx")


def _converted_text(output: bytes) -> str:
    """Lines of a converter's output, rows of tables joined; empty if there is no Chinese or other text to speak of."""
    try:
        text = decode(output).text
    except UnreadableError:
        return ""
    lines: list[str] = []
    rows: list[list[str]] = []
    for line in [*text.replace("\r\n", "\n").replace("\x0c", "\n").split("\n"), ""]:
        stripped = line.strip()
        if stripped.startswith("|") and stripped.endswith("|") and stripped.count("|") > 2:
            rows.append(stripped.strip("|").split("|"))
            continue
        if rows:
            lines += _row_lines(_merged(rows))
            rows = []
        if stripped:
            lines.append(stripped)
    text = "\n".join(lines)
    return text if len(text) >= 10 and text.count("\ufffd") + text.count("?") < 0.2 * len(text) else ""


def _merged(rows: Sequence[Sequence[str]]) -> list[list[tuple[str, ...]]]:
    """Rows as antiword draws them, each cell as wide as its column; a row whose first cell is empty goes on with the one above."""
    merged: list[list[list[str]]] = []
    full: list[bool] = []
    for row in rows:
        cells = [cell.strip() for cell in row]
        if not (merged and not cells[0] and len(cells) == len(merged[-1])):
            merged.append([[] for _ in cells])
            full = [False] * len(cells)
        for index, text in enumerate(cells):
            lines = merged[-1][index]
            if text and full[index] and lines:
                lines[-1] += text
            elif text:
                lines.append(text)
            full[index] = bool(text) and _columns(row[index]) - _columns(text) < 2
    return [[tuple(cell) for cell in row] for row in merged]


def _columns(text: str) -> int:
    """Columns of a terminal that a text takes."""
    return sum(2 if character > "\u2e7f" else 1 for character in text)


def run_bounded(command: Sequence[str], folder: str) -> bytes:
    """What a program prints, within time and size; empty if it fails.

    It gets no standard input and an environment with nothing but the path, and its whole process group is ended when time is up.
    """
    environment = {
        name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT") if name in os.environ
    } | {"HOME": folder}
    output = Path(folder) / "output"
    with output.open("wb") as file:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=folder,
            start_new_session=True,
        )
        try:
            process.wait(timeout=limits().max_seconds)
        except subprocess.TimeoutExpired:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            process.wait()
            return b""
    with output.open("rb") as file:
        return file.read(limits().max_markup_mb * MB)
