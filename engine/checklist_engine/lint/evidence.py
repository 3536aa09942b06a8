"""Sources that nobody has looked at for long: compared two years ago, or due to be compared again."""

from __future__ import annotations

from checklist_engine.lint.subject import Subject

_YEARS = 2


def look(subject: Subject, today: str) -> None:
    """Note all findings of this module; ``today`` is a date such as 2026-11-17."""
    limit = f"{int(today[:4]) - _YEARS:04}{today[4:]}"
    for file in subject.pack.sources:
        checked, review = file.data.get("checked"), file.data.get("review_by")
        if review is not None and review < today:
            subject.add("stale-evidence", file, ("review_by",), f"this source was to be looked at again by {review}",
                        hint="Compare our words with it, then set “checked” and the next “review_by”.")  # fmt: skip
        elif checked is not None and checked < limit:
            subject.add("stale-evidence", file, ("checked",), f"nobody has compared this source since {checked}",
                        hint="Compare them, then write the day under “checked”.")  # fmt: skip
