"""How an event or to-do goes into the file again: with the next number where something has changed, and only there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

_VOLATILE = ("DTSTAMP", "LAST-MODIFIED", "SEQUENCE")


def settled(there: Any, made: Any, stamp: datetime) -> Any:
    """What goes into the file: what was `there` where nothing has changed, else the new one with the next number."""
    if there is None:
        return _stamped(made, stamp, 0)
    if str(there.get("STATUS", "")) == "COMPLETED" and str(made.get("STATUS", "")) == "NEEDS-ACTION":
        return there  # ticked in the calendar, and not yet in the record
    return there if _essence(there) == _essence(made) else _stamped(made, stamp, _number(there) + 1)


def cancelled(there: Any, stamp: datetime) -> Any:
    """An event or to-do that no longer applies; one that is over already stays as it is."""
    if str(there.get("STATUS", "")) in ("CANCELLED", "COMPLETED"):
        return there
    changed = without_alarm(there)
    changed.pop("STATUS", None)
    changed.add("status", "CANCELLED")
    return _stamped(changed, stamp, _number(there) + 1)


def without_alarm(there: Any) -> Any:
    """A copy that does not ring."""
    quiet = there.copy()
    quiet.subcomponents = []
    return quiet


def ticked(there: Any, mark: str) -> Any:
    """A copy of an event that does not ring, with a mark before its summary."""
    done = without_alarm(there)
    summary = str(done.pop("SUMMARY", ""))
    done.add("summary", summary if summary.startswith(mark) else mark + summary)
    return done


def _stamped(made: Any, stamp: datetime, number: int) -> Any:
    for name in _VOLATILE:
        made.pop(name, None)
    made.add("dtstamp", stamp)
    made.add("last-modified", stamp)
    made.add("sequence", number)
    return made


def _essence(component: Any) -> set[bytes]:
    lines = component.to_ical(sorted=False).replace(b"\r\n ", b"").split(b"\r\n")
    return {line for line in lines if not line.startswith(tuple(name.encode() for name in _VOLATILE))}


def _number(there: Any) -> int:
    try:
        return int(there.get("SEQUENCE", 0))
    except (TypeError, ValueError):
        return 0
