"""Linux only: which system libraries and fonts the window lacks, found by really loading Qt's files.

Installs with apt-get where this process is root; otherwise names the packages in one line; never asks for a password.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from set_up.checkout import Checkout, child_environment
from set_up.say import Speaker


@dataclass(frozen=True, slots=True)
class Need:
    """One thing the window needs from the system, with the packages that bring it."""

    file: str
    debian: str
    fedora: str
    arch: str


# Every file that Qt's core, window, PDF and X11 libraries (6.11) name as needed and do not bring along.
LIBRARIES = (
    Need("libglib-2.0.so.0", "libglib2.0-0", "glib2", "glib2"),
    Need("libEGL.so.1", "libegl1", "libglvnd-egl", "libglvnd"),
    Need("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd"),
    Need("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig"),
    Need("libfreetype.so.6", "libfreetype6", "freetype", "freetype2"),
    Need("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus"),
    Need("libgssapi_krb5.so.2", "libgssapi-krb5-2", "krb5-libs", "krb5"),
    Need("libbrotlidec.so.1", "libbrotli1", "libbrotli", "brotli"),
    Need("libzstd.so.1", "libzstd1", "libzstd", "zstd"),
    Need("libX11.so.6", "libx11-6", "libX11", "libx11"),
    Need("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb", "libx11"),
    Need("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    Need("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
    Need("libxcb.so.1", "libxcb1", "libxcb", "libxcb"),
    Need("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    Need("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    Need("libxcb-image.so.0", "libxcb-image0", "xcb-util-image", "xcb-util-image"),
    Need("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    Need("libxcb-randr.so.0", "libxcb-randr0", "libxcb", "libxcb"),
    Need("libxcb-render.so.0", "libxcb-render0", "libxcb", "libxcb"),
    Need("libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil", "xcb-util-renderutil"),
    Need("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb"),
    Need("libxcb-shm.so.0", "libxcb-shm0", "libxcb", "libxcb"),
    Need("libxcb-sync.so.1", "libxcb-sync1", "libxcb", "libxcb"),
    Need("libxcb-util.so.1", "libxcb-util1", "xcb-util", "xcb-util"),
    Need("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb", "libxcb"),
    Need("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb", "libxcb"),
)
CHINESE_FONT = Need("a Chinese font", "fonts-noto-cjk", "google-noto-sans-cjk-fonts", "noto-fonts-cjk")
LATIN_FONT = Need("a font", "fonts-dejavu-core", "dejavu-sans-fonts", "ttf-dejavu")
TEST_PROGRAMS = (
    Need("Xvfb", "xvfb", "xorg-x11-server-Xvfb", "xorg-server-xvfb"),
    Need("xdotool", "xdotool", "xdotool", "xdotool"),
    Need("espeak-ng", "espeak-ng", "espeak-ng", "espeak-ng"),
    Need("pulseaudio", "pulseaudio", "pulseaudio", "pulseaudio"),
    Need("pactl", "pulseaudio-utils", "pulseaudio-utils", "libpulse"),
    Need("paplay", "pulseaudio-utils", "pulseaudio-utils", "libpulse"),
)

# Loaded in this order by the check, below; relative to PySide6/Qt.
_QT_FILES = (
    "lib/libQt6Core.so.6", "lib/libQt6Gui.so.6", "lib/libQt6Widgets.so.6", "lib/libQt6Network.so.6",
    "lib/libQt6Svg.so.6", "lib/libQt6PdfWidgets.so.6",
    "plugins/platforms/libqoffscreen.so", "plugins/platforms/libqxcb.so",
)  # fmt: skip

# Runs in the checkout's own Python, so that what it loads is gone with it. Prints each file that cannot be loaded.
_CHECK = """
import ctypes, pathlib, sys
qt = next((p for p in map(pathlib.Path, sys.path) if (p / "PySide6").is_dir()), None)
count = int(sys.argv[1])
for name in sys.argv[2:2 + count]:
    try: ctypes.CDLL(name)
    except OSError: print("lacks", name)
for name in sys.argv[2 + count:] if qt else ():
    try: ctypes.CDLL(str(qt / "PySide6" / "Qt" / name))
    except OSError as error: print("fails", error)
"""
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
_CHINESE_FONTS = ("cjk", "notosanssc", "notosanshans", "sourcehan", "wqy", "droidsansfallback", "harmonyos", "uming")
CHECK_SECONDS = 60


def missing(checkout: Checkout, programs: Iterable[Need] = ()) -> list[Need]:
    """What the window (and ``programs``) lack on this computer; empty on other systems than Linux."""
    if not sys.platform.startswith("linux"):
        return []
    told = subprocess.run(
        [checkout.python, "-I", "-c", _CHECK, str(len(LIBRARIES)), *(need.file for need in LIBRARIES), *_QT_FILES],
        env=child_environment(), capture_output=True, text=True, timeout=CHECK_SECONDS, check=False,
    ).stdout.splitlines()  # fmt: skip
    lacking = {line.removeprefix("lacks ") for line in told if line.startswith("lacks ")}
    needs = [need for need in LIBRARIES if need.file in lacking]
    if not needs:
        # A library that Qt needs and this table does not know: its own words are all there is to show.
        unknown = [line.removeprefix("fails ").split(":")[0] for line in told if line.startswith("fails ")]
        needs = [Need(name, name, name, name) for name in unknown[:1]]
    fonts = _font_names()
    if not any(part in name for name in fonts for part in _CHINESE_FONTS):
        needs.append(CHINESE_FONT)
    if not fonts:
        needs.append(LATIN_FONT)
    return needs + [need for need in programs if shutil.which(need.file) is None]


def provide(needs: Sequence[Need], checkout: Checkout, speaker: Speaker) -> bool:
    """Install ``needs`` where that is allowed; says what it did, or what a person has to install. True if installed."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        speaker.step(advice(needs))
        return False
    packages = sorted({need.debian for need in needs})
    speaker.step(f"Installing {len(packages)} system packages that the window needs (apt-get): {' '.join(packages)}")
    environment = child_environment() | {"DEBIAN_FRONTEND": "noninteractive"}
    install = [apt, "-o", "DPkg::Lock::Timeout=120", "install", "--yes", "--no-install-recommends", *packages]
    with checkout.log.open("a", encoding="utf-8") as log:
        for command in (install, [apt, "-o", "DPkg::Lock::Timeout=120", "update"], install):
            log.write(f"$ {' '.join(command)}\n")
            log.flush()
            done = subprocess.run(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False
            )
            if command is install and done.returncode == 0:
                return True
    speaker.step(f"apt-get could not install them (what it said: {checkout.log}). {advice(needs)}")
    return False


def prevents_a_window(needs: Iterable[Need]) -> bool:
    """Whether Qt cannot start without ``needs``; a missing font or test program does not stop it."""
    return any(need.file.startswith("lib") or "/" in need.file for need in needs)


def advice(needs: Sequence[Need]) -> str:
    """One line that names the packages, in the names of the system that runs (all three where it is unknown)."""
    families = {
        "Debian, Ubuntu: apt-get install": [need.debian for need in needs],
        "Fedora: dnf install": [need.fedora for need in needs],
        "Arch: pacman -S": [need.arch for need in needs],
    }
    tools = {"Debian, Ubuntu: apt-get install": "apt-get", "Fedora: dnf install": "dnf", "Arch: pacman -S": "pacman"}
    here = [family for family, tool in tools.items() if shutil.which(tool)] or list(families)
    lines = "; ".join(f"{family} {' '.join(sorted(set(families[family])))}" for family in here)
    names = ", ".join(need.file for need in needs[:3]) + (f" and {len(needs) - 3} more" if len(needs) > 3 else "")
    return f"The window needs what this system lacks ({names}). As root: {lines}"


def _font_names() -> list[str]:
    folders = [Path(os.path.expandvars(folder)).expanduser() for folder in _FONT_FOLDERS]
    return [
        path.name.lower().replace("-", "").replace(" ", "")
        for folder in folders
        if folder.is_dir()
        for path in folder.rglob("*")
        if path.suffix.lower() in (".ttf", ".otf", ".ttc")
    ]
