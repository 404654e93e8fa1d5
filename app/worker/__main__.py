"""``python -m app.worker LANE``: the executable of every worker."""

from __future__ import annotations

import sys

from app.worker.entry import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
