"""For every test: this process behaves like the program's own, offline before any library is imported."""

from __future__ import annotations

from app.seal.environment import apply_offline_environment

apply_offline_environment()
