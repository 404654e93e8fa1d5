"""Turns one checkpoint folder into a quantized model and compares the two; `alcove models convert` starts it.

    build/convert-tools/bin/python -I models/convert_checkpoint/convert.py

Runs in the tools' environment (packaging/lock/convert.txt), never in the program's own. The job is one line of JSON on
the standard input, what it tells are lines of JSON on the standard output (``telling.py``). It reads the folder it is
given, writes the two it is given, and ends when its input does.
"""

from __future__ import annotations

import errno
import importlib
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from confine import confine, end_with_the_input, read_line
from telling import Failed, Job, Stage, Teller

RECIPES = {
    "chat": "chat", "embedding": "vectors", "reranking": "vectors", "speech": "speech", "translation": "translation",
}  # fmt: skip


def main() -> int:
    teller = Teller.claim()
    job = Job.read(json.loads(read_line()))
    network = confine()
    end_with_the_input()
    try:
        teller.stage(Stage.READING)
        recipe = importlib.import_module(RECIPES[job.role])
        files = recipe.convert(job, teller)
    except Failed as failure:
        return teller.failed(failure)
    except ImportError as error:
        return teller.failed(Failed("tools", f"{type(error).__name__}: {error}"))
    except MemoryError:
        return teller.failed(Failed("memory", ""))
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        return teller.failed(Failed("disk" if full else "broke", f"{type(error).__name__}: {error}"))
    except Exception as error:
        # A library met what it did not expect: told as such, and the traceback goes to the log.
        teller.failed(Failed("broke", f"{type(error).__name__}: {error}"))
        raise
    teller.done(files, network)
    return 0


if __name__ == "__main__":
    sys.exit(main())
