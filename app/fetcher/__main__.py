"""``python -m app.fetcher FOLDER``: the executable of the fetcher."""

from __future__ import annotations

import sys

from app.fetcher.entry import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
