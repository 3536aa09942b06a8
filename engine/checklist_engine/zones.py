"""The names of time zones, for "did you mean". Loaded only when somebody mistyped one."""

from __future__ import annotations

from checklist_engine.problems import nearest

SHORT = {
    **dict.fromkeys(("cet", "cest", "mez", "mesz"), "Europe/Berlin"),
    **dict.fromkeys(("wet", "west", "bst", "uk"), "Europe/London"),
    **dict.fromkeys(("eet", "eest"), "Europe/Helsinki"),
    **dict.fromkeys(("et", "est", "edt"), "America/New_York"),
    **dict.fromkeys(("ct", "cst", "cdt"), "America/Chicago"),
    **dict.fromkeys(("mt", "mst", "mdt"), "America/Denver"),
    **dict.fromkeys(("pt", "pst", "pdt"), "America/Los_Angeles"),
    "jst": "Asia/Tokyo",
    "ist": "Asia/Kolkata",
}
"""What people call a zone by its clock: a zone with that clock. Such names say nothing of when the clocks change."""


def nearest_zone(name: str) -> str | None:
    """The zone that was probably meant: by its short name, by the whole name, or by its last part ("Berlin")."""
    if (short := SHORT.get(name.casefold())) is not None:
        return short
    from zoneinfo import available_timezones

    names = sorted(available_timezones())
    by_city = {zone.rpartition("/")[2]: zone for zone in names if "/" in zone}
    city = nearest(name.rpartition("/")[2], by_city)
    last = name.rpartition("/")[2]
    return by_city.get(last) or nearest(name, names) or (by_city[city] if city else None)
