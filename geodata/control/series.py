"""What is odd about a snapshot beside the days before it."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

# On the daily series to January 2026 this flags 10 of 540 steps.
_TIMES_USUAL = 5.0
_FEWEST_STEPS = 10
_STEPS = 90
_QUIET_KM2 = 0.01
# Where there are too few steps to say what is usual: a twentieth of the ground in a month is a campaign or another map.
_MOST_SHARE = 0.05
_MONTH_DAYS = 31


def beside_the_day_before(
    turnover_km2: float, days: int, history_km2: Sequence[float], area_km2: float | None = None
) -> str | None:
    """Return a line where a step is out of the usual: nothing moved, or far more than on most days.

    Parameters
    ----------
    turnover_km2 : float
        Gained plus lost since the snapshot before.
    days : int
        How many days lie between the two.
    history_km2 : sequence of float
        Gained plus lost a day in the steps before, oldest first; days without change may be among them.
    area_km2 : float, optional
        The ground of the snapshot before, by which a step is judged as long as there is no usual one.

    Examples
    --------
    >>> beside_the_day_before(91.7, 1, [12.0] * 30)
    '91.7 km² moved in 1 day: 7.6 times the usual 12.0 km² a day'
    >>> beside_the_day_before(0.0, 1, [12.0] * 30)
    'identical to the snapshot before'
    >>> beside_the_day_before(14.0, 1, [12.0] * 30) is None
    True
    >>> beside_the_day_before(9000.0, 1, [], area_km2=60_000.0)
    '9,000.0 km² moved in 1 day: 15 % of the ground'
    """
    if turnover_km2 == 0.0:
        return "identical to the snapshot before"
    span = f"{days} days" if days > 1 else "1 day"
    usual_steps = [km2 for km2 in history_km2 if km2 > _QUIET_KM2][-_STEPS:]
    if len(usual_steps) < _FEWEST_STEPS:
        if area_km2 and turnover_km2 > _MOST_SHARE * area_km2 * max(1.0, days / _MONTH_DAYS):
            return f"{turnover_km2:,.1f} km² moved in {span}: {100 * turnover_km2 / area_km2:.0f} % of the ground"
        return None
    usual = median(usual_steps)
    times = turnover_km2 / max(days, 1) / usual
    if times < _TIMES_USUAL:
        return None
    return f"{turnover_km2:,.1f} km² moved in {span}: {times:.1f} times the usual {usual:.1f} km² a day"
