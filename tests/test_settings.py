"""Settings: one prefix, unknown names refused, checks across fields, each setting documented."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import BadInput
from app.settings import PREFIX, Settings, load_settings


def test_nothing_set_means_only_this_machine_no_tiles_no_writes_no_geocoder() -> None:
    settings = load_settings()
    assert (settings.host, settings.tiles_url, settings.write_token, settings.geocoder) == (
        "127.0.0.1",
        None,
        None,
        None,
    )


def test_the_store_is_a_file_in_the_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FRONTLINE_DATA_DIR", str(tmp_path))
    assert load_settings().store_url == str(tmp_path / "frontline.db")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("FRONTLINE_PROT", "80", "unknown setting FRONTLINE_PROT"),
        ("FRONTLINE_PORT", "eighty", "FRONTLINE_PORT"),
        ("FRONTLINE_MAX_TEXT_MB", "0", "FRONTLINE_MAX_TEXT_MB: expected a number above 0"),
        ("FRONTLINE_GEOCODER", "nominatim", "FRONTLINE_GEOCODER_USER_AGENT"),
        ("FRONTLINE_TILES_URL", "https://tile.example.org/{z}/{x}/{y}.png", "FRONTLINE_TILES_ATTRIBUTION"),
    ],
)
def test_a_wrong_setting_is_one_line(monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadInput, match=says):
        load_settings()


def test_the_token_is_not_shown() -> None:
    assert "s3cret" not in repr(Settings(write_token="s3cret"))  # type: ignore[arg-type]


def test_every_setting_is_documented() -> None:
    told = (Path(__file__).parent.parent / "docs" / "settings.md").read_text(encoding="utf-8")
    for name in Settings.model_fields:
        assert f"`{PREFIX}{name.upper()}`" in told
