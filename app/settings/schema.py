"""What a person can choose and what the program remembers, each with its default. Plain values; ``file`` keeps them."""

from __future__ import annotations

import dataclasses
import enum
from dataclasses import dataclass

from app.domain.dictate.dictating import AudioRule, DictationMode
from app.domain.spoken.writing import Script


class Theme(enum.StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the person chose. ``language`` is 'system' or a locale name: 'en', 'zh_CN'."""

    theme: Theme = Theme.SYSTEM
    language: str = "system"
    use_gpu: bool = True
    idle_minutes: int = 5
    """A model that nobody used for so long leaves the memory."""
    default_models: dict[str, str] = dataclasses.field(default_factory=dict)
    """Role → id of the model that the person made the default; a role that is missing takes the first."""
    download_endpoint: str = ""
    """The person's own source of models, asked first; empty for none."""
    download_mirrors: str = "huggingface,hf-mirror,modelscope"
    """Names of :class:`app.domain.models.downloads.Mirror`, in the order in which they are asked; may be empty."""
    download_proxy: str = "system"
    """'system', 'none', or the address of a proxy."""
    download_kib_per_second: int = 0
    """The most a download may take of the line; 0 without limit."""
    write_numbers: bool = True
    """Spoken numbers, dates and times in digits."""
    write_spoken_marks: bool = False
    """'comma' and 'new line' are what they name."""
    leave_out_fillers: bool = False
    chinese_script: Script = Script.AS_RECOGNISED
    clean_up_dictations: bool = False
    """Let the chat model clean what was dictated."""
    ask_finds_dictations: bool = True
    keep_dictations_days: int = 0
    """0 for good, as with the next two."""
    keep_recordings_days: int = 0
    """The text of a recording; its file is the person's."""
    keep_sound_days: int = 0
    dictation_hotkey: str = "Ctrl+Alt+Space"
    """Begins and ends a dictation in every program, as Qt writes keys; empty for none."""
    translate_hotkey: str = "Ctrl+Alt+Return"
    """Translates what is selected in another program; empty for none."""
    dictation_mode: DictationMode = DictationMode.HOLD
    dictation_microphone: str = ""
    """The system's id of it; empty for whichever the system prefers."""
    dictation_language: str = ""
    """A code ('en', 'zh'); empty lets the model find out."""
    dictation_insert: str = "paste"
    """Of :class:`app.desktop.insertion.models.InsertMethod`: how text gets into programs that are not named below."""
    dictation_insert_by_program: dict[str, str] = dataclasses.field(default_factory=dict)
    """Program (window class, name of its file) in lower case → way, where it differs."""
    dictation_cue: bool = True
    """A short sound when the microphone listens, and when it stops."""
    dictation_overlay: bool = True
    """Show what is understood while it is spoken."""
    dictation_pre_roll: bool = False
    """Keep the microphone open and remember its last second, so that not even a syllable before the key is lost."""
    dictation_audio: AudioRule = AudioRule.DROP
    """What becomes of the sound once its text is safe."""


@dataclass(frozen=True, slots=True)
class State:
    """What the program remembers between starts; losing it costs nothing. Geometry is Qt's own, as base64."""

    window_geometry: str = ""
    splitter: str = ""
    last_page: str = "ask"
    first_run_seen: bool = False
    """The person was on the first page, or had a library before there was one."""
    last_collection: int | None = None
    translate_pair: str = ""
    """The languages that were chosen last on the Translate page: 'en>zh'; '>zh' where the first is found out."""
    failed_devices: dict[str, str] = dataclasses.field(default_factory=dict)
    """Model id → 'device:error code' of the graphics card that failed with it on this computer."""
    run_settings: dict[str, str] = dataclasses.field(default_factory=dict)
    """Model id → how it runs fastest, and on what that was measured (services/models/run_settings.py)."""
    self_tests: dict[str, str] = dataclasses.field(default_factory=dict)
    """Model id → what its last self-test on this computer gave (domain/models/self_test.py)."""
    paste_permit: str = ""
    """The desktop's token for a permission to press Ctrl+V that the person gave (Wayland)."""
