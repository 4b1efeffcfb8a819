"""Killed in the middle and started again: nothing acknowledged is lost, nothing is there twice or by half.

``make crash`` does the same two hundred times on each store.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests import postgres_server

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("kind", ["sqlite", "postgis"])
def test_a_dozen_kills(kind: str) -> None:
    if kind == "postgis" and not postgres_server.is_installed():
        pytest.skip(postgres_server.ABSENT)
    command = [sys.executable, "-m", "tests.store.crash", "--kills", "12", "--store", kind]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{kind}: 12 kills" in done.stdout
    assert "lost, doubled or half: 0" in done.stdout
