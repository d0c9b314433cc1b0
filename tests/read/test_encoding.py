"""Every encoding in which Chinese documents are found, and every way in which bytes can be broken."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.encoding import UnreadableError, decode, plainness

SIMPLIFIED = "今年全县安排重点民生实事十二件，新建改建幼儿园6所，增加学位1800个，供水管网漏损率降到8.5%以内。"
TRADITIONAL = "明年本局將增設托育據點二十處，補助經費達新臺幣三億元，並於六月底前完成審查作業，預計服務八千個家庭。"
SHORT = "确保粮食总产稳定在百万吨"


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "gbk", "gb2312", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [SIMPLIFIED, SHORT, SIMPLIFIED * 40], ids=["sentence", "phrase", "page"])
def test_simplified(codec: str, text: str) -> None:
    decoded = decode(text.encode(codec))
    assert decoded.text == text
    assert codecs.lookup(decoded.codec).name == ("gb18030" if codec in {"gbk", "gb2312"} else codec)
    assert decoded.n_left_out == 0
    assert not decoded.marked


@pytest.mark.parametrize("codec", ["utf-8", "big5", "gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [TRADITIONAL, TRADITIONAL[:12], TRADITIONAL * 40], ids=["sentence", "phrase", "page"])
def test_traditional(codec: str, text: str) -> None:
    decoded = decode(text.encode(codec))
    assert decoded.text == text
    assert decoded.codec == codec


def test_hong_kong_characters_need_the_wider_big5() -> None:
    text = TRADITIONAL + "深水埗、鰂魚涌、大嶼山嘅居民"
    decoded = decode(text.encode("big5hkscs"))
    assert decoded.text == text
    assert decoded.codec == "big5hkscs"


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (b"\x84\x31\x95\x33", "gb18030"),
    ],
)
def test_byte_order_mark_decides_and_goes(mark: bytes, codec: str) -> None:
    decoded = decode(mark + SIMPLIFIED.encode(codec))
    assert (decoded.text, decoded.codec, decoded.marked) == (SIMPLIFIED, codec, True)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_of_ascii(codec: str) -> None:
    assert decode("Plan 2030: +5.5%\r\n".encode(codec)).text == "Plan 2030: +5.5%\r\n"


def test_long_ascii_head_does_not_hide_what_follows() -> None:
    text = "=" * 60_000 + "\n" + SIMPLIFIED
    assert decode(text.encode("gb18030")).text == text


@pytest.mark.parametrize(
    ("broken", "codec", "count", "first"),
    [
        (SIMPLIFIED.encode() + b"\xff\xfe" + SIMPLIFIED.encode(), "utf-8", 2, len(SIMPLIFIED.encode())),
        (
            SIMPLIFIED.encode("gb18030") + b"\xff" + SIMPLIFIED.encode("gb18030"),
            "gb18030",
            1,
            len(SIMPLIFIED.encode("gb18030")),
        ),
        (b"\xef\xbb\xbf" + b"\xff" + SIMPLIFIED.encode(), "utf-8", 1, 3),
        (SIMPLIFIED.encode("utf-16-le") + b"\x00", "utf-16-le", 1, 2 * len(SIMPLIFIED)),
    ],
)
def test_broken_bytes_are_left_out_and_counted(broken: bytes, codec: str, count: int, first: int) -> None:
    decoded = decode(broken)
    assert (decoded.codec, decoded.n_left_out, decoded.first_left_out) == (codec, count, first)
    assert decoded.text.replace(SIMPLIFIED, "") == ""
    assert "\ufffd" not in decoded.text


def test_text_cut_inside_a_character() -> None:
    decoded = decode(SIMPLIFIED.encode()[:-1])
    assert decoded.text == SIMPLIFIED[:-1]
    assert decoded.n_left_out == 2


def test_lone_surrogates_never_come_out() -> None:
    decoded = decode(codecs.BOM_UTF16_LE + "甲".encode("utf-16-le") * 30 + b"\x00\xd8" + "乙".encode("utf-16-le"))
    assert decoded.text == "甲" * 30 + "乙"
    assert decoded.n_left_out == 2


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "no text"),
        (b" \r\n\t\n", "no text"),
        (b"\x00" * 64, "no text"),
        (bytes(range(256)) * 8, "not a text file"),
        (b"\x00\x01\x02\x03", "not a text file"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x02\x00" * 20, "not a text file"),
    ],
)
def test_what_is_no_text(data: bytes, cause: str) -> None:
    with pytest.raises(UnreadableError, match=cause):
        decode(data)


def test_a_stray_nul_spoils_nothing() -> None:
    text = SIMPLIFIED + "\x00" + SIMPLIFIED
    assert decode(text.encode()).text == text
    assert decode(text.encode("gb18030")).text == text


@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL])
def test_plainness_tells_right_from_wrong_codecs(text: str) -> None:
    assert plainness(text) > 0.9
    assert plainness(text.encode().decode("gb18030", "ignore")) < 0.5
    assert plainness(text.encode("gb18030").decode("big5", "ignore")) < 0.6
    assert plainness("ascii only") == 0.0


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_a_clear_error(data: bytes) -> None:
    try:
        decoded = decode(data)
    except UnreadableError:
        return
    decoded.text.encode("utf-8")
    assert decoded.text.strip()
    assert 0 <= decoded.n_left_out <= len(data) / 10
    assert (decoded.first_left_out is None) == (decoded.n_left_out == 0)


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=60))
def test_valid_utf_8_is_utf_8(text: str) -> None:
    decoded = decode(text.encode())
    assert (decoded.text, decoded.codec) == (text, "utf-8")
