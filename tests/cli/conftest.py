"""The program as a user starts it, in this process: arguments in, exit code and both outputs out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.cli import run as run_program
from app.cli import shared


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def error_line(self) -> str:
        """The one line on standard error that an error is."""
        lines = [line for line in self.err.splitlines() if line.startswith("frontline: ")]
        assert len(lines) == 1, self.err
        assert "Traceback" not in self.err
        return lines[0]


Run = Callable[..., Done]


@pytest.fixture
def run(
    tmp_path: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """Run ``frontline`` over a store of the test's own."""
    from app.cli.program import program

    monkeypatch.setenv("FRONTLINE_DATA_DIR", str(data_dir))
    monkeypatch.setenv("FRONTLINE_STORE", str(tmp_path / "store.db"))

    def call(*arguments: object) -> Done:
        shared.out.cache_clear()
        shared.err.cache_clear()
        capsys.readouterr()
        code = run_program(program, [str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Done(code, out, err)

    yield call
    shared.out.cache_clear()
    shared.err.cache_clear()
