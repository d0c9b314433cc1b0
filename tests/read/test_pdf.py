"""PDFs: lines in reading order, tables as rows, pages counted; without a text layer a way to plug OCR in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from builders import content, grid, pdf, stream_object

from pipeline.normalize import normalize
from pipeline.read import UnreadableError
from pipeline.read.grid import table_text
from pipeline.read.pdf import read_pdf
from pipeline.read.ruled import Glyph, Ruling, fill, find_grids

PICTURE = {
    1000: stream_object(
        b"\x80" * 100,
        b"/Type /XObject /Subtype /Image /Width 10 /Height 10 /ColorSpace /DeviceGray /BitsPerComponent 8",
    )
}
SCAN = b"q 595 0 0 842 0 0 cm /I1 Do Q"
IMAGE = b"/XObject << /I1 1000 0 R >>"
FIRST = (90, 700, 12, "全市新增就业五万人，改造老旧小区一百个，")
SECOND = (90, 680, 12, "新建学校十二所。")


def test_lines_and_pages() -> None:
    source = read_pdf(pdf([content([FIRST, SECOND]), content([(90, 700, 12, "第二页的话。")])]))
    assert source.text == "全市新增就业五万人，改造老旧小区一百个，\n新建学校十二所。\n第二页的话。"
    assert source.page_starts == (0, 30)
    assert source.text[source.page_starts[1] :] == "第二页的话。"
    assert (source.source_format, source.warnings, source.faults) == ("pdf", (), ())


def test_lines_that_the_file_has_in_another_order() -> None:
    assert read_pdf(pdf([content([SECOND, FIRST])])).text.startswith("全市")


def test_the_raised_number_of_a_footnote_counts_nothing() -> None:
    line = [(90, 700, 12, "今年将在北区提供约二十公顷"), (246, 705, 7, "4"), (252, 700, 12, "创科用地和5个码头。")]
    plain = [(90, 700, 12, "今年将在北区提供约二十公顷"), (246, 700, 12, "4"), (258, 700, 12, "创科用地和5个码头。")]
    assert read_pdf(pdf([content(line)])).text == "今年将在北区提供约二十公顷⁴ 创科用地和5个码头。"
    assert "4" in read_pdf(pdf([content(plain)])).text


def test_page_numbers_and_running_heads_go() -> None:
    pages = [
        content(
            [(60, 800, 9, "海川市人民政府公报"), (90, 700 - n, 12, f"正文第{n}段到此为止。"), (280, 40, 10, f"— {n} —")]
        )
        for n in range(1, 5)
    ]
    assert read_pdf(pdf(pages)).text == "\n".join(f"正文第{n}段到此为止。" for n in range(1, 5))


def test_a_number_in_the_text_is_no_page_number() -> None:
    assert "2025" in read_pdf(pdf([content([(90, 400, 12, "2025"), FIRST])])).text


def test_first_lines_of_paragraphs_keep_their_indent() -> None:
    texts = [
        (114, 700, 12, "一段的首行写在这里并且一直写到行末"),
        (90, 680, 12, "第二行写在这里。"),
        (114, 660, 12, "又一段的首行。"),
    ]
    assert read_pdf(pdf([content(texts)])).text.split("\n") == [
        "　　一段的首行写在这里并且一直写到行末",
        "第二行写在这里。",
        "　　又一段的首行。",
    ]


def test_spaced_out_characters_are_joined_later() -> None:
    spaced = [(90 + 24 * n, 700, 12, character) for n, character in enumerate("海川市人民政府工作报告")]
    assert normalize(read_pdf(pdf([content([*spaced, SECOND])])).text).text.startswith("海川市人民政府工作报告")


XS, YS = [100, 140, 300, 400, 500], [580, 555, 535, 505]
TABLE = [
    (105, 562, 10, "序号"),
    (145, 562, 10, "任务"),
    (305, 562, 10, "完成时限"),
    (405, 562, 10, "责任单位"),
    (105, 542, 10, "01"),
    (145, 542, 10, "新建公路120公里"),
    (305, 542, 10, "2025年6月底前"),
    (405, 542, 10, "市交通局"),
    (105, 522, 10, "02"),
    (145, 522, 10, "改造老旧小区一百二十五个并加装"),
    (145, 510, 10, "电梯"),
    (305, 522, 10, "年底前"),
    (405, 522, 10, "市住建局"),
]


@pytest.mark.parametrize("texts", [TABLE, TABLE[::-1]])
def test_a_ruled_table_is_one_line_a_row(texts: Sequence[tuple[float, float, float, str]]) -> None:
    around = [(90, 700, 12, "附件：任务分工表如下所示。"), *texts, (90, 300, 12, "表后的话。")]
    assert read_pdf(pdf([content(around, grid(XS, YS))])).text.split("\n") == [
        "附件：任务分工表如下所示。",
        "序号：01；完成时限 2025年6月底前；任务：新建公路120公里；责任单位：市交通局",
        "序号：02；完成时限 年底前；任务：改造老旧小区一百二十五个并加装电梯；责任单位：市住建局",
        "表后的话。",
    ]


def test_a_table_that_goes_on_on_the_next_page_keeps_its_headings() -> None:
    low = [(x, y - 480, size, text) for x, y, size, text in TABLE]
    following = [
        (105, 782, 10, "03"),
        (145, 782, 10, "建水库三座"),
        (305, 782, 10, "九月底前"),
        (405, 782, 10, "市水利局"),
    ]
    first = content([FIRST, *low], grid(XS, [y - 480 for y in YS]))
    second = content(
        [
            *following,
            (105, 762, 10, "04"),
            (145, 762, 10, "修渠道"),
            (305, 762, 10, "十月底前"),
            (405, 762, 10, "市水利局"),
        ],
        grid(XS, [797, 777, 757]),
    )
    text = read_pdf(pdf([first, second])).text
    assert text.endswith(
        "序号：03；完成时限 九月底前；任务：建水库三座；责任单位：市水利局\n序号：04；完成时限 十月底前；任务：修渠道；责任单位：市水利局"
    )


def test_a_frame_is_no_table() -> None:
    frame = grid([50, 540], [780, 60])
    assert read_pdf(pdf([content([FIRST, SECOND], frame)])).text.split("\n") == [FIRST[3], SECOND[3]]


def test_a_drawing_under_text_is_no_table() -> None:
    drawing = grid([80, 126, 174, 222, 330], [720, 690, 670])
    assert FIRST[3] in read_pdf(pdf([content([FIRST, SECOND], drawing)])).text


@pytest.mark.parametrize(
    ("matrix", "rotate"), [("1 0 0 1 90", 90), ("1 0 0 1 90", 0), ("0 1 -1 0", 0), ("0 1 -1 0", 90), ("0 -1 1 0", 270)]
)
def test_text_in_every_direction(matrix: str, rotate: int) -> None:
    """Turned pages, and tables printed upwards or downwards on upright ones."""
    along = {
        "1 0 0 1 90": ("1 0 0 1 90 700", "1 0 0 1 90 680"),
        "0 1 -1 0": ("0 1 -1 0 200 90", "0 1 -1 0 220 90"),
        "0 -1 1 0": ("0 -1 1 0 220 700", "0 -1 1 0 200 700"),
    }
    stream = "\n".join(
        f"BT /F1 12 Tf {where} Tm <{text.encode('utf-16-be').hex()}> Tj ET"
        for where, text in zip(along[matrix], (FIRST[3], SECOND[3]), strict=True)
    )
    assert read_pdf(pdf([stream.encode()], page_extra=b"/Rotate %d" % rotate)).text.split("\n") == [FIRST[3], SECOND[3]]


def test_no_text_layer() -> None:
    with pytest.raises(
        UnreadableError, match=r"^no text layer on any of its 2 pages; plug an OCR engine in with GOVTARGETS_OCR"
    ):
        read_pdf(pdf([SCAN, SCAN], PICTURE, IMAGE))


def test_blank_pages_are_no_scans() -> None:
    with pytest.raises(UnreadableError, match="2 blank pages"):
        read_pdf(pdf([b"", b""]))


def test_scanned_pages_among_others_are_told() -> None:
    source = read_pdf(pdf([content([FIRST]), SCAN, content([SECOND])], PICTURE, IMAGE))
    assert source.warnings == ("no text layer on page 2",)
    assert source.faults[0].startswith("no text layer on page 2; plug an OCR engine in")
    assert source.page_starts == (0, 21, 21)


def recognise(path: Path, pages: Sequence[int]) -> list[str]:
    """An engine for the tests."""
    assert path.read_bytes().startswith(b"%PDF")
    return [f"第{number}页认出的字。" for number in pages]


def test_an_engine_can_be_plugged_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVTARGETS_OCR", "test_pdf:recognise")
    source = read_pdf(pdf([SCAN, content([FIRST]), SCAN], PICTURE, IMAGE))
    assert source.text == f"第1页认出的字。\n{FIRST[3]}\n第3页认出的字。"
    assert source.warnings == ("pages read by OCR: 2",)
    assert source.faults == ()
    assert source.page_starts == (0, 9, 30)


@pytest.mark.parametrize(
    ("data", "cause"),
    [(b"%PDF-1.4 nothing else", "damaged"), (pdf([content([FIRST])])[:400], "damaged|no text|blank")],
)
def test_damaged_files(data: bytes, cause: str) -> None:
    with pytest.raises(UnreadableError, match=cause):
        read_pdf(data)


def glyphs(text: str, left: float, bottom: float, line: int) -> list[Glyph]:
    return [Glyph(c, left + 10 * n, bottom, left + 10 * n + 10, bottom + 10, line) for n, c in enumerate(text)]


def test_cells_that_span_rows_and_columns() -> None:
    rulings = [Ruling(True, y, 0, 300) for y in (100, 60, 20)] + [Ruling(False, x, 20, 100) for x in (0, 100, 300)]
    rulings += [Ruling(True, 40, 100, 300), Ruling(True, 80, 100, 300), Ruling(False, 200, 20, 60)]
    grids = find_grids(rulings)
    assert len(grids) == 1
    found = fill(
        grids[0],
        [
            *glyphs("甲", 10, 75, 0),
            *glyphs("乙", 110, 85, 0),
            *glyphs("丙", 110, 65, 1),
            *glyphs("丁", 10, 35, 2),
            *glyphs("戊", 210, 45, 2),
        ],
    )
    assert found is not None
    assert {(c.row, c.column, c.height, c.width): c.text for c in found if c.text} == {
        (0, 0, 2, 1): "甲",
        (0, 1, 1, 2): "乙",
        (1, 1, 1, 2): "丙",
        (2, 0, 2, 1): "丁",
        (2, 2, 1, 1): "戊",
    }
    assert "甲" in "".join(table_text(found).lines)


def test_sides_of_a_table_may_be_open() -> None:
    rulings = [Ruling(True, y, 0, 200) for y in (60, 40, 20)] + [Ruling(False, 100, 20, 60)]
    grids = find_grids(rulings)
    assert [(len(g.xs), len(g.ys)) for g in grids] == [(3, 3)]


def test_too_many_lines_are_a_drawing() -> None:
    assert find_grids([Ruling(True, n, 0, 100) for n in range(5000)]) == []
