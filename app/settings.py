"""Every setting, in one class, with one prefix: ``FRONTLINE_``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator

from app.errors import BadInput
from app.logs import LogFormat

PREFIX = "FRONTLINE_"


class Settings(BaseModel):
    """What an operator may set; :func:`load_settings` reads it from the environment."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data_dir: Path = Path(platformdirs.user_data_dir("frontline"))
    """Folder of the default store and of the gazetteers' indexes."""
    store: str | None = None
    """Path or URL of the store; by default ``frontline.db`` in the data folder."""
    sources: Path | None = None
    """A ``sources.toml`` in place of the packaged one."""
    parties: Path | None = None
    """A ``parties.toml`` in place of the packaged one."""
    max_text_mb: float = 50
    """Largest text that is read, in megabytes."""
    line_margin_km: float = 2.0
    """An edge nearer than this to the country's outline is coast or border, not the line."""
    geocoder: Literal["nominatim", "photon", "pelias"] | None = None
    """An online geocoder behind (or before) the gazetteer; none by default, and nothing is sent anywhere."""
    geocoder_order: Literal["behind", "instead"] = "behind"
    """Ask the online geocoder where the gazetteer knows no such name, or instead of the gazetteer."""
    geocoder_domain: str | None = None
    """Host of the online geocoder; its public instance by default (Pelias has none: needed there)."""
    geocoder_user_agent: str | None = None
    """Who asks: needed with an online geocoder, whose terms want an address to write to."""
    geocoder_rate_per_second: float = 1.0
    """Requests a second at most."""
    tiles_url: str | None = None
    """Map tiles, such as ``https://tile.example.org/{z}/{x}/{y}.png``; none by default: no request leaves a page."""
    tiles_attribution: str = ""
    """The line that the tiles' terms ask for."""
    write_token: SecretStr | None = None
    """A token that may write everything over HTTP, beside those of ``frontline token``; without any, 401."""
    plain_http_writes: bool = False
    """Take tokens over plain http from other machines too: only where the network between is trusted."""
    publisher_name: str | None = None
    """Whose name a ClaimReview carries; without it and its address none is ever written."""
    publisher_url: str | None = None
    """The publisher's address on the web."""
    host: str = "127.0.0.1"
    """Address to serve on."""
    port: int = 8000
    """Port to serve on."""
    log_format: LogFormat = LogFormat.text
    """Words for people, or a JSON object a line, then also for each request."""
    workers: int = Field(default=1, ge=1)
    """Processes that serve."""

    @field_validator("max_text_mb", "line_margin_km", "geocoder_rate_per_second")
    @classmethod
    def _positive(cls, value: float) -> float:
        if not value > 0:
            raise ValueError("expected a number above 0")
        return value

    @model_validator(mode="after")
    def _whole(self) -> Settings:
        if self.geocoder and not self.geocoder_user_agent:
            raise ValueError(f"an online geocoder needs {PREFIX}GEOCODER_USER_AGENT, with an address to write to")
        if self.geocoder == "pelias" and not self.geocoder_domain:
            raise ValueError(f"Pelias has no public instance: set {PREFIX}GEOCODER_DOMAIN")
        if bool(self.publisher_name) != bool(self.publisher_url):
            raise ValueError(f"a publisher needs both {PREFIX}PUBLISHER_NAME and {PREFIX}PUBLISHER_URL")
        if self.publisher_url and not self.publisher_url.lower().startswith(("http://", "https://")):
            raise ValueError(f"{PREFIX}PUBLISHER_URL: expected an address such as https://example.org")
        if self.tiles_url and not self.tiles_attribution:
            raise ValueError(f"tiles need {PREFIX}TILES_ATTRIBUTION, the line that their terms ask for")
        return self

    @property
    def max_text_bytes(self) -> int:
        """Largest text in bytes."""
        return int(self.max_text_mb * 1_000_000)

    @property
    def store_url(self) -> str:
        """Where the store is."""
        return self.store or str(self.data_dir / "frontline.db")


def default_store() -> Path:
    """Return the store of a program that is told nothing."""
    return Path(platformdirs.user_data_dir("frontline")) / "frontline.db"


def load_settings(**given: object) -> Settings:
    """Read the environment, whatever the case of its names; `given` values win.

    Raises
    ------
    BadInput
        With the setting's name, what was expected and what came; or a ``FRONTLINE_…`` name that is no setting.
    """
    told = {name: value for name, value in os.environ.items() if name.upper().startswith(PREFIX)}
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    unknown = sorted(name for name in told if name.upper() not in known)
    if unknown:
        raise BadInput(f"unknown setting {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    values: dict[str, object] = {name.upper().removeprefix(PREFIX).lower(): value for name, value in told.items()}
    values |= {name: value for name, value in given.items() if value is not None}
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + "_".join(str(part) for part in first["loc"]).upper() if first["loc"] else "settings"
        raise BadInput(f"{name}: {first['msg'].removeprefix('Value error, ')}") from error
