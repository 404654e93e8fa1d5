"""Encodings of text files: told apart also where the file is short, and binary data refused."""

from __future__ import annotations

import codecs
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.engines.loaders.text.encoding import decode, known

SHORT = {
    "zh": ("你好，世界", "这是一个测试文件。", "中文", "订单编号：12345\n客户：张伟\n", "第一章 总则", "今天天气很好"),
    "tw": (
        "這是一個測試檔案。",
        "你好，世界",
        "歡迎使用繁體中文系統",
        "台灣的首都是台北",
        "訂單編號：12345 客戶：張偉",
    ),
    "ja": (
        "これはテストです。",
        "日本語の文章を書きます",
        "ありがとうございます",
        "名前,年齢,住所\r\n佐藤太郎,30,東京\r\n",
    ),
    "ko": ("안녕하세요 세계", "이것은 시험 문서입니다.", "대한민국 서울", "주문 번호 12345 고객 김철수"),
    "ru": ("Привет, мир!", "Это тестовый документ на русском языке."),
    "fr": ("café", "Le résumé de l'été à Genève", "naïve façade", "œuvre d’art “citée”"),
    "de": ("Über Größe und Straße", "Müller", "Äpfel"),
    "es": ("El niño comió piña en español", "¿Qué día es mañana?"),
    "el": ("Καλημέρα κόσμε", "Αυτό είναι ένα έγγραφο δοκιμής."),
    "pl": ("Zażółć gęślą jaźń", "To jest dokument testowy zapisany po polsku, łódź"),
    "cs": ("Příliš žluťoučký kůň úpěl ďábelské ódy",),
    "he": ("היום הלכתי לבית הספר עם החברים שלי",),
    "ar": ("مرحبا بالعالم هذا ملف اختبار",),
    "tr": ("Merhaba dünya, bu bir test dosyasıdır. Şişli ığdır",),
    "hu": ("Árvíztűrő tükörfúrógép. A hétfői ülésen a miniszter beszélt.", "A szerző könyve szép, hűvös őszi nap"),
    "ro": ("Preşedintele a spus că ţara este în creştere",),
    "lt": ("Ąžuolas auga miške, žmonės džiaugiasi šiandien.",),
    "pt": ("A situação não é fácil, então você também precisa de atenção às questões",),
    "names": ("Müller, José, François, Søren, Gonçalves, Peña, Åsa, Zoë",),
    "signs": ("Water boils at 100 °C ± 2 µm, see § 5", "The price is 30 £ or 40 $, isn’t it?"),
    "th": ("สวัสดีชาวโลก นี่คือเอกสารทดสอบ",),
}
ENCODINGS = {
    "zh": ("gb18030", "gbk", "gb2312", "utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-32-le", "utf-32-be"),
    "tw": ("big5", "cp950", "utf-8", "utf-16"),
    "ja": ("shift_jis", "cp932", "euc_jp", "iso2022_jp", "utf-8", "utf-16-le"),
    "ko": ("euc_kr", "cp949", "iso2022_kr", "utf-8", "utf-16"),
    "ru": ("cp1251", "koi8_r", "cp866", "cp855", "iso8859_5", "mac_cyrillic", "utf-8", "utf-16-le", "utf-16-be"),
    "fr": ("cp1252", "utf-8", "utf-16-le", "utf-16-be"),
    "de": ("cp1252", "iso8859_15", "utf-16-le"),
    "es": ("cp1252", "utf-8"),
    "el": ("cp1253", "utf-16-le"),
    "pl": ("cp1250", "utf-8"),
    "cs": ("cp1250", "iso8859_2"),
    "hu": ("cp1250", "iso8859_2"),
    "ro": ("cp1250",),
    "lt": ("cp1257",),
    "pt": ("cp1252",),
    "names": ("cp1252",),
    "signs": ("cp1252",),
    "he": ("cp1255", "utf-8"),
    "ar": ("cp1256", "iso8859_6", "utf-16-be"),
    "tr": ("cp1254",),
    "th": ("cp874", "tis_620"),
}
CASES = [(text, e) for language, texts in SHORT.items() for text in texts for e in ENCODINGS[language]]


@pytest.mark.parametrize(("text", "encoding"), CASES)
def test_a_short_text_is_read_in_its_own_encoding(text: str, encoding: str) -> None:
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        data = text.replace("œ", "oe").replace("’", "'").encode(encoding, "ignore")
        text = data.decode(encoding)
    assert decode(data) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_chinese_utf_16_without_a_mark_is_recognised(encoding: str) -> None:
    text = "人工智能正在改变世界，我们需要理解它的工作方式。\n这里是第二行，说明同样的事情。"
    assert decode(text.encode(encoding)) == text


def test_a_mark_is_not_part_of_the_text() -> None:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"\x84\x31\x95\x33", "gb18030"),
    ):
        assert decode(mark + "标记 mark".encode(encoding)) == "标记 mark"


def test_line_ends_stay_as_they_are() -> None:
    assert decode(b"a\r\nb\rc\nd") == "a\r\nb\rc\nd"


def test_a_declaration_is_believed_only_where_it_fits() -> None:
    assert decode("Größe é".encode("cp1252"), "iso-8859-1") == "Größe é"
    assert decode("漢字".encode(), "iso-8859-1") == "漢字"
    assert decode("Привет".encode("koi8_r"), "koi8-r") == "Привет"
    assert decode("Über uns".encode("cp1252"), "hex") == "Über uns"
    assert decode("Über uns".encode("cp1252"), "no-such-encoding") == "Über uns"
    assert known("gb2312") == "gb18030"


def test_one_damaged_byte_does_not_cost_a_utf_8_text() -> None:
    text = "这是一个很长的测试文件。" * 5
    data = text.encode()
    assert decode(data[:30] + b"\xff" + data[30:]).replace("\ufffd", "") == text


def test_ebcdic_text_is_read() -> None:
    text = "The quick brown fox jumps over the lazy dog. It was not amused."
    assert decode(text.encode("cp500")) == text


def test_random_bytes_are_refused_as_binary() -> None:
    for seed in range(200):
        with pytest.raises(FileRefused) as refused:
            decode(random.Random(seed).randbytes(2000))
        assert refused.value.refusal is Refusal.UNSUPPORTED


def test_text_with_a_few_zero_bytes_is_still_text() -> None:
    assert decode(b"a log line\n" * 50 + b"\x00\x00\n") == "a log line\n" * 50 + "\x00\x00\n"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_every_text_in_utf_8_comes_back(text: str) -> None:
    assert decode(text.encode("utf-8-sig")) == text


@given(st.binary(max_size=300))
def test_any_bytes_give_clean_text_or_a_refusal(data: bytes) -> None:
    try:
        text = decode(data)
    except FileRefused:
        return
    text.encode()  # no lone surrogates


def test_letters_beyond_the_first_plane_are_text_in_utf_16() -> None:
    text = "<p>one \U00010414\U0001042f</p>\n" * 200
    assert decode(text.encode("utf-16-be")) == text
    assert decode(text.encode("utf-16-le")) == text
