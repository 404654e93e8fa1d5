"""For every test: this process behaves like the program's own, and nothing is judged by chance or by the clock."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from app.seal.environment import apply_offline_environment

apply_offline_environment()

# The same examples every time and no deadline: a busy machine changes nothing. New ones: --hypothesis-profile=default
settings.register_profile(
    "every time", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("every time")
