"""What Whisper is known to invent for silence and noise, by language: the ends of the videos it was trained on.

Collected from what its users report. ``NEVER_SAID`` is not believed where it is about all that a segment says;
``SELDOM_SAID`` and ``CREDITS`` only where the sound says so, too.
"""

from __future__ import annotations

import re
import unicodedata

from app.domain.ask.keywords import runs

NEVER_SAID = re.compile(
    "amara org|明镜与点点|明鏡與點點|点点栏目|點點欄目|打赏支持明镜|打賞支持明鏡|中文字幕志愿者|中文字幕志願者|"
    "zeoranger|www mooji org|untertitelung des zdf|untertitel im auftrag des zdf|copyright wdr|"
    "sous titrage societe radio canada|sous titrage st|редактор субтитров|субтитры сделал dimatorzok|"
    "mbc 뉴스 이덕영|한글자막 by|优优独播剧场"
)
"""Searched in the folded words of a segment (:func:`folded`), joined by spaces."""

CREDITS = re.compile(
    "^(?:subtitles? (?:by|created by|provided by)|transcription by|captions by|legendas? (?:pela|por)|"
    "sottotitoli (?:creati|e revisione)|subtitulos (?:realizados|por)|sous titres|untertitel|"
    "субтитры (?:сделал|делал|создавал|добавил)|자막 제공|(?:本|该)?字幕(?:由| by|提供|制作|製作)|中文字幕)"
)

SELDOM_SAID = frozenset(
    "|".join(
        (
            "thank you|thank you very much|thank you so much|thank you for watching|thanks for watching|the end|so",
            "thanks for watching and i ll see you in the next video|i ll see you in the next video|see you next time",
            "please subscribe|please subscribe to my channel|like and subscribe|don t forget to subscribe|you|okay",
            "subscribe to my channel|see you in the next video|bye|bye bye|music|applause|laughter|silence|foreign",
            "blank audio",
            "谢谢|谢谢大家|谢谢观看|谢谢收看|感谢观看|感谢收看|感谢大家收看|感谢您的观看|请订阅|请点赞|谢谢大家收看|拜拜",
            "谢谢您的观看|下期再见|下集再见|我们下期再见|再见|请不吝点赞订阅转发|请不吝点赞订阅转发打赏支持",
            "謝謝|謝謝大家|謝謝觀看|謝謝收看|感謝觀看|感謝收看|請不吝點贊訂閱轉發|下期再見|再見|謝謝大家收看",
            "ご視聴ありがとうございました|ご視聴ありがとうございます|ありがとうございました|おやすみなさい|次回予告",
            "チャンネル登録お願いします|チャンネル登録をお願いいたします|チャンネル登録よろしくお願いします",
            "시청해 주셔서 감사합니다|시청해주셔서 감사합니다|감사합니다|구독과 좋아요 부탁드립니다",
            "다음 영상에서 만나요",
            "merci d avoir regarde cette video|merci d avoir regarde la video|merci|abonnez vous",
            "vielen dank furs zuschauen|vielen dank|danke furs zuschauen|bis zum nachsten mal|danke|tschuss",
            "gracias por ver el video|gracias por ver|gracias|suscribete|suscribete al canal",
            "obrigado por assistir|obrigado|inscreva se no canal|grazie per aver guardato il video|grazie",
            "спасибо за просмотр|спасибо за внимание|продолжение следует|спасибо|подписывайтесь на канал",
        )
    ).split("|")
)

_MARKS = re.compile("[\u0300-\u036f]")


def folded(text: str) -> str:
    """The words of ``text`` alone, in lower case, without accents."""
    words = " ".join(run for run, _ in runs(text))
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", words)))
