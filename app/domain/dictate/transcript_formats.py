"""Writes a transcript as plain text, SubRip, WebVTT, JSON or Markdown, and reads what holds its times back.

Every writer returns text with "\\n" as line end, ends with one, and lets nothing that was said break its format.
"""

from __future__ import annotations

import html
import json
import math
import re
from collections.abc import Callable, Iterator
from typing import Any

from app.domain.dictate.subtitle_cues import Cue, cues, moment, speakers
from app.domain.dictate.transcript import Transcript, TranscriptFormat, TranscriptSegment, Word, joined, one_line
from app.domain.fields import FieldError

PARAGRAPH_PAUSE_SECONDS = 2.0
PARAGRAPH_CHARACTERS = 600
"""From so many on, the next segment that begins a sentence begins a paragraph."""
JSON_VERSION = 1

SpeakerName = Callable[[int], str]
"""What a channel (from 0) is called: a sentence for people, so the caller's."""

_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~$])")
_LINE_MARKER = re.compile(r"^(\s*)([-+=]|\d{1,9}[.)])(?=\s|$)")
_TAG_IN_SRT = re.compile(r"<(?=[/A-Za-z])|\{(?=\\)")
_JOINER = "\u2060"
_GAP = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_TIMES = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d\d)[.,](\d{1,3})[ \t]+-->[ \t]+(?:(\d+):)?(\d{1,2}):(\d\d)[.,](\d{1,3})")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>")
_TAG_OR_ORDER = re.compile(rf"{_TAG.pattern}|\{{\\[^{{}}\n]{{0,200}}\}}")
_VOICE = re.compile(r"<v(?:\.[^\s>]{0,50})?[ \t]+([^<>\n]{1,200})>")


def written(
    transcript: Transcript, form: TranscriptFormat, *, title: str = "", speaker: SpeakerName | None = None
) -> str:
    """``title`` heads Markdown. ``speaker`` names channels; without it they are not told apart."""
    if form is TranscriptFormat.SRT:
        return _srt(transcript, speaker)
    if form is TranscriptFormat.VTT:
        return _vtt(transcript, speaker)
    if form is TranscriptFormat.JSON:
        return json.dumps(as_json(transcript), ensure_ascii=False, indent=1) + "\n"
    if form is TranscriptFormat.MARKDOWN:
        return _markdown(transcript, title, speaker)
    return _txt(transcript, speaker)


def clock(seconds: float, *, mark: str = "", always_hours: bool = True) -> str:
    """'00:01:05'; with ``mark`` ('.' or ',') its milliseconds too; '1:05' without ``always_hours``."""
    milliseconds = round(moment(seconds) * 1000) if mark else math.floor(moment(seconds)) * 1000
    whole, rest = divmod(milliseconds, 1000)
    hours, minutes, second = whole // 3600, whole // 60 % 60, whole % 60
    if always_hours:
        told = f"{hours:02}:{minutes:02}:{second:02}"
    else:
        told = f"{hours}:{minutes:02}:{second:02}" if hours else f"{minutes}:{second:02}"
    return told + (f"{mark}{rest:03}" if mark else "")


def paragraphs(transcript: Transcript) -> list[list[TranscriptSegment]]:
    """Segments that are read together: until a pause, another channel, or enough of text."""
    found: list[list[TranscriptSegment]] = []
    length = 0
    for segment in transcript.segments:
        if not one_line(segment.text):
            continue
        before = found[-1][-1] if found else None
        if (
            before is None
            or before.channel != segment.channel
            or segment.start - before.end >= PARAGRAPH_PAUSE_SECONDS
            or (length >= PARAGRAPH_CHARACTERS and one_line(before.text)[-1] in '.!?。！？…"”’』」')
        ):
            found.append([])
            length = 0
        found[-1].append(segment)
        length += len(segment.text)
    return found


def as_json(transcript: Transcript) -> dict[str, Any]:
    """Everything; :func:`from_json` gives the same transcript back."""
    return {
        "version": JSON_VERSION,
        "language": transcript.language,
        "duration": _number(transcript.duration),
        "model": transcript.model,
        "segments": [_segment_as_json(segment) for segment in transcript.segments],
    }


def from_json(values: Any) -> Transcript:
    """Raises FieldError where ``values`` is no transcript."""
    try:
        if values["version"] != JSON_VERSION:
            raise FieldError(f"transcript version {values['version']!r} is not known")
        return Transcript(
            str(values["language"]),
            float(values["duration"]),
            tuple(_segment_from_json(one) for one in values["segments"]),
            str(values["model"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise FieldError(f"no transcript: {error!r:.200}") from error


def from_subtitles(text: str, language: str = "") -> Transcript:
    """The segments of a SubRip or WebVTT file, tags and blocks without times left out; never raises."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    is_vtt = plain.startswith("WEBVTT")
    names: dict[str, int] = {}
    segments: list[TranscriptSegment] = []
    for block in _GAP.split(plain):
        lines = block.split("\n")
        timed = next((n for n, line in enumerate(lines[:3]) if _TIMES.match(line.strip())), None)
        if timed is None:
            continue
        times = _TIMES.match(lines[timed].strip())
        assert times is not None
        said = "\n".join(lines[timed + 1 :])
        voice = _VOICE.search(said) if is_vtt else None
        channel = names.setdefault(html.unescape(voice[1]), len(names)) if voice else None
        said = (_TAG if is_vtt else _TAG_OR_ORDER).sub("", said)
        said = one_line((html.unescape(said) if is_vtt else said).replace(_JOINER, ""))
        if said:
            segments.append(TranscriptSegment(_seconds(times, 1), _seconds(times, 5), said, (), channel))
    segments.sort(key=lambda segment: segment.start)
    return Transcript(language, max((s.end for s in segments), default=0.0), tuple(segments))


def _seconds(times: re.Match[str], group: int) -> float:
    hours, minutes, seconds, fraction = times.group(group, group + 1, group + 2, group + 3)
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int(fraction.ljust(3, "0")) / 1000


def _srt(transcript: Transcript, speaker: SpeakerName | None) -> str:
    blocks = []
    for number, (cue, name) in enumerate(_named(transcript, speaker), 1):
        times = f"{clock(cue.start, mark=',')} --> {clock(cue.end, mark=',')}"
        said = (f"{name}: " if name else "") + cue.text
        # Players take <b> and {\\an8} for orders: an invisible joiner makes them text again.
        said = _TAG_IN_SRT.sub(lambda found: found[0] + _JOINER, said).replace("-->", "--" + _JOINER + ">")
        blocks.append(f"{number}\n{times}\n{said}\n")
    return "\n".join(blocks) or "\n"


def _vtt(transcript: Transcript, speaker: SpeakerName | None) -> str:
    blocks = ["WEBVTT\n"]
    for cue, _ in _named(transcript, speaker):
        times = f"{clock(cue.start, mark='.')} --> {clock(cue.end, mark='.')}"
        voice = ""
        if speaker is not None and cue.channel is not None:
            voice = f"<v {html.escape(one_line(speaker(cue.channel)), quote=False)}>"
        blocks.append(f"{times}\n{voice}{html.escape(cue.text, quote=False)}\n")
    return "\n".join(blocks)


def _named(transcript: Transcript, speaker: SpeakerName | None) -> Iterator[tuple[Cue, str]]:
    """Each subtitle, with who begins to speak there."""
    made = cues(transcript)
    for cue, channel in zip(made, speakers(made), strict=True):
        yield cue, one_line(speaker(channel)) if speaker is not None and channel is not None else ""


def _txt(transcript: Transcript, speaker: SpeakerName | None) -> str:
    told = []
    for paragraph in paragraphs(transcript):
        channel = paragraph[0].channel
        name = f"{one_line(speaker(channel))}: " if speaker is not None and channel is not None else ""
        told.append(name + joined(segment.text for segment in paragraph))
    return "\n\n".join(told) + "\n"


def _markdown(transcript: Transcript, title: str, speaker: SpeakerName | None) -> str:
    blocks = [f"# {_escaped(one_line(title))}"] if one_line(title) else []
    long = transcript.duration >= 3600
    for paragraph in paragraphs(transcript):
        channel = paragraph[0].channel
        name = f" {_escaped(one_line(speaker(channel)))}" if speaker is not None and channel is not None else ""
        time = clock(paragraph[0].start) if long else clock(paragraph[0].start, always_hours=False)
        blocks.append(f"**{time}{name}**\n\n{_escaped(joined(segment.text for segment in paragraph))}")
    return "\n\n".join(blocks) + "\n"


def _escaped(text: str) -> str:
    """Shown as it is, whatever Markdown would make of it."""
    return _LINE_MARKER.sub(lambda m: f"{m[1]}{m[2][:-1]}\\{m[2][-1]}", _MARKDOWN.sub(r"\\\1", text))


def _number(seconds: float) -> float:
    return round(seconds, 3) if math.isfinite(seconds) else 0.0


def _segment_as_json(segment: TranscriptSegment) -> dict[str, Any]:
    values: dict[str, Any] = {
        "start": _number(segment.start),
        "end": _number(segment.end),
        "text": _storable(segment.text),
    }
    if segment.channel is not None:
        values["channel"] = segment.channel
    if segment.language:
        values["language"] = segment.language
    if segment.words:
        values["words"] = [
            [_storable(w.text), _number(w.start), _number(w.end), _number(w.probability)] for w in segment.words
        ]
    return values


def _segment_from_json(values: Any) -> TranscriptSegment:
    channel = values.get("channel")
    return TranscriptSegment(
        float(values["start"]),
        float(values["end"]),
        str(values["text"]),
        tuple(Word(str(text), float(a), float(b), float(p)) for text, a, b, p in values.get("words", ())),
        None if channel is None else int(channel),
        str(values.get("language", "")),
    )


def _storable(text: str) -> str:
    """Without lone surrogates, which UTF-8 cannot hold."""
    return re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", text)
