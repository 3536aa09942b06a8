"""Slow and obvious answers about local time, from the standard library and by trying: an oracle for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from checklist_engine.calendars import WorkingDays
from checklist_engine.moments import HOUR

WORKING = WorkingDays(frozenset({"mon", "tue", "wed", "thu", "fri"}))
LUX = "Europe/Luxembourg"
# Half hours, quarter hours, changes at midnight, changes by half an hour, no changes, both sides of the date line.
ZONES = (
    LUX, "Europe/London", "America/New_York", "America/St_Johns", "America/Havana", "America/Sao_Paulo",
    "America/Santiago", "Asia/Kathmandu", "Asia/Beirut", "Africa/Casablanca", "Australia/Lord_Howe",
    "Pacific/Kiritimati", "Pacific/Pago_Pago", "Pacific/Chatham", "Asia/Tokyo", "UTC",
)  # fmt: skip
IN_ZONES = st.sampled_from(ZONES)
LOCAL = st.datetimes(datetime(1973, 1, 1), datetime(2098, 12, 31)).map(  # noqa: DTZ001 - a local time
    lambda when: when.replace(microsecond=0)
)
STAMPS = st.integers(
    int(datetime(1973, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2098, 1, 1, tzinfo=UTC).timestamp())
)


def seen(stamp: int, zone: str) -> datetime:
    """The local time of an instant."""
    return datetime.fromtimestamp(stamp, ZoneInfo(zone))


def readings(local: datetime, zone: str) -> list[int]:
    """Every instant at which the clocks of ``zone`` show ``local``: none, one or two."""
    found = {int(local.replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp()) for fold in (0, 1)}
    return sorted(stamp for stamp in found if seen(stamp, zone).replace(tzinfo=None) == local)


def first_instant(day: date, zone: str) -> int:
    """The first instant at which the calendar of ``zone`` shows ``day``, tried minute by minute around it."""
    middle = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    rough = next(s for s in range(middle - 15 * HOUR, middle + 15 * HOUR, 900) if seen(s, zone).date() >= day)
    return next(s for s in range(rough - 900, rough + 60, 60) if seen(s, zone).date() >= day)


def text(local: datetime) -> str:
    return local.strftime("%Y-%m-%d %H:%M:%S")


@cache
def changes(zone: str) -> tuple[tuple[int, int, int], ...]:
    """The clock changes of 2020–2035 as (instant, offset before, offset after), in seconds."""

    def offset(stamp: int) -> int:
        away = seen(stamp, zone).utcoffset()
        assert away is not None
        return int(away.total_seconds())

    week, found = 7 * 24 * HOUR, []
    start, end = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (2020, 2036))
    for low in range(start, end, week):
        high = low + week
        if offset(low) == offset(high):
            continue
        before, after = offset(low), offset(high)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if offset(middle) == before else (low, middle)
        found.append((high, before, after))
    return tuple(found)


def local_at(stamp: int, offset: int) -> datetime:
    return datetime.fromtimestamp(stamp + offset, UTC).replace(tzinfo=None)
