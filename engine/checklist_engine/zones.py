"""The names of time zones, for "did you mean". Loaded only when somebody mistyped one."""

from __future__ import annotations

from checklist_engine.problems import nearest


def nearest_zone(name: str) -> str | None:
    """The zone that was probably meant: by the whole name, or by its last part ("Berlin")."""
    from zoneinfo import available_timezones

    names = sorted(available_timezones())
    by_city = {zone.rpartition("/")[2]: zone for zone in names if "/" in zone}
    city = nearest(name.rpartition("/")[2], by_city)
    last = name.rpartition("/")[2]
    return by_city.get(last) or nearest(name, names) or (by_city[city] if city else None)
