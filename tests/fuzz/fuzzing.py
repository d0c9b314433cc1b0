"""Documents nobody would write, and what must hold of each: no unhandled exception, and no record that is not in its text.

The inputs are made from a seed: arbitrary Unicode and bytes, mutated windows of the sample documents in ``data/raw``, sentences put together
out of the language's pieces, web pages and packages around all of these.
"""

from __future__ import annotations

import functools
import hashlib
import html
import io
import os
import random
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

from pipeline.plan import Task
from pipeline.read.encoding import decode
from pipeline.run import extract_source, process_file, read_source
from pipeline.store import to_table, unpack
from pipeline.verify import check_rows
from schemas import TABLES

RAW = Path(__file__).resolve().parents[2] / "data" / "raw"

#: Kinds of reject that say on purpose what is wrong with a file or a record; any other is an exception that nobody foresaw.
_FORESEEN_FILES = frozenset({"unreadable", "empty", "fault"})
#: Kinds that say that the core was wrong about its own text.
_WRONG_WORDS = frozenset({"evidence", "span"})

HOSTILE = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "=HYPERLINK(\"http://x\")", "+1+cmd|' /C calc'!A0", "@SUM(1)",
    "\u202e", "\u2066", "\u2069", "\u200b", "\u200d", "\ufeff", "\x00", "\x1b[31m", "\x7f", "\x85", "\u2028", "\ud800", "\udfff",
    "\U000e0041", "\uffff", "\ufffd", "e\u0301", "％", "９９", "〇", "○", "９.５", "1e999", "-0", "1/0", "9" * 40, "一" * 30,
    "亿" * 5, "(" * 30, "（（）", "《" * 5, "“”", "%" * 5, "\n" * 5, " " * 40, "\t", "。" * 5, "、" * 20, "0000年", "9999年",
    "13月32日", "2月30日", "\r\n", "&amp;&lt;", "{{7*7}}", "${jndi:ldap://x}", "../../etc/passwd", "'; DROP TABLE targets;--",
)  # fmt: skip
PIECES = (
    "2025年", "今年", "去年", "年底前", "十四五期间", "到2030年", "上半年", "6月底前", "近三年", "本世纪中叶", "力争", "确保", "预计",
    "全市", "全县", "地区生产总值", "财政收入", "城镇新增就业", "粮食产量", "空气优良天数比例", "失业率", "居民人均可支配收入", "增长", "下降",
    "达到", "控制在", "完成", "新建", "改造", "不低于", "不超过", "左右", "以上", "以内", "约", "比上年", "同比", "年均", "累计", "6", "5.5", "1200",
    "三", "两", "百", "万", "亿", "%", "个百分点", "亿元", "万人", "公里", "座", "所", "亩", "微克/立方米", "由", "市发改委", "县教育局", "各乡镇",
    "牵头", "负责", "配合", "责任单位:", "牵头单位:", "一、", "(二)", "3.", "第四章 ", "附件", "工作目标", "主要任务", "回顾", ",", "。", ";", ":", "、",
    "(", ")", "\n", "\n\n", " ", "政府工作报告", "实施方案", "通知", "〔2025〕9号", "日",
)  # fmt: skip


@functools.cache
def samples() -> tuple[str, ...]:
    """The sample documents."""
    return tuple(decode(path.read_bytes()).text for path in sorted(RAW.glob("*.txt")))


@functools.cache
def containers() -> tuple[tuple[str, bytes], ...]:
    """Small samples in containers; PDFs are left out, since their reader is a process of its own."""
    found = sorted(path for path in (RAW / "containers").iterdir() if path.suffix in (".html", ".docx"))
    return tuple((path.suffix, path.read_bytes()) for path in found)


# ---------------------------------------------------------------------------------------------------------------------
# What must hold


class FuzzError(AssertionError):
    """An input that the pipeline does not stand."""


def check(data: bytes, suffix: str = ".txt") -> Counter[str]:
    """Send bytes through the whole pipeline and hold what comes out against its text; rows by table.

    Raises
    ------
    FuzzError
        If anything raised, or a record is not in its text.
    """
    digest = hashlib.sha256(data).hexdigest()
    with tempfile.NamedTemporaryFile(suffix=suffix) as file:
        file.write(data)
        file.flush()
        task = Task(*os.path.split(file.name), f"fuzz{suffix}", bytes.fromhex(digest), len(data))
        result = process_file(task, reader=read_source, extractor=extract_source)
    tables = {name: to_table(name, [unpack(result.batches[name])] if name in result.batches else []) for name in TABLES}
    for row in tables["rejects"].to_pylist():
        of_a_file = row["table_name"] is None and row["stage"] != "validate"
        if of_a_file and row["error_type"] not in _FORESEEN_FILES and row["record"] is None and row["evidence"] is None:
            raise FuzzError(f"{row['stage']}: {row['message']}")
        if row["error_type"] in _WRONG_WORDS:
            raise FuzzError(f"{row['table_name']}: {row['message']}: {row['record']}")
    parts: dict[str, pa.Table] = {name: table for name, table in tables.items() if name != "panel"}
    for fault in check_rows(parts):
        raise FuzzError(str(fault))
    return Counter({name: table.num_rows for name, table in tables.items()})


# ---------------------------------------------------------------------------------------------------------------------
# Inputs


def make(rng: random.Random) -> tuple[bytes, str]:
    """An input: bytes and the suffix of their file."""
    kinds: list[tuple[int, Callable[[random.Random], tuple[bytes, str]]]] = [
        (50, lambda rng: (encoded(mutated(window(rng), rng), rng), ".txt")),
        (25, lambda rng: (encoded(mutated(composed(rng), rng), rng), ".txt")),
        (12, lambda rng: (encoded(arbitrary(rng), rng), ".txt")),
        (8, _page),
        (3, lambda rng: (rng.randbytes(rng.randrange(200)), rng.choice((".txt", ".html", ".docx", ".rtf", "")))),
        (2, _container),
    ]
    (kind,) = rng.choices([kind for _, kind in kinds], [weight for weight, _ in kinds])
    return kind(rng)


def window(rng: random.Random) -> str:
    """A part of a sample, mostly with its head, which tells year and region."""
    text = rng.choice(samples())
    start, length = rng.randrange(max(1, len(text) - 50)), rng.randrange(20, 300)
    head = text[: rng.choice((0, 40, 120))]
    return head + text[start : start + length]


def composed(rng: random.Random) -> str:
    """Pieces of the language in any order."""
    return "".join(rng.choice(PIECES) for _ in range(rng.randrange(3, 70)))


def arbitrary(rng: random.Random) -> str:
    """Characters of all planes."""
    ranges = ((0, 0x80), (0x80, 0x3000), (0x3000, 0x3100), (0x4E00, 0x9FFF), (0x9FFF, 0x110000), (0xFF00, 0xFFF0), (0xD800, 0xE000))
    return "".join(chr(rng.randrange(*rng.choice(ranges))) for _ in range(rng.randrange(150)))


def mutated(text: str, rng: random.Random) -> str:
    """A text with some of its characters gone, doubled, moved or replaced, and with what does not belong there."""
    for _ in range(rng.randrange(1, 7)):
        at = rng.randrange(len(text) + 1)
        to = min(len(text), at + rng.choice((1, 1, 2, 5, 20)))
        kind = rng.randrange(7)
        if kind == 0:
            text = text[:at] + text[to:]
        elif kind == 1:
            text = text[:to] + text[at:]
        elif kind == 2:
            text = text[:at] + rng.choice(HOSTILE) + text[at:]
        elif kind == 3:
            text = text[:at] + rng.choice(PIECES) + text[to:]
        elif kind == 4:
            other = rng.randrange(len(text) + 1)
            text = text[:other] + text[at:to] + text[other:]
        elif kind == 5:
            text = text[:at] + "".join(rng.sample(text[at:to], to - at)) + text[to:]
        else:
            text = text[:at] + chr(rng.randrange(0x110000)) + text[at:]
    return text


def encoded(text: str, rng: random.Random) -> bytes:
    """A text as bytes of some codec, now and then with one bit wrong."""
    codec = rng.choice(("utf-8",) * 6 + ("gb18030", "big5hkscs", "utf-16", "utf-8-sig"))
    data = text.encode(codec, "surrogatepass" if codec == "utf-8" else "ignore")
    if data and rng.random() < 0.1:
        at = rng.randrange(len(data))
        data = data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1 :]
    return data


def _page(rng: random.Random) -> tuple[bytes, str]:
    lines = mutated(window(rng), rng).split("\n")
    if rng.random() < 0.3:
        lines = [line if rng.random() < 0.5 else html.escape(line) for line in lines]
        rows = "".join(f"<tr><td>{line}</td><td colspan={rng.randrange(5)}>{rng.choice(PIECES)}" for line in lines)
        body = f"<table>{rows}</table>"
    else:
        body = "".join(f"<p>{line}</p>" for line in lines)
    return mutated(f"<html><title>{lines[0]}</title><body>{body}</body></html>", rng).encode("utf-8", "ignore"), ".html"


def _container(rng: random.Random) -> tuple[bytes, str]:
    suffix, data = rng.choice(containers())
    if suffix == ".docx" and rng.random() < 0.7:
        return _with_other_part(data, rng), suffix
    changed = bytearray(data)
    for _ in range(rng.randrange(1, 20)):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed[: rng.choice((len(changed), rng.randrange(len(changed))))]), suffix


def _with_other_part(data: bytes, rng: random.Random) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(made, "w") as written:
        for name in given.namelist():
            part = given.read(name)
            if name == "word/document.xml":
                part = mutated(part.decode(), rng).encode("utf-8", "ignore")
            written.writestr(name, part)
    return made.getvalue()


def soak(times: int, seed: int, tell: Callable[[str], None] = print) -> str:
    """Check so many inputs; what the last one is when one does not stand is told with its seed."""
    counts: Counter[str] = Counter()
    slowest = (0.0, 0)
    for number in range(times):
        rng = random.Random(f"{seed}:{number}")
        data, suffix = make(rng)
        began = time.perf_counter()
        try:
            counts += check(data, suffix)
        except BaseException:
            tell(f"input {number} of seed {seed}: {data[:3000]!r} ({suffix})")
            raise
        slowest = max(slowest, (time.perf_counter() - began, number))
        if times >= 10_000 and number % 5000 == 4999:
            tell(f"{number + 1} inputs")
    rows = ", ".join(f"{counts[name]} {name}" for name in TABLES if counts[name])
    return f"{times} inputs of seed {seed}: no exception, every record in its text ({rows}; slowest {slowest[0]:.2f} s)"
