"""Transcripts as files: right times, lines that can be read, nothing said that breaks a format, and back again."""

from __future__ import annotations

import itertools
import json
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dictate.subtitle_cues import CJK_LINE_WIDTH, LINE_WIDTH, LONGEST_SECONDS, SHORTEST_SECONDS, cues, width
from app.domain.dictate.transcript import Transcript, TranscriptFormat, TranscriptSegment, Word, joined, main_language
from app.domain.dictate.transcript_formats import as_json, clock, from_json, from_subtitles, written
from app.domain.fields import FieldError

SRT, VTT, TXT, JSON, MD = (
    TranscriptFormat.SRT, TranscriptFormat.VTT, TranscriptFormat.TXT, TranscriptFormat.JSON, TranscriptFormat.MARKDOWN,
)  # fmt: skip


def said(*texts: str, seconds: float = 4.0, channels: tuple[int | None, ...] = ()) -> Transcript:
    channels = channels or (None,) * len(texts)
    segments = tuple(
        TranscriptSegment(n * seconds, (n + 1) * seconds, text, (), channel)
        for n, (text, channel) in enumerate(zip(texts, channels, strict=True))
    )
    return Transcript("en", len(texts) * seconds, segments, "tiny")


def letters(text: str) -> str:
    return "".join(c for c in text if not c.isspace())


segments = st.builds(
    lambda start, length, text, channel: TranscriptSegment(start, start + length, text, (), channel),
    st.floats(0, 40_000),
    st.floats(0, 60),
    st.text(max_size=300),
    st.sampled_from([None, 0, 1]),
)
transcripts = st.lists(segments, max_size=8).map(
    lambda made: Transcript("en", 1.0, tuple(sorted(made, key=lambda s: s.start)))
)


def test_the_times_of_both_subtitle_formats() -> None:
    transcript = Transcript("en", 4000.0, (TranscriptSegment(3661.5, 3663.25, "Good evening."),))
    assert written(transcript, SRT) == "1\n01:01:01,500 --> 01:01:03,250\nGood evening.\n"
    assert written(transcript, VTT) == "WEBVTT\n\n01:01:01.500 --> 01:01:03.250\nGood evening.\n"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0.0004, "00:00:00,000"), (59.9996, "00:01:00,000"), (-3.0, "00:00:00,000"), (float("nan"), "00:00:00,000")],
)
def test_odd_times(seconds: float, shown: str) -> None:
    assert clock(seconds, mark=",") == shown


def test_a_long_sentence_is_cut_where_its_words_have_their_times() -> None:
    words = "We met on Monday, and talked about the budget for the coming year. Then all of us agreed to wait.".split()
    timed = tuple(Word(f" {word}", n * 0.4, n * 0.4 + 0.3) for n, word in enumerate(words))
    transcript = Transcript("en", 9.0, (TranscriptSegment(0.0, 9.0, " ".join(words), timed),))
    first, second = cues(transcript)
    assert first.text.replace("\n", " ").endswith("coming year.")
    assert second.lines == ("Then all of us agreed to wait.",)
    assert second.start == pytest.approx(words.index("Then") * 0.4)
    assert len(first.lines) == 2
    assert max(len(line) for line in first.lines) <= LINE_WIDTH


def test_corrected_text_still_gets_times() -> None:
    words = (Word(" alcove", 1.0, 1.4), Word(" is", 1.5, 1.6), Word(" hear", 1.7, 2.5))
    transcript = Transcript("en", 9.0, (TranscriptSegment(1.0, 2.5, "Alcove is here.", words),))
    assert (cues(transcript)[0].start, cues(transcript)[0].end) == (1.0, 2.5)


def test_chinese_lines_are_short_and_no_mark_begins_one() -> None:
    text = (
        "今天我们讨论了明年的预算，大家都同意先等一等，等到三月份再看看情况怎么样。然后我们再决定要不要继续这个项目。"
    )
    made = cues(Transcript("zh", 14.0, (TranscriptSegment(0.0, 14.0, text),)))
    lines = [line for cue in made for line in cue.lines]
    assert "".join(lines) == text
    assert all(len(line) <= CJK_LINE_WIDTH // 2 for line in lines)
    assert not [line for line in lines if line[0] in "，。"]
    assert all(cue.end - cue.start <= LONGEST_SECONDS for cue in made)


def test_a_short_word_is_shown_for_a_second_where_there_is_room() -> None:
    alone = Transcript("en", 9.0, (TranscriptSegment(1.0, 1.2, "Yes."),))
    assert cues(alone)[0].end == 1.0 + SHORTEST_SECONDS
    followed = Transcript("en", 9.0, (TranscriptSegment(1.0, 1.2, "Yes."), TranscriptSegment(1.5, 3.0, "No.")))
    assert cues(followed)[0].end < 1.5


@given(transcripts)
def test_subtitles_of_a_channel_never_overlap_and_lose_no_letter(transcript: Transcript) -> None:
    made = cues(transcript)
    for channel in (None, 0, 1):
        own = [cue for cue in made if cue.channel == channel]
        for cue, after in itertools.pairwise(own):
            assert cue.end <= after.start + 1e-6
        wanted = joined(s.text for s in transcript.segments if s.channel == channel)
        assert sorted(letters("".join(cue.text for cue in own))) == sorted(letters(wanted))
    for cue in made:
        assert 0 <= cue.start < cue.end
        assert all(line and width(line) <= LINE_WIDTH + 2 for line in cue.lines)


@given(transcripts)
def test_no_text_breaks_a_subtitle_file(transcript: Transcript) -> None:
    """As many subtitles come back as were written, with their letters: no blank line, tag or arrow opened another."""
    made = cues(transcript)
    for form in (SRT, VTT):
        text = written(transcript, form)
        assert "\r" not in text
        back = from_subtitles(text)
        assert len(back.segments) == len(made), text


@pytest.mark.parametrize(
    "nasty", ["a --> b", "<b>bold</b> & more", "{\\an8}top", "one\r\n\r\n2\r\n00:00 --> x", "&lt;"]
)
@pytest.mark.parametrize("form", [SRT, VTT])
def test_signs_of_the_formats_come_back_as_they_were_said(nasty: str, form: TranscriptFormat) -> None:
    back = from_subtitles(written(said(nasty, "The end."), form).replace("\n", "\r\n"))
    assert [segment.text for segment in back.segments] == [" ".join(nasty.split()), "The end."]


def test_speakers_are_named_by_channel() -> None:
    transcript = said("Hello.", "How are you?", "Fine.", channels=(0, 0, 1))
    name = lambda channel: f"Voice {channel + 1}"  # noqa: E731
    assert written(transcript, TXT, speaker=name) == "Voice 1: Hello. How are you?\n\nVoice 2: Fine.\n"
    assert "\nVoice 1: Hello.\n" in written(transcript, SRT, speaker=name)
    assert written(transcript, VTT, speaker=name).count("<v Voice 1>") == 2
    assert [s.channel for s in from_subtitles(written(transcript, VTT, speaker=name)).segments] == [0, 0, 1]
    assert "**0:08 Voice 2**\n\nFine.\n" in written(transcript, MD, title="A # talk", speaker=name)


def test_markdown_shows_what_was_said() -> None:
    text = written(said("1. first *and* [link](x) <b>", "# no heading"), MD, title="A_b")
    assert text == "# A\\_b\n\n**0:00**\n\n1\\. first \\*and\\* \\[link\\](x) \\<b\\> \\# no heading\n"


def test_paragraphs_end_with_a_pause() -> None:
    made = (TranscriptSegment(0, 1, "One."), TranscriptSegment(1, 2, "Two."), TranscriptSegment(9, 10, "Three."))
    assert written(Transcript("en", 10, made), TXT) == "One. Two.\n\nThree.\n"
    chinese = (TranscriptSegment(0, 1, "今天下雨。"), TranscriptSegment(1, 2, "明天晴天。"))
    assert written(Transcript("zh", 10, chinese), TXT) == "今天下雨。明天晴天。\n"


def test_json_gives_the_same_transcript_back() -> None:
    words = (Word(" Guten", 0.25, 0.5, 0.875), Word(" Tag", 0.5, 0.75, 0.5))
    transcript = Transcript("de", 2.5, (TranscriptSegment(0.25, 0.75, "Guten Tag", words, 1),), "whisper-small")
    assert from_json(json.loads(written(transcript, JSON))) == transcript


@given(transcripts)
def test_any_transcript_can_be_written_and_saved(transcript: Transcript) -> None:
    for form in TranscriptFormat:
        text = written(transcript, form, title="T", speaker=str)
        assert text.endswith("\n")
        text.encode("utf-8")
    assert len(from_json(as_json(transcript)).segments) == len(transcript.segments)


@pytest.mark.parametrize("broken", [None, [], {}, {"version": 2}, {"version": 1, "language": "en", "segments": [3]}])
def test_what_is_no_transcript_is_said_to_be_none(broken: object) -> None:
    with pytest.raises(FieldError):
        from_json(broken)


def test_subtitles_of_others_are_read() -> None:
    vtt = "WEBVTT\n\nNOTE a remark\n\nintro\n00:01.000 --> 00:02.500 align:start\n<v Ann>Hi <i>there</i>\n"
    found = from_subtitles(vtt)
    assert [(s.start, s.end, s.text, s.channel) for s in found.segments] == [(1.0, 2.5, "Hi there", 0)]
    assert from_subtitles("just text").segments == ()


def test_a_hundred_kilobytes_in_one_segment_take_no_longer_than_they_must() -> None:
    def seconds(text: str) -> float:
        started = time.thread_time()
        assert cues(Transcript("en", 9000.0, (TranscriptSegment(0.0, 9000.0, text),)))
        return time.thread_time() - started

    for text in ("word " * 20_000, "x" * 100_000, "今天天气好" * 20_000, "((((" * 25_000):
        small, large = seconds(text[: len(text) // 10]), seconds(text)
        assert large < 30 * small + 0.2, (text[:10], small, large)


def test_each_srt_block_has_a_number_times_and_text() -> None:
    text = written(said("First. " * 30, "Second."), SRT)
    blocks = text.rstrip("\n").split("\n\n")
    for number, block in enumerate(blocks, 1):
        assert re.fullmatch(rf"{number}\n\d\d:\d\d:\d\d,\d{{3}} --> \d\d:\d\d:\d\d,\d{{3}}\n(?:.+\n?){{1,2}}", block)


def test_a_segment_in_another_language_keeps_it() -> None:
    segments = (TranscriptSegment(0.0, 2.0, "Good evening."), TranscriptSegment(2.0, 4.0, "晚上好。", language="zh"))
    transcript = Transcript("en", 4.0, segments)
    assert from_json(json.loads(json.dumps(as_json(transcript)))) == transcript
    assert "language" not in as_json(transcript)["segments"][0]


def test_the_language_of_the_whole_is_the_one_spoken_longest() -> None:
    spoken = [("en", 2.0), ("zh", 5.0), ("en", 2.5), ("", 90.0)]
    segments = [TranscriptSegment(0.0, seconds, "x", language=language) for language, seconds in spoken]
    assert main_language(segments) == "zh"
    assert main_language(segments[3:]) == ""
