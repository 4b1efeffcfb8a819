"""Run targets over their corpora, for the lines that they reach to be counted: name, folder, name, folder …."""

from __future__ import annotations

import sys
from pathlib import Path

from targets import TARGETS

if __name__ == "__main__":
    for name, folder in zip(sys.argv[1::2], sys.argv[2::2], strict=True):
        for path in sorted(Path(folder).iterdir()):
            TARGETS[name].run(path.read_bytes())
