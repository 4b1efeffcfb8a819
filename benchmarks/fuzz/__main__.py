"""Fuzz all that reads other people's bytes, guided by coverage (atheris): crashes, hangs, refusals of several lines.

    python benchmarks/fuzz [TARGET ...] [--share 0.01]

Each target runs in a process of its own, from the sound files of ``seeds.py`` and from what earlier runs found to reach
new lines (``local/fuzz``). What breaks it is kept there and named. The lines of the rooms that the corpora reach are
counted afterwards in a run without guidance.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
KEPT = Path("local/fuzz")
SECONDS_A_RUN = 10
MEMORY_MB = 3_000
LONGEST = 20_000


def main() -> None:
    """Run the targets, one after another, and print what came out."""
    from targets import TARGETS

    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "targets", nargs="*", choices=[[], *TARGETS], default=[], metavar="TARGET", help=", ".join(TARGETS)
    )
    parser.add_argument("--share", type=float, default=1.0, help="of the runs that each target has")
    options = parser.parse_args()
    total = 0
    broken = []
    names = options.targets or list(TARGETS)
    print(f"{'target':12} {'runs':>9} {'seconds':>8} {'corpus':>7}")
    for name in names:
        runs = max(1, round(TARGETS[name].runs * options.share))
        done, seconds, found = _fuzzed(name, runs)
        total += done
        kept = KEPT / name / "corpus"
        print(f"{name:12} {done:9,} {seconds:8.0f} {len(list(kept.iterdir())):7,}", flush=True)
        if found:
            broken.append(name)
            print(f"  {name} broke:\n" + found)
    for rooms in dict.fromkeys(TARGETS[name].rooms for name in names):
        print(_lines([name for name in names if TARGETS[name].rooms == rooms], rooms))
    print(
        f"{total:,} runs; "
        + (f"broken: {', '.join(broken)}" if broken else "nothing crashed, hung or was refused in more than a line")
    )
    sys.exit(bool(broken))


def _fuzzed(name: str, runs: int) -> tuple[int, float, str]:
    from targets import TARGETS

    corpus, broken = KEPT / name / "corpus", KEPT / name / "broken"
    for folder in (corpus, broken):
        folder.mkdir(parents=True, exist_ok=True)
    for at, seed in enumerate(TARGETS[name].seeds()):
        (corpus / f"seed-{at}").write_bytes(seed)
    words = KEPT / name / "words.dict"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in TARGETS[name].words), encoding="ascii")
    begun = time.perf_counter()
    command = [
        sys.executable, str(HERE / "one.py"), name, f"-runs={runs}", f"-timeout={SECONDS_A_RUN}",
        f"-rss_limit_mb={MEMORY_MB}", f"-max_len={LONGEST}", f"-artifact_prefix={broken}/", "-print_final_stats=1",
        *([f"-dict={words}"] if TARGETS[name].words else []), str(corpus),
    ]  # fmt: skip
    done = subprocess.run(command, cwd=Path.cwd(), capture_output=True, text=True, errors="replace", check=False)
    said = done.stdout + done.stderr
    counted = re.search(r"stat::number_of_executed_units:\s+(\d+)", said)
    found = (
        ""
        if done.returncode == 0
        else "\n".join("    " + line for line in said.splitlines()[-25:] if not line.startswith("INFO"))
    )
    return int(counted.group(1)) if counted else 0, time.perf_counter() - begun, found


def _escaped(word: str) -> str:
    return "".join(chr(b) if 32 < b < 127 and chr(b) not in '"\\' else f"\\x{b:02x}" for b in word.encode())


def _lines(names: list[str], rooms: tuple[str, ...]) -> str:
    """Return how many lines of some rooms the corpora of their targets reach."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "coverage"
        include = ",".join(f"{ROOT}/{room}" for room in rooms)
        corpora = [part for name in names for part in (name, str(KEPT / name / "corpus"))]
        tool = [sys.executable, "-m", "coverage"]
        run = [*tool, "run", f"--data-file={data}", f"--include={include}", str(HERE / "replay.py"), *corpora]
        done = subprocess.run(run, capture_output=True, text=True, check=False)
        if done.returncode:
            return f"{', '.join(rooms)}: lines not counted: {done.stderr.strip().splitlines()[-1:]}"
        report = [*tool, "report", f"--data-file={data}", "--format=total"]
        share = subprocess.run(report, capture_output=True, text=True, check=False).stdout.strip()
    return f"{share} % of the lines of {', '.join(rooms)} reached by {', '.join(names)}"


if __name__ == "__main__":
    main()
