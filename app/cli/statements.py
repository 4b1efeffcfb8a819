"""Tables of statements: who took or holds a place, shares, distances; as read, and as found."""

from __future__ import annotations

from typing import Any

from app.cli.shared import print_table, remark


def print_statements(statements: list[dict[str, Any]]) -> None:
    """Print what a reading states beside areas."""
    if statements:
        print_table(
            "Statements",
            ["text", "place", "who", "what", "day", "said by"],
            [
                (
                    _text(one["text"]),
                    one["place"] and one["place"]["name"],
                    one["actor"],
                    _what(one),
                    _day(one),
                    _voice(one),
                )
                for one in statements
            ],
        )  # fmt: skip


def print_statement_findings(found: list[dict[str, Any]], *, several: bool) -> None:
    """Print the findings on statements, those on who holds what first."""
    control = [finding for finding in found if finding["statement"]["kind"] == "control"]
    lead = ["document"] if several else []
    if control:
        print_table(
            "Findings: who took which place, against the polygons",
            [*lead, "id", "place", "who", "what", "day", "verdict", "lag, days", "why"],
            [
                (
                    *([finding["document_id"]] if several else []), finding["id"],
                    said["place"] or _text(finding["text"]), said["actor"], _what(said), _day(said),
                    finding["verdict"].replace("_", " "),
                    "" if finding["lag_days"] is None else f"{finding['lag_days']:+d}",
                    finding["reason"] + _claim(said) + corrected_mark(finding["provenance"]),
                )
                for finding in control
                for said in (finding["statement"],)
            ],
            right=["lag, days"],
        )  # fmt: skip
    others = [finding for finding in found if finding["statement"]["kind"] != "control"]
    if others:
        print_table(
            "Findings: shares, distances, one period against another",
            [*lead, "id", "stated", "of", "verdict", "measured", "why"],
            [
                (
                    *([finding["document_id"]] if several else []), finding["id"],
                    _text(finding["text"]), finding["statement"]["place"] or _months(finding["statement"]),
                    finding["verdict"].replace("_", " "), _measured(finding),
                    finding["reason"] + corrected_mark(finding["provenance"]),
                )
                for finding in others
            ],
            right=["measured"],
        )  # fmt: skip
    for finding in found:
        for flag in finding["flags"]:
            remark(f"{finding['text']}: {flag}")


def corrected_mark(item: dict[str, Any]) -> str:
    """Return what a table says of what a person corrected; empty for all else."""
    corrected = item.get("corrected")
    return f" (corrected by {corrected['by']}, {corrected['id']})" if corrected else ""


def _text(text: str, width: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else f"{line[: width - 1]}…"


def _what(said: dict[str, Any]) -> str:
    if said["kind"] == "share":
        high = said["percent_high"]
        return f"{said['event'] or 'share'} {said['percent']:g}{f'–{high:g}' if high else ''} %"
    if said["kind"] == "distance":
        return "near" if said["distance_km"] is None else f"{said['distance_km']:.4g} km"
    if said["kind"] == "comparison":
        if said["percent"] is not None:
            return f"{said['percent']:g} % {said['event']}"
        return f"{said['times']:g} times" if said["times"] else f"the {said['event']}"
    return str(said["event"])


def _months(said: dict[str, Any]) -> str:
    """Say which period is set against which."""
    if not said.get("period"):
        return ""
    against = "months since" if said["event"] in ("least", "most") else "against"
    return f"{said['period']['start'][:7]} {against} {said['base']['start'][:7]}"


def _day(said: dict[str, Any]) -> str:
    if said["kind"] == "comparison":
        return _months(said)
    if said["on"] is None:
        return "?"
    start = f"{said['on_start']} → " if said["on_start"] else ""
    return f"{start}{said['on']}" if said["dated"] else f"by {said['on']}"


def _voice(said: dict[str, Any]) -> str:
    who = said["attributed_to"] or said["claimed_by"] or ""
    return f"{who} (a claim)" if said["claimed"] and who else "a claim" if said["claimed"] else who


def _claim(said: dict[str, Any]) -> str:
    return f" (as {said['claimed_by'] or 'somebody'} claims)" if said["claimed"] else ""


def _measured(finding: dict[str, Any]) -> str:
    if finding["computed_percent"] is not None:
        return f"{finding['computed_percent']:.4g} %"
    if finding.get("computed_ratio") is not None:
        return f"× {finding['computed_ratio']:.2f}"
    return "" if finding["computed_km"] is None else f"{finding['computed_km']:.1f} km"
