"""Text formats in place: what is translated, what stays, and how both languages stand together."""

from __future__ import annotations

import json

import polib  # type: ignore[import-untyped]
import pytest

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.domain.translate.document_translation import BilingualLayout
from tests.fakes.rewriting import as_dictionary, rewritten

BELOW, BESIDE = BilingualLayout.BELOW, BilingualLayout.BESIDE


def test_markdown_keeps_code_links_and_front_matter() -> None:
    source = "\n".join(
        (
            "---", "title: Stays", "---", "# A heading #", "",
            'Some **bold** text with `code` and [a link](https://a.example "T"),', "going on.  ",
            "Hard break. ![picture](x.png)", "", "> - quoted item", ">   second line", "", "```", "not this", "```", "",
            "    nor this", "", "| Name | Value |", "|------|-------|", "| one  | `x`   |", "",
            "[ref]: https://b.example", "",
        )
    )  # fmt: skip
    found, after = rewritten("a.md", source)
    assert found == [
        "A heading",
        "Some ⟦1⟧bold⟦/1⟧ text with ⟦2/⟧ and ⟦3⟧a link⟦/3⟧, going on.",
        "Hard break.",
        "quoted item second line",
        "Name",
        "Value",
        "one",
    ]
    assert after.decode().split("\n") == [
        "---", "title: Stays", "---", "# a HEADING #", "",
        'sOME **BOLD** TEXT WITH `code` AND [A LINK](https://a.example "T"), GOING ON.  ',
        "hARD BREAK. ![picture](x.png)", "", "> - QUOTED ITEM SECOND LINE", "", "```", "not this", "```", "",
        "    nor this", "", "| nAME | vALUE |", "|------|-------|", "| ONE  | `x`   |", "",
        "[ref]: https://b.example", "",
    ]  # fmt: skip


def test_a_box_to_tick_and_the_number_of_a_note_are_no_words() -> None:
    source = "A word.[^1]\n\n- [x] done thing\n- [ ] open thing\n\n[^1]: The note.\n"
    found, after = rewritten("a.md", source)
    assert found[1:] == ["done thing", "open thing", "The note."]
    assert after.decode().endswith("- [x] DONE THING\n- [ ] OPEN THING\n\n[^1]: tHE NOTE.\n")


def test_markdown_with_both_languages() -> None:
    _, after = rewritten("a.md", "# Head\n\nText here.\n\n- item\n", layout=BELOW)
    assert after.decode() == "# Head / hEAD\n\nText here.\n\ntEXT HERE.\n\n- item\n\n  ITEM\n"


def test_placeholders_change_places_in_markdown() -> None:
    words = {"See ⟦1⟧the guide⟦/1⟧ or ⟦2⟧bold⟦/2⟧.": "⟦2⟧粗体⟦/2⟧，见⟦1⟧指南⟦/1⟧。"}
    _, after = rewritten("a.md", "See [the guide](g.md) or **bold**.\n", as_dictionary(words))
    assert after.decode() == "**粗体**，见[指南](g.md)。\n"


def test_subrip_keeps_numbers_times_and_lines() -> None:
    source = (
        "1\r\n00:00:01,000 --> 00:00:02,000\r\n<i>Two lines of</i>\r\none sentence.\r\n\r\n"
        "2\r\n00:00:03,000 --> 00:00:04,000 X1:5\r\n- Who?\r\n- Me.\r\n\r\n3\r\n00:00:05,000 --> 00:00:06,000\r\n\r\n"
    )
    found, after = rewritten("a.srt", source)
    assert found == ["⟦1⟧Two lines of⟦/1⟧ one sentence.", "- Who?", "- Me."]
    assert after.decode() == (
        "1\r\n00:00:01,000 --> 00:00:02,000\r\n<i>tWO LINES OF</i>\r\nONE SENTENCE.\r\n\r\n"
        "2\r\n00:00:03,000 --> 00:00:04,000 X1:5\r\n- wHO?\r\n- mE.\r\n\r\n3\r\n00:00:05,000 --> 00:00:06,000\r\n\r\n"
    )
    _, both = rewritten("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nHello.\n", layout=BELOW)
    assert both.decode() == "1\n00:00:01,000 --> 00:00:02,000\nHello.\nhELLO.\n"


def test_webvtt_keeps_notes_styles_and_voices() -> None:
    source = (
        "WEBVTT Some title\n\nNOTE not this\n\nSTYLE\n::cue { color: red }\n\nintro\n"
        "00:01.000 --> 00:02.000 align:start\n<v Ann>Hello <00:01.500>there.\n"
    )
    found, after = rewritten("a.vtt", source)
    assert found == ["Hello ⟦1/⟧there."]
    assert after.decode() == source.replace("Hello", "hELLO").replace("there.", "THERE.")


def test_plain_text_keeps_its_encoding_and_wraps_again() -> None:
    line = "These are several words that fill a line of a letter up to its end and"
    source = f"Title\r\n\r\n{line}\r\n{line}\r\nstop.\r\n"
    found, after = rewritten("a.txt", source.encode("cp1252"))
    assert found == ["Title", f"{line} {line} stop."]
    assert after.decode("cp1252").lower() == source.lower()
    _, gbk = rewritten("b.txt", "第一段的文字在这里，还有一些别的话要说。\n".encode("gb18030"), lambda _text: "你好。")
    assert gbk == "你好。\n".encode("gb18030")
    _, latin = rewritten("c.txt", "Caf\xe9 \xe0 la carte, d\xe9j\xe0 vu.\n".encode("cp1252"), lambda _text: "你好。")
    assert latin.decode("utf-8") == "你好。\n"


def test_bytes_that_are_no_text_come_back_as_they_were() -> None:
    source = "A line of text that is long enough, ünd so weiter.\n".encode() * 20 + b"\xff\xfe broken\nSecond line.\n"
    _, after = rewritten("a.txt", source, lambda text: "X." if text == "Second line." else text)
    assert after == source.replace(b"Second line.", b"X.")


def test_csv_translates_the_chosen_columns() -> None:
    source = 'id;text;note\r\n1;"Some ""words""; here";Other words\r\n2;;x_1\r\n'
    found, after = rewritten("a.csv", source, columns=(2,))
    assert found == ["text", 'Some "words"; here']
    assert after.decode() == 'id;TEXT;note\r\n1;"sOME ""WORDS""; HERE";Other words\r\n2;;x_1\r\n'
    _, both = rewritten("a.csv", source, columns=(2, 3), layout=BESIDE)
    assert both.decode() == (
        'id;text;note;TEXT;NOTE\r\n1;"Some ""words""; here";Other words;"sOME ""WORDS""; HERE";oTHER WORDS\r\n'
        "2;;x_1;;\r\n"
    )


def test_json_translates_values_and_no_keys() -> None:
    source = (
        '{\n  "title": "Hello {name}",\n  "list": ["Two words", 3, true, "a_key"],\n  "n": "{c, plural, one {x}}"\n}\n'
    )
    found, after = rewritten("a.json", source, lambda text: text.upper())
    assert found == ["Hello", "Two words"]
    assert after.decode() == source.replace("Hello", "HELLO").replace("Two words", "TWO WORDS")
    _, escaped = rewritten("a.json", '{"a": "caf\\u00e9 words"}', lambda _text: '引"号')
    assert escaped.decode() == '{"a": "\\u5f15\\"\\u53f7"}'
    assert json.loads(escaped) == {"a": '引"号'}
    with pytest.raises(FileRefused) as refused:
        rewritten("a.json", '{"a": ')
    assert refused.value.refusal is Refusal.DAMAGED


def test_gettext_fills_what_is_missing() -> None:
    source = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n#: a.c:1\nmsgid "Open %s now"\nmsgstr ""\n\n'
        'msgid "Done"\nmsgstr "Fertig"\n\nmsgid "%d file"\nmsgid_plural "%d files"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    )
    found, after = rewritten("a.po", source)
    assert found == ["Open ⟦1/⟧ now", "file", "files"]
    catalogue = polib.pofile(after.decode())
    assert [entry.msgstr for entry in catalogue] == ["oPEN %s NOW", "Fertig", ""]
    assert catalogue[2].msgstr_plural == {0: "%d FILE", 1: "%d FILES"}
    assert catalogue.metadata["Language"] == "zh"


@pytest.mark.parametrize(
    ("version", "unit", "filled"),
    [
        (
            "1.2",
            '<file source-language="en"><body><trans-unit id="1">'
            '<source>Press <g id="1">this</g><x id="2"/> now</source>'
            "</trans-unit></body></file>",
            '<target state="translated">pRESS <g id="1">THIS</g><x id="2"/> NOW</target>',
        ),
        (
            "2.0",
            '<file id="f"><unit id="1"><segment><source>Press <pc id="1">this</pc><ph id="2"/> now</source></segment>'
            "</unit></file>",
            '<target>pRESS <pc id="1">THIS</pc><ph id="2"/> NOW</target>',
        ),
    ],
)
def test_xliff_fills_targets(version: str, unit: str, filled: str) -> None:
    namespace = f"urn:oasis:names:tc:xliff:document:{version}"
    source = f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="{version}" xmlns="{namespace}">{unit}</xliff>'
    found, after = rewritten("a.xlf", source)
    assert found == ["Press ⟦1⟧this⟦/1⟧⟦2/⟧ now"]
    assert filled in after.decode()
    assert unit.split("<source>")[1].split("</source>")[0] in after.decode()
    assert ('target-language="zh"' if version == "1.2" else 'trgLang="zh"') in after.decode()
    again, same = rewritten("a.xlf", after)
    assert (again, same) == ([], after)


def test_what_is_no_prose_is_refused() -> None:
    for name, data in (("a.py", "print('words')\n"), ("a.xml", "<?xml version='1.0'?><a>words</a>")):
        with pytest.raises(FileRefused) as refused:
            rewritten(name, data)
        assert refused.value.refusal is Refusal.UNSUPPORTED
